//! Sizes and places of windows, kept over restarts: written a moment after the last change, by the kind of window.

use super::{App, Message};
use crate::model::{Command, Place, Places, Setting};
use crate::ui::windows::Window;
use iced::time::Duration;
use iced::{Point, Size, Task, window};

/// While a window is drawn larger or across the screen, nothing is written.
const CALM: Duration = Duration::from_millis(500);
/// What a window shows at least of itself at the left and at the top.
const SEEN: f32 = 8.0;

/// Where a window stands now.
#[derive(Debug, Clone)]
pub struct Placed {
    id: window::Id,
    corner: Option<Point>,
    size: Size,
}

impl App {
    /// A window was moved, or is of another size.
    pub(super) fn moved(&mut self, id: window::Id) -> Task<Message> {
        if self.windows.get(&id).and_then(kind).is_none() || self.coming.contains_key(&id) {
            return Task::none();
        }
        let waiting = !self.replaced.is_empty();
        self.replaced.insert(id);
        if waiting { Task::none() } else { Task::perform(async { tokio::time::sleep(CALM).await }, |()| Message::PlacesWanted) }
    }

    pub(super) fn ask_places(&mut self) -> Task<Message> {
        let place = |id| window::position(id).then(move |corner| window::size(id).map(move |size| Placed { id, corner, size }));
        let asked: Vec<_> = std::mem::take(&mut self.replaced).into_iter().filter(|id| self.windows.contains_key(id)).map(place).collect();
        Task::batch(asked).collect().map(Message::PlacesKnown)
    }

    pub(super) fn keep_places(&mut self, placed: Vec<Placed>) -> Task<Message> {
        let mut places = self.state.settings.places.clone();
        for Placed { id, corner, size } in placed {
            let Some(kind) = self.windows.get(&id).and_then(kind) else { continue };
            // Minimised or maximised away: such a size is nobody's wish.
            let Some((_, smallest)) = self.windows.get(&id).map(Window::size) else { continue };
            if size.width < smallest.width || size.height < smallest.height {
                continue;
            }
            let corner = corner.map(|corner| (corner.x.round() as i32, corner.y.round() as i32));
            places.insert(kind.to_owned(), Place { corner, width: size.width.round() as u32, height: size.height.round() as u32 });
        }
        if places == self.state.settings.places { Task::none() } else { self.tell(Command::Set(Setting::Places(places))) }
    }
}

/// Size and corner a window opens with, as they were kept. A place off the screen is brought back as far as can be known.
pub(super) fn kept(window: &Window, places: &Places) -> Option<(Size, Option<Point>)> {
    let place = places.get(kind(window)?)?;
    let (_, smallest) = window.size();
    let size = Size::new((place.width as f32).max(smallest.width), (place.height as f32).max(smallest.height));
    // Window managers and macOS keep windows on the screen; Windows does not.
    let corner = place.corner.filter(|_| !cfg!(windows));
    let corner = corner.map(|(x, y)| Point::new((x as f32).max(SEEN - size.width / 2.0), (y as f32).max(0.0)));
    Some((size, corner))
}

/// Dialogs come with the size of what is in them.
fn kind(window: &Window) -> Option<&'static str> {
    match window {
        Window::Accounts(_) => Some("accounts"),
        Window::BuddyList(_) => Some("buddy-list"),
        Window::Chat(_) => Some("chat"),
        Window::Console(_) => Some("console"),
        Window::History(_) => Some("history"),
        Window::Invite(_) => Some("invite"),
        Window::OwnProfile(_) => Some("own-profile"),
        Window::Preferences(_) => Some("preferences"),
        Window::RoomEditor(_) => Some("room-editor"),
        Window::RoomList(_) => Some("room-list"),
        Window::RoomPeople(_) => Some("room-people"),
        Window::ServerInfo(_) => Some("server-info"),
        Window::Shortcuts(_) => Some("shortcuts"),
        Window::UserInfo(_) => Some("user-info"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::State;
    use crate::ui::windows::Opening;

    fn opened(width: u32, corner: Option<(i32, i32)>) -> Option<(Size, Option<Point>)> {
        let list = Window::new(&Opening::BuddyList, &State::default());
        kept(&list, &[("buddy-list".to_owned(), Place { corner, width, height: 700 })].into())
    }

    #[test]
    fn a_window_comes_back_as_it_was_but_never_too_small_nor_above_the_screen() {
        let place = |x, y| (!cfg!(windows)).then_some(Point::new(x, y));
        assert_eq!(opened(400, Some((30, 40))), Some((Size::new(400.0, 700.0), place(30.0, 40.0))));
        assert_eq!(opened(10, None).map(|(size, _)| size.width), Some(272.0));
        let corner = opened(400, Some((-5000, -5000))).and_then(|(_, corner)| corner);
        assert_eq!(corner, place(SEEN - 200.0, 0.0));
    }

    #[test]
    fn dialogs_are_as_large_as_what_is_in_them() {
        let about = Window::new(&Opening::About, &State::default());
        assert_eq!(kept(&about, &[("about".to_owned(), Place { corner: None, width: 900, height: 900 })].into()), None);
    }
}
