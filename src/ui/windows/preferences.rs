//! Preferences: how things look, how conversations open, what others learn of us. Each change takes effect at once, in every window.

use super::Action;
use crate::i18n::t;
use crate::model::listing::Sort;
use crate::model::telling::Signal;
use crate::model::{BareJid, Comings, Command, Density, Keeping, Palette, Placement, SendKey, Setting, Settings, State, Watched, Zoom};
use crate::ui::theme;
use crate::ui::widgets::choice::choice;
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::modal::Card;
use crate::ui::widgets::{button, field, form, tick};
use crate::ui::words;
use iced::advanced::widget::Id;
use iced::widget::{Column, column, text};
use iced::{Element, Size, window};
use std::collections::BTreeSet;

pub const SIZE: Size = Size::new(500.0, 740.0);

#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    Chosen(Setting),
    WatchedTyped(String),
    /// An account by its place in the choice; the first is all of them.
    TellingOf(usize),
    KeepingChosen(Keeping),
    KeepingConfirmed,
    KeepingDismissed,
    Closed,
}

#[derive(Debug)]
pub struct Preferences {
    /// Whose buddies learn what is shown; `None` is all accounts'.
    telling_of: Option<BareJid>,
    /// The words that call us, as they are typed; and that one of them cannot be read.
    watched: Option<(String, bool)>,
    field: Id,
    /// It is asked whether what is older shall go.
    keeping: Option<Keeping>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { telling_of: None, watched: None, field: Id::unique(), keeping: None }
    }
}

impl Preferences {
    pub fn title() -> String {
        t("preferences-title")
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::TellingOf(index) => {
                self.telling_of = index.checked_sub(1).and_then(|index| state.accounts.keys().nth(index).cloned());
                Action::None
            }
            // Nothing goes by keeping more.
            Message::KeepingChosen(Keeping::Always) => Action::Tell(Command::Set(Setting::KeepHistory(Keeping::Always))),
            Message::KeepingChosen(keeping) => {
                self.keeping = Some(keeping).filter(|keeping| *keeping != state.settings.keeping);
                Action::None
            }
            Message::KeepingConfirmed => match self.keeping.take() {
                Some(keeping) => Action::Tell(Command::Set(Setting::KeepHistory(keeping))),
                None => Action::None,
            },
            Message::KeepingDismissed => {
                self.keeping = None;
                Action::None
            }
            Message::WatchedTyped(typed) => {
                let read = Watched::try_from(typed.clone());
                self.watched = Some((typed, read.is_err()));
                read.map_or(Action::None, |watched| Action::Tell(Command::Set(Setting::Watched(watched))))
            }
            Message::Chosen(setting) => Action::Tell(Command::Set(setting)),
            Message::Closed => Action::Close,
        }
    }

    pub fn view<'a>(&self, id: window::Id, state: &State) -> Element<'a, Message> {
        let settings = &state.settings;
        let sections = [looks(settings), conversations(settings), self.rooms(settings), self.telling(state), list(settings)];
        let body = Column::with_children(sections).spacing(24).padding([16, 20]);
        let dialog = Dialog::to_read(id, Self::title(), body, "preferences-close", Message::Closed);
        let start = dialog.start.clone().filter(|_| self.keeping.is_none());
        Dialog { question: self.keeping.map(keeping_question), start, ..dialog }.into()
    }
}

impl Preferences {
    fn rooms<'a>(&self, settings: &Settings) -> Element<'a, Message> {
        let comings = one_of("preferences-comings", &named(&Comings::ALL, comings), settings.conversing.comings, Setting::Comings);
        let mut lines = vec![comings, self.watched(settings)];
        // It is given where it is needed, and taken back here.
        if !settings.directories.is_empty() {
            let back = move |_| Message::Chosen(Setting::Directories(BTreeSet::new()));
            lines.push(form::beside(tick::tick("directories", &t("preferences-directory"), true, back)));
        }
        section("preferences-rooms", lines)
    }

    /// The words that call us in rooms.
    fn watched<'a>(&self, settings: &Settings) -> Element<'a, Message> {
        let name = t("preferences-watched");
        let (typed, wrong) = match &self.watched {
            Some((typed, wrong)) => (typed.as_str(), *wrong),
            None => (settings.hearing.watched.typed(), false),
        };
        let field = field::field(&self.field, "watched", &name, typed)
            .placeholder(t("preferences-watched-hint"))
            .error(wrong.then(|| t("preferences-watched-wrong")))
            .on_input(Message::WatchedTyped);
        form::labelled(&name, field)
    }

    /// With several accounts, for all or for each.
    fn telling<'a>(&self, state: &State) -> Element<'a, Message> {
        let telling = &state.settings.telling;
        let account = self.telling_of.as_ref().filter(|account| state.accounts.contains_key(*account));
        let mut lines = Vec::new();
        if state.accounts.len() > 1 {
            let name = t("preferences-telling-of");
            let names: Vec<String> =
                std::iter::once(t("preferences-telling-all")).chain(state.accounts.keys().map(ToString::to_string)).collect();
            let at = account.and_then(|account| state.accounts.keys().position(|one| one == account)).map_or(0, |at| at + 1);
            lines.push(form::labelled(&name, choice("preferences-telling-of", &name, &names, at, Message::TellingOf)));
        }
        let Some(account) = account else {
            lines.extend([
                yes_or_no("preferences-tell-arrival", telling.arrival, Setting::TellArrival),
                yes_or_no("preferences-tell-reading", telling.reading, Setting::TellReading),
                yes_or_no("preferences-tell-typing", telling.typing, Setting::TellTyping),
            ]);
            return section("preferences-telling", lines);
        };
        lines.extend(Signal::ALL.map(|signal| {
            let (key, telling, account) = (words::signal(signal), telling.clone(), account.clone());
            let now = telling.tells(signal, &account, None);
            form::beside(tick::tick(key, &t(key), now, move |tell| Message::Chosen(telling.set(signal, &account, None, tell))))
        }));
        section("preferences-telling", lines)
    }
}

fn looks<'a>(settings: &Settings) -> Element<'a, Message> {
    let zooms: Vec<(Zoom, String)> = Zoom::all().map(|zoom| (zoom, format!("{} %", u16::from(zoom)))).collect();
    let lines = vec![
        one_of("preferences-palette", &named(&Palette::ALL, palette), settings.look.palette, Setting::Palette),
        one_of("preferences-density", &named(&Density::ALL, density), settings.look.density, Setting::Density),
        one_of("preferences-zoom", &zooms, settings.zoom, Setting::Zoom),
    ];
    section("preferences-looks", lines)
}

fn conversations<'a>(settings: &Settings) -> Element<'a, Message> {
    let conversing = settings.conversing;
    let lines = vec![
        one_of("preferences-placement", &named(&Placement::ALL, placement), conversing.placement, Setting::Placement),
        one_of("preferences-send-key", &named(&SendKey::ALL, send_key), conversing.send_key, Setting::SendKey),
        keeps(settings.keeping),
    ];
    section("preferences-conversations", lines)
}

fn keeps<'a>(now: Keeping) -> Element<'a, Message> {
    let name = t("preferences-keeping");
    let words: Vec<String> = Keeping::ALL.map(|one| t(keeping(one))).into();
    let at = Keeping::ALL.into_iter().position(|one| one == now).unwrap_or(0);
    form::labelled(&name, choice("preferences-keeping", &name, &words, at, |index| Message::KeepingChosen(Keeping::ALL[index])))
}

/// What is about to go, by its name.
fn keeping_question<'a>(wanted: Keeping) -> Card<'a, Message> {
    let cancel = Id::new("keeping-cancel");
    Card {
        headline: t(match wanted {
            Keeping::Always | Keeping::Year => "preferences-forget-year",
            Keeping::Quarter => "preferences-forget-quarter",
            Keeping::Month => "preferences-forget-month",
        }),
        body: text(t("preferences-forget-explain")).size(theme::LABEL).style(theme::dim).into(),
        buttons: vec![
            button::secondary("keeping-cancel", &t("button-cancel"), Some(Message::KeepingDismissed)).id(cancel.clone()).into(),
            button::danger("keeping-forget", &t("preferences-forget"), Some(Message::KeepingConfirmed)).into(),
        ],
        start: Some(cancel),
        on_escape: Message::KeepingDismissed,
        on_enter: None,
    }
}

fn keeping(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Always => "keeping-always",
        Keeping::Year => "keeping-year",
        Keeping::Quarter => "keeping-quarter",
        Keeping::Month => "keeping-month",
    }
}

fn list<'a>(settings: &Settings) -> Element<'a, Message> {
    let listing = &settings.listing;
    let lines = vec![
        one_of("preferences-sort", &named(&Sort::ALL, sort), listing.sort, Setting::SortBuddies),
        yes_or_no("preferences-offline", listing.offline, Setting::ShowOffline),
        yes_or_no("preferences-empty-groups", listing.empty_groups, Setting::ShowEmptyGroups),
        yes_or_no("preferences-details", listing.details, Setting::ShowDetails),
    ];
    section("preferences-list", lines)
}

fn yes_or_no<'a>(key: &'static str, now: bool, setting: fn(bool) -> Setting) -> Element<'a, Message> {
    form::beside(tick::tick(key, &t(key), now, move |now| Message::Chosen(setting(now))))
}

fn section<'a>(heading: &str, lines: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let heading = text(t(heading)).size(theme::LABEL).font(theme::SEMIBOLD);
    column![heading, Column::with_children(lines).spacing(8)].spacing(10).into()
}

/// A choice with its label. The options are what can be set, each with its words.
fn one_of<'a, T: Copy + PartialEq>(key: &str, options: &[(T, String)], now: T, setting: fn(T) -> Setting) -> Element<'a, Message> {
    let name = t(key);
    let words: Vec<String> = options.iter().map(|(_, words)| words.clone()).collect();
    let selected = options.iter().position(|(option, _)| *option == now).unwrap_or(0);
    form::labelled(&name, choice(key, &name, &words, selected, |index| Message::Chosen(setting(options[index].0))))
}

fn named<T: Copy>(options: &[T], word: fn(T) -> &'static str) -> Vec<(T, String)> {
    options.iter().map(|option| (*option, t(word(*option)))).collect()
}

fn palette(palette: Palette) -> &'static str {
    match palette {
        Palette::System => "palette-system",
        Palette::Light => "palette-light",
        Palette::Dark => "palette-dark",
        Palette::HighContrast => "palette-contrast",
    }
}

fn density(density: Density) -> &'static str {
    match density {
        Density::Comfortable => "density-comfortable",
        Density::Compact => "density-compact",
    }
}

fn placement(placement: Placement) -> &'static str {
    match placement {
        Placement::Together => "placement-together",
        Placement::ByKind => "placement-by-kind",
        Placement::Apart => "placement-apart",
    }
}

fn send_key(key: SendKey) -> &'static str {
    match key {
        SendKey::Enter => "send-key-enter",
        SendKey::CtrlEnter => "send-key-ctrl-enter",
    }
}

fn comings(comings: Comings) -> &'static str {
    match comings {
        Comings::Folded => "comings-folded",
        Comings::Each => "comings-each",
        Comings::Hidden => "comings-hidden",
    }
}

fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Status => "sort-in-words-status",
        Sort::Name => "sort-in-words-name",
        Sort::LastTalk => "sort-in-words-last-talk",
    }
}
