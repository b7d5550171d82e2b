//! The people in a room, by what they may do there: only those in view are drawn.

use super::{Message, Tab, moderation};
use crate::i18n::{t, t_with};
use crate::model::{Occupant, Role as RoomRole, Room, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::text::bidi;
use crate::ui::theme;
use crate::ui::widgets::line::line;
use crate::ui::widgets::long_list::{LongList, long_list};
use crate::ui::widgets::menu::drop_down;
use crate::ui::widgets::{avatar, form};
use crate::ui::words::show;
use iced::widget::{column, container, row, space, text};
use iced::{Element, Length, alignment};

const WIDTH: f32 = 184.0;
const HEIGHT: f32 = 32.0;

/// A heading or a person: all of one height.
enum Entry<'a> {
    Heading(&'static str, usize),
    Person(&'a Occupant),
}

pub fn list<'a>(tab: &'a Tab, state: &'a State) -> Element<'a, Message> {
    let entries = entries(tab, state);
    let count = entries.iter().filter(|entry| matches!(entry, Entry::Person(_))).count();
    let words = t_with("chat-room-people", &[("count", (count as i64).into())]);
    let heading = container(text(words).size(theme::SMALL).font(theme::SEMIBOLD).style(theme::dim)).padding([10, 12]);
    let room = tab.key.room(state);
    let rows = long_list(LongList {
        id: tab.people_id.clone(),
        semantics: Semantics::new(Role::List, "people", t("chat-room-occupants")),
        height: HEIGHT,
        count: entries.len(),
        scrolled: tab.people,
        draw: move |index: usize| draw(&entries[index], room),
        on_scroll: Message::PeopleScrolled,
    });
    container(column![heading, form::line(), rows]).width(WIDTH).height(Length::Fill).style(theme::side).into()
}

fn entries<'a>(tab: &'a Tab, state: &'a State) -> Vec<Entry<'a>> {
    let Some(room) = tab.key.room(state) else { return Vec::new() };
    let mut people: Vec<&Occupant> = state.occupants_of(&room.account, &room.room).collect();
    people.sort_by_cached_key(|occupant| (std::cmp::Reverse(occupant.role), occupant.nick.to_lowercase()));
    let mut entries = Vec::with_capacity(people.len() + 3);
    for group in people.chunk_by(|one, other| one.role == other.role) {
        let key = match group[0].role {
            RoomRole::Moderator => "chat-room-moderators",
            RoomRole::Participant => "chat-room-participants",
            RoomRole::Visitor | RoomRole::None => "chat-room-visitors",
        };
        entries.push(Entry::Heading(key, group.len()));
        entries.extend(group.iter().copied().map(Entry::Person));
    }
    entries
}

fn draw<'a>(entry: &Entry<'_>, room: Option<&Room>) -> Element<'a, Message> {
    let content: Element<'a, Message> = match entry {
        Entry::Heading(key, count) => {
            let label = text(t(key)).size(theme::TINY).font(theme::SEMIBOLD).style(theme::dim);
            let count = text(count.to_string()).size(theme::TINY).style(theme::dim);
            container(row![label, space::horizontal(), count].align_y(alignment::Vertical::Center)).padding([8, 12]).into()
        }
        Entry::Person(occupant) => person(occupant, room),
    };
    container(content).height(HEIGHT).width(Length::Fill).into()
}

/// A click on somebody opens what can be done: to talk, and to keep the room.
fn person<'a>(occupant: &Occupant, room: Option<&Room>) -> Element<'a, Message> {
    let own = room.is_some_and(|room| room.nick == occupant.nick);
    let picture = avatar::person(&occupant.nick, &occupant.nick, 24.0, Some(occupant.show)).on(|tokens| tokens.side);
    let font = if own { theme::SEMIBOLD } else { theme::REGULAR };
    let name = line(occupant.nick.as_str()).size(theme::LABEL).font(font);
    let face = row![picture, container(name).width(Length::Fill)].spacing(8).align_y(alignment::Vertical::Center);
    let face = container(face).padding([0, 12]).height(HEIGHT).width(Length::Fill).align_y(alignment::Vertical::Center);
    let description = occupant.status.as_deref().filter(|said| !said.trim().is_empty()).map_or_else(|| show(occupant.show), bidi::isolate);
    let semantics = Semantics { description, ..Semantics::new(Role::ListItem, &occupant.nick, bidi::strip(&occupant.nick)) };
    match room.filter(|_| !own) {
        Some(room) => drop_down(semantics, face, moderation::of_occupant(occupant, room)).into(),
        None => accessible(semantics, face).into(),
    }
}
