//! All there is to know about somebody, or about a room: for the card beside the pointer and for the pane beside a conversation.

use crate::i18n::{t, t_with};
use crate::model::room::{Room, RoomState};
use crate::model::{BareJid, Contact, Jid, State};
use crate::ui::{moods, room_words, theme, words};
use iced::widget::{Column, column, row, text};
use iced::{Element, Length};

const GAP: f32 = 4.0;
const LABELS: f32 = 84.0;
/// Of a status or a subject: a novel would cover the window.
const LONGEST: usize = 300;

/// Somebody who is not on the list.
pub fn stranger<'a, Message: 'a>(account: &BareJid, jid: &Jid, state: &State) -> Column<'a, Message> {
    heading(jid.to_string(), None).extend(common(account, jid.clone(), state)).spacing(GAP)
}

/// A buddy.
pub fn contact<'a, Message: 'a>(contact: &Contact, state: &State) -> Column<'a, Message> {
    let item = &contact.item;
    let address = item.jid.to_string();
    let presence = if item.ask && !item.subscription.sees() { t("row-asked") } else { words::show(contact.show) };
    let status = contact.status.as_ref().filter(|status| !status.trim().is_empty());
    let sees = match (item.subscription.sees(), item.subscription.shows()) {
        (true, true) => None,
        (true, false) => Some("info-one-way"),
        (false, true) => Some("info-other-way"),
        (false, false) => Some("info-no-way"),
    };
    heading(contact.display_name().to_owned(), Some(address).filter(|address| address != contact.display_name()))
        .extend(status.map(|status| prose(status)))
        .push(line("info-status", presence))
        .extend(state.mood(&contact.account, &item.jid).map(|mood| line("info-mood", moods::words(mood))))
        .extend(sees.map(|key| line("info-seen", t(key))))
        .extend((!item.groups.is_empty()).then(|| line("info-groups", item.groups.join(", "))))
        .extend((!contact.resources.is_empty()).then(|| line("info-resources", contact.resources.join(", "))))
        .extend(common(&contact.account, item.jid.clone().into(), state))
        .spacing(GAP)
}

pub fn room<'a, Message: 'a>(room: &Room, state: &State) -> Column<'a, Message> {
    let people = (room.state == RoomState::Joined).then(|| line("info-people", t_with("room-people", &[("count", room.occupants.into())])));
    let subject = room.subject.as_ref().filter(|subject| !subject.trim().is_empty());
    heading(room.display_name().to_owned(), Some(room.room.to_string()))
        .extend(subject.map(|subject| prose(subject)))
        .extend(people)
        .extend(Some(room_words::summary(&room.options)).filter(|words| !words.is_empty()).map(|words| prose(&words)))
        .extend((!room.nick.is_empty()).then(|| line("info-nick", room.nick.clone())))
        .extend(common(&room.account, room.room.clone().into(), state))
        .spacing(GAP)
}

/// When they last talked, and which account it is about when there are several.
fn common<'a, Message: 'a>(account: &BareJid, jid: Jid, state: &State) -> Vec<Element<'a, Message>> {
    let last = state.conversations.get(&(account.clone(), jid)).and_then(|about| about.last_time);
    let last = last.map(|time| line("info-last", words::when(time, &words::now())));
    let account = (state.accounts.len() > 1).then(|| line("info-account", account.to_string()));
    last.into_iter().chain(account).collect()
}

fn heading<'a, Message: 'a>(name: String, address: Option<String>) -> Column<'a, Message> {
    let wrapped = |words: String| text(words).wrapping(text::Wrapping::WordOrGlyph);
    let address = address.map(|address| wrapped(address).size(theme::SMALL).style(theme::dim).into());
    column![wrapped(name).size(theme::BODY).font(theme::SEMIBOLD)].extend(address)
}

fn prose<'a, Message: 'a>(words: &str) -> Element<'a, Message> {
    let mut short: String = words.chars().take(LONGEST).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    text(short).size(theme::SMALL).wrapping(text::Wrapping::WordOrGlyph).into()
}

/// A fact under its name.
pub fn line<'a, Message: 'a>(key: &str, value: String) -> Element<'a, Message> {
    let label = text(t(key)).size(theme::SMALL).style(theme::dim).width(LABELS);
    row![label, text(value).size(theme::SMALL).wrapping(text::Wrapping::WordOrGlyph).width(Length::Fill)].spacing(8).into()
}
