//! The bookmarks of rooms (XEP-0402, else XEP-0048): which rooms are ours on every device, and which are entered by themselves.

use super::answers::Purpose;
use super::rooms::Entering;
use super::{AccountTask, Answer};
use crate::model::problem::{BadArgument, NotFound};
use crate::model::{BareJid, Notify, Problem, Reply};
use crate::xmpp::iq;
use crate::xmpp::rooms::bookmarks::{self, Bookmark, Change};
use crate::xmpp::rooms::list_group::Listed;
use crate::xmpp::rooms::{Phase, RoomSession, list_group, notify};
use std::collections::{BTreeMap, BTreeSet};
use xmpp_parsers::minidom::Element;

/// Where the server keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// An item each (XEP-0402).
    Items,
    /// One list in private storage (XEP-0048 over XEP-0049).
    List,
}

#[derive(Debug, Default)]
pub(super) struct Bookmarks {
    /// `None` until our account has told what it can do.
    way: Option<Way>,
    known: BTreeMap<BareJid, Bookmark>,
    /// They were told in this session: what is changed here is written on top of them, never in their place.
    told: bool,
    /// Or why they could not be.
    untold: Option<Problem>,
    /// Changed here before that.
    due: BTreeSet<BareJid>,
    /// Named or moved to another group here, which the server has not answered yet: only then our word of that is the newer one.
    relisted: BTreeSet<BareJid>,
    /// Changed here before they were told, and not written since: also in the next run.
    unwritten: BTreeSet<BareJid>,
    /// The user enters them to stay: bookmarked as soon as they have let us in.
    once_in: BTreeSet<BareJid>,
    /// How many of our own words about a room the server has not answered: what it tells of that room meanwhile are those.
    on_their_way: BTreeMap<BareJid, u32>,
    /// Who waits until the server has taken what was changed.
    waiting: BTreeMap<BareJid, Vec<Answer>>,
    /// Asked for before they were told.
    later: Vec<Later>,
    /// Taken off the list here, and not there yet.
    leaving: BTreeMap<BareJid, Answer>,
    /// Of the older list: what is to be written there, one reading and writing at a time.
    list: BTreeSet<BareJid>,
    list_is_open: bool,
    /// What is on its way to it.
    writing: BTreeSet<BareJid>,
}

impl Bookmarks {
    pub(super) fn wish(&mut self, room: &BareJid) {
        self.once_in.insert(room.clone());
    }

    fn forget(&mut self) {
        (self.way, self.told, self.untold, self.list_is_open) = (None, false, None, false);
        self.due.extend(std::mem::take(&mut self.list));
        // Nor is it known of these whether they have arrived.
        self.due.extend(self.unwritten.iter().chain(&self.relisted).cloned());
        // What was not answered may not have arrived.
        let open = std::mem::take(&mut self.on_their_way).into_iter().filter(|(room, count)| *count > 0 && self.relisted.contains(room));
        self.due.extend(open.map(|(room, _)| room));
    }

    /// Something of it is still to be written, or on its way.
    pub(super) fn is_open(&self, room: &BareJid) -> bool {
        if self.untold.is_some() {
            return false;
        }
        let on_their_way = self.on_their_way.get(room).is_some_and(|count| *count > 0);
        on_their_way || [&self.due, &self.list, &self.writing].iter().any(|rooms| rooms.contains(room))
    }

    /// The user has named it or moved it to another group, and the server does not know yet.
    pub(super) fn is_relisted(&self, room: &BareJid) -> bool {
        self.relisted.contains(room)
    }

    pub(super) fn is_unwritten(&self, room: &BareJid) -> bool {
        self.unwritten.contains(room)
    }

    /// It was so when the program ended.
    pub(super) fn load_unwritten(&mut self, room: &BareJid) {
        self.unwritten.insert(room.clone());
        self.due.insert(room.clone());
    }

    /// It was so when the program ended.
    pub(super) fn load_relisted(&mut self, room: &BareJid) {
        self.relisted.insert(room.clone());
        self.due.insert(room.clone());
    }
}

/// What the user wants of a room's bookmark.
#[derive(Debug)]
enum Later {
    Put(BareJid, Option<String>, Answer),
    Take(BareJid, Answer),
}

/// What the server was asked about them.
#[derive(Debug)]
pub(super) enum Marks {
    Items,
    List,
    /// The older list, to be written with what has changed.
    ListToChange,
    ListWritten,
    Written(BareJid),
    Removed(BareJid),
}

/// The server has none. Any other refusal says nothing of what it has: written on top of it something might be lost.
fn keeps_none(problem: &Problem) -> bool {
    matches!(problem.condition(), "item-not-found" | "service-unavailable" | "feature-not-implemented")
}

impl AccountTask {
    /// Once our account has told what it can do.
    pub(super) fn ask_bookmarks(&mut self, compat: bool) {
        if compat {
            self.bookmarks.way = Some(Way::Items);
            self.ask(bookmarks::request(), Purpose::Bookmarks(Marks::Items));
        } else {
            self.bookmarks.way = Some(Way::List);
            self.ask(bookmarks::request_stored(), Purpose::Bookmarks(Marks::List));
        }
    }

    pub(super) fn on_bookmarks(&mut self, marks: Marks, answer: iq::Answer) {
        match (marks, answer) {
            (Marks::Items, Ok(Some(answer))) => self.on_all_bookmarks(bookmarks::all(&answer)),
            (Marks::List, Ok(Some(answer))) => self.on_all_bookmarks(bookmarks::stored(&answer)),
            // There are none yet, or the server keeps none.
            (Marks::Items | Marks::List, Ok(None)) => self.bookmarks_told(),
            (Marks::Items | Marks::List, Err(problem)) if keeps_none(&problem) => self.bookmarks_told(),
            (Marks::ListToChange, Ok(Some(answer))) => self.write_list(&answer),
            (Marks::ListToChange, answer) => {
                self.bookmarks.writing = std::mem::take(&mut self.bookmarks.list);
                self.list_written(&answer.map(|_| ()));
            }
            (Marks::ListWritten, answer) => self.list_written(&answer.map(|_| ())),
            (Marks::Written(room), answer) => {
                if let Some(count) = self.bookmarks.on_their_way.get_mut(&room) {
                    *count = count.saturating_sub(1);
                }
                if answer != Err(Problem::Offline) && self.bookmarks.relisted.remove(&room) {
                    self.save_room(&room);
                }
                self.bookmark_written(&room, answer.map(|_| ()));
            }
            (Marks::Removed(room), answer) => self.bookmark_removed(&room, answer.map(|_| ())),
            (Marks::Items | Marks::List, Err(problem)) => {
                self.nobody_waits(&problem);
                self.bookmarks.untold = Some(problem).filter(|problem| *problem != Problem::Offline);
            }
        }
    }

    /// What is not among them any more was taken away on another device.
    fn on_all_bookmarks(&mut self, all: Vec<(BareJid, Bookmark)>) {
        let ours = self.rooms.iter().filter(|(room, session)| session.autojoin && !self.bookmarks.due.contains(*room));
        let gone: Vec<BareJid> = ours.map(|(room, _)| room.clone()).filter(|room| all.iter().all(|(one, _)| one != room)).collect();
        for (room, bookmark) in all {
            let was = self.rooms.get(&room).is_some_and(|session| session.autojoin);
            self.bookmarked(room, bookmark, was);
        }
        gone.iter().for_each(|room| self.bookmark_gone(room));
        self.bookmarks_told();
    }

    /// What was to be done with them can be done now.
    fn bookmarks_told(&mut self) {
        self.bookmarks.told = true;
        self.write_due_bookmarks();
        for later in std::mem::take(&mut self.bookmarks.later) {
            match later {
                Later::Put(room, name, answer) => self.bookmark_room(&room, name, answer),
                Later::Take(room, answer) => self.remove_room(&room, answer),
            }
        }
    }

    pub(super) fn on_bookmark_changes(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Set(room, _) if self.bookmarks.on_their_way.get(&room).is_some_and(|count| *count > 0) => {}
                Change::Set(room, bookmark) => self.bookmarked(room, bookmark, true),
                Change::Gone(room) => self.bookmark_gone(&room),
            }
        }
    }

    /// As it is now. `leaves` says that a room that is not to be entered by itself is left: it was, until another device left it.
    fn bookmarked(&mut self, room: BareJid, bookmark: Bookmark, leaves: bool) {
        if self.bookmarks.due.contains(&room) {
            self.bookmarks.known.insert(room, bookmark);
            return;
        }
        let usual = self.own().node().map(ToString::to_string).unwrap_or_default();
        let nick = bookmark.nick.clone().unwrap_or(usual);
        let again = bookmark.autojoin && self.rooms.get(&room).is_some_and(|session| !session.autojoin);
        let session = self.rooms.entry(room.clone()).or_insert_with(|| RoomSession::new(room.clone(), nick.clone()));
        let inside = session.inside();
        if self.bookmarks.way == Some(Way::Items) {
            listed(&bookmark, session);
        }
        session.password = session.password.take().or_else(|| bookmark.password.clone());
        session.autojoin = bookmark.autojoin;
        // Another device of the user's has gone back since.
        session.put_out &= !again;
        let put_out = session.put_out;
        session.notify = notify_of(&bookmark).unwrap_or(session.notify);
        if !inside {
            session.called(nick);
        }
        let (enters, left) = (bookmark.autojoin && !inside && !put_out, !bookmark.autojoin && inside && leaves);
        self.bookmarks.known.insert(room.clone(), bookmark);
        if enters {
            if let Some(session) = self.rooms.get_mut(&room) {
                session.wanted = true;
            }
            self.enter(&room, Entering::ToBeIn, None);
        } else if left {
            self.leave(&room, None);
        } else {
            self.tell_room(&room);
        }
        self.save_room(&room);
    }

    fn bookmark_gone(&mut self, room: &BareJid) {
        self.bookmarks.known.remove(room);
        let Some(session) = self.rooms.get_mut(room) else { return };
        let was = std::mem::replace(&mut session.autojoin, false);
        if was && session.inside() {
            self.leave(room, None);
        }
        let left = self.rooms.get(room).is_some_and(|session| session.phase == Phase::Left && !session.proven);
        if left {
            // It was ours only by its bookmark.
            self.forget_room(room);
        } else {
            self.save_room(room);
            self.tell_room(room);
        }
    }

    /// A room has let us in. One that was kept here from before is not bookmarked by that: it may have been left on another device.
    pub(super) fn bookmark_once_in(&mut self, room: &BareJid) {
        if self.bookmarks.once_in.remove(room) {
            self.write_bookmark(room);
        }
    }

    /// We have another name there now.
    pub(super) fn rename_bookmark(&mut self, room: &BareJid) {
        let stays = self.rooms.get(room).is_some_and(|session| session.autojoin);
        if stays && self.bookmarks.known.contains_key(room) {
            self.write_bookmark(room);
        }
    }

    /// Writes whether a room is entered by itself, where that is not what the bookmark says already.
    pub(super) fn write_bookmark(&mut self, room: &BareJid) {
        let Some(session) = self.rooms.get(room) else { return };
        if !self.bookmarks.told {
            // Nobody knows yet what the server has: this is written on top of it, if it has anything.
            self.bookmarks.due.insert(room.clone());
            self.bookmarks.unwritten.insert(room.clone());
            return self.save_room(room);
        }
        let known = self.bookmarks.known.get(room);
        let same = |known: &Bookmark| {
            let notify = notify_of(known).unwrap_or_default() == session.notify;
            let listed = !self.bookmarks.relisted.contains(room);
            notify && listed && known.autojoin == session.autojoin && known.nick.as_deref() == Some(session.chosen_nick())
        };
        if known.map_or(!session.autojoin && session.label.is_none() && session.group.is_none(), same) {
            return;
        }
        let known = known.cloned().unwrap_or_default();
        self.bookmarks.known.insert(room.clone(), known);
        self.bookmarks.due.insert(room.clone());
        self.write_due_bookmarks();
    }

    fn write_due_bookmarks(&mut self) {
        if !self.bookmarks.told {
            return;
        }
        for room in std::mem::take(&mut self.bookmarks.due) {
            // What the server has told since is under what was changed here.
            let Some(session) = self.rooms.get_mut(&room) else { continue };
            let plain = !session.autojoin && session.label.is_none() && session.group.is_none();
            if plain && !self.bookmarks.known.contains_key(&room) {
                // Left before it was ever bookmarked: there is nothing to write.
                self.bookmark_written(&room, Ok(()));
                continue;
            }
            let bookmark = self.bookmarks.known.entry(room.clone()).or_default();
            (bookmark.autojoin, bookmark.nick) = (session.autojoin, Some(session.chosen_nick().to_owned()));
            if self.bookmarks.relisted.contains(&room) {
                let extensions = bookmark.extensions.get_or_insert_default();
                let before = list_group::read(&extensions.payloads);
                let now = Listed { group: session.group.clone(), named: session.label.is_some() };
                if session.label.is_some() || before.named {
                    bookmark.name = session.label.clone().or_else(|| session.name.clone());
                }
                extensions.payloads = list_group::write(&extensions.payloads, &now);
            } else if self.bookmarks.way == Some(Way::Items) {
                listed(bookmark, session);
            }
            // Other programs show what the bookmark says.
            bookmark.name = bookmark.name.take().or_else(|| session.name.clone());
            if notify_of(bookmark).unwrap_or_default() != session.notify {
                let extensions = bookmark.extensions.get_or_insert_default();
                extensions.payloads = notify::write(&extensions.payloads, session.notify);
            }
            match self.bookmarks.way {
                Some(Way::Items) => {
                    let request = bookmarks::publish(&room, bookmark);
                    *self.bookmarks.on_their_way.entry(room.clone()).or_default() += 1;
                    self.publish_private(request, Purpose::Bookmarks(Marks::Written(room)));
                }
                Some(Way::List) => {
                    self.bookmarks.list.insert(room);
                }
                None => {}
            }
        }
        self.open_list();
    }

    /// Reads the older list to write it, unless that is under way or nothing is to be written.
    fn open_list(&mut self) {
        if self.bookmarks.list_is_open || self.bookmarks.list.is_empty() {
            return;
        }
        self.bookmarks.list_is_open = true;
        self.ask(bookmarks::request_stored(), Purpose::Bookmarks(Marks::ListToChange));
    }

    fn write_list(&mut self, list: &Element) {
        self.bookmarks.writing = std::mem::take(&mut self.bookmarks.list);
        let changed = |room| (room, self.bookmarks.known.get(room).filter(|_| !self.bookmarks.leaving.contains_key(room)));
        let changes: Vec<_> = self.bookmarks.writing.iter().map(changed).collect();
        let request = bookmarks::store(list, &changes);
        self.ask(request, Purpose::Bookmarks(Marks::ListWritten));
    }

    fn list_written(&mut self, result: &Result<(), Problem>) {
        self.bookmarks.list_is_open = false;
        let over = *result == Err(Problem::Offline);
        for room in std::mem::take(&mut self.bookmarks.writing) {
            if self.bookmarks.leaving.contains_key(&room) {
                self.bookmark_removed(&room, result.clone());
            } else {
                self.bookmark_written(&room, result.clone());
                // The next session writes it.
                self.bookmarks.due.extend(over.then_some(room));
            }
        }
        if !over {
            self.open_list();
        }
    }

    /// The server has taken what was changed of a room, or keeps no bookmarks: then it is so here alone.
    fn bookmark_written(&mut self, room: &BareJid, result: Result<(), Problem>) {
        if let Err(problem) = &result {
            tracing::warn!(?problem, "a bookmark was not taken");
        }
        if result != Err(Problem::Offline) && self.bookmarks.unwritten.remove(room) {
            self.save_room(room);
        }
        let keeps_none = |problem: &Problem| matches!(problem.condition(), "service-unavailable" | "feature-not-implemented");
        let reply = match result {
            Err(problem) if !keeps_none(&problem) => Err(problem),
            Ok(()) | Err(_) => self.room_reply(room),
        };
        for answer in self.bookmarks.waiting.remove(room).unwrap_or_default() {
            self.reply(answer, reply.clone());
        }
    }

    fn bookmark_removed(&mut self, room: &BareJid, result: Result<(), Problem>) {
        let Some(answer) = self.bookmarks.leaving.remove(room) else { return };
        match result {
            // One that was gone already is gone.
            Err(problem) if problem.condition() != "item-not-found" => self.reply(answer, Err(problem)),
            Ok(()) | Err(_) => {
                self.off_the_list(room);
                self.reply(answer, Ok(Reply::Done));
            }
        }
    }

    fn off_the_list(&mut self, room: &BareJid) {
        self.leave(room, None);
        self.forget_room_password(room);
        self.bookmarks.known.remove(room);
        self.bookmarks.due.remove(room);
        self.bookmarks.relisted.remove(room);
        self.bookmarks.unwritten.remove(room);
        self.bookmarks.once_in.remove(room);
        self.forget_room(room);
    }

    /// The bookmarks are not told in this session, or not any more: nobody waits for them in vain.
    fn nobody_waits(&mut self, problem: &Problem) {
        let leaving = std::mem::take(&mut self.bookmarks.leaving);
        self.bookmarks.list.retain(|room| !leaving.contains_key(room));
        let waiting = std::mem::take(&mut self.bookmarks.waiting).into_values().flatten();
        let later = std::mem::take(&mut self.bookmarks.later).into_iter().map(|later| match later {
            Later::Put(_, _, answer) | Later::Take(_, answer) => answer,
        });
        waiting.chain(leaving.into_values()).chain(later).for_each(|answer| self.reply(answer, Err(problem.clone())));
    }

    /// The session is gone: what it knew may change meanwhile.
    pub(super) fn forget_bookmarks(&mut self) {
        self.nobody_waits(&Problem::Offline);
        self.bookmarks.forget();
    }

    /// Answered once the server has taken what of this room was changed, at once where nothing is to be taken.
    pub(super) fn once_bookmarked(&mut self, room: &BareJid, answer: Answer) {
        if self.online() && self.bookmarks.is_open(room) {
            self.bookmarks.waiting.entry(room.clone()).or_default().push(answer);
            return;
        }
        let result = self.room_reply(room);
        self.reply(answer, result);
    }

    /// Puts a room on the list without entering it.
    pub(super) fn bookmark_room(&mut self, room: &BareJid, name: Option<String>, answer: Answer) {
        if room.node().is_none() {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::RoomAddress)));
        }
        if let Some(problem) = self.bookmarks.untold.clone() {
            return self.reply(answer, Err(problem));
        }
        // What another device has written of it is not known before that, and would be lost.
        if !self.bookmarks.told {
            return self.bookmarks.later.push(Later::Put(room.clone(), name, answer));
        }
        let usual = self.own().node().map(ToString::to_string).unwrap_or_default();
        let session = self.rooms.entry(room.clone()).or_insert_with(|| RoomSession::new(room.clone(), usual));
        session.name = session.name.take().or_else(|| name.clone());
        if !self.bookmarks.known.contains_key(room) {
            self.bookmarks.known.insert(room.clone(), Bookmark { name, ..Bookmark::default() });
            self.bookmarks.due.insert(room.clone());
            self.write_due_bookmarks();
        }
        self.save_room(room);
        self.tell_room(room);
        self.once_bookmarked(room, answer);
    }

    /// Takes a room off the list, on all devices; whoever is in it leaves. What was said there stays.
    pub(super) fn remove_room(&mut self, room: &BareJid, answer: Answer) {
        if !self.rooms.contains_key(room) {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Room)));
        }
        if let Some(problem) = self.bookmarks.untold.clone() {
            return self.reply(answer, Err(problem));
        }
        // What the server keeps and is not told of would come back with the next session.
        if !self.bookmarks.told {
            return self.bookmarks.later.push(Later::Take(room.clone(), answer));
        }
        if self.bookmarks.leaving.contains_key(room) {
            return self.reply(answer, Err(Problem::Conflict));
        }
        let way = self.bookmarks.way.filter(|_| self.bookmarks.known.contains_key(room));
        match way {
            Some(Way::Items) => {
                self.bookmarks.leaving.insert(room.clone(), answer);
                self.ask(bookmarks::retract(room), Purpose::Bookmarks(Marks::Removed(room.clone())));
            }
            Some(Way::List) => {
                self.bookmarks.leaving.insert(room.clone(), answer);
                self.bookmarks.list.insert(room.clone());
                self.open_list();
            }
            None => {
                self.off_the_list(room);
                self.confirm(answer, Reply::Done);
            }
        }
    }

    /// What of a room calls for attention, on all devices where the room is bookmarked.
    pub(super) fn set_notify(&mut self, room: &BareJid, notify: Notify, answer: Answer) {
        self.change_kept(room, |session| session.notify = notify, answer);
    }

    /// What the user calls a room; `None` is what it calls itself.
    pub(super) fn rename_room(&mut self, room: &BareJid, alias: Option<String>, answer: Answer) {
        self.bookmarks.relisted.insert(room.clone());
        self.change_kept(room, |session| session.label = alias, answer);
    }

    /// The group of the list in which a room stands; `None` is the one of all rooms.
    pub(super) fn set_room_group(&mut self, room: &BareJid, group: Option<String>, answer: Answer) {
        self.bookmarks.relisted.insert(room.clone());
        self.change_kept(room, |session| session.group = group, answer);
    }

    /// A room is entered at every sign-in from now on, or no longer.
    pub(super) fn set_autojoin(&mut self, room: &BareJid, autojoin: bool, answer: Answer) {
        // The user's own word: he wants to be in it again.
        let again = |session: &mut RoomSession| (session.autojoin, session.put_out) = (autojoin, session.put_out && !autojoin);
        self.change_kept(room, again, answer);
    }

    /// Something that is kept of a room here and with its bookmark.
    fn change_kept(&mut self, room: &BareJid, change: impl FnOnce(&mut RoomSession), answer: Answer) {
        let Some(session) = self.rooms.get_mut(room) else {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Room)));
        };
        change(session);
        self.save_room(room);
        self.tell_room(room);
        self.write_bookmark(room);
        self.once_bookmarked(room, answer);
    }
}

/// How the bookmark lists a room.
fn listed(bookmark: &Bookmark, session: &mut RoomSession) {
    let listed = bookmark.extensions.as_ref().map(|extensions| list_group::read(&extensions.payloads)).unwrap_or_default();
    session.label = bookmark.name.clone().filter(|_| listed.named);
    session.group = listed.group;
}

fn notify_of(bookmark: &Bookmark) -> Option<Notify> {
    notify::read(&bookmark.extensions.as_ref()?.payloads)
}
