//! In each menu a letter means one thing.

use super::*;
use crate::i18n;
use crate::model::Affiliation;
use crate::ui::widgets::menu::Item;
use crate::ui::windows::chat::menu;

fn twice(items: &[Item<Message>]) -> Vec<char> {
    let mut seen = std::collections::BTreeSet::new();
    items.iter().filter_map(Item::letter).filter(|letter| !seen.insert(*letter)).collect()
}

#[test]
fn no_letter_is_of_two_lines_of_a_conversations_menu() {
    for code in ["en", "de"] {
        i18n::within(code, || {
            let desk = Desk::with_clara(vec![incoming(1, "hello")]);
            let items = menu::of_conversation(desk.chat.active().unwrap(), &desk.state, &desk.chat);
            assert_eq!(twice(&items), Vec::<char>::new(), "{code}, with somebody");
            for (affiliation, role) in [(Affiliation::Owner, RoomRole::Moderator), (Affiliation::None, RoomRole::Visitor)] {
                let mut desk = in_room();
                let mut of_room = desk.state.rooms.values().next().unwrap().clone();
                (of_room.affiliation, of_room.role) = (affiliation, role);
                desk.happen(vec![Event::Room(Box::new(of_room))]);
                let items = menu::of_conversation(desk.chat.active().unwrap(), &desk.state, &desk.chat);
                assert_eq!(twice(&items), Vec::<char>::new(), "{code}, in a room as {affiliation:?}");
            }
        });
    }
}
