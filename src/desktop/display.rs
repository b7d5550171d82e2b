//! Is there a screen to draw on? Without one the toolkit's event loop panics, so nothing of it is started.

/// On Linux and the BSDs when an X11 or Wayland display is named; elsewhere always.
pub fn available() -> bool {
    cfg!(any(windows, target_os = "macos")) || named(|variable| std::env::var_os(variable).map(|value| value.is_empty()))
}

/// `empty` tells whether a variable is empty, `None` when it is not set.
fn named(empty: impl Fn(&str) -> Option<bool>) -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().any(|variable| empty(variable) == Some(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_display_is_there_when_it_is_named() {
        assert!(named(|variable| (variable == "DISPLAY").then_some(false)));
        assert!(named(|variable| (variable == "WAYLAND_DISPLAY").then_some(false)));
        assert!(!named(|_| Some(true)));
        assert!(!named(|_| None));
    }
}
