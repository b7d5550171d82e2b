//! Going back in a conversation: to a day, and to the first message that was not looked at.

use super::{Action, Asked, Chat, Message, Tab};
use crate::i18n::t;
use crate::model::{Command, Spot};
use crate::ui::theme;
use crate::ui::widgets::modal::Card;
use crate::ui::widgets::{button, field};
use crate::ui::words::day_typed;
use iced::advanced::widget::Id;
use iced::widget::{column, text};
use jiff::tz::TimeZone;

/// A day is being asked for.
#[derive(Debug)]
pub struct Going {
    typed: String,
    /// What was typed is no day.
    wrong: bool,
    field: Id,
}

impl Chat {
    pub(super) fn ask_day(&mut self) {
        self.going = Some(Going { typed: String::new(), wrong: false, field: Id::unique() });
    }

    pub(super) fn day_typed(&mut self, typed: String) {
        if let Some(going) = &mut self.going {
            (going.typed, going.wrong) = (typed, false);
        }
    }

    pub(super) fn go_to_day(&mut self) -> Vec<Action> {
        let Some(going) = &mut self.going else { return Vec::new() };
        let begins = day_typed(&going.typed).and_then(|day| day.to_zoned(TimeZone::system()).ok());
        let Some(begins) = begins else {
            going.wrong = true;
            return Vec::new();
        };
        self.going = None;
        self.take_focus();
        self.active_mut().map(|tab| tab.spot(Spot::Since(begins.timestamp()))).into_iter().collect()
    }

    /// Which day, and below it that this is none.
    pub(super) fn day_question<'a>(&self) -> Option<Card<'a, Message>> {
        let going = self.going.as_ref()?;
        let name = t("chat-day");
        let error = going.wrong.then(|| t("chat-day-wrong"));
        let field = field::field(&going.field, "day", &name, &going.typed).error(error).on_input(Message::DayTyped);
        Some(Card {
            headline: t("chat-day-title"),
            body: column![text(name).size(theme::SMALL).style(theme::dim), field.on_submit(Some(Message::DayConfirmed))].spacing(4).into(),
            buttons: vec![
                button::secondary("cancel", &t("chat-cancel"), Some(Message::DayDismissed)).into(),
                button::primary("go", &t("chat-day-go"), Some(Message::DayConfirmed)).into(),
            ],
            start: Some(going.field.clone()),
            on_escape: Message::DayDismissed,
            on_enter: Some(Message::DayConfirmed),
        })
    }
}

impl Tab {
    fn spot(&self, spot: Spot) -> Action {
        let (account, conversation) = self.key.pair();
        Action::Ask(Command::Spot { account, conversation, spot }, Asked::Spot(self.key.clone()))
    }

    /// To the first message that was new when the conversation was opened, however far back it is.
    pub fn go_to_unread(&mut self) -> Vec<Action> {
        match (self.was_unread, self.log.new_from()) {
            (0, Some(first)) => self.go_to(first),
            (0, None) => Vec::new(),
            (count, _) => vec![self.spot(Spot::LastIn(count))],
        }
    }

    /// There is a first message that was not looked at.
    pub fn has_unread(&self) -> bool {
        self.was_unread > 0 || self.log.new_from().is_some()
    }
}
