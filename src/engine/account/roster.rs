//! The buddies of the account: the roster as the server keeps it, and the commands that change it.

use super::answers::{AfterContact, Purpose};
use super::{AccountTask, Answer};
use crate::model::problem::{BadArgument, NotFound};
use crate::model::{BareJid, Contact, Event, Jid, Problem, Reply, RosterItem, Subscription};
use crate::store::Change;
use crate::xmpp::iq;
use crate::xmpp::presence::of_type;
use crate::xmpp::roster::{self, Push, Verdict};
use std::collections::BTreeMap;
use xmpp_parsers::iq::Iq;
use xmpp_parsers::message::Lang;
use xmpp_parsers::presence::{Presence, Type};
use xmpp_parsers::stanza_error::{DefinedCondition, ErrorType};

impl AccountTask {
    /// A buddy as shown: the entry, and who is there of it.
    pub(super) fn contact(&self, jid: &BareJid) -> Option<Contact> {
        let item = self.roster.get(jid)?.clone();
        let summary = self.presences.summary(jid);
        Some(Contact { account: self.own().clone(), item, show: summary.show, status: summary.status, resources: summary.resources })
    }

    pub(super) fn on_roster(&mut self, answer: iq::Answer) {
        // An error, or "up to date": what is kept stands.
        let Ok(Some((version, items))) = answer.map(roster::read) else { return };
        let account = self.own().clone();
        self.roster_version.clone_from(&version);
        let new: BTreeMap<BareJid, RosterItem> = items.iter().map(|item| (item.jid.clone(), item.clone())).collect();
        let old = std::mem::replace(&mut self.roster, new);
        for jid in old.keys().filter(|jid| !self.roster.contains_key(*jid)).cloned().collect::<Vec<_>>() {
            self.forget_picture(&jid);
            self.show_mood(jid.clone(), None);
            self.events.push(Event::RosterRemoved { account: account.clone(), jid });
        }
        let changed = self.roster.iter().filter(|(jid, item)| old.get(*jid) != Some(*item));
        let changed: Vec<BareJid> = changed.map(|(jid, _)| jid.clone()).collect();
        for jid in changed {
            self.note_contact(&jid);
        }
        self.changes.push(Change::ReplaceRoster { account, version, items });
    }

    pub(super) fn on_roster_push(&mut self, verdict: Verdict, from: Option<Jid>, id: &str) {
        let refusal = match verdict {
            Verdict::Stranger => iq::refusal(from, id, ErrorType::Cancel, DefinedCondition::ServiceUnavailable),
            Verdict::Malformed => iq::refusal(from, id, ErrorType::Modify, DefinedCondition::BadRequest),
            Verdict::Accept(push) => {
                self.on_push(push);
                Iq::Result { from: None, to: from, id: id.to_owned(), payload: None }
            }
        };
        self.send(refusal);
    }

    fn on_push(&mut self, push: Push) {
        let account = self.own().clone();
        match push {
            Push::Set { version, item } => {
                self.roster_version.clone_from(&version);
                self.take_contact(item, version);
            }
            Push::Removed { version, jid } => {
                self.roster_version.clone_from(&version);
                self.drop_contact(&jid);
                self.changes.push(Change::RemoveContact { account, version, jid });
            }
        }
    }

    fn take_contact(&mut self, item: RosterItem, version: Option<String>) {
        let jid = item.jid.clone();
        if !item.subscription.sees() {
            self.presences.forget(&jid);
        }
        self.changes.push(Change::SaveContact { account: self.own().clone(), version, item: item.clone() });
        self.roster.insert(jid.clone(), item);
        self.note_contact(&jid);
    }

    fn drop_contact(&mut self, jid: &BareJid) {
        self.presences.forget(jid);
        if self.roster.remove(jid).is_some() {
            self.forget_picture(jid);
            self.show_mood(jid.clone(), None);
            self.events.push(Event::RosterRemoved { account: self.own().clone(), jid: jid.clone() });
        }
    }

    /// Tells of an entry; whoever may see us now has been answered, here or elsewhere.
    fn note_contact(&mut self, jid: &BareJid) {
        let Some(contact) = self.contact(jid) else { return };
        if contact.item.subscription.shows() {
            self.request_gone(jid);
        }
        self.events.push(Event::Roster(contact));
    }

    /// Puts somebody on the list and asks to see them.
    pub(super) fn add_contact(&mut self, item: RosterItem, message: Option<String>, answer: Answer) {
        let known = self.roster.get(&item.jid);
        // Who is on the list keeps name and groups unless others are given.
        let groups = if item.groups.is_empty() { known.map(|known| known.groups.clone()).unwrap_or_default() } else { item.groups };
        let item = RosterItem {
            name: item.name.or_else(|| known.and_then(|known| known.name.clone())),
            groups,
            subscription: known.map_or(Subscription::None, |known| known.subscription),
            ask: known.is_some_and(|known| known.ask),
            ..item
        };
        let then = if item.subscription.sees() { AfterContact::Nothing } else { AfterContact::AskToSee { message } };
        self.set_contact(item, then, answer);
    }

    /// Changes an entry that is there.
    pub(super) fn change_contact(&mut self, jid: &BareJid, change: impl FnOnce(&mut RosterItem), answer: Answer) {
        match self.roster.get(jid).cloned() {
            None => self.reply(answer, Err(Problem::NotFound(NotFound::Contact))),
            Some(mut item) => {
                change(&mut item);
                self.set_contact(item, AfterContact::Nothing, answer);
            }
        }
    }

    fn set_contact(&mut self, item: RosterItem, then: AfterContact, answer: Answer) {
        if item.jid == *self.own() {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::OwnAddress)));
        }
        let request = roster::set(&item.jid, item.name.as_deref(), &item.groups);
        self.ask(request, Purpose::SetContact { item, then, answer });
    }

    pub(super) fn on_contact_set(&mut self, item: RosterItem, then: AfterContact, to: Answer, answer: iq::Answer) {
        let jid = item.jid.clone();
        if let Err(problem) = answer {
            return self.reply(to, Err(problem));
        }
        // The push usually came first; where it is still to come, what was asked for stands meanwhile.
        let pushed = self.roster.get(&jid).is_some_and(|known| known.name == item.name && known.groups == item.groups);
        if !pushed {
            let known = self.roster.get(&jid);
            let subscription = known.map_or(item.subscription, |known| known.subscription);
            let ask = known.map_or(item.ask, |known| known.ask);
            self.take_contact(RosterItem { subscription, ask, ..item }, self.roster_version.clone());
        }
        if let AfterContact::AskToSee { message } = then {
            let mut subscribe = Presence::new(Type::Subscribe);
            subscribe.to = Some(jid.clone().into());
            if let Some(message) = message.filter(|message| !message.trim().is_empty()) {
                subscribe.set_status(Lang::new(), message);
            }
            self.send(subscribe);
        }
        match self.contact(&jid) {
            Some(contact) => self.confirm(to, Reply::Contact(contact)),
            None => self.reply(to, Err(Problem::NotFound(NotFound::Contact))),
        }
    }

    pub(super) fn remove_contact(&mut self, jid: &BareJid, answer: Answer) {
        if !self.roster.contains_key(jid) {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Contact)));
        }
        self.ask(roster::remove(jid), Purpose::RemoveContact { jid: jid.clone(), answer });
    }

    pub(super) fn on_contact_removed(&mut self, jid: &BareJid, to: Answer, answer: iq::Answer) {
        match answer {
            Err(problem) => self.reply(to, Err(problem)),
            Ok(_) => {
                if self.roster.contains_key(jid) {
                    let (account, version) = (self.own().clone(), self.roster_version.clone());
                    self.drop_contact(jid);
                    self.changes.push(Change::RemoveContact { account, version, jid: jid.clone() });
                }
                self.reply(to, Ok(Reply::Done));
            }
        }
    }

    /// Takes note that we agreed to be seen.
    pub(super) fn send_subscribed(&mut self, jid: &BareJid) {
        self.send(of_type(Type::Subscribed, jid.clone()));
    }
}
