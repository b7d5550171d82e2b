//! SCRAM (RFC 5802, RFC 7677): each side proves to the other that it knows the password, and nobody sends it.

use super::mechanism::{Binding, Hash};
use crate::model::Secret;
use crate::model::problem::AuthFailure;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Fewer iterations make a stolen proof easy to guess from; more would keep us busy for minutes.
const ITERATIONS: std::ops::RangeInclusive<u32> = 4_096..=1_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("what the server sent is not SCRAM")]
    Malformed,
    #[error("the server does not repeat our nonce")]
    Nonce,
    #[error("the server asks for too few or too many iterations")]
    Iterations,
    #[error("the server asks for an extension that we do not know")]
    Extension,
    #[error("the server does not know the password")]
    Signature,
    #[error("the user's name has characters that cannot be sent")]
    User,
}

impl From<Failure> for AuthFailure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Malformed | Failure::Nonce | Failure::Iterations | Failure::Extension | Failure::Signature => Self::ServerNotAuthentic,
            Failure::User => Self::NoMechanism,
        }
    }
}

/// A sign-in that has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scram {
    hash: Hash,
    /// The GS2 header and the data of the channel binding.
    channel: Vec<u8>,
    first_bare: String,
    nonce: String,
}

impl Scram {
    /// Begins; returns the first message too. The nonce is made for this once: printable ASCII without a comma.
    ///
    /// # Errors
    /// [`Failure::User`] if the name cannot be prepared (RFC 4013).
    pub fn start(hash: Hash, binding: &Binding, user: &str, nonce: &str) -> Result<(Self, Vec<u8>), Failure> {
        let header = match binding {
            Binding::None => "n,,".to_owned(),
            Binding::NotOffered => "y,,".to_owned(),
            Binding::Used { kind, .. } => format!("p={kind},,"),
        };
        let user = stringprep::saslprep(user).map_err(|_| Failure::User)?.replace('=', "=3D").replace(',', "=2C");
        let first_bare = format!("n={user},r={nonce}");
        let initial = format!("{header}{first_bare}").into_bytes();
        let mut channel = header.into_bytes();
        if let Binding::Used { data, .. } = binding {
            channel.extend_from_slice(data);
        }
        Ok((Self { hash, channel, first_bare, nonce: nonce.to_owned() }, initial))
    }

    /// Reads the server's challenge. Nothing slow is done yet.
    ///
    /// # Errors
    /// Whatever a false server might try, see [`Failure`].
    pub fn challenge(&self, challenge: &[u8]) -> Result<Derivation, Failure> {
        let server_first = std::str::from_utf8(challenge).map_err(|_| Failure::Malformed)?;
        if server_first.split(',').any(|part| part.starts_with("m=")) {
            return Err(Failure::Extension);
        }
        let mut parts = server_first.split(',');
        let mut next = |name: &str| parts.next().and_then(|part| part.strip_prefix(name)).ok_or(Failure::Malformed);
        let nonce = next("r=")?;
        let salt = BASE64.decode(next("s=")?).map_err(|_| Failure::Malformed)?;
        let iterations = next("i=")?;
        if !nonce.starts_with(&self.nonce) || nonce.len() == self.nonce.len() {
            return Err(Failure::Nonce);
        }
        if salt.is_empty() || iterations.is_empty() || !iterations.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(Failure::Malformed);
        }
        let iterations = iterations.parse().ok().filter(|count| ITERATIONS.contains(count)).ok_or(Failure::Iterations)?;
        let without_proof = format!("c={},r={nonce}", BASE64.encode(&self.channel));
        let auth_message = format!("{},{server_first},{without_proof}", self.first_bare);
        Ok(Derivation { hash: self.hash, salt, iterations, without_proof, auth_message })
    }
}

/// All that the proof needs beside the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    hash: Hash,
    salt: Vec<u8>,
    iterations: u32,
    without_proof: String,
    auth_message: String,
}

impl Derivation {
    /// Makes our proof and what the server's must be. Slow by design, up to seconds: not on a thread that others wait for.
    pub fn derive(&self, password: &Secret) -> Proof {
        // A password that cannot be prepared is sent as it is: whoever accepted it could not prepare it either.
        let prepared = stringprep::saslprep(password.reveal()).map(|text| Zeroizing::new(text.into_owned()));
        let password = prepared.as_ref().map_or(password.reveal(), |text| text.as_str());
        let hash = self.hash;
        let salted = Zeroizing::new(hash.stretch(password.as_bytes(), &self.salt, self.iterations));
        let client_key = Zeroizing::new(hash.hmac(&salted, b"Client Key"));
        let signature = hash.hmac(&hash.digest(&client_key), self.auth_message.as_bytes());
        let proof: Vec<u8> = client_key.iter().zip(&signature).map(|(key, signature)| key ^ signature).collect();
        let server_key = Zeroizing::new(hash.hmac(&salted, b"Server Key"));
        Proof {
            response: format!("{},p={}", self.without_proof, BASE64.encode(proof)).into_bytes(),
            verify: ServerSignature(hash.hmac(&server_key, self.auth_message.as_bytes())),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Proof {
    /// Our answer to the challenge.
    pub response: Vec<u8>,
    /// What the success has to say.
    pub verify: ServerSignature,
}

/// What only a server that knows the password can say.
#[derive(Debug, Clone)]
pub struct ServerSignature(Vec<u8>);

impl ServerSignature {
    /// Checks what came with the success.
    ///
    /// # Errors
    /// [`Failure::Signature`] if it is missing or another.
    pub fn check(&self, success: &[u8]) -> Result<(), Failure> {
        let signature = success
            .strip_prefix(b"v=")
            .and_then(|rest| rest.split(|byte| *byte == b',').next())
            .and_then(|text| BASE64.decode(text).ok())
            .ok_or(Failure::Signature)?;
        if bool::from(signature.as_slice().ct_eq(&self.0)) { Ok(()) } else { Err(Failure::Signature) }
    }
}

impl Hash {
    fn digest(self, data: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha512 => Sha512::digest(data).to_vec(),
            Self::Sha256 => Sha256::digest(data).to_vec(),
            Self::Sha1 => Sha1::digest(data).to_vec(),
        }
    }

    fn hmac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha512 => mac::<Hmac<Sha512>>(key, data),
            Self::Sha256 => mac::<Hmac<Sha256>>(key, data),
            Self::Sha1 => mac::<Hmac<Sha1>>(key, data),
        }
    }

    /// `Hi` of RFC 5802 §2.2.
    fn stretch(self, password: &[u8], salt: &[u8], iterations: u32) -> Vec<u8> {
        let mut out = vec![0; self.digest(&[]).len()];
        match self {
            Self::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, iterations, &mut out),
            Self::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, iterations, &mut out),
            Self::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, iterations, &mut out),
        }
        out
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn mac<M: Mac + KeyInit>(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(data);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed_in(hash: Hash, nonce: &str, challenge: &str) -> (String, String, ServerSignature) {
        let (scram, initial) = Scram::start(hash, &Binding::None, "user", nonce).unwrap();
        let proof = scram.challenge(challenge.as_bytes()).unwrap().derive(&Secret::new("pencil"));
        (String::from_utf8(initial).unwrap(), String::from_utf8(proof.response).unwrap(), proof.verify)
    }

    #[test]
    fn sha_1_agrees_with_rfc_5802() {
        let challenge = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
        let (initial, response, verify) = signed_in(Hash::Sha1, "fyko+d2lbbFgONRv9qkxdawL", challenge);
        assert_eq!(initial, "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        assert_eq!(response, "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        assert_eq!(verify.check(b"v=rmF9pqV8S7suAoZWja4dJRkFsKQ="), Ok(()));
    }

    #[test]
    fn sha_256_agrees_with_rfc_7677() {
        let challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
        let (_, response, verify) = signed_in(Hash::Sha256, "rOprNGfwEbeRWgbNEkqO", challenge);
        let proof = "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
        assert_eq!(response, format!("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,{proof}"));
        assert_eq!(verify.check(b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="), Ok(()));
    }

    /// The server's side, which keeps only the stored key and the server key. Returns its success if the proof is right.
    fn server(hash: Hash, password: &str, salt: &[u8], auth_message: &str, response: &str) -> Option<String> {
        let salted = hash.stretch(password.as_bytes(), salt, 5_000);
        let stored_key = hash.digest(&hash.hmac(&salted, b"Client Key"));
        let signature = hash.hmac(&stored_key, auth_message.as_bytes());
        let proof = BASE64.decode(response.split_once(",p=")?.1).ok()?;
        let client_key: Vec<u8> = proof.iter().zip(&signature).map(|(proof, signature)| proof ^ signature).collect();
        let server_key = hash.hmac(&salted, b"Server Key");
        (hash.digest(&client_key) == stored_key).then(|| format!("v={}", BASE64.encode(hash.hmac(&server_key, auth_message.as_bytes()))))
    }

    #[test]
    fn a_server_and_we_believe_each_other_with_each_hash_and_with_channel_binding() {
        for hash in Hash::ALL {
            let binding = Binding::Used { kind: "tls-exporter", data: vec![0xff; 32] };
            let (scram, initial) = Scram::start(hash, &binding, "us,er=", "abc").unwrap();
            let initial = String::from_utf8(initial).unwrap();
            assert_eq!(initial, "p=tls-exporter,,n=us=2Cer=3D,r=abc");
            let challenge = format!("r=abcdef,s={},i=5000", BASE64.encode(b"salt"));
            let proof = scram.challenge(challenge.as_bytes()).unwrap().derive(&Secret::new("I\u{AD}X"));
            let response = String::from_utf8(proof.response).unwrap();
            let without_proof = response.split_once(",p=").unwrap().0;
            let channel = [b"p=tls-exporter,,".as_slice(), &[0xff; 32]].concat();
            assert_eq!(without_proof, format!("c={},r=abcdef", BASE64.encode(channel)));
            let auth_message = format!("n=us=2Cer=3D,r=abc,{challenge},{without_proof}");
            let success = server(hash, "IX", b"salt", &auth_message, &response).unwrap();
            assert_eq!(proof.verify.check(success.as_bytes()), Ok(()));
            assert_eq!(server(hash, "another", b"salt", &auth_message, &response), None);
        }
    }

    #[test]
    fn a_server_that_does_not_know_the_password_is_found_out() {
        let challenge = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
        let (_, _, verify) = signed_in(Hash::Sha1, "fyko+d2lbbFgONRv9qkxdawL", challenge);
        for wrong in ["v=rmF9pqV8S7suAoZWja4dJRkFsKR=", "v=", "", "v=AAAA", "e=other-error", "rmF9pqV8S7suAoZWja4dJRkFsKQ="] {
            assert_eq!(verify.check(wrong.as_bytes()), Err(Failure::Signature), "{wrong}");
        }
    }

    #[test]
    fn a_false_challenge_is_refused() {
        let (scram, _) = Scram::start(Hash::Sha256, &Binding::NotOffered, "user", "abc").unwrap();
        for (challenge, failure) in [
            ("r=abc,s=AAAA,i=4096", Failure::Nonce),
            ("r=xyzabc,s=AAAA,i=4096", Failure::Nonce),
            ("r=abcd,s=AAAA,i=1", Failure::Iterations),
            ("r=abcd,s=AAAA,i=4095", Failure::Iterations),
            ("r=abcd,s=AAAA,i=1000000000", Failure::Iterations),
            ("r=abcd,s=AAAA,i=99999999999999999999", Failure::Iterations),
            ("r=abcd,s=AAAA,i=-1", Failure::Malformed),
            ("m=x,r=abcd,s=AAAA,i=4096", Failure::Extension),
            ("r=abcd,s=AAAA,i=4096,m=x", Failure::Extension),
            ("r=abcd,s=,i=4096", Failure::Malformed),
            ("r=abcd,s=?,i=4096", Failure::Malformed),
            ("r=abcd,i=4096", Failure::Malformed),
            ("", Failure::Malformed),
        ] {
            assert_eq!(scram.challenge(challenge.as_bytes()), Err(failure), "{challenge}");
        }
        assert!(scram.challenge(b"r=abcd,s=AAAA,i=4096,x=later").is_ok());
    }
}
