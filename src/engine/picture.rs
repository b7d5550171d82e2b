//! From a stranger's bytes to a small square picture, and from a file of the user's to one that is published. Blocking: for workers.

use crate::model::Pixels;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// The sides of what is kept, in pixels: sharp at twice the size of the largest that is shown.
const KEPT: u32 = 144;

/// What a stranger may have us unpack: sides in pixels, and bytes of memory.
const LARGEST: (u32, u64) = (4096, 24 * 1024 * 1024);

/// The same for a file of the user's own: cameras make large pictures.
const LARGEST_OWN: (u32, u64) = (16_384, 512 * 1024 * 1024);

/// What others are sent: the largest of these sides that is not too heavy. Servers refuse large stanzas.
const PUBLISHED: [u32; 4] = [256, 192, 128, 96];
const HEAVIEST: usize = 48 * 1024;

/// The picture as it is kept: a PNG. `None` when it is none, or too large.
pub(super) fn keep(bytes: &[u8]) -> Option<Vec<u8>> {
    png(&square(bytes, LARGEST)?, KEPT)
}

/// A kept picture, `side` pixels wide and high.
pub(super) fn draw(kept: &[u8], side: u32) -> Option<Pixels> {
    let side = side.clamp(1, KEPT);
    let image = square(kept, LARGEST)?;
    let image = if image.width() == side { image } else { image.resize_exact(side, side, FilterType::CatmullRom) };
    Some(Pixels { side, rgba: image.into_rgba8().into_raw().into() })
}

/// A PNG to publish, and its sides. Nothing else that was in the file goes with it: where it was taken, and when.
pub(super) fn publish(bytes: &[u8]) -> Option<(Vec<u8>, u32)> {
    let image = square(bytes, LARGEST_OWN)?;
    let sizes = PUBLISHED.into_iter().filter(|side| *side <= image.width().max(PUBLISHED[3]));
    let mut pngs = sizes.filter_map(|side| Some((png(&image, side)?, side)));
    pngs.find(|(png, side)| png.len() <= HEAVIEST || *side == PUBLISHED[3])
}

/// Its middle, the right way up. Of something that moves, its beginning.
fn square(bytes: &[u8], (side, memory): (u32, u64)) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    if !matches!(reader.format()?, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP) {
        return None;
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(side), Some(side), Some(memory));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if width.min(height) == 0 || width.max(height) > side || decoder.total_bytes() > memory {
        return None;
    }
    let orientation = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    let (width, height) = (image.width(), image.height());
    let side = width.min(height);
    Some(image.crop_imm((width - side) / 2, (height - side) / 2, side, side))
}

fn png(image: &DynamicImage, side: u32) -> Option<Vec<u8>> {
    let small = DynamicImage::ImageRgba8(image.resize_exact(side, side, FilterType::CatmullRom).into_rgba8());
    let mut png = Vec::new();
    // Who is not seen through anywhere needs no fourth channel.
    let opaque = small.as_rgba8().is_some_and(|pixels| pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX));
    let small = if opaque { DynamicImage::ImageRgb8(small.into_rgb8()) } else { small };
    small.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).ok().map(|()| png)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    const LEFT: Rgba<u8> = Rgba([200, 10, 10, 255]);
    const MIDDLE: Rgba<u8> = Rgba([10, 200, 10, 255]);

    /// Three squares side by side: red, green, red.
    fn wide(side: u32) -> DynamicImage {
        let pixel = |x, _| if (side..2 * side).contains(&x) { MIDDLE } else { LEFT };
        DynamicImage::ImageRgba8(RgbaImage::from_fn(3 * side, side, pixel))
    }

    fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        let image = if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(image.to_rgb8()) } else { image.clone() };
        image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    fn middle(pixels: &Pixels) -> [u8; 4] {
        let at = usize::try_from((pixels.side / 2 * pixels.side + pixels.side / 2) * 4).unwrap();
        pixels.rgba[at..at + 4].try_into().unwrap()
    }

    #[test]
    fn the_middle_is_kept_of_every_kind_that_people_use_and_drawn_at_any_size() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
            let kept = keep(&encoded(&wide(40), format)).unwrap();
            for side in [36, 72, 144] {
                let drawn = draw(&kept, side).unwrap();
                assert_eq!((drawn.side, drawn.rgba.len()), (side, usize::try_from(side * side * 4).unwrap()));
                let [red, green, ..] = middle(&drawn);
                assert!(red < 40 && green > 180, "{format:?} {side}: {:?}", middle(&drawn));
                // The middle and nothing beside it: a corner is of the same colour.
                assert!(drawn.rgba[0] < 40 && drawn.rgba[1] > 180, "{format:?} {side}");
            }
        }
    }

    #[test]
    fn what_is_no_picture_or_a_program_or_a_bomb_is_nothing() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        let huge = encoded(&DynamicImage::ImageLuma8(image::GrayImage::new(LARGEST.0 + 1, 1)), ImageFormat::Png);
        let bmp = [b"BM".as_slice(), &[0; 60]].concat();
        let mut torn = encoded(&wide(40), ImageFormat::Png);
        torn.truncate(torn.len() / 2);
        // Not too wide, but it wants more memory than it may.
        let flat = encoded(&DynamicImage::ImageRgba8(RgbaImage::new(LARGEST.0, LARGEST.0)), ImageFormat::Png);
        for (what, bytes) in [("svg", &svg[..]), ("huge", &huge), ("bmp", &bmp), ("torn", &torn), ("flat", &flat), ("nothing", b"")] {
            assert_eq!(keep(bytes), None, "{what}");
        }
    }

    #[test]
    fn what_is_published_is_small_and_tells_nothing_of_the_file() {
        let (png, side) = publish(&encoded(&wide(900), ImageFormat::Jpeg)).unwrap();
        assert_eq!(side, 256);
        assert!(png.len() <= HEAVIEST && !png.windows(4).any(|bytes| bytes == b"eXIf"));
        assert_eq!(publish(&encoded(&wide(20), ImageFormat::Png)).map(|(_, side)| side), Some(96));
        // Noise cannot be packed: it is made smaller until it is sent at all.
        let mut state = 1_u32;
        let noise = RgbaImage::from_fn(400, 400, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [a, b, c, _] = state.to_be_bytes();
            Rgba([a, b, c, 255])
        });
        let (png, side) = publish(&encoded(&DynamicImage::ImageRgba8(noise), ImageFormat::Png)).unwrap();
        assert!(side < 256 && png.len() <= HEAVIEST, "{side} {}", png.len());
    }
}
