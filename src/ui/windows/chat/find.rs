//! Finding in a conversation: words above the log, and from hit to hit, the newest first.

use super::{Action, Asked, Message, Tab};
use crate::i18n::{t, t_with};
use crate::model::search::Search;
use crate::model::{Command, Message as Said, MessageId};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use crate::ui::widgets::field::field;
use crate::ui::widgets::icon::Icon;
use crate::ui::widgets::{button, form};
use crate::ui::windows::history::unfinished;
use iced::advanced::widget::Id;
use iced::keyboard::{Key as Pressed, key::Named};
use iced::widget::{column, container, row, text};
use iced::{Element, Length, alignment};
use jiff::tz::TimeZone;

/// So many hits are gone through; whoever looks for an older one says more of it.
const MOST: u32 = 500;

/// What is looked for in a tab.
#[derive(Debug)]
pub struct Find {
    words: String,
    /// Searches so far: an answer to an earlier one comes too late.
    asked: u32,
    /// The newest first.
    hits: Vec<MessageId>,
    at: usize,
    answered: bool,
    pub field: Id,
}

impl Default for Find {
    fn default() -> Self {
        Self { words: String::new(), asked: 0, hits: Vec::new(), at: 0, answered: false, field: Id::unique() }
    }
}

impl Find {
    /// Where the log goes now.
    fn here(&self) -> Option<MessageId> {
        self.hits.get(self.at).copied()
    }

    /// How far one has come, in words; nothing while nothing was found out.
    fn progress(&self) -> String {
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        match self.hits.len() {
            0 if self.answered => t("chat-find-none"),
            0 => String::new(),
            count => t_with("chat-find-count", &[("at", number(self.at + 1).into()), ("count", number(count).into())]),
        }
    }
}

impl Tab {
    /// The words were changed.
    pub fn find(&mut self, words: String) -> Vec<Action> {
        let (account, conversation) = self.key.pair();
        let Some(find) = &mut self.finding else { return Vec::new() };
        let mut search = Search::parse(&unfinished(&words), &TimeZone::system());
        find.words = words;
        find.asked = find.asked.wrapping_add(1);
        (find.hits, find.at, find.answered) = (Vec::new(), 0, false);
        if search.is_empty() {
            return Vec::new();
        }
        (search.account, search.conversation) = (Some(account), Some(conversation));
        vec![Action::Ask(Command::Search { search, limit: MOST }, Asked::Found(self.key.clone(), find.asked))]
    }

    /// The hits are there, in whatever order.
    pub fn found(&mut self, number: u32, mut found: Vec<Said>) -> Vec<Action> {
        let Some(find) = self.finding.as_mut().filter(|find| find.asked == number) else { return Vec::new() };
        found.sort_by_key(|said| std::cmp::Reverse((said.time, said.id)));
        (find.hits, find.answered) = (found.into_iter().map(|said| said.id).collect(), true);
        self.show_hit()
    }

    /// To the next hit, and from the last to the first again.
    pub fn find_on(&mut self, older: bool) -> Vec<Action> {
        let Some(find) = self.finding.as_mut().filter(|find| !find.hits.is_empty()) else { return Vec::new() };
        let count = find.hits.len();
        find.at = (find.at + if older { 1 } else { count - 1 }) % count;
        self.show_hit()
    }

    fn show_hit(&mut self) -> Vec<Action> {
        let Some(hit) = self.finding.as_ref().and_then(Find::here) else { return Vec::new() };
        self.go_to(hit)
    }

    /// The line above the log.
    pub fn find_bar<'a>(&self) -> Option<Element<'a, Message>> {
        let find = self.finding.as_ref()?;
        let name = t("chat-find");
        let words = field(&find.field, "find", &name, &find.words)
            .placeholder(name.clone())
            .on_input(Message::FindTyped)
            .on_submit(Some(Message::FindMoved { older: true }))
            .on_key(|key, _| match key {
                Pressed::Named(Named::ArrowUp) => Some(Message::FindMoved { older: true }),
                Pressed::Named(Named::ArrowDown) => Some(Message::FindMoved { older: false }),
                _ => None,
            });
        let progress = find.progress();
        let told = Semantics { live: true, ..Semantics::new(Role::Status, "found", progress.clone()) };
        let told = accessible(told, text(progress).size(theme::SMALL).style(theme::dim));
        let moves = |older| (!find.hits.is_empty()).then_some(Message::FindMoved { older });
        let bar = row![
            container(words).width(Length::Fill),
            told,
            button::with_icon("find-older", &t("chat-find-older"), Icon::Up, moves(true)),
            button::with_icon("find-newer", &t("chat-find-newer"), Icon::Down, moves(false)),
            button::with_icon("find-close", &t("chat-find-close"), Icon::Close, Some(Message::FindClosed)),
        ];
        let bar = container(bar.spacing(8).align_y(alignment::Vertical::Center)).padding([6, 12]).style(theme::side).width(Length::Fill);
        Some(column![bar, form::line()].into())
    }
}
