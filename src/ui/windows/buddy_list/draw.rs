//! How the buddy list is drawn: its rows, the cards that ask for attention, our own status at the foot.

use super::rows::{Row, unread};
use super::{BuddyList, Message, Question, list_key, menus, own_availability, own_text, shortcut};
use crate::i18n::{problem, t, t_with};
use crate::model::conversation::Conversation;
use crate::model::presence::{Availability, Show};
use crate::model::room::{Room, RoomState};
use crate::model::{AccountState, AccountStatus, BareJid, Contact, Jid, Problem, Request, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::widgets::line::line as one_line;
use crate::ui::widgets::modal::{Card, modal};
use crate::ui::widgets::{avatar, badge, button, card, empty, field, form, frame, icon, menu, row};
use crate::ui::windows::{Opening, certificate, password};
use crate::ui::{theme, words};
use iced::keyboard::{Key, key::Named};
use iced::widget::{Column, column, container, responsive, row as line, scrollable, space, text};
use iced::{Element, Length, Rectangle, alignment, window};
use jiff::Zoned;

impl BuddyList {
    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let content = column![
            container(menus::bar(state)).padding([3, 4]).width(Length::Fill),
            form::line(),
            self.body(state),
            self.cards(state),
            self.progress(),
            form::line(),
            self.foot(state),
        ];
        let base = modal(content, self.question.as_ref().map(|question| self.card(question, state)));
        let editing = self.status_text.is_some();
        frame::window(id, Self::title(), base)
            .start(Some(if editing { self.status.clone() } else { self.list.clone() }))
            .on_key(move |key, modifiers| match key {
                Key::Named(Named::Escape) if editing => Some(Message::StatusTextDropped),
                _ => shortcut(key, modifiers),
            })
            .into()
    }

    fn body<'a>(&'a self, state: &'a State) -> Element<'a, Message> {
        if self.rows.rows.is_empty() {
            let open = |opening| Some(Message::Opened(Box::new(opening)));
            let add = Opening::AddBuddy { account: None, jid: None, name: None };
            let (headline, advice, button) = if state.accounts.is_empty() {
                let add = button::primary("add account", &t("accounts-add"), open(Opening::AddAccount));
                ("list-no-account", "list-no-account-words", add)
            } else {
                ("list-empty", "list-empty-words", button::primary("add buddy", &t("list-add"), open(add)))
            };
            return empty::empty(Some(icon::own(64.0)), t(headline), t(advice), Some(button.into()));
        }
        let list = responsive(move |size| {
            let now = words::now();
            let (range, before) = self.rows.visible(self.offset, size.height);
            let shown = &self.rows.rows[range.clone()];
            let after = (self.rows.height - before - shown.iter().map(Row::height).sum::<f32>()).max(0.0);
            let drawn = shown.iter().map(|row| self.row(row, state, &now));
            let column = Column::new().push(space().height(before)).extend(drawn).push(space().height(after)).width(Length::Fill);
            scrollable(column)
                .id(self.scroll.clone())
                .on_scroll(Message::Scrolled)
                .direction(scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(8).scroller_width(6)))
                .width(Length::Fill)
                .height(Length::Fill)
                .style(theme::scroll)
                .into()
        });
        accessible(Semantics::new(Role::ListBox, "list", t("list-name")), container(list).width(Length::Fill).height(Length::Fill))
            .on_key(|key, modifiers| if modifiers.is_empty() { list_key(key) } else { None })
            .id(self.list.clone())
            .ring(0.0)
            .current(self.current())
            .into()
    }

    /// Where the row is that the keyboard is at.
    fn current(&self) -> Option<Rectangle> {
        let at = self.rows.position(self.selected.as_ref()?)?;
        let (top, bottom) = (self.rows.top(at), self.rows.top(at + 1));
        Some(Rectangle { x: 2.0, y: top - self.offset + 1.0, width: self.width - 4.0, height: bottom - top - 2.0 })
    }

    fn row<'a>(&'a self, row: &'a Row, state: &'a State, now: &Zoned) -> Element<'a, Message> {
        let selected = self.selected.as_ref().is_some_and(|other| other.is(row));
        let drawn = match row {
            Row::Group { group, online, total, open } => {
                let counts = t_with("group-counts", &[("online", (*online).into()), ("total", (*total).into())]);
                let sign = icon::icon(if *open { icon::Icon::Down } else { icon::Icon::Right }, 12.0);
                let name = group.name();
                let face = line![
                    sign,
                    container(one_line(name.clone()).size(theme::SMALL).font(theme::SEMIBOLD).style(theme::dim)).width(Length::Fill),
                    text(if online == total { total.to_string() } else { format!("{online}/{total}") })
                        .size(theme::SMALL)
                        .style(theme::dim),
                ]
                .spacing(6)
                .align_y(alignment::Vertical::Center);
                let semantics = Semantics {
                    selected: Some(selected),
                    expanded: Some(*open),
                    description: counts,
                    ..Semantics::new(Role::ListBoxOption, group.key(), name)
                };
                let face = container(face).padding(iced::Padding { top: 6.0, right: 12.0, bottom: 0.0, left: 12.0 });
                button::flat(semantics, face.height(row.height()).width(Length::Fill), Message::Pressed(row.clone()))
            }
            Row::Contact { group, account, jid } => match state.contacts.get(&(account.clone(), jid.clone())) {
                Some(contact) => buddy(contact, &group.key(), row, state, selected, now),
                None => return space().height(row.height()).into(),
            },
            Row::Other { account, jid } => stranger(account, jid, row, state, selected, now),
            Row::Room { account, room } => match state.rooms.get(&(account.clone(), room.clone())) {
                Some(room) => self::room(room, row, state, selected, now),
                None => return space().height(row.height()).into(),
            },
        };
        menu::context(drawn.tab_stop(false).ring(0.0), menus::row(row, state), selected).into()
    }

    /// What asks for attention, above our own status.
    fn cards<'a>(&'a self, state: &'a State) -> Element<'a, Message> {
        let several = state.accounts.len() > 1;
        let mut requests: Vec<_> = state.requests.values().collect();
        requests.sort_by_key(|request| request.time);
        let mut cards: Vec<Element<'a, Message>> = requests.into_iter().take(3).map(request_card).collect();
        cards.extend(state.accounts.values().filter_map(|status| trouble_card(status, several)));
        let unkept = state.accounts.values().filter(|status| status.keyring_missing && !self.keyring_read.contains(status.jid()));
        cards.extend(unkept.map(keyring_card));
        if let Some(problem) = &self.refused {
            let buttons = vec![button::secondary("read", &t("button-close"), Some(Message::RefusalRead)).into()];
            cards.push(card::card("refused", problem::words(problem), problem::next_step(problem).unwrap_or_default(), buttons));
        }
        if cards.is_empty() {
            return space().into();
        }
        let cards = Column::with_children(cards).spacing(8).padding(8);
        container(scrollable(cards).style(theme::scroll)).max_height(320).into()
    }

    /// A quiet word while the archive is caught up.
    fn progress<'a>(&self) -> Element<'a, Message> {
        if !self.catch_up.is_shown() {
            return space().into();
        }
        let words = t("list-catching-up");
        let semantics = Semantics { live: true, ..Semantics::new(Role::Status, "catching up", words.clone()) };
        let face = line![icon::icon(icon::Icon::Waiting, 12.0), one_line(words).size(theme::SMALL).style(theme::dim)];
        let face = container(face.spacing(6).align_y(alignment::Vertical::Center)).padding([4, 12]);
        accessible(semantics, face.width(Length::Fill)).into()
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
            avatar::person(name, own.map_or("", |status| status.jid().as_str()), 28.0, Some(shown)).on(|tokens| tokens.side).into()
        };
        let lines = column![selector, message].spacing(1).width(Length::Fill);
        container(line![picture, lines].spacing(10).align_y(alignment::Vertical::Center))
            .padding([8, 12])
            .width(Length::Fill)
            .style(theme::side)
            .into()
    }

    fn card<'a>(&'a self, question: &'a Question, state: &'a State) -> Card<'a, Message> {
        let name = |account: &BareJid, jid: &BareJid| {
            let contact = state.contacts.get(&(account.clone(), jid.clone()));
            contact.map_or_else(|| jid.to_string(), |contact| contact.display_name().to_owned())
        };
        match question {
            Question::Rename { jid, alias, .. } => Card {
                headline: t_with("alias-question", &[("address", jid.as_str().into())]),
                body: field::field(&self.alias, "alias", &t("add-buddy-alias"), alias)
                    .placeholder(jid.to_string())
                    .on_input(Message::AliasEdited)
                    .on_submit(Message::Confirmed)
                    .into(),
                buttons: vec![
                    button::secondary("cancel", &t("button-cancel"), Some(Message::Dropped)).into(),
                    button::primary("save", &t("button-save"), Some(Message::Confirmed)).into(),
                ],
                start: Some(self.alias.clone()),
                on_escape: Message::Dropped,
                on_enter: Some(Message::Confirmed),
            },
            Question::Remove { account, jid } => {
                let name = name(account, jid);
                Card {
                    headline: t_with("remove-question", &[("name", name.as_str().into())]),
                    body: text(t_with("remove-words", &[("address", jid.as_str().into())])).size(theme::LABEL).into(),
                    buttons: vec![
                        button::secondary("keep", &t("button-cancel"), Some(Message::Dropped)).id(self.keep.clone()).into(),
                        button::danger("remove", &t("remove-now"), Some(Message::Confirmed)).into(),
                    ],
                    start: Some(self.keep.clone()),
                    on_escape: Message::Dropped,
                    on_enter: None,
                }
            }
        }
    }
}

fn conversation<'a>(state: &'a State, account: &BareJid, jid: Jid) -> Option<&'a Conversation> {
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

/// The newest thing to know: unread words first, else what they say of themselves.
fn second(conversation: Option<&Conversation>, otherwise: String) -> String {
    let last = conversation.filter(|conversation| conversation.unread > 0).and_then(|conversation| conversation.last_body.clone());
    last.unwrap_or(otherwise).replace(['\n', '\r'], " ")
}

type Flat<'a> = crate::ui::accessible::Accessible<'a, Message>;

fn entry<'a>(row: &Row, semantics: Semantics, lines: Element<'a, Message>) -> Flat<'a> {
    let face = container(lines).padding([0, 12]).center_y(row.height()).width(Length::Fill);
    button::flat(semantics, face, Message::Pressed(row.clone()))
}

fn buddy<'a>(contact: &Contact, group: &str, row: &Row, state: &State, selected: bool, now: &Zoned) -> Flat<'a> {
    let jid = &contact.item.jid;
    let about = conversation(state, &contact.account, jid.clone().into());
    let presence = if contact.item.ask && !contact.item.subscription.sees() { t("row-asked") } else { words::show(contact.show) };
    let status = contact.status.clone().filter(|status| !status.trim().is_empty());
    let said = [Some(presence.clone()), status.clone(), unread_words(about)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let semantics = Semantics {
        selected: Some(selected),
        description: said,
        ..Semantics::new(Role::ListBoxOption, format!("{group} {} {jid}", contact.account), contact.display_name())
    };
    let picture = avatar::person(contact.display_name(), jid.as_str(), 32.0, Some(contact.show));
    let picture = if selected { picture.on(|tokens| tokens.accent_weak) } else { picture };
    let faint = contact.show == Show::Offline && unread(state, contact) == 0;
    let lines =
        row::two_lines(picture, contact.display_name().to_owned(), second(about, status.unwrap_or(presence)), right(about, now), faint);
    entry(row, semantics, lines)
}

fn stranger<'a>(account: &BareJid, jid: &Jid, row: &Row, state: &State, selected: bool, now: &Zoned) -> Flat<'a> {
    let about = conversation(state, account, jid.clone());
    let semantics = Semantics {
        selected: Some(selected),
        description: unread_words(about).unwrap_or_else(|| t("row-not-listed")),
        ..Semantics::new(Role::ListBoxOption, format!("others {account} {jid}"), jid.to_string())
    };
    let picture = avatar::person(jid.as_str(), jid.to_bare().as_str(), 32.0, None);
    let words = about.and_then(|about| about.last_body.clone()).unwrap_or_else(|| t("row-not-listed")).replace('\n', " ");
    entry(row, semantics, row::two_lines(picture, jid.to_string(), words, right(about, now), false))
}

fn room<'a>(room: &Room, row: &Row, state: &State, selected: bool, now: &Zoned) -> Flat<'a> {
    let about = conversation(state, &room.account, room.room.clone().into());
    let how = match &room.state {
        RoomState::Left => t("room-left"),
        RoomState::Joining => t("room-joining"),
        RoomState::Joined => t_with("room-people", &[("count", room.occupants.into())]),
        RoomState::Failed(problem) => problem::room_refusal(problem),
    };
    let said = [Some(how.clone()), unread_words(about)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let semantics = Semantics {
        selected: Some(selected),
        description: said,
        ..Semantics::new(Role::ListBoxOption, format!("room {} {}", room.account, room.room), room.display_name())
    };
    let picture = avatar::room(room.room.as_str(), 32.0);
    let faint = room.state != RoomState::Joined;
    entry(row, semantics, row::two_lines(picture, room.display_name().to_owned(), second(about, how), right(about, now), faint))
}

fn request_card<'a>(request: &Request) -> Element<'a, Message> {
    let name = request.nick.as_deref().filter(|nick| !nick.trim().is_empty()).unwrap_or(request.jid.as_str());
    let key = |what: &str| format!("{what} {} {}", request.account, request.jid);
    let who = |message: fn(BareJid, BareJid) -> Message| Some(message(request.account.clone(), request.jid.clone()));
    let quoted = request.message.as_deref().filter(|message| !message.trim().is_empty());
    card::card(
        &key("request"),
        t_with("authorize-question", &[("name", name.into())]),
        quoted.map(|message| t_with("authorize-quoted", &[("message", message.into())])).unwrap_or_default(),
        vec![
            button::primary(&key("authorize"), &t("card-authorize"), who(Message::Authorized)).into(),
            button::secondary(&key("deny"), &t("card-deny"), who(Message::Denied)).into(),
        ],
    )
}

/// The password was to be remembered, but nothing here keeps it.
fn keyring_card<'a>(status: &AccountStatus) -> Element<'a, Message> {
    let jid = status.jid();
    let headline = t_with("card-no-keyring", &[("account", jid.as_str().into())]);
    let read = button::secondary(&format!("keyring {jid}"), &t("card-understood"), Some(Message::KeyringRead(jid.clone())));
    card::card(&format!("no keyring {jid}"), headline, t("card-no-keyring-words"), vec![read.into()])
}

/// Why an account is not online, and the button that helps.
fn trouble_card<'a>(status: &AccountStatus, several: bool) -> Option<Element<'a, Message>> {
    let what = status.problem.as_ref().filter(|_| status.config.enabled && status.state != AccountState::Online)?;
    let jid = status.jid();
    let open = |opening: Opening| Some(Message::Opened(Box::new(opening)));
    let modify = button::secondary("modify", &t("card-modify"), open(Opening::ModifyAccount(jid.clone()))).into();
    let buttons = if password::is_wanted(status) {
        vec![button::primary("password", &t("card-password"), open(Opening::Password(jid.clone()))).into(), modify]
    } else if certificate::in_question(status).is_some() {
        vec![button::primary("certificate", &t("card-certificate"), open(Opening::Certificate(jid.clone()))).into(), modify]
    } else {
        let label = t(if *what == Problem::Conflict { "card-take-back" } else { "card-again" });
        vec![button::primary("again", &label, Some(Message::Reconnected(jid.clone()))).into(), modify]
    };
    let headline = if several { format!("{jid}: {}", problem::words(what)) } else { problem::words(what) };
    Some(card::card(&format!("trouble {jid}"), headline, problem::next_step(what).unwrap_or_default(), buttons))
}
