//! Invite: buddies and addresses that are asked into a room, several at once (XEP-0045 §7.8, XEP-0249).

use super::Action;
use crate::i18n::{t, t_with};
use crate::model::{BareJid, Command, Contact, PictureId, Problem, Reply, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::widgets::icon::{self, Icon};
use crate::ui::widgets::keyed;
use crate::ui::widgets::long_list::{LongList, long_list};
use crate::ui::widgets::{avatar, button, empty, field, form, frame, row as rows};
use crate::ui::{theme, words};
use iced::advanced::widget::Id;
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, text};
use iced::{Element, Length, Size, window};
use std::collections::BTreeSet;

pub const SIZE: Size = Size::new(440.0, 560.0);
pub const SMALLEST: Size = Size::new(380.0, 420.0);
/// As far from the sides as the fields above.
const EDGE: f32 = 20.0;

#[derive(Debug, Clone)]
pub enum Message {
    FindTyped(String),
    ReasonTyped(String),
    /// Somebody is to be invited, or not.
    Pressed(BareJid),
    /// Enter in the field: whom it names, whole or as the only one that fits.
    Taken,
    Sent,
    Answered(BareJid, Result<Reply, Problem>),
    Scrolled(f32),
    Closed,
}

#[derive(Debug)]
pub struct Invite {
    account: BareJid,
    room: BareJid,
    chosen: BTreeSet<BareJid>,
    /// Those who are asked, and not answered for yet.
    waiting: BTreeSet<BareJid>,
    find: String,
    reason: String,
    /// What was typed is nobody's address.
    invalid: bool,
    problem: Option<(BareJid, Problem)>,
    offset: f32,
    fields: [Id; 2],
    scrolled: Id,
}

/// Somebody who can be chosen: a buddy, or an address that was typed.
struct Candidate<'a> {
    jid: &'a BareJid,
    contact: Option<&'a Contact>,
    picture: Option<PictureId>,
}

impl Candidate<'_> {
    fn name(&self) -> String {
        self.contact.map_or_else(|| self.jid.to_string(), |contact| contact.display_name().to_owned())
    }
}

impl Invite {
    /// Whose it is.
    pub fn account(&self) -> &BareJid {
        &self.account
    }

    pub fn new(account: BareJid, room: BareJid, chosen: &[BareJid]) -> Self {
        Self {
            account,
            room,
            chosen: chosen.iter().cloned().collect(),
            waiting: BTreeSet::new(),
            find: String::new(),
            reason: String::new(),
            invalid: false,
            problem: None,
            offset: 0.0,
            fields: std::array::from_fn(|_| Id::unique()),
            scrolled: Id::unique(),
        }
    }

    pub fn about(&self) -> (&BareJid, &BareJid) {
        (&self.account, &self.room)
    }

    /// More who are to be invited, of a window that is open already.
    pub fn choose(&mut self, people: &[BareJid]) {
        self.chosen.extend(people.iter().cloned());
    }

    pub fn title(&self, state: &State) -> String {
        let known = state.rooms.get(&(self.account.clone(), self.room.clone()));
        let name = known.map_or_else(|| self.room.to_string(), |known| known.display_name().to_owned());
        t_with("invite-title", &[("room", name.into())])
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::FindTyped(find) => (self.find, self.offset, self.invalid) = (find, 0.0, false),
            Message::ReasonTyped(reason) => self.reason = reason,
            Message::Pressed(jid) => {
                if !self.chosen.remove(&jid) {
                    self.chosen.insert(jid);
                }
            }
            Message::Taken => self.take(state),
            Message::Sent => return self.send(),
            Message::Answered(jid, answer) => {
                self.waiting.remove(&jid);
                match answer {
                    Ok(_) => drop(self.chosen.remove(&jid)),
                    Err(problem) => self.problem = Some((jid, problem)),
                }
                // Somebody may have been added meanwhile.
                if self.waiting.is_empty() && self.chosen.is_empty() && self.problem.is_none() {
                    return Action::Close;
                }
            }
            Message::Scrolled(offset) => self.offset = offset,
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    fn take(&mut self, state: &State) {
        let typed: Option<BareJid> = self.find.trim().parse().ok().filter(|jid: &BareJid| jid.node().is_some());
        let only = match &self.candidates(state)[..] {
            [only] => Some(only.jid.clone()),
            _ => None,
        };
        match typed.or(only) {
            Some(jid) => {
                self.chosen.insert(jid);
                (self.find, self.offset) = (String::new(), 0.0);
            }
            None => self.invalid = !self.find.trim().is_empty(),
        }
    }

    fn send(&mut self) -> Action {
        self.problem = None;
        self.waiting = self.chosen.clone();
        let reason = Some(self.reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        let invite = |jid: &BareJid| {
            let (account, room, reason) = (self.account.clone(), self.room.clone(), reason.clone());
            let (asked, jid) = (jid.clone(), jid.clone());
            let command = Command::Invite { account, room, jid, reason };
            Action::ask(command, move |answer| super::Message::Invite(Message::Answered(asked.clone(), answer)))
        };
        Action::All(self.chosen.iter().map(invite).collect())
    }

    /// The chosen ones first, then all others that fit what was typed; nobody who is in the room.
    fn candidates<'a>(&'a self, state: &'a State) -> Vec<Candidate<'a>> {
        let find = self.find.trim().to_lowercase();
        let there: BTreeSet<BareJid> =
            state.occupants_of(&self.account, &self.room).filter_map(|occupant| Some(occupant.jid.as_ref()?.to_bare())).collect();
        let contact = |jid: &BareJid| state.contacts.get(&(self.account.clone(), jid.clone()));
        let fits = |candidate: &Candidate<'_>| candidate.name().to_lowercase().contains(&find) || candidate.jid.as_str().contains(&find);
        let buddies = state.contacts.values().filter(|contact| contact.account == self.account && !self.chosen.contains(&contact.item.jid));
        let picture = |jid: &BareJid| state.picture(&self.account, jid.clone());
        let buddies = buddies.map(|contact| {
            let jid = &contact.item.jid;
            Candidate { jid, contact: Some(contact), picture: picture(jid) }
        });
        let mut others: Vec<Candidate<'a>> = buddies.filter(|one| fits(one) && !there.contains(one.jid)).collect();
        others.sort_by_cached_key(|one| one.name().to_lowercase());
        let chosen = self.chosen.iter().map(|jid| Candidate { jid, contact: contact(jid), picture: picture(jid) });
        chosen.filter(fits).chain(others).collect()
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let count = i64::try_from(self.chosen.len()).unwrap_or(i64::MAX);
        let ready = !self.chosen.is_empty() && self.waiting.is_empty();
        let send = button::primary("invite", &t_with("invite-send", &[("count", count.into())]), ready.then_some(Message::Sent));
        let cancel = button::secondary("cancel", &t("button-cancel"), Some(Message::Closed));
        let content = column![
            self.head(),
            form::line(),
            container(self.list(state)).height(Length::Fill),
            form::foot(Vec::new(), vec![cancel.into(), send.into()]),
        ];
        frame::window(id, self.title(state), content)
            .start(self.fields[0].clone())
            .on_key(|key, _| (*key == Key::Named(Named::Escape)).then_some(Message::Closed))
            .into()
    }

    fn head<'a>(&'a self) -> Element<'a, Message> {
        let name = t("invite-whom");
        let find = field::field(&self.fields[0], "whom", &name, &self.find)
            .placeholder(t("invite-whom-hint"))
            .error(self.invalid.then(|| t("bad-address")))
            .on_input(Message::FindTyped)
            .on_submit(Message::Taken);
        let reason = t("invite-reason");
        let words = field::field(&self.fields[1], "reason", &reason, &self.reason).on_input(Message::ReasonTyped);
        let mut lines = vec![form::labelled(&name, find), form::labelled(&reason, words)];
        if let Some((jid, problem)) = &self.problem {
            let words = format!("{jid}: {}", words::problem(problem));
            let semantics = Semantics { live: true, ..Semantics::new(Role::Alert, "problem", words.clone()) };
            lines.push(form::beside(accessible(semantics, text(words).size(theme::LABEL).style(theme::danger))));
        }
        form::fields(lines)
    }

    fn list<'a>(&'a self, state: &'a State) -> Element<'a, Message> {
        let shown = self.candidates(state);
        if shown.is_empty() {
            return empty::empty(None, t("invite-nobody"), t("invite-nobody-explain"), None);
        }
        long_list(LongList {
            id: self.scrolled.clone(),
            semantics: Semantics::new(Role::ListBox, "people", t("invite-people")),
            height: rows::HEIGHT,
            count: shown.len(),
            scrolled: self.offset,
            draw: move |index: usize| (keyed::key(shown[index].jid), one(&shown[index], self.chosen.contains(shown[index].jid))),
            on_scroll: Message::Scrolled,
        })
    }
}

fn one<'a>(candidate: &Candidate<'_>, chosen: bool) -> Element<'a, Message> {
    let (address, name) = (candidate.jid.to_string(), candidate.name());
    let picture = avatar::person(&name, &address, 32.0, candidate.contact.map(|contact| contact.show)).picture(candidate.picture);
    let second = if name == address { String::new() } else { address.clone() };
    let sign = chosen.then(|| icon::styled(Icon::Check, 16.0, theme::accent_icon));
    let face = rows::two_lines(picture, name.clone(), second.clone(), sign, false);
    let semantics = Semantics { selected: Some(chosen), description: second, ..Semantics::new(Role::ListBoxOption, &address, name) };
    rows::choosable(semantics, face, EDGE, Message::Pressed(candidate.jid.clone())).into()
}
