//! The pane beside a conversation: all there is to know about the other side.

use super::{Message, Subject, Tab};
use crate::i18n::t;
use crate::model::telling::Signal;
use crate::model::{Affiliation, BareJid, Occupant, Role as RoomRole, Show, State, Subscription};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::text::bidi;
use crate::ui::widgets::icon::Icon;
use crate::ui::widgets::{avatar, button, form, tick};
use crate::ui::{profile, summary, theme, words};
use iced::widget::{Column, column, container, row, scrollable, space, text};
use iced::{Element, Length, alignment};

const WIDTH: f32 = 240.0;

pub fn pane<'a>(tab: &Tab, state: &State) -> Element<'a, Message> {
    let (account, conversation) = tab.key.pair();
    let (bare, address) = (conversation.to_bare(), conversation.to_string());
    let name = tab.key.name(state);
    let seen = state.picture(&account, conversation.clone());
    let (picture, lines): (Element<'a, Message>, Column<'a, Message>) = match tab.key.subject(state) {
        Subject::Person => match state.contacts.get(&(account.clone(), bare)) {
            Some(contact) => {
                (avatar::person(&name, &address, 72.0, Some(contact.show)).picture(seen).into(), summary::contact(contact, state))
            }
            None => (avatar::person(&name, &address, 72.0, None).picture(seen).into(), summary::stranger(&account, &conversation, state)),
        },
        Subject::Room => {
            let lines = tab.key.room(state).map(|room| summary::room(room, state));
            (avatar::room(&address, 72.0).picture(seen).into(), lines.unwrap_or_else(|| summary::stranger(&account, &conversation, state)))
        }
        Subject::Occupant(nick) => {
            let occupant = state.occupant(&account, &bare, &nick);
            let there = occupant.map_or(Show::Offline, |occupant| occupant.show);
            let about = occupant.map(in_room).into_iter().flatten();
            (
                avatar::person(&nick, &nick, 72.0, Some(there)).picture(seen).into(),
                summary::stranger(&account, &conversation, state).extend(about),
            )
        }
    };
    let copy = button::secondary("copy-address", &t("chat-info-copy"), Some(Message::Copied(address)));
    let close = button::with_icon("close-info", &t("chat-info-close"), Icon::Close, Some(Message::InfoPressed));
    let heading = row![text(t("chat-info")).size(theme::LABEL).font(theme::SEMIBOLD), space::horizontal(), close];
    let has_profile = match tab.key.subject(state) {
        Subject::Person => true,
        Subject::Room => tab.key.room(state).is_some_and(|room| room.has_profile),
        Subject::Occupant(_) => false,
    };
    let profile = has_profile.then(|| profile::view(tab.profile.as_ref(), Message::ProfilePressed));
    let learns = match tab.key.subject(state) {
        Subject::Person => telling(&account, &conversation.to_bare(), state),
        Subject::Room => room_learns(tab, state),
        Subject::Occupant(_) => None,
    };
    let about =
        column![container(picture).center_x(Length::Fill), lines].extend(profile).extend(learns).push(copy).spacing(16).padding([12, 16]);
    let about = scrollable(about.width(Length::Fill)).style(theme::scroll).height(Length::Fill);
    let heading =
        container(heading.align_y(alignment::Vertical::Center)).padding(iced::Padding { left: 16.0, right: 8.0, ..[6, 0].into() });
    let semantics = Semantics::new(Role::Group, "info", bidi::strip(&name));
    let pane = accessible(semantics, column![heading, form::line(), about]);
    container(pane).width(WIDTH).height(Length::Fill).style(theme::side).into()
}

/// What this person learns of us. Whoever may not see us learns nothing, so there is nothing to choose.
fn telling<'a>(account: &BareJid, person: &BareJid, state: &State) -> Option<Element<'a, Message>> {
    let contact = state.contacts.get(&(account.clone(), person.clone()))?;
    let sees_us = matches!(contact.item.subscription, Subscription::From | Subscription::Both);
    sees_us.then(|| switches("chat-info-learns", &Signal::ALL, account, person, state))
}

/// What a room learns where not everybody may come in; others learn nothing.
fn room_learns<'a>(tab: &Tab, state: &State) -> Option<Element<'a, Message>> {
    let room = tab.key.room(state).filter(|room| room.options.members_only == Some(true))?;
    Some(switches("chat-info-room-learns", &[Signal::Reading], &room.account, &room.room, state))
}

fn switches<'a>(heading: &str, signals: &[Signal], account: &BareJid, whom: &BareJid, state: &State) -> Element<'a, Message> {
    let heading = text(t(heading)).size(theme::SMALL).font(theme::SEMIBOLD);
    let ticks = signals.iter().map(|signal| {
        let (signal, key, telling) = (*signal, words::signal(*signal), state.settings.telling.clone());
        let (account, whom) = (account.clone(), whom.clone());
        let now = telling.tells(signal, &account, Some(&whom));
        tick::tick(key, &t(key), now, move |tell| Message::Told(telling.set(signal, &account, Some(&whom), tell))).into()
    });
    column![heading].extend(ticks).spacing(6).into()
}

/// What somebody is in the room.
fn in_room<'a>(occupant: &Occupant) -> Vec<Element<'a, Message>> {
    let role = match occupant.role {
        RoomRole::Moderator => "chat-info-moderator",
        RoomRole::Participant => "chat-info-participant",
        RoomRole::Visitor | RoomRole::None => "chat-info-visitor",
    };
    let affiliation = match occupant.affiliation {
        Affiliation::Owner => Some("chat-info-owner"),
        Affiliation::Admin => Some("chat-info-admin"),
        Affiliation::Member => Some("chat-info-member"),
        Affiliation::None | Affiliation::Outcast => None,
    };
    let facts = [Some(t(role)), affiliation.map(t), occupant.jid.as_ref().map(ToString::to_string), Some(words::show(occupant.show))];
    facts.into_iter().flatten().map(|fact| text(fact).size(theme::SMALL).wrapping(text::Wrapping::WordOrGlyph).into()).collect()
}
