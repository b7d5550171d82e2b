//! Pictures of buddies, rooms and the people in them (XEP-0084, XEP-0153, XEP-0486): fetched once each, a few at a time, checked, made
//! small by a worker, kept.
//!
//! Of buddies all are fetched. In rooms those of a few people are, and in larger ones of those who speak: a room of thousands must not
//! make us ask thousands of questions. Strangers outside of rooms are not looked at.

use super::answers::Purpose;
use super::{AccountTask, Answer};
use crate::engine::picture;
use crate::model::problem::BadArgument;
use crate::model::{BareJid, Event, Jid, PictureId, Problem};
use crate::store::Change;
use crate::xmpp::{avatar, iq, vcard};
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::io::Read;
use std::path::PathBuf;
use tokio::task::JoinSet;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::presence::{Presence, Type};

/// So many are asked for at a time, and may wait.
const AT_ONCE: usize = 4;
const MOST_WANTED: usize = 2_000;

/// In a room of so many the pictures of all are fetched.
const FEW: usize = 60;

/// Of people in rooms so many are fetched in a session, and shown of one room, with those who have left it.
const MOST_FETCHED: u32 = 1_000;
const MOST_SHOWN: usize = 300;

/// What cameras make is shorter than this, in bytes.
const LONGEST_FILE: u64 = 64 * 1024 * 1024;

/// Who says which picture it is, and so whom to ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Teller {
    /// A person's own server (XEP-0084).
    Server,
    /// A presence, or the room: the picture is in the profile (XEP-0153, XEP-0486).
    Presence,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    jid: Jid,
    id: PictureId,
    teller: Teller,
}

#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// Those that are shown.
    of: BTreeMap<Jid, PictureId>,
    /// Whose own server has told in this session: what presences say counts no more.
    told: BTreeSet<BareJid>,
    /// Rooms that have told by a presence.
    present: BTreeSet<BareJid>,
    wanted: VecDeque<Wanted>,
    /// What was announced last of those whose picture is on its way.
    awaited: BTreeMap<Jid, PictureId>,
    /// Questions that are open.
    asked: usize,
    /// How many of people in rooms were asked for.
    fetched: u32,
    /// Not to be had from there, or no pictures: not asked for again in this session.
    failed: HashSet<(Jid, PictureId)>,
    making: JoinSet<Made>,
}

/// A picture made small, a PNG; `None` when it was none.
pub(super) type Made = (Wanted, Option<Vec<u8>>);

impl Pictures {
    /// Waits until a picture was made small.
    pub(super) async fn made(&mut self) -> Option<Made> {
        match self.making.join_next().await {
            Some(made) => made.ok(),
            None => std::future::pending().await,
        }
    }

    /// What was asked died with the session, and what was told in it.
    pub(super) fn forget_session(&mut self) {
        self.told.clear();
        self.present.clear();
        self.wanted.clear();
        self.awaited.clear();
        self.failed.clear();
        (self.asked, self.fetched) = (0, 0);
    }
}

impl AccountTask {
    /// What was known when the program ended is shown at once.
    pub(super) fn load_pictures(&mut self, kept: Vec<(BareJid, PictureId)>) {
        for (jid, id) in kept {
            self.pictures.of.insert(jid.clone().into(), id);
            self.tell_picture(jid.into(), Some(id));
        }
    }

    /// The server of somebody on the list, or our own, tells which picture is theirs.
    pub(super) fn on_picture_told(&mut self, whose: BareJid, picture: Option<PictureId>) {
        if whose == *self.own() || self.roster.contains_key(&whose) {
            self.pictures.told.insert(whose.clone());
            self.on_picture(whose.into(), picture, Teller::Server);
        }
    }

    /// A presence of somebody on the list.
    pub(super) fn on_picture_shown(&mut self, whose: &BareJid, presence: &Presence) {
        // An error brings our own presence back, with what our server has put there.
        let said = (presence.type_ == Type::None).then(|| avatar::announced(presence)).flatten();
        if let Some(picture) = said.filter(|_| !self.pictures.told.contains(whose)) {
            self.on_picture(whose.clone().into(), picture, Teller::Presence);
        }
    }

    /// A presence from a room: of somebody in it, or of the room itself.
    pub(super) fn on_picture_in_room(&mut self, room: &BareJid, presence: &Presence) {
        let (Some(from), Type::None) = (&presence.from, &presence.type_) else { return };
        let Some(session) = self.rooms.get(room).filter(|session| session.inside()) else { return };
        let announced = avatar::announced(presence);
        let Some(nick) = from.resource() else {
            if let Some(picture) = announced {
                self.pictures.present.insert(room.clone());
                self.on_picture(from.clone(), picture, Teller::Presence);
            }
            return;
        };
        if !session.occupants.contains_key(nick.as_str()) {
            return;
        }
        let few = session.occupants.len() <= FEW;
        let announced = announced.flatten();
        // Somebody else may have the name now: nobody is shown with the face of another until his own is here.
        if self.pictures.of.get(from).is_some_and(|shown| announced != Some(*shown)) {
            self.on_picture(from.clone(), None, Teller::Presence);
        }
        if let Some(id) = announced.filter(|id| few || self.store.has_picture(*id).unwrap_or(false)) {
            self.on_picture(from.clone(), Some(id), Teller::Presence);
        }
    }

    /// Somebody speaks in a room: we want to see them.
    pub(super) fn on_spoken(&mut self, who: &Jid) {
        let occupant = who.resource().and_then(|nick| self.rooms.get(&who.to_bare())?.occupants.get(nick.as_str()));
        if let Some(id) = occupant.and_then(|occupant| occupant.picture) {
            self.on_picture(who.clone(), Some(id), Teller::Presence);
        }
    }

    /// What a room is described to look like (XEP-0486 §3.3).
    pub(super) fn on_room_described(&mut self, room: &BareJid, picture: Option<PictureId>) {
        // Some tell it by presences only, at once when we come: what they do not describe says nothing.
        if picture.is_some() || !self.pictures.present.contains(room) {
            self.on_picture(room.clone().into(), picture, Teller::Presence);
        }
    }

    /// Neither it nor anybody in it is shown any more.
    pub(super) fn forget_pictures_of(&mut self, room: &BareJid) {
        self.forget_picture(room);
        self.pictures.of.retain(|jid, _| jid.to_bare() != *room);
        self.pictures.wanted.retain(|wanted| wanted.jid.to_bare() != *room);
        self.pictures.awaited.retain(|jid, _| jid.to_bare() != *room);
    }

    /// Somebody is not on the list any more.
    pub(super) fn forget_picture(&mut self, whose: &BareJid) {
        self.on_picture(whose.clone().into(), None, Teller::Presence);
    }

    fn on_picture(&mut self, jid: Jid, picture: Option<PictureId>, teller: Teller) {
        if picture.is_some() && self.pictures.awaited.get(&jid) == picture.as_ref() {
            // It is on its way.
            return;
        }
        if self.pictures.awaited.remove(&jid).is_some() {
            self.pictures.wanted.retain(|wanted| wanted.jid != jid);
        }
        if self.pictures.of.get(&jid) == picture.as_ref() {
            return;
        }
        match picture {
            None => self.show_picture(jid, None),
            Some(id) if self.store.has_picture(id).unwrap_or(false) => {
                self.changes.push(Change::PictureUsed { id });
                self.show_picture(jid, Some(id));
            }
            Some(_) if self.pictures.wanted.len() >= MOST_WANTED || jid.is_full() && self.pictures.fetched >= MOST_FETCHED => {}
            Some(id) if self.pictures.failed.contains(&(jid.clone(), id)) => {}
            Some(id) => {
                self.pictures.fetched += u32::from(jid.is_full());
                self.pictures.awaited.insert(jid.clone(), id);
                self.pictures.wanted.push_back(Wanted { jid, id, teller });
                self.ask_pictures();
            }
        }
    }

    /// Asks for the next, as long as not too many are on their way or being made.
    pub(super) fn ask_pictures(&mut self) {
        while self.pictures.asked + self.pictures.making.len() < AT_ONCE {
            let Some(wanted) = self.pictures.wanted.pop_front() else { return };
            // Who has gone meanwhile, or where we are no more, is not asked.
            let gone = |nick: &str| {
                let session = self.rooms.get(&wanted.jid.to_bare()).filter(|session| session.inside());
                session.is_none_or(|session| !session.occupants.contains_key(nick))
            };
            if wanted.jid.resource().is_some_and(|nick| gone(nick.as_str())) {
                self.no_longer_awaited(&wanted);
                continue;
            }
            self.pictures.asked += 1;
            let request = match wanted.teller {
                Teller::Server => avatar::request(&wanted.jid.to_bare(), wanted.id),
                Teller::Presence => vcard::request(Some(wanted.jid.clone())),
            };
            self.ask(request, Purpose::Picture(wanted));
        }
    }

    pub(super) fn on_picture_answer(&mut self, wanted: Wanted, answer: iq::Answer) {
        if answer == Err(Problem::Offline) {
            return;
        }
        self.pictures.asked = self.pictures.asked.saturating_sub(1);
        let silent = answer == Err(Problem::Timeout);
        let read = |element: &Element| match wanted.teller {
            Teller::Server => avatar::read(element, wanted.id),
            Teller::Presence => avatar::read_card(element, wanted.id),
        };
        if let Some(bytes) = answer.ok().flatten().as_ref().and_then(read) {
            self.pictures.making.spawn_blocking(move || {
                let kept = picture::keep(&bytes);
                (wanted, kept)
            });
        } else {
            self.no_longer_awaited(&wanted);
            if !silent {
                self.pictures.failed.insert((wanted.jid, wanted.id));
            }
        }
        self.ask_pictures();
    }

    /// It is shown to all who wait for the same one.
    pub(super) fn on_picture_made(&mut self, wanted: Wanted, made: Option<Vec<u8>>) {
        let id = wanted.id;
        if let Some(png) = made {
            self.changes.push(Change::SavePicture { id, png });
            // By now another may be announced.
            let whose: Vec<Jid> = self.pictures.awaited.iter().filter(|(_, awaited)| **awaited == id).map(|(jid, _)| jid.clone()).collect();
            self.pictures.wanted.retain(|other| other.id != id);
            for jid in whose {
                self.pictures.awaited.remove(&jid);
                self.show_picture(jid, Some(id));
            }
        } else {
            self.no_longer_awaited(&wanted);
            self.pictures.failed.insert((wanted.jid, id));
        }
        self.ask_pictures();
    }

    fn no_longer_awaited(&mut self, wanted: &Wanted) {
        if self.pictures.awaited.get(&wanted.jid) == Some(&wanted.id) {
            self.pictures.awaited.remove(&wanted.jid);
        }
    }

    fn show_picture(&mut self, jid: Jid, picture: Option<PictureId>) {
        let before = match picture {
            Some(id) => self.pictures.of.insert(jid.clone(), id),
            None => self.pictures.of.remove(&jid),
        };
        if before == picture {
            return;
        }
        if jid.is_full() && picture.is_some() {
            self.limit_pictures(&jid.to_bare());
        }
        // Who somebody in a room is, is known only while they are there.
        if jid.is_bare() {
            self.changes.push(Change::SetPicture { account: self.own().clone(), jid: jid.to_bare(), picture });
        }
        self.tell_picture(jid, picture);
    }

    /// Of those who have left a room not all are remembered.
    fn limit_pictures(&mut self, room: &BareJid) {
        let first = Jid::from(room.clone());
        let shown = self.pictures.of.range(first..).map(|(jid, _)| jid).take_while(|jid| jid.as_str().starts_with(room.as_str()));
        let shown: Vec<&Jid> = shown.filter(|jid| jid.is_full() && jid.to_bare() == *room).collect();
        if shown.len() <= MOST_SHOWN {
            return;
        }
        let here = |jid: &Jid| {
            let session = self.rooms.get(room);
            jid.resource().is_some_and(|nick| session.is_some_and(|session| session.occupants.contains_key(nick.as_str())))
        };
        let gone: Vec<Jid> = shown.into_iter().filter(|jid| !here(jid)).cloned().collect();
        for jid in gone {
            self.pictures.of.remove(&jid);
            self.tell_picture(jid, None);
        }
    }

    fn tell_picture(&mut self, jid: Jid, picture: Option<PictureId>) {
        self.events.push(Event::Picture { account: self.own().clone(), jid, picture });
    }

    /// Publishes a picture of the user's, or that there is none.
    pub(super) async fn set_picture(&mut self, file: Option<PathBuf>, answer: Answer) {
        if !self.online() {
            return self.reply(answer, Err(Problem::Offline));
        }
        let Some(file) = file else {
            return self.ask(avatar::announce(None), Purpose::PictureAnnounced(answer));
        };
        match publishable(file).await {
            Ok((png, side)) => self.ask(avatar::publish(&png), Purpose::PicturePublished { png, side, answer }),
            Err(fault) => self.reply(answer, Err(Problem::BadArgument(fault))),
        }
    }

    /// Gives a room of ours a picture, or none.
    pub(super) async fn set_room_picture(&mut self, room: BareJid, file: Option<PathBuf>, answer: Answer) {
        if !self.online() {
            return self.reply(answer, Err(Problem::Offline));
        }
        let png = match file {
            None => None,
            Some(file) => match publishable(file).await {
                Ok((png, _)) => Some(png),
                Err(fault) => return self.reply(answer, Err(Problem::BadArgument(fault))),
            },
        };
        self.ask(vcard::request(Some(room.clone().into())), Purpose::RoomCard { room, png, answer });
    }

    /// What else stands in the card stays.
    pub(super) fn on_room_card(&mut self, room: &BareJid, png: Option<&[u8]>, to: Answer, answer: iq::Answer) {
        let card = match answer {
            Ok(card) => card,
            Err(problem) if problem.condition() == "item-not-found" => None,
            Err(problem) => return self.reply(to, Err(problem)),
        };
        let request = vcard::with_picture(room.clone().into(), card.as_ref(), png);
        self.ask(request, Purpose::Obeyed { answer: to, reply: Box::new(crate::model::Reply::Done) });
    }

    pub(super) fn on_picture_published(&mut self, (png, side): (Vec<u8>, u32), to: Answer, answer: iq::Answer) {
        match answer {
            Ok(_) => self.ask(avatar::announce(Some((&png, side))), Purpose::PictureAnnounced(to)),
            Err(problem) => self.reply(to, Err(problem)),
        }
    }
}

/// What is in a file, as it is shown to others: a PNG and the length of its side.
async fn publishable(file: PathBuf) -> Result<(Vec<u8>, u32), BadArgument> {
    let make = move || {
        // What is no file, a pipe say, could be waited for for ever.
        if !std::fs::metadata(&file).is_ok_and(|about| about.is_file()) {
            return Err(BadArgument::File);
        }
        let mut bytes = Vec::new();
        let opened = std::fs::File::open(file).and_then(|file| file.take(LONGEST_FILE).read_to_end(&mut bytes));
        opened.map_err(|_| BadArgument::File)?;
        picture::publish(&bytes).ok_or(BadArgument::Picture)
    };
    tokio::task::spawn_blocking(make).await.unwrap_or(Err(BadArgument::Picture))
}
