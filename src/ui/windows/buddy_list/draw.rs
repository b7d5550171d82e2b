//! How the buddy list is drawn: its rows, and our own status at the foot.

use super::dragging::{Drag, Over};
use super::rows::Row;
use super::{BuddyList, Message, faces, keys, menus, own_availability, own_text};
use crate::i18n::t;
use crate::model::presence::{Availability, Show};
use crate::model::{AccountState, Setting, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::widgets::gestures::gestures;
use crate::ui::widgets::info::info;
use crate::ui::widgets::line::line as one_line;
use crate::ui::widgets::modal::modal;
use crate::ui::widgets::progress::progress;
use crate::ui::widgets::{avatar, button, empty, field, form, frame, icon, keyed, menu};
use crate::ui::windows::Opening;
use crate::ui::{summary, theme, words};
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, responsive, row as line, scrollable, space};
use iced::{Element, Length, Rectangle, alignment, window};
use jiff::Zoned;

/// The card beside the pointer.
const CARD: f32 = 240.0;

impl BuddyList {
    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let content = column![
            container(menus::bar(self, state)).padding([3, 4]).width(Length::Fill),
            form::line(),
            self.finder(),
            self.body(state),
            self.cards(state),
            self.progress(),
            form::line(),
            self.foot(state),
        ];
        let base = modal(content, self.question.as_ref().map(|question| self.card(question, state)));
        let (editing, finding, asking) = (self.status_text.is_some(), self.find.is_some(), self.question.is_some());
        let start = match (editing, finding) {
            (true, _) => &self.status,
            (false, true) => &self.finder,
            (false, false) => &self.list,
        };
        frame::window(id, Self::title(), base)
            .start(Some(start.clone()))
            .on_key(move |key, modifiers| match key {
                Key::Named(Named::Escape) if editing => Some(Message::StatusTextDropped),
                Key::Named(Named::Escape) if finding => Some(Message::FindDropped),
                _ if asking => None,
                _ => keys::shortcut(key, modifiers).or_else(|| keys::typed(key, modifiers)),
            })
            .into()
    }

    fn body<'a>(&'a self, state: &'a State) -> Element<'a, Message> {
        if self.rows.is_empty() && self.find.is_some() {
            return self.nothing_found();
        }
        if self.rows.is_empty() {
            let open = |opening| Some(Message::Opened(Box::new(opening)));
            let add = Opening::AddBuddy { account: None, jid: None, name: None, group: None };
            let (headline, advice, button) = if state.accounts.is_empty() {
                let add = button::primary("add account", &t("accounts-add"), open(Opening::AddAccount));
                ("list-no-account", "list-no-account-words", add)
            } else if self.rows.is_nobody() {
                ("list-empty", "list-empty-words", button::primary("add buddy", &t("list-add"), open(add)))
            } else {
                let show = Message::Chosen(Setting::ShowOffline(true));
                ("list-hidden", "list-hidden-words", button::primary("show offline", &t("list-show-offline"), Some(show)))
            };
            return empty::empty(Some(icon::own(64.0)), t(headline), t(advice), Some(button.into()));
        }
        let list = responsive(move |size| {
            let now = words::now();
            let (range, before) = self.rows.visible(self.offset, size.height);
            let after = (self.rows.height() - self.rows.top(range.end)).max(0.0);
            let drawn = range.filter_map(|at| self.rows.row(at)).map(|row| (keyed::key(&row), self.row(&row, state, &now)));
            let edge = |name: &str, height: f32| (keyed::key(name), Element::from(space().height(height)));
            let column = keyed::keyed(std::iter::once(edge("before", before)).chain(drawn).chain([edge("after", after)]));
            let column = column.width(Length::Fill);
            let list = scrollable(column)
                .id(self.scroll.clone())
                .on_scroll(Message::Scrolled)
                .direction(scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(8).scroller_width(6)))
                .width(Length::Fill)
                .height(Length::Fill)
                .style(theme::scroll);
            gestures(list, self.drag.as_ref().map(|drag| drag.words(state)), |gesture, _| Some(Message::Gestured(gesture))).into()
        });
        accessible(Semantics::new(Role::ListBox, "list", t("list-name")), container(list).width(Length::Fill).height(Length::Fill))
            .on_key(keys::list)
            .id(self.list.clone())
            .ring(0.0)
            .current(self.current())
            .into()
    }

    /// Where the row is that the keyboard is at.
    fn current(&self) -> Option<Rectangle> {
        let at = self.rows.position(self.selection.cursor()?)?;
        let (top, bottom) = (self.rows.top(at), self.rows.top(at + 1));
        Some(Rectangle { x: 2.0, y: top - self.offset + 1.0, width: self.width - 4.0, height: bottom - top - 2.0 })
    }

    fn row<'a>(&'a self, row: &Row, state: &'a State, now: &Zoned) -> Element<'a, Message> {
        let height = self.rows.height_of(row);
        let style = faces::Style {
            metrics: self.rows.metrics(),
            height,
            details: self.rows.has_details(),
            selected: self.selection.contains(row),
            now,
        };
        let drawn = match row {
            Row::Group(group) => {
                let over = self.drag.as_ref().is_some_and(|drag| matches!(&drag.over, Some(Over::Group(over)) if over == group));
                Some(faces::group(group, self.rows.heading(group), row, &style, over))
            }
            Row::Contact { group, account, jid } => {
                let contact = state.contacts.get(&(account.clone(), jid.clone()));
                contact.map(|contact| faces::buddy(contact, &group.key(), row, state, &style))
            }
            Row::Other { account, jid } => Some(faces::stranger(account, jid, row, state, &style)),
            Row::Room { account, room, .. } => {
                let is_over =
                    |drag: &Drag| matches!(&drag.over, Some(Over::Room { account: of, room: over }) if (of, over) == (account, room));
                let over = self.drag.as_ref().is_some_and(is_over);
                state.rooms.get(&(account.clone(), room.clone())).map(|room| {
                    let style = faces::Style { selected: style.selected || over, ..style };
                    faces::room(room, row, state, &style)
                })
            }
        };
        let Some(drawn) = drawn else { return space().height(height).into() };
        let at_cursor = self.selection.cursor() == Some(row);
        let about = row.clone();
        let drawn = info(drawn.tab_stop(false).ring(0.0), move || about_row(&about, state));
        // The right button moves the keyboard's row here first: a menu is made for that one only.
        let items = if at_cursor { menus::row(row, self, state) } else { Vec::new() };
        menu::context(drawn, items, at_cursor).into()
    }

    /// A quiet word while the archive is caught up.
    fn progress<'a>(&self) -> Element<'a, Message> {
        let Some(percent) = self.catch_up.shown() else { return space().into() };
        let words = t("list-catching-up");
        let semantics = Semantics { live: true, ..Semantics::new(Role::Status, "catching up", words.clone()) };
        let bar = progress("caught-up", &words, percent);
        let face = line![icon::icon(icon::Icon::Waiting, 12.0), one_line(words).size(theme::SMALL).style(theme::dim)];
        let face = accessible(semantics, container(face.spacing(6).align_y(alignment::Vertical::Center)).width(Length::Fill));
        container(column![face, bar].spacing(4)).padding([4, 12]).into()
    }

    fn foot<'a>(&'a self, state: &'a State) -> Element<'a, Message> {
        let own = state.accounts.values().find(|status| status.config.enabled);
        let availability = own_availability(state);
        let connecting = own.is_some_and(|status| status.state == AccountState::Connecting);
        let online = own.is_some_and(|status| status.state == AccountState::Online);
        let shown = if online { availability.show() } else { Show::Offline };
        let word = match own {
            Some(_) if connecting => t("account-connecting"),
            Some(_) if !online => t("show-offline"),
            Some(_) => words::availability(availability),
            None => t("status-no-account"),
        };
        let choices = Availability::ALL
            .into_iter()
            .map(|choice| {
                let entry = menu::plain(words::availability(choice), Message::StatusChosen(choice));
                entry.dot(choice.show()).into()
            })
            .collect();
        let face = line![one_line(word.clone()).font(theme::MEDIUM),]
            .extend(own.map(|_| icon::icon(icon::Icon::Down, 12.0)))
            .spacing(4)
            .align_y(alignment::Vertical::Center);
        let semantics = Semantics { value: Some(word), ..Semantics::new(Role::ComboBox, "status", t("status-name")) };
        let selector = menu::drop_down(semantics, container(face).padding([0, 2]), choices).enabled(own.is_some());
        let message: Element<'a, Message> = match &self.status_text {
            Some(typed) => field::field(&self.status, "status text", &t("status-message"), typed)
                .placeholder(t("status-message"))
                .on_input(Message::StatusTextEdited)
                .on_submit(Message::StatusTextDone)
                .into(),
            None => {
                let words = own_text(state).unwrap_or_else(|| t("status-set"));
                let semantics =
                    Semantics { description: words.clone(), ..Semantics::new(Role::Button, "status text", t("status-message")) };
                let face = one_line(words).size(theme::SMALL).line_height(1.35).style(theme::dim);
                let face = container(face).padding([0, 2]).width(Length::Fill);
                let pressed = own.map(|_| Message::StatusTextAsked);
                match pressed {
                    Some(message) => button::flat(semantics, face, message).into(),
                    None => space().into(),
                }
            }
        };
        let name = own.map_or("", |status| status.config.alias.as_deref().unwrap_or(status.jid().as_str()));
        let picture: Element<'a, Message> = if own.is_none() {
            icon::own(28.0)
        } else {
            let seen = own.and_then(|status| state.picture(status.jid(), status.jid().clone()));
            let picture = avatar::person(name, own.map_or("", |status| status.jid().as_str()), 28.0, Some(shown)).picture(seen);
            let semantics = Semantics::new(Role::Button, "own picture", t("picture-title"));
            button::flat(semantics, picture.on(|tokens| tokens.side), Message::PictureWanted).into()
        };
        let lines = column![selector, message].spacing(1).width(Length::Fill);
        container(line![picture, lines].spacing(10).align_y(alignment::Vertical::Center))
            .padding([8, 12])
            .width(Length::Fill)
            .style(theme::side)
            .into()
    }
}

/// The card beside the pointer; `None` when the row says it all.
fn about_row<'a>(row: &Row, state: &State) -> Option<Element<'a, Message>> {
    let lines = match row {
        Row::Group(_) => return None,
        Row::Contact { account, jid, .. } => summary::contact(state.contacts.get(&(account.clone(), jid.clone()))?, state),
        Row::Other { account, jid } => summary::stranger(account, jid, state),
        Row::Room { account, room, .. } => summary::room(state.rooms.get(&(account.clone(), room.clone()))?, state),
    };
    Some(container(lines).width(CARD).into())
}
