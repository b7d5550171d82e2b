//! Pictures of people who are nowhere: drawn for the desk.

use fantail::model::{PictureId, Pixels};
use resvg::{tiny_skia, usvg};

/// Grounds, coats, skins and hair.
const COLORS: [[&str; 4]; 4] = [
    ["#f3c37b", "#2f6d8c", "#f0c8a4", "#5b3a24"],
    ["#9ac7d8", "#3b3f5c", "#e2b08a", "#8d8f94"],
    ["#b9d6a3", "#a3483c", "#c58c63", "#1f1a17"],
    ["#d9b3d3", "#4f7a5b", "#8a5a3c", "#15110f"],
];

pub fn id(person: u8) -> PictureId {
    PictureId([person; 20])
}

/// How the picture looks.
pub fn draw(id: PictureId, side: u32) -> Pixels {
    let [ground, coat, skin, hair] = COLORS[usize::from(id.0[0]) % COLORS.len()];
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 72 72'><rect width='72' height='72' fill='{ground}'/>\
         <path d='M10 72c2-18 12-23 26-23s24 5 26 23z' fill='{coat}'/><path d='M29 42h14v11c-4 4-10 4-14 0z' fill='{skin}'/>\
         <ellipse cx='36' cy='30' rx='13' ry='16' fill='{skin}'/>\
         <path d='M21 30c-1-14 6-20 15-20s17 6 15 20c-2-7-6-10-9-11-5 4-14 4-18 4-1 2-2 4-3 7z' fill='{hair}'/></svg>"
    );
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap();
    let mut pixels = tiny_skia::Pixmap::new(side, side).unwrap();
    let scale = side as f32 / 72.0;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Pixels { side, rgba: pixels.take().into() }
}
