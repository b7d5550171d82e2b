//! Passwords of rooms: kept in the keyring where the account's own password is, so that a room is entered again after a restart.

use super::AccountTask;
use crate::model::{BareJid, Secret};

impl AccountTask {
    /// Those of the rooms that are entered by themselves.
    pub(super) async fn load_room_passwords(&mut self) {
        if !self.status.config.remember {
            return;
        }
        let wanted: Vec<BareJid> = self.rooms.values().filter(|session| session.wanted).map(|session| (*session.room).clone()).collect();
        if wanted.is_empty() {
            return;
        }
        let (keyring, own) = (self.keyring.clone(), self.own().clone());
        let read = move || {
            // A keyring that does not answer is not asked again for each room.
            let each = wanted.into_iter().map_while(|room| Some((keyring.get_for_room(&own, &room).ok()?, room)));
            each.filter_map(|(password, room)| Some((room, password?))).collect::<Vec<(BareJid, Secret)>>()
        };
        for (room, password) in tokio::task::spawn_blocking(read).await.unwrap_or_default() {
            if let Some(session) = self.rooms.get_mut(&room) {
                session.password = Some(password);
            }
        }
    }

    /// The room has let us in with it, or asks for none any more.
    pub(super) fn keep_room_password(&self, room: &BareJid) {
        if !self.status.config.remember {
            return;
        }
        let Some(session) = self.rooms.get(room) else { return };
        let protected = session.options.password_protected == Some(true);
        let (keyring, own, room) = (self.keyring.clone(), self.own().clone(), room.clone());
        match session.password.clone().filter(|_| protected) {
            Some(password) => drop(tokio::task::spawn_blocking(move || keyring.set_for_room(&own, &room, &password))),
            None if session.options.password_protected == Some(false) => self.forget_room_password(&room),
            None => {}
        }
    }

    pub(super) fn forget_room_password(&self, room: &BareJid) {
        if self.status.config.remember {
            let (keyring, own, room) = (self.keyring.clone(), self.own().clone(), room.clone());
            drop(tokio::task::spawn_blocking(move || keyring.remove_for_room(&own, &room)));
        }
    }
}
