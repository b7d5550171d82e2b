//! What the user says about a message in the log: an answer, a correction, that it is taken back, a reaction.

use super::{Action, Asked, Chat, Key, Message, Tab};
use crate::i18n::{t, t_with};
use crate::model::{self, Amendment, Command, Direction, Kind, Manner, MessageId, MessageState, State};
use crate::ui::text::bidi;
use crate::ui::theme;
use crate::ui::widgets::access::Label;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::modal::Card;
use crate::ui::widgets::{button, field, tick};
use crate::ui::words;
use iced::advanced::widget::Id;
use iced::widget::{Column, column, container, row, scrollable, text};
use iced::{Element, Length};
use std::collections::BTreeSet;

/// Offered at once; any other is taken over from those who used it first.
const REACTIONS: [&str; 6] = ["👍", "❤️", "😂", "😮", "😢", "🎉"];

/// So much of a message stands above the input while it is answered.
const EXCERPT: usize = 80;

/// What the text in the input is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    Answer(MessageId),
    /// And what was being written before.
    Correct(MessageId, String),
    /// It is hidden until somebody asks for it (XEP-0382); what it is about, or nothing.
    Hide(String),
}

impl Intent {
    /// What is written, as it can be written anew without giving anything away.
    pub fn typed(intent: Option<&Self>, text: String) -> String {
        match intent {
            Some(Self::Hide(about)) if !text.trim().is_empty() => format!("/spoiler {} | {}", about.trim().replace('|', "/"), text.trim()),
            Some(_) | None => text,
        }
    }

    fn message(&self) -> Option<MessageId> {
        match self {
            Self::Answer(id) | Self::Correct(id, _) => Some(*id),
            Self::Hide(_) => None,
        }
    }
}

impl Chat {
    pub(super) fn answer_to(&mut self, id: MessageId) {
        self.keep_hidden();
        self.drop_intent();
        if let Some(tab) = self.active_mut().filter(|tab| tab.has(id)) {
            tab.intent = Some(Intent::Answer(id));
            tab.take_focus();
        }
    }

    /// The words of an own message come into the input.
    pub(super) fn correct(&mut self, id: MessageId) {
        self.keep_hidden();
        self.drop_intent();
        let Some(tab) = self.active_mut() else { return };
        let Some(body) = tab.log.message(id).filter(|message| is_correctable(message)).map(|message| message.body.clone()) else { return };
        let before = tab.draft.text();
        tab.draft.begin(&body);
        tab.intent = Some(Intent::Correct(id, before));
        tab.take_focus();
    }

    /// Up in an empty input.
    pub(super) fn correct_last(&mut self) {
        let last = self.active().and_then(|tab| tab.log.last_own()).filter(|message| is_correctable(message)).map(|message| message.id);
        if let Some(id) = last {
            self.correct(id);
        }
    }

    /// What was to be hidden stays so while the input is used for something else.
    fn keep_hidden(&mut self) {
        let Some(tab) = self.active_mut().filter(|tab| matches!(tab.intent, Some(Intent::Hide(_)))) else { return };
        let typed = Intent::typed(tab.intent.as_ref(), tab.draft.text());
        tab.draft.set(&typed);
    }

    /// Nothing is answered or corrected after all: what was being written is there again.
    pub(super) fn drop_intent(&mut self) {
        let Some(tab) = self.active_mut() else { return };
        tab.drop_correction();
        tab.intent = None;
        tab.take_focus();
    }

    /// What is written next is hidden until somebody asks for it.
    pub(super) fn hide_words(&mut self) {
        self.drop_intent();
        if let Some(tab) = self.active_mut() {
            tab.intent = Some(Intent::Hide(String::new()));
            tab.take_focus();
        }
    }

    pub(super) fn hidden_about(&mut self, about: String) {
        if let Some(tab) = self.active_mut().filter(|tab| matches!(tab.intent, Some(Intent::Hide(_)))) {
            tab.intent = Some(Intent::Hide(about));
        }
    }

    pub(super) fn uncover(&mut self, id: MessageId, state: &State) {
        if let Some(tab) = self.active_mut() {
            tab.log.turn(id);
            tab.refresh(state);
        }
    }

    pub(super) fn call_for_attention(&mut self) -> Vec<Action> {
        let Some(tab) = self.active_mut() else { return Vec::new() };
        tab.take_focus();
        vec![attention(&tab.key, String::new())]
    }

    pub(super) fn take_back(&mut self) -> Vec<Action> {
        self.take_focus();
        let Some(Retracting { message, reason, all: whole, .. }) = self.retracting.take() else { return Vec::new() };
        if !self.is_theirs(message) {
            return self.amended(message, Amendment::Retraction).into_iter().collect();
        }
        let Some(tab) = self.active() else { return Vec::new() };
        let (account, room) = (tab.key.account.clone(), tab.key.conversation.to_bare());
        let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        vec![Action::Ask(Command::Moderate { account, room, message, whole, reason }, Asked::Amending(tab.key.clone()))]
    }

    fn is_theirs(&self, message: MessageId) -> bool {
        self.active().and_then(|tab| tab.log.message(message)).is_some_and(|message| message.direction == Direction::In)
    }

    /// A reaction that is ours already is taken away.
    pub(super) fn react(&self, id: MessageId, emoji: String, state: &State) -> Vec<Action> {
        let Some(tab) = self.active().filter(|tab| tab.may_write(state)) else { return Vec::new() };
        let Some(message) = tab.log.message(id) else { return Vec::new() };
        let mut ours = own_reactions(message, tab, state);
        if !ours.remove(&emoji) {
            ours.insert(emoji);
        }
        self.amended(id, Amendment::Reactions(ours)).into_iter().collect()
    }

    fn amended(&self, message: MessageId, amendment: Amendment) -> Option<Action> {
        let tab = self.active()?;
        let (account, conversation) = tab.key.pair();
        let command = Command::Amend { account, conversation, message, amendment };
        Some(Action::Ask(command, Asked::Amending(tab.key.clone())))
    }

    /// What a message said before, the first version first.
    pub(super) fn earlier_versions<'a>(&self) -> Option<Card<'a, Message>> {
        let versions = self.versions.as_ref()?;
        let now = words::now();
        let version = |(time, body): &(jiff::Timestamp, String)| {
            let when = text(words::when(*time, &now)).size(theme::TINY).style(theme::dim).width(Length::Fixed(56.0));
            let said = text(bidi::isolate(body)).size(theme::LABEL).wrapping(text::Wrapping::WordOrGlyph).width(Length::Fill);
            row![when, said].spacing(8).into()
        };
        let lines = Column::with_children(versions.iter().map(version)).spacing(8);
        let thin = scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(8).scroller_width(6));
        let close = Id::new("versions-close");
        Some(Card {
            headline: t("chat-versions-title"),
            body: container(scrollable(lines).direction(thin).style(theme::scroll)).max_height(280).into(),
            buttons: vec![button::secondary("close", &t("button-close"), Some(Message::VersionsClosed)).id(close.clone()).into()],
            start: Some(close),
            on_escape: Message::VersionsClosed,
            on_enter: Some(Message::VersionsClosed),
        })
    }

    /// What a moderator adds: a reason, and whether all that somebody said goes.
    fn why<'a>(&self, retracting: &Retracting) -> Element<'a, Message> {
        let said = self.active().and_then(|tab| tab.log.message(retracting.message));
        let nick = said.and_then(|message| message.from.resource()).map(|nick| bidi::isolate(nick.as_str())).unwrap_or_default();
        let label = t_with("chat-room-reason", &[("nick", nick.clone().into())]);
        let reason = field::field(&retracting.field, "reason", &bidi::strip(&label), &retracting.reason).on_input(Message::TakeBackReason);
        let all = t_with("chat-moderate-all", &[("nick", Label::escape(&nick).into())]);
        column![
            column![text(label).size(theme::SMALL).style(theme::dim), reason].spacing(4),
            tick::tick("all", &all, retracting.all, Message::TakeBackAll),
        ]
        .spacing(10)
        .into()
    }

    /// It cannot be undone, and whoever has read it has read it.
    pub(super) fn retraction_question<'a>(&self) -> Option<Card<'a, Message>> {
        let retracting = self.retracting.as_ref()?;
        let theirs = self.is_theirs(retracting.message);
        let (title, explain, sure) = match theirs {
            true => ("chat-moderate-title", "chat-moderate-explain", "chat-moderate"),
            false => ("chat-retract-title", "chat-retract-explain", "chat-retract"),
        };
        let cancel = Id::new("retract-cancel");
        let explain = text(t(explain)).size(theme::LABEL).style(theme::dim).wrapping(text::Wrapping::WordOrGlyph);
        Some(Card {
            headline: t(title),
            body: column![explain].extend(theirs.then(|| self.why(retracting))).spacing(10).into(),
            buttons: vec![
                button::secondary("cancel", &t("chat-cancel"), Some(Message::TakeBackDismissed)).id(cancel.clone()).into(),
                button::primary("retract", &t(sure), Some(Message::TakeBackConfirmed)).into(),
            ],
            start: Some(cancel),
            on_escape: Message::TakeBackDismissed,
            on_enter: None,
        })
    }
}

/// A message that is to be taken back.
#[derive(Debug)]
pub struct Retracting {
    message: MessageId,
    /// Of a moderator.
    pub reason: String,
    /// All that its sender said goes with it.
    pub all: bool,
    field: Id,
}

impl Retracting {
    pub fn new(message: MessageId) -> Self {
        Self { message, reason: String::new(), all: false, field: Id::unique() }
    }
}

/// What the text in the input is for, above it.
pub fn purpose(tab: &Tab) -> Option<String> {
    let intent = tab.intent.as_ref()?;
    let message = intent.message().and_then(|id| tab.log.message(id));
    match intent {
        Intent::Hide(_) => Some(t("chat-hiding")),
        Intent::Correct(..) => Some(t("chat-correcting")),
        Intent::Answer(_) => {
            let message = message?;
            if tab.log.is_open(message.id) == Some(false) {
                return Some(t_with("chat-answering", &[("text", t("chat-hidden").into())]));
            }
            let mut excerpt: String = message.body.lines().next().unwrap_or_default().chars().take(EXCERPT).collect();
            if excerpt.len() < message.body.trim_end().len() {
                excerpt.push('…');
            }
            Some(t_with("chat-answering", &[("text", bidi::isolate(&excerpt).into())]))
        }
    }
}

/// What can be said of it, and the way out.
pub fn means<'a>(tab: &Tab) -> Vec<Element<'a, Message>> {
    let cancel = button::secondary("intent-cancel", &t("chat-cancel"), Some(Message::IntentDropped)).into();
    match &tab.intent {
        Some(Intent::Hide(about)) => {
            let field = field::field(&tab.about_id, "about", &t("chat-hiding-about"), about)
                .placeholder(t("chat-hiding-about"))
                .on_input(Message::HiddenAbout)
                .on_submit(Message::Submitted);
            vec![container(field).width(190).into(), cancel]
        }
        Some(Intent::Answer(_) | Intent::Correct(..)) | None => vec![cancel],
    }
}

/// The lines of a message's menu that say something about it.
pub fn menu_of(message: &model::Message, tab: &Tab, state: &State) -> Vec<Item<Message>> {
    // In a room a message without an id of the room's has no name that others know.
    let has_name = message.kind == Kind::Chat || message.stanza_id.is_some();
    let waits = matches!(message.state, MessageState::Queued | MessageState::Failed(_));
    if message.retracted || !tab.may_write(state) {
        return Vec::new();
    }
    let mut items = Vec::new();
    if let Some(open) = tab.log.is_open(message.id) {
        let key = if open { "chat-menu-hide" } else { "chat-menu-show" };
        items.push(menu::entry(&t(key), Message::HiddenTurned(message.id)).into());
    }
    if has_name && !waits {
        items.push(menu::entry(&t("chat-menu-answer"), Message::AnswerPressed(message.id)).into());
        let ours = own_reactions(message, tab, state);
        let reaction =
            |emoji: &str| menu::plain(emoji, Message::Reacted(message.id, emoji.to_owned())).checked(ours.contains(emoji)).into();
        items.push(menu::submenu(&t("chat-menu-react"), REACTIONS.into_iter().map(reaction).collect()).into());
    }
    if message.corrected && tab.log.is_open(message.id) != Some(false) {
        items.push(menu::entry(&t("chat-menu-versions"), Message::VersionsPressed(message.id)).into());
    }
    if is_correctable(message) {
        items.push(menu::entry(&t("chat-menu-correct"), Message::CorrectPressed(message.id)).into());
    }
    if may_moderate(message, tab, state) {
        items.push(menu::entry(&t("chat-menu-moderate"), Message::TakeBackPressed(message.id)).into());
    }
    if message.direction == Direction::Out && (has_name || waits) {
        items.push(menu::entry(&t("chat-menu-retract"), Message::TakeBackPressed(message.id)).into());
    }
    if !items.is_empty() {
        items.push(menu::separator());
    }
    items
}

/// A moderator takes back what others said, where the room does that (XEP-0425).
fn may_moderate(message: &model::Message, tab: &Tab, state: &State) -> bool {
    let power = |room: &model::Room| room.moderates && room.role == model::Role::Moderator;
    message.direction == Direction::In && message.stanza_id.is_some() && tab.key.room(state).is_some_and(power)
}

/// Somebody is called, with some words or none (XEP-0224).
pub fn attention(key: &Key, words: String) -> Action {
    let (account, to) = key.pair();
    let asked = Asked::Sending(key.clone(), format!("/buzz {words}"));
    Action::Ask(Command::Send { account, to, body: words, answers: None, manner: Manner::Attention }, asked)
}

fn is_correctable(message: &model::Message) -> bool {
    let stands = !message.retracted && !matches!(message.state, MessageState::Failed(_));
    message.direction == Direction::Out && stands && !message.body.is_empty()
}

/// By what we are known in the conversation.
fn own_reactions(message: &model::Message, tab: &Tab, state: &State) -> BTreeSet<String> {
    let own = match tab.key.room(state).filter(|_| message.kind == Kind::Groupchat) {
        Some(room) => format!("{}/{}", room.room, room.nick),
        None => tab.key.account.to_string(),
    };
    let ours = message.reactions.iter().filter(|(_, who)| who.iter().any(|who| who.as_str() == own));
    ours.map(|(emoji, _)| emoji.clone()).collect()
}
