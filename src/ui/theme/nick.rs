//! The colour of a name, the same in every client (XEP-0392: Consistent Color Generation).

use super::hsluv::hsluv;
use super::tokens;
use iced::{Color, Theme};
use sha1::{Digest, Sha1};

/// The hue of a name in degrees (§5.1).
pub fn hue(name: &str) -> f64 {
    let digest = Sha1::digest(name.as_bytes());
    f64::from(u16::from_le_bytes([digest[0], digest[1]])) / 65_536.0 * 360.0
}

/// A name as text: dark enough on light, light enough on dark (§5.4).
pub fn ink(theme: &Theme, name: &str) -> Color {
    hsluv(hue(name), 100.0, if tokens(theme).is_dark { 72.0 } else { 45.0 })
}

/// The ground of an avatar with white initials.
pub fn ground(name: &str) -> Color {
    hsluv(hue(name), 72.0, 46.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{Appearance, contrast, of, theme};

    /// §13.1: no correction.
    #[test]
    fn the_hues_and_colours_are_those_of_the_xep() {
        let vectors = [
            ("Romeo", 327.255_249, [0.865, 0.0, 0.686]),
            ("juliet@capulet.lit", 209.410_400, [0.0, 0.515, 0.573]),
            ("😺", 331.199_341, [0.872, 0.0, 0.659]),
            ("council", 359.994_507, [0.918, 0.0, 0.394]),
            ("Board", 171.430_664, [0.0, 0.527, 0.457]),
        ];
        for (name, angle, [red, green, blue]) in vectors {
            assert!((hue(name) - angle).abs() < 1e-5, "{name}: {}", hue(name));
            let color = hsluv(hue(name), 100.0, 50.0);
            for (is, want) in [(color.r, red), (color.g, green), (color.b, blue)] {
                assert!((is - want).abs() < 0.002, "{name}: {color:?}");
            }
        }
    }

    #[test]
    fn every_name_is_readable() {
        for degree in 0..360 {
            for appearance in Appearance::ALL {
                let lightness = if of(appearance).is_dark { 72.0 } else { 45.0 };
                for ground in [of(appearance).background, of(appearance).warn] {
                    let ratio = contrast(hsluv(f64::from(degree), 100.0, lightness), ground);
                    assert!(ratio >= 4.5, "{appearance:?} {degree} on {ground}: {ratio}");
                }
            }
            assert!(contrast(hsluv(f64::from(degree), 72.0, 46.0), Color::WHITE) >= 4.5, "{degree}");
        }
        assert_eq!(ink(&theme(Appearance::Light), "Romeo"), hsluv(hue("Romeo"), 100.0, 45.0));
    }
}
