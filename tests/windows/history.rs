//! What was said is found again, by keyboard and by mouse, and the conversation opens there.

use super::chat_scenes::{CLARA, everything_said, with_people};
use super::desk::Desk;
use fantail::model::export::Format;
use fantail::model::{Command, Event, MessageId, Placement, Setting};
use fantail::ui::semantics::Role;
use iced::keyboard::{Modifiers, key::Named};

const HISTORY: &str = "History";

fn desk() -> Desk {
    let mut desk = Desk::with_history(with_people(), everything_said());
    desk.shortcut("Buddy List", 'h', Modifiers::CTRL);
    desk
}

fn hits(desk: &mut Desk) -> Vec<String> {
    desk.lines(HISTORY).into_iter().filter_map(|line| line.strip_prefix("ListBoxOption ").map(str::to_owned)).collect()
}

#[test]
fn words_find_messages_as_they_are_typed_the_newest_first() {
    let mut desk = desk();
    desk.type_text(HISTORY, "slid");
    assert_eq!(hits(&mut desk), ["Clara Weber: the slides are nearly done too, so I'll send both together"]);
    desk.type_text(HISTORY, "xyz");
    assert!(hits(&mut desk).is_empty());
    assert!(desk.lines(HISTORY).iter().any(|line| line.contains("Nothing was found.")), "{:#?}", desk.lines(HISTORY));
}

#[test]
fn enter_opens_the_chat_at_the_message_that_is_chosen() {
    let mut desk = desk();
    desk.type_text(HISTORY, "so");
    let found = hits(&mut desk);
    assert!(found.len() > 1, "{found:?}");
    desk.key(HISTORY, Named::ArrowDown);
    desk.commands();
    desk.key(HISTORY, Named::Enter);
    assert_eq!(desk.titles(), ["Buddy List", HISTORY, "Numerics tutorial"]);
    let from = desk.commands().into_iter().find_map(|command| match command {
        Command::HistoryFrom { message, .. } => Some(message),
        _ => None,
    });
    assert_eq!(from, Some(MessageId(22)));
    let shown = desk.lines("Numerics tutorial").join("\n");
    assert!(shown.contains("the trivial solution"), "{shown}");
}

#[test]
fn a_message_is_shown_where_its_conversation_is_open_already() {
    let mut state = with_people();
    let mut settings = state.settings.clone();
    settings.apply(&Setting::Placement(Placement::Apart));
    state.apply(&Event::Settings(Box::new(settings)));
    let mut desk = Desk::with_history(state, everything_said());
    for name in ["Clara Weber", "Numerics tutorial"] {
        desk.click("Buddy List", Role::ListBoxOption, name);
    }
    let before = desk.titles();
    desk.shortcut("Buddy List", 'h', Modifiers::CTRL);
    desk.type_text(HISTORY, "so");
    desk.key(HISTORY, Named::ArrowDown);
    desk.key(HISTORY, Named::Enter);
    assert_eq!(desk.titles(), [before, vec![HISTORY.to_owned()]].concat());
    let tabs = |desk: &mut Desk, title: &str| desk.lines(title).into_iter().filter(|line| line.starts_with("Tab ")).count();
    assert_eq!((tabs(&mut desk, "Clara Weber"), tabs(&mut desk, "Numerics tutorial")), (1, 1));
}

#[test]
fn a_conversation_is_searched_alone() {
    let mut desk = desk();
    desk.type_text(HISTORY, "on");
    let all = hits(&mut desk).len();
    desk.click(HISTORY, Role::ComboBox, "Conversation");
    desk.click(HISTORY, Role::MenuItemCheckBox, "Numerics tutorial");
    let some = hits(&mut desk);
    assert!(!some.is_empty() && some.len() < all, "{some:?}");
}

#[test]
fn from_a_chat_its_own_conversation_is_searched() {
    let mut desk = Desk::with_history(with_people(), everything_said());
    desk.click("Buddy List", Role::ListBoxOption, "Clara Weber");
    desk.shortcut("Clara Weber", 'h', Modifiers::CTRL);
    assert!(!hits(&mut desk).is_empty(), "it is there to be looked through");
    desk.type_text(HISTORY, "on");
    let search = desk.commands().into_iter().rev().find_map(|command| match command {
        Command::Search { search, .. } => search.conversation,
        _ => None,
    });
    assert_eq!(search, CLARA.parse().ok());
    desk.key(HISTORY, Named::Escape);
    assert_eq!(desk.titles(), ["Buddy List", "Clara Weber"]);
}

fn exports(desk: &mut Desk) -> Vec<(Option<String>, Format)> {
    let export = |command| match command {
        Command::Export { conversation, format, folder: None, .. } => Some((conversation.map(|jid| jid.to_string()), format)),
        _ => None,
    };
    desk.commands().into_iter().filter_map(export).collect()
}

#[test]
fn everything_or_the_conversation_that_is_chosen_is_written_into_a_file() {
    let mut desk = desk();
    desk.click(HISTORY, Role::Button, "Export…");
    assert!(desk.lines(HISTORY).iter().any(|line| line.contains("Export all conversations")), "{:#?}", desk.lines(HISTORY));
    desk.click(HISTORY, Role::Button, "Web Page");
    assert_eq!(exports(&mut desk), [(None, Format::Html)]);
    let told = desk.lines(HISTORY);
    assert!(told.iter().any(|line| line.contains("Saved as /home/me/Downloads/Fantail.html")), "{told:#?}");
    desk.click(HISTORY, Role::ComboBox, "Conversation");
    desk.click(HISTORY, Role::MenuItemCheckBox, "Clara Weber");
    desk.click(HISTORY, Role::Button, "Export…");
    desk.key(HISTORY, Named::Escape);
    assert_eq!(exports(&mut desk), []);
    desk.click(HISTORY, Role::Button, "Export…");
    desk.click(HISTORY, Role::Button, "Plain Text");
    assert_eq!(exports(&mut desk), [(Some(CLARA.to_owned()), Format::Text)]);
}

#[test]
fn a_chat_is_exported_by_its_menu() {
    let mut desk = Desk::with_history(with_people(), everything_said());
    desk.click("Buddy List", Role::ListBoxOption, "Clara Weber");
    desk.commands();
    desk.click("Clara Weber", Role::Button, "More");
    desk.click("Clara Weber", Role::MenuItem, "Export As");
    desk.click("Clara Weber", Role::MenuItem, "JSON");
    assert_eq!(exports(&mut desk), [(Some(CLARA.to_owned()), Format::Json)]);
    let told = desk.lines("Clara Weber");
    assert!(told.iter().any(|line| line.contains("Saved as")), "{told:#?}");
}

#[test]
fn in_a_chat_one_goes_from_hit_to_hit_and_back_to_writing() {
    let mut desk = Desk::with_history(with_people(), everything_said());
    desk.click("Buddy List", Role::ListBoxOption, "Clara Weber");
    desk.shortcut("Clara Weber", 'f', Modifiers::CTRL);
    assert_eq!(desk.focused("Clara Weber"), "TextInput Find in this conversation");
    desk.type_text("Clara Weber", "th");
    let progress = |desk: &mut Desk| desk.lines("Clara Weber").into_iter().find_map(|line| line.strip_prefix("Status ").map(str::to_owned));
    assert_eq!(progress(&mut desk).as_deref(), Some("1 of 4"));
    desk.key("Clara Weber", Named::Enter);
    assert_eq!(progress(&mut desk).as_deref(), Some("2 of 4"));
    desk.click("Clara Weber", Role::Button, "Newer hit");
    desk.click("Clara Weber", Role::Button, "Newer hit");
    assert_eq!(progress(&mut desk).as_deref(), Some("4 of 4"), "round and round");
    desk.shortcut("Clara Weber", 'f', Modifiers::CTRL);
    desk.type_text("Clara Weber", "xyz");
    assert_eq!(progress(&mut desk).as_deref(), Some("Nothing was found."));
    desk.key("Clara Weber", Named::Escape);
    assert_eq!(progress(&mut desk), None);
    assert_eq!(desk.focused("Clara Weber"), "MultilineTextInput Message to Clara Weber");
}

#[test]
fn all_that_called_us_is_one_menu_away() {
    let mut desk = desk();
    desk.close(desk.window(HISTORY));
    desk.click("Buddy List", Role::MenuItem, "Tools");
    desk.click("Buddy List", Role::MenuItem, "Mentions");
    assert_eq!(hits(&mut desk), ["Leon: student: exercise 4b is due on Friday, isn't it? 🙂"]);
}

#[test]
fn a_conversation_is_looked_through_without_words_and_by_its_days() {
    let mut desk = desk();
    assert!(hits(&mut desk).is_empty());
    desk.click(HISTORY, Role::ComboBox, "Conversation");
    desk.click(HISTORY, Role::MenuItemCheckBox, "Clara Weber");
    let all = hits(&mut desk);
    let clara: Vec<_> = everything_said().into_iter().filter(|said| said.conversation.as_str() == CLARA).collect();
    assert_eq!(all.len(), clara.len());
    // The days stand above what was said on them, the last one first.
    let day = |said: &fantail::model::Message| said.time.to_zoned(jiff::tz::TimeZone::system()).date();
    let (first, last) = (day(&clara[0]), day(clara.last().unwrap()));
    assert_ne!(first, last);
    desk.click(HISTORY, Role::TextInput, "Day");
    desk.type_text(HISTORY, &first.to_string());
    let some = hits(&mut desk);
    assert_eq!(some.len(), clara.iter().filter(|said| day(said) == first).count());
    desk.type_text(HISTORY, "x");
    assert!(desk.lines(HISTORY).iter().any(|line| line.contains("No such day.")), "{:#?}", desk.lines(HISTORY));
}

#[test]
fn what_was_said_before_and_after_a_hit_is_shown_with_it() {
    let mut desk = desk();
    desk.type_text(HISTORY, "slid");
    let said: Vec<String> =
        everything_said().into_iter().filter(|said| said.conversation.as_str() == CLARA).map(|said| said.body).collect();
    let at = said.iter().position(|body| body.contains("slides")).unwrap();
    let shown = desk.lines(HISTORY).join("\n");
    assert!(shown.contains("Before and after it") && shown.contains(said[at - 1].lines().next().unwrap()), "{shown}");
}
