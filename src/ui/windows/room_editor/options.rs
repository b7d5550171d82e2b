//! Which choices a server's form for a room asks for.

use crate::model::RoomChoice;
use crate::model::form::Form;

/// Whether the server lets its owner choose that.
pub fn asks_for(form: &Form, choice: RoomChoice) -> bool {
    let has = |name: &str| form.field(name).is_some();
    match choice {
        RoomChoice::Persistent => has("muc#roomconfig_persistentroom"),
        RoomChoice::Public => has("muc#roomconfig_publicroom"),
        RoomChoice::MembersOnly => has("muc#roomconfig_membersonly"),
        RoomChoice::PasswordProtected => has("muc#roomconfig_roomsecret"),
        RoomChoice::Moderated => has("muc#roomconfig_moderatedroom"),
    }
}
