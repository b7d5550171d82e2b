//! Words that are hidden until somebody asks for them, and calls for attention.

use super::*;

const NONE: Modifiers = Modifiers::empty();

fn send(body: &str, manner: Manner) -> Command {
    Command::Send { account: bare(ME), to: CLARA.parse().unwrap(), body: body.into(), answers: None, manner }
}

fn spoiler(about: &str) -> Said {
    Said { manner: Manner::Spoiler(about.into()), ..incoming(1, "He lives") }
}

#[test]
fn hidden_words_are_shown_when_they_are_asked_for_by_a_click_or_by_the_menu() {
    let mut desk = Desk::with_clara(vec![spoiler("the end")]);
    assert!(desk.shows("ListItem Clara Weber: Hidden words: the end"), "{:#?}", desk.lines());
    assert!(!desk.lines().iter().any(|line| line.contains("He lives")), "{:#?}", desk.lines());
    desk.send(vec![Message::Log(Happening::OfferTaken(MessageId(1)))]);
    assert!(desk.shows("ListItem Clara Weber: He lives"), "{:#?}", desk.lines());
    desk.right_click(Role::ListItem, "Clara Weber: He lives");
    desk.click(Role::MenuItem, "Hide these words again");
    assert!(desk.shows("ListItem Clara Weber: Hidden words: the end"), "{:#?}", desk.lines());
    desk.press(Named::Tab, Modifiers::SHIFT);
    desk.press(Named::End, NONE);
    desk.press(Named::Enter, NONE);
    assert!(desk.shows("ListItem Clara Weber: He lives"), "{:#?}", desk.lines());
    desk.press(Named::Enter, NONE);
    // Another version of it stays hidden.
    desk.happen(vec![Event::Message(Box::new(Said { body: "He dies".into(), corrected: true, ..spoiler("the end") }))]);
    assert!(!desk.lines().iter().any(|line| line.contains("He dies")), "{:#?}", desk.lines());
}

#[test]
fn who_hides_what_he_writes_says_so_by_the_menu_or_by_a_command() {
    let mut desk = Desk::with_clara(vec![incoming(1, "well?")]);
    desk.asked();
    desk.click(Role::Button, "More");
    desk.click(Role::MenuItem, "Hide what I write (spoiler)");
    assert!(desk.shows("Status Hidden until somebody asks for it"), "{:#?}", desk.lines());
    desk.write("He lives");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [send("He lives", Manner::Spoiler(String::new()))]);
    desk.write("seen by all");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [send("seen by all", Manner::Plain)], "only what was written then is hidden");
    desk.write("/spoiler the end | He lives");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [send("He lives", Manner::Spoiler("the end".into()))]);
}

#[test]
fn somebody_is_called_with_or_without_words() {
    let mut desk = Desk::with_clara(vec![incoming(1, "well?")]);
    desk.asked();
    desk.click(Role::Button, "More");
    desk.click(Role::MenuItem, "Get attention");
    desk.write("/buzz wake up");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [send("", Manner::Attention), send("wake up", Manner::Attention)]);
    desk.happen(vec![Event::Message(Box::new(Said { manner: Manner::Attention, ..incoming(2, "") }))]);
    assert!(desk.shows("ListItem Clara Weber: Clara Weber asks for your attention"), "{:#?}", desk.lines());
}

#[test]
fn hidden_words_stay_hidden_whatever_they_are_and_whatever_happens_to_the_input() {
    let act = Said { body: "/me dies in the fifth act".into(), ..spoiler("") };
    let mut desk = Desk::with_clara(vec![act, said(2, ME, "mine", MessageState::Sent)]);
    assert!(!desk.lines().iter().any(|line| line.contains("fifth act")), "{:#?}", desk.lines());
    let hide = |desk: &mut Desk| {
        desk.click(Role::Button, "More");
        desk.click(Role::MenuItem, "Hide what I write (spoiler)");
        desk.write("He lives");
    };
    hide(&mut desk);
    desk.right_click(Role::ListItem, "You: mine");
    desk.click(Role::MenuItem, "Edit");
    desk.press(Named::Escape, NONE);
    assert_eq!(desk.chat.active().unwrap().draft.text(), "/spoiler  | He lives");
    desk.asked();
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [send("He lives", Manner::Spoiler(String::new()))]);
    // What could not be stored comes back as hidden as it was.
    hide(&mut desk);
    desk.press(Named::Enter, NONE);
    let asked = desk.actions.iter().find_map(|action| if let Action::Ask(_, asked) = action { Some(asked.clone()) } else { None });
    desk.answer(asked.unwrap(), Err(Problem::Storage(crate::model::problem::StorageFault::Full)));
    assert_eq!(desk.chat.active().unwrap().draft.text(), "/spoiler  | He lives");
}

#[test]
fn a_hidden_draft_is_kept_hidden() {
    let mut desk = Desk::with_clara(vec![incoming(1, "well?")]);
    desk.click(Role::Button, "More");
    desk.click(Role::MenuItem, "Hide what I write (spoiler)");
    desk.write("He lives");
    let kept = desk.actions.iter().rev().find_map(|action| match action {
        Action::Keep(Command::SetDraft { body, .. }) => Some(body.as_str()),
        _ => None,
    });
    assert_eq!(kept, Some("/spoiler  | He lives"));
}
