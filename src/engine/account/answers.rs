//! Why a request was sent, and what is done with its answer.

use super::bookmarks::Marks;
use super::room_config::Asked as AskedOfRoom;
use super::{AccountTask, Answer};
use crate::model::{Archiving, BareJid, Problem, RosterItem, Secret};
use crate::xmpp::{archive_preferences, channel_search, disco, displayed_sync, iq};
use std::time::Instant;

/// Why a request was sent.
#[derive(Debug)]
pub(super) enum Purpose {
    Bind,
    Roster,
    /// What our own account can do, on our server.
    OwnAccount,
    ArchivePage,
    GapPage,
    OlderPage,
    RoomArchivePage {
        room: BareJid,
        query: String,
    },
    /// What is set, to be told or changed.
    ArchivePreferences {
        change: Option<Archiving>,
        answer: Answer,
    },
    ReadPositions,
    PublishReadPosition {
        conversation: jid::Jid,
        stanza_id: String,
    },
    /// On a node of ours, which may have been made with other settings.
    Private {
        publish: Box<iq::Request>,
        repaired: bool,
        then: Box<Purpose>,
    },
    /// The node has the settings it should have.
    Repaired {
        publish: Box<iq::Request>,
        then: Box<Purpose>,
    },
    Carbons,
    Ping,
    /// Messages sent before it are with the server when it is answered (where there is no XEP-0198).
    ConfirmSent(Vec<String>),
    Caps {
        hash: String,
        node: String,
    },
    SelfPing(BareJid),
    RoomInfo(BareJid),
    RoomDefaults(BareJid),
    SearchRooms(Answer),
    /// Somebody was asked for a sign of life.
    Pinged(Instant, Answer),
    SetContact {
        item: RosterItem,
        then: AfterContact,
        answer: Answer,
    },
    RemoveContact {
        jid: BareJid,
        answer: Answer,
    },
    Profile {
        jid: BareJid,
        answer: Answer,
    },
    Picture(super::pictures::Wanted),
    PicturePublished {
        png: Vec<u8>,
        side: u32,
        answer: Answer,
    },
    PictureAnnounced(Answer),
    /// The card of a room is to have this picture.
    RoomCard {
        room: BareJid,
        png: Option<Vec<u8>>,
        answer: Answer,
    },
    ProfileToChange {
        fields: Vec<(crate::model::profile::ProfileField, String)>,
        answer: Answer,
    },
    ProfileChanged(Answer),
    ChangePassword {
        password: Secret,
        answer: Answer,
    },
    Discover {
        jid: jid::Jid,
        node: Option<String>,
        answer: Answer,
    },
    /// With what earlier pages have told.
    DiscoverItems {
        jid: crate::model::Jid,
        node: Option<String>,
        told: Vec<crate::model::discovery::Item>,
        answer: Answer,
    },
    Bookmarks(Marks),
    /// Something about a room, or the room itself.
    Room(BareJid, AskedOfRoom),
    /// What the room thinks of our wish to speak it has said when it answers this.
    VoiceAsked {
        room: BareJid,
        id: String,
    },
    /// Done with any result, refused with an error.
    Obeyed {
        answer: Answer,
        reply: Box<crate::model::Reply>,
    },
    /// Everything sent before has been handled when it is answered.
    Confirm {
        answer: Answer,
        reply: Box<crate::model::Reply>,
    },
}

/// What follows once the server has taken a change to the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AfterContact {
    Nothing,
    AskToSee { message: Option<String> },
}

impl AccountTask {
    pub(super) fn on_answer(&mut self, purpose: Purpose, answer: iq::Answer) {
        match purpose {
            Purpose::Bind if answer == Err(Problem::Offline) => {}
            Purpose::Bind => self.on_bound(answer),
            Purpose::Roster if answer == Err(Problem::Offline) => self.list_awaited = false,
            Purpose::Roster => {
                self.on_roster(answer);
                self.list_awaited = false;
                self.tell_status();
            }
            Purpose::OwnAccount if answer == Err(Problem::Offline) => {}
            Purpose::OwnAccount => {
                let features = answer.map(|payload| disco::features(&payload)).unwrap_or_default();
                self.trusts_stanza_ids = features.contains(xmpp_parsers::ns::SID);
                self.ask_bookmarks(features.contains(crate::xmpp::rooms::bookmarks::COMPAT));
            }
            Purpose::ArchivePage => self.on_archive_page(answer),
            Purpose::GapPage => self.on_gap_page(answer),
            Purpose::OlderPage => self.on_older_page(answer),
            Purpose::RoomArchivePage { room, query } => self.on_room_archive_page(&room, &query, answer),
            Purpose::ArchivePreferences { change, answer: to } => self.on_archive_preferences(change, to, answer),
            Purpose::ReadPositions => {
                // A server without the node, or without PEP, has nothing to tell.
                let positions = answer.ok().flatten().map(|answer| displayed_sync::positions(&answer));
                self.on_all_read_positions(positions.unwrap_or_default());
            }
            Purpose::Carbons | Purpose::Ping => {}
            Purpose::PublishReadPosition { conversation, stanza_id } => self.on_read_position(&conversation, &stanza_id, &answer),
            Purpose::Private { publish, repaired, then } => self.on_private(publish, repaired, then, answer),
            Purpose::Repaired { publish, then } => self.publish_again(publish, then),
            Purpose::ConfirmSent(ids) => {
                // Silence proves nothing; a refusal proves that the server got so far.
                if matches!(answer, Ok(_) | Err(Problem::Stanza { .. })) {
                    self.acknowledged(ids);
                }
            }
            Purpose::Caps { hash, node } => self.on_caps(hash, &node, &answer),
            Purpose::SelfPing(room) => self.on_self_ping(&room, &answer),
            Purpose::RoomInfo(room) => self.on_room_info(&room, answer),
            Purpose::SearchRooms(to) => self.reply(to, channel_search::read(answer).map(crate::model::Reply::Found)),
            Purpose::Pinged(since, to) => {
                // Who does not know the question answers, too (XEP-0199 §4.2).
                let unknown =
                    |problem: &Problem| matches!(problem, Problem::Stanza { condition, .. } if condition == "feature-not-implemented");
                let answer = answer.map(|_| ()).or_else(|problem| if unknown(&problem) { Ok(()) } else { Err(problem) });
                self.reply(to, answer.map(|()| crate::model::Reply::Pong(since.elapsed())));
            }
            Purpose::RoomDefaults(room) => self.on_room_defaults(&room, answer),
            Purpose::SetContact { item, then, answer: to } => self.on_contact_set(item, then, to, answer),
            Purpose::RemoveContact { jid, answer: to } => self.on_contact_removed(&jid, to, answer),
            Purpose::Discover { jid, node, answer: to } => {
                let told = answer.and_then(|payload| disco::discovered(&payload, jid, node).ok_or(Problem::stanza("bad-request")));
                self.reply(to, told.map(|told| crate::model::Reply::Discovered(Box::new(told))));
            }
            Purpose::DiscoverItems { jid, node, told, answer: to } => self.on_items(jid, node, told, to, answer),
            Purpose::Profile { jid, answer: to } => self.on_profile(jid, to, answer),
            Purpose::Picture(wanted) => self.on_picture_answer(wanted, answer),
            Purpose::PicturePublished { png, side, answer: to } => self.on_picture_published((png, side), to, answer),
            Purpose::ProfileToChange { fields, answer: to } => self.on_profile_to_change(&fields, to, answer),
            Purpose::RoomCard { room, png, answer: to } => self.on_room_card(&room, png.as_deref(), to, answer),
            Purpose::ChangePassword { password, answer: to } => self.on_password_changed(password, to, answer),
            Purpose::PictureAnnounced(to) | Purpose::ProfileChanged(to) => self.on_own_profile_changed(to, answer),
            Purpose::Bookmarks(marks) => self.on_bookmarks(marks, answer),
            Purpose::Room(room, asked) => self.on_room_answer(&room, asked, answer),
            Purpose::VoiceAsked { room, id } => self.voice_asked(&room, &id, &answer),
            Purpose::Obeyed { answer: to, reply } => self.reply(to, answer.map(|_| *reply)),
            Purpose::Confirm { answer: to, reply } => {
                // A server without XEP-0199 refuses the ping: it has handled what came before all the same.
                let result = match answer {
                    Ok(_) | Err(Problem::Stanza { .. }) => Ok(*reply),
                    Err(problem) => Err(problem),
                };
                self.reply(to, result);
            }
        }
    }

    /// Told, or changed without touching what is set for single people.
    fn on_archive_preferences(&mut self, change: Option<Archiving>, to: Answer, answer: iq::Answer) {
        let told = answer.and_then(|payload| archive_preferences::read(payload).ok_or_else(|| Problem::stanza("bad-request")));
        match (told, change) {
            (Ok(preferences), Some(rule)) => {
                self.ask(
                    archive_preferences::change(preferences, rule),
                    Purpose::Obeyed { answer: to, reply: Box::new(crate::model::Reply::Archiving(rule)) },
                );
            }
            (Ok(preferences), None) => self.reply(to, Ok(crate::model::Reply::Archiving(archive_preferences::rule(&preferences)))),
            (Err(problem), _) => self.reply(to, Err(problem)),
        }
    }
}
