//! Going to a day and to the first message that was not looked at.

use super::*;
use crate::model::Spot;

fn spot(spot: Spot) -> Command {
    Command::Spot { account: bare(ME), conversation: CLARA.parse().unwrap(), spot }
}

impl Desk {
    fn choose_more(&mut self, entry: &str) {
        self.click(Role::Button, "More");
        self.click(Role::MenuItem, entry);
    }
}

#[test]
fn the_log_goes_to_a_day_that_is_typed_and_says_when_it_is_none() {
    let mut desk = Desk::with_clara(vec![incoming(1, "tea?"), incoming(2, "well?")]);
    desk.asked();
    desk.choose_more("Go to day…");
    assert_eq!(desk.focused(), "TextInput Day, like 2026-11-28");
    desk.write("soon");
    desk.press(Named::Enter, Modifiers::empty());
    assert!(desk.lines().iter().any(|line| line.contains("This is no day.")), "{:#?}", desk.lines());
    assert_eq!(desk.asked(), []);
    desk.press(Named::Escape, Modifiers::empty());
    desk.choose_more("Go to day…");
    desk.write("8.11.2026");
    desk.press(Named::Enter, Modifiers::empty());
    let zone = jiff::tz::TimeZone::system();
    let begins = jiff::civil::date(2026, 11, 8).to_zoned(zone).unwrap().timestamp();
    assert_eq!(desk.asked(), [spot(Spot::Since(begins))]);
    desk.answer(Asked::Spot(key(CLARA)), Ok(Reply::Message(Box::new(incoming(2, "well?")))));
    assert_eq!(desk.chat.active().unwrap().shown, (1, Some(MessageId(2))));
    // What is not there is fetched.
    desk.answer(Asked::Spot(key(CLARA)), Ok(Reply::Message(Box::new(incoming(-7, "long ago")))));
    let (account, conversation) = (bare(ME), CLARA.parse().unwrap());
    assert_eq!(desk.asked(), [Command::HistoryFrom { account, conversation, message: MessageId(-7) }]);
}

#[test]
fn the_line_above_many_unread_messages_goes_up_until_the_first_of_them_is_here() {
    let mut state = state();
    state.apply(&unread(150));
    let mut desk = Desk::new(state);
    desk.open(CLARA);
    let page = |from: i64| (from..from + 100).map(|id| incoming(id, "so much")).collect::<Vec<_>>();
    desk.answer(Asked::Page(key(CLARA)), Ok(Reply::Messages(page(101))));
    let line = |desk: &Desk| desk.chat.active().unwrap().log.new_from();
    assert_eq!(line(&desk), Some(MessageId(101)));
    desk.happen(vec![Event::Message(Box::new(incoming(201, "and one more")))]);
    desk.answer(Asked::Page(key(CLARA)), Ok(Reply::Messages(page(1))));
    assert_eq!(line(&desk), Some(MessageId(51)));
}

#[test]
fn the_first_of_many_unread_messages_is_found_however_far_back_it_is() {
    let mut state = state();
    state.apply(&unread(300));
    let mut desk = Desk::new(state);
    desk.open(CLARA);
    desk.answer(Asked::Page(key(CLARA)), Ok(Reply::Messages(vec![incoming(401, "the newest")])));
    desk.asked();
    desk.choose_more("Go to first unread");
    assert_eq!(desk.asked(), [spot(Spot::LastIn(300))]);
    desk.happen(vec![Event::Message(Box::new(incoming(402, "and one more")))]);
    desk.choose_more("Go to first unread");
    assert_eq!(desk.asked(), [spot(Spot::LastIn(301))]);
}
