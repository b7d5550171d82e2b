//! What a row of the buddy list looks like and what it says: a group, a buddy, a stranger, a room.

use super::Message;
use super::rows::{Group, Heading, Row};
use crate::i18n::{problem, t, t_with};
use crate::model::conversation::Conversation;
use crate::model::presence::Show;
use crate::model::room::{Room, RoomState};
use crate::model::{BareJid, Contact, Jid, State};
use crate::ui::accessible::Accessible;
use crate::ui::semantics::{Role, Semantics};
use crate::ui::theme::density::Metrics;
use crate::ui::widgets::avatar::{self, Avatar};
use crate::ui::widgets::line::line as one_line;
use crate::ui::widgets::{badge, button, icon, row};
use crate::ui::{theme, words};
use iced::widget::{Column, container, row as line, text};
use iced::{Element, Length, alignment};
use jiff::Zoned;

type Face<'a> = Accessible<'a, Message>;

/// What decides the look of a row, besides who it is.
pub struct Style<'n> {
    pub metrics: &'static Metrics,
    pub height: f32,
    /// Two lines, else one.
    pub details: bool,
    pub selected: bool,
    pub now: &'n Zoned,
}

/// The heading of a group; `over` while buddies are dragged to it.
pub fn group<'a>(group: &Group, heading: Heading, row: &Row, style: &Style<'_>, over: bool) -> Face<'a> {
    let Heading { online, total, open } = heading;
    let counts = t_with("group-counts", &[("online", online.into()), ("total", total.into())]);
    let sign = icon::icon(if open { icon::Icon::Down } else { icon::Icon::Right }, 12.0);
    let name = group.name();
    let face = line![
        sign,
        container(one_line(name.clone()).size(theme::SMALL).font(theme::SEMIBOLD).style(theme::dim)).width(Length::Fill),
        text(if online == total { total.to_string() } else { format!("{online}/{total}") }).size(theme::SMALL).style(theme::dim),
    ]
    .spacing(6)
    .align_y(alignment::Vertical::Center);
    let semantics = Semantics {
        selected: Some(style.selected || over),
        expanded: Some(open),
        description: counts,
        ..Semantics::new(Role::ListBoxOption, group.key(), name)
    };
    let face = container(face).padding(iced::Padding { top: 6.0, right: 12.0, bottom: 0.0, left: 12.0 });
    button::flat(semantics, face.height(style.height).width(Length::Fill), Message::Pressed(row.clone()))
}

pub fn buddy<'a>(contact: &Contact, group: &str, row: &Row, state: &State, style: &Style<'_>) -> Face<'a> {
    let jid = &contact.item.jid;
    let about = conversation(state, &contact.account, jid.clone().into());
    let presence = if contact.item.ask && !contact.item.subscription.sees() { t("row-asked") } else { words::show(contact.show) };
    let status = contact.status.clone().filter(|status| !status.trim().is_empty());
    let said = [Some(presence.clone()), status.clone(), unread_words(about)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let semantics = Semantics {
        selected: Some(style.selected),
        description: said,
        ..Semantics::new(Role::ListBoxOption, format!("{group} {} {jid}", contact.account), contact.display_name())
    };
    let picture = if style.details {
        avatar::person(contact.display_name(), jid.as_str(), style.picture(), Some(contact.show))
            .picture(state.picture(&contact.account, jid.clone()))
    } else {
        avatar::presence(contact.show, style.picture())
    };
    let faint = contact.show == Show::Offline && about.is_none_or(|about| about.unread == 0);
    style.face(row, semantics, picture, second(about, status, presence), about, faint)
}

pub fn stranger<'a>(account: &BareJid, jid: &Jid, row: &Row, state: &State, style: &Style<'_>) -> Face<'a> {
    let about = conversation(state, account, jid.clone());
    let semantics = Semantics {
        selected: Some(style.selected),
        description: unread_words(about).unwrap_or_else(|| t("row-not-listed")),
        ..Semantics::new(Role::ListBoxOption, format!("others {account} {jid}"), jid.to_string())
    };
    let picture = avatar::person(jid.as_str(), jid.to_bare().as_str(), style.picture(), None).picture(state.picture(account, jid.clone()));
    style.face(row, semantics, picture, second(about, None, t("row-not-listed")), about, false)
}

pub fn room<'a>(room: &Room, row: &Row, state: &State, style: &Style<'_>) -> Face<'a> {
    let about = conversation(state, &room.account, room.room.clone().into());
    let how = match &room.state {
        RoomState::Left => t("room-left"),
        RoomState::Joining => t("room-joining"),
        RoomState::Joined => t_with("room-people", &[("count", room.occupants.into())]),
        RoomState::Failed(problem) => problem::room_refusal(problem),
    };
    let said = [Some(how.clone()), unread_words(about)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let semantics = Semantics {
        selected: Some(style.selected),
        description: said,
        ..Semantics::new(Role::ListBoxOption, format!("room {} {}", room.account, room.room), room.display_name())
    };
    let picture = avatar::room(room.room.as_str(), style.picture()).picture(state.picture(&room.account, room.room.clone()));
    let is_in = room.state == RoomState::Joined;
    // Why a room cannot be entered is told before what was said in it.
    let status = Some(how.clone()).filter(|_| !is_in);
    style.face(row, semantics, picture, second(about, status, how), about, !is_in)
}

impl Style<'_> {
    fn picture(&self) -> f32 {
        if self.details { self.metrics.entry_picture } else { 20.0 }
    }

    fn face<'a>(
        &self,
        row: &Row,
        semantics: Semantics,
        picture: Avatar,
        second: String,
        about: Option<&Conversation>,
        faint: bool,
    ) -> Face<'a> {
        let picture = if self.selected { picture.on(|tokens| tokens.accent_weak) } else { picture };
        let name = semantics.name.clone();
        let lines: Element<'a, Message> = if self.details {
            row::two_lines(picture, name, second, right(about, self.now), faint)
        } else {
            let count = about.filter(|about| about.unread > 0).map(|about| badge::badge(about.unread));
            row::one_line(picture, name, count, faint)
        };
        let face = container(lines).padding([0, 12]).center_y(self.height).width(Length::Fill);
        button::flat(semantics, face, Message::Pressed(row.clone()))
    }
}

pub fn conversation<'a>(state: &'a State, account: &BareJid, jid: Jid) -> Option<&'a Conversation> {
    state.conversations.get(&(account.clone(), jid))
}

/// The time of the last message and what is unread, one above the other.
fn right<'a>(conversation: Option<&Conversation>, now: &Zoned) -> Option<Element<'a, Message>> {
    let conversation = conversation?;
    let time = conversation.last_time.map(|time| text(words::when(time, now)).size(theme::TINY).style(theme::dim).into());
    let count = (conversation.unread > 0).then(|| badge::badge(conversation.unread));
    (time.is_some() || count.is_some())
        .then(|| Column::new().extend(time).extend(count).spacing(2).align_x(alignment::Horizontal::Right).into())
}

fn unread_words(conversation: Option<&Conversation>) -> Option<String> {
    let unread = conversation?.unread;
    (unread > 0).then(|| t_with("row-unread", &[("count", unread.into())]))
}

/// The newest thing to know: unread words first, else what they say of themselves, else what was said last.
fn second(conversation: Option<&Conversation>, status: Option<String>, presence: String) -> String {
    let last = conversation.and_then(|conversation| conversation.last_body.clone()).filter(|body| !body.trim().is_empty());
    let unread = conversation.is_some_and(|conversation| conversation.unread > 0);
    let line = if unread { last.or(status) } else { status.or(last) };
    line.unwrap_or(presence).replace(['\n', '\r'], " ")
}
