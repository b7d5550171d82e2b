mod amending;
mod going;
mod manners;
mod menus;
mod messages;
mod moderation;
mod people;
mod tabs;

use super::*;
use crate::model::{
    Account, AccountStatus, BareJid, Contact, Conversation, Direction, Kind, Manner, Message as Said, MessageState, Occupant, Problem,
    Role as RoomRole, Room, RosterItem, Show,
};
use crate::ui::semantics::{Request, Role};
use crate::ui::testing::{Screen, check_rules, focused, lines};
use crate::ui::theme::{self, Appearance};
use iced::advanced::widget::Id;
use iced::keyboard::{Modifiers, key::Named};
use iced::{Element, window};

pub const ME: &str = "me@jabber.example";
pub const CLARA: &str = "clara@jabber.example";

pub fn bare(text: &str) -> BareJid {
    text.parse().unwrap()
}

pub fn key(text: &str) -> Key {
    Key::new(bare(ME), text.parse::<crate::model::Jid>().unwrap())
}

/// We are online; Clara is a buddy.
pub fn state() -> State {
    let mut state = State::default();
    let mut account = AccountStatus::new(Account::new(bare(ME), "r".into()));
    account.state = AccountState::Online;
    state.apply(&Event::Account(Box::new(account)));
    state.apply(&Event::Roster(contact(CLARA, Some("Clara Weber"))));
    state
}

pub fn contact(jid: &str, name: Option<&str>) -> Contact {
    let item = RosterItem {
        jid: bare(jid),
        name: name.map(Into::into),
        groups: Vec::new(),
        subscription: crate::model::Subscription::Both,
        ask: false,
    };
    Contact { account: bare(ME), item, show: Show::Available, status: Some("on her laptop".into()), resources: Vec::new() }
}

pub fn said(id: i64, from: &str, body: &str, state: MessageState) -> Said {
    let out = from == ME;
    Said {
        id: MessageId(id),
        account: bare(ME),
        conversation: CLARA.parse().unwrap(),
        kind: Kind::Chat,
        direction: if out { Direction::Out } else { Direction::In },
        from: from.parse().unwrap(),
        time: jiff::Timestamp::from_second(1_795_000_000 + id * 60).unwrap(),
        body: body.into(),
        state,
        origin_id: None,
        stanza_id: None,
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

fn incoming(id: i64, body: &str) -> Said {
    said(id, CLARA, body, MessageState::Received)
}

fn unread(count: u32) -> Event {
    Event::Conversation(Conversation {
        account: bare(ME),
        conversation: CLARA.parse().unwrap(),
        kind: Kind::Chat,
        unread: count,
        mentions: 0,
        last_time: None,
        last_body: None,
        typing: Default::default(),
    })
}

/// A chat window in front of somebody, with a screen that remembers focus and scrolling.
struct Desk {
    chat: Chat,
    state: State,
    screen: Screen,
    actions: Vec<Action>,
    id: window::Id,
}

impl Desk {
    fn new(state: State) -> Self {
        let mut chat = Chat::default();
        let _ = chat.update(Message::Focused(true), &state);
        Self { chat, state, screen: Screen::new(640.0, 600.0), actions: Vec::new(), id: window::Id::unique() }
    }

    fn with_clara(history: Vec<Said>) -> Self {
        let mut desk = Self::new(state());
        desk.open(CLARA);
        desk.answer(Asked::Page(key(CLARA)), Ok(Reply::Messages(history)));
        desk
    }

    fn open(&mut self, jid: &str) {
        self.actions.extend(self.chat.open(&key(jid), &self.state));
    }

    fn answer(&mut self, asked: Asked, answer: Result<Reply, Problem>) {
        self.send(vec![Message::Answered(asked, answer)]);
    }

    fn send(&mut self, messages: Vec<Message>) {
        for message in messages {
            self.actions.extend(self.chat.update(message, &self.state));
        }
    }

    #[allow(clippy::needless_pass_by_value, reason = "events are made where they happen")]
    fn happen(&mut self, events: Vec<Event>) {
        events.iter().for_each(|event| self.state.apply(event));
        self.actions.extend(self.chat.apply(&events, &self.state));
    }

    fn view<'a>(chat: &'a Chat, state: &'a State, id: window::Id) -> Element<'a, Message> {
        chat.view(id, state, theme::of(Appearance::Light))
    }

    fn press(&mut self, named: Named, modifiers: Modifiers) {
        let messages = self.screen.key(Self::view(&self.chat, &self.state, self.id), named, modifiers);
        self.send(messages);
    }

    fn letter(&mut self, letter: char, modifiers: Modifiers) {
        let messages = self.screen.letter(Self::view(&self.chat, &self.state, self.id), letter, modifiers);
        self.send(messages);
    }

    fn write(&mut self, text: &str) {
        text.chars().for_each(|letter| self.letter(letter, Modifiers::empty()));
    }

    fn click(&mut self, role: Role, name: &str) {
        let (chat, state, id) = (&self.chat, &self.state, self.id);
        let messages = self.screen.click(|| Self::view(chat, state, id), role, name);
        self.send(messages);
    }

    fn right_click(&mut self, role: Role, name: &str) {
        let (chat, state, id) = (&self.chat, &self.state, self.id);
        let messages = self.screen.press(|| Self::view(chat, state, id), iced::mouse::Button::Right, role, name);
        self.send(messages);
    }

    fn lines(&mut self) -> Vec<String> {
        let tree = self.screen.tree(Self::view(&self.chat, &self.state, self.id));
        check_rules(&tree);
        lines(&tree)
    }

    fn focused(&mut self) -> String {
        focused(&self.screen.tree(Self::view(&self.chat, &self.state, self.id)))
    }

    fn shows(&mut self, line: &str) -> bool {
        self.lines().iter().any(|shown| crate::ui::text::bidi::strip(shown) == line)
    }

    fn asked(&mut self) -> Vec<Command> {
        let command = |action: Action| if let Action::Ask(command, _) = action { Some(command) } else { None };
        std::mem::take(&mut self.actions).into_iter().filter_map(command).collect()
    }
}

fn send_to_clara(body: &str) -> Command {
    Command::Send { account: bare(ME), to: CLARA.parse().unwrap(), body: body.into(), answers: None, manner: Manner::Plain }
}

#[test]
fn a_chat_opens_with_its_history_asked_for_and_the_focus_in_the_input() {
    let mut desk = Desk::with_clara(vec![incoming(1, "hello")]);
    let history = Command::History { account: bare(ME), conversation: CLARA.parse().unwrap(), before: None, limit: PAGE };
    assert_eq!(desk.asked(), [history]);
    assert_eq!(desk.chat.title(&desk.state), "Clara Weber");
    assert_eq!(desk.focused(), "MultilineTextInput Message to Clara Weber");
    assert!(desk.shows("ListItem Clara Weber: hello"), "{:#?}", desk.lines());
    assert!(desk.lines().contains(&"Log Messages".to_owned()));
}

#[test]
fn enter_sends_and_shift_enter_breaks_the_line() {
    let mut desk = Desk::with_clara(Vec::new());
    desk.asked();
    desk.write("one");
    desk.press(Named::Enter, Modifiers::SHIFT);
    desk.write("two");
    assert_eq!(desk.asked(), []);
    desk.press(Named::Enter, Modifiers::empty());
    assert_eq!(desk.asked(), [send_to_clara("one\ntwo")]);
    assert_eq!(desk.chat.active().unwrap().draft.text().trim(), "");
    desk.write("  ");
    desk.press(Named::Enter, Modifiers::empty());
    assert_eq!(desk.asked(), [], "nothing but space is nothing");
}

#[test]
fn every_state_of_an_own_message_is_seen() {
    let states = [
        (MessageState::Queued, "waiting"),
        (MessageState::Sent, "sent"),
        (MessageState::Delivered, "delivered"),
        (MessageState::Displayed, "seen"),
        (MessageState::Failed(Problem::stanza("service-unavailable")), "not sent"),
    ];
    for (state, word) in states {
        let mut desk = Desk::with_clara(Vec::new());
        desk.happen(vec![Event::Message(Box::new(said(1, ME, "hi", state)))]);
        let tree = desk.screen.tree(Desk::view(&desk.chat, &desk.state, desk.id));
        let (_, row) = tree.find(Role::ListItem, "You: hi").unwrap();
        assert!(row.description().unwrap_or_default().contains(word), "{word}: {:?}", row.description());
    }
}

#[test]
fn a_failed_message_gives_its_reason_and_goes_again() {
    let failed = MessageState::Failed(Problem::stanza("service-unavailable"));
    let mut desk = Desk::with_clara(vec![said(7, ME, "hi", failed)]);
    desk.asked();
    assert!(desk.shows("Status A message was not sent."), "{:#?}", desk.lines());
    let tree = desk.screen.tree(Desk::view(&desk.chat, &desk.state, desk.id));
    let (_, row) = tree.find(Role::ListItem, "You: hi").unwrap();
    assert!(row.description().unwrap_or_default().contains("There is nobody at this address"), "{row:?}");
    let inside = tree.nodes.iter().find(|(_, node)| node.role() == Role::Button && node.label() == Some("Try again")).unwrap().0;
    let messages = desk.screen.request(Desk::view(&desk.chat, &desk.state, desk.id), (desk.id, inside, Request::Activate));
    desk.send(messages);
    assert_eq!(desk.asked(), [Command::Retry(MessageId(7))]);
}

#[test]
fn a_message_that_could_not_be_stored_comes_back_into_the_input() {
    let mut desk = Desk::with_clara(Vec::new());
    desk.write("precious");
    desk.press(Named::Enter, Modifiers::empty());
    desk.answer(Asked::Sending(key(CLARA), "precious".into()), Err(Problem::Storage(crate::model::problem::StorageFault::Full)));
    assert_eq!(desk.chat.active().unwrap().draft.text().trim(), "precious");
    assert!(desk.lines().iter().any(|line| line.starts_with("Status A message was not sent.")), "{:#?}", desk.lines());
}

#[test]
fn what_is_in_front_of_the_eyes_is_read_and_what_is_not_waits_with_a_line() {
    let mut desk = Desk::with_clara(vec![incoming(1, "old")]);
    desk.asked();
    desk.happen(vec![Event::Message(Box::new(incoming(2, "seen"))), unread(1)]);
    let read = Command::MarkRead { account: bare(ME), conversation: CLARA.parse().unwrap() };
    assert_eq!(desk.asked(), std::slice::from_ref(&read));
    desk.happen(vec![unread(0)]);
    desk.send(vec![Message::Focused(false)]);
    desk.happen(vec![Event::Message(Box::new(incoming(3, "unseen"))), unread(1)]);
    assert_eq!(desk.actions, [Action::WantAttention]);
    assert!(desk.shows("Label New"), "{:#?}", desk.lines());
    desk.actions.clear();
    desk.send(vec![Message::Focused(true)]);
    assert_eq!(desk.asked(), [read]);
    assert!(desk.shows("Label New"), "it stays while it is looked at");
}

#[test]
fn the_line_stands_where_the_unread_messages_begin() {
    let mut desk = Desk::new(state());
    desk.state.apply(&unread(2));
    desk.open(CLARA);
    desk.answer(Asked::Page(key(CLARA)), Ok(Reply::Messages(vec![incoming(1, "a"), incoming(2, "b"), incoming(3, "c")])));
    let lines = desk.lines();
    let at = |line: &str| lines.iter().position(|shown| crate::ui::text::bidi::strip(shown) == line).unwrap();
    assert!(at("ListItem Clara Weber: a") < at("Label New") && at("Label New") < at("ListItem Clara Weber: b"), "{lines:#?}");
}

#[test]
fn tabs_keep_their_drafts_and_turn_by_keyboard() {
    let mut desk = Desk::with_clara(Vec::new());
    desk.write("to clara");
    desk.open("bob@jabber.example");
    assert_eq!(desk.chat.title(&desk.state), "bob@jabber.example");
    desk.write("to bob");
    desk.press(Named::Tab, Modifiers::CTRL);
    assert_eq!(desk.chat.title(&desk.state), "Clara Weber");
    assert_eq!(desk.chat.active().unwrap().draft.text().trim(), "to clara");
    assert_eq!(desk.focused(), "MultilineTextInput Message to Clara Weber");
    desk.press(Named::Tab, Modifiers::CTRL | Modifiers::SHIFT);
    assert_eq!(desk.chat.active().unwrap().draft.text().trim(), "to bob");
    desk.press(Named::PageUp, Modifiers::CTRL);
    assert_eq!(desk.chat.title(&desk.state), "Clara Weber");
    desk.letter('2', Modifiers::CTRL);
    assert_eq!(desk.chat.title(&desk.state), "bob@jabber.example");
    desk.letter('w', Modifiers::CTRL);
    assert_eq!(desk.chat.title(&desk.state), "Clara Weber");
    desk.actions.clear();
    desk.letter('w', Modifiers::CTRL);
    assert_eq!(desk.actions.last(), Some(&Action::Close));
}

#[test]
fn an_address_that_is_not_on_the_list_can_be_added() {
    let mut desk = Desk::new(state());
    desk.open("bob@jabber.example");
    desk.actions.clear();
    desk.click(Role::Button, "Add buddy");
    assert_eq!(desk.actions, [Action::AddBuddy(key("bob@jabber.example"))]);
    let mut known = Desk::with_clara(Vec::new());
    assert!(!known.shows("Button Add buddy"));
}

#[test]
fn an_account_that_is_offline_says_that_messages_wait() {
    let mut desk = Desk::with_clara(Vec::new());
    let account = AccountStatus::new(Account::new(bare(ME), "r".into()));
    desk.happen(vec![Event::Account(Box::new(account))]);
    assert!(desk.lines().iter().any(|line| line.starts_with("Status me@jabber.example is offline.")), "{:#?}", desk.lines());
    desk.asked();
    desk.write("later");
    desk.press(Named::Enter, Modifiers::empty());
    assert_eq!(desk.asked(), [send_to_clara("later")]);
}

#[test]
fn a_link_opens_only_after_its_true_address_was_shown() {
    let mut desk = Desk::with_clara(vec![incoming(1, "see https://evil.example/x now, not javascript:alert(1)")]);
    desk.actions.clear();
    let link = Link::parse("https://evil.example/x").unwrap();
    assert!(desk.shows("Link https://evil.example/x"));
    assert!(!desk.lines().iter().any(|line| line.starts_with("Link javascript")));
    desk.send(vec![Message::Log(Happening::LinkPressed(link.clone()))]);
    assert!(desk.shows("Label https://evil.example/x"), "{:#?}", desk.lines());
    assert_eq!(desk.actions, []);
    desk.press(Named::Escape, Modifiers::empty());
    assert!(!desk.shows("AlertDialog Open this address?"));
    desk.send(vec![Message::Log(Happening::LinkPressed(link.clone()))]);
    desk.click(Role::Button, "Open");
    assert_eq!(desk.actions, [Action::OpenLink(link)]);
}

#[test]
fn older_messages_are_asked_for_at_the_top_once() {
    let page = |ids: std::ops::Range<i64>| ids.map(|id| incoming(id, "text")).collect::<Vec<_>>();
    let mut desk = Desk::with_clara(page(1000..1000 + i64::from(PAGE)));
    desk.asked();
    desk.lines();
    assert_eq!(desk.asked(), [], "not while the newest are in view");
    let end = desk.screen.key(Desk::view(&desk.chat, &desk.state, desk.id), Named::Home, Modifiers::CTRL);
    desk.send(end);
    desk.press(Named::F24, Modifiers::empty());
    let older = Command::History { account: bare(ME), conversation: CLARA.parse().unwrap(), before: Some(MessageId(1000)), limit: PAGE };
    assert_eq!(desk.asked(), [older]);
    desk.press(Named::F24, Modifiers::empty());
    assert_eq!(desk.asked(), []);
    desk.answer(Asked::Page(key(CLARA)), Ok(Reply::Messages(page(990..1000))));
    desk.press(Named::F24, Modifiers::empty());
    assert_eq!(desk.asked(), [], "a short page was the last");
}

#[test]
fn letters_typed_into_the_log_go_to_the_input() {
    let mut desk = Desk::with_clara(vec![incoming(1, "hello")]);
    desk.click(Role::Log, "Messages");
    assert_eq!(desk.focused(), "Log Messages");
    desk.letter('h', Modifiers::empty());
    desk.letter('i', Modifiers::empty());
    assert_eq!(desk.chat.active().unwrap().draft.text().trim(), "hi");
    assert_eq!(desk.focused(), "MultilineTextInput Message to Clara Weber");
}

const TEA: &str = "tea@muc.example";

pub fn room(room_state: RoomState) -> Event {
    let room = Room { state: room_state, subject: Some("Tea at five".into()), ..Room::new(bare(ME), bare(TEA), "me".into()) };
    Event::Room(Box::new(room))
}

pub fn occupant(nick: &str, role: RoomRole) -> Event {
    Event::Occupant(std::sync::Arc::new(Occupant {
        account: bare(ME).into(),
        room: bare(TEA).into(),
        nick: nick.into(),
        jid: None,
        affiliation: crate::model::Affiliation::None,
        role,
        show: Show::Available,
        status: None,
        hats: Vec::new(),
        resembles: None,
    }))
}

fn in_room() -> Desk {
    let mut desk = Desk::new(state());
    let people = [occupant("me", RoomRole::Participant), occupant("Zoe", RoomRole::Moderator), occupant("amy", RoomRole::Participant)];
    desk.happen([room(RoomState::Joined)].into_iter().chain(people).collect());
    desk.open(TEA);
    desk.answer(Asked::Page(key(TEA)), Ok(Reply::Messages(Vec::new())));
    desk.actions.clear();
    desk
}

#[test]
fn a_room_shows_its_subject_and_its_people_by_role() {
    let mut desk = in_room();
    assert_eq!(desk.chat.title(&desk.state), "tea");
    let lines = desk.lines();
    let at = |line: &str| lines.iter().position(|shown| shown == line).unwrap_or_else(|| panic!("no {line} in {lines:#?}"));
    assert!(at("Label Moderators") < at("ListItem Zoe") && at("ListItem Zoe") < at("Label Participants"));
    assert!(at("Label Participants") < at("ListItem amy") && at("ListItem amy") < at("ListItem me"));
    assert!(lines.iter().any(|line| crate::ui::text::bidi::strip(line) == "Label 3 people"), "{lines:#?}");
    let tree = desk.screen.tree(Desk::view(&desk.chat, &desk.state, desk.id));
    assert_eq!(tree.find(Role::Heading, "tea").unwrap().1.description(), Some("Tea at five"));
}

#[test]
fn a_thousand_people_in_a_room_draw_only_those_in_view() {
    let mut desk = in_room();
    desk.happen((0..1000).map(|number| occupant(&format!("guest {number:04}"), RoomRole::Visitor)).collect());
    let drawn = desk.lines().iter().filter(|line| line.starts_with("ListItem guest")).count();
    assert!((5..60).contains(&drawn), "{drawn}");
}

#[test]
fn closing_the_tab_keeps_the_room_and_leaving_is_a_button() {
    let mut desk = in_room();
    desk.letter('w', Modifiers::CTRL);
    assert_eq!(desk.asked(), []);
    let mut desk = in_room();
    desk.click(Role::Button, "Leave room");
    assert_eq!(desk.asked(), [Command::LeaveRoom { account: bare(ME), room: bare(TEA), words: None }]);
    desk.happen(vec![room(RoomState::Left)]);
    desk.click(Role::Button, "Join again");
    assert!(matches!(desk.asked().as_slice(), [Command::JoinRoom { nick: Some(nick), .. }] if nick == "me"));
}

#[test]
fn a_room_that_refuses_says_why_and_offers_the_way_in() {
    for (condition, words, button) in [
        ("conflict", "uses this nickname", "Join with another nickname…"),
        ("not-authorized", "password", "Enter password…"),
        ("forbidden", "banned", "Try again"),
    ] {
        let mut desk = in_room();
        desk.happen(vec![room(RoomState::Failed(Problem::stanza(condition)))]);
        assert!(desk.lines().iter().any(|line| line.starts_with("Status") && line.contains(words)), "{condition}: {:#?}", desk.lines());
        assert!(desk.shows(&format!("Button {button}")), "{condition}: {:#?}", desk.lines());
        desk.write("x");
        desk.press(Named::Enter, Modifiers::empty());
        assert_eq!(desk.asked(), [], "nothing is sent into a room we are not in");
    }
}

#[test]
fn a_private_message_goes_to_the_occupant_and_names_the_room() {
    let mut desk = in_room();
    desk.click(Role::ListItem, "Zoe");
    desk.click(Role::MenuItem, "Private Message");
    assert_eq!(desk.chat.title(&desk.state), "Zoe — tea");
    assert_eq!(desk.chat.active().unwrap().key, key("tea@muc.example/Zoe"));
}

#[test]
fn a_name_that_turns_the_text_cannot_reach_the_title() {
    let mut state = state();
    state.apply(&Event::Roster(contact(CLARA, Some("Clara\u{202e}gpj"))));
    assert_eq!(key(CLARA).name(&state), "Claragpj");
}

#[test]
fn what_comes_and_goes_around_the_input_leaves_the_focus_in_it() {
    let mut desk = Desk::new(state());
    desk.open(TEA);
    assert_eq!(desk.focused(), format!("MultilineTextInput Message to {TEA}"));
    desk.answer(Asked::Page(key(TEA)), Ok(Reply::Messages(Vec::new())));
    assert_eq!(desk.focused(), format!("MultilineTextInput Message to {TEA}"), "an address that is no buddy");
    desk.happen(vec![room(RoomState::Joining)]);
    assert_eq!(desk.focused(), "MultilineTextInput Message to tea", "it turns out to be a room");
    desk.happen(vec![room(RoomState::Joined), occupant("me", RoomRole::Participant)]);
    assert_eq!(desk.focused(), "MultilineTextInput Message to tea");
    desk.happen(vec![Event::Account(Box::new(AccountStatus::new(Account::new(bare(ME), "r".into()))))]);
    assert_eq!(desk.focused(), "MultilineTextInput Message to tea", "the account went offline");
    desk.write("hi");
    assert_eq!(desk.chat.active().unwrap().draft.text().trim(), "hi");
}

/// Ids are only compared here; a view with the same tab must not move the focus.
#[test]
fn looking_twice_keeps_the_focus_where_it_is() {
    let mut desk = Desk::with_clara(Vec::new());
    let before: Id = desk.chat.active().unwrap().input.clone();
    desk.happen(vec![Event::Message(Box::new(incoming(2, "hi")))]);
    assert_eq!(desk.chat.active().unwrap().input, before);
}

fn keeps(body: &str) -> Command {
    Command::SetDraft { account: bare(ME), conversation: CLARA.parse().unwrap(), body: body.into() }
}

#[test]
fn a_draft_is_kept_and_is_there_in_the_next_window() {
    let mut desk = Desk::with_clara(Vec::new());
    desk.actions.clear();
    desk.write("hi ");
    desk.actions.retain(|action| !matches!(action, Action::Keep(Command::Typing { .. })));
    assert_eq!(std::mem::take(&mut desk.actions), ["h", "hi", "hi "].map(|body| Action::Keep(keeps(body))));
    desk.send(vec![Message::Focused(false), Message::Focused(true)]);
    assert_eq!(desk.actions, [], "it is kept already");
    let kept = Event::Draft { account: bare(ME), conversation: CLARA.parse().unwrap(), body: "half a word".into() };
    desk.state.apply(&kept);
    let mut next = Desk::new(desk.state);
    next.open(CLARA);
    next.actions.clear();
    assert_eq!(next.chat.active().unwrap().draft.text(), "half a word");
    next.press(Named::Enter, Modifiers::empty());
    let sent = Action::Ask(send_to_clara("half a word"), Asked::Sending(key(CLARA), "half a word".into()));
    assert_eq!(next.actions, [sent, Action::Keep(keeps(""))], "what was sent is no draft any more");
}

#[test]
fn the_input_goes_back_and_forth_by_keyboard() {
    let mut desk =
        Desk::with_clara(vec![incoming(1, "theirs"), said(2, ME, "first", MessageState::Sent), said(3, ME, "second", MessageState::Sent)]);
    let input = |desk: &Desk| desk.chat.active().unwrap().draft.text();
    desk.write("one two");
    desk.letter('z', Modifiers::COMMAND);
    assert_eq!(input(&desk), "one");
    desk.letter('y', Modifiers::COMMAND);
    assert_eq!(input(&desk), "one two");
    desk.letter('z', Modifiers::COMMAND);
    desk.letter('z', Modifiers::COMMAND | Modifiers::SHIFT);
    assert_eq!(input(&desk), "one two");
    desk.press(Named::ArrowUp, Modifiers::COMMAND);
    assert_eq!(input(&desk), "second");
    desk.press(Named::ArrowUp, Modifiers::COMMAND);
    assert_eq!(input(&desk), "first");
    desk.press(Named::ArrowDown, Modifiers::COMMAND);
    desk.press(Named::ArrowDown, Modifiers::COMMAND);
    assert_eq!(input(&desk), "one two");
}

#[test]
fn a_long_text_is_asked_about_before_it_is_pasted() {
    let paste = |text: &str| Message::Edited(text_editor::Action::Edit(Edit::Paste(Arc::new(text.to_owned()))));
    let mut desk = Desk::with_clara(Vec::new());
    let short = "a\nb\nc";
    desk.send(vec![paste(short)]);
    assert_eq!(desk.chat.active().unwrap().draft.text(), short);
    let long = "line\n".repeat(40);
    desk.send(vec![paste(&long)]);
    assert!(desk.shows("AlertDialog Paste a long text?"), "{:#?}", desk.lines());
    assert_eq!(desk.chat.active().unwrap().draft.text(), short);
    desk.press(Named::Escape, Modifiers::empty());
    assert!(!desk.shows("AlertDialog Paste a long text?"));
    assert_eq!(desk.chat.active().unwrap().draft.text(), short);
    desk.send(vec![paste(&long)]);
    assert_eq!(desk.focused(), "Button Paste");
    desk.press(Named::Enter, Modifiers::empty());
    assert!(desk.chat.active().unwrap().draft.text().starts_with("a\nb\ncline\nline"));
}

#[test]
fn tab_completes_a_name_in_a_room_and_goes_on_where_there_is_none() {
    let mut desk = in_room();
    let input = desk.focused();
    desk.write("z");
    desk.press(Named::Tab, Modifiers::empty());
    assert_eq!(desk.chat.active().unwrap().draft.text(), "Zoe: ");
    assert_eq!(desk.focused(), input);
    desk.write("x");
    desk.press(Named::Tab, Modifiers::empty());
    assert_eq!(desk.chat.active().unwrap().draft.text(), "Zoe: x");
    assert_ne!(desk.focused(), input);
}

#[test]
fn f6_goes_from_pane_to_pane_and_back() {
    let mut desk = in_room();
    let panes: Vec<_> = (0..6)
        .map(|_| {
            desk.press(Named::F6, Modifiers::empty());
            desk.focused()
        })
        .collect();
    let all = ["ListItem Zoe", "Tab tea", "Button Leave room", "Log Messages", "MultilineTextInput Message to tea", "ListItem Zoe"];
    assert_eq!(panes, all);
    desk.press(Named::F6, Modifiers::SHIFT);
    assert_eq!(desk.focused(), panes[4]);
}

#[test]
fn the_length_of_a_text_is_told_near_what_the_server_takes() {
    let mut limited = state();
    limited.accounts.get_mut(&bare(ME)).unwrap().max_bytes = Some(12_000);
    let mut desk = Desk::new(limited);
    desk.open(CLARA);
    desk.send(vec![Message::DraftSet("x".repeat(7_000))]);
    assert!(!desk.lines().iter().any(|line| line.starts_with("Status The text")), "{:?}", desk.lines());
    desk.send(vec![Message::DraftSet("x".repeat(9_900))]);
    assert!(desk.shows("Status The text fills 90 % of what the server takes in one message."), "{:?}", desk.lines());
    // As XML it is longer than it looks.
    desk.send(vec![Message::DraftSet("<".repeat(3_000))]);
    assert!(desk.lines().iter().any(|line| line.starts_with("Status The text is too long")), "{:?}", desk.lines());
}
