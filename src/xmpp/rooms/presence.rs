//! What a presence of a room says (XEP-0045 §7): read leniently, since status codes grow with the years.

use crate::model::{Affiliation, Role};
use jid::{BareJid, Jid};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;

/// `<x xmlns='http://jabber.org/protocol/muc#user'/>`, and only in this namespace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserInfo {
    pub codes: Vec<u16>,
    pub affiliation: Affiliation,
    pub role: Role,
    pub jid: Option<Jid>,
    /// The new nickname, on a change of it.
    pub nick: Option<String>,
    /// Who did it, where the room tells: a nickname, else an address.
    pub actor: Option<String>,
    pub reason: Option<String>,
    pub destroyed: bool,
    /// Where to go instead of a room that was destroyed.
    pub successor: Option<BareJid>,
}

/// Status codes (XEP-0045 §15.6.2) that mean something here.
pub mod code {
    pub const ADDRESSES_SHOWN: u16 = 100;
    pub const CONFIGURATION_CHANGED: u16 = 104;
    pub const SELF: u16 = 110;
    pub const LOGGED: u16 = 170;
    pub const NOT_LOGGED: u16 = 171;
    pub const NOW_SHOWN: u16 = 172;
    pub const NOW_HIDDEN: u16 = 173;
    pub const NOW_ANONYMOUS: u16 = 174;
    pub const CREATED: u16 = 201;
    pub const NICK_ASSIGNED: u16 = 210;
    pub const BANNED: u16 = 301;
    pub const NEW_NICK: u16 = 303;
    pub const KICKED: u16 = 307;
    pub const AFFILIATION_LOST: u16 = 321;
    pub const MEMBERS_ONLY: u16 = 322;
    pub const SHUTDOWN: u16 = 332;
    pub const TECHNICAL: u16 = 333;
}

impl UserInfo {
    pub fn read(payloads: &[Element]) -> Option<Self> {
        let x = payloads.iter().find(|payload| payload.is("x", ns::MUC_USER))?;
        let codes = x.children().filter(|child| child.is("status", ns::MUC_USER));
        let codes = codes.filter_map(|status| status.attr("code")?.parse().ok()).collect();
        let destroy = x.get_child("destroy", ns::MUC_USER);
        let successor = destroy.and_then(|destroy| destroy.attr("jid")?.parse().ok()).filter(|jid: &BareJid| jid.node().is_some());
        let Some(item) = x.get_child("item", ns::MUC_USER) else {
            let reason = destroy.and_then(reason_in);
            return Some(Self { codes, reason, destroyed: destroy.is_some(), successor, ..Self::default() });
        };
        Some(Self {
            codes,
            affiliation: Affiliation::parse(item.attr("affiliation").unwrap_or_default()).unwrap_or_default(),
            role: Role::parse(item.attr("role").unwrap_or_default()).unwrap_or_default(),
            jid: item.attr("jid").and_then(|jid| jid.parse().ok()),
            nick: item.attr("nick").map(str::to_owned),
            actor: item.get_child("actor", ns::MUC_USER).and_then(|actor| actor.attr("nick").or(actor.attr("jid"))).map(str::to_owned),
            reason: reason_in(item).or_else(|| reason_in(destroy?)),
            destroyed: destroy.is_some(),
            successor,
        })
    }

    pub fn has(&self, code: u16) -> bool {
        self.codes.contains(&code)
    }
}

fn reason_in(element: &Element) -> Option<String> {
    let reason = element.get_child("reason", ns::MUC_USER)?.text();
    Some(reason).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(x: &str) -> Option<UserInfo> {
        UserInfo::read(&[x.parse().unwrap()])
    }

    #[test]
    fn an_item_and_unknown_codes_are_read() {
        let info = read(
            "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='owner' role='moderator' jid='a@b/c'><actor nick='anna'/></item>\
             <status code='110'/><status code='9999'/><status code='x'/></x>",
        )
        .unwrap();
        assert_eq!((info.affiliation, info.role), (Affiliation::Owner, Role::Moderator));
        assert_eq!(info.actor.as_deref(), Some("anna"));
        assert!(info.has(code::SELF) && !info.has(code::CREATED));
        assert_eq!(info.jid.map(|jid| jid.to_string()).as_deref(), Some("a@b/c"));
    }

    #[test]
    fn an_item_in_another_namespace_says_nothing() {
        assert_eq!(read("<x xmlns='http://jabber.org/protocol/muc'><item affiliation='owner' role='moderator'/></x>"), None);
    }
}
