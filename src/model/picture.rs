//! Pictures of people and rooms. Each is known by the SHA-1 of its bytes as they were published (XEP-0084 §3, XEP-0153 §3).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PictureId(pub [u8; 20]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPictureId;

/// As hex, of either case.
impl FromStr for PictureId {
    type Err = NoPictureId;

    fn from_str(text: &str) -> Result<Self, NoPictureId> {
        let digits: Option<Vec<u8>> = text.chars().map(|digit| digit.to_digit(16).and_then(|digit| digit.try_into().ok())).collect();
        let digits = digits.filter(|digits| digits.len() == 40).ok_or(NoPictureId)?;
        let mut id = [0; 20];
        for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        Ok(Self(id))
    }
}

impl fmt::Display for PictureId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// A square picture that can be drawn: four bytes a pixel, not premultiplied, row by row.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    pub side: u32,
    pub rgba: Arc<[u8]>,
}

impl fmt::Debug for Pixels {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pixels").field("side", &self.side).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written_and_nothing_else_is_one() {
        let text = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";
        assert_eq!(text.parse::<PictureId>().unwrap().to_string(), text);
        assert_eq!(text.to_uppercase().parse::<PictureId>().unwrap().to_string(), text);
        for wrong in ["", "aaf4", &text[1..], &format!("{text}0"), &text.replace('a', "g"), "../../../../../../../../../../../../etc"] {
            assert_eq!(wrong.parse::<PictureId>(), Err(NoPictureId), "{wrong}");
        }
    }
}
