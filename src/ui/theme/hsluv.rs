//! HSLuv: colours of equal lightness look equally light (<https://www.hsluv.org>), as XEP-0392 wants it.

use iced::Color;

/// The rows of XYZ → linear sRGB.
const TO_RGB: [[f64; 3]; 3] = [
    [3.240_969_941_904_521, -1.537_383_177_570_093, -0.498_610_760_293],
    [-0.969_243_636_280_87, 1.875_967_501_507_72, 0.041_555_057_407_175],
    [0.055_630_079_696_993, -0.203_976_958_888_97, 1.056_971_514_242_878],
];
const WHITE_U: f64 = 0.197_830_006_642_83;
const WHITE_V: f64 = 0.468_319_994_938_79;
const KAPPA: f64 = 903.296_296_296_296;
const EPSILON: f64 = 0.008_856_451_679_035_6;

/// The colour of a hue in degrees, a saturation and a lightness in percent.
pub fn hsluv(hue: f64, saturation: f64, lightness: f64) -> Color {
    if lightness <= 0.0 {
        return Color::BLACK;
    }
    if lightness >= 100.0 {
        return Color::WHITE;
    }
    let chroma = max_chroma(lightness, hue) / 100.0 * saturation;
    let (sin, cos) = hue.to_radians().sin_cos();
    let [red, green, blue] = luv_to_rgb(lightness, chroma * cos, chroma * sin);
    Color::from_rgb(red, green, blue)
}

/// How saturated a colour of this lightness and hue can be within sRGB: the nearest edge of the gamut.
fn max_chroma(lightness: f64, hue: f64) -> f64 {
    let (sin, cos) = hue.to_radians().sin_cos();
    let edges = bounds(lightness).into_iter().map(|(slope, intercept)| intercept / (sin - slope * cos));
    edges.filter(|length| *length >= 0.0).fold(f64::MAX, f64::min)
}

/// The six edges of the gamut at a lightness, as lines in the plane of u and v.
fn bounds(lightness: f64) -> [(f64, f64); 6] {
    let cube = (lightness + 16.0).powi(3) / 1_560_896.0;
    let part = if cube > EPSILON { cube } else { lightness / KAPPA };
    let mut lines = [(0.0, 0.0); 6];
    for (row, pair) in TO_RGB.iter().zip(lines.chunks_mut(2)) {
        let [x, y, z] = *row;
        for (line, edge) in pair.iter_mut().zip([0.0, 1.0]) {
            let top_1 = (284_517.0 * x - 94_839.0 * z) * part;
            let top_2 = (838_422.0 * z + 769_860.0 * y + 731_718.0 * x) * lightness * part - 769_860.0 * edge * lightness;
            let bottom = (632_260.0 * z - 126_452.0 * y) * part + 126_452.0 * edge;
            *line = (top_1 / bottom, top_2 / bottom);
        }
    }
    lines
}

fn luv_to_rgb(lightness: f64, u: f64, v: f64) -> [f32; 3] {
    let u = u / (13.0 * lightness) + WHITE_U;
    let v = v / (13.0 * lightness) + WHITE_V;
    let y = if lightness > 8.0 { ((lightness + 16.0) / 116.0).powi(3) } else { lightness / KAPPA };
    let x = -(9.0 * y * u) / ((u - 4.0) * v - u * v);
    let z = (9.0 * y - 15.0 * v * y - v * x) / (3.0 * v);
    TO_RGB.map(|[a, b, c]| {
        let linear = a * x + b * y + c * z;
        let encoded = if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
        encoded.clamp(0.0, 1.0) as f32
    })
}
