//! Authorize: somebody asks to see when we are online (RFC 6121 §3.1). It opens by itself, so nothing in it answers to a
//! key that was meant for another window: only the buttons and their access keys do.

use super::{Action, Opening};
use crate::i18n::{t, t_with};
use crate::model::{BareJid, Command, Problem, Reply, Request, State};
use crate::ui::profile::{self, Shown};
use crate::ui::theme;
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::{avatar, button, form};
use crate::ui::windows;
use iced::widget::{column, container, row, text};
use iced::{Element, Length, Size, window};

#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    Authorized,
    Denied,
    /// Write to who asks, before anything is decided.
    Replied,
    /// What they publish of themselves is wanted.
    ProfilePressed,
    ProfileAnswered((BareJid, BareJid), Result<Reply, Problem>),
    /// Of many strangers: one after the other after all.
    OneByOne,
    /// Of many strangers: none of them.
    AllDenied,
    AddedBack,
    NotAdded,
    Later,
}

#[derive(Debug, Default)]
pub struct Authorize {
    /// Just authorized, and not on our list: asked when nobody waits for an answer.
    offers: Vec<Request>,
    /// Answered here; the engine's word is on its way.
    answered: Vec<(BareJid, BareJid)>,
    /// Many strangers are looked at one by one.
    one_by_one: bool,
    /// The one that is asked about. It stays until it is answered, so that no key that was meant for it answers another.
    shown: Option<(BareJid, BareJid)>,
    /// What the one who is shown publishes.
    profile: Option<((BareJid, BareJid), Shown)>,
}

/// So many strangers at once are asked about together.
const FLOOD: usize = 5;
const SIZE: Size = Size::new(440.0, 290.0);
/// So many lines of a profile the window makes room for; the rest is scrolled to.
const MOST_LINES: usize = 12;
/// So many of them are named.
const NAMED: usize = 4;

impl Authorize {
    pub fn new(state: &State) -> Self {
        let mut window = Self::default();
        window.show(state);
        window
    }

    pub fn title() -> String {
        t("authorize-title")
    }

    /// Larger, once there is a profile in it.
    pub fn size(&self) -> Size {
        let shown = self.profile.iter().filter(|(key, _)| self.shown.as_ref() == Some(key));
        let lines =
            shown.filter_map(|(_, shown)| if let Shown::Known(profile) = shown { Some(profile.lines()) } else { None }).sum::<usize>();
        Size::new(SIZE.width, SIZE.height + 20.0 * lines.min(MOST_LINES) as f32)
    }

    fn profile_of(&self, request: &Request) -> Option<&Shown> {
        let (of, shown) = self.profile.as_ref()?;
        ((&of.0, &of.1) == (&request.account, &request.jid)).then_some(shown)
    }

    /// The requests that wait: the one that is shown, then people we know, then strangers, the oldest first.
    fn waiting<'a>(&'a self, state: &'a State) -> Vec<&'a Request> {
        let unanswered = |(key, _): &(&(BareJid, BareJid), &Request)| !self.answered.contains(key);
        let mut waiting: Vec<_> = state.requests.iter().filter(unanswered).map(|(_, request)| request).collect();
        let shown =
            |request: &Request| self.shown.as_ref().is_some_and(|(account, jid)| (account, jid) == (&request.account, &request.jid));
        waiting.sort_by_key(|request| (!shown(request), is_stranger(request, state), request.time));
        waiting
    }

    fn show(&mut self, state: &State) {
        let first = self.waiting(state).first().map(|request| (request.account.clone(), request.jid.clone()));
        self.shown = first.filter(|_| self.flood(state).is_none());
    }

    /// The strangers that are asked about together: when nobody else waits, and there are many.
    fn flood<'a>(&'a self, state: &'a State) -> Option<Vec<&'a Request>> {
        let waiting = self.waiting(state);
        let strangers = waiting.first().is_some_and(|request| is_stranger(request, state));
        (!self.one_by_one && strangers && waiting.len() >= FLOOD).then_some(waiting)
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        let flood: Option<Vec<Request>> = self.flood(state).map(|flood| flood.into_iter().cloned().collect());
        let first = self.waiting(state).first().copied().cloned();
        match (message, first) {
            (Message::Later, _) => return Action::Close,
            (Message::OneByOne, _) => self.one_by_one = true,
            (Message::AllDenied, _) => {
                let keys: Vec<_> = flood.unwrap_or_default().into_iter().map(|request| (request.account, request.jid)).collect();
                self.answered.extend(keys.iter().cloned());
                let deny = |(account, jid)| Action::Tell(Command::Deny { account, jid });
                return Action::All(keys.into_iter().map(deny).collect()).and(self.on_state(state));
            }
            // More came while a single one was looked at: what is pressed now was meant for that one.
            (Message::Authorized | Message::Denied | Message::Replied, _) if flood.is_some() => {}
            (Message::Replied, Some(Request { account, jid, .. })) => {
                return Action::Open(Opening::Conversation { account, jid: jid.into() });
            }
            (Message::ProfilePressed, Some(Request { account, jid, .. })) => {
                let key = (account, jid);
                self.profile = Some((key.clone(), Shown::Asked));
                let command = Command::Profile { account: key.0.clone(), jid: key.1.clone() };
                return Action::ask(command, move |answer| windows::Message::Authorize(Message::ProfileAnswered(key, answer)));
            }
            (Message::ProfileAnswered(key, answer), _) => {
                if let Some((of, shown)) = &mut self.profile
                    && *of == key
                {
                    *shown = Shown::of(answer);
                }
                return Action::Resize(self.size()).and(self.on_state(state));
            }
            (Message::AddedBack, None) if !self.offers.is_empty() => {
                let Request { account, jid, nick, .. } = self.offers.remove(0);
                let opening = Opening::AddBuddy { account: Some(account), jid: Some(jid), name: nick, group: None };
                return Action::Open(opening).and(self.on_state(state));
            }
            (Message::NotAdded, None) if !self.offers.is_empty() => drop(self.offers.remove(0)),
            (Message::Authorized, Some(request)) => {
                let key = (request.account.clone(), request.jid.clone());
                let command = Command::Authorize { account: key.0.clone(), jid: key.1.clone(), add: None };
                if !state.contacts.contains_key(&key) {
                    self.offers.push(request);
                }
                self.answered.push(key);
                return Action::Tell(command).and(self.on_state(state));
            }
            (Message::Denied, Some(request)) => {
                let key = (request.account, request.jid);
                self.answered.push(key.clone());
                return Action::Tell(Command::Deny { account: key.0, jid: key.1 }).and(self.on_state(state));
            }
            // Another request came in between.
            (
                Message::NotAdded | Message::AddedBack | Message::Authorized | Message::Denied | Message::Replied | Message::ProfilePressed,
                _,
            ) => {}
        }
        self.on_state(state)
    }

    /// Closes when nothing waits any more, here or because it was answered on another device.
    pub fn on_state(&mut self, state: &State) -> Action {
        self.answered.retain(|key| state.requests.contains_key(key));
        self.one_by_one &= self.waiting(state).len() >= FLOOD;
        self.show(state);
        if self.offers.is_empty() && self.waiting(state).is_empty() { Action::Close } else { Action::None }
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let (waiting, flood) = (self.waiting(state), self.flood(state));
        let (body, right) = match (self.offers.first(), waiting.first()) {
            (Some(request), None) => (
                offer(request),
                vec![
                    button::primary("add", &t("authorize-add"), Some(Message::AddedBack)),
                    button::secondary("not now", &t("authorize-not-now"), Some(Message::NotAdded)),
                ],
            ),
            (_, Some(_)) if flood.is_some() => {
                let flood = flood.unwrap_or_default();
                let deny = t_with("authorize-deny-all", &[("count", flood.len().into())]);
                (
                    strangers(&flood),
                    vec![
                        button::primary("one by one", &t("authorize-one-by-one"), Some(Message::OneByOne)),
                        button::secondary("deny all", &deny, Some(Message::AllDenied)),
                    ],
                )
            }
            (_, Some(request)) => (
                question(request, self.profile_of(request), waiting.len(), state.accounts.len() > 1),
                vec![
                    button::primary("authorize", &t("authorize-yes"), Some(Message::Authorized)).access_key('a'),
                    button::secondary("deny", &t("authorize-no"), Some(Message::Denied)).access_key('d'),
                    button::secondary("reply", &t("authorize-reply"), Some(Message::Replied)),
                ],
            ),
            (None, None) => (
                text(t("authorize-nobody")).into(),
                vec![button::primary("authorize", &t("authorize-yes"), None), button::secondary("deny", &t("authorize-no"), None)],
            ),
        };
        Dialog {
            window: id,
            title: Self::title(),
            body: container(body).padding([16, 20]).width(Length::Fill).into(),
            said: None,
            left: Vec::new(),
            right: right.into_iter().map(Into::into).collect(),
            start: None,
            on_escape: Message::Later,
            on_enter: None,
            question: None,
        }
        .into()
    }
}

/// Neither on the list nor somebody we talked with.
fn is_stranger(request: &Request, state: &State) -> bool {
    let listed = state.contacts.contains_key(&(request.account.clone(), request.jid.clone()));
    !listed && !state.conversations.contains_key(&(request.account.clone(), request.jid.clone().into()))
}

/// Many strangers on one card.
fn strangers<'a>(flood: &[&'a Request]) -> Element<'a, Message> {
    let words = t_with("authorize-flood", &[("count", flood.len().into())]);
    let named = flood.iter().take(NAMED).map(|request| form::hint(request.jid.to_string()));
    let more = flood.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| text(t_with("authorize-more", &[("count", more.into())])).size(theme::SMALL).style(theme::dim).into());
    column![
        text(words).size(theme::BODY).font(theme::MEDIUM).wrapping(text::Wrapping::WordOrGlyph),
        column(named).spacing(2).extend(more),
        text(t("authorize-flood-words")).size(theme::SMALL).style(theme::dim),
    ]
    .spacing(8)
    .into()
}

/// What they call themselves, else their address.
fn name(request: &Request) -> &str {
    request.nick.as_deref().filter(|nick| !nick.trim().is_empty()).unwrap_or(request.jid.as_str())
}

fn question<'a>(request: &'a Request, profile: Option<&Shown>, waiting: usize, several: bool) -> Element<'a, Message> {
    let words = t_with("authorize-question", &[("name", name(request).into())]);
    let mut lines = column![
        text(words).size(theme::BODY).font(theme::MEDIUM).wrapping(text::Wrapping::WordOrGlyph),
        form::hint(request.jid.to_string()),
    ]
    .spacing(4);
    if let Some(message) = request.message.as_deref().filter(|message| !message.trim().is_empty()) {
        let quoted = t_with("authorize-quoted", &[("message", message.into())]);
        let quotation = container(text(quoted).size(theme::LABEL)).padding([8, 12]).width(Length::Fill).style(theme::note_card);
        lines = lines.push(container(quotation).padding([6, 0]));
    }
    lines = lines.push(container(profile::view(profile, Message::ProfilePressed)).padding([4, 0]));
    lines = lines.push(text(t("authorize-what")).size(theme::SMALL).style(theme::dim));
    if several {
        let account = t_with("authorize-account", &[("account", request.account.as_str().into())]);
        lines = lines.push(text(account).size(theme::SMALL).style(theme::dim));
    }
    if waiting > 1 {
        let more = t_with("authorize-more", &[("count", (waiting - 1).into())]);
        lines = lines.push(text(more).size(theme::SMALL).style(theme::dim));
    }
    let picture = avatar::person(name(request), request.jid.as_str(), 40.0, None);
    row![picture, lines.width(Length::Fill)].spacing(12).into()
}

fn offer<'a>(request: &'a Request) -> Element<'a, Message> {
    let words = t_with("authorize-offer", &[("name", name(request).into())]);
    let lines =
        column![text(words).size(theme::BODY).font(theme::MEDIUM), text(t("authorize-offer-words")).size(theme::LABEL).style(theme::dim),];
    let picture = avatar::person(name(request), request.jid.as_str(), 40.0, None);
    row![picture, lines.spacing(4).width(Length::Fill)].spacing(12).into()
}
