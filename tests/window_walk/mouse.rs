//! By mouse alone (letters are typed, of course): where things are is found by laying out the same window without a display.

use super::semantics::Role;
use super::stage::{ENGLISH, JULIET, ROMEO, Stage};
use super::support::prosody::{PASSWORD, ROOMS};
use super::support::screen::Screen as Display;
use super::testing::Screen;
use super::theme::{self, Appearance};
use fantail::model::{Account, AccountState, AccountStatus, Contact, Event, Room, RosterItem, Show, State, Subscription};
use fantail::ui::windows::{Opening, Window};

/// A window as the program draws it, to know where to click.
pub struct Plan {
    window: Window,
    state: State,
}

impl Plan {
    pub fn of(opening: &Opening, state: &State) -> Self {
        let mut window = Window::new(opening, state);
        let _ = window.opened(opening, state);
        Self { window, state: state.clone() }
    }

    fn find(&self, role: Role, name: &str) -> (u32, u32) {
        let size = self.window.size().0;
        let mut screen = Screen::new(size.width, size.height);
        let id = iced::window::Id::unique();
        let tree = screen.tree(self.window.view(id, &self.state, theme::of(Appearance::Light)));
        let (_, node) = tree.find(role, name).unwrap_or_else(|| panic!("no {role:?} {name:?}"));
        let bounds = node.bounds().unwrap();
        (((bounds.x0 + bounds.x1) / 2.0) as u32, ((bounds.y0 + bounds.y1) / 2.0) as u32)
    }
}

impl Stage {
    /// Clicks on what has this role and name in the window of this title, which looks like the plan.
    pub fn click(&self, title: &str, plan: &Plan, role: Role, name: &str) {
        let window = self.screen.wait_open(title);
        self.screen.wait_until_calm(&window);
        let (x, y) = plan.find(role, name);
        self.screen.click(&window, x, y);
    }

    fn fill(&self, title: &str, plan: &Plan, role: Role, name: &str, text: &str) {
        self.click(title, plan, role, name);
        self.screen.type_text(text);
    }
}

pub fn romeo() -> State {
    let mut state = State::default();
    let status =
        AccountStatus { state: AccountState::Online, ..AccountStatus::new(Account::new(ROMEO.parse().unwrap(), "Fantail".into())) };
    state.apply(&Event::Account(Box::new(status)));
    state
}

fn with_juliet() -> State {
    let mut state = romeo();
    let item = RosterItem {
        jid: JULIET.parse().unwrap(),
        name: Some("Juliet C.".into()),
        groups: Vec::new(),
        subscription: Subscription::To,
        ask: false,
    };
    let account = ROMEO.parse().unwrap();
    state.apply(&Event::Roster(Contact { account, item, show: Show::Available, status: None, resources: Vec::new() }));
    state
}

#[test]
fn the_mouse_leads_from_the_first_start_to_an_answered_chat() {
    let stage = Stage::new("mouse", ENGLISH, Display::start());
    let screen = &stage.screen;
    // The account, from the Accounts window: the dialog that opened by itself is cancelled.
    let empty = State::default();
    let editor = Plan::of(&Opening::AddAccount, &empty);
    stage.click("^Add Account$", &editor, Role::Button, "Cancel");
    screen.wait_closed("^Add Account$");
    stage.click("^Accounts$", &Plan::of(&Opening::Accounts, &empty), Role::Button, "Add…");
    stage.fill("^Add Account$", &editor, Role::TextInput, "Username", "romeo");
    stage.fill("^Add Account$", &editor, Role::TextInput, "Domain", "one.test");
    // Below the domain stands the address now.
    let mut editor = editor;
    type_into(&mut editor, "romeo", "one.test");
    stage.fill("^Add Account$", &editor, Role::PasswordInput, "Password", PASSWORD);
    stage.click("^Add Account$", &editor, Role::CheckBox, "Remember password");
    stage.picture("01-add-account");
    stage.click("^Add Account$", &editor, Role::Button, "Add");
    screen.wait_closed("^Add Account$");
    // Nobody knows where one.test is: the server is given here, as the mouse has proved itself with fields.
    let server = stage.server.address();
    stage.fantail.wait_for(&["accounts"], "one.test is looked for", |about| about["account"] == ROMEO && about["state"] == "connecting");
    screen.wait_open("^Buddy List$");
    stage.picture("02-connecting");
    stage.fantail.ctl(&["account", "remove", ROMEO]);
    stage.fantail.add_account(ROMEO, PASSWORD, &server, stage.server.ca());
    stage.fantail.wait_online(None);
    let mut juliet = stage.peer(JULIET);
    // A buddy, by the menu of the buddy list.
    let list = Plan::of(&Opening::BuddyList, &romeo());
    stage.click("^Buddy List$", &list, Role::Button, "Add a buddy…");
    let dialog = Plan::of(&Opening::AddBuddy { account: None, jid: None, name: None, group: None }, &romeo());
    stage.fill("^Add Buddy$", &dialog, Role::TextInput, "Buddy's username", JULIET);
    stage.fill("^Add Buddy$", &dialog, Role::TextInput, "Alias", "Juliet C.");
    stage.picture("03-add-buddy");
    stage.click("^Add Buddy$", &dialog, Role::Button, "Add");
    screen.wait_closed("^Add Buddy$");
    juliet.expect_presence(ROMEO, Some("subscribe"));
    juliet.subscribed(ROMEO);
    stage.fantail.wait_for(&["roster"], "Juliet is there", |buddy| buddy["jid"] == JULIET && buddy["presence"] == "available");
    // The chat, by a click on her.
    let state = with_juliet();
    stage.click("^Buddy List$", &Plan::of(&Opening::BuddyList, &state), Role::ListBoxOption, "Juliet C.");
    let opening = Opening::Conversation { account: ROMEO.parse().unwrap(), jid: JULIET.parse().unwrap() };
    let chat = Plan::of(&opening, &state);
    stage.fill("^Juliet C.$", &chat, Role::MultilineTextInput, "Message to Juliet C.", "But soft!");
    stage.picture("04-chat");
    stage.click("^Juliet C.$", &chat, Role::Button, "Send");
    juliet.expect_message("But soft!");
    juliet.send(ROMEO, "Ay me!");
    stage.said(JULIET, "she answered", |line| line["body"] == "Ay me!");
    stage.unread(JULIET, 0);
    stage.picture("05-answered");
}

#[test]
fn a_room_that_was_joined_elsewhere_is_in_the_list_and_a_click_opens_its_tab() {
    let stage = Stage::signed_in("rooms");
    let room = format!("balcony@{ROOMS}");
    let mut juliet = stage.peer(JULIET);
    juliet.create_room(&room, "Juliet", &[]);
    stage.fantail.ctl(&["room", "join", &room, "--nick", "Romeo"]);
    let mut state = romeo();
    let joined = Room::new(ROMEO.parse().unwrap(), room.parse().unwrap(), "Romeo".into());
    state.apply(&Event::Room(Box::new(joined)));
    stage.click("^Buddy List$", &Plan::of(&Opening::BuddyList, &state), Role::ListBoxOption, "balcony");
    stage.screen.wait_focused("balcony");
    stage.screen.type_text("It is the east");
    stage.screen.keys(&["Return"]);
    juliet.expect_message("It is the east");
    stage.picture("01-room");
}

fn type_into(plan: &mut Plan, username: &str, domain: &str) {
    use fantail::ui::windows::{Message, account_editor};
    for message in [account_editor::Message::UsernameEdited(username.into()), account_editor::Message::DomainEdited(domain.into())] {
        let _ = plan.window.update(Message::AccountEditor(message), &plan.state);
    }
}
