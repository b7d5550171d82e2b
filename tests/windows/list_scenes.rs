//! Pictures of the buddy list: in one line each, searched, with several selected, dragged, and with all there is to know.

use super::desk::{Desk, contact, jid, lively, me, request};
use super::gallery::Scene;
use super::scenes::{list_title, odd, plain};
use super::theme::Appearance;
use fantail::i18n::t;
use fantail::model::{Event, Invitation, Reply, RoomChoice, RoomInfo, Setting, Show, State};
use fantail::ui::app;
use fantail::ui::semantics::Role;
use fantail::ui::windows::{self, buddy_list};
use iced::keyboard::{Modifiers, key::Named};

fn in_lines(name: &'static str, mut state: State) -> Scene {
    state.settings.apply(&Setting::ShowDetails(false));
    let mut desk = Desk::new(state);
    desk.tree(&list_title());
    (0..3).for_each(|_| desk.key(&list_title(), Named::ArrowDown));
    Scene::new(name, desk, list_title())
}

pub fn compact() -> Scene {
    in_lines("list-compact", lively())
}

pub fn compact_odd() -> Scene {
    in_lines("list-compact-odd", odd())
}

pub fn invited() -> Scene {
    let mut desk = Desk::new(lively());
    for (room, from, reason) in [
        ("sheet4@conference.jabber.uni-mainz.de", "clara@jabber.uni-mainz.de", Some("We talk about exercise 4b. Bring what you have!")),
        ("a-room-with-a-rather-long-name@conference.a-rather-long-domain.example", "stranger@example.org", None),
        ("third@conference.example", "stranger@example.org", None),
    ] {
        desk.event(Event::Invitation(Box::new(Invitation {
            account: me(),
            room: jid(room),
            from: from.parse().unwrap(),
            reason: reason.map(Into::into),
            password: None,
            direct: true,
            time: jiff::Timestamp::now(),
        })));
    }
    Scene::new("list-invited", desk, list_title())
}

/// By somebody who can be told why we do not come.
pub fn invited_to_sheet() -> Event {
    Event::Invitation(Box::new(Invitation {
        account: me(),
        room: jid("sheet4@conference.jabber.uni-mainz.de"),
        from: "clara@jabber.uni-mainz.de".parse().unwrap(),
        reason: Some("We talk about exercise 4b. Bring what you have!".into()),
        password: None,
        direct: false,
        time: jiff::Timestamp::now(),
    }))
}

pub fn invitation() -> Scene {
    let mut desk = Desk::new(lively());
    desk.event(invited_to_sheet());
    desk.click(&list_title(), Role::Button, &t("card-details").replace('_', ""));
    let mut told = RoomInfo::unknown(jid("sheet4@conference.jabber.uni-mainz.de"), Some("Sheet 4".into()));
    told.description = Some("For all who sit over exercise 4b".into());
    told.occupants = Some(6);
    RoomChoice::ALL.into_iter().for_each(|choice| told.options.set(choice, Some(choice == RoomChoice::MembersOnly)));
    let told = buddy_list::Message::RoomTold(told.room.clone(), Ok(Reply::RoomInfo(Box::new(told))));
    let id = desk.window(&list_title());
    desk.send(app::Message::Window(id, windows::Message::BuddyList(told)));
    Scene::new("list-invitation", desk, list_title())
}

fn searched(name: &'static str, words: &str) -> Scene {
    let mut desk = Desk::new(odd());
    desk.type_text(&list_title(), words);
    Scene::new(name, desk, list_title())
}

pub fn found() -> Scene {
    searched("list-found", "uni")
}

pub fn not_found() -> Scene {
    searched("list-not-found", "romeo@example.org")
}

fn picked() -> Desk {
    let mut desk = Desk::new(lively());
    desk.pick(&list_title(), Modifiers::COMMAND, Role::ListBoxOption, "Clara Weber");
    desk.pick(&list_title(), Modifiers::SHIFT, Role::ListBoxOption, "Jonas Hoffmann");
    desk
}

pub fn several() -> Scene {
    let mut desk = picked();
    desk.right_click(&list_title(), Role::ListBoxOption, "Prof. Berger");
    desk.click(&list_title(), Role::MenuItem, &plain("row-move"));
    Scene::new("list-several", desk, list_title())
}

pub fn new_group() -> Scene {
    let mut scene = several();
    scene.desk.click(&list_title(), Role::MenuItem, &plain("row-new-group"));
    Scene { name: "list-new-group", ..scene }
}

pub fn dragged() -> Scene {
    let mut desk = picked();
    let friends = "Friends";
    desk.drag(&list_title(), "Clara Weber", friends);
    Scene::new("list-dragged", desk, list_title())
}

pub fn summary() -> Scene {
    let mut desk = Desk::new(odd());
    desk.tree(&list_title());
    desk.rest_on(&list_title(), "Novelist");
    Scene::new("list-summary", desk, list_title())
}

pub fn flood() -> Scene {
    let mut desk = Desk::new(lively());
    for index in 0..40 {
        desk.event(Event::Request(request(&format!("r{index}@example.org"), Some("Lena Fischer"), Some(&t("list-empty-words")))));
    }
    Scene::new("list-flood", desk, list_title())
}

/// The pixels of our own status.
fn foot(state: State) -> Vec<u8> {
    const HEIGHT: u32 = 50;
    let mut desk = Desk::new(state);
    desk.tree(&list_title());
    let (mut screen, id) = desk.screen(&list_title());
    let (size, rgba) = screen.picture(desk.app.view(id), Appearance::Light, 2.0);
    rgba[((size.height - 2 * HEIGHT) * size.width * 4) as usize..].to_vec()
}

#[test]
fn a_row_that_is_half_seen_is_not_drawn_over_what_is_below_the_list() {
    let mut state = lively();
    let clean = foot(state.clone());
    for index in 0..16 {
        // Each makes the list longer by something else than a row: the foot meets every part of one.
        let group = format!("Group {index}");
        state.apply(&Event::Roster(contact(&format!("b{index}@example.org"), "Mira Krämer", &group, Show::Available, "here")));
        assert!(foot(state.clone()) == clean, "with {index} more");
    }
}

/// How we look to others.
pub fn own_picture() -> Scene {
    let mut state = lively();
    let looks = |of: fantail::model::BareJid| Event::Picture { account: me(), jid: of.into(), picture: Some(super::faces::id(1)) };
    state.apply(&looks(me()));
    let mut desk = Desk::new(state);
    desk.click(&t("buddy-list-title"), Role::Button, &t("picture-title"));
    desk.type_text(&t("buddy-list-title"), "/home/student/Pictures/summer.jpg");
    Scene::new("list-own-picture", desk, t("buddy-list-title"))
}

/// How we feel.
pub fn own_mood() -> Scene {
    let mut desk = Desk::new(lively());
    desk.click(&t("buddy-list-title"), Role::MenuItem, &t("menu-accounts").replace('_', ""));
    desk.click(&t("buddy-list-title"), Role::MenuItem, &t("menu-mood").replace('_', ""));
    desk.type_text(&t("buddy-list-title"), "s");
    Scene::new("list-own-mood", desk, t("buddy-list-title"))
}
