//! What is being written: its steps back and forth, what was said before, and whether it is kept over a restart.

use crate::model::wording::sayable;
use iced::widget::text_editor::{Action, Content, Cursor, Edit, Motion, Position};
use std::sync::Arc;

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
    /// A name that Tab completed, until something else is done.
    completed: Option<Completed>,
    /// As the store has it.
    kept: String,
}

/// What was typed of a name, where it begins, and which of the names stands there with what follows it.
#[derive(Debug, Clone, PartialEq)]
struct Completed {
    line: usize,
    start: usize,
    typed: String,
    shown: String,
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
        self.completed = None;
        self.content.perform(match action {
            // A PDF or a terminal may give what cannot be sent.
            Action::Edit(Edit::Paste(text)) => Action::Edit(Edit::Paste(Arc::new(sayable(&text)))),
            other => other,
        });
    }

    /// Another text takes the place, with the caret at its end. It can be undone.
    pub fn set(&mut self, text: &str) {
        if text != self.text() {
            self.note();
            (self.run, self.recalled) = (None, None);
            self.show(text);
        }
    }

    /// The same, and no step goes back behind it.
    pub fn begin(&mut self, text: &str) {
        self.show(text);
        (self.run, self.recalled) = (None, None);
        self.done.clear();
        self.undone.clear();
    }

    /// What is marked goes, or else all up to the end of the word that way. It can be undone.
    pub fn erase_word(&mut self, way: Motion) {
        let before = self.step();
        if self.content.selection().is_none() {
            self.content.perform(Action::Select(way));
        }
        if self.content.selection().is_none() {
            return;
        }
        self.note_step(before);
        (self.run, self.recalled, self.completed) = (None, None, None);
        self.content.perform(Action::Edit(Edit::Backspace));
    }

    /// What is written, taken out of the input; `None` when there is nothing but space.
    pub fn take(&mut self) -> Option<String> {
        let text = self.text().trim_end().to_owned();
        if text.trim().is_empty() {
            return None;
        }
        *self = Self { kept: std::mem::take(&mut self.kept), ..Self::default() };
        Some(sayable(&text))
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

    /// Whether Tab has a name to complete: one that begins with the word before the caret.
    pub fn completes<'a>(&self, mut names: impl Iterator<Item = &'a str>) -> bool {
        self.completed.is_some() || self.word().is_some_and(|word| names.any(|name| begins(name, &word.typed)))
    }

    /// Completes the word before the caret to a name that begins with it; again and again to the next one. Whether there was one.
    pub fn complete<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> bool {
        let before = self.completed.take();
        let Some(word) = before.clone().or_else(|| self.word()) else { return false };
        // In a line of its own a name is spoken to.
        let after = if (word.line, word.start) == (0, 0) { ": " } else { " " };
        let mut fitting: Vec<String> = names.filter(|name| begins(name, &word.typed)).map(|name| format!("{name}{after}")).collect();
        fitting.sort_by_key(|name| name.to_lowercase());
        let next = fitting.iter().position(|name| *name == word.shown).map_or(0, |at| (at + 1) % fitting.len());
        let Some(shown) = fitting.into_iter().nth(next) else { return false };
        if before.is_none() {
            self.note();
        }
        let mut lines: Vec<String> = self.content.lines().map(|line| line.text.into_owned()).collect();
        let Some(line) = lines.get_mut(word.line) else { return false };
        line.replace_range(word.start..word.start + word.shown.len(), &shown);
        self.content = Content::with_text(&lines.join("\n"));
        let position = Position { line: word.line, column: word.start + shown.len() };
        self.content.move_to(Cursor { position, selection: None });
        (self.run, self.recalled) = (None, None);
        self.completed = Some(Completed { shown, ..word });
        true
    }

    /// The beginning of a word before the caret.
    fn word(&self) -> Option<Completed> {
        let Cursor { position, selection: None } = self.content.cursor() else { return None };
        let line = self.content.line(position.line)?;
        let before = line.text.get(..position.column)?;
        let start = before.rfind(char::is_whitespace).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let typed = before[start..].to_owned();
        (!typed.is_empty()).then(|| Completed { line: position.line, start, shown: typed.clone(), typed })
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
        self.note_step(self.step());
    }

    fn note_step(&mut self, step: Step) {
        self.undone.clear();
        if self.done.len() == STEPS {
            self.done.remove(0);
        }
        self.done.push(step);
    }

    fn restore(&mut self, step: &Step) {
        self.content = Content::with_text(&step.text);
        self.content.move_to(step.cursor);
        (self.run, self.recalled, self.completed) = (None, None, None);
    }

    fn show(&mut self, text: &str) {
        self.content = Content::with_text(text);
        self.content.perform(Action::Move(Motion::DocumentEnd));
        self.completed = None;
    }
}

fn begins(name: &str, typed: &str) -> bool {
    name.to_lowercase().starts_with(&typed.to_lowercase())
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

    #[test]
    fn what_cannot_be_sent_is_not_pasted() {
        let mut draft = Draft::default();
        draft.perform(Action::Edit(Edit::Paste(Arc::new("page 1\u{c}\n\u{1b}[1mpage 2".to_owned()))));
        assert_eq!(draft.text().trim_end(), "page 1\n[1mpage 2");
        assert_eq!(Draft::kept("a\u{7}b").take().as_deref(), Some("ab"));
    }

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
    fn names_are_completed_one_after_the_other_and_spoken_to_at_the_beginning() {
        let names = ["Juliet", "julius", "Nurse", "🌹 Rosaline"];
        let mut draft = Draft::default();
        let complete = |draft: &mut Draft| {
            assert!(draft.completes(names.into_iter()) && draft.complete(names.into_iter()));
            draft.text()
        };
        typed(&mut draft, "ju");
        let seen: Vec<_> = (0..3).map(|_| complete(&mut draft)).collect();
        assert_eq!(seen, ["Juliet: ", "julius: ", "Juliet: "]);
        typed(&mut draft, "ask n");
        assert_eq!(complete(&mut draft), "Juliet: ask Nurse ");
        typed(&mut draft, "or 🌹");
        assert_eq!(complete(&mut draft), "Juliet: ask Nurse or 🌹 Rosaline ");
        assert!(draft.undo());
        assert_eq!(draft.text(), "Juliet: ask Nurse or 🌹");
        // In the middle of a text the rest stays behind it.
        let mut draft = Draft::kept("nu, come\nhither");
        draft.content.move_to(Cursor { position: Position { line: 0, column: 2 }, selection: None });
        assert_eq!(complete(&mut draft), "Nurse: , come\nhither");
        typed(&mut draft, "xyz");
        assert!(!draft.completes(names.into_iter()) && !draft.complete(names.into_iter()));
        typed(&mut draft, " ");
        assert!(!draft.completes(names.into_iter()), "Tab goes to the next field where nothing is begun");
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

    #[test]
    fn a_word_is_erased_either_way_and_comes_back_with_one_step() {
        let mut draft = Draft::kept("one two");
        draft.erase_word(Motion::WordRight);
        assert_eq!(draft.text(), "one two", "nothing is behind the caret");
        assert!(!draft.undo(), "and nothing was done");
        draft.erase_word(Motion::WordLeft);
        assert_eq!(draft.text(), "one ");
        assert!(draft.undo());
        assert_eq!(draft.text(), "one two");
    }
}
