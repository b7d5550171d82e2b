//! What somebody publishes of themselves, asked for by a press: their server learns that we are there.

use super::summary::line;
use super::theme;
use super::widgets::button;
use crate::i18n::t;
use crate::model::{Problem, Profile, Reply};
use iced::widget::{Column, container, text};
use iced::{Element, Length};

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Asked,
    Known(Box<Profile>),
    /// It could not be had.
    Failed(Problem),
}

impl Shown {
    pub fn of(answer: Result<Reply, Problem>) -> Self {
        match answer {
            Ok(Reply::Profile(profile)) => Self::Known(profile),
            Ok(_) => Self::Failed(Problem::stanza("bad-request")),
            Err(problem) => Self::Failed(problem),
        }
    }
}

/// The button, or what came of it. Reached by its access key, so that Tab goes to the answers of a question first.
pub fn view<'a, Message: Clone + 'a>(shown: Option<&Shown>, on_press: Message) -> Element<'a, Message> {
    let words = |words: String| container(text(words).size(theme::SMALL).style(theme::dim)).into();
    match shown {
        None => button::secondary("profile", &t("profile-show"), Some(on_press)).tab_stop(false).into(),
        Some(Shown::Asked) => words(t("profile-asked")),
        Some(Shown::Failed(problem)) => words(super::words::problem(problem)),
        Some(Shown::Known(profile)) if profile.is_empty() => words(t("profile-empty")),
        Some(Shown::Known(profile)) => {
            let facts = [
                ("profile-name", &profile.full_name),
                ("profile-nick", &profile.nickname),
                ("profile-organization", &profile.organization),
                ("profile-email", &profile.email),
                ("profile-phone", &profile.phone),
                ("profile-url", &profile.url),
                ("profile-birthday", &profile.birthday),
                ("profile-note", &profile.note),
            ];
            let lines = facts.into_iter().filter_map(|(key, fact)| Some(line(key, fact.clone()?)));
            container(Column::with_children(lines).spacing(4)).padding([8, 12]).width(Length::Fill).style(theme::note_card).into()
        }
    }
}
