//! A frame of the windows that grow: state applied, view built, laid out; not drawn. `cargo bench --bench windows`.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use fantail::model::{
    Account, AccountState, AccountStatus, BareJid, Contact, Direction, Event, Kind, Manner, Message as Said, MessageId, MessageState,
    Reply, RosterItem, Show, State, Subscription,
};
use fantail::ui::windows::{Message, Opening, Window, chat};
use fantail::ui::{accessibility, semantics, theme};
use iced::keyboard::Modifiers;
use testing::Screen;

#[allow(dead_code, reason = "each program uses a part of its own")]
#[path = "../src/ui/testing.rs"]
mod testing;

fn main() {
    divan::main();
}

fn me() -> BareJid {
    "me@one.test".parse().unwrap()
}

fn buddy(number: usize, show: Show) -> Contact {
    let item = RosterItem {
        jid: format!("buddy{number}@one.test").parse().unwrap(),
        name: Some(format!("Buddy {number}")),
        groups: vec![format!("Group {}", number % 20)],
        subscription: Subscription::Both,
        ask: false,
    };
    Contact { account: me(), item, show, status: Some("on the balcony".into()), resources: vec!["desk".into()] }
}

fn with_buddies(count: usize) -> State {
    let mut state = State::default();
    let status = AccountStatus { state: AccountState::Online, ..AccountStatus::new(Account::new(me(), "bench".into())) };
    state.apply(&Event::Account(Box::new(status)));
    (0..count).for_each(|number| state.apply(&Event::Roster(buddy(number, Show::Available))));
    state
}

/// A window on a screen that keeps what a real one keeps.
struct Stage {
    window: Window,
    state: State,
    screen: Screen,
    id: iced::window::Id,
}

impl Stage {
    fn new(state: State, opening: &Opening) -> Self {
        let mut window = Window::new(opening, &state);
        let _ = window.opened(opening, &state);
        let size = window.size().0;
        let mut stage = Self { window, state, screen: Screen::new(size.width, size.height), id: iced::window::Id::unique() };
        stage.frame();
        stage.frame();
        stage
    }

    /// View and layout.
    fn frame(&mut self) {
        let view = self.window.view(self.id, &self.state, theme::of(theme::Appearance::Light));
        let messages = self.screen.send(view, &[]);
        messages.into_iter().for_each(|message| drop(self.window.update(message, &self.state)));
    }

    fn happen(&mut self, events: &[Event]) {
        events.iter().for_each(|event| self.state.apply(event));
        let _ = self.window.on_events(events, &self.state);
        self.frame();
    }

    fn letter(&mut self, letter: char) {
        let view = self.window.view(self.id, &self.state, theme::of(theme::Appearance::Light));
        let messages = self.screen.letter(view, letter, Modifiers::empty());
        messages.into_iter().for_each(|message| drop(self.window.update(message, &self.state)));
        self.frame();
    }
}

#[divan::bench(args = [10, 1_000, 10_000])]
fn list_opens(bencher: Bencher<'_, '_>, count: usize) {
    let state = with_buddies(count);
    bencher.with_inputs(|| state.clone()).bench_values(|state| Stage::new(state, &Opening::BuddyList));
}

#[divan::bench(args = [10, 1_000, 10_000])]
fn list_one_presence(bencher: Bencher<'_, '_>, count: usize) {
    let mut stage = Stage::new(with_buddies(count), &Opening::BuddyList);
    let mut away = false;
    bencher.bench_local(|| {
        away = !away;
        stage.happen(&[Event::Presence(buddy(3, if away { Show::Away } else { Show::Available }))]);
    });
}

/// As many as come in a second, in one batch of events.
#[divan::bench(args = [1_000, 10_000])]
fn list_two_hundred_presences(bencher: Bencher<'_, '_>, count: usize) {
    let mut stage = Stage::new(with_buddies(count), &Opening::BuddyList);
    let mut away = false;
    bencher.bench_local(|| {
        away = !away;
        let show = if away { Show::Away } else { Show::Available };
        let events: Vec<_> = (0..200).map(|number| Event::Presence(buddy(number * (count / 200), show))).collect();
        stage.happen(&events);
    });
}

#[divan::bench(args = [1_000, 10_000])]
fn list_finds(bencher: Bencher<'_, '_>, count: usize) {
    let mut stage = Stage::new(with_buddies(count), &Opening::BuddyList);
    bencher.bench_local(|| {
        stage.letter('7');
        let escape = stage.screen.key(
            stage.window.view(stage.id, &stage.state, theme::of(theme::Appearance::Light)),
            iced::keyboard::key::Named::Escape,
            Modifiers::empty(),
        );
        escape.into_iter().for_each(|message| drop(stage.window.update(message, &stage.state)));
    });
}

fn said(number: usize) -> Said {
    let conversation: BareJid = "buddy1@one.test".parse().unwrap();
    Said {
        id: MessageId(number as i64),
        account: me(),
        conversation: conversation.clone().into(),
        kind: Kind::Chat,
        direction: Direction::In,
        from: conversation.into(),
        time: jiff::Timestamp::from_second(1_700_000_000 + number as i64 * 40).unwrap(),
        body: format!("Message {number}: the slides are nearly done, see https://one.test/{number}"),
        state: MessageState::Received,
        origin_id: Some(format!("o{number}")),
        stanza_id: Some(format!("s{number}")),
        delayed: false,
        shortened: false,
        unstyled: false,
        manner: Manner::Plain,
        file: None,
        corrected: false,
        retracted: false,
        answers: None,
        unchanged: None,
        reactions: std::collections::BTreeMap::new(),
    }
}

/// A chat whose log holds so many messages.
fn talk(count: usize) -> Stage {
    let opening = Opening::Conversation { account: me(), jid: "buddy1@one.test".parse().unwrap() };
    let mut stage = Stage::new(with_buddies(10), &opening);
    let key = chat::Key::new(me(), "buddy1@one.test".parse::<BareJid>().unwrap());
    let page = Ok(Reply::Messages((0..count).map(said).collect()));
    let _ = stage.window.update(Message::Chat(chat::Message::Answered(chat::Asked::Page(key), page)), &stage.state);
    stage.frame();
    stage
}

#[divan::bench(args = [100, 10_000, 100_000])]
fn log_new_message(bencher: Bencher<'_, '_>, count: usize) {
    let mut stage = talk(count);
    let mut next = count;
    bencher.bench_local(|| {
        next += 1;
        stage.happen(&[Event::Message(Box::new(said(next)))]);
    });
}

#[divan::bench(args = [100, 100_000])]
fn log_frame(bencher: Bencher<'_, '_>, count: usize) {
    let mut stage = talk(count);
    bencher.bench_local(|| stage.frame());
}

#[divan::bench(args = [100, 100_000])]
fn log_key_typed(bencher: Bencher<'_, '_>, count: usize) {
    let mut stage = talk(count);
    let mut written = 0;
    bencher.bench_local(|| {
        written += 1;
        stage.letter(if written % 12 == 0 { ' ' } else { 'x' });
    });
}

/// Every pixel drawn anew, at 100 %; a frame of the program draws only what changed.
#[divan::bench]
fn list_drawn_whole(bencher: Bencher<'_, '_>) {
    let mut stage = Stage::new(with_buddies(10_000), &Opening::BuddyList);
    bencher.bench_local(|| {
        let view = stage.window.view(stage.id, &stage.state, theme::of(theme::Appearance::Light));
        stage.screen.picture(view, theme::Appearance::Light, 1.0)
    });
}

#[divan::bench]
fn chat_drawn_whole(bencher: Bencher<'_, '_>) {
    let mut stage = talk(10_000);
    bencher.bench_local(|| {
        let view = stage.window.view(stage.id, &stage.state, theme::of(theme::Appearance::Light));
        stage.screen.picture(view, theme::Appearance::Light, 1.0)
    });
}
