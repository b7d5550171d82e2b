//! Service discovery (XEP-0030): what we can do, and what others can.

use super::caps;
use super::iq::Request;
use crate::model::discovery::{Discovered, Identity, Item};
use jid::Jid;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use xmpp_parsers::caps::Caps;
use xmpp_parsers::disco::{DiscoInfoQuery, DiscoInfoResult, DiscoItemsQuery, DiscoItemsResult};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::rsm::SetQuery;

/// What Fantail can do, as it tells others. A line is added with the capability it names.
pub const FEATURES: &[&str] = &[
    "http://jabber.org/protocol/caps",
    "http://jabber.org/protocol/chatstates",
    "http://jabber.org/protocol/disco#info",
    "http://jabber.org/protocol/mood+notify",
    "http://jabber.org/protocol/muc",
    "jabber:x:oob",
    "urn:xmpp:attention:0",
    "urn:xmpp:avatar:metadata+notify",
    "urn:xmpp:bookmarks:1+notify",
    "urn:xmpp:carbons:2",
    "urn:xmpp:chat-markers:0",
    "urn:xmpp:fallback:0",
    "urn:xmpp:mds:displayed:0+notify",
    "urn:xmpp:message-correct:0",
    "urn:xmpp:message-retract:0",
    "urn:xmpp:message-retract:1",
    "urn:xmpp:ping",
    "urn:xmpp:reactions:0",
    "urn:xmpp:receipts",
    "urn:xmpp:reply:0",
    "urn:xmpp:spoiler:0",
    "urn:xmpp:styling:0",
];

/// A service may have as many rooms as there are people.
pub const MOST_ITEMS: usize = 1000;
const PAGE: usize = 100;

pub fn request(to: Option<Jid>, node: Option<String>) -> Request {
    Request::get(to, DiscoInfoQuery { node })
}

/// The features in an answer; none when it cannot be read.
pub fn features(answer: &Option<Element>) -> BTreeSet<String> {
    read(answer).map(|info| info.features).unwrap_or_default()
}

/// A service with many items tells them page by page (XEP-0059); one that does not know pages tells them all.
pub fn request_items(to: Option<Jid>, node: Option<String>, after: Option<String>) -> Request {
    // Somebody's own items are few, and their clients may know nothing of pages.
    let pages = to.as_ref().is_none_or(|to| to.node().is_none());
    let rsm = pages.then_some(SetQuery { max: Some(PAGE), after, before: None, index: None });
    Request::get(to, DiscoItemsQuery { node, rsm })
}

/// An answer about `jid` as the model has it. `None` when it cannot be read.
pub fn discovered(answer: &Option<Element>, jid: Jid, node: Option<String>) -> Option<Discovered> {
    let info = read(answer)?;
    let identity = |identity: xmpp_parsers::disco::Identity| Identity {
        category: identity.category,
        kind: identity.type_,
        name: identity.name.filter(|name| !name.trim().is_empty()),
    };
    let fields =
        |form: xmpp_parsers::data_forms::DataForm| form.fields.into_iter().filter_map(|field| Some((field.var?, field.values))).collect();
    Some(Discovered {
        jid,
        node,
        identities: info.identities.into_iter().map(identity).collect(),
        features: info.features.into_iter().collect(),
        forms: info.extensions.into_iter().map(fields).collect(),
    })
}

/// The items of an answer, up to a thousand, and where the next page begins; `None` when it cannot be read.
pub fn items(answer: &Option<Element>) -> Option<(Vec<Item>, Option<String>)> {
    let result = DiscoItemsResult::try_from(answer.clone()?).ok()?;
    let next = result.rsm.and_then(|set| set.last).filter(|_| !result.items.is_empty());
    let item = |item: xmpp_parsers::disco::Item| Item { jid: item.jid, node: item.node, name: item.name };
    Some((result.items.into_iter().take(MOST_ITEMS).map(item).collect(), next))
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
    fn an_answer_tells_identities_features_forms_and_items() {
        let xml = "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='server' type='im' name='Prosody'/>\
                   <feature var='urn:b'/><feature var='urn:a'/>\
                   <x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>urn:form</value></field>\
                   <field var='size'><value>5</value></field></x></query>";
        let jid: Jid = "one.test".parse().unwrap();
        let told = discovered(&xml.parse().ok(), jid.clone(), None).unwrap();
        assert_eq!(told.identities, [Identity { category: "server".into(), kind: "im".into(), name: Some("Prosody".into()) }]);
        assert_eq!(told.features, ["urn:a", "urn:b"]);
        assert_eq!(told.forms[0]["size"], ["5"]);
        let xml = "<query xmlns='http://jabber.org/protocol/disco#items'><item jid='rooms.one.test' name='Rooms'/></query>";
        let rooms = Item { jid: "rooms.one.test".parse().unwrap(), node: None, name: Some("Rooms".into()) };
        assert_eq!(items(&xml.parse().ok()), Some((vec![rooms.clone()], None)));
        let page = xml.replace("</query>", "<set xmlns='http://jabber.org/protocol/rsm'><last>r9</last><count>200</count></set></query>");
        assert_eq!(items(&page.parse().ok()), Some((vec![rooms], Some("r9".into()))));
        assert_eq!((discovered(&None, jid, None), items(&None)), (None, None));
    }

    #[test]
    fn the_features_are_sorted_as_they_are_hashed() {
        assert!(FEATURES.is_sorted());
    }
}
