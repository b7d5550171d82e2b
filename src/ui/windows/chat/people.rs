//! The people in a room, by what they may do there: only those in view are drawn.

use super::{Message, Tab, moderation};
use crate::i18n::{t, t_with};
use crate::model::{Affiliation, Occupant, Role as RoomRole, Room, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::text::bidi;
use crate::ui::theme;
use crate::ui::widgets::field::field;
use crate::ui::widgets::icon::{self, Icon};
use crate::ui::widgets::keyed;
use crate::ui::widgets::line::line;
use crate::ui::widgets::long_list::{LongList, long_list};
use crate::ui::widgets::menu::drop_down;
use crate::ui::widgets::{avatar, form, tip};
use crate::ui::words::show;
use iced::widget::{Column, column, container, row, space, text};
use iced::{Element, Length, alignment};

const WIDTH: f32 = 184.0;
const HEIGHT: f32 = 32.0;
/// So many lines are looked through at a glance.
const SHORT: usize = 15;

/// A heading or a person: all of one height.
enum Entry<'a> {
    Heading(&'static str, usize),
    Person(&'a Occupant),
}

pub fn list<'a>(tab: &'a Tab, state: &'a State) -> Element<'a, Message> {
    let entries = entries(tab, state);
    let count = entries.iter().filter(|entry| matches!(entry, Entry::Person(_))).count();
    let words = t_with("chat-room-people", &[("count", (count as i64).into())]);
    let title = container(text(words).size(theme::SMALL).font(theme::SEMIBOLD).style(theme::dim)).padding([10, 12]);
    let room = tab.key.room(state);
    let ignored = room.map(|room| state.settings.hearing.ignored.of(&room.account, &room.room)).unwrap_or_default();
    let long = entries.len() > SHORT || !tab.people_filter.is_empty();
    let rows = long_list(LongList {
        id: tab.people_id.clone(),
        semantics: Semantics::new(Role::List, "people", t("chat-room-occupants")),
        height: HEIGHT,
        count: entries.len(),
        scrolled: tab.people,
        draw: move |index: usize| match &entries[index] {
            Entry::Heading(key, count) => (keyed::key(key), part(heading(key, *count))),
            Entry::Person(occupant) => {
                let person = person(occupant, room, ignored.contains(&occupant.nick), state);
                (keyed::key((&occupant.nick, "person")), part(person))
            }
        },
        on_scroll: Message::PeopleScrolled,
    });
    let filter = long.then(|| {
        let name = t("chat-room-filter");
        let field = field(&tab.people_filter_id, "people filter", &name, &tab.people_filter).placeholder(name.clone());
        container(field.on_input(Message::PeopleFiltered)).padding([8, 12]).into()
    });
    let above = column![title].extend(filter);
    container(column![above, form::line(), rows]).width(WIDTH).height(Length::Fill).style(theme::side).into()
}

fn entries<'a>(tab: &'a Tab, state: &'a State) -> Vec<Entry<'a>> {
    let Some(room) = tab.key.room(state) else { return Vec::new() };
    let wanted = tab.people_filter.trim().to_lowercase();
    let fits = |occupant: &&Occupant| wanted.is_empty() || occupant.nick.to_lowercase().contains(&wanted);
    let mut people: Vec<&Occupant> = state.occupants_of(&room.account, &room.room).filter(fits).collect();
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

fn heading<'a>(key: &'static str, count: usize) -> Element<'a, Message> {
    let label = text(t(key)).size(theme::TINY).font(theme::SEMIBOLD).style(theme::dim);
    let count = text(count.to_string()).size(theme::TINY).style(theme::dim);
    container(row![label, space::horizontal(), count].align_y(alignment::Vertical::Center)).padding([8, 12]).into()
}

fn part(content: Element<'_, Message>) -> Element<'_, Message> {
    container(content).height(HEIGHT).width(Length::Fill).into()
}

/// A click on somebody opens what can be done: to talk, and to keep the room.
fn person<'a>(occupant: &Occupant, room: Option<&Room>, ignored: bool, state: &State) -> Element<'a, Message> {
    let own = room.is_some_and(|room| room.nick == occupant.nick);
    let seen = occupant.room.with_resource_str(&occupant.nick).ok().and_then(|who| state.picture(&occupant.account, who));
    let picture = avatar::person(&occupant.nick, &occupant.nick, 24.0, Some(occupant.show)).on(|tokens| tokens.side).picture(seen);
    let font = if own { theme::SEMIBOLD } else { theme::REGULAR };
    let name = line(occupant.nick.as_str()).size(theme::LABEL).font(font);
    let name = if ignored { name.style(theme::dim) } else { name }.into();
    let names: Element<'a, Message> = Column::with_children(std::iter::once(name).chain(second(occupant, ignored))).into();
    let rank = rank(occupant.affiliation);
    let sign = rank.map(|(sign, key)| tip::above(icon::icon(sign, 14.0), t(key)));
    let face = row![picture, container(names).width(Length::Fill)].extend(sign).spacing(8).align_y(alignment::Vertical::Center);
    let face = container(face).padding([0, 12]).height(HEIGHT).width(Length::Fill).align_y(alignment::Vertical::Center);
    let said = occupant.status.as_deref().filter(|said| !said.trim().is_empty()).map_or_else(|| show(occupant.show), bidi::isolate);
    let about = rank.map(|(_, key)| t(key)).into_iter().chain(beside(occupant, ignored)).chain([said]);
    let description = about.collect::<Vec<_>>().join(", ");
    let semantics = Semantics { description, ..Semantics::new(Role::ListItem, &occupant.nick, bidi::strip(&occupant.nick)) };
    match room.filter(|_| !own) {
        Some(room) => drop_down(semantics, face, moderation::of_occupant(occupant, room, ignored)).into(),
        None => accessible(semantics, face).into(),
    }
}

/// What somebody is to the room, as a sign.
fn rank(affiliation: Affiliation) -> Option<(Icon, &'static str)> {
    match affiliation {
        Affiliation::Owner => Some((Icon::Owner, "chat-rank-owner")),
        Affiliation::Admin => Some((Icon::Administrator, "chat-rank-admin")),
        Affiliation::Member => Some((Icon::Member, "chat-rank-member")),
        Affiliation::None | Affiliation::Outcast => None,
    }
}

/// What there is to know of a name: that it is not heard, that it looks like another one, else what the room calls whoever bears it.
fn beside(occupant: &Occupant, ignored: bool) -> Option<String> {
    let hats = || Some(occupant.hats.join(", ")).filter(|hats| !hats.is_empty()).map(|hats| bidi::isolate(&hats));
    let other = occupant.resembles.as_deref();
    if ignored {
        return Some(t("chat-rank-ignored"));
    }
    other.map(|other| t_with("chat-rank-not", &[("other", bidi::isolate(other).into())])).or_else(hats)
}

fn second<'a>(occupant: &Occupant, ignored: bool) -> Option<Element<'a, Message>> {
    let style = if occupant.resembles.is_some() { theme::danger } else { theme::dim };
    beside(occupant, ignored).map(|words| line(words).size(theme::TINY).style(style).into())
}
