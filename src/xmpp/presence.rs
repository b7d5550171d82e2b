//! Presence (RFC 6121 §4): who is there of each buddy, by resource.

use super::disco;
use crate::model::{Availability, Show};
use jid::{BareJid, Jid};
use std::collections::{BTreeMap, BTreeSet};
use xmpp_parsers::message::Lang;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::presence::{Presence, Show as Wire, Type};

/// One resource of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Resource {
    priority: i8,
    show: Show,
    status: Option<String>,
}

/// How somebody is there, all resources together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub show: Show,
    pub status: Option<String>,
    /// The most available first.
    pub resources: Vec<String>,
}

/// Everybody's presence, as told in this session.
#[derive(Debug, Default)]
pub struct Presences {
    people: BTreeMap<BareJid, BTreeMap<String, Resource>>,
    /// What they said last on leaving.
    parting: BTreeMap<BareJid, String>,
}

/// One person may show so many resources: a flood of them fills nothing.
const MOST_RESOURCES: usize = 64;

impl Presences {
    /// Notes who came, changed or went. Returns whose summary may have changed.
    ///
    /// Presence is taken from whoever sends it for himself alone: the address is the server's word (RFC 6120 §8.1.2).
    pub fn on_presence(&mut self, presence: &Presence) -> Option<BareJid> {
        let from = presence.from.as_ref()?;
        let person = from.to_bare();
        let resource = from.resource().map(ToString::to_string);
        match presence.type_ {
            Type::None => {
                let of = self.people.entry(person.clone()).or_default();
                let resource = resource.unwrap_or_default();
                if of.len() >= MOST_RESOURCES && !of.contains_key(&resource) {
                    return None;
                }
                of.insert(resource, Resource { priority: presence.priority.0, show: show(presence), status: status(presence) });
                self.parting.remove(&person);
            }
            Type::Unavailable | Type::Error => {
                let of = self.people.get_mut(&person);
                match (of, resource) {
                    (Some(of), Some(resource)) => {
                        of.remove(&resource);
                        if of.is_empty() {
                            self.people.remove(&person);
                        }
                    }
                    (Some(_), None) => {
                        self.people.remove(&person);
                    }
                    (None, _) => {}
                }
                if presence.type_ == Type::Unavailable && !self.people.contains_key(&person) {
                    match status(presence) {
                        Some(words) => self.parting.insert(person.clone(), words),
                        None => self.parting.remove(&person),
                    };
                }
            }
            Type::Subscribe | Type::Subscribed | Type::Unsubscribe | Type::Unsubscribed | Type::Probe => return None,
        }
        Some(person)
    }

    pub fn summary(&self, person: &BareJid) -> Summary {
        let Some(of) = self.people.get(person) else {
            return Summary { status: self.parting.get(person).cloned(), ..Summary::default() };
        };
        let mut resources: Vec<_> = of.iter().collect();
        // A negative priority takes no messages (RFC 6121 §4.7.2.3), so it comes last whatever it shows.
        resources.sort_by_key(|(name, resource)| (resource.priority < 0, std::cmp::Reverse((resource.show, resource.priority)), *name));
        let best = resources.first().map(|(_, resource)| *resource);
        Summary {
            show: best.map(|resource| resource.show).unwrap_or_default(),
            status: best.and_then(|resource| resource.status.clone()),
            resources: resources.into_iter().map(|(name, _)| name.clone()).filter(|name| !name.is_empty()).collect(),
        }
    }

    /// Nobody is known to be there any more. Returns who was.
    pub fn clear(&mut self) -> BTreeSet<BareJid> {
        self.parting.clear();
        std::mem::take(&mut self.people).into_keys().collect()
    }

    /// Somebody left the list: what he shows is not ours to see any more.
    pub fn forget(&mut self, person: &BareJid) {
        self.people.remove(person);
        self.parting.remove(person);
    }
}

/// What an available presence shows.
pub fn show(presence: &Presence) -> Show {
    match presence.show {
        None => Show::Available,
        Some(Wire::Chat) => Show::Chat,
        Some(Wire::Away) => Show::Away,
        Some(Wire::Xa) => Show::Xa,
        Some(Wire::Dnd) => Show::Dnd,
    }
}

/// The words of a presence in no language, else in any; `None` when empty.
pub fn status(presence: &Presence) -> Option<String> {
    let words = presence.statuses.get("").or_else(|| presence.statuses.values().next())?;
    Some(words.trim()).filter(|words| !words.is_empty()).map(str::to_owned)
}

/// Our own presence, broadcast or directed to a room.
pub fn own(availability: Availability, words: Option<&str>, to: Option<Jid>) -> Presence {
    let mut presence = match availability {
        Availability::Invisible | Availability::Offline => Presence::unavailable(),
        Availability::Available => Presence::available(),
        Availability::Chat => Presence::available().with_show(Wire::Chat),
        Availability::Away => Presence::available().with_show(Wire::Away),
        Availability::Xa => Presence::available().with_show(Wire::Xa),
        Availability::Dnd => Presence::available().with_show(Wire::Dnd),
    };
    if let Some(words) = words.filter(|words| !words.trim().is_empty()) {
        presence.set_status(Lang::new(), words);
    }
    presence.to = to;
    if presence.type_ == Type::None {
        presence.payloads.extend(disco::own_caps().map(Into::into));
    }
    presence
}

/// Without the words for it, a presence of a type (RFC 6121 §3): `subscribe`, `subscribed`, `unsubscribed` …
pub fn of_type(type_: Type, to: BareJid) -> Element {
    let mut presence = Presence::new(type_);
    presence.to = Some(to.into());
    presence.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(presences: &mut Presences, xml: &str) -> Option<BareJid> {
        let xml = xml.replacen("<presence", "<presence xmlns='jabber:client'", 1);
        presences.on_presence(&Presence::try_from(xml.parse::<Element>().unwrap()).unwrap())
    }

    fn juliet() -> BareJid {
        "juliet@capulet.lit".parse().unwrap()
    }

    #[test]
    fn the_most_available_resource_speaks_for_all() {
        let mut presences = Presences::default();
        told(&mut presences, "<presence from='juliet@capulet.lit/phone'><show>away</show><status>out</status></presence>");
        told(&mut presences, "<presence from='juliet@capulet.lit/desk'><status>here</status></presence>");
        told(&mut presences, "<presence from='juliet@capulet.lit/bot'><show>chat</show><priority>-1</priority></presence>");
        let summary = presences.summary(&juliet());
        assert_eq!((summary.show, summary.status.as_deref()), (Show::Available, Some("here")));
        assert_eq!(summary.resources, ["desk", "phone", "bot"]);
    }

    #[test]
    fn who_leaves_with_words_is_offline_and_the_words_stay() {
        let mut presences = Presences::default();
        told(&mut presences, "<presence from='juliet@capulet.lit/desk'/>");
        assert_eq!(presences.summary(&juliet()).show, Show::Available);
        let left = told(&mut presences, "<presence type='unavailable' from='juliet@capulet.lit/desk'><status>bye</status></presence>");
        assert_eq!(left, Some(juliet()));
        assert_eq!(presences.summary(&juliet()), Summary { show: Show::Offline, status: Some("bye".into()), resources: vec![] });
    }

    #[test]
    fn a_subscription_is_no_presence() {
        let mut presences = Presences::default();
        assert_eq!(told(&mut presences, "<presence type='subscribe' from='juliet@capulet.lit'/>"), None);
        assert_eq!(presences.summary(&juliet()), Summary::default());
    }

    #[test]
    fn a_flood_of_resources_is_bounded() {
        let mut presences = Presences::default();
        for number in 0..1000 {
            told(&mut presences, &format!("<presence from='juliet@capulet.lit/{number}'/>"));
        }
        assert_eq!(presences.summary(&juliet()).resources.len(), MOST_RESOURCES);
    }

    #[test]
    fn the_end_of_a_session_is_the_end_of_what_it_told() {
        let mut presences = Presences::default();
        told(&mut presences, "<presence from='juliet@capulet.lit/desk'/>");
        assert_eq!(presences.clear(), BTreeSet::from([juliet()]));
        assert_eq!(presences.summary(&juliet()), Summary::default());
    }
}
