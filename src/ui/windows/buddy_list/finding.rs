//! Type to find: letters typed anywhere in the list leave what they are found in.

use super::rows::Row;
use super::selection::How;
use super::{BuddyList, Message, keys};
use crate::i18n::t;
use crate::model::BareJid;
use crate::ui::theme;
use crate::ui::widgets::{button, empty, field, icon};
use crate::ui::windows::{Action, Opening};
use iced::widget::{container, row, space};
use iced::{Element, Length, alignment};

impl BuddyList {
    pub(super) fn type_on(&mut self, letters: &str) -> Action {
        let words = self.find.take().unwrap_or_default() + letters;
        self.look_for(words)
    }

    /// The first one found is selected: Enter is enough.
    pub(super) fn look_for(&mut self, words: String) -> Action {
        self.rows.find(&words);
        self.find = Some(words);
        self.settle();
        let first = (0..self.rows.len()).find_map(|at| self.rows.row(at).filter(|row| !matches!(row, Row::Group(_))));
        match first {
            Some(row) => self.selection.select(row, How::Alone, &self.rows),
            None => self.selection.clear(),
        }
        self.scroll_to(0.0)
    }

    /// Everybody is there again, and who was found is seen among them.
    pub(super) fn stop_finding(&mut self) -> Action {
        if self.find.take().is_none() {
            return Action::None;
        }
        self.rows.find("");
        self.settle();
        let at = self.selection.cursor().and_then(|row| self.rows.position(row));
        at.map_or(Action::None, |at| self.reveal(at))
    }

    /// Where it is typed, above the list.
    pub(super) fn finder(&self) -> Element<'_, Message> {
        let Some(words) = &self.find else { return space().into() };
        let typed = field::field(&self.finder, "find", &t("list-find"), words)
            .placeholder(t("list-find-example"))
            .on_input(Message::FindEdited)
            .on_submit(Message::Entered)
            .on_key(keys::find);
        let close = button::with_icon("find close", &t("list-find-end"), icon::Icon::Close, Some(Message::FindDropped));
        let line = row![icon::icon(icon::Icon::Search, 16.0), container(typed).width(Length::Fill), close];
        container(line.spacing(8).align_y(alignment::Vertical::Center)).padding([6, 12]).width(Length::Fill).style(theme::side).into()
    }

    /// What stands in place of the list when nothing is found; an address can be added.
    pub(super) fn nothing_found(&self) -> Element<'_, Message> {
        let words = self.find.as_deref().unwrap_or_default().trim();
        let jid = Some(words).filter(|words| words.contains('@')).and_then(|words| words.parse::<BareJid>().ok());
        let add = jid.map(|jid| {
            let opening = Opening::AddBuddy { account: None, jid: Some(jid), name: None, group: None };
            button::primary("add found", &t("list-add"), Some(Message::Opened(Box::new(opening)))).into()
        });
        empty::empty(Some(icon::icon(icon::Icon::Search, 32.0)), t("list-not-found"), t("list-not-found-words"), add)
    }
}
