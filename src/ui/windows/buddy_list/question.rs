//! What the buddy list asks in a card of its own, and what the answer does.

use super::rows::{Group, Row};
use super::selection::Member;
use super::{BuddyList, Message, cards, mood};
use crate::i18n::{t, t_with};
use crate::model::{AccountStatus, BareJid, Command, Problem, Reply, RoomInfo, State};
use crate::ui::text::bidi;
use crate::ui::widgets::modal::Card;
use crate::ui::widgets::{avatar, button, field};
use crate::ui::windows::Action;
use crate::ui::{room_words, theme};
use iced::Element;
use iced::widget::{column, row, text};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Debug, Clone)]
pub enum Question {
    Alias {
        account: BareJid,
        jid: BareJid,
        typed: String,
    },
    RoomAlias {
        account: BareJid,
        room: BareJid,
        typed: String,
    },
    /// Where our own picture is to come from.
    Picture {
        typed: String,
    },
    /// How we feel, and why.
    Mood {
        typed: String,
        about: String,
    },
    Remove(Vec<Member>),
    /// The group they are to be moved to.
    NewGroup {
        members: Vec<Member>,
        rooms: Vec<Place>,
        typed: String,
    },
    /// What one is invited to, and whether one comes.
    Invitation {
        account: BareJid,
        room: BareJid,
        typed: String,
        /// What the room tells of itself, once it has.
        info: Option<Result<Box<RoomInfo>, Problem>>,
    },
    /// Another name for a group: for each who is in it.
    RenameGroup {
        group: Group,
        members: Vec<Member>,
        rooms: Vec<Place>,
        typed: String,
    },
    RemoveRooms(Vec<Place>),
    /// A group goes; all who are in it stay.
    DissolveGroup {
        group: Group,
        members: Vec<Member>,
        rooms: Vec<Place>,
    },
}

/// An account, and a room there.
pub type Place = (BareJid, BareJid);

impl Question {
    pub fn alias(member: &Member, state: &State) -> Self {
        let (account, jid) = member.key();
        let typed = state.contacts.get(&member.key()).and_then(|contact| contact.item.name.clone()).unwrap_or_default();
        Self::Alias { account, jid, typed }
    }

    pub fn room_alias(account: &BareJid, room: &BareJid, state: &State) -> Self {
        let known = state.rooms.get(&(account.clone(), room.clone()));
        let typed = known.and_then(|known| known.alias.clone()).unwrap_or_default();
        Self::RoomAlias { account: account.clone(), room: room.clone(), typed }
    }

    pub fn invitation(account: &BareJid, room: &BareJid) -> Self {
        Self::Invitation { account: account.clone(), room: room.clone(), typed: String::new(), info: None }
    }

    /// A room has told what it is.
    pub fn told(&mut self, of: &BareJid, answer: Result<Reply, Problem>) {
        let Self::Invitation { room, info, .. } = self else { return };
        if room == of {
            *info = match answer {
                Ok(Reply::RoomInfo(told)) => Some(Ok(told)),
                Ok(_) => None,
                Err(problem) => Some(Err(problem)),
            };
        }
    }

    pub fn edit(&mut self, text: String) {
        match self {
            Self::Alias { typed, .. }
            | Self::RoomAlias { typed, .. }
            | Self::Picture { typed }
            | Self::Mood { typed, .. }
            | Self::NewGroup { typed, .. }
            | Self::RenameGroup { typed, .. }
            | Self::Invitation { typed, .. } => *typed = text,
            Self::Remove(_) | Self::RemoveRooms(_) | Self::DissolveGroup { .. } => {}
        }
    }

    /// Forgets who is not on the list any more. `false` when nobody is left.
    pub fn concerns(&mut self, state: &State) -> bool {
        match self {
            Self::Alias { account, jid, .. } => state.contacts.contains_key(&(account.clone(), jid.clone())),
            Self::Invitation { account, room, .. } => state.invitations.contains_key(&(account.clone(), room.clone())),
            Self::Picture { .. } | Self::Mood { .. } => state.accounts.values().any(|status| status.config.enabled),
            Self::RoomAlias { account, room, .. } => state.rooms.contains_key(&(account.clone(), room.clone())),
            Self::RemoveRooms(rooms) => {
                rooms.retain(|place| state.rooms.contains_key(place));
                !rooms.is_empty()
            }
            Self::Remove(members) => {
                members.retain(|member| member.is_known(state));
                !members.is_empty()
            }
            Self::NewGroup { members, rooms, .. }
            | Self::RenameGroup { members, rooms, .. }
            | Self::DissolveGroup { members, rooms, .. } => {
                members.retain(|member| member.is_known(state));
                rooms.retain(|place| state.rooms.contains_key(place));
                !members.is_empty() || !rooms.is_empty()
            }
        }
    }

    /// `None` when it cannot be answered like this.
    pub fn answer(&self, state: &State) -> Option<Action> {
        let written = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        match self {
            Self::Alias { account, jid, typed } => {
                Some(Action::Tell(Command::RenameContact { account: account.clone(), jid: jid.clone(), name: written(typed) }))
            }
            Self::Remove(members) => {
                let people: BTreeSet<_> = members.iter().map(Member::key).collect();
                let remove = |(account, jid)| Action::Tell(Command::RemoveContact { account, jid });
                Some(Action::All(people.into_iter().map(remove).collect()))
            }
            Self::RemoveRooms(rooms) => {
                let remove = |(account, room): &Place| Action::Tell(Command::RemoveRoom { account: account.clone(), room: room.clone() });
                Some(Action::All(rooms.iter().map(remove).collect()))
            }
            Self::DissolveGroup { members, rooms, .. } => {
                Some(regroup(members, &Group::Buddies, state).and(move_rooms(rooms, &Group::Rooms, state)))
            }
            // It has buttons of its own for each answer.
            Self::Invitation { .. } => None,
            Self::Picture { typed } => Some(set_picture(Some(Path::new(&written(typed)?)), state)),
            Self::Mood { typed, about } => Some(mood::set(Some(&mood::read(typed, about)?), state)),
            Self::RoomAlias { account, room, typed } => {
                Some(Action::Tell(Command::RenameRoom { account: account.clone(), room: room.clone(), alias: written(typed) }))
            }
            Self::NewGroup { members, rooms, typed } | Self::RenameGroup { members, rooms, typed, .. } => {
                let to = Group::Named(written(typed)?.into());
                Some(regroup(members, &to, state).and(move_rooms(rooms, &to, state)))
            }
        }
    }
}

/// The same picture for all accounts; a file, or none any more.
pub fn set_picture(file: Option<&Path>, state: &State) -> Action {
    let enabled = state.accounts.values().filter(|status| status.config.enabled);
    let set = |status: &AccountStatus| Action::Tell(Command::SetPicture { account: status.jid().clone(), file: file.map(Path::to_owned) });
    Action::All(enabled.map(set).collect())
}

/// Takes each out of the group it was picked in, and puts it into another one; other groups it is in stay.
pub fn regroup(members: &[Member], to: &Group, state: &State) -> Action {
    let mut people: BTreeMap<_, Vec<&Group>> = BTreeMap::new();
    members.iter().for_each(|member| people.entry(member.key()).or_default().push(&member.group));
    let moved = people.into_iter().filter_map(|((account, jid), left)| {
        let before = &state.contacts.get(&(account.clone(), jid.clone()))?.item.groups;
        let is_left = |name: &str| left.iter().any(|group| matches!(group, Group::Named(other) if other.as_ref() == name));
        let mut groups: Vec<String> = before.iter().filter(|name| !is_left(name)).cloned().collect();
        if let Group::Named(name) = to
            && !groups.iter().any(|other| other == name.as_ref())
        {
            groups.push(name.as_ref().to_owned());
        }
        (groups != *before).then_some(Action::Tell(Command::SetGroups { account, jid, groups }))
    });
    Action::All(moved.collect())
}

/// The room a row is.
pub fn place(row: &Row) -> Option<Place> {
    match row {
        Row::Room { account, room, .. } => Some((account.clone(), room.clone())),
        Row::Group(_) | Row::Contact { .. } | Row::Other { .. } => None,
    }
}

/// Puts rooms into a group, each of which is in one.
pub fn move_rooms(rooms: &[Place], to: &Group, state: &State) -> Action {
    let elsewhere = rooms.iter().filter(|place| state.rooms.get(place).is_some_and(|room| room.group != to.named()));
    let moved = elsewhere
        .map(|(account, room)| Action::Tell(Command::SetRoomGroup { account: account.clone(), room: room.clone(), group: to.named() }));
    Action::All(moved.collect())
}

impl BuddyList {
    pub(super) fn card<'a>(&'a self, question: &'a Question, state: &'a State) -> Card<'a, Message> {
        match question {
            Question::Alias { jid, typed, .. } => {
                let headline = t_with("alias-question", &[("address", jid.as_str().into())]);
                self.asking(headline, &t("add-buddy-alias"), jid.to_string(), typed, true)
            }
            Question::Picture { typed } => self.picture(typed, question.answer(state).is_some(), state),
            Question::Mood { typed, about } => self.mood(typed, about, state),
            Question::RoomAlias { account, room, typed } => {
                let headline = t_with("alias-question", &[("address", room.as_str().into())]);
                let known = state.rooms.get(&(account.clone(), room.clone()));
                let own = known.and_then(|known| known.name.clone()).unwrap_or_else(|| room.to_string());
                self.asking(headline, &t("add-buddy-alias"), own, typed, true)
            }
            Question::NewGroup { typed, .. } => {
                let answered = question.answer(state).is_some();
                self.asking(t("new-group-question"), &t("add-buddy-group"), String::new(), typed, answered)
            }
            Question::RenameGroup { group, typed, .. } => {
                let headline = t_with("rename-group-question", &[("name", group.name().into())]);
                self.asking(headline, &t("add-buddy-group"), String::new(), typed, question.answer(state).is_some())
            }
            Question::Invitation { account, room, typed, info } => self.invitation(account, room, typed, info.as_ref(), state),
            Question::RemoveRooms(rooms) => {
                let names = rooms.iter().map(|place| state.rooms.get(place).map_or(place.1.as_str(), |known| known.display_name()));
                let name = names.collect::<Vec<_>>().join(", ");
                let remove = button::danger("remove", &t("remove-now"), Some(Message::Confirmed));
                self.deciding(t_with("remove-room-question", &[("name", name.into())]), t("remove-room-words"), remove.into())
            }
            Question::DissolveGroup { group, .. } => {
                let headline = t_with("dissolve-question", &[("name", group.name().into())]);
                self.deciding(
                    headline,
                    t("dissolve-words"),
                    button::primary("dissolve", &t("dissolve-now"), Some(Message::Confirmed)).into(),
                )
            }
            Question::Remove(members) => {
                let people: BTreeSet<_> = members.iter().map(Member::key).collect();
                let (headline, words) = match people.first() {
                    Some(key) if people.len() == 1 => {
                        let name = state.contacts.get(key).map_or(key.1.as_str(), |contact| contact.display_name()).to_owned();
                        let words = t_with("remove-words", &[("address", key.1.as_str().into())]);
                        (t_with("remove-question", &[("name", name.into())]), words)
                    }
                    _ => (t_with("remove-several-question", &[("count", people.len().into())]), t("remove-several-words")),
                };
                self.deciding(headline, words, button::danger("remove", &t("remove-now"), Some(Message::Confirmed)).into())
            }
        }
    }

    /// Something is about to be done, and nothing is typed: Enter does not decide it.
    fn deciding<'a>(&'a self, headline: String, words: String, doing: Element<'a, Message>) -> Card<'a, Message> {
        let keep = button::secondary("keep", &t("button-cancel"), Some(Message::Dropped)).id(self.keep.clone());
        Card {
            headline,
            body: text(words).size(theme::LABEL).into(),
            buttons: vec![keep.into(), doing],
            start: Some(self.keep.clone()),
            on_escape: Message::Dropped,
            on_enter: None,
        }
    }

    /// Everything about an invitation, before anything is answered.
    fn invitation<'a>(
        &'a self,
        account: &BareJid,
        room: &BareJid,
        typed: &'a str,
        info: Option<&Result<Box<RoomInfo>, Problem>>,
        state: &State,
    ) -> Card<'a, Message> {
        let invitation = state.invitations.get(&(account.clone(), room.clone()));
        let who = invitation.map(|invitation| cards::inviter(invitation, state)).unwrap_or_default();
        let headline = t_with("card-invitation", &[("name", bidi::isolate(&who).into()), ("room", room.as_str().into())]);
        let told = match info {
            None => t("room-waiting"),
            Some(Err(_)) => t("invitation-unknown"),
            Some(Ok(info)) => about(info),
        };
        let quoted = invitation.and_then(|invitation| invitation.reason.as_deref());
        let quoted = quoted.map(|reason| t_with("authorize-quoted", &[("message", reason.into())]));
        let words = |words: String| text(words).size(theme::LABEL).wrapping(text::Wrapping::WordOrGlyph);
        let mut body = column![].extend(quoted.map(|quoted| words(quoted).into())).push(words(told).style(theme::dim)).spacing(8);
        // A direct invitation is nobody's to be declined to.
        if invitation.is_some_and(|invitation| !invitation.direct) {
            let label = t_with("invitation-reason", &[("name", bidi::isolate(&who).into())]);
            let reason = field::field(&self.answer, "answer", &bidi::strip(&label), typed).on_input(Message::AnswerEdited);
            body = body.push(column![text(label).size(theme::SMALL).style(theme::dim), reason].spacing(4));
        }
        let reason = Some(typed.trim().to_owned()).filter(|reason| !reason.is_empty());
        let decline = Message::InvitationDeclined(account.clone(), room.clone(), reason);
        let join = Message::InvitationAccepted(account.clone(), room.clone());
        Card {
            headline,
            body: body.into(),
            buttons: vec![
                button::secondary("later", &t("invitation-later"), Some(Message::Dropped)).id(self.keep.clone()).into(),
                button::secondary("decline", &t("card-decline"), Some(decline)).into(),
                button::primary("join", &t("card-join"), Some(join)).into(),
            ],
            start: Some(self.keep.clone()),
            on_escape: Message::Dropped,
            on_enter: None,
        }
    }

    /// How we look now, and a file for how we want to look.
    fn picture<'a>(&'a self, typed: &'a str, answered: bool, state: &State) -> Card<'a, Message> {
        let own = state.accounts.values().find(|status| status.config.enabled).map(|status| status.jid().clone());
        let seen = own.as_ref().and_then(|own| state.picture(own, own.clone()));
        let name = own.map(|own| own.to_string()).unwrap_or_default();
        let file = field::field(&self.answer, "answer", &t("picture-file"), typed).placeholder(t("picture-file"));
        let file = file.on_input(Message::AnswerEdited).on_submit(answered.then_some(Message::Confirmed));
        let choose = button::secondary("choose", &t("picture-choose"), Some(Message::PicturePicked));
        let words = text(t("picture-words")).size(theme::LABEL).style(theme::dim);
        let face = avatar::person(&name, &name, 72.0, None).picture(seen);
        let remove = seen.map(|_| button::danger("remove", &t("picture-remove"), Some(Message::PictureRemoved)).into());
        let buttons = vec![
            button::secondary("cancel", &t("button-cancel"), Some(Message::Dropped)).into(),
            button::primary("save", &t("button-save"), answered.then_some(Message::Confirmed)).into(),
        ];
        Card {
            headline: t("picture-title"),
            body: column![row![face, words].spacing(16)].extend(remove).push(row![file, choose].spacing(8)).spacing(12).into(),
            buttons,
            start: Some(self.answer.clone()),
            on_escape: Message::Dropped,
            on_enter: answered.then_some(Message::Confirmed),
        }
    }

    fn asking<'a>(&'a self, headline: String, name: &str, example: String, typed: &'a str, answered: bool) -> Card<'a, Message> {
        let body: Element<'a, Message> = field::field(&self.answer, "answer", name, typed)
            .placeholder(example)
            .on_input(Message::AnswerEdited)
            .on_submit(answered.then_some(Message::Confirmed))
            .into();
        Card {
            headline,
            body,
            buttons: vec![
                button::secondary("cancel", &t("button-cancel"), Some(Message::Dropped)).into(),
                button::primary("save", &t("button-save"), answered.then_some(Message::Confirmed)).into(),
            ],
            start: Some(self.answer.clone()),
            on_escape: Message::Dropped,
            on_enter: answered.then_some(Message::Confirmed),
        }
    }
}

/// What a room tells of itself, in a few sentences.
fn about(info: &RoomInfo) -> String {
    let name = info.name.as_deref().map(bidi::isolate);
    let people = info.occupants.map(|count| t_with("room-people", &[("count", count.into())]));
    let first = [name, people].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let description = info.description.as_deref().map(bidi::isolate).unwrap_or_default();
    let lines = [first, description, room_words::summary(&info.options)];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
