//! Pictures are kept once, belong to people of one account, and go when nobody has them.

use super::*;
use crate::model::PictureId;

const RED: PictureId = PictureId([1; 20]);
const BLUE: PictureId = PictureId([2; 20]);

fn set(jid: &str, picture: Option<PictureId>) -> Change {
    Change::SetPicture { account: romeo(), jid: bare(jid), picture }
}

fn save(id: PictureId, png: &[u8]) -> Change {
    Change::SavePicture { id, png: png.to_vec() }
}

#[test]
fn a_picture_is_kept_once_and_whose_it_is_over_a_restart() {
    let kept = Kept::new();
    kept.write([save(RED, b"red"), save(RED, b"other"), set("juliet@a", Some(RED)), set("nurse@a", Some(BLUE))]);
    let kept = kept.reopened();
    assert_eq!(kept.store.picture(RED).unwrap().as_deref(), Some(&b"red"[..]));
    assert_eq!((kept.store.has_picture(RED).unwrap(), kept.store.has_picture(BLUE).unwrap()), (true, false));
    // What is not here is nobody's.
    assert_eq!(kept.store.pictures(&romeo()).unwrap(), [(bare("juliet@a"), RED)]);
    assert_eq!(kept.store.pictures(&bare("other@a")).unwrap(), []);
    kept.write([save(BLUE, b"blue"), set("juliet@a", Some(BLUE)), set("nurse@a", Some(BLUE)), set("nurse@a", None)]);
    assert_eq!(kept.store.pictures(&romeo()).unwrap(), [(bare("juliet@a"), BLUE)]);
}

#[test]
fn what_nobody_has_any_more_goes_after_a_while() {
    let kept = Kept::new();
    let past = jiff::Timestamp::now().checked_sub(jiff::SignedDuration::from_hours(1)).unwrap();
    let future = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
    kept.write([save(RED, b"red"), save(BLUE, b"blue"), set("juliet@a", Some(RED))]);
    kept.write([Change::ForgetPictures { before: past }]);
    assert!(kept.store.has_picture(BLUE).unwrap());
    kept.write([Change::ForgetPictures { before: future }]);
    assert_eq!((kept.store.has_picture(RED).unwrap(), kept.store.has_picture(BLUE).unwrap()), (true, false));
    kept.write([Change::RemoveAccount(romeo()), Change::ForgetPictures { before: future }]);
    assert!(!kept.store.has_picture(RED).unwrap());
}
