//! Keeping a room: putting people out, giving them a voice or a rank, its subject, our own name in it (XEP-0045 §8 to §10).

use super::{Action, Asked, Chat, Message, Tab};
use crate::i18n::{t, t_with};
use crate::model::problem::NotFound;
use crate::model::{Affiliation, BareJid, Command, Occupant, Problem, Role, Room, Setting, State};
use crate::ui::text::bidi;
use crate::ui::theme;
use crate::ui::widgets::access::Label;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::modal::Card;
use crate::ui::widgets::{button, field};
use iced::advanced::widget::Id;
use iced::widget::{column, text};
use std::path::PathBuf;

/// What somebody does in a room.
#[derive(Debug, Clone)]
pub enum Deed {
    /// It is asked first: for a reason, or for the words.
    Asked(Question),
    Typed(String),
    Confirmed,
    Dismissed,
    VoiceGiven(String),
    VoiceWanted,
    VoiceDeclined(String),
    SettingsPressed,
    InvitePressed,
    /// Members and bans.
    ListsPressed,
    /// The room is to keep our name for us.
    NickKept,
    /// Somebody is to be heard no more, or again.
    Ignored(String, bool),
    HelpClosed,
    PicturePicked,
    PictureChosen(Option<PathBuf>),
    /// Into the room that took the place of one that ended.
    SuccessorPressed,
}

/// What waits for the user's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    PutOut(String),
    /// By name for the words, by address for the deed: another one may bear the name by the time of the answer.
    Ban(String, BareJid),
    /// What somebody may do while they are there.
    Role(Power, String, Role),
    /// What somebody is to the room, for good.
    Rank(Power, String, BareJid, Affiliation),
    Subject,
    Nick,
    /// Of the room, from a file; none where nothing is typed.
    Picture,
}

/// What is given or taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    Voice,
    Mute,
    Moderator,
    NoModerator,
    Member,
    NoMember,
    Admin,
    Owner,
}

/// Who bears a name in the room, by address as far as the room tells it; nobody.
type Bearer = Option<Option<jid::Jid>>;

#[derive(Debug)]
pub struct Asking {
    question: Question,
    /// Who was meant by the name.
    bearer: Bearer,
    /// The reason, the subject, or the name.
    words: String,
    field: Id,
}

impl Chat {
    pub(super) fn moderate(&mut self, deed: Deed, state: &State) -> Vec<Action> {
        if matches!(deed, Deed::HelpClosed) {
            self.helps = false;
            self.take_focus();
            return Vec::new();
        }
        let Some(room) = self.active().and_then(|tab| tab.key.room(state)).cloned() else { return Vec::new() };
        let ask = |command| vec![Action::Ask(command, Asked::Moderating(super::Key::new(room.account.clone(), room.room.clone())))];
        if let Some(tab) = self.active_mut() {
            tab.note = None;
        }
        match deed {
            Deed::Asked(question) => {
                let words = match question {
                    Question::Subject => room.subject.clone().unwrap_or_default(),
                    Question::Nick => room.nick.clone(),
                    Question::PutOut(_) | Question::Ban(..) | Question::Role(..) | Question::Rank(..) | Question::Picture => String::new(),
                };
                let bearer = bearer(&question, &room, state);
                self.asking = Some(Asking { question, bearer, words, field: Id::unique() });
                Vec::new()
            }
            Deed::Typed(words) => {
                if let Some(asking) = &mut self.asking {
                    asking.words = words;
                }
                Vec::new()
            }
            Deed::Dismissed => {
                self.asking = None;
                self.take_focus();
                Vec::new()
            }
            Deed::Confirmed => {
                let Some(Asking { question, words, bearer: meant, .. }) = self.asking.take() else { return Vec::new() };
                self.take_focus();
                if bearer(&question, &room, state) != meant {
                    // Another one has the name by now, or nobody.
                    if let Some(tab) = self.active_mut() {
                        tab.note = Some(crate::ui::words::problem(&Problem::NotFound(NotFound::Occupant)));
                    }
                    return Vec::new();
                }
                command(question, &words, &room).map(ask).unwrap_or_default()
            }
            Deed::VoiceGiven(nick) => ask(set_role(nick, Role::Participant, None, &room)),
            Deed::VoiceWanted => {
                self.toast.say(t("chat-room-voice-asked"));
                ask(Command::RequestVoice { account: room.account.clone(), room: room.room.clone() })
            }
            Deed::VoiceDeclined(nick) => ask(Command::DeclineVoice { account: room.account.clone(), room: room.room.clone(), nick }),
            Deed::SettingsPressed => vec![Action::RoomSettings(room.account, room.room)],
            Deed::HelpClosed => Vec::new(),
            Deed::PicturePicked => vec![Action::PickPicture],
            Deed::PictureChosen(path) => {
                if let (Some(Asking { question: Question::Picture, words, .. }), Some(path)) = (&mut self.asking, path) {
                    *words = path.display().to_string();
                }
                Vec::new()
            }
            Deed::Ignored(nick, ignored) => {
                let ignored = state.settings.hearing.ignored.with(&room.account, &room.room, &nick, ignored);
                vec![Action::Set(Setting::Ignored(ignored))]
            }
            Deed::NickKept => {
                let key = super::Key::new(room.account.clone(), room.room.clone());
                vec![Action::Ask(
                    Command::RegisterNick { account: room.account, room: room.room, nick: room.nick },
                    Asked::Registering(key),
                )]
            }
            Deed::InvitePressed => vec![Action::Invite(room.account, room.room)],
            Deed::ListsPressed => vec![Action::RoomPeople(room.account, room.room)],
            Deed::SuccessorPressed => match room.successor {
                Some(successor) => vec![Action::JoinDialog(super::Key::new(room.account, successor))],
                None => Vec::new(),
            },
        }
    }

    pub(super) fn moderation_question<'a>(&self, state: &State) -> Option<Card<'a, Message>> {
        let asking = self.asking.as_ref()?;
        let nick = |nick: &str| [("nick", bidi::isolate(nick).into())];
        let (headline, explain, label, confirm, dangerous) = match &asking.question {
            Question::PutOut(who) => (t_with("chat-kick-question", &nick(who)), Some("chat-kick-explain"), None, "chat-kick", true),
            Question::Ban(who, _) => (t_with("chat-ban-question", &nick(who)), Some("chat-ban-explain"), None, "chat-ban", true),
            Question::Rank(_, who, _, Affiliation::Owner) => {
                (t_with("chat-owner-question", &nick(who)), Some("chat-owner-explain"), None, "chat-owner", true)
            }
            Question::Role(deed, who, _) | Question::Rank(deed, who, ..) => {
                let (question, now) = deed_words(*deed);
                (t_with(question, &nick(who)), None, None, now, false)
            }
            Question::Subject => (t("chat-room-subject-question"), None, Some("chat-room-subject-name"), "chat-room-change", false),
            Question::Nick => (t("chat-room-nick-question"), None, Some("chat-room-nick-name"), "chat-room-change", false),
            Question::Picture => {
                (t("chat-room-picture-question"), Some("chat-room-picture-explain"), Some("picture-file"), "chat-room-change", false)
            }
        };
        let who = match &asking.question {
            Question::PutOut(who) | Question::Ban(who, _) | Question::Role(_, who, _) | Question::Rank(_, who, ..) => Some(who),
            Question::Subject | Question::Nick | Question::Picture => None,
        };
        let label = label.map(t).or_else(|| who.map(|who| t_with("chat-room-reason", &nick(who))));
        let explain = explain.map(|key| text(t(key)).size(theme::LABEL).style(theme::dim).wrapping(text::Wrapping::WordOrGlyph).into());
        let has_field = label.is_some();
        let typed = label.into_iter().flat_map(|label| {
            let typed = field::field(&asking.field, "words", &bidi::strip(&label), &asking.words)
                .on_input(|words| Message::Room(Deed::Typed(words)))
                .on_submit(Message::Room(Deed::Confirmed));
            [text(label).size(theme::SMALL).style(theme::dim).into(), typed.into()]
        });
        let picks = asking.question == Question::Picture;
        let pick = picks.then(|| button::secondary("choose", &t("picture-choose"), Some(Message::Room(Deed::PicturePicked))).into());
        let possible = self.active().and_then(|tab| tab.key.room(state)).is_some();
        let pressed = possible.then_some(Message::Room(Deed::Confirmed));
        let sure =
            if dangerous { button::danger("confirm", &t(confirm), pressed) } else { button::primary("confirm", &t(confirm), pressed) };
        let cancel = Id::new("moderation-cancel");
        Some(Card {
            headline,
            body: column![].extend(explain).extend(typed).extend(pick).spacing(6).into(),
            buttons: vec![
                button::secondary("cancel", &t("chat-cancel"), Some(Message::Room(Deed::Dismissed))).id(cancel.clone()).into(),
                sure.into(),
            ],
            start: Some(if has_field { asking.field.clone() } else { cancel }),
            on_escape: Message::Room(Deed::Dismissed),
            on_enter: None,
        })
    }
}

/// Who bears the name by which a question would act; nobody where it acts by address.
fn bearer(question: &Question, room: &Room, state: &State) -> Bearer {
    let (Question::PutOut(nick) | Question::Role(_, nick, _)) = question else { return None };
    let occupant = state.occupant(&room.account, &room.room, nick)?;
    Some(occupant.jid.clone())
}

/// The question, and what the button says.
fn deed_words(deed: Power) -> (&'static str, &'static str) {
    match deed {
        Power::Voice => ("chat-voice-question", "chat-voice-now"),
        Power::Mute => ("chat-mute-question", "chat-mute-now"),
        Power::Moderator => ("chat-moderator-question", "chat-moderator-now"),
        Power::NoModerator => ("chat-no-moderator-question", "chat-no-moderator-now"),
        Power::Member => ("chat-member-question", "chat-member-now"),
        Power::NoMember => ("chat-no-member-question", "chat-no-member-now"),
        Power::Admin => ("chat-admin-question", "chat-admin-now"),
        Power::Owner => ("chat-owner-question", "chat-owner"),
    }
}

/// The line of the menu.
fn line(deed: Power) -> &'static str {
    match deed {
        Power::Voice => "chat-occupant-voice",
        Power::Mute => "chat-occupant-mute",
        Power::Moderator => "chat-occupant-moderator",
        Power::NoModerator => "chat-occupant-no-moderator",
        Power::Member => "chat-occupant-member",
        Power::NoMember => "chat-occupant-no-member",
        Power::Admin => "chat-occupant-admin",
        Power::Owner => "chat-occupant-owner",
    }
}

/// What the answer to a question comes to.
fn command(question: Question, words: &str, room: &Room) -> Option<Command> {
    let (account, address) = (room.account.clone(), room.room.clone());
    let reason = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    match question {
        Question::PutOut(nick) => Some(set_role(nick, Role::None, reason, room)),
        Question::Role(_, nick, role) => Some(set_role(nick, role, reason, room)),
        Question::Ban(_, jid) => Some(set_affiliation(jid, Affiliation::Outcast, reason, room)),
        Question::Rank(_, _, jid, affiliation) => Some(set_affiliation(jid, affiliation, reason, room)),
        Question::Subject => Some(Command::SetSubject { account, room: address, subject: words.trim().to_owned() }),
        Question::Picture => Some(Command::SetRoomPicture { account, room: address, file: reason.map(PathBuf::from) }),
        Question::Nick => reason.map(|nick| Command::SetNick { account, room: address, nick }),
    }
}

/// A rank is somebody's for good: it needs the real address.
pub(super) fn rank(nick: &str, affiliation: Affiliation, reason: Option<String>, room: &Room, state: &State) -> Option<Command> {
    let occupant = state.occupant(&room.account, &room.room, nick)?;
    let jid = occupant.jid.as_ref()?.to_bare();
    Some(set_affiliation(jid, affiliation, reason, room))
}

fn set_role(nick: String, role: Role, reason: Option<String>, room: &Room) -> Command {
    Command::SetRole { account: room.account.clone(), room: room.room.clone(), nick, role, reason }
}

fn set_affiliation(jid: BareJid, affiliation: Affiliation, reason: Option<String>, room: &Room) -> Command {
    Command::SetAffiliation { account: room.account.clone(), room: room.room.clone(), jid, affiliation, reason }
}

/// What can be done about somebody in the room, by whom we are there (§5.1.1, §5.2.1): what we may not do is not offered.
pub fn of_occupant(occupant: &Occupant, room: &Room, ignored: bool) -> Vec<Item<Message>> {
    let nick = || occupant.nick.clone();
    let asked = |key: &str, question: Question| menu::entry(&t(key), Message::Room(Deed::Asked(question))).into();
    let role = |deed: Power, role: Role| asked(line(deed), Question::Role(deed, nick(), role));
    let given = |deed: Power, jid: &BareJid, to: Affiliation| asked(line(deed), Question::Rank(deed, nick(), jid.clone(), to));
    let private = room.may_whisper().then(|| Message::OccupantPressed(nick()));
    let mut items: Vec<Item<Message>> = vec![menu::entry(&t("chat-occupant-private"), private).into()];
    if let Some(jid) = &occupant.jid {
        let address = jid.to_bare().to_string();
        items.push(menu::entry(&t_with("chat-occupant-info", &[("jid", Label::escape(&address).into())]), Message::Copied(address)).into());
    }
    items.push(menu::entry(&t("chat-occupant-ignore"), Message::Room(Deed::Ignored(nick(), !ignored))).checked(ignored).into());
    let known = occupant.jid.as_ref().map(jid::Jid::to_bare);
    // Nobody has power over those of a higher rank, and a moderator none over admins and owners.
    let over = room.affiliation >= occupant.affiliation || room.affiliation == Affiliation::Owner;
    let protected = occupant.affiliation >= Affiliation::Admin && room.affiliation < Affiliation::Owner;
    let (ranks, owns) = (room.affiliation >= Affiliation::Admin, room.affiliation == Affiliation::Owner);
    let mut power: Vec<Item<Message>> = Vec::new();
    if room.role == Role::Moderator && !protected {
        match occupant.role {
            Role::Visitor => power.push(role(Power::Voice, Role::Participant)),
            Role::Participant if over => power.push(role(Power::Mute, Role::Visitor)),
            Role::Participant | Role::Moderator | Role::None => {}
        }
        if ranks && occupant.role == Role::Participant {
            power.push(role(Power::Moderator, Role::Moderator));
        }
        if ranks && occupant.role == Role::Moderator && occupant.affiliation < Affiliation::Admin {
            power.push(role(Power::NoModerator, Role::Participant));
        }
        if over {
            power.push(asked("chat-occupant-kick", Question::PutOut(nick())));
        }
    }
    if let Some(jid) = known.filter(|_| ranks && !protected) {
        power.push(asked("chat-occupant-ban", Question::Ban(nick(), jid.clone())));
        power.push(menu::separator());
        match occupant.affiliation {
            Affiliation::None => power.push(given(Power::Member, &jid, Affiliation::Member)),
            Affiliation::Member => power.push(given(Power::NoMember, &jid, Affiliation::None)),
            Affiliation::Admin | Affiliation::Owner if owns => power.push(given(Power::Member, &jid, Affiliation::Member)),
            Affiliation::Admin | Affiliation::Owner | Affiliation::Outcast => {}
        }
        if owns && occupant.affiliation != Affiliation::Admin {
            power.push(given(Power::Admin, &jid, Affiliation::Admin));
        }
        if owns && occupant.affiliation != Affiliation::Owner {
            power.push(given(Power::Owner, &jid, Affiliation::Owner));
        }
    }
    if !power.is_empty() {
        items.push(menu::separator());
        items.extend(power);
    }
    items
}

/// What can be done in a room one is in, for the menu of the conversation.
pub fn of_room(tab: &Tab, state: &State) -> Vec<Item<Message>> {
    let Some(room) = tab.key.room(state).filter(|room| room.state == crate::model::RoomState::Joined && tab.key.conversation.is_bare())
    else {
        return Vec::new();
    };
    let asked = |key: &str, question: Question| menu::entry(&t(key), Message::Room(Deed::Asked(question))).into();
    let mut items: Vec<Item<Message>> = Vec::new();
    if room.role == Role::Visitor {
        items.push(menu::entry(&t("chat-room-voice"), Message::Room(Deed::VoiceWanted)).into());
    }
    items.push(menu::entry(&t("chat-room-invite"), Message::Room(Deed::InvitePressed)).into());
    items.push(menu::entry(&t("chat-room-settings"), Message::Room(Deed::SettingsPressed)).into());
    if room.affiliation >= Affiliation::Admin {
        items.push(menu::entry(&t("chat-room-lists"), Message::Room(Deed::ListsPressed)).into());
    }
    items.push(asked("chat-room-subject", Question::Subject));
    items.push(asked("chat-room-nick", Question::Nick));
    if room.has_profile && room.affiliation == Affiliation::Owner {
        items.push(asked("chat-room-picture", Question::Picture));
    }
    items.push(menu::entry(&t("chat-room-keep-nick"), Message::Room(Deed::NickKept)).into());
    items.push(menu::separator());
    items
}
