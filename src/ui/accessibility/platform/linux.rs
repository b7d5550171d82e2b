//! AT-SPI over D-Bus. Without a session bus the adapter waits in vain, and nothing else happens.

use crate::ui::accessibility::Handlers;
use accesskit::{Rect, TreeUpdate};
use iced::window::Window;
use iced::window::raw_window_handle::RawWindowHandle;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::ConnectionExt;
use x11rb::rust_connection::RustConnection;

/// The adapter does not concern itself with the window.
pub const WANTS_HIDDEN: bool = false;

#[allow(missing_debug_implementations, reason = "AccessKit has none")]
pub struct Adapter(accesskit_unix::Adapter);
pub type Queued = ();

thread_local!(static X11: Option<(RustConnection, usize)> = x11rb::connect(None).ok());

impl Adapter {
    pub fn new(_: &dyn Window, handlers: Handlers) -> Option<Self> {
        Some(Self(accesskit_unix::Adapter::new(handlers.clone(), handlers.clone(), handlers)))
    }

    pub fn update(&mut self, window: &dyn Window, update: TreeUpdate) -> Queued {
        // Wayland tells nobody where a window is: places stay relative to it there, as with every toolkit.
        if let Some(place) = place(window) {
            self.0.set_root_window_bounds(place, place);
        }
        self.0.update_if_active(|| update);
    }

    pub fn focus(&mut self, focused: bool) -> Queued {
        self.0.update_window_focus_state(focused);
    }
}

/// Where the content is, in pixels of the X screen. The frame around it, which iced tells of, does not matter.
fn place(window: &dyn Window) -> Option<Rect> {
    let RawWindowHandle::Xlib(handle) = window.window_handle().ok()?.as_raw() else { return None };
    let id = u32::try_from(handle.window).ok()?;
    X11.with(|x11| {
        let (connection, screen) = x11.as_ref()?;
        let root = connection.setup().roots.get(*screen)?.root;
        let corner = connection.translate_coordinates(id, root, 0, 0).ok()?;
        let size = connection.get_geometry(id).ok()?;
        let (corner, size) = (corner.reply().ok()?, size.reply().ok()?);
        let (left, top) = (f64::from(corner.dst_x), f64::from(corner.dst_y));
        Some(Rect::new(left, top, left + f64::from(size.width), top + f64::from(size.height)))
    })
}

pub fn raise((): Queued) {}
