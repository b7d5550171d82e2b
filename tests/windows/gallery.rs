//! Pictures of every window in every state worth a look, in both languages and all palettes.
//!
//! `FANTAIL_PICTURES=folder cargo test --test windows pictures` writes them; `FANTAIL_PICTURES_ONLY=word` picks some,
//! `FANTAIL_PICTURES_SCALE=1` draws them as on a screen at 100 %.
//! Without a folder nothing is written, but everything is drawn once.

use super::desk::{Desk, lively};
use super::scenes;
use super::theme::{self, Appearance};
use fantail::i18n::{t, within};
use std::path::Path;

/// What a picture is taken of: a desk and the window on it.
pub struct Scene {
    pub name: &'static str,
    pub desk: Desk,
    pub title: String,
}

impl Scene {
    pub fn new(name: &'static str, desk: Desk, title: impl Into<String>) -> Self {
        Self { name, desk, title: title.into() }
    }
}

const APPEARANCES: [(Appearance, &str); 3] =
    [(Appearance::Light, "light"), (Appearance::Dark, "dark"), (Appearance::HighContrast, "contrast")];

#[test]
fn pictures_can_be_drawn_of_every_window() {
    let folder = std::env::var_os("FANTAIL_PICTURES");
    let scale = std::env::var("FANTAIL_PICTURES_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(2.0);
    let only = std::env::var("FANTAIL_PICTURES_ONLY").unwrap_or_default();
    for language in ["en", "de"] {
        within(language, || {
            for make in scenes::ALL {
                let mut scene = make();
                if !scene.name.contains(&only) {
                    continue;
                }
                scene.desk.tree(&scene.title);
                scene.desk.tree(&scene.title);
                let id = scene.desk.window(&scene.title);
                let (mut screen, _) = scene.desk.screen(&scene.title);
                let appearances = if folder.is_some() { &APPEARANCES[..] } else { &APPEARANCES[..1] };
                for (appearance, word) in appearances {
                    scene.desk.wear(*appearance);
                    // Pictures of people come once they were wanted.
                    screen.picture(scene.desk.app.view(id), *appearance, scale);
                    scene.desk.bring_pictures();
                    let (size, rgba) = screen.picture(scene.desk.app.view(id), *appearance, scale);
                    assert!(rgba.chunks(4).any(|pixel| pixel != &rgba[..4]), "{} is blank", scene.name);
                    if let Some(folder) = &folder {
                        let path = Path::new(folder).join(format!("{}-{language}-{word}.png", scene.name));
                        let mut png = resvg::tiny_skia::Pixmap::new(size.width, size.height).unwrap();
                        png.data_mut().copy_from_slice(&rgba);
                        png.save_png(path).unwrap();
                    }
                }
            }
        });
    }
}

#[test]
fn a_palette_that_was_asked_for_stays_whatever_the_system_has() {
    let mut desk = Desk::new(lively());
    desk.wear(Appearance::HighContrast);
    desk.show_as(Appearance::Light);
    assert_eq!(desk.app.appearance(), Appearance::HighContrast);
}

#[test]
fn the_windows_follow_the_systems_light_and_dark() {
    let mut desk = Desk::new(lively());
    let title = t("buddy-list-title");
    assert_eq!(desk.app.appearance(), Appearance::Light);
    desk.show_as(Appearance::Dark);
    assert_eq!(desk.app.theme(desk.window(&title)), theme::theme(Appearance::Dark));
    desk.show_as(Appearance::Light);
    assert_eq!(desk.app.theme(desk.window(&title)), theme::theme(Appearance::Light));
}

/// What a taskbar shows: at 16 pixels the white fan, the dark body and the blue ground can still be told apart.
#[test]
fn the_bird_is_seen_in_the_smallest_window_icon() {
    use fantail::ui::widgets::icon::SMALL_BYTES;
    use resvg::{tiny_skia, usvg};
    let tree = usvg::Tree::from_data(SMALL_BYTES, &usvg::Options::default()).unwrap();
    for size in [16, 24, 32, 48, 128] {
        let mut pixels = tiny_skia::Pixmap::new(size, size).unwrap();
        let scale = size as f32 / tree.size().width();
        resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
        let share = |is: fn(u8, u8, u8) -> bool| {
            let count = pixels.pixels().iter().filter(|c| c.alpha() > 200 && is(c.red(), c.green(), c.blue())).count();
            count as f32 / (size * size) as f32
        };
        let (white, dark) = (share(|r, g, b| r > 180 && g > 190 && b > 200), share(|r, g, b| r < 40 && g < 70 && b < 120));
        assert!(white > 0.08 && dark > 0.10, "at {size}: {white} white, {dark} dark");
        if let Some(folder) = std::env::var_os("FANTAIL_PICTURES") {
            pixels.save_png(Path::new(&folder).join(format!("icon-{size}.png"))).unwrap();
        }
    }
}
