//! The roster (RFC 6121 §2): the list of buddies that the server keeps.
//!
//! Only our own account may change it: a push from anybody else is answered `service-unavailable` and changes nothing
//! (CVE-2015-8688, CVE-2016-9928, CVE-2019-16236).

use super::element::is_own_account;
use super::iq::Request;
use crate::model::{RosterItem, Subscription};
use jid::BareJid;
use xmpp_parsers::iq::Iq;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xmpp_parsers::roster::{Ask, Group, Item, Roster, Subscription as Wire};

/// What a push says.
#[derive(Debug, Clone, PartialEq)]
pub enum Push {
    Set { version: Option<String>, item: RosterItem },
    Removed { version: Option<String>, jid: BareJid },
}

/// How a push is to be answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    Accept(Push),
    /// Not from our account (RFC 6121 §2.1.6).
    Stranger,
    /// Not exactly one item.
    Malformed,
}

/// Asks for the roster; with the version at hand where the server knows versions (§2.6).
pub fn request(version: Option<&str>) -> Request {
    Request::get(None, Roster { ver: version.map(str::to_owned), items: Vec::new() })
}

/// What the server answered: its roster, or `None` when the one at hand is up to date.
pub fn read(answer: Option<Element>) -> Option<(Option<String>, Vec<RosterItem>)> {
    let element = answer?;
    // Item by item: one that cannot be read is not the whole list's end.
    let items = element.children().filter(|child| child.is("item", ns::ROSTER));
    let items = items.filter_map(|item| Item::try_from(item.clone()).ok()).map(item).collect();
    Some((element.attr("ver").map(str::to_owned), items))
}

/// Reads a push; `None` when the request is none.
pub fn on_request(iq: &Iq, own: &BareJid) -> Option<Verdict> {
    let Iq::Set { from, payload, .. } = iq else { return None };
    if !payload.is("query", ns::ROSTER) {
        return None;
    }
    if !is_own_account(from.as_ref(), own) {
        return Some(Verdict::Stranger);
    }
    let Ok(Roster { ver: version, mut items }) = Roster::try_from(payload.clone()) else { return Some(Verdict::Malformed) };
    let (Some(pushed), true) = (items.pop(), items.is_empty()) else { return Some(Verdict::Malformed) };
    Some(Verdict::Accept(match pushed.subscription {
        Wire::Remove => Push::Removed { version, jid: pushed.jid },
        Wire::None | Wire::To | Wire::From | Wire::Both => Push::Set { version, item: item(pushed) },
    }))
}

/// Adds a buddy or changes the name and groups (§2.3, §2.4).
pub fn set(jid: &BareJid, name: Option<&str>, groups: &[String]) -> Request {
    let groups = groups.iter().map(|group| Group(group.clone())).collect();
    let name = name.map(str::to_owned);
    change(Item { jid: jid.clone(), name, subscription: Wire::None, ask: Ask::None, groups, approved: None })
}

/// Takes a buddy off the list, and both subscriptions with it (§2.5).
pub fn remove(jid: &BareJid) -> Request {
    change(Item { jid: jid.clone(), name: None, subscription: Wire::Remove, ask: Ask::None, groups: Vec::new(), approved: None })
}

fn change(item: Item) -> Request {
    Request::set(None, Roster { ver: None, items: vec![item] })
}

fn item(item: Item) -> RosterItem {
    let mut groups: Vec<String> = item.groups.into_iter().map(|group| group.0).filter(|group| !group.is_empty()).collect();
    groups.sort();
    groups.dedup();
    RosterItem {
        jid: item.jid,
        name: item.name.filter(|name| !name.is_empty()),
        groups,
        subscription: match item.subscription {
            Wire::None | Wire::Remove => Subscription::None,
            Wire::To => Subscription::To,
            Wire::From => Subscription::From,
            Wire::Both => Subscription::Both,
        },
        ask: item.ask == Ask::Subscribe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> BareJid {
        "romeo@montague.lit".parse().unwrap()
    }

    fn push(from: &str, items: &str) -> Option<Verdict> {
        let xml =
            format!("<iq xmlns='jabber:client' type='set' id='p1' {from}><query xmlns='jabber:iq:roster' ver='v2'>{items}</query></iq>");
        on_request(&Iq::try_from(xml.parse::<Element>().unwrap()).unwrap(), &own())
    }

    const JULIET: &str = "<item jid='juliet@capulet.lit' name='Juliet' subscription='both'><group>Friends</group></item>";

    #[test]
    fn a_push_from_our_own_account_is_taken() {
        for from in ["", "from='romeo@montague.lit'"] {
            let Some(Verdict::Accept(Push::Set { version, item })) = push(from, JULIET) else { panic!("refused: {from}") };
            assert_eq!(version.as_deref(), Some("v2"));
            assert_eq!((item.name.as_deref(), item.subscription), (Some("Juliet"), Subscription::Both));
            assert_eq!(item.groups, ["Friends"]);
        }
    }

    #[test]
    fn cve_2015_8688_a_push_from_anybody_else_changes_nothing() {
        let strangers = ["tybalt@capulet.lit", "tybalt@capulet.lit/x", "montague.lit", "romeo@montague.lit/elsewhere", "capulet.lit"];
        for from in strangers {
            assert_eq!(push(&format!("from='{from}'"), JULIET), Some(Verdict::Stranger), "{from}");
            let removal = "<item jid='juliet@capulet.lit' subscription='remove'/>";
            assert_eq!(push(&format!("from='{from}'"), removal), Some(Verdict::Stranger), "{from}");
        }
    }

    #[test]
    fn a_push_with_none_or_several_items_is_malformed() {
        assert_eq!(push("", ""), Some(Verdict::Malformed));
        assert_eq!(push("", &JULIET.repeat(2)), Some(Verdict::Malformed));
    }

    #[test]
    fn a_removal_is_read() {
        let removed = push("", "<item jid='juliet@capulet.lit' subscription='remove'/>");
        let jid = "juliet@capulet.lit".parse().unwrap();
        assert_eq!(removed, Some(Verdict::Accept(Push::Removed { version: Some("v2".into()), jid })));
    }

    #[test]
    fn one_bad_item_does_not_spoil_the_list() {
        let xml = format!("<query xmlns='jabber:iq:roster' ver='v1'><item jid='@@'/>{JULIET}<item/></query>");
        let (version, items) = read(Some(xml.parse().unwrap())).unwrap();
        assert_eq!((version.as_deref(), items.len()), (Some("v1"), 1));
        assert_eq!(read(None), None);
    }
}
