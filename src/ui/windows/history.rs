//! History: everything that was ever said, searched by words and by what it is.

use super::{Action, Opening, chat};
use crate::i18n::{t, t_with};
use crate::model::export::Format;
use crate::model::search::Search;
use crate::model::{Command, Direction, Kind, Manner, Message as Said, MessageId, Problem, Reply, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::text::bidi;
use crate::ui::theme;
use crate::ui::widgets::choice::choice;
use crate::ui::widgets::field::field;
use crate::ui::widgets::modal::{Card, modal};
use crate::ui::widgets::toast::Toast;
use crate::ui::widgets::toast::toast;
use crate::ui::widgets::{avatar, button, empty, form, frame, row as rows};
use crate::ui::words;
use iced::advanced::widget::Id;
use iced::keyboard::{Key, key::Named};
use iced::widget::{Column, column, container, row, scrollable, space, text};
use iced::{Element, Length, Size, alignment, window};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub const SIZE: Size = Size::new(720.0, 600.0);
pub const SMALLEST: Size = Size::new(500.0, 320.0);

/// So many hits are shown; whoever looks for an older one says more of it.
const MOST: u32 = 200;

/// So much of a message stands in a hit, and so much of it before the first word that was found.
const EXCERPT: usize = 160;
const BEFORE: usize = 30;

#[derive(Debug, Clone)]
pub enum Message {
    Typed(String),
    /// A conversation by its place in the choice; the first is all of them.
    Within(usize),
    /// The day it was said on.
    DayEdited(String),
    Found(u32, Result<Reply, Problem>),
    /// What was said before and after the chosen one.
    Around(MessageId, Result<Reply, Problem>),
    Moved {
        down: bool,
    },
    Pressed(usize),
    Submitted,
    ExportAsked,
    ExportDismissed,
    ExportPressed(Format),
    Exported(Result<Reply, Problem>),
    ToastOver,
    Closed,
}

#[derive(Debug)]
pub struct History {
    words: String,
    within: Option<chat::Key>,
    /// Searches so far: an answer to an earlier one comes too late.
    asked: u32,
    found: Vec<Said>,
    day: String,
    /// The chosen message between its neighbours.
    around: Vec<Said>,
    /// An answer to what is typed now is there.
    answered: bool,
    at: usize,
    problem: Option<Problem>,
    field: Id,
    /// It is asked for the kind of file.
    exporting: bool,
    toast: Toast,
}

impl History {
    /// Of one conversation, or of all.
    pub fn new(within: Option<chat::Key>) -> Self {
        let field = Id::unique();
        Self {
            words: String::new(),
            within,
            asked: 0,
            found: Vec::new(),
            day: String::new(),
            around: Vec::new(),
            answered: false,
            at: 0,
            problem: None,
            field,
            exporting: false,
            toast: Toast::default(),
        }
    }

    pub fn title() -> String {
        t("history-title")
    }

    /// It is asked for again, for another conversation.
    pub fn look_within(&mut self, within: Option<chat::Key>) -> Action {
        if within.is_none() {
            return Action::None;
        }
        if within != self.within {
            self.day.clear();
        }
        self.within = within;
        self.search()
    }

    /// All that called us in rooms, the newest first.
    pub fn look_for_mentions(&mut self) -> Action {
        (self.words, self.day, self.within) = ("has:mention".to_owned(), String::new(), None);
        self.search()
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::Typed(words) => {
                self.words = words;
                return self.search();
            }
            Message::Within(index) => {
                self.within = index.checked_sub(1).and_then(|index| conversations(state).into_iter().nth(index)).map(|(key, _)| key);
                return self.search();
            }
            Message::Found(number, answer) if number == self.asked => {
                self.answered = true;
                match answer {
                    Ok(Reply::Messages(found)) => (self.found, self.problem) = (found, None),
                    Ok(_) => {}
                    Err(problem) => self.problem = Some(problem),
                }
                self.at = self.at.min(self.found.len().saturating_sub(1));
                return self.look_around();
            }
            Message::Found(..) => {}
            Message::Around(of, Ok(Reply::Messages(around))) if self.found.get(self.at).is_some_and(|said| said.id == of) => {
                self.around = around;
            }
            Message::Around(..) => {}
            Message::DayEdited(day) => {
                self.day = day;
                return self.search();
            }
            Message::Moved { down } => {
                let last = self.found.len().saturating_sub(1);
                self.at = if down { (self.at + 1).min(last) } else { self.at.saturating_sub(1) };
                return self.look_around();
            }
            Message::Pressed(index) => return self.open(index),
            Message::Submitted => return self.open(self.at),
            Message::ExportAsked => self.exporting = true,
            Message::ExportDismissed => self.exporting = false,
            Message::ExportPressed(format) => return self.export(format),
            Message::Exported(answer) => self.toast.say(words::exported(&answer)),
            Message::ToastOver => self.toast.over(),
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    fn open(&self, index: usize) -> Action {
        let Some(said) = self.found.get(index) else { return Action::None };
        let (account, jid) = (said.account.clone(), said.conversation.clone());
        Action::Open(Opening::Message { account, jid, message: said.id })
    }

    fn search(&mut self) -> Action {
        self.asked = self.asked.wrapping_add(1);
        (self.at, self.answered) = (0, false);
        let mut search = Search::parse(&unfinished(&self.words), &TimeZone::system());
        if let Some(key) = &self.within {
            (search.account, search.conversation) = (Some(key.account.clone()), Some(key.conversation.clone()));
        }
        if let Some((begins, ends)) = self.on_day() {
            search.after = Some(search.after.map_or(begins, |after| after.max(begins)));
            search.before = Some(search.before.map_or(ends, |before| before.min(ends)));
        }
        if search.is_empty() {
            (self.found, self.around) = (Vec::new(), Vec::new());
            return Action::None;
        }
        let number = self.asked;
        Action::ask(Command::Search { search, limit: MOST }, move |answer| super::Message::History(Message::Found(number, answer)))
    }

    /// From when until when the day lasts that was typed.
    fn on_day(&self) -> Option<(Timestamp, Timestamp)> {
        let day = words::day_typed(&self.day)?;
        let begins = |day: Date| day.to_zoned(TimeZone::system()).ok().map(|begins| begins.timestamp());
        begins(day).zip(day.tomorrow().ok().and_then(begins))
    }

    /// Asks what was said before and after the message that is chosen.
    fn look_around(&mut self) -> Action {
        self.around.clear();
        let Some(Said { id, account, conversation, .. }) = self.found.get(self.at) else { return Action::None };
        let (id, account, conversation) = (*id, account.clone(), conversation.clone());
        let command = Command::HistoryAround { account, conversation, message: id };
        Action::ask(command, move |answer| super::Message::History(Message::Around(id, answer)))
    }

    fn export(&mut self, format: Format) -> Action {
        self.exporting = false;
        let (account, conversation) = self.within.as_ref().map(chat::Key::pair).unzip();
        let command = Command::Export { account, conversation, format, folder: None };
        Action::ask(command, |answer| super::Message::History(Message::Exported(answer)))
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let within = conversations(state);
        let names: Vec<String> = std::iter::once(t("history-all")).chain(within.iter().map(|(_, name)| name.clone())).collect();
        let at = self.within.as_ref().and_then(|key| within.iter().position(|(of, _)| of == key)).map_or(0, |at| at + 1);
        let name = t("history-within");
        let search = field(&self.field, "search", &t("history-search"), &self.words)
            .placeholder(t("history-search"))
            .on_input(Message::Typed)
            .on_submit((!self.found.is_empty()).then_some(Message::Submitted))
            .on_key(|key, _| match key {
                Key::Named(Named::ArrowDown) => Some(Message::Moved { down: true }),
                Key::Named(Named::ArrowUp) => Some(Message::Moved { down: false }),
                _ => None,
            });
        // A day that is still being typed is not wrong yet.
        let whole = self.day.trim().chars().count() >= "1.1.2026".len();
        let wrong = (whole && words::day_typed(&self.day).is_none()).then(|| t("history-day-wrong"));
        let day = field(&Id::new("history-day"), "day", &t("history-day"), &self.day)
            .placeholder(t("history-day-hint"))
            .error(wrong)
            .on_input(Message::DayEdited);
        let within = choice("within", &name, &names, at, Message::Within);
        let bar = row![container(search).width(Length::Fill), container(day).width(150), container(within).width(190)];
        let bar = container(bar.spacing(8).align_y(alignment::Vertical::Center)).padding([8, 12]).style(theme::side).width(Length::Fill);
        let content = column![bar, form::line(), self.hits(state)].extend(self.neighbours(state)).push(form::line()).push(self.foot());
        let content = modal(toast(content, &self.toast, Message::ToastOver), self.export_question(state));
        frame::window(id, Self::title(), content)
            .start((!self.exporting).then(|| self.field.clone()))
            .on_key(|key, _| (*key == Key::Named(Named::Escape)).then_some(Message::Closed))
            .into()
    }

    /// Which kind of file it shall be.
    fn export_question<'a>(&self, state: &State) -> Option<Card<'a, Message>> {
        let name = self.within.as_ref().filter(|_| self.exporting).map(|key| key.name(state));
        let headline = match name {
            Some(name) => t_with("export-title-one", &[("name", name.into())]),
            None if self.exporting => t("export-title-all"),
            None => return None,
        };
        let first = Id::new("export-first");
        let mut buttons: Vec<Element<'a, Message>> =
            vec![button::secondary("export-cancel", &t("button-cancel"), Some(Message::ExportDismissed)).into()];
        for (index, format) in Format::ALL.into_iter().enumerate() {
            let press = button::secondary(words::format(format), &t(words::format(format)), Some(Message::ExportPressed(format)));
            buttons.push(if index == 0 { press.id(first.clone()).into() } else { press.into() });
        }
        Some(Card {
            headline,
            body: text(t("export-explain")).size(theme::LABEL).style(theme::dim).into(),
            buttons,
            start: Some(first),
            on_escape: Message::ExportDismissed,
            on_enter: None,
        })
    }

    fn hits<'a>(&'a self, state: &'a State) -> Element<'a, Message> {
        if self.found.is_empty() {
            let (headline, words) = match &self.problem {
                Some(problem) => (t("history-failed"), words::problem(problem)),
                None if self.answered => (t("history-nothing"), t("history-hint")),
                None => (t("history-begin"), t("history-hint")),
            };
            return container(empty::empty(None, headline, words, None)).center(Length::Fill).into();
        }
        let now = words::now();
        let hit = |(index, said): (usize, &'a Said)| -> Element<'a, Message> {
            let key = chat::Key::new(said.account.clone(), said.conversation.clone());
            let (who, seed) = sender(said, &key, state);
            let name = key.name(state);
            let to_them = said.direction == Direction::Out && said.kind == Kind::Chat;
            let place = if to_them { "history-to" } else { "history-place" };
            let place = if who == name { String::new() } else { t_with(place, &[("name", bidi::isolate(&name).into())]) };
            let when = words::when(said.time, &now);
            let hidden = said.direction == Direction::In && matches!(said.manner, Manner::Spoiler(_));
            let excerpt = if hidden { t("chat-hidden") } else { excerpt(&said.body, &self.words) };
            let selected = index == self.at;
            let semantics = Semantics {
                selected: Some(selected),
                description: [place.as_str(), when.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
                ..Semantics::new(Role::ListBoxOption, said.id.0.to_string(), format!("{}: {}", bidi::strip(&who), bidi::strip(&excerpt)))
            };
            let right = text(when).size(theme::TINY).style(theme::dim).into();
            let first = [bidi::isolate(&who), place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            let picture = avatar::person(&who, &seed, 32.0, None).picture(state.picture(&said.account, said.from.clone()));
            let face = rows::two_lines(picture, first, bidi::isolate(&excerpt), Some(right), false);
            rows::choosable(semantics, face, 12.0, Message::Pressed(index)).tab_stop(false).into()
        };
        let zone = TimeZone::system();
        let day_of = |said: &Said| said.time.to_zoned(zone.clone()).date();
        let mut list = Column::new().width(Length::Fill);
        for (index, said) in self.found.iter().enumerate() {
            let day = day_of(said);
            if index.checked_sub(1).is_none_or(|before| day_of(&self.found[before]) != day) {
                list = list.push(heading(chat::words::day(day, now.date())));
            }
            list = list.push(hit((index, said)));
        }
        let thin = scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(8).scroller_width(6));
        let list = accessible(Semantics::new(Role::ListBox, "hits", t("history-hits")), list);
        scrollable(list).direction(thin).style(theme::scroll).width(Length::Fill).height(Length::Fill).into()
    }

    /// The message that is chosen, between those before and after it.
    fn neighbours<'a>(&'a self, state: &'a State) -> Vec<Element<'a, Message>> {
        let Some(chosen) = self.found.get(self.at).filter(|_| self.around.len() > 1) else { return Vec::new() };
        let zone = TimeZone::system();
        let line = |said: &'a Said| {
            let (who, _) = sender(said, &chat::Key::new(said.account.clone(), said.conversation.clone()), state);
            let hidden = said.direction == Direction::In && matches!(said.manner, Manner::Spoiler(_));
            let body = if hidden { t("chat-hidden") } else { excerpt(&said.body, "") };
            let time = said.time.to_zoned(zone.clone());
            let then = chosen.time.to_zoned(zone.clone()).date();
            let time = if time.date() == then { time.strftime("%H:%M").to_string() } else { words::when(said.time, &words::now()) };
            let words = format!("{time}  {}: {}", bidi::isolate(&who), bidi::isolate(&body));
            let font = if said.id == chosen.id { theme::MEDIUM } else { theme::REGULAR };
            let style = if said.id == chosen.id { text::default } else { theme::dim };
            text(words).size(theme::SMALL).font(font).style(style).wrapping(text::Wrapping::None).into()
        };
        let lines = Column::with_children(self.around.iter().map(line)).spacing(3);
        let semantics = Semantics::new(Role::Group, "around", t("history-around"));
        let pane = container(lines).padding([8, 14]).width(Length::Fill).clip(true).style(theme::side);
        vec![form::line(), accessible(semantics, pane).into()]
    }

    fn foot<'a>(&self) -> Element<'a, Message> {
        let count = i64::try_from(self.found.len()).unwrap_or(i64::MAX);
        let most = self.found.len() >= MOST as usize;
        let words = match (count, most) {
            (0, _) => String::new(),
            (_, true) => t_with("history-most", &[("count", count.into())]),
            (_, false) => t_with("history-count", &[("count", count.into())]),
        };
        let status = Semantics { live: true, ..Semantics::new(Role::Status, "count", words.clone()) };
        let status: Element<'a, Message> =
            if words.is_empty() { space().into() } else { accessible(status, text(words).size(theme::SMALL).style(theme::dim)).into() };
        let open = button::primary("open", &t("history-open"), (!self.found.is_empty()).then_some(Message::Submitted));
        let close = button::secondary("close", &t("button-close"), Some(Message::Closed));
        let export = button::secondary("export", &t("history-export"), Some(Message::ExportAsked));
        form::foot(vec![status], vec![export.into(), close.into(), open.into()])
    }
}

/// Above the messages of one day.
fn heading<'a>(day: String) -> Element<'a, Message> {
    container(text(day).size(theme::SMALL).font(theme::SEMIBOLD).style(theme::dim)).padding([6, 12]).into()
}

/// All conversations with their names, in the order of the names.
fn conversations(state: &State) -> Vec<(chat::Key, String)> {
    let keys = state.conversations.keys().map(|(account, conversation)| chat::Key::new(account.clone(), conversation.clone()));
    let mut named: Vec<(chat::Key, String)> = keys.map(|key| (key.name(state), key)).map(|(name, key)| (key, name)).collect();
    named.sort_by_cached_key(|(key, name)| (name.to_lowercase(), key.clone()));
    named
}

/// Who said it, and what the colour is made from.
fn sender(said: &Said, key: &chat::Key, state: &State) -> (String, String) {
    match (said.direction, said.from.resource()) {
        (Direction::Out, _) => (t("chat-you"), said.account.to_string()),
        (Direction::In, Some(nick)) => (nick.as_str().to_owned(), nick.as_str().to_owned()),
        (Direction::In, None) => (key.name(state), said.from.to_string()),
    }
}

/// What is typed may go on: its last word is the beginning of one.
pub(super) fn unfinished(words: &str) -> String {
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    let plain = !last.contains([':', '"', '*']) && words.matches('"').count().is_multiple_of(2);
    if plain && last.ends_with(char::is_alphanumeric) { format!("{words}*") } else { words.to_owned() }
}

/// The part of a message around the first word that was looked for, in one line.
fn excerpt(body: &str, words: &str) -> String {
    let line: Vec<char> = body.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let lower: Vec<char> = line.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let sought = words.split_whitespace().map(|word| word.trim_matches(['"', '*']).to_lowercase());
    let sought = sought.filter(|word| !word.is_empty() && !word.contains(':')).map(|word| word.chars().collect::<Vec<_>>());
    let at = sought.filter_map(|word| lower.windows(word.len()).position(|part| part == word)).min().unwrap_or(0);
    let from = at.saturating_sub(BEFORE);
    // Not in the middle of a word.
    let from = if from == 0 { 0 } else { line[from..at].iter().position(|c| *c == ' ').map_or(from, |space| from + space + 1) };
    let mut part: String = line.iter().skip(from).take(EXCERPT).collect();
    if from > 0 {
        part.insert(0, '…');
    }
    if line.len() > from + EXCERPT {
        part.push('…');
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_a_beginning_until_something_follows() {
        assert_eq!(unfinished("tea gar"), "tea gar*");
        for whole in ["tea ", "from:jul", "\"at fi", "tea*", ""] {
            assert_eq!(unfinished(whole), whole);
        }
    }

    #[test]
    fn an_excerpt_begins_near_what_was_found() {
        let long = format!("{} the Garden gate\nis {}", "word ".repeat(40), "open ".repeat(60));
        let part = excerpt(&long, "garden");
        assert!(part.starts_with('…') && part.ends_with('…') && part.contains("Garden gate is"), "{part}");
        assert_eq!(excerpt("tea\nat five", "from:me five"), "tea at five");
        assert_eq!(excerpt("", "x"), "");
    }
}
