//! Members and Bans: who is what to a room, in it or not, list by list (XEP-0045 §9.5, §9.8, §10.3 to §10.8).

use super::Action;
use crate::i18n::{t, t_with};
use crate::model::{Affiliated, Affiliation, BareJid, Command, Problem, Reply, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::text::bidi;
use crate::ui::widgets::choice::choice;
use crate::ui::widgets::keyed;
use crate::ui::widgets::long_list::{LongList, long_list};
use crate::ui::widgets::{avatar, button, empty, field, form, frame, row as rows};
use crate::ui::{known, theme, words};
use iced::advanced::widget::Id;
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, row, text};
use iced::{Element, Length, Size, alignment, window};

pub const SIZE: Size = Size::new(520.0, 560.0);
pub const SMALLEST: Size = Size::new(440.0, 400.0);

const LISTS: [Affiliation; 4] = [Affiliation::Member, Affiliation::Outcast, Affiliation::Admin, Affiliation::Owner];
/// As far from the sides as the fields above.
const EDGE: f32 = 20.0;

#[derive(Debug, Clone)]
pub enum Message {
    ListChosen(usize),
    FindTyped(String),
    AddressTyped(String),
    ReasonTyped(String),
    Added,
    Pressed(BareJid),
    Removed,
    Came(Affiliation, Result<Reply, Problem>),
    Changed(Affiliation, Result<Reply, Problem>),
    Scrolled(f32),
    Closed,
}

#[derive(Debug)]
pub struct RoomPeople {
    account: BareJid,
    room: BareJid,
    list: Affiliation,
    people: Vec<Affiliated>,
    waiting: bool,
    find: String,
    address: String,
    reason: String,
    /// What was typed is no address.
    invalid: bool,
    problem: Option<Problem>,
    at: Option<BareJid>,
    offset: f32,
    fields: [Id; 3],
    scrolled: Id,
}

impl RoomPeople {
    /// Whose it is.
    pub fn account(&self) -> &BareJid {
        &self.account
    }

    pub fn new(account: BareJid, room: BareJid) -> Self {
        Self {
            account,
            room,
            list: LISTS[0],
            people: Vec::new(),
            waiting: true,
            find: String::new(),
            address: String::new(),
            reason: String::new(),
            invalid: false,
            problem: None,
            at: None,
            offset: 0.0,
            fields: std::array::from_fn(|_| Id::unique()),
            scrolled: Id::unique(),
        }
    }

    pub fn about(&self) -> (&BareJid, &BareJid) {
        (&self.account, &self.room)
    }

    pub fn title(&self, state: &State) -> String {
        let known = state.rooms.get(&(self.account.clone(), self.room.clone()));
        let name = known.map_or_else(|| self.room.to_string(), |known| known.display_name().to_owned());
        t_with("room-lists-title", &[("room", name.into())])
    }

    /// Asks for the list.
    pub fn begin(&mut self) -> Action {
        self.waiting = true;
        let list = self.list;
        let command = Command::Affiliated { account: self.account.clone(), room: self.room.clone(), affiliation: list };
        Action::ask(command, move |answer| super::Message::RoomPeople(Message::Came(list, answer)))
    }

    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::ListChosen(index) => {
                (self.list, self.people, self.at, self.problem) = (LISTS[index], Vec::new(), None, None);
                self.reason.clear();
                return self.begin();
            }
            // What is out of sight is not what is removed.
            Message::FindTyped(find) => (self.find, self.offset, self.at) = (find, 0.0, None),
            Message::AddressTyped(address) => (self.address, self.invalid) = (address, false),
            Message::ReasonTyped(reason) => self.reason = reason,
            Message::Added => return self.add(),
            Message::Pressed(jid) => self.at = Some(jid),
            Message::Removed => {
                let Some(jid) = self.at.clone() else { return Action::None };
                return self.change(jid, Affiliation::None);
            }
            Message::Came(list, answer) if list == self.list => {
                self.waiting = false;
                match answer {
                    Ok(Reply::Affiliated(mut people)) => {
                        people.sort_by(|one, other| one.jid.cmp(&other.jid));
                        self.people = people;
                    }
                    Ok(_) => {}
                    Err(problem) => self.problem = Some(problem),
                }
            }
            Message::Changed(list, answer) if list == self.list => match answer {
                Ok(_) => {
                    self.at = None;
                    self.address.clear();
                    self.reason.clear();
                    return self.begin();
                }
                // What was typed is not typed again.
                Err(problem) => self.problem = Some(problem),
            },
            Message::Came(..) | Message::Changed(..) => {}
            Message::Scrolled(offset) => self.offset = offset,
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    fn add(&mut self) -> Action {
        // A name alone would be a server: nobody is meant by it but everybody there, and that only to keep them out.
        let is_somebody = |jid: &BareJid| jid.node().is_some() || self.list == Affiliation::Outcast && jid.domain().as_str().contains('.');
        let Some(jid) = self.address.trim().parse().ok().filter(is_somebody) else {
            self.invalid = true;
            return Action::None;
        };
        self.change(jid, self.list)
    }

    fn change(&mut self, jid: BareJid, affiliation: Affiliation) -> Action {
        self.problem = None;
        let reason = Some(self.reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        let list = self.list;
        let command = Command::SetAffiliation { account: self.account.clone(), room: self.room.clone(), jid, affiliation, reason };
        Action::ask(command, move |answer| super::Message::RoomPeople(Message::Changed(list, answer)))
    }

    fn shown(&self) -> Vec<&Affiliated> {
        let find = self.find.trim().to_lowercase();
        let fits = |person: &&Affiliated| {
            person.jid.as_str().contains(&find) || person.reason.as_deref().is_some_and(|reason| reason.to_lowercase().contains(&find))
        };
        self.people.iter().filter(fits).collect()
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let close = button::secondary("close", &t("button-close"), Some(Message::Closed));
        let remove = button::secondary("remove", &t(self.remove_label()), self.at.is_some().then_some(Message::Removed));
        let content = column![
            self.head(state),
            form::line(),
            container(self.list()).height(Length::Fill),
            form::foot(vec![remove.into()], vec![close.into()]),
        ];
        frame::window(id, self.title(state), content)
            .start(self.fields[0].clone())
            .on_key(|key, _| match key {
                Key::Named(Named::Escape) => Some(Message::Closed),
                Key::Named(Named::Delete) => Some(Message::Removed),
                _ => None,
            })
            .into()
    }

    fn remove_label(&self) -> &'static str {
        if self.list == Affiliation::Outcast { "room-lists-unban" } else { "room-lists-remove" }
    }

    fn head<'a>(&'a self, state: &'a State) -> Element<'a, Message> {
        let names = LISTS.map(|list| t(name(list)));
        let at = LISTS.into_iter().position(|list| list == self.list).unwrap_or(0);
        let which = t("room-lists-which");
        let list = choice("list", &which, &names, at, Message::ListChosen);
        let find = field::field(&self.fields[1], "find", &t("room-list-find"), &self.find)
            .placeholder(t("room-list-find"))
            .on_input(Message::FindTyped);
        let list = row![container(list).width(Length::Fill), container(find).width(Length::Fill)].spacing(8);
        let address = field::field(&self.fields[0], "address", &t("room-address"), &self.address)
            .placeholder(t("new-message-address-hint"))
            .error(self.invalid.then(|| t("bad-address")))
            .offers(known::people(&self.address, Some(&self.account), state))
            .on_input(Message::AddressTyped)
            .on_submit(Message::Added);
        let typed = !self.address.trim().is_empty();
        let add = if self.list == Affiliation::Outcast { "room-lists-ban" } else { "room-lists-add" };
        let add = button::secondary("add", &t(add), typed.then_some(Message::Added));
        let added = row![container(address).width(Length::Fill), add].spacing(8).align_y(alignment::Vertical::Top);
        let mut lines = vec![form::labelled(&which, list), form::labelled(&t("room-address"), added)];
        let label = t("room-lists-reason");
        let reason = field::field(&self.fields[2], "reason", &label, &self.reason).placeholder(t("optional"));
        lines.push(form::labelled(&label, reason.on_input(Message::ReasonTyped).on_submit(Message::Added)));
        lines.push(form::beside(form::hint(t(explained(self.list)))));
        if let Some(problem) = &self.problem {
            let words = words::problem(problem);
            let semantics = Semantics { live: true, ..Semantics::new(Role::Alert, "problem", words.clone()) };
            lines.push(form::beside(accessible(semantics, text(words).size(theme::LABEL).style(theme::danger))));
        }
        form::fields(lines)
    }

    fn list<'a>(&'a self) -> Element<'a, Message> {
        let shown = self.shown();
        if shown.is_empty() {
            let key = if self.waiting { "room-waiting" } else { "room-lists-empty" };
            return empty::empty(None, t(key), String::new(), None);
        }
        let at = self.at.clone();
        long_list(LongList {
            id: self.scrolled.clone(),
            semantics: Semantics::new(Role::ListBox, "people", t(name(self.list))),
            height: rows::HEIGHT,
            count: shown.len(),
            scrolled: self.offset,
            draw: move |index: usize| (keyed::key(&shown[index].jid), one(shown[index], at.as_ref() == Some(&shown[index].jid))),
            on_scroll: Message::Scrolled,
        })
    }
}

fn one<'a>(person: &Affiliated, selected: bool) -> Element<'a, Message> {
    let address = person.jid.to_string();
    let reason = person.reason.as_deref().map(bidi::isolate).unwrap_or_default();
    let face = rows::two_lines(avatar::person(&address, &address, 32.0, None), address.clone(), reason.clone(), None, false);
    let semantics = Semantics {
        selected: Some(selected),
        description: bidi::strip(&reason),
        ..Semantics::new(Role::ListBoxOption, &address, address.clone())
    };
    rows::choosable(semantics, face, EDGE, Message::Pressed(person.jid.clone())).into()
}

fn name(list: Affiliation) -> &'static str {
    match list {
        Affiliation::Owner => "room-lists-owners",
        Affiliation::Admin => "room-lists-admins",
        Affiliation::Outcast => "room-lists-banned",
        Affiliation::Member | Affiliation::None => "room-lists-members",
    }
}

fn explained(list: Affiliation) -> &'static str {
    match list {
        Affiliation::Owner => "room-lists-owners-explain",
        Affiliation::Admin => "room-lists-admins-explain",
        Affiliation::Outcast => "room-lists-banned-explain",
        Affiliation::Member | Affiliation::None => "room-lists-members-explain",
    }
}
