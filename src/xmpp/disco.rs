//! Service discovery (XEP-0030): what we can do, and what others can.

use super::caps;
use super::iq::Request;
use jid::Jid;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use xmpp_parsers::caps::Caps;
use xmpp_parsers::disco::{DiscoInfoQuery, DiscoInfoResult};
use xmpp_parsers::minidom::Element;

/// What Fantail can do, as it tells others. A line is added with the capability it names.
pub const FEATURES: &[&str] = &[
    "http://jabber.org/protocol/caps",
    "http://jabber.org/protocol/disco#info",
    "http://jabber.org/protocol/muc",
    "urn:xmpp:carbons:2",
    "urn:xmpp:ping",
];

pub fn request(to: Option<Jid>, node: Option<String>) -> Request {
    Request::get(to, DiscoInfoQuery { node })
}

/// The features in an answer; none when it cannot be read.
pub fn features(answer: &Option<Element>) -> BTreeSet<String> {
    read(answer).map(|info| info.features).unwrap_or_default()
}

pub fn read(answer: &Option<Element>) -> Option<DiscoInfoResult> {
    DiscoInfoResult::try_from(answer.clone()?).ok()
}

static OWN: LazyLock<DiscoInfoResult> = LazyLock::new(|| caps::own(FEATURES.iter().map(|feature| (*feature).to_owned())));

/// The hash of what we can do, for our presence (XEP-0115 §5.1).
pub fn own_caps() -> Option<Caps> {
    caps::announcement(&OWN)
}

/// Our answer to a query; `None` for a node we do not have (§3.2).
pub fn answer(query: &DiscoInfoQuery) -> Option<DiscoInfoResult> {
    let ours = |node: &String| caps::hash(&OWN).is_some_and(|hash| *node == format!("{}#{hash}", caps::NODE));
    if query.node.as_ref().is_some_and(|node| !ours(node)) {
        return None;
    }
    Some(DiscoInfoResult { node: query.node.clone(), ..OWN.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn we_answer_for_ourselves_and_for_our_hash_only() {
        assert!(answer(&DiscoInfoQuery { node: None }).is_some());
        let node = Some(format!("{}#{}", caps::NODE, caps::hash(&OWN).unwrap()));
        let hashed = answer(&DiscoInfoQuery { node: node.clone() }).unwrap();
        assert_eq!(hashed.node, node);
        assert!(hashed.features.contains("urn:xmpp:ping"));
        assert_eq!(answer(&DiscoInfoQuery { node: Some("odd".into()) }).map(|info| info.node), None);
    }

    #[test]
    fn the_features_are_sorted_as_they_are_hashed() {
        assert!(FEATURES.is_sorted());
    }
}
