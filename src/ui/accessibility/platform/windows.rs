//! UI Automation. The adapter takes the window's procedure over before the window is shown.

use crate::ui::accessibility::Handlers;
use accesskit::TreeUpdate;
use iced::window::Window;
use iced::window::raw_window_handle::RawWindowHandle;

pub const WANTS_HIDDEN: bool = true;

#[allow(missing_debug_implementations, reason = "AccessKit has none")]
pub struct Adapter(accesskit_windows::SubclassingAdapter);
pub type Queued = Option<accesskit_windows::QueuedEvents>;

impl Adapter {
    pub fn new(window: &dyn Window, handlers: Handlers) -> Option<Self> {
        let RawWindowHandle::Win32(handle) = window.window_handle().ok()?.as_raw() else { return None };
        let window = accesskit_windows::HWND(handle.hwnd.get() as *mut _);
        Some(Self(accesskit_windows::SubclassingAdapter::new(window, handlers.clone(), handlers)))
    }

    pub fn update(&mut self, _: &dyn Window, update: TreeUpdate) -> Queued {
        self.0.update_if_active(|| update)
    }

    /// The window's procedure sees the focus itself.
    pub fn focus(&mut self, _: bool) -> Queued {
        None
    }
}

pub fn raise(queued: Queued) {
    if let Some(queued) = queued {
        queued.raise();
    }
}
