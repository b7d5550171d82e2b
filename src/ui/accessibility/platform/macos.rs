//! NSAccessibility. The adapter takes the window's view over before the window is shown.

use crate::ui::accessibility::Handlers;
use accesskit::TreeUpdate;
use iced::window::Window;
use iced::window::raw_window_handle::RawWindowHandle;

pub const WANTS_HIDDEN: bool = true;

#[allow(missing_debug_implementations, reason = "AccessKit has none")]
pub struct Adapter(accesskit_macos::SubclassingAdapter);
pub type Queued = Option<accesskit_macos::QueuedEvents>;

impl Adapter {
    pub fn new(window: &dyn Window, handlers: Handlers) -> Option<Self> {
        let RawWindowHandle::AppKit(handle) = window.window_handle().ok()?.as_raw() else { return None };
        #[allow(unsafe_code, reason = "the adapter takes a bare pointer")]
        // SAFETY: the window, and with it its view, lives while this runs, on the main thread.
        let adapter = unsafe { accesskit_macos::SubclassingAdapter::new(handle.ns_view.as_ptr(), handlers.clone(), handlers) };
        Some(Self(adapter))
    }

    pub fn update(&mut self, _: &dyn Window, update: TreeUpdate) -> Queued {
        self.0.update_if_active(|| update)
    }

    pub fn focus(&mut self, focused: bool) -> Queued {
        self.0.update_view_focus_state(focused)
    }
}

pub fn raise(queued: Queued) {
    if let Some(queued) = queued {
        queued.raise();
    }
}
