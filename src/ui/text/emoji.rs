//! Emoji (UTS #51): the runs that need a colour font by name, since plain fonts would win the fallback for some of them.

use iced::Font;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The system's colour font.
pub const FONT: Font = Font::with_name(if cfg!(target_os = "macos") {
    "Apple Color Emoji"
} else if cfg!(windows) {
    "Segoe UI Emoji"
} else {
    "Noto Color Emoji"
});

/// Splits a text into runs of emoji and runs of everything else. Spaces between emoji belong to the rest.
pub fn runs(text: &str) -> Vec<(Range<usize>, bool)> {
    if text.is_ascii() {
        return if text.is_empty() { Vec::new() } else { vec![(0..text.len(), false)] };
    }
    let mut runs: Vec<(Range<usize>, bool)> = Vec::new();
    for (at, cluster) in text.grapheme_indices(true) {
        let end = at + cluster.len();
        let emoji = is_emoji(cluster);
        match runs.last_mut() {
            Some((run, kind)) if *kind == emoji => run.end = end,
            _ => runs.push((at..end, emoji)),
        }
    }
    runs
}

fn is_emoji(cluster: &str) -> bool {
    if cluster.contains('\u{fe0e}') {
        return false;
    }
    cluster.contains('\u{fe0f}') || cluster.contains('\u{20e3}') || cluster.chars().next().is_some_and(colourful)
}

/// Characters that are emoji without a variation selector (`Emoji_Presentation`; the pictograph blocks as a whole).
fn colourful(c: char) -> bool {
    matches!(u32::from(c),
        0x1F300..=0x1FAFF | 0x1F1E6..=0x1F1FF | 0x1F004 | 0x1F0CF | 0x1F18E | 0x1F191..=0x1F19A
        | 0x1F201 | 0x1F21A | 0x1F22F | 0x1F232..=0x1F236 | 0x1F238..=0x1F23A | 0x1F250..=0x1F251
        | 0x231A..=0x231B | 0x23E9..=0x23EC | 0x23F0 | 0x23F3 | 0x25FD..=0x25FE | 0x2614..=0x2615
        | 0x2648..=0x2653 | 0x267F | 0x2693 | 0x26A1 | 0x26AA..=0x26AB | 0x26BD..=0x26BE | 0x26C4..=0x26C5
        | 0x26CE | 0x26D4 | 0x26EA | 0x26F2..=0x26F3 | 0x26F5 | 0x26FA | 0x26FD | 0x2705 | 0x270A..=0x270B
        | 0x2728 | 0x274C | 0x274E | 0x2753..=0x2755 | 0x2757 | 0x2795..=0x2797 | 0x27B0 | 0x27BF
        | 0x2B1B..=0x2B1C | 0x2B50 | 0x2B55)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(&str, bool)> {
        runs(text).into_iter().map(|(range, emoji)| (&text[range], emoji)).collect()
    }

    #[test]
    fn families_flags_hearts_and_keycaps_are_each_one_run_of_colour() {
        assert_eq!(split("hi 👩‍👩‍👧‍👦🇩🇪 you"), [("hi ", false), ("👩‍👩‍👧‍👦🇩🇪", true), (" you", false)]);
        assert_eq!(split("❤️1️⃣"), [("❤️1️⃣", true)]);
    }

    #[test]
    fn digits_arrows_and_what_asks_for_text_stay_text() {
        assert_eq!(split("1 → ä"), [("1 → ä", false)]);
        assert_eq!(split("❤\u{fe0e}"), [("❤\u{fe0e}", false)]);
        assert!(split("").is_empty());
    }
}
