//! How the chat window is drawn.

use super::moderation::Deed;
use super::{Chat, Message, Subject, Tab, amend, draft, info, menu, people, room_trouble, waits, words};
use crate::i18n::{t, t_with};
use crate::model::message::written_length;
use crate::model::{AccountState, RoomState, SendKey, Show, State, Typing};
use crate::ui::latin::latin;
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::text::{Link, bidi};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::access::Label;
use crate::ui::widgets::chat_log::{About, ChatLog};
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::line::line;
use crate::ui::widgets::menu::{context, drop_down};
use crate::ui::widgets::modal::{Card, modal};
use crate::ui::widgets::scope::scope;
use crate::ui::widgets::toast::toast;
use crate::ui::widgets::{avatar, button, form, tabs};
use crate::ui::words::show;
use iced::advanced::widget::Id;
use iced::keyboard::{Key as Pressed, Modifiers, key::Named};
use iced::widget::text_editor::{Binding, KeyPress, Motion, Status};
use iced::widget::{Column, column, container, row, space, stack, text, text_editor};
use iced::{Background, Border, Element, Length, Theme, alignment, window};

/// The input grows up to six lines.
const TALLEST: f32 = 6.0 * 20.0 + 12.0;

/// Letters of an address on a button.
const LONGEST_ADDRESS: usize = 48;

impl Chat {
    pub fn view<'a>(&'a self, id: window::Id, state: &'a State, tokens: &'static Tokens) -> Element<'a, Message> {
        let content: Element<'a, Message> = match self.active() {
            Some(tab) => column![self.tabs(state), header(tab, state, self), body(tab, state, tokens, self)].into(),
            None => space().into(),
        };
        let ground = container(content).width(Length::Fill).height(Length::Fill);
        let question = self.question(state);
        let asks = question.is_some();
        let window = modal(toast(ground, &self.toast, Message::ToastOver), question);
        let start = self.active().filter(|_| !asks).map(|tab| tab.input.clone());
        let scoped = scope(window).start(start).on_key(Chat::key);
        accessible(Semantics::window(id, self.name(state)), scoped).into()
    }

    fn tabs<'a>(&self, state: &State) -> Element<'a, Message> {
        let one = |(index, tab): (usize, &Tab)| {
            let name = tab.key.name(state);
            let unread = if index == self.active && self.focused { 0 } else { tab.unread(state) };
            let arguments = [("name", name.clone().into()), ("count", i64::from(unread).into())];
            tabs::Tab {
                key: format!("{} {}", tab.key.account, tab.key.conversation),
                unread,
                on_select: Message::TabSelected(index),
                on_close: Message::TabClosed(index),
                close: bidi::strip(&t_with("chat-close-tab", &arguments)),
                description: if unread > 0 { bidi::strip(&t_with("chat-tab-unread", &arguments)) } else { String::new() },
                menu: if self.menu_of == Some(index) { menu::of_tab(index, self) } else { Vec::new() },
                name,
            }
        };
        let lifted = self.lifted.and_then(|index| Some((index, self.tabs.get(index)?)));
        let dragged = lifted.map(|(index, tab)| tabs::Dragged { index, name: tab.key.name(state) });
        tabs::tabs(&t("chat-tabs"), self.tabs.iter().enumerate().map(one).collect(), self.active, dragged, Message::Tabs)
    }

    fn question<'a>(&self, state: &State) -> Option<Card<'a, Message>> {
        self.link_question()
            .or_else(|| self.paste_question())
            .or_else(|| self.retraction_question())
            .or_else(|| self.forget_question(state))
            .or_else(|| self.earlier_versions())
            .or_else(|| self.day_question())
            .or_else(|| self.moderation_question(state))
            .or_else(|| self.help())
    }

    /// What is about to be deleted, by its name.
    fn forget_question<'a>(&self, state: &State) -> Option<Card<'a, Message>> {
        let tab = self.active().filter(|_| self.forgetting)?;
        let cancel = Id::new("forget-cancel");
        Some(Card {
            headline: t_with("chat-forget-title", &[("name", tab.key.name(state).into())]),
            body: text(t("chat-forget-explain")).size(theme::LABEL).style(theme::dim).into(),
            buttons: vec![
                button::secondary("cancel", &t("chat-cancel"), Some(Message::ForgetDismissed)).id(cancel.clone()).into(),
                button::danger("forget", &t("chat-forget"), Some(Message::ForgetConfirmed)).into(),
            ],
            start: Some(cancel),
            on_escape: Message::ForgetDismissed,
            on_enter: None,
        })
    }

    /// How much is about to be pasted.
    fn paste_question<'a>(&self) -> Option<Card<'a, Message>> {
        let text_to_paste = self.pasting.as_ref()?;
        let lines = i64::try_from(text_to_paste.lines().count()).unwrap_or(i64::MAX);
        let letters = i64::try_from(text_to_paste.chars().count()).unwrap_or(i64::MAX);
        let arguments = [("lines", lines.into()), ("letters", letters.into())];
        let paste = Id::new("paste");
        Some(Card {
            headline: t("chat-paste-title"),
            body: text(t_with("chat-paste-explain", &arguments)).size(theme::LABEL).style(theme::dim).into(),
            buttons: vec![
                button::secondary("cancel", &t("chat-cancel"), Some(Message::PasteDismissed)).into(),
                button::primary("paste", &t("chat-paste"), Some(Message::PasteConfirmed)).id(paste.clone()).into(),
            ],
            start: Some(paste),
            on_escape: Message::PasteDismissed,
            on_enter: None,
        })
    }

    /// Where a link really leads, before it is opened.
    fn link_question<'a>(&self) -> Option<Card<'a, Message>> {
        let link = self.link.as_ref()?;
        let address = container(text(link.as_str().to_owned()).size(theme::BODY).wrapping(text::Wrapping::WordOrGlyph))
            .padding([8, 12])
            .width(Length::Fill)
            .style(theme::note_card);
        let deceive = link.may_deceive().then(|| text(t("chat-link-deceive")).size(theme::SMALL).style(theme::danger).into());
        let body = column![text(t(opens_with(link))).size(theme::LABEL).style(theme::dim), address].spacing(8).extend(deceive);
        let cancel = Id::new("link-cancel");
        Some(Card {
            headline: t("chat-link-title"),
            body: body.into(),
            buttons: vec![
                button::secondary("cancel", &t("chat-cancel"), Some(Message::LinkDismissed)).id(cancel.clone()).into(),
                button::primary("open", &t("chat-link-open"), Some(Message::LinkConfirmed)).into(),
            ],
            start: Some(cancel),
            on_escape: Message::LinkDismissed,
            on_enter: None,
        })
    }
}

/// What shows an address.
fn opens_with(link: &Link) -> &'static str {
    match link.scheme() {
        "mailto" => "chat-link-explain-mail",
        "geo" => "chat-link-explain-map",
        "tel" => "chat-link-explain-phone",
        "xmpp" => "chat-link-explain-here",
        _ => "chat-link-explain",
    }
}

fn header<'a>(tab: &Tab, state: &State, window: &Chat) -> Element<'a, Message> {
    let name = tab.key.name(state);
    let address = tab.key.conversation.to_string();
    let seen = state.picture(&tab.key.account, tab.key.conversation.clone());
    let (picture, second): (Element<'a, Message>, String) = match tab.key.subject(state) {
        Subject::Person => {
            let contact = state.contacts.get(&(tab.key.account.clone(), tab.key.conversation.to_bare()));
            let there = contact.map(|contact| contact.show);
            let typing = state.conversations.get(&tab.key.pair()).map(|conversation| conversation.typing).unwrap_or_default();
            let status = contact.map(|contact| {
                let said = contact.status.as_deref().map(str::trim).filter(|said| !said.is_empty());
                said.map_or_else(|| show(contact.show), bidi::isolate)
            });
            let device = contact.and_then(|contact| contact.resources.first()).map(|resource| bidi::isolate(resource));
            // What goes on now is more than what was set.
            let status = match typing {
                Typing::Not => status,
                Typing::Composing => Some(t("chat-typing")),
                Typing::Paused => Some(t("chat-typing-paused")),
                Typing::Gone => Some(t("chat-typing-gone")),
            };
            let parts = [Some(bidi::isolate(&address)).filter(|_| address != name), status, device];
            let parts: Vec<_> = parts.into_iter().flatten().collect();
            (avatar::person(&name, &address, 36.0, there).picture(seen).into(), parts.join(" · "))
        }
        Subject::Room => {
            let subject = tab.key.room(state).and_then(|room| room.subject.as_deref()).map(str::trim).filter(|subject| !subject.is_empty());
            let second = subject.map_or_else(|| t("chat-room-no-subject"), |subject| bidi::isolate(&subject.replace('\n', " ")));
            (avatar::room(&address, 36.0).picture(seen).into(), second)
        }
        Subject::Occupant(nick) => {
            let occupant = state.occupant(&tab.key.account, &tab.key.conversation.to_bare(), &nick);
            let there = occupant.map_or(Show::Offline, |occupant| occupant.show);
            (avatar::person(&nick, &nick, 36.0, Some(there)).picture(seen).into(), format!("{} · {}", bidi::isolate(&address), show(there)))
        }
    };
    let joined = tab.key.subject(state) == Subject::Room && room_trouble(&tab.key, state).is_none();
    let right = joined.then(|| button::secondary("leave", &t("chat-room-leave"), Some(Message::LeavePressed)).into());
    let semantics = Semantics { description: bidi::strip(&second), ..Semantics::new(Role::Heading, "header", name.clone()) };
    let below = (!second.is_empty()).then(|| line(second).size(theme::SMALL).style(theme::dim).into());
    let lines = column![line(name).font(theme::SEMIBOLD)].extend(below).spacing(1);
    let who = row![picture, container(lines).width(Length::Fill)].spacing(12).align_y(alignment::Vertical::Center);
    let more = Semantics::new(Role::Button, "more", t("chat-more"));
    let more = drop_down(more, container(icon(Icon::More, 18.0)).padding(6), menu::of_conversation(tab, state, window));
    let all = row![accessible(semantics, who)].extend(right).push(more).spacing(12).align_y(alignment::Vertical::Center);
    column![container(all).padding([10, 16]).width(Length::Fill), form::line()].into()
}

fn body<'a>(tab: &'a Tab, state: &'a State, tokens: &'static Tokens, window: &'a Chat) -> Element<'a, Message> {
    // Everything keeps its place in the tree of widgets, whatever comes and goes: else the input would lose focus and caret.
    let log = log(tab, state, tokens, window.asked.as_ref());
    let find = Column::with_children(tab.find_bar());
    let left = column![find, log, Column::with_children(bars(tab, state)), input(tab, state, window.focused)];
    let is_room = tab.key.subject(state) == Subject::Room;
    let edge = container(space().width(if is_room || tab.shows_info { 1 } else { 0 }).height(Length::Fill)).style(theme::line);
    let pane = if tab.shows_info { Some(info::pane(tab, state)) } else { is_room.then(|| people::list(tab, state)) };
    row![left.width(Length::Fill), edge].extend(pane).into()
}

fn log<'a>(tab: &'a Tab, state: &State, tokens: &'static Tokens, asked: Option<&About>) -> Element<'a, Message> {
    let log = ChatLog::new(tab.log.rows(), tab.key.number(), Message::Log)
        .id(tab.log_id.clone())
        .jumps(tab.jumps)
        .marks(tab.marks)
        .shown(tab.shown)
        .colors(tokens)
        .density(state.settings.look.density)
        .has_older(tab.log.can_load())
        .loading(tab.log.is_loading());
    let words = match tab.key.subject(state) {
        _ if !tab.log.rows().is_empty() || tab.log.is_loading() => None,
        Subject::Room => Some(t("chat-log-empty-room")),
        Subject::Person | Subject::Occupant(_) => Some(t_with("chat-log-empty-chat", &[("name", tab.key.name(state).into())])),
    };
    let hint = words.map(|words| {
        container(text(words).size(theme::LABEL).style(theme::dim).align_x(alignment::Horizontal::Center))
            .center(Length::Fill)
            .padding(24)
            .into()
    });
    let items = asked.map(|about| menu::of_message(about, tab, state)).unwrap_or_default();
    let log = context(log, items, !tab.log.is_empty()).place(asked.map(|about| about.place));
    stack![log].extend(hint).height(Length::Fill).into()
}

/// What there is to know before writing, above the input: never more than one line for each.
fn bars<'a>(tab: &Tab, state: &State) -> Vec<Element<'a, Message>> {
    let mut bars = Vec::new();
    if let Some(trouble) = room_trouble(&tab.key, state) {
        bars.push(room_bar(tab, trouble, state));
    } else if let Some(account) = waits(&tab.key, state) {
        let key = if account == AccountState::Connecting { "chat-account-connecting" } else { "chat-account-offline" };
        bars.push(bar("offline", t_with(key, &[("account", tab.key.account.to_string().into())]), Vec::new()));
    }
    let whispers = matches!(tab.key.subject(state), Subject::Occupant(_)) && tab.key.room(state).is_some_and(|room| !room.may_whisper());
    bars.extend(whispers.then(|| bar("no-whispering", t("chat-no-private"), Vec::new())));
    let gone = tab.gone(state).map(|nick| t_with("chat-private-gone", &[("nick", bidi::isolate(&nick).into())]));
    bars.extend(gone.map(|words| bar("not-there", words, Vec::new())));
    let is_room = tab.key.subject(state) == Subject::Room;
    bars.extend(length(tab, state));
    bars.extend(amend::purpose(tab).map(|words| bar("intent", words, amend::means(tab))));
    let asking = tab.key.room(state).filter(|_| is_room).and_then(|room| room.asking.first());
    bars.extend(asking.map(|nick| {
        let give = Message::Room(Deed::VoiceGiven(nick.clone()));
        let buttons = vec![
            button::secondary("give-voice", &t("chat-voice-give"), Some(give)).into(),
            button::secondary("not-now", &t("chat-voice-not-now"), Some(Message::Room(Deed::VoiceDeclined(nick.clone())))).into(),
        ];
        bar("voice", t_with("chat-voice-asked", &[("nick", bidi::isolate(nick).into())]), buttons)
    }));
    bars.extend(tab.note.clone().map(|note| bar("note", note, Vec::new())));
    if let Some(problem) = &tab.problem {
        let words = t_with("chat-message-failed", &[("reason", words::failure(problem, is_room).into())]);
        bars.push(bar("problem", words, Vec::new()));
    } else if let Some(failed) = tab.log.failed() {
        // The reason stands at the message; here is the button for the keyboard.
        let retry = button::secondary("retry", &t("chat-retry"), Some(Message::RetryPressed(failed.id)));
        bars.push(bar("failed", t("chat-some-failed"), vec![retry.into()]));
    }
    let stranger = tab.key.subject(state) == Subject::Person
        && state.accounts.contains_key(&tab.key.account)
        && !state.contacts.contains_key(&(tab.key.account.clone(), tab.key.conversation.to_bare()));
    if stranger {
        let add = button::secondary("add-buddy", &t("chat-add-buddy"), Some(Message::AddBuddyPressed));
        bars.push(bar("stranger", t_with("chat-stranger", &[("name", tab.key.name(state).into())]), vec![add.into()]));
    }
    bars
}

/// How long the text is, near the limit of what the server takes and beyond it.
fn length<'a>(tab: &Tab, state: &State) -> Option<Element<'a, Message>> {
    let most = state.accounts.get(&tab.key.account)?.longest_body();
    let long = written_length(&tab.draft.text());
    if long * 5 < most * 4 {
        return None;
    }
    let key = if long > most { "chat-too-long" } else { "chat-long" };
    let share = i64::try_from(long * 100 / most.max(1)).unwrap_or(i64::MAX);
    Some(bar("length", t_with(key, &[("share", share.into())]), Vec::new()))
}

/// Why one cannot write in a room, and the way back in.
fn room_bar<'a>(tab: &Tab, trouble: &RoomState, state: &State) -> Element<'a, Message> {
    let press =
        |key: &str, label: &str, message: Message| -> Element<'a, Message> { button::secondary(key, &t(label), Some(message)).into() };
    match trouble {
        RoomState::Joining | RoomState::Joined => bar("joining", t("chat-room-joining"), Vec::new()),
        RoomState::Left => bar("left", t("chat-room-left"), vec![press("rejoin", "chat-room-rejoin", Message::RejoinPressed)]),
        RoomState::Failed(problem) => {
            let server = tab.key.conversation.domain().as_str().to_owned();
            let successor = tab.key.room(state).and_then(|room| room.successor.clone());
            let help = match problem.condition() {
                "gone" if successor.is_some() => {
                    let room = successor.map(|room| room.as_str().chars().take(LONGEST_ADDRESS).collect::<String>()).unwrap_or_default();
                    let room = Label::escape(&room);
                    let label = t_with("chat-room-successor", &[("room", room.into())]);
                    button::secondary("successor", &label, Some(Message::Room(Deed::SuccessorPressed))).into()
                }
                "conflict" | "jid-malformed" | "not-acceptable" => press("nick", "chat-room-other-nick", Message::JoinDialogPressed),
                "not-authorized" => press("password", "chat-room-with-password", Message::JoinDialogPressed),
                _ => press("rejoin", "chat-room-retry", Message::RejoinPressed),
            };
            bar("refused", words::refusal(problem, &server, false), vec![help])
        }
    }
}

/// A quiet line with its button.
fn bar<'a>(key: &str, words: String, buttons: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let semantics = Semantics { live: true, ..Semantics::new(Role::Status, key, bidi::strip(&words)) };
    let words = text(words).size(theme::LABEL).wrapping(text::Wrapping::WordOrGlyph).width(Length::Fill);
    let face = row![words].extend(buttons).spacing(12).align_y(alignment::Vertical::Center);
    let card = container(face).padding([6, 12]).width(Length::Fill).style(theme::note_card);
    container(accessible(semantics, card)).padding(iced::Padding { top: 0.0, right: 16.0, bottom: 8.0, left: 16.0 }).into()
}

fn input<'a>(tab: &'a Tab, state: &State, focused: bool) -> Element<'a, Message> {
    let name = t_with("chat-input", &[("name", tab.key.name(state).into())]);
    let writes = tab.may_write(state);
    let draft = tab.draft.text();
    let send_key = state.settings.conversing.send_key;
    let completes = tab.draft.completes(tab.nicks(state));
    let (empty, intent) = (draft.is_empty(), tab.intent.is_some());
    let editor = text_editor(tab.draft.content())
        .id(tab.input.clone())
        .placeholder(name.clone())
        .size(theme::BODY)
        .line_height(iced::Pixels(20.0))
        .padding([6, 4])
        .max_height(TALLEST)
        .key_binding(move |press| amending(&press, empty, intent).or_else(|| binding(&press, completes, send_key)))
        .on_action(Message::Edited)
        .style(|theme, _| input_style(theme));
    let value = Some(draft.clone());
    let selection = Some(draft::selection(tab.draft.content()));
    let semantics =
        Semantics { value, selection, disabled: !writes, ..Semantics::new(Role::MultilineTextInput, "input", bidi::strip(&name)) };
    let editor = accessible(semantics, editor).on_input(Message::DraftSet);
    let can_send = writes && !draft.trim().is_empty();
    let send = button::with_icon("send", &t("chat-send"), Icon::Send, can_send.then_some(Message::Submitted)).tab_stop(false);
    let field = row![container(editor).width(Length::Fill), send].spacing(6).align_y(alignment::Vertical::Bottom);
    let framed = container(field).padding([3, 8]).style(move |theme| frame(theme, focused && writes));
    container(framed).padding(iced::Padding { top: 4.0, right: 16.0, bottom: 14.0, left: 16.0 }).into()
}

/// Up in an empty input corrects what we said last; Esc gives it up.
fn amending(press: &KeyPress, empty: bool, intent: bool) -> Option<Binding<Message>> {
    let focused = matches!(press.status, Status::Focused { .. }) && press.modifiers.is_empty();
    match press.key.as_ref() {
        Pressed::Named(Named::ArrowUp) if focused && empty && !intent => Some(Binding::Custom(Message::LastCorrected)),
        Pressed::Named(Named::Escape) if focused && intent => Some(Binding::Custom(Message::IntentDropped)),
        _ => None,
    }
}

/// One key sends and another breaks the line; what belongs to the window or the log is left to them.
fn binding(press: &KeyPress, completes: bool, send_key: SendKey) -> Option<Binding<Message>> {
    if !matches!(press.status, Status::Focused { .. }) {
        return None;
    }
    let modifiers = press.modifiers;
    match latin(&press.key, press.physical_key).as_ref() {
        Pressed::Named(Named::Backspace) if modifiers == Modifiers::COMMAND => Some(Binding::Custom(Message::WordErased(Motion::WordLeft))),
        Pressed::Named(Named::Delete) if modifiers == Modifiers::COMMAND => Some(Binding::Custom(Message::WordErased(Motion::WordRight))),
        Pressed::Named(Named::Enter) if modifiers.shift() => Some(Binding::Enter),
        Pressed::Named(Named::Enter) if modifiers == Modifiers::COMMAND => Some(Binding::Custom(Message::Submitted)),
        Pressed::Named(Named::Enter) if modifiers.is_empty() => Some(match send_key {
            SendKey::Enter => Binding::Custom(Message::Submitted),
            SendKey::CtrlEnter => Binding::Enter,
        }),
        Pressed::Named(Named::Tab) if completes && modifiers.is_empty() => Some(Binding::Custom(Message::Completed)),
        Pressed::Named(Named::Enter | Named::PageUp | Named::PageDown | Named::Tab) => None,
        Pressed::Named(Named::Home | Named::End) if modifiers.command() => None,
        Pressed::Named(Named::ArrowUp) if modifiers == Modifiers::COMMAND => Some(Binding::Custom(Message::Recalled { older: true })),
        Pressed::Named(Named::ArrowDown) if modifiers == Modifiers::COMMAND => Some(Binding::Custom(Message::Recalled { older: false })),
        Pressed::Character("z" | "Z") if modifiers.command() && modifiers.shift() => Some(Binding::Custom(Message::Redone)),
        Pressed::Character("z") if modifiers == Modifiers::COMMAND => Some(Binding::Custom(Message::Undone)),
        Pressed::Character("y") if modifiers == Modifiers::COMMAND => Some(Binding::Custom(Message::Redone)),
        Pressed::Character(letter) if modifiers.command() && !matches!(letter, "a" | "c" | "v" | "x") => None,
        // With Alt letters are access keys; on a Mac they are signs.
        Pressed::Character(_) if modifiers.alt() && !cfg!(target_os = "macos") => None,
        _ => Binding::from_key_press(press.clone()),
    }
}

/// How a text of several lines is drawn; its frame is drawn around it.
pub fn input_style(theme: &Theme) -> text_editor::Style {
    let tokens = theme::tokens(theme);
    text_editor::Style {
        background: Background::Color(tokens.field),
        border: Border::default(),
        placeholder: tokens.dim,
        value: tokens.text,
        selection: iced::Color { a: 0.28, ..tokens.accent },
    }
}

fn frame(theme: &Theme, ready: bool) -> container::Style {
    let tokens = theme::tokens(theme);
    container::Style {
        background: Some(Background::Color(tokens.field)),
        border: Border { color: if ready { tokens.accent } else { tokens.field_line }, width: 1.0, radius: 8.0.into() },
        ..container::Style::default()
    }
}
