//! Who is there, and who asks to see us (RFC 6121 §3, §4). Nobody is answered without the user.

use super::answers::Purpose;
use super::{AccountTask, Answer};
use crate::model::profile::ProfileField;
use crate::model::{BareJid, Event, Profile, Reply, Request};
use crate::store::Change;
use crate::xmpp::element::payload;
use crate::xmpp::presence::status;
use crate::xmpp::{caps, disco, iq, vcard};
use xmpp_parsers::caps::Caps;
use xmpp_parsers::nick::Nick;
use xmpp_parsers::ns;
use xmpp_parsers::presence::{Presence, Type};

/// So many people may wait for our word; a flood beyond it is not kept.
const MOST_REQUESTS: usize = 1000;
/// So many descriptions of clients are asked for in a session; somebody may make up a new one each second.
const MOST_CAPS: usize = 2000;
/// The longest introduction that is kept, in characters.
const LONGEST_WORDS: usize = 2000;

impl AccountTask {
    pub(super) fn on_presence(&mut self, presence: &Presence) {
        let Some(from) = presence.from.as_ref().map(jid::Jid::to_bare) else { return };
        if self.is_room(&from) {
            return self.on_room_presence(&from, presence);
        }
        match presence.type_ {
            Type::Subscribe => self.on_request(from, presence),
            // They gave up asking, or do not want to see us any more.
            Type::Unsubscribe => self.request_gone(&from),
            Type::Subscribed | Type::Unsubscribed | Type::Probe => {}
            Type::None | Type::Unavailable | Type::Error => {
                // Strangers may show themselves; only those on the list are looked at, and our own other devices not.
                if self.roster.contains_key(&from) && self.presences.on_presence(presence).is_some() {
                    self.on_picture_shown(&from, presence);
                    self.changed_people.insert(from);
                    self.learn_caps(presence);
                }
            }
        }
    }

    /// Tells of everybody whose presence changed in this turn, once.
    pub(super) fn tell_people(&mut self) {
        for jid in std::mem::take(&mut self.changed_people) {
            let contact = self.contact(&jid);
            self.events.extend(contact.map(Event::Presence));
        }
    }

    fn on_request(&mut self, from: BareJid, presence: &Presence) {
        let answered = self.roster.get(&from).is_some_and(|item| item.subscription.shows());
        let full = self.asking.len() >= MOST_REQUESTS && !self.asking.contains_key(&from);
        if from == *self.own() || answered || full {
            return;
        }
        let nick: Option<Nick> = payload(&presence.payloads, "nick", ns::NICK);
        let short = |words: String| words.chars().take(LONGEST_WORDS).collect::<String>();
        let request = Request {
            account: self.own().clone(),
            jid: from.clone(),
            nick: nick.map(|nick| short(nick.0)).filter(|nick| !nick.trim().is_empty()),
            message: status(presence).map(short),
            time: self.asking.get(&from).map_or_else(jiff::Timestamp::now, |earlier| earlier.time),
        };
        // The server repeats a request at each sign-in (RFC 6121 §3.1.3): it is one request.
        if self.asking.get(&from) != Some(&request) {
            self.changes.push(Change::SaveRequest(request.clone()));
            self.events.push(Event::Request(request.clone()));
            self.asking.insert(from, request);
        }
    }

    pub(super) fn ask_profile(&mut self, jid: BareJid, answer: Answer) {
        let other = Some(jid.clone()).filter(|jid| jid != self.own()).map(Into::into);
        self.ask(vcard::request(other), Purpose::Profile { jid, answer });
    }

    pub(super) fn on_profile(&mut self, jid: BareJid, to: Answer, answer: iq::Answer) {
        let profile = match answer {
            Ok(card) => Ok(vcard::read(card.as_ref(), jid)),
            // Who never wrote one (XEP-0054 §3.1).
            Err(problem) if problem.condition() == "item-not-found" => Ok(Profile::new(jid)),
            Err(problem) => Err(problem),
        };
        self.reply(to, profile.map(|profile| Reply::Profile(Box::new(profile))));
    }

    /// Fields of our profile are to be others: it is read first, for all else that is in it.
    pub(super) fn change_profile(&mut self, fields: Vec<(ProfileField, String)>, answer: Answer) {
        self.ask(vcard::request(None), Purpose::ProfileToChange { fields, answer });
    }

    pub(super) fn on_profile_to_change(&mut self, fields: &[(ProfileField, String)], to: Answer, answer: iq::Answer) {
        let card = match answer {
            Ok(card) => card,
            Err(problem) if problem.condition() == "item-not-found" => None,
            Err(problem) => return self.reply(to, Err(problem)),
        };
        self.ask(vcard::change(card, fields), Purpose::ProfileChanged(to));
    }

    /// It is answered with what others see of us now.
    pub(super) fn on_own_profile_changed(&mut self, to: Answer, answer: iq::Answer) {
        match answer {
            Ok(_) => self.ask_profile(self.own().clone(), to),
            Err(problem) => self.reply(to, Err(problem)),
        }
    }

    pub(super) fn request_gone(&mut self, jid: &BareJid) {
        if self.asking.remove(jid).is_some() {
            let account = self.own().clone();
            self.changes.push(Change::RemoveRequest { account: account.clone(), jid: jid.clone() });
            self.events.push(Event::RequestGone { account, jid: jid.clone() });
        }
    }

    /// One question per hash (XEP-0115 §5.4), however many people have it.
    fn learn_caps(&mut self, presence: &Presence) {
        if presence.type_ != Type::None {
            return;
        }
        let Some(from) = presence.from.clone() else { return };
        let Some(element) = presence.payloads.iter().find(|payload| payload.is("c", ns::CAPS)) else { return };
        let Ok(caps) = Caps::try_from(element.clone()) else { return };
        let (Some("sha-1"), Some(hash)) = (element.attr("hash"), element.attr("ver").map(str::to_owned)) else { return };
        if self.caps.contains(&hash) || self.store.caps(&hash).ok().flatten().is_some() {
            self.caps.insert(hash);
            return;
        }
        if self.caps.len() >= MOST_CAPS {
            return;
        }
        self.caps.insert(hash.clone());
        let asked = format!("{}#{hash}", caps.node);
        self.ask(disco::request(Some(from), Some(asked)), Purpose::Caps { hash, node: caps.node });
    }

    pub(super) fn on_caps(&mut self, hash: String, node: &str, answer: &iq::Answer) {
        let verified = answer.as_ref().ok().and_then(disco::read).filter(|info| caps::verify(&hash, node, info));
        match verified {
            Some(info) => self.changes.push(Change::SaveCaps { hash, features: info.features.into_iter().collect() }),
            // Another resource with the same hash may answer better.
            None => drop(self.caps.remove(&hash)),
        }
    }
}
