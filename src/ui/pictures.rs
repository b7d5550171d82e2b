//! Pictures of people and rooms as they are drawn: fetched from the engine when they are first seen, in the background, and dropped when
//! many others were seen since. A cache of the thread that draws, like the renderer's own; until a picture is here, initials stand in its
//! place.

use crate::engine::Engine;
use crate::model::{Command, PictureId, Pixels, Reply};
use iced::advanced::image::Handle;
use std::cell::RefCell;
use std::collections::HashMap;
use tokio::sync::mpsc;

/// So many are kept: some 20 KB each.
const MOST: usize = 256;
/// So many are told at once at most: each time all windows are built anew.
const BATCH: usize = 32;
/// So many may wait: more than a screen shows.
const WAITING: usize = 128;

/// The sides in which pictures are asked for, in pixels.
const SIDES: [u32; 3] = [36, 72, 144];

/// How a picture is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cut {
    /// A disc.
    Person,
    /// A disc without the place where the presence dot shines through.
    Present,
    /// A square with round corners.
    Room,
}

/// A picture as it is drawn somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Look {
    pub id: PictureId,
    /// In logical pixels.
    pub size: u8,
    pub cut: Cut,
}

#[derive(Debug)]
struct Kept {
    /// `None` while it is on its way, and for one that is not to be had.
    handle: Option<Handle>,
    /// When it was drawn last.
    seen: u64,
}

#[derive(Debug, Default)]
struct Cache {
    kept: HashMap<Look, Kept>,
    now: u64,
    wanted: Option<mpsc::UnboundedSender<Look>>,
}

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::default();
}

/// What is drawn; asked for when it was not seen before.
pub fn of(look: Look) -> Option<Handle> {
    CACHE.with_borrow_mut(|cache| {
        cache.now += 1;
        if let Some(kept) = cache.kept.get_mut(&look) {
            kept.seen = cache.now;
            return kept.handle.clone();
        }
        let wanted = cache.wanted.as_ref()?;
        wanted.send(look).ok()?;
        let kept = Kept { handle: None, seen: cache.now };
        cache.kept.insert(look, kept);
        None
    })
}

/// From now on what is wanted by this thread is told here.
pub fn wanted() -> Wanted {
    let (sender, looks) = mpsc::unbounded_channel();
    CACHE.with_borrow_mut(|cache| *cache = Cache { wanted: Some(sender), ..Cache::default() });
    Wanted { looks, waiting: Vec::new() }
}

/// A picture is here, or will not come.
pub fn here(look: Look, handle: Option<Handle>) {
    CACHE.with_borrow_mut(|cache| {
        let seen = cache.now;
        cache.kept.insert(look, Kept { handle, seen });
        while cache.kept.len() > MOST {
            let Some(oldest) = cache.kept.iter().min_by_key(|(_, kept)| kept.seen).map(|(look, _)| *look) else { return };
            cache.kept.remove(&oldest);
        }
    });
}

/// A picture may be here by now that was not to be had before.
pub fn told(id: PictureId) {
    CACHE.with_borrow_mut(|cache| cache.kept.retain(|look, kept| look.id != id || kept.handle.is_some()));
}

/// Pictures that wait to be fetched.
#[derive(Debug)]
pub struct Wanted {
    looks: mpsc::UnboundedReceiver<Look>,
    waiting: Vec<Look>,
}

/// What came of some of them.
#[derive(Debug, Clone, Default)]
pub struct Fetched {
    here: Vec<(Look, Option<Handle>)>,
    /// So many others are wanted since that these are out of sight: asked for anew when they are seen again.
    passed: Vec<Look>,
}

impl Fetched {
    pub fn take_in(self) {
        self.here.into_iter().for_each(|(look, handle)| here(look, handle));
        CACHE.with_borrow_mut(|cache| self.passed.iter().for_each(|look| drop(cache.kept.remove(look))));
    }
}

impl Wanted {
    /// The next that is wanted, if one is.
    pub fn try_next(&mut self) -> Option<Look> {
        self.looks.try_recv().ok()
    }

    /// Waits until pictures are wanted, and fetches some of them, what was seen last first. `None` when nobody wants any more.
    pub async fn fetch(&mut self, engine: &Engine) -> Option<Fetched> {
        if self.waiting.is_empty() {
            self.waiting.push(self.looks.recv().await?);
        }
        while let Ok(look) = self.looks.try_recv() {
            self.waiting.push(look);
        }
        let mut fetched = Fetched::default();
        for look in self.waiting.split_off(self.waiting.len().saturating_sub(BATCH)) {
            let reply = engine.call(Command::Picture { id: look.id, side: look.side() }).await;
            let pixels = if let Ok(Reply::Picture(pixels)) = reply { pixels } else { None };
            fetched.here.push((look, pixels.map(|pixels| look.cut_out(&pixels))));
        }
        let passed = self.waiting.len().saturating_sub(WAITING);
        fetched.passed.extend(self.waiting.drain(..passed));
        Some(fetched)
    }
}

impl Look {
    /// Sharp where the screen has two pixels for one, and not much more: what is drawn much smaller than it is looks rough.
    pub fn side(self) -> u32 {
        let wished = u32::from(self.size) * 3 / 2;
        SIDES.into_iter().find(|side| *side >= wished).unwrap_or(SIDES[SIDES.len() - 1])
    }

    /// The picture in its shape, on white where it can be seen through.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "of colours and coverage between 0 and 1")]
    pub fn cut_out(self, pixels: &Pixels) -> Handle {
        let side = pixels.side;
        let mut rgba = Vec::with_capacity(pixels.rgba.len());
        for (index, pixel) in (0_u32..).zip(pixels.rgba.chunks_exact(4)) {
            let [color @ .., alpha] = [pixel[0], pixel[1], pixel[2], pixel[3]].map(|part| f32::from(part) / 255.0);
            let (x, y) = ((index % side) as f32 + 0.5, (index / side) as f32 + 0.5);
            let covered = self.covers(x, y, side as f32);
            rgba.extend(color.map(|part| ((part * alpha + 1.0 - alpha) * 255.0).round() as u8));
            rgba.push((covered * 255.0).round() as u8);
        }
        Handle::from_rgba(side, side, rgba)
    }

    /// How much of a pixel at this place belongs to the shape, from 0 to 1.
    fn covers(self, x: f32, y: f32, side: f32) -> f32 {
        let half = side / 2.0;
        match self.cut {
            Cut::Room => {
                let radius = super::widgets::avatar::room_radius(f32::from(self.size)) / f32::from(self.size) * side;
                let corner = |at: f32| ((at - half).abs() - (half - radius)).max(0.0);
                inside(radius - corner(x).hypot(corner(y)))
            }
            Cut::Person => inside(half - (x - half).hypot(y - half)),
            Cut::Present => {
                let scale = side / f32::from(self.size);
                let (dot, ring) = super::widgets::avatar::dot(f32::from(self.size));
                let from_dot = (x - dot * scale).hypot(y - dot * scale) - ring * scale;
                inside(half - (x - half).hypot(y - half)).min(inside(from_dot))
            }
        }
    }
}

/// By the distance to the edge, in pixels, inwards.
fn inside(distance: f32) -> f32 {
    (distance + 0.5).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(id: u8, cut: Cut) -> Look {
        Look { id: PictureId([id; 20]), size: 32, cut }
    }

    fn alpha(handle: &Handle, x: usize, y: usize) -> u8 {
        let Handle::Rgba { pixels, width, .. } = handle else { panic!("{handle:?}") };
        pixels[(y * usize::try_from(*width).unwrap() + x) * 4 + 3]
    }

    #[test]
    fn each_is_asked_for_once_and_those_not_seen_for_long_go() {
        assert_eq!(of(look(0, Cut::Room)), None);
        let mut asked = wanted();
        let handle = Handle::from_rgba(1, 1, vec![0; 4]);
        assert_eq!((of(look(1, Cut::Room)), of(look(1, Cut::Room)), of(look(1, Cut::Person))), (None, None, None));
        let next = |asked: &mut Wanted| (asked.try_next(), asked.try_next());
        assert_eq!(next(&mut asked), (Some(look(1, Cut::Room)), Some(look(1, Cut::Person))));
        assert_eq!(next(&mut asked), (None, None));
        here(look(1, Cut::Room), Some(handle.clone()));
        here(look(2, Cut::Room), None);
        assert_eq!((of(look(1, Cut::Room)).map(|kept| kept.id()), of(look(2, Cut::Room))), (Some(handle.id()), None));
        let others = (0..MOST).map(|size| Look { size: u8::try_from(size).unwrap(), ..look(3, Cut::Person) });
        for other in others {
            assert!(of(look(1, Cut::Room)).is_some());
            here(other, Some(handle.clone()));
        }
        assert!(of(look(1, Cut::Room)).is_some(), "it was seen all the time");
        assert_eq!(CACHE.with_borrow(|cache| cache.kept.len()), MOST);
        assert!(CACHE.with_borrow(|cache| !cache.kept.contains_key(&look(2, Cut::Room))));
    }

    #[tokio::test]
    async fn what_was_seen_last_comes_first_and_what_is_long_out_of_sight_is_wanted_anew() {
        let (engine, mut envelopes) = Engine::channel();
        tokio::spawn(async move {
            while let Some(crate::engine::Envelope::Command(_, answer)) = envelopes.recv().await {
                let _ = answer.send(Ok(Reply::Picture(Some(Pixels { side: 1, rgba: vec![9; 4].into() }))));
            }
        });
        let mut asked = wanted();
        let many = u8::try_from(BATCH + WAITING + 5).unwrap();
        (0..many).for_each(|id| drop(of(look(id, Cut::Person))));
        let fetched = asked.fetch(&engine).await.unwrap();
        fetched.take_in();
        assert!(of(look(many - 1, Cut::Person)).is_some() && of(look(many - 32, Cut::Person)).is_some());
        assert_eq!((of(look(10, Cut::Person)), asked.try_next()), (None, None), "it waits");
        assert_eq!((of(look(4, Cut::Person)), asked.try_next()), (None, Some(look(4, Cut::Person))), "it was passed");
        // One that was not to be had is asked for again once it is told of.
        here(look(200, Cut::Person), None);
        assert_eq!((of(look(200, Cut::Person)), asked.try_next()), (None, None));
        told(PictureId([200; 20]));
        assert_eq!((of(look(200, Cut::Person)), asked.try_next()), (None, Some(look(200, Cut::Person))));
    }

    #[test]
    fn people_are_round_rooms_have_corners_and_the_dot_shines_through() {
        let red = Pixels { side: 72, rgba: [255, 0, 0, 255].repeat(72 * 72).into() };
        let person = look(1, Cut::Person).cut_out(&red);
        assert_eq!((alpha(&person, 36, 36), alpha(&person, 1, 1), alpha(&person, 70, 70), alpha(&person, 1, 36)), (255, 0, 0, 255));
        let room = look(1, Cut::Room).cut_out(&red);
        assert_eq!((alpha(&room, 36, 36), alpha(&room, 0, 0), alpha(&room, 1, 36), alpha(&room, 10, 3)), (255, 0, 255, 255));
        let present = look(1, Cut::Present).cut_out(&red);
        // The dot of a picture of 32 is at 28, so here at 63.
        assert_eq!((alpha(&present, 36, 36), alpha(&present, 63, 63), alpha(&present, 55, 55), alpha(&present, 40, 40)), (255, 0, 0, 255));
    }

    #[test]
    fn what_can_be_seen_through_stands_on_white() {
        let clear = Pixels { side: 36, rgba: [0, 0, 0, 0].repeat(36 * 36).into() };
        let Handle::Rgba { pixels, .. } = look(1, Cut::Person).cut_out(&clear) else { panic!("no pixels") };
        assert_eq!(pixels[(18 * 36 + 18) * 4..][..4], [255, 255, 255, 255]);
    }

    #[test]
    fn a_picture_is_fetched_about_twice_as_large_as_it_is_drawn() {
        let side = |size| Look { size, ..look(1, Cut::Person) }.side();
        assert_eq!([20, 24, 28, 32, 36, 40, 72].map(side), [36, 36, 72, 72, 72, 72, 144]);
    }
}
