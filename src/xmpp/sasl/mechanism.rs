//! Which mechanism to sign in with: the strongest that both sides have, and never less than before (RFC 5802, XEP-0440).

pub use crate::model::ScramHash as Hash;
use crate::model::problem::AuthFailure;

/// What ties the sign-in to the TLS connection it runs in.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ChannelBindings {
    /// `tls-exporter` (RFC 9266).
    pub exporter: Option<Vec<u8>>,
    /// `tls-server-end-point` (RFC 5929).
    pub server_end_point: Option<Vec<u8>>,
}

impl std::fmt::Debug for ChannelBindings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { exporter, server_end_point } = self;
        write!(formatter, "ChannelBindings {{ exporter: {}, server_end_point: {} }}", exporter.is_some(), server_end_point.is_some())
    }
}

/// What SCRAM says about channel binding (RFC 5802 §6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// `n`: not used.
    None,
    /// `y`: we could, but the server offered none. Shows a server that did offer that somebody took it away.
    NotOffered,
    /// `p=…`: its type and data.
    Used { kind: &'static str, data: Vec<u8> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    Plain,
    Scram { hash: Hash, binding: Binding },
}

impl Choice {
    /// The name of the mechanism, as `<auth/>` gives it.
    pub fn mechanism(&self) -> String {
        match self {
            Self::Plain => "PLAIN".into(),
            Self::Scram { hash, binding: Binding::Used { .. } } => format!("{}-PLUS", hash.mechanism()),
            Self::Scram { hash, .. } => hash.mechanism().into(),
        }
    }

    pub fn binds_channel(&self) -> bool {
        matches!(self, Self::Scram { binding: Binding::Used { .. }, .. })
    }
}

/// What the user permits, and what was used with this account before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Policy {
    pub allow_plain: bool,
    /// A SCRAM mechanism was offered or used once.
    pub scram_seen: bool,
    /// The strongest that was used.
    pub hash_seen: Option<Hash>,
    /// Channel binding was used once.
    pub channel_binding_seen: bool,
}

/// Chooses the mechanism.
///
/// With -PLUS only if the server names, by XEP-0440, a type of channel binding that we have: servers that name none offer
/// -PLUS for types that fail. `y` only if no -PLUS was offered at all. PLAIN only if it is permitted, and SCRAM neither is
/// offered now nor ever was.
///
/// # Errors
/// [`AuthFailure::Downgrade`] if less is offered than was used before, [`AuthFailure::PlainNotAllowed`] if only PLAIN would do and is
/// not permitted, [`AuthFailure::NoMechanism`] if nothing that we take.
pub fn choose(
    offered: &[String],
    channel_bindings_offered: Option<&[String]>,
    have: &ChannelBindings,
    policy: Policy,
) -> Result<Choice, AuthFailure> {
    let is_offered = |hash: &Hash, suffix: &str| offered.iter().any(|name| name.strip_prefix(hash.mechanism()) == Some(suffix));
    let strongest = |suffix: &str| Hash::ALL.into_iter().rev().find(|hash| is_offered(hash, suffix));
    let scram = |hash, binding| {
        if policy.hash_seen.is_some_and(|seen| hash < seen) { Err(AuthFailure::Downgrade) } else { Ok(Choice::Scram { hash, binding }) }
    };
    if let (Some(hash), Some(binding)) = (strongest("-PLUS"), usable(channel_bindings_offered, have)) {
        let bound = scram(hash, binding);
        // A weaker hash that is bound to the connection is less than a stronger one that was not.
        if bound.is_ok() || policy.channel_binding_seen {
            return bound;
        }
    }
    if policy.channel_binding_seen {
        return Err(AuthFailure::Downgrade);
    }
    if let Some(hash) = strongest("") {
        let could = have.exporter.is_some() || have.server_end_point.is_some();
        let plus_offered = offered.iter().any(|name| name.ends_with("-PLUS"));
        let binding = if could && !plus_offered { Binding::NotOffered } else { Binding::None };
        return scram(hash, binding);
    }
    if policy.scram_seen {
        return Err(AuthFailure::Downgrade);
    }
    let scram_offered = offered.iter().any(|name| name.starts_with("SCRAM-"));
    match !scram_offered && offered.iter().any(|name| name == "PLAIN") {
        true if policy.allow_plain => Ok(Choice::Plain),
        true => Err(AuthFailure::PlainNotAllowed),
        false => Err(AuthFailure::NoMechanism),
    }
}

fn usable(offered: Option<&[String]>, have: &ChannelBindings) -> Option<Binding> {
    let offered = offered?;
    [("tls-exporter", &have.exporter), ("tls-server-end-point", &have.server_end_point)]
        .into_iter()
        .filter(|(kind, _)| offered.iter().any(|name| name == kind))
        .find_map(|(kind, data)| data.clone().map(|data| Binding::Used { kind, data }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: Policy = Policy { allow_plain: true, scram_seen: false, hash_seen: None, channel_binding_seen: false };

    fn both() -> ChannelBindings {
        ChannelBindings { exporter: Some(vec![1]), server_end_point: Some(vec![2]) }
    }

    fn chosen(offered: &[&str], bindings: Option<&[&str]>, have: &ChannelBindings, policy: Policy) -> Result<Choice, AuthFailure> {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        choose(&owned(offered), bindings.map(owned).as_deref(), have, policy)
    }

    fn scram(hash: Hash, binding: Binding) -> Result<Choice, AuthFailure> {
        Ok(Choice::Scram { hash, binding })
    }

    const ALL: [&str; 7] =
        ["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512", "SCRAM-SHA-512-PLUS"];

    #[test]
    fn the_strongest_hash_with_the_exporter_comes_first() {
        let choice = chosen(&ALL, Some(&["tls-server-end-point", "tls-exporter"]), &both(), ANY);
        assert_eq!(choice, scram(Hash::Sha512, Binding::Used { kind: "tls-exporter", data: vec![1] }));
        assert_eq!(choice.unwrap().mechanism(), "SCRAM-SHA-512-PLUS");
    }

    #[test]
    fn the_certificate_binds_where_the_exporter_is_missing_on_either_side() {
        let end_point = Binding::Used { kind: "tls-server-end-point", data: vec![2] };
        assert_eq!(chosen(&ALL[..5], Some(&["tls-server-end-point"]), &both(), ANY), scram(Hash::Sha256, end_point.clone()));
        let without = ChannelBindings { exporter: None, ..both() };
        let offered: &[&str] = &["tls-exporter", "tls-server-end-point"];
        assert_eq!(chosen(&ALL[..3], Some(offered), &without, ANY), scram(Hash::Sha1, end_point));
    }

    #[test]
    fn plus_without_a_named_type_is_not_used_and_says_n() {
        assert_eq!(chosen(&ALL, None, &both(), ANY), scram(Hash::Sha512, Binding::None));
        assert_eq!(chosen(&ALL, Some(&["tls-unique"]), &both(), ANY), scram(Hash::Sha512, Binding::None));
        assert_eq!(chosen(&ALL, Some(&[]), &both(), ANY), scram(Hash::Sha512, Binding::None));
    }

    #[test]
    fn a_server_without_plus_is_told_that_we_could() {
        assert_eq!(chosen(&["SCRAM-SHA-1", "PLAIN"], None, &both(), ANY), scram(Hash::Sha1, Binding::NotOffered));
        assert_eq!(chosen(&["SCRAM-SHA-1"], Some(&["tls-exporter"]), &both(), ANY), scram(Hash::Sha1, Binding::NotOffered));
        assert_eq!(chosen(&["SCRAM-SHA-1"], None, &ChannelBindings::default(), ANY), scram(Hash::Sha1, Binding::None));
    }

    #[test]
    fn plain_is_taken_only_where_it_is_permitted_and_scram_is_unknown() {
        assert_eq!(chosen(&["PLAIN"], None, &both(), ANY), Ok(Choice::Plain));
        assert_eq!(chosen(&["PLAIN"], None, &both(), Policy { allow_plain: false, ..ANY }), Err(AuthFailure::PlainNotAllowed));
        assert_eq!(chosen(&["PLAIN"], None, &both(), Policy { scram_seen: true, ..ANY }), Err(AuthFailure::Downgrade));
        assert_eq!(chosen(&["PLAIN", "SCRAM-SHA3-512"], None, &both(), ANY), Err(AuthFailure::NoMechanism));
        assert_eq!(chosen(&["PLAIN", "SCRAM-SHA-1-PLUS"], None, &both(), ANY), Err(AuthFailure::NoMechanism));
    }

    #[test]
    fn less_than_channel_binding_is_refused_once_it_was_used() {
        let policy = Policy { channel_binding_seen: true, ..ANY };
        assert_eq!(chosen(&["SCRAM-SHA-512", "PLAIN"], None, &both(), policy), Err(AuthFailure::Downgrade));
        assert_eq!(chosen(&ALL, None, &both(), policy), Err(AuthFailure::Downgrade));
        assert!(chosen(&ALL, Some(&["tls-exporter"]), &both(), policy).unwrap().binds_channel());
    }

    #[test]
    fn a_weaker_hash_than_before_is_refused_with_and_without_channel_binding() {
        let policy = Policy { hash_seen: Some(Hash::Sha256), ..ANY };
        assert_eq!(chosen(&["SCRAM-SHA-1", "PLAIN"], None, &both(), policy), Err(AuthFailure::Downgrade));
        assert_eq!(chosen(&ALL[1..3], Some(&["tls-exporter"]), &both(), policy), Err(AuthFailure::Downgrade));
        assert_eq!(chosen(&["SCRAM-SHA-1", "SCRAM-SHA-256"], None, &both(), policy), scram(Hash::Sha256, Binding::NotOffered));
        assert_eq!(chosen(&ALL, None, &both(), policy), scram(Hash::Sha512, Binding::None));
        let mixed = ["SCRAM-SHA-1-PLUS", "SCRAM-SHA-256"];
        assert_eq!(chosen(&mixed, Some(&["tls-exporter"]), &both(), policy), scram(Hash::Sha256, Binding::None));
        let bound = Policy { channel_binding_seen: true, ..policy };
        assert_eq!(chosen(&mixed, Some(&["tls-exporter"]), &both(), bound), Err(AuthFailure::Downgrade));
    }

    #[test]
    fn nothing_that_we_know_is_no_mechanism() {
        assert_eq!(chosen(&["DIGEST-MD5", "X-OAUTH2"], None, &both(), ANY), Err(AuthFailure::NoMechanism));
        assert_eq!(chosen(&[], None, &both(), ANY), Err(AuthFailure::NoMechanism));
    }
}
