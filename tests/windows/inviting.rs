//! People are asked into a room: by the window, a menu, or by dragging; an invitation tells what it is into before it is answered.

use super::desk::{Desk, PLAIN, jid, lively, me};
use super::list_scenes::invited_to_sheet;
use super::room_scenes::ROOM;
use super::scenes::open;
use fantail::model::{Command, Problem};
use fantail::ui::semantics::Role;
use fantail::ui::windows::Opening;
use iced::keyboard::key::Named;

const LIST: &str = "Buddy List";
const INVITE: &str = "Invite to Numerics tutorial";

fn invite(address: &str, reason: Option<&str>) -> Command {
    Command::Invite { account: me(), room: jid(ROOM), jid: jid(address), reason: reason.map(Into::into) }
}

fn inviting() -> Desk {
    let mut desk = Desk::new(lively());
    open(&mut desk, Opening::Invite { account: me(), room: jid(ROOM), people: Vec::new() });
    desk.commands();
    desk
}

#[test]
fn several_are_chosen_by_name_and_by_address_and_asked_at_once() {
    let mut desk = inviting();
    desk.type_text(INVITE, "clara");
    desk.key(INVITE, Named::Enter);
    desk.type_text(INVITE, "new.student@example.org");
    desk.key(INVITE, Named::Enter);
    desk.click(INVITE, Role::ListBoxOption, "Jonas Hoffmann");
    desk.click(INVITE, Role::TextInput, "Message");
    desk.type_text(INVITE, "Come in");
    desk.click(INVITE, Role::Button, "Invite 3");
    let reason = Some("Come in");
    let all = ["clara@jabber.uni-mainz.de", "jonas@jabber.uni-mainz.de", "new.student@example.org"].map(|jid| invite(jid, reason));
    assert_eq!(desk.commands(), all);
    assert_eq!(desk.titles(), [LIST], "done");
}

#[test]
fn what_is_no_address_and_what_is_refused_is_said_and_the_window_stays() {
    let mut desk = inviting();
    desk.type_text(INVITE, "nobody at all");
    desk.key(INVITE, Named::Enter);
    assert!(desk.lines(INVITE).iter().any(|line| line.contains("address")), "{:#?}", desk.lines(INVITE));
    let mut desk = inviting();
    desk.type_text(INVITE, "clara");
    desk.key(INVITE, Named::Enter);
    desk.refuse(Problem::Offline);
    desk.click(INVITE, Role::Button, "Invite One");
    assert_eq!(desk.titles(), [LIST, INVITE]);
    let lines = desk.lines(INVITE);
    assert!(lines.iter().any(|line| line.starts_with("Alert clara@jabber.uni-mainz.de:")), "{lines:#?}");
    desk.click(INVITE, Role::Button, "Invite One");
    assert_eq!(desk.titles(), [LIST]);
}

#[test]
fn buddies_are_dragged_onto_the_room_or_sent_there_from_their_menu() {
    let mut desk = Desk::new(lively());
    desk.drag(LIST, "Jonas Hoffmann", "Numerics tutorial");
    desk.let_go(LIST, "Numerics tutorial");
    assert_eq!(desk.titles(), [LIST, INVITE]);
    desk.right_click(LIST, Role::ListBoxOption, "Clara Weber");
    desk.click(LIST, Role::MenuItem, "Invite to Room");
    desk.click(LIST, Role::MenuItem, "Numerics tutorial");
    assert_eq!(desk.titles(), [LIST, INVITE], "the same window takes both");
    desk.commands();
    desk.click(INVITE, Role::Button, "Invite 2");
    assert_eq!(desk.commands(), ["clara@jabber.uni-mainz.de", "jonas@jabber.uni-mainz.de"].map(|jid| invite(jid, None)));
}

#[test]
fn an_invitation_tells_what_it_is_into_and_is_declined_with_a_word() {
    let mut desk = Desk::new(lively());
    desk.event(invited_to_sheet());
    desk.click(LIST, Role::Button, "Details…");
    let room = jid("sheet4@conference.jabber.uni-mainz.de");
    assert_eq!(desk.next_command(), Command::RoomInfo { account: me(), room: room.clone() });
    let lines = desk.lines(LIST);
    assert!(lines.iter().any(|line| line.contains("The room tells nothing of itself.")), "{lines:#?}");
    desk.click(LIST, Role::TextInput, "A word for Clara Weber, if you decline");
    desk.type_text(LIST, "Not today");
    desk.click(LIST, Role::Button, "Decline");
    let reason = Some("Not today".to_owned());
    assert_eq!(desk.next_command(), Command::DeclineInvitation { account: me(), room, reason });
    desk.key_with(LIST, Named::Escape, PLAIN);
    assert!(!desk.has(LIST, Role::Button, "Later"));
}
