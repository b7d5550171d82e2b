//! The server's side of SCRAM (RFC 5802, 7677) with channel binding, honest or not, to try a client's sign-in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Digest;

/// The hash of the mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

/// How the server behaves. The default is an honest one.
#[derive(Debug, Clone)]
pub struct Scram {
    pub hash: Hash,
    pub password: String,
    pub iterations: u32,
    /// The `v=` of the end is not made from the password.
    pub forged_signature: bool,
    /// The end carries no signature at all.
    pub no_signature: bool,
    /// The nonce does not begin with the client's.
    pub foreign_nonce: bool,
    /// The nonce is the client's, with nothing of the server's own.
    pub nonce_not_extended: bool,
    /// An attribute the client must not ignore (`m=`, RFC 5802 §5.1).
    pub mandatory_extension: bool,
}

impl Scram {
    pub fn new(hash: Hash, password: &str) -> Self {
        Self {
            hash,
            password: password.into(),
            iterations: 4096,
            forged_signature: false,
            no_signature: false,
            foreign_nonce: false,
            nonce_not_extended: false,
            mandatory_extension: false,
        }
    }
}

/// An exchange after the client's first message.
#[derive(Debug)]
pub struct Exchange {
    scram: Scram,
    gs2_header: String,
    client_first_bare: String,
    server_first: String,
}

impl Exchange {
    const SALT: &[u8] = b"fantail test salt";

    /// Reads the client's first message (already decoded from Base64).
    pub fn begin(scram: &Scram, client_first: &str) -> Self {
        let commas: Vec<_> = client_first.match_indices(',').map(|(at, _)| at).collect();
        let bare = commas[1] + 1;
        let client_nonce = value(&client_first[bare..], "r").expect("a client nonce");
        let nonce = match scram {
            Scram { foreign_nonce: true, .. } => "nothing-of-the-client".to_owned(),
            Scram { nonce_not_extended: true, .. } => client_nonce.to_owned(),
            _ => format!("{client_nonce}server-part"),
        };
        let extension = if scram.mandatory_extension { "m=must-understand," } else { "" };
        let server_first = format!("{extension}r={nonce},s={},i={}", BASE64.encode(Self::SALT), scram.iterations);
        Self { scram: scram.clone(), gs2_header: client_first[..bare].into(), client_first_bare: client_first[bare..].into(), server_first }
    }

    /// `n,,`, `y,,` or `p=…,,`.
    pub fn gs2_header(&self) -> &str {
        &self.gs2_header
    }

    /// The challenge, before Base64.
    pub fn server_first(&self) -> &str {
        &self.server_first
    }

    /// Checks the client's proof and its channel binding (`binding`: the bytes expected, empty without one) as an honest
    /// server does. Gives the end, before Base64, or what was wrong.
    pub fn finish(&self, client_final: &str, binding: &[u8]) -> Result<String, String> {
        let (without_proof, proof) = client_final.rsplit_once(",p=").ok_or("no proof")?;
        let bound = [self.gs2_header.as_bytes(), binding].concat();
        if value(without_proof, "c") != Some(&BASE64.encode(bound)) {
            return Err(format!("other channel binding in {without_proof}"));
        }
        if value(without_proof, "r") != value(&self.server_first, "r") {
            return Err("other nonce".into());
        }
        let hash = self.scram.hash;
        let salted = hash.stretched(self.scram.password.as_bytes(), Self::SALT, self.scram.iterations);
        let message = format!("{},{},{without_proof}", self.client_first_bare, self.server_first);
        let stored_key = hash.digest(&hash.keyed(&salted, b"Client Key"));
        let client_signature = hash.keyed(&stored_key, message.as_bytes());
        let proof = BASE64.decode(proof).map_err(|error| error.to_string())?;
        let client_key: Vec<u8> = proof.iter().zip(&client_signature).map(|(a, b)| a ^ b).collect();
        if hash.digest(&client_key) != stored_key {
            return Err("wrong password".into());
        }
        let mut signature = hash.keyed(&hash.keyed(&salted, b"Server Key"), message.as_bytes());
        if self.scram.forged_signature {
            signature[0] ^= 1;
        }
        Ok(if self.scram.no_signature { String::new() } else { format!("v={}", BASE64.encode(signature)) })
    }
}

impl Hash {
    /// The mechanism's name without `-PLUS`.
    pub fn mechanism(self) -> &'static str {
        match self {
            Self::Sha1 => "SCRAM-SHA-1",
            Self::Sha256 => "SCRAM-SHA-256",
            Self::Sha512 => "SCRAM-SHA-512",
        }
    }

    fn digest(self, data: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => sha1::Sha1::digest(data).to_vec(),
            Self::Sha256 => sha2::Sha256::digest(data).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(data).to_vec(),
        }
    }

    fn keyed(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        fn mac<M: Mac + KeyInit>(key: &[u8], data: &[u8]) -> Vec<u8> {
            let mut mac = <M as KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
            mac.update(data);
            mac.finalize().into_bytes().to_vec()
        }
        match self {
            Self::Sha1 => mac::<Hmac<sha1::Sha1>>(key, data),
            Self::Sha256 => mac::<Hmac<sha2::Sha256>>(key, data),
            Self::Sha512 => mac::<Hmac<sha2::Sha512>>(key, data),
        }
    }

    fn stretched(self, password: &[u8], salt: &[u8], iterations: u32) -> Vec<u8> {
        match self {
            Self::Sha1 => pbkdf2::pbkdf2_hmac_array::<sha1::Sha1, 20>(password, salt, iterations).to_vec(),
            Self::Sha256 => pbkdf2::pbkdf2_hmac_array::<sha2::Sha256, 32>(password, salt, iterations).to_vec(),
            Self::Sha512 => pbkdf2::pbkdf2_hmac_array::<sha2::Sha512, 64>(password, salt, iterations).to_vec(),
        }
    }
}

/// The value of an attribute in a SCRAM message.
fn value<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    message.split(',').find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
}
