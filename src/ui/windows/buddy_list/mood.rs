//! The card in which one says how one feels (XEP-0107).

use super::question::Question;
use super::{BuddyList, Message};
use crate::i18n::t;
use crate::model::{AccountStatus, Command, Mood, State};
use crate::ui::widgets::modal::Card;
use crate::ui::widgets::{button, field};
use crate::ui::windows::Action;
use crate::ui::{moods, theme};
use iced::widget::{column, text};

/// The one of the first account that shows any.
fn shown(state: &State) -> Option<&Mood> {
    let enabled = state.accounts.values().filter(|status| status.config.enabled);
    enabled.filter_map(|status| state.mood(status.jid(), status.jid())).next()
}

pub fn question(state: &State) -> Question {
    let shown = shown(state);
    Question::Mood {
        typed: shown.map(|mood| moods::name(mood.feeling)).unwrap_or_default(),
        about: shown.and_then(|mood| mood.text.clone()).unwrap_or_default(),
    }
}

/// The same mood in all accounts, or none any more.
pub fn set(mood: Option<&Mood>, state: &State) -> Action {
    let enabled = state.accounts.values().filter(|status| status.config.enabled);
    let set = |status: &AccountStatus| Action::Tell(Command::SetMood { account: status.jid().clone(), mood: mood.cloned() });
    Action::All(enabled.map(set).collect())
}

/// `None` as long as it is no mood.
pub fn read(typed: &str, about: &str) -> Option<Mood> {
    let text = Some(about.trim().to_owned()).filter(|text| !text.is_empty());
    Some(Mood { feeling: moods::named(typed)?, text })
}

impl BuddyList {
    pub(super) fn mood<'a>(&'a self, typed: &'a str, about: &'a str, state: &State) -> Card<'a, Message> {
        let fits = read(typed, about).is_some();
        let offers = moods::offered(typed);
        let nothing_fits = !fits && !typed.trim().is_empty() && offers.is_empty();
        let done = fits.then_some(Message::Confirmed);
        let feeling = field::field(&self.answer, "answer", &t("mood-feeling"), typed)
            .placeholder(t("mood-example"))
            .offers(offers)
            .error(nothing_fits.then(|| t("mood-unknown")))
            .on_input(Message::AnswerEdited)
            .on_submit(done.clone());
        let about = field::field(&self.about, "about", &t("mood-about"), about).on_input(Message::MoodAboutEdited).on_submit(done.clone());
        let words = text(t("mood-words")).size(theme::LABEL).style(theme::dim);
        let remove = shown(state).map(|_| button::danger("remove", &t("mood-remove"), Some(Message::MoodRemoved)).into());
        let named = |key: &str, field| column![text(t(key)).size(theme::SMALL).style(theme::dim), field].spacing(4);
        Card {
            headline: t("mood-title"),
            body: column![words, named("mood-feeling", feeling), named("mood-about", about)].extend(remove).spacing(12).into(),
            buttons: vec![
                button::secondary("cancel", &t("button-cancel"), Some(Message::Dropped)).into(),
                button::primary("save", &t("button-save"), done.clone()).into(),
            ],
            start: Some(self.answer.clone()),
            on_escape: Message::Dropped,
            on_enter: done,
        }
    }
}
