//! What is being written: its steps back and forth, what was said before, and whether it is kept over a restart.

use iced::widget::text_editor::{Action, Content, Cursor, Edit, Motion, Position};

/// So many steps can be undone.
const STEPS: usize = 200;

/// A text that is longer, or has more lines, is asked about before it is pasted.
const LONG: usize = 2_000;
const MANY_LINES: usize = 20;

#[derive(Debug, Clone, PartialEq)]
struct Step {
    text: String,
    cursor: Cursor,
}

/// What one step takes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    Word,
    Spaces,
    Erasing,
}

#[derive(Debug, Default)]
pub struct Draft {
    content: Content,
    done: Vec<Step>,
    undone: Vec<Step>,
    run: Option<Run>,
    /// Which of what was said before stands in the input, counted from the newest, and what stood there first.
    recalled: Option<(usize, String)>,
    /// As the store has it.
    kept: String,
}

impl Draft {
    /// What was kept from before.
    pub fn kept(text: &str) -> Self {
        let mut draft = Self { kept: text.to_owned(), ..Self::default() };
        draft.show(text);
        draft
    }

    pub fn content(&self) -> &Content {
        &self.content
    }

    pub fn text(&self) -> String {
        self.content.text()
    }

    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// A key or the mouse in the input.
    pub fn perform(&mut self, action: Action) {
        let run = match &action {
            Action::Edit(Edit::Insert(letter)) if letter.is_whitespace() => Some(Run::Spaces),
            Action::Edit(Edit::Insert(_)) => Some(Run::Word),
            Action::Edit(Edit::Backspace | Edit::Delete) => Some(Run::Erasing),
            _ => None,
        };
        if action.is_edit() {
            // A word belongs to the space before it.
            let goes_on = run.is_some() && (run == self.run || (self.run, run) == (Some(Run::Spaces), Some(Run::Word)));
            if !goes_on || self.content.selection().is_some() {
                self.note();
            }
            (self.run, self.recalled) = (run, None);
        } else if !matches!(action, Action::Scroll { .. }) {
            self.run = None;
        }
        self.content.perform(action);
    }

    /// Another text takes the place, with the caret at its end. It can be undone.
    pub fn set(&mut self, text: &str) {
        if text != self.text() {
            self.note();
            (self.run, self.recalled) = (None, None);
            self.show(text);
        }
    }

    /// What is written, taken out of the input; `None` when there is nothing but space.
    pub fn take(&mut self) -> Option<String> {
        let text = self.text().trim_end().to_owned();
        if text.trim().is_empty() {
            return None;
        }
        *self = Self { kept: std::mem::take(&mut self.kept), ..Self::default() };
        Some(text)
    }

    /// One step back. Whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.done.pop() else { return false };
        self.undone.push(self.step());
        self.restore(&step);
        true
    }

    /// One step that was undone is done again. Whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.undone.pop() else { return false };
        self.done.push(self.step());
        self.restore(&step);
        true
    }

    /// What was said before takes the place of what is written, `older` or newer than what stands there. `said` has the newest
    /// first; newer than that is what was being written. Whether anything changed.
    pub fn recall<'a>(&mut self, older: bool, mut said: impl Iterator<Item = &'a str>) -> bool {
        let (next, written) = match (self.recalled.take(), older) {
            (None, false) => return false,
            (None, true) => (0, self.text()),
            (Some((at, written)), true) => (at + 1, written),
            (Some((0, written)), false) => {
                self.note();
                self.show(&written);
                return true;
            }
            (Some((at, written)), false) => (at - 1, written),
        };
        let Some(text) = said.nth(next) else {
            self.recalled = next.checked_sub(1).map(|at| (at, written));
            return false;
        };
        self.note();
        self.show(text);
        self.recalled = Some((next, written));
        true
    }

    /// What is to be kept now, when it is not yet as it stands here. Space alone is nothing.
    pub fn take_unkept(&mut self) -> Option<String> {
        let text = if self.is_blank() { String::new() } else { self.text() };
        (text != self.kept).then(|| {
            self.kept.clone_from(&text);
            text
        })
    }

    fn step(&self) -> Step {
        Step { text: self.text(), cursor: self.content.cursor() }
    }

    /// Remembers how it stands, before it changes.
    fn note(&mut self) {
        self.undone.clear();
        if self.done.len() == STEPS {
            self.done.remove(0);
        }
        self.done.push(self.step());
    }

    fn restore(&mut self, step: &Step) {
        self.content = Content::with_text(&step.text);
        self.content.move_to(step.cursor);
        (self.run, self.recalled) = (None, None);
    }

    fn show(&mut self, text: &str) {
        self.content = Content::with_text(text);
        self.content.perform(Action::Move(Motion::DocumentEnd));
    }
}

/// So much text is asked about before it is pasted.
pub fn is_long(text: &str) -> bool {
    text.len() > LONG || text.lines().count() > MANY_LINES
}

/// Where the selection began and where the caret is, in characters from the start.
pub fn selection(content: &Content) -> (usize, usize) {
    let index = |place: Position| {
        let before: usize = content.lines().take(place.line).map(|line| line.text.chars().count() + 1).sum();
        let line = content.line(place.line).map_or(0, |line| line.text.get(..place.column).map_or(0, |before| before.chars().count()));
        before + line
    };
    let Cursor { position, selection } = content.cursor();
    (index(selection.unwrap_or(position)), index(position))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(draft: &mut Draft, text: &str) {
        text.chars().for_each(|letter| draft.perform(Action::Edit(Edit::Insert(letter))));
    }

    #[test]
    fn words_are_undone_one_by_one_and_come_back() {
        let mut draft = Draft::default();
        typed(&mut draft, "But soft!");
        draft.perform(Action::Edit(Edit::Backspace));
        draft.perform(Action::Edit(Edit::Backspace));
        assert_eq!(draft.text(), "But sof");
        let mut seen = Vec::new();
        while draft.undo() {
            seen.push(draft.text());
        }
        assert_eq!(seen, ["But soft!", "But", ""]);
        while draft.redo() {
            seen.push(draft.text());
        }
        assert_eq!(seen[3..], ["But", "But soft!", "But sof"]);
        // The caret stands where it stood.
        draft.undo();
        typed(&mut draft, "!");
        assert_eq!(draft.text(), "But soft!!");
        assert!(!draft.redo(), "what is written anew leaves nothing to redo");
    }

    #[test]
    fn a_selection_that_is_typed_over_is_a_step_of_its_own() {
        let mut draft = Draft::default();
        typed(&mut draft, "wherefore");
        draft.perform(Action::SelectAll);
        typed(&mut draft, "art");
        assert_eq!(draft.text(), "art");
        assert!(draft.undo());
        assert_eq!(draft.text(), "wherefore");
    }

    #[test]
    fn what_was_said_comes_back_and_what_was_being_written_too() {
        let said = ["three", "two", "one"];
        let mut draft = Draft::default();
        typed(&mut draft, "half a wo");
        let recall = |draft: &mut Draft, older| {
            draft.recall(older, said.into_iter());
            draft.text()
        };
        assert!(!draft.recall(false, said.into_iter()), "there is nothing newer");
        let older: Vec<_> = (0..4).map(|_| recall(&mut draft, true)).collect();
        assert_eq!(older, ["three", "two", "one", "one"]);
        let newer: Vec<_> = (0..3).map(|_| recall(&mut draft, false)).collect();
        assert_eq!(newer, ["two", "three", "half a wo"]);
        // What is changed is a new text: from there the newest comes first again.
        recall(&mut draft, true);
        typed(&mut draft, "!");
        assert_eq!(recall(&mut draft, true), "three");
        assert_eq!(recall(&mut draft, false), "three!");
    }

    #[test]
    fn it_is_kept_once_and_forgotten_when_it_was_sent() {
        let mut draft = Draft::kept("from yesterday");
        assert_eq!((draft.text().as_str(), draft.take_unkept()), ("from yesterday", None));
        typed(&mut draft, "!");
        assert_eq!(draft.take_unkept().as_deref(), Some("from yesterday!"));
        assert_eq!(draft.take_unkept(), None);
        assert_eq!(draft.take().as_deref(), Some("from yesterday!"));
        assert_eq!(draft.take_unkept().as_deref(), Some(""));
        typed(&mut draft, "  ");
        assert_eq!(draft.take_unkept(), None, "space alone is nothing");
    }
}
