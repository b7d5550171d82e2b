//! Entering and leaving a room (XEP-0045 §7.2, §7.14), and asking whether we are still in it (XEP-0410).

use crate::model::{Availability, Problem, Secret};
use crate::xmpp::iq::{Answer, Request};
use crate::xmpp::presence;
use jid::{BareJid, FullJid};
use jiff::Timestamp;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::muc::Muc;
use xmpp_parsers::muc::muc::History;
use xmpp_parsers::ping::Ping;
use xmpp_parsers::presence::{Presence, Type};

/// Lines of history on entering a room that we know nothing of.
const FIRST_HISTORY: u32 = 50;

/// `as_we_are` is what the room shall see of us; history comes since the last line we have.
pub fn enter(occupant: &FullJid, password: Option<&Secret>, since: Option<Timestamp>, as_we_are: (Availability, Option<&str>)) -> Element {
    let mut muc = Muc::new();
    muc.password = password.map(|password| password.reveal().to_owned());
    let since = since.and_then(|since| since.to_string().parse().ok());
    muc.history = Some(match since {
        Some(since) => History::new().with_since(since),
        None => History::new().with_maxstanzas(FIRST_HISTORY),
    });
    let mut presence = presence::own(as_we_are.0, as_we_are.1, Some(occupant.clone().into()));
    // The room wants the joining mark on an available presence, whatever we show elsewhere.
    presence.type_ = Type::None;
    presence.payloads.push(muc.into());
    presence.into()
}

/// With a last word to those who stay (§7.14).
pub fn leave(occupant: &FullJid, words: Option<&str>) -> Element {
    let mut presence = Presence::unavailable();
    if let Some(words) = words {
        presence.set_status("", words);
    }
    presence.to = Some(occupant.clone().into());
    presence.into()
}

/// A ping to ourselves through the room.
pub fn self_ping(occupant: &FullJid) -> Request {
    Request::get(Some(occupant.clone().into()), Ping)
}

/// What the answer to a self-ping means (XEP-0410 §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Still {
    In,
    Out,
    /// The room's server does not answer: as before, and asked again later.
    Unknown,
}

pub fn on_self_ping(answer: &Answer) -> Still {
    let condition = match answer {
        Ok(_) => return Still::In,
        Err(Problem::Stanza { condition, .. }) => condition.as_str(),
        Err(_) => return Still::Unknown,
    };
    match condition {
        "service-unavailable" | "feature-not-implemented" | "item-not-found" => Still::In,
        "remote-server-not-found" | "remote-server-timeout" => Still::Unknown,
        _ => Still::Out,
    }
}

/// A new room is locked until its owner accepts the settings (XEP-0045 §10.1.2): the server's defaults.
pub fn accept_defaults(room: &BareJid) -> Request {
    let form = Element::builder("x", xmpp_parsers::ns::DATA_FORMS).attr(type_attribute(), "submit").build();
    let query = Element::builder("query", "http://jabber.org/protocol/muc#owner").append(form).build();
    Request::set(Some(room.clone().into()), query)
}

fn type_attribute() -> xso::exports::rxml::NcName {
    xso::exports::rxml::xml_ncname!("type").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occupant() -> FullJid {
        "tea@rooms.lit/romeo".parse().unwrap()
    }

    #[test]
    fn entering_names_nick_password_and_what_is_missing() {
        let since = "2026-11-22T12:00:00Z".parse().ok();
        let secret = Secret::new("cup");
        let xml = String::from(&enter(&occupant(), Some(&secret), since, (Availability::Away, Some("tea"))));
        assert!(xml.contains("to='tea@rooms.lit/romeo'") || xml.contains("to=\"tea@rooms.lit/romeo\""), "{xml}");
        for part in ["<password>cup</password>", "2026-11-22T12:00:00", "<show>away</show>", "<status>tea</status>"] {
            assert!(xml.contains(part), "{part} in {xml}");
        }
        let xml = String::from(&enter(&occupant(), None, None, (Availability::Available, None)));
        assert!(xml.contains("maxstanzas") && !xml.contains("password"), "{xml}");
    }

    #[test]
    fn a_self_ping_decides_whether_we_are_still_in() {
        let error = |condition: &str| on_self_ping(&Err(Problem::stanza(condition)));
        assert_eq!(on_self_ping(&Ok(None)), Still::In);
        assert_eq!(error("service-unavailable"), Still::In);
        assert_eq!(error("item-not-found"), Still::In);
        assert_eq!(error("not-acceptable"), Still::Out);
        assert_eq!(error("not-allowed"), Still::Out);
        assert_eq!(error("remote-server-timeout"), Still::Unknown);
        assert_eq!(on_self_ping(&Err(Problem::Timeout)), Still::Unknown);
    }

    #[test]
    fn the_defaults_are_accepted_by_an_empty_form() {
        let xml = String::from(&accept_defaults(&"tea@rooms.lit".parse().unwrap()).payload);
        assert!(xml.contains("muc#owner") && xml.contains("submit"), "{xml}");
    }
}
