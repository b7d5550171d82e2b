//! What a presence of a room says (XEP-0045 §7): read leniently, since status codes grow with the years.

use crate::model::{Affiliation, Role};
use jid::Jid;
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
    pub reason: Option<String>,
    pub destroyed: bool,
}

/// Status codes (XEP-0045 §15.6.2) that mean something here.
pub mod code {
    pub const SELF: u16 = 110;
    pub const CONFIGURATION_CHANGED: u16 = 104;
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
        let Some(item) = x.get_child("item", ns::MUC_USER) else {
            return Some(Self { codes, destroyed: destroy.is_some(), ..Self::default() });
        };
        let reason = item.get_child("reason", ns::MUC_USER).or_else(|| destroy?.get_child("reason", ns::MUC_USER));
        Some(Self {
            codes,
            affiliation: affiliation(item.attr("affiliation").unwrap_or_default()),
            role: role(item.attr("role").unwrap_or_default()),
            jid: item.attr("jid").and_then(|jid| jid.parse().ok()),
            nick: item.attr("nick").map(str::to_owned),
            reason: reason.map(Element::text).filter(|text| !text.trim().is_empty()),
            destroyed: destroy.is_some(),
        })
    }

    pub fn has(&self, code: u16) -> bool {
        self.codes.contains(&code)
    }
}

fn affiliation(word: &str) -> Affiliation {
    match word {
        "owner" => Affiliation::Owner,
        "admin" => Affiliation::Admin,
        "member" => Affiliation::Member,
        "outcast" => Affiliation::Outcast,
        _ => Affiliation::None,
    }
}

fn role(word: &str) -> Role {
    match word {
        "moderator" => Role::Moderator,
        "participant" => Role::Participant,
        "visitor" => Role::Visitor,
        _ => Role::None,
    }
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
            "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='owner' role='moderator' jid='a@b/c'/>\
             <status code='110'/><status code='9999'/><status code='x'/></x>",
        )
        .unwrap();
        assert_eq!((info.affiliation, info.role), (Affiliation::Owner, Role::Moderator));
        assert!(info.has(code::SELF) && !info.has(code::CREATED));
        assert_eq!(info.jid.map(|jid| jid.to_string()).as_deref(), Some("a@b/c"));
    }

    #[test]
    fn an_item_in_another_namespace_says_nothing() {
        assert_eq!(read("<x xmlns='http://jabber.org/protocol/muc'><item affiliation='owner' role='moderator'/></x>"), None);
    }
}
