//! Signing in (RFC 6120 §6) as a state machine: SCRAM, or PLAIN where nothing better ever was. No I/O; the slow derivation is
//! handed out, so that the caller runs it where nobody waits.

use super::features::Features;
use super::sasl::mechanism::{ChannelBindings, Choice, Hash, Policy, choose};
use super::sasl::scram::{Derivation, Proof, Scram, ServerSignature};
use crate::model::Secret;
use crate::model::problem::AuthFailure;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;

/// What is to be done next.
#[derive(Debug)]
pub enum Step {
    Send(Element),
    /// Derive the proof, then call [`SignIn::derived`].
    Derive(Derivation),
    /// Signed in, and the server has proved itself as far as the mechanism asks it to.
    Done,
    Failed(AuthFailure),
}

#[derive(Debug)]
enum State {
    Plain,
    Challenge(Scram),
    Deriving,
    Success(ServerSignature),
    /// The server has proved itself ahead of its success.
    Proved,
    Over,
}

#[derive(Debug)]
pub struct SignIn {
    choice: Choice,
    state: State,
}

impl SignIn {
    /// Chooses the mechanism and makes the first element. The nonce is fresh, printable ASCII without a comma.
    pub fn begin(
        features: &Features,
        bindings: &ChannelBindings,
        policy: Policy,
        user: &str,
        password: &Secret,
        nonce: &str,
    ) -> Result<(Self, Element), AuthFailure> {
        let choice = choose(&features.mechanisms, features.channel_bindings.as_deref(), bindings, policy)?;
        let (state, initial) = match &choice {
            Choice::Plain => (State::Plain, super::sasl::plain(user, password)),
            Choice::Scram { hash, binding } => {
                let (scram, initial) = Scram::start(*hash, binding, user, nonce).map_err(AuthFailure::from)?;
                (State::Challenge(scram), initial.into())
            }
        };
        let auth = Element::builder("auth", ns::SASL)
            .attr(xso::exports::rxml::xml_ncname!("mechanism").to_owned(), choice.mechanism())
            .append(BASE64.encode(&*initial))
            .build();
        Ok((Self { choice, state }, auth))
    }

    pub fn mechanism(&self) -> String {
        self.choice.mechanism()
    }

    /// The hash of SCRAM, if it is that.
    pub fn hash(&self) -> Option<Hash> {
        match self.choice {
            Choice::Scram { hash, .. } => Some(hash),
            Choice::Plain => None,
        }
    }

    pub fn binds_channel(&self) -> bool {
        self.choice.binds_channel()
    }

    /// The server's next element.
    pub fn on_element(&mut self, element: &Element) -> Step {
        if element.is("failure", ns::SASL) {
            self.state = State::Over;
            return Step::Failed(refused(element));
        }
        let Some(data) = decode(element) else { return self.broken() };
        match (element.name(), std::mem::replace(&mut self.state, State::Over)) {
            ("success", State::Plain | State::Proved) => Step::Done,
            ("challenge", State::Challenge(scram)) => match scram.challenge(&data) {
                Ok(derivation) => {
                    self.state = State::Deriving;
                    Step::Derive(derivation)
                }
                Err(failure) => Step::Failed(failure.into()),
            },
            ("success", State::Success(signature)) => match signature.check(&data) {
                Ok(()) => Step::Done,
                Err(failure) => Step::Failed(failure.into()),
            },
            // Some servers prove themselves in a challenge of its own (RFC 4422 §3.6).
            ("challenge", State::Success(signature)) => match signature.check(&data) {
                Ok(()) => {
                    self.state = State::Proved;
                    Step::Send(Element::bare("response", ns::SASL))
                }
                Err(failure) => Step::Failed(failure.into()),
            },
            _ => self.broken(),
        }
    }

    /// The proof is made.
    pub fn derived(&mut self, proof: Proof) -> Element {
        self.state = State::Success(proof.verify);
        Element::builder("response", ns::SASL).append(BASE64.encode(proof.response)).build()
    }

    fn broken(&mut self) -> Step {
        self.state = State::Over;
        Step::Failed(AuthFailure::ServerNotAuthentic)
    }
}

/// The data of a challenge or success; `None` when the element is no part of a sign-in.
fn decode(element: &Element) -> Option<Vec<u8>> {
    if element.ns() != ns::SASL {
        return None;
    }
    let text = element.text();
    // A lone `=` stands for nothing (RFC 6120 §6.4.2).
    if text.trim() == "=" { Some(Vec::new()) } else { BASE64.decode(text.trim()).ok() }
}

/// Why the server refused (RFC 6120 §6.5).
fn refused(element: &Element) -> AuthFailure {
    // Whatever stands beside the condition: servers put words and reasons of their own there.
    let condition = element.children().filter(|child| child.ns() == ns::SASL).map(Element::name).find(|name| *name != "text");
    match condition {
        Some("not-authorized") => AuthFailure::WrongPassword,
        Some("account-disabled") => AuthFailure::AccountDisabled,
        Some("credentials-expired") => AuthFailure::CredentialsExpired,
        Some("temporary-auth-failure") => AuthFailure::Temporary,
        Some("invalid-mechanism" | "mechanism-too-weak" | "encryption-required") => AuthFailure::NoMechanism,
        // `invalid-authzid`, `malformed-request` and what nobody has defined: the password may well be right.
        _ => AuthFailure::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(mechanisms: &[&str], policy: Policy) -> Result<(SignIn, Element), AuthFailure> {
        let features = Features { mechanisms: mechanisms.iter().map(|name| (*name).to_owned()).collect(), ..Features::default() };
        SignIn::begin(&features, &ChannelBindings::default(), policy, "user", &Secret::new("pencil"), "fyko+d2lbbFgONRv9qkxdawL")
    }

    const PLAIN_ALLOWED: Policy = Policy { allow_plain: true, scram_seen: false, hash_seen: None, channel_binding_seen: false };

    fn server(name: &str, data: &str) -> Element {
        Element::builder(name, ns::SASL).append(BASE64.encode(data)).build()
    }

    /// The exchange of RFC 5802 §5.
    fn up_to_proof() -> SignIn {
        let (mut sign_in, auth) = begin(&["SCRAM-SHA-1", "PLAIN"], PLAIN_ALLOWED).unwrap();
        assert_eq!(auth.attr("mechanism"), Some("SCRAM-SHA-1"));
        let challenge = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
        let Step::Derive(derivation) = sign_in.on_element(&server("challenge", challenge)) else { panic!("no derivation") };
        let response = sign_in.derived(derivation.derive(&Secret::new("pencil")));
        assert!(BASE64.decode(response.text()).unwrap().ends_with(b"p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="));
        sign_in
    }

    #[test]
    fn the_server_has_to_prove_itself() {
        assert!(matches!(up_to_proof().on_element(&server("success", "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")), Step::Done));
        for forged in ["v=AAAApqV8S7suAoZWja4dJRkFsKQ=", "", "e=other-error"] {
            let step = up_to_proof().on_element(&server("success", forged));
            assert!(matches!(step, Step::Failed(AuthFailure::ServerNotAuthentic)), "{forged}");
        }
    }

    #[test]
    fn a_server_that_skips_the_proof_is_not_believed() {
        let (mut sign_in, _) = begin(&["SCRAM-SHA-1"], PLAIN_ALLOWED).unwrap();
        assert!(matches!(sign_in.on_element(&server("success", "")), Step::Failed(AuthFailure::ServerNotAuthentic)));
    }

    #[test]
    fn the_proof_may_come_ahead_of_the_success() {
        let mut sign_in = up_to_proof();
        let step = sign_in.on_element(&server("challenge", "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
        assert!(matches!(step, Step::Send(element) if element.is("response", ns::SASL)));
        assert!(matches!(sign_in.on_element(&server("success", "")), Step::Done));
    }

    #[test]
    fn each_refusal_has_its_own_reason() {
        for (condition, expected) in [
            ("not-authorized", AuthFailure::WrongPassword),
            ("account-disabled", AuthFailure::AccountDisabled),
            ("credentials-expired", AuthFailure::CredentialsExpired),
            ("temporary-auth-failure", AuthFailure::Temporary),
            ("invalid-mechanism", AuthFailure::NoMechanism),
            ("mechanism-too-weak", AuthFailure::NoMechanism),
            ("encryption-required", AuthFailure::NoMechanism),
            ("invalid-authzid", AuthFailure::Refused),
            ("malformed-request", AuthFailure::Refused),
            ("incorrect-encoding", AuthFailure::Refused),
            ("aborted", AuthFailure::Refused),
            ("of-their-own", AuthFailure::Refused),
            ("text", AuthFailure::Refused),
        ] {
            let xml = format!("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><why xmlns='urn:theirs'/><{condition}/></failure>");
            let step = up_to_proof().on_element(&xml.parse().unwrap());
            assert!(matches!(step, Step::Failed(failure) if failure == expected), "{condition}");
        }
    }

    #[test]
    fn plain_is_never_used_where_scram_is_or_was() {
        let (sign_in, auth) = begin(&["PLAIN"], PLAIN_ALLOWED).unwrap();
        assert_eq!((sign_in.mechanism().as_str(), auth.text()), ("PLAIN", BASE64.encode("\0user\0pencil")));
        let seen = Policy { scram_seen: true, ..PLAIN_ALLOWED };
        assert_eq!(begin(&["PLAIN"], seen).err(), Some(AuthFailure::Downgrade));
    }
}
