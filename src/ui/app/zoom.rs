//! Ctrl and +, - or 0 in any window: everything larger, smaller, or as it was.

use super::{App, Message};
use crate::model::{Command, Setting, Zoom};
use crate::ui::windows::Window;
use iced::keyboard::{self, Key};
use iced::{Event, Size, Task, window};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Larger,
    Smaller,
    Normal,
}

/// What a key means for the size, whoever else has a use for it.
pub(super) fn step(event: &Event) -> Option<Step> {
    let Event::Keyboard(keyboard::Event::KeyPressed { key: Key::Character(key), modifiers, .. }) = event else { return None };
    if !modifiers.command() || modifiers.alt() {
        return None;
    }
    match key.as_str() {
        "+" | "=" => Some(Step::Larger),
        "-" => Some(Step::Smaller),
        "0" => Some(Step::Normal),
        _ => None,
    }
}

impl App {
    pub(super) fn zoom(&mut self, step: Step) -> Task<Message> {
        let zoom = self.state.settings.zoom;
        let zoom = match step {
            Step::Larger => zoom.larger(),
            Step::Smaller => zoom.smaller(),
            Step::Normal => Zoom::default(),
        };
        self.tell(Command::Set(Setting::Zoom(zoom)))
    }

    /// The windows after the size of things changed: dialogs keep to what is in them, the others to their size on the screen.
    pub(super) fn fit(&mut self, before: Zoom) -> Task<Message> {
        let by = self.state.settings.zoom.factor() / before.factor();
        if by == 1.0 {
            return Task::none();
        }
        let fit = |(id, window): (window::Id, &Window)| {
            let (_, smallest) = window.size();
            let smallest = window::set_min_size(id, Some(smallest));
            match window {
                Window::BuddyList(_) | Window::Chat(_) => smallest,
                _ => smallest.chain(window::size(id).then(move |now| window::resize(id, Size::new(now.width * by, now.height * by)))),
            }
        };
        let fitted = Task::batch(self.windows().map(fit).collect::<Vec<_>>());
        // What is kept of a size is counted zoomed.
        let ids: Vec<_> = self.windows().map(|(id, _)| id).collect();
        let kept = Task::batch(ids.into_iter().map(|id| self.moved(id)).collect::<Vec<_>>());
        Task::batch([fitted, kept])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::keyboard::{Location, Modifiers, key};

    fn pressed(letter: &str, modifiers: Modifiers) -> Option<Step> {
        let key = Key::Character(letter.into());
        let physical_key = key::Physical::Unidentified(key::NativeCode::Unidentified);
        let press = keyboard::Event::KeyPressed {
            key: key.clone(),
            modified_key: key,
            physical_key,
            location: Location::Standard,
            modifiers,
            text: None,
            repeat: false,
        };
        step(&Event::Keyboard(press))
    }

    #[test]
    fn plus_minus_and_nought_with_ctrl_and_nothing_else() {
        let steps = ["+", "=", "-", "0", "1"].map(|key| pressed(key, Modifiers::COMMAND));
        assert_eq!(steps, [Some(Step::Larger), Some(Step::Larger), Some(Step::Smaller), Some(Step::Normal), None]);
        assert_eq!(pressed("+", Modifiers::COMMAND | Modifiers::SHIFT), Some(Step::Larger), "where + is above another sign");
        assert_eq!(pressed("+", Modifiers::empty()), None);
        assert_eq!(pressed("0", Modifiers::COMMAND | Modifiers::ALT), None, "AltGr writes signs");
    }
}
