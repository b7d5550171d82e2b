//! Windows come back where they were and as large, on a real screen with a window manager.

use super::stage::Stage;
use super::support::{PATIENCE, eventually};
use rusqlite::{Connection, OpenFlags};

impl Stage {
    /// What is kept of windows, as the profile has it.
    fn kept_places(&self) -> Option<String> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let path = fantail::store::Profile::at(self.fantail.profile()).ok()?.database();
        let database = Connection::open_with_flags(path, flags).ok()?;
        database.query_row("SELECT value FROM settings WHERE key = 'places'", [], |row| row.get(0)).ok()
    }
}

#[test]
fn the_buddy_list_comes_back_where_it_was_and_as_large() {
    let mut stage = Stage::signed_in("places");
    let list = stage.screen.wait_open("^Buddy List$");
    // The size last: where it is kept, the place is, too.
    stage.screen.move_window("^Buddy List$", 300, 200);
    stage.screen.resize_window("^Buddy List$", 400, 500);
    stage.screen.wait_until_calm(&list);
    let (place, size) = (stage.screen.place(&list), stage.screen.size("^Buddy List$"));
    assert_eq!(size, (400, 500));
    for _ in 0..2 {
        eventually(PATIENCE, "the place is kept", || stage.kept_places().filter(|places| places.contains("400")));
        stage.fantail.restart();
        let list = stage.screen.wait_open("^Buddy List$");
        stage.screen.wait_until_calm(&list);
        assert_eq!(stage.screen.size("^Buddy List$"), size);
        assert_eq!(stage.screen.place(&list), place, "it does not wander from start to start");
    }
}
