//! What is said about a message, by its menu, by keyboard and by a click.

use super::*;
use crate::model::Manner;
use crate::model::{Answered, Changing, Quoted, Typing, Unchanged};

const NONE: Modifiers = Modifiers::empty();

fn amend(id: i64, amendment: Amendment) -> Command {
    Command::Amend { account: bare(ME), conversation: CLARA.parse().unwrap(), message: MessageId(id), amendment }
}

fn history() -> Vec<Said> {
    vec![incoming(1, "tea?"), said(2, ME, "yes plaese", MessageState::Sent)]
}

impl Desk {
    fn menu_of(&mut self, message: &str, entry: &str) {
        self.right_click(Role::ListItem, message);
        self.click(Role::MenuItem, entry);
    }
}

#[test]
fn up_in_an_empty_input_corrects_what_was_said_last() {
    let mut desk = Desk::with_clara(history());
    desk.asked();
    desk.press(Named::ArrowUp, NONE);
    assert_eq!(desk.chat.active().unwrap().draft.text(), "yes plaese");
    assert!(desk.shows("Status You are editing your message."), "{:#?}", desk.lines());
    desk.write("!");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [amend(2, Amendment::Correction("yes plaese!".into()))]);
    assert!(!desk.shows("Status You are editing your message."));
    desk.write("more");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [send_to_clara("more")]);
}

#[test]
fn escape_gives_a_correction_up_and_brings_back_what_was_written() {
    let mut desk = Desk::with_clara(history());
    desk.write("half a");
    desk.asked();
    desk.menu_of("You: yes plaese", "Edit");
    assert_eq!(desk.chat.active().unwrap().draft.text(), "yes plaese");
    desk.press(Named::Escape, NONE);
    assert_eq!(desk.chat.active().unwrap().draft.text(), "half a");
    desk.press(Named::ArrowUp, NONE);
    assert_eq!(desk.chat.active().unwrap().draft.text(), "half a", "only an empty input has something to correct");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [send_to_clara("half a")]);
}

#[test]
fn a_correction_is_never_taken_for_what_was_half_written() {
    let mut desk = Desk::with_clara(history());
    desk.write("half a");
    desk.menu_of("You: yes plaese", "Edit");
    desk.write("!");
    let drafts = |desk: &Desk| {
        let kept = desk.actions.iter().filter_map(|action| match action {
            Action::Keep(Command::SetDraft { body, .. }) => Some(body.clone()),
            _ => None,
        });
        kept.collect::<Vec<_>>()
    };
    assert_eq!(drafts(&desk).last().map(String::as_str), Some("half a"), "what the next start brings back");
    // One step back is one of the correction.
    desk.letter('z', Modifiers::CTRL);
    desk.letter('z', Modifiers::CTRL);
    assert_eq!(desk.chat.active().unwrap().draft.text(), "yes plaese");
    assert!(desk.shows("Status You are editing your message."));
    desk.happen(vec![Event::ConversationRemoved { account: bare(ME), conversation: CLARA.parse().unwrap() }]);
    assert_eq!(desk.chat.active().unwrap().draft.text(), "half a");
}

#[test]
fn an_answer_says_what_it_answers_and_shows_it() {
    let mut desk = Desk::with_clara(history());
    desk.asked();
    desk.menu_of("Clara Weber: tea?", "Reply");
    assert!(desk.shows("Status Reply to “tea?”"), "{:#?}", desk.lines());
    assert_eq!(desk.focused(), "MultilineTextInput Message to Clara Weber");
    desk.write("gladly");
    desk.press(Named::Enter, NONE);
    let send = Command::Send {
        account: bare(ME),
        to: CLARA.parse().unwrap(),
        body: "gladly".into(),
        answers: Some(MessageId(1)),
        manner: Manner::Plain,
    };
    assert_eq!(desk.asked(), [send]);
    let quoted = Quoted { id: MessageId(1), from: CLARA.parse().unwrap(), body: "tea?\nor coffee?".into() };
    let answers = Some(Box::new(Answered { id: "m1".into(), message: Some(quoted) }));
    desk.happen(vec![Event::Message(Box::new(Said { answers, ..said(3, ME, "gladly", MessageState::Sent) }))]);
    desk.click(Role::Link, "Clara Weber: tea?");
    assert_eq!(desk.chat.active().unwrap().shown, (1, Some(MessageId(1))));
}

#[test]
fn a_message_is_taken_back_after_a_question_and_leaves_no_words() {
    let mut desk = Desk::with_clara(history());
    desk.asked();
    desk.menu_of("You: yes plaese", "Take Back…");
    assert!(desk.focused().ends_with("Cancel"), "{}", desk.focused());
    desk.click(Role::Button, "Take Back");
    assert_eq!(desk.asked(), [amend(2, Amendment::Retraction)]);
    let gone = Said { body: String::new(), retracted: true, ..said(2, ME, "", MessageState::Sent) };
    desk.answer(Asked::Amending(key(CLARA)), Ok(Reply::Message(Box::new(gone))));
    assert!(desk.shows("ListItem You: This message was taken back."), "{:#?}", desk.lines());
    desk.right_click(Role::ListItem, "You: This message was taken back.");
    assert!(!desk.lines().iter().any(|line| line.contains("Take Back") || line.contains("Edit")), "{:#?}", desk.lines());
}

#[test]
fn what_others_wrote_cannot_be_edited_or_taken_back() {
    let mut desk = Desk::with_clara(history());
    desk.right_click(Role::ListItem, "Clara Weber: tea?");
    let shown = desk.lines().join("\n");
    assert!(shown.contains("Reply") && !shown.contains("Take Back") && !shown.contains("Edit"), "{shown}");
}

#[test]
fn a_click_on_a_reaction_takes_part_and_a_second_one_takes_it_away() {
    let with = |who: &[&str]| {
        let who = who.iter().map(|who| who.parse().unwrap()).collect();
        Said { reactions: [("👍".to_owned(), who)].into(), ..incoming(1, "tea?") }
    };
    let mut desk = Desk::with_clara(vec![with(&[CLARA])]);
    desk.asked();
    desk.click(Role::Button, "👍 1: Clara Weber");
    assert_eq!(desk.asked(), [amend(1, Amendment::Reactions(["👍".to_owned()].into()))]);
    desk.happen(vec![Event::Message(Box::new(with(&[CLARA, ME])))]);
    desk.click(Role::Button, "👍 2: Clara Weber, You");
    assert_eq!(desk.asked(), [amend(1, Amendment::Reactions(Default::default()))]);
}

#[test]
fn an_edited_message_says_so_whoever_wrote_it() {
    let mut desk = Desk::with_clara(vec![
        Said { corrected: true, ..incoming(1, "tea?") },
        Said { corrected: true, ..said(2, ME, "yes", MessageState::Delivered) },
    ]);
    let tree = desk.screen.tree(Desk::view(&desk.chat, &desk.state, desk.id));
    let described = |name: &str| tree.find(Role::ListItem, name).unwrap().1.description().unwrap_or_default().to_owned();
    assert!(described("Clara Weber: tea?").contains("edited"));
    assert!(described("You: yes").contains("edited · delivered"), "{}", described("You: yes"));
}

#[test]
fn a_failed_amendment_tells_why() {
    let mut desk = Desk::with_clara(history());
    desk.answer(Asked::Amending(key(CLARA)), Err(Problem::NotImplemented));
    assert!(desk.lines().iter().any(|line| line.starts_with("Status A message was not sent.")), "{:#?}", desk.lines());
}

#[test]
fn that_somebody_writes_stands_beside_the_name() {
    let mut desk = Desk::with_clara(history());
    let writes = |typing| {
        let Event::Conversation(conversation) = unread(0) else { unreachable!() };
        Event::Conversation(Conversation { typing, ..conversation })
    };
    let header = |desk: &mut Desk| {
        let tree = desk.screen.tree(Desk::view(&desk.chat, &desk.state, desk.id));
        tree.find(Role::Heading, "Clara Weber").unwrap().1.description().unwrap_or_default().to_owned()
    };
    desk.happen(vec![writes(Typing::Composing)]);
    assert!(header(&mut desk).contains("is writing…"), "{}", header(&mut desk));
    desk.happen(vec![writes(Typing::Paused)]);
    assert!(header(&mut desk).contains("stopped typing"), "{}", header(&mut desk));
    desk.happen(vec![writes(Typing::Gone)]);
    assert!(header(&mut desk).contains("has closed the conversation"), "{}", header(&mut desk));
    desk.happen(vec![writes(Typing::Not)]);
    assert!(header(&mut desk).contains("on her laptop"), "{}", header(&mut desk));
}

#[test]
fn the_other_side_hears_once_that_we_write_and_when_we_give_up_or_close() {
    let told = |desk: &mut Desk| {
        let typing = |action: Action| if let Action::Keep(Command::Typing { typing, .. }) = action { Some(typing) } else { None };
        std::mem::take(&mut desk.actions).into_iter().filter_map(typing).collect::<Vec<_>>()
    };
    let mut desk = Desk::with_clara(history());
    desk.write("hi");
    assert_eq!(told(&mut desk), [Typing::Composing]);
    desk.press(Named::Backspace, NONE);
    desk.press(Named::Backspace, NONE);
    assert_eq!(told(&mut desk), [Typing::Not]);
    desk.write("hi");
    desk.press(Named::Enter, NONE);
    assert_eq!(told(&mut desk), [Typing::Composing], "the message itself ends it");
    desk.write("x");
    desk.letter('w', Modifiers::CTRL);
    assert_eq!(told(&mut desk), [Typing::Composing, Typing::Gone]);
}

#[test]
fn a_conversation_is_deleted_after_a_question_that_names_it() {
    let mut desk = Desk::with_clara(history());
    desk.asked();
    desk.click(Role::Button, "More");
    desk.click(Role::MenuItem, "Delete History…");
    assert!(desk.lines().join("\n").contains("Delete what was said with Clara Weber?"), "{:#?}", desk.lines());
    assert!(desk.focused().ends_with("Cancel"), "{}", desk.focused());
    desk.click(Role::Button, "Delete");
    let (account, conversation) = (bare(ME), CLARA.parse::<crate::model::Jid>().unwrap());
    assert_eq!(desk.asked(), [Command::ForgetConversation { account: account.clone(), conversation: conversation.clone() }]);
    desk.happen(vec![Event::ConversationRemoved { account, conversation }]);
    assert!(!desk.lines().iter().any(|line| line.contains("tea?")), "{:#?}", desk.lines());
    desk.write("anew");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [send_to_clara("anew")]);
}

#[test]
fn what_a_message_said_before_can_be_looked_at() {
    let mut desk = Desk::with_clara(vec![Said { corrected: true, ..incoming(1, "tea at five?") }]);
    desk.asked();
    desk.menu_of("Clara Weber: tea at five?", "Earlier Versions…");
    assert_eq!(desk.asked(), [Command::Versions(MessageId(1))]);
    let at = jiff::Timestamp::from_second(1_795_000_000).unwrap();
    desk.answer(Asked::Versions, Ok(Reply::Versions(vec![(at, "tee?".into()), (at, "tea at five?".into())])));
    let shown = desk.lines().join("\n");
    assert!(shown.contains("What this message said") && shown.contains("tee?"), "{shown}");
    desk.press(Named::Escape, NONE);
    assert!(!desk.lines().join("\n").contains("What this message said"));
    assert_eq!(desk.focused(), "MultilineTextInput Message to Clara Weber");
}

#[test]
fn a_correction_that_did_not_get_through_is_said_and_goes_out_again() {
    let refused = Some(Unchanged { what: Changing::Words, problem: Problem::stanza("service-unavailable") });
    let message = Said { corrected: true, unchanged: refused, ..said(7, ME, "at noon", MessageState::Delivered) };
    let mut desk = Desk::with_clara(vec![message]);
    desk.asked();
    let tree = desk.screen.tree(Desk::view(&desk.chat, &desk.state, desk.id));
    let (_, row) = tree.find(Role::ListItem, "You: at noon").unwrap();
    assert!(row.description().unwrap_or_default().contains("The other side still has it as it was."), "{row:?}");
    let again = tree.nodes.iter().find(|(_, node)| node.role() == Role::Button && node.label() == Some("Try again")).unwrap().0;
    let messages = desk.screen.request(Desk::view(&desk.chat, &desk.state, desk.id), (desk.id, again, Request::Activate));
    desk.send(messages);
    assert_eq!(desk.asked(), [amend(7, Amendment::Correction("at noon".into()))]);
}
