//! Tabs dragged by a real mouse: out of their window, and into another.

use super::stage::{JULIET, Stage};
use super::support::{PATIENCE, eventually};

const NURSE: &str = "nurse@one.test";
/// On the first tab of a window.
const FIRST: (i32, i32) = (60, 20);

#[test]
fn a_tab_is_torn_off_by_the_mouse_and_merged_into_another_window() {
    let stage = Stage::signed_in("tabs");
    let screen = &stage.screen;
    stage.fantail.ctl(&["open", &format!("xmpp:{NURSE}")]);
    let window = screen.wait_focused(NURSE);
    stage.fantail.ctl(&["open", &format!("xmpp:{JULIET}")]);
    screen.wait_focused(JULIET);
    // Over the desktop at the left, where no chat window is.
    screen.drag(&window, FIRST, (-300, 500));
    let others = || screen.windows(NURSE).into_iter().find(|other| *other != window);
    let torn = eventually(PATIENCE, "the conversation has a window of its own", others);
    assert_eq!(screen.title(&window), JULIET);
    screen.wait_until_calm(&torn);
    stage.picture("01-torn-off");
    screen.move_window(NURSE, 30, 30);
    screen.focus(NURSE);
    // The program learns where its window stands now before anything is dropped.
    screen.wait_until_calm(&torn);
    // Well inside the other window.
    let (from, to) = (screen.place(&torn), screen.place(&window));
    screen.drag(&torn, FIRST, (to.0 - from.0 + 500, to.1 - from.1 + 500));
    eventually(PATIENCE, "the conversation is in the other window", || (screen.title(&window) == NURSE).then_some(()));
    eventually(PATIENCE, "its own window is gone", || (screen.windows(NURSE) == [window.clone()]).then_some(()));
    screen.wait_until_calm(&window);
    stage.picture("02-merged");
}
