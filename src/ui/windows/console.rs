//! XML Console: what goes over an account's stream, both ways, and a stanza written by hand. Secrets never come this far.

mod record;
mod templates;

use super::Action;
use crate::i18n::{t, t_with};
use crate::model::{BareJid, Command, Event, Problem, Reply, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::chat_log::{About, ChatLog, Happening};
use crate::ui::widgets::choice::choice;
use crate::ui::widgets::field::field;
use crate::ui::widgets::menu::{self, drop_down};
use crate::ui::widgets::toast::{Toast, toast};
use crate::ui::widgets::{button, form, frame, tick};
use crate::ui::words;
use iced::advanced::widget::Id;
use iced::keyboard::{Key, Modifiers, key::Named};
use iced::widget::text_editor::{self, Binding, Content};
use iced::widget::{column, container, row, text};
use iced::{Element, Length, Padding, Size, alignment, window};
use record::{Filter, Record};

pub const SIZE: Size = Size::new(720.0, 640.0);
pub const SMALLEST: Size = Size::new(480.0, 360.0);

#[derive(Debug, Clone)]
pub enum Message {
    AccountChosen(BareJid),
    FilterChosen(Filter),
    Searched(String),
    Paused(bool),
    Cleared,
    AllCopied,
    ToastOver,
    /// From the menu of an element.
    Copied(String),
    Log(Happening),
    TemplateChosen(String),
    Edited(text_editor::Action),
    WrittenSet(String),
    Submitted,
    Answered(Result<Reply, Problem>),
    Closed,
}

#[derive(Debug)]
pub struct Console {
    /// Whose stream is looked at.
    account: Option<BareJid>,
    record: Record,
    paused: bool,
    written: Content,
    /// What the menu of the log is about.
    asked: Option<About>,
    /// Why what was written was not sent.
    toast: Toast,
    problem: Option<Problem>,
    search: Id,
    input: Id,
}

impl Console {
    pub fn new(state: &State) -> Self {
        let enabled = state.accounts.values().find(|status| status.config.enabled);
        Self {
            account: enabled.or(state.accounts.values().next()).map(|status| status.jid().clone()),
            record: Record::default(),
            paused: false,
            written: Content::new(),
            asked: None,
            problem: None,
            toast: Toast::default(),
            search: Id::unique(),
            input: Id::unique(),
        }
    }

    pub fn title() -> String {
        t("console-title")
    }

    /// It is looked at from now on.
    pub fn begin(&self) -> Action {
        self.trace(true)
    }

    /// Nobody looks any more: nothing is told.
    pub fn end(&self) -> Option<Command> {
        self.account.clone().map(|account| Command::Trace { account, on: false })
    }

    fn trace(&self, on: bool) -> Action {
        self.account.clone().map_or(Action::None, |account| Action::Keep(Command::Trace { account, on }))
    }

    pub fn on_events(&mut self, events: &[Event]) {
        for event in events {
            if let Event::Traced { account, elements } = event
                && self.account.as_ref() == Some(account)
                && !self.paused
            {
                self.record.add(elements);
            }
        }
    }

    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::AccountChosen(account) => {
                let off = self.trace(false);
                self.account = Some(account);
                self.record.clear();
                return off.and(self.trace(true));
            }
            Message::FilterChosen(filter) => self.record.filter(filter),
            Message::Searched(words) => self.record.search(words),
            Message::Paused(paused) => self.paused = paused,
            Message::Cleared => self.record.clear(),
            Message::AllCopied => return self.copy(self.record.text()),
            Message::ToastOver => self.toast.over(),
            Message::Log(Happening::Asked(about)) => self.asked = Some(about),
            Message::Copied(text) => return self.copy(text),
            Message::Log(_) => {}
            Message::TemplateChosen(xml) | Message::WrittenSet(xml) => {
                self.written = Content::with_text(&xml);
                self.problem = None;
            }
            Message::Edited(action) => {
                self.problem.take_if(|_| action.is_edit());
                self.written.perform(action);
            }
            Message::Submitted => {
                let xml = self.written.text();
                if let (Some(account), false) = (self.account.clone(), xml.trim().is_empty()) {
                    return Action::ask(Command::SendXml { account, xml }, |answer| super::Message::Console(Message::Answered(answer)));
                }
            }
            Message::Answered(Ok(_)) => (self.written, self.problem) = (Content::new(), None),
            Message::Answered(Err(problem)) => self.problem = Some(problem),
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    fn copy(&mut self, text: String) -> Action {
        self.toast.say(t("toast-copied"));
        Action::Run(iced::clipboard::write(text))
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State, tokens: &'static Tokens) -> Element<'a, Message> {
        let log = ChatLog::new(self.record.rows(), 0, Message::Log).colors(tokens).density(state.settings.look.density);
        let copy = |about: &About| menu::entry(&t("chat-menu-copy"), Message::Copied(about.plain.clone())).shortcut(t("key-copy")).into();
        let log = menu::context(log, self.asked.iter().map(copy).collect(), !self.record.rows().is_empty())
            .place(self.asked.as_ref().map(|about| about.place));
        let empty = self.record.rows().is_empty().then(|| {
            let words = text(t("console-empty")).size(theme::LABEL).style(theme::dim).align_x(alignment::Horizontal::Center);
            container(words).center(Length::Fill).padding(24).into()
        });
        let log = iced::widget::stack![log].extend(empty).height(Length::Fill);
        let content = column![self.bar(state), form::line(), log, form::line(), self.hand()];
        frame::window(id, Self::title(), toast(content, &self.toast, Message::ToastOver))
            .start(self.input.clone())
            .on_key(|key, _| (*key == Key::Named(Named::Escape)).then_some(Message::Closed))
            .into()
    }

    /// What is shown of it.
    fn bar<'a>(&self, state: &State) -> Element<'a, Message> {
        let accounts: Vec<BareJid> = state.accounts.keys().cloned().collect();
        let names: Vec<String> = accounts.iter().map(ToString::to_string).collect();
        let at = accounts.iter().position(|account| Some(account) == self.account.as_ref()).unwrap_or(0);
        let account = (accounts.len() > 1).then(|| {
            let chosen = choice("account", &t("console-account"), &names, at, |index| Message::AccountChosen(accounts[index].clone()));
            container(chosen).width(200).into()
        });
        let kinds: Vec<String> = Filter::ALL.iter().map(|filter| t(filter.word())).collect();
        let kind = Filter::ALL.iter().position(|filter| *filter == self.record.filter).unwrap_or(0);
        let kind = choice("kind", &t("console-kind"), &kinds, kind, |index| Message::FilterChosen(Filter::ALL[index]));
        let search = field(&self.search, "search", &t("console-search"), &self.record.words)
            .placeholder(t("console-search"))
            .on_input(Message::Searched);
        let pause = tick::tick("pause", &t("console-pause"), self.paused, Message::Paused);
        let any = !self.record.rows().is_empty();
        let copy = button::secondary("copy", &t("console-copy"), any.then_some(Message::AllCopied));
        let clear = button::secondary("clear", &t("console-clear"), any.then_some(Message::Cleared));
        let line = row![]
            .extend(account)
            .push(container(kind).width(150))
            .push(container(search).width(Length::Fill))
            .push(pause)
            .push(copy)
            .push(clear);
        container(line.spacing(8).align_y(alignment::Vertical::Center)).padding([8, 12]).style(theme::side).width(Length::Fill).into()
    }

    /// What is sent by hand.
    fn hand<'a>(&'a self) -> Element<'a, Message> {
        let name = t("console-write");
        let editor = iced::widget::text_editor(&self.written)
            .id(self.input.clone())
            .placeholder(name.clone())
            .size(theme::BODY)
            .padding([6, 8])
            .height(96)
            .key_binding(|press| match press.key.as_ref() {
                Key::Named(Named::Enter) if press.modifiers == Modifiers::COMMAND => Some(Binding::Custom(Message::Submitted)),
                Key::Named(Named::Tab | Named::Escape) => None,
                Key::Character(_) if press.modifiers.alt() && !cfg!(target_os = "macos") => None,
                _ => Binding::from_key_press(press),
            })
            .on_action(Message::Edited)
            .style(|theme, _| crate::ui::windows::chat::input_style(theme));
        let semantics = Semantics { value: Some(self.written.text()), ..Semantics::new(Role::MultilineTextInput, "written", name) };
        let editor = accessible(semantics, editor).on_input(Message::WrittenSet);
        let problem = self.problem.as_ref().map(|problem| text(words::problem(problem)).size(theme::SMALL).style(theme::danger).into());
        let domain = self.account.as_ref().map(|account| account.domain().to_string()).unwrap_or_default();
        let lines = templates::all(&domain).into_iter().map(|(name, xml)| menu::plain(name, Message::TemplateChosen(xml)).into());
        let face = container(text(t("console-templates")).size(theme::LABEL)).padding([7, 12]).style(theme::note_card);
        let templates = drop_down(Semantics::new(Role::Button, "templates", t("console-templates")), face, lines.collect());
        let can_send = self.account.is_some() && !self.written.text().trim().is_empty();
        let send = button::primary("send", &t("console-send"), can_send.then_some(Message::Submitted));
        let hint =
            form::hint(t_with("console-hint", &[("account", self.account.as_ref().map(ToString::to_string).unwrap_or_default().into())]));
        let foot = row![templates, container(hint).width(Length::Fill), send].spacing(12).align_y(alignment::Vertical::Center);
        let framed = container(editor).padding(1).style(theme::framed).width(Length::Fill);
        let all = column![framed].extend(problem).push(foot).spacing(8);
        container(all).padding(Padding { top: 10.0, right: 12.0, bottom: 12.0, left: 12.0 }).style(theme::side).width(Length::Fill).into()
    }
}
