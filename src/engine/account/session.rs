//! The session on a stream: how it begins (in one write, or resumed), what arrives in it, and what ends it.

use super::bookmarks::Marks;
use super::connection::Established;
use super::link::{Link, LinkEvent};
use super::liveness::{Asked, Liveness, Verdict};
use super::room_archive::RoomArchives;
use super::room_config::Asked as AskedOfRoom;
use super::{AccountTask, Answer, Outgoing};
use crate::engine::network;
use crate::model::problem::{AuthFailure, Unreachable};
use crate::model::trace::Way;
use crate::model::{AccountState, Archiving, Attention, Availability, BareJid, Event, Problem, RosterItem};
use crate::xmpp::backoff::Cause;
use crate::xmpp::element::{self, Received};
use crate::xmpp::features::Features;
use crate::xmpp::stream::{Ended, Item, Stream};
use crate::xmpp::{archive_preferences, carbons, channel_search, disco, displayed_sync, iq, roster, stream_management};
use std::time::Instant;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use xmpp_parsers::bind::{BindQuery, BindResponse};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ping::Ping;
use xmpp_parsers::sm;

/// A stream that is signed in.
pub(super) struct Session {
    pub(super) stream: Stream<TlsStream<TcpStream>>,
    pub(super) features: Features,
    /// Bound or resumed: stanzas flow.
    pub(super) established: bool,
    /// A resumption was asked for and is not answered yet.
    pub(super) resuming: bool,
    pub(super) liveness: Liveness,
}

/// Why a request was sent.
#[derive(Debug)]
pub(super) enum Purpose {
    Bind,
    Roster,
    /// What our own account can do, on our server.
    OwnAccount,
    ArchivePage,
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
        answer: Option<Answer>,
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
    pub(super) async fn on_link(&mut self, event: LinkEvent) {
        match event {
            LinkEvent::Connected(Ok(established)) => self.on_connected(*established),
            LinkEvent::Connected(Err(failure)) => self.on_failure(failure),
            LinkEvent::Received(items, ended) => {
                let now = Instant::now();
                if let Link::Up(session) = &mut self.link
                    && !items.is_empty()
                {
                    session.liveness.received(now);
                }
                for item in items {
                    self.on_item(item);
                }
                if let Some(ended) = ended {
                    self.on_ended(ended);
                }
            }
        }
    }

    /// Signed in: resume what was, else begin anew.
    fn on_connected(&mut self, established: Established) {
        let Established { stream, features, security, policy, said } = established;
        said.iter().for_each(|(way, element)| self.trace(*way, element));
        self.status.tls = Some(security.tls);
        self.status.mechanism = Some(security.mechanism);
        self.status.certificate = Some(security.certificate);
        self.status.max_bytes = features.max_bytes;
        if policy.apply(&mut self.status.config) {
            self.save_config();
        }
        let resume = self.sm.resume().filter(|_| features.stream_management);
        let now = Instant::now();
        self.link = Link::Up(Box::new(Session {
            stream,
            features,
            established: false,
            resuming: resume.is_some(),
            liveness: Liveness::begun(now),
        }));
        match resume {
            Some(resume) => self.send(resume),
            None => self.bind(),
        }
    }

    /// A new session. Everything it asks goes out in one write; one by one where the server has objected before.
    fn bind(&mut self) {
        self.forget_session();
        self.sm = stream_management::StreamManagement::default();
        let resource = self.status.config.resource.clone();
        let bind = BindQuery::new(Some(resource).filter(|resource| !resource.is_empty()));
        self.ask(iq::Request::set(None, bind), Purpose::Bind);
        if !self.status.config.one_by_one {
            self.enable_stream_management();
            self.begin();
        }
    }

    fn enable_stream_management(&mut self) {
        let offered = matches!(&self.link, Link::Up(session) if session.features.stream_management);
        if offered {
            self.send(sm::Enable::new().with_resume());
        }
    }

    /// Roster, archive and presence: in this order, so that what is old comes before what is live.
    fn begin(&mut self) {
        let versioned = matches!(&self.link, Link::Up(session) if session.features.roster_versioning);
        let version = versioned.then(|| self.roster_version.clone().unwrap_or_default());
        self.ask(roster::request(version.as_deref()), Purpose::Roster);
        let own = self.own().clone();
        self.ask(disco::request(Some(own.into()), None), Purpose::OwnAccount);
        self.start_catch_up();
        self.ask(carbons::enable(), Purpose::Carbons);
        self.send_own_presence();
        self.rejoin_rooms();
    }

    /// What a session told is not known any more once it is gone.
    fn forget_session(&mut self) {
        self.status.bound = None;
        self.status.resumed = false;
        self.resumed_after = None;
        if self.catch_up.query().is_some() {
            self.events.push(Event::CatchingUp { account: self.own().clone(), running: false });
        }
        for purpose in self.requests.abandon() {
            self.on_answer(purpose, Err(Problem::Offline));
        }
        self.changed_people.extend(self.presences.clear());
        self.abandon_wishes();
        self.leave_all_rooms_silently();
        self.outbox.session_ended();
        self.trusts_stanza_ids = false;
        self.caps.clear();
        self.catch_up.abandon();
        self.backfill.abandon();
        self.room_archives = RoomArchives::default();
        self.typing.clear();
        self.writing.clear();
        self.read_positions.forget();
        self.bookmarks.forget();
        self.pictures.forget_session();
        self.forget_moods();
    }

    fn on_item(&mut self, item: Item) {
        let Item { element, cut } = item;
        if !matches!(self.link, Link::Up(_)) {
            return;
        }
        self.trace(Way::Received, &element);
        let received = element::read(element);
        if !matches!(received, Received::Nonza(_)) {
            self.counted += 1;
        }
        match received {
            Received::Message(message) => self.on_message(&message, cut),
            Received::Presence(presence) => self.on_presence(&presence),
            Received::Iq(iq) => self.on_iq(*iq, cut),
            Received::Unreadable(header) => self.on_unreadable(&header),
            Received::Nonza(element) => self.on_nonza(&element),
        }
    }

    fn on_iq(&mut self, request: xmpp_parsers::iq::Iq, cut: bool) {
        use xmpp_parsers::iq::Iq;
        use xmpp_parsers::stanza_error::{DefinedCondition, ErrorType};
        let (from, id) = match &request {
            Iq::Result { .. } | Iq::Error { .. } => {
                let own = self.own().clone();
                if let Some((purpose, answer)) = self.requests.on_answer(request, &own, cut) {
                    self.on_answer(purpose, answer);
                }
                return;
            }
            Iq::Get { from, id, .. } | Iq::Set { from, id, .. } => (from.clone(), id.clone()),
        };
        if cut {
            return self.send(iq::refusal(from, &id, ErrorType::Modify, DefinedCondition::NotAcceptable));
        }
        if let Some(verdict) = roster::on_request(&request, self.own()) {
            return self.on_roster_push(verdict, from, &id);
        }
        if let Iq::Get { payload, .. } = &request {
            if payload.is("ping", xmpp_parsers::ns::PING) {
                return self.send(Iq::Result { from: None, to: from, id, payload: None });
            }
            let query = payload.is("query", xmpp_parsers::ns::DISCO_INFO);
            if query
                && let Ok(query) = payload.clone().try_into()
                && let Some(info) = disco::answer(&query)
            {
                return self.send(Iq::Result { from: None, to: from, id, payload: Some(info.into()) });
            }
            if query {
                return self.send(iq::refusal(from, &id, ErrorType::Cancel, DefinedCondition::ItemNotFound));
            }
        }
        self.send(iq::refusal(from, &id, ErrorType::Cancel, DefinedCondition::ServiceUnavailable));
    }

    fn on_unreadable(&mut self, header: &element::Unreadable) {
        use xmpp_parsers::stanza_error::{DefinedCondition, ErrorType};
        let (Some(kind), Some(id)) = (header.iq_type.as_deref(), header.id.as_deref()) else { return };
        match kind {
            "result" | "error" => {
                let own = self.own().clone();
                if let Some((purpose, answer)) = self.requests.on_unreadable(id, header.from.as_deref(), &own) {
                    self.on_answer(purpose, answer);
                }
            }
            _ => {
                let from = header.from.as_deref().map(str::parse).transpose();
                if let Ok(from) = from {
                    self.send(iq::refusal(from, id, ErrorType::Modify, DefinedCondition::BadRequest));
                }
            }
        }
    }

    fn on_nonza(&mut self, element: &Element) {
        let Some(nonza) = stream_management::read(element) else {
            return tracing::debug!(name = element.name(), namespace = element.ns(), "an unknown element");
        };
        match nonza {
            sm::Nonza::Req(_) => {
                // Answered with what is committed, before this turn's stanzas are.
                let answer = self.sm.answer();
                self.send(answer);
                self.owes_ack = true;
            }
            sm::Nonza::Ack(ack) => match self.sm.on_ack(ack.h) {
                Ok(settled) => self.acknowledged(settled.into_iter().filter_map(|sent| sent.message)),
                Err(stream_management::TooMany) => self.on_miscount(),
            },
            sm::Nonza::Enabled(enabled) => {
                self.sm.on_enabled(&enabled);
                // What came before it does not count.
                self.counted = 0;
            }
            sm::Nonza::Resumed(resumed) => self.on_resumed(resumed.h),
            sm::Nonza::Failed(failed) => self.on_sm_failed(failed.h),
            sm::Nonza::Enable(_) | sm::Nonza::Resume(_) => {}
        }
    }

    fn on_resumed(&mut self, h: u32) {
        let Link::Up(session) = &mut self.link else { return };
        session.resuming = false;
        session.established = true;
        let Ok((settled, again)) = self.sm.on_resumed(h) else { return self.on_miscount() };
        self.acknowledged(settled.into_iter().filter_map(|sent| sent.message));
        // They are counted already: sent as they are, before anything new.
        let again = again.into_iter().map(|sent| Outgoing { element: sent.stanza, message: sent.message, again: true });
        self.outgoing.splice(0..0, again);
        self.status.resumed = true;
        self.resumed_after = self.store.newest().ok().flatten();
        self.go_online();
        self.ping_rooms();
    }

    /// The two sides do not agree on what was sent: this session cannot go on, nor be resumed.
    fn on_miscount(&mut self) {
        self.sm = stream_management::StreamManagement::default();
        self.on_ended(Ended::NotWellFormed);
    }

    /// `<failed/>` answers `<resume/>`, or `<enable/>`.
    fn on_sm_failed(&mut self, h: Option<u32>) {
        let Link::Up(session) = &mut self.link else { return };
        if !session.resuming {
            let left = self.sm.on_refused();
            let ids: Vec<String> = left.into_iter().filter_map(|sent| sent.message).collect();
            if !ids.is_empty() {
                self.confirm_by_ping();
            }
            return;
        }
        session.resuming = false;
        let (settled, _) = self.sm.on_failed(h);
        self.acknowledged(settled.into_iter().filter_map(|sent| sent.message));
        let in_flight = self.outbox.in_flight();
        self.outbox.session_ended();
        if h.is_some() {
            // The server has told how far it came in that session: nothing of it is uncertain.
            self.outbox.certain(|message| message.origin_id.as_ref().is_some_and(|id| in_flight.contains(id)));
        }
        self.bind();
    }

    pub(super) fn on_bound(&mut self, answer: iq::Answer) {
        let bound = answer.and_then(|payload| {
            let bound = payload.and_then(|payload| BindResponse::try_from(payload).ok());
            bound.ok_or_else(|| Problem::stanza("bad-request"))
        });
        match bound {
            Ok(bound) => {
                let Link::Up(session) = &mut self.link else { return };
                session.established = true;
                self.status.resumed = false;
                self.status.bound = Some(bound.jid.resource().to_string());
                if self.status.config.one_by_one {
                    self.enable_stream_management();
                    self.begin();
                }
                self.go_online();
            }
            Err(Problem::Stanza { condition, .. }) if condition == "conflict" => self.fail(Problem::Conflict),
            Err(problem) => {
                self.objected();
                self.lost(problem, Cause::Failed);
            }
        }
    }

    /// The server may not like to be asked everything at once: next time one by one.
    fn objected(&mut self) {
        if !self.status.config.one_by_one {
            self.status.config.one_by_one = true;
            self.save_config();
        }
    }

    fn go_online(&mut self) {
        self.backoff.online(Instant::now());
        self.status.state = AccountState::Online;
        self.status.problem = None;
        self.status.retry_at = None;
        self.markers_due = true;
        // Each session begins as one that is looked at (XEP-0352 §5), and each resumption.
        self.tell_client_state(Attention::Away);
        self.tell_status();
    }

    pub(super) fn on_ended(&mut self, ended: Ended) {
        let Link::Up(session) = &self.link else { return };
        let (established, resuming) = (session.established, session.resuming);
        tracing::info!(account = %self.own(), ?ended, "the stream ended");
        match ended {
            Ended::Error(Problem::Conflict) => self.fail(Problem::Conflict),
            // A server that restarts is soon back.
            Ended::Error(problem @ Problem::Unreachable(Unreachable::ShuttingDown)) => self.lost(problem, Cause::Failed),
            Ended::Error(problem) => {
                if !established && !resuming {
                    self.objected();
                }
                // Prosody 0.12 stumbles over the half of a stanza that it had when the link broke before a resumption. A new session
                // follows at once; if that ends so, too, it is a matter of its own.
                let resumed = std::mem::take(&mut self.status.resumed);
                if resumed {
                    self.sm = stream_management::StreamManagement::default();
                }
                self.lost(problem, if resumed { Cause::LinkLost } else { Cause::StreamError });
            }
            Ended::NotWellFormed => self.lost(ended.problem(), Cause::StreamError),
            Ended::Lost | Ended::Closed => {
                // A link that breaks objects to nothing; a server that hangs up in good order may.
                if ended == Ended::Closed && !established && !resuming {
                    self.objected();
                }
                let cause = if established { Cause::LinkLost } else { Cause::Failed };
                self.lost(ended.problem(), cause);
            }
        }
    }

    pub(super) fn on_answer(&mut self, purpose: Purpose, answer: iq::Answer) {
        match purpose {
            Purpose::Bind if answer == Err(Problem::Offline) => {}
            Purpose::Bind => self.on_bound(answer),
            Purpose::Roster => self.on_roster(answer),
            Purpose::OwnAccount if answer == Err(Problem::Offline) => {}
            Purpose::OwnAccount => {
                let features = answer.map(|payload| disco::features(&payload)).unwrap_or_default();
                self.trusts_stanza_ids = features.contains(xmpp_parsers::ns::SID);
                self.ask_bookmarks(features.contains(crate::xmpp::rooms::bookmarks::COMPAT));
            }
            Purpose::ArchivePage => self.on_archive_page(answer),
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

    /// Answers a command once the server has handled everything sent before.
    pub(super) fn confirm(&mut self, answer: Answer, reply: crate::model::Reply) {
        self.ask(iq::Request::get(None, Ping), Purpose::Confirm { answer, reply: Box::new(reply) });
    }

    pub(super) fn confirm_by_ping(&mut self) {
        let ids = self.outbox.in_flight();
        if let Link::Up(session) = &mut self.link {
            session.liveness.asked(Instant::now(), Asked::Acknowledgement);
        }
        self.ask(iq::Request::get(None, Ping), Purpose::ConfirmSent(ids));
    }

    pub(super) fn next_deadline(&self) -> Option<Instant> {
        let link = match &self.link {
            Link::Idle | Link::Connecting(_) => None,
            Link::Waiting { until } => Some(*until),
            Link::Up(session) => Some(session.liveness.deadline(self.is_looked_at())),
        };
        let room = self.joins.next_limit().into_iter().chain(self.wishes.next_limit()).chain(self.next_silence()).min();
        let page = self.catch_up.retry_at().filter(|_| self.online());
        [link, self.requests.next_limit(), room, page, self.next_rest()].into_iter().flatten().min()
    }

    pub(super) async fn on_time(&mut self, now: Instant) {
        for purpose in self.requests.timed_out(now) {
            self.on_answer(purpose, Err(Problem::Timeout));
        }
        self.on_join_limits(now);
        self.on_wish_limits(now);
        self.retry_page(now);
        self.on_rests(now);
        match &self.link {
            Link::Waiting { until } if *until <= now => self.connect(),
            Link::Up(session) => match session.liveness.verdict(now, self.is_looked_at()) {
                Verdict::Trusted => {}
                Verdict::AskNow => self.probe(now),
                Verdict::Dead => self.on_ended(Ended::Lost),
            },
            Link::Idle | Link::Waiting { .. } | Link::Connecting(_) => {}
        }
    }

    /// Asks for a sign of life.
    pub(super) fn probe(&mut self, now: Instant) {
        let request = self.sm.probe(now);
        let Link::Up(session) = &mut self.link else { return };
        session.liveness.asked(now, Asked::Probe);
        match request {
            Some(request) => self.send(request),
            None if !self.sm.is_enabled() => self.ask(iq::Request::get(None, Ping), Purpose::Ping),
            // An answer is awaited already.
            None => {}
        }
    }

    /// Woken from sleep, or another address: what seems up may be dead, and what waits may go now.
    pub(super) async fn on_network(&mut self, change: network::Change) {
        tracing::debug!(?change, "the network changed");
        self.backoff.reset();
        match &self.link {
            Link::Up(_) => self.probe(Instant::now()),
            Link::Waiting { .. } => self.connect(),
            Link::Connecting(_) => self.connect(),
            Link::Idle => {}
        }
    }

    pub(super) fn send_own_presence(&mut self) {
        let (availability, words) = (self.status.availability, self.status.status_text.clone());
        if availability != Availability::Offline {
            self.send(crate::xmpp::presence::own(availability, words.as_deref(), None));
        }
        let occupants: Vec<_> = self.joined_occupants();
        for occupant in occupants {
            self.send(crate::xmpp::presence::own(availability, words.as_deref(), Some(occupant.into())));
        }
    }

    /// An attempt failed before the session began.
    fn on_failure(&mut self, failure: super::connection::Failure) {
        let super::connection::Failure { problem, certificate, policy, said } = failure;
        said.iter().for_each(|(way, element)| self.trace(*way, element));
        if let Some(certificate) = certificate {
            self.status.certificate = Some(certificate);
        }
        if policy.apply(&mut self.status.config) {
            self.save_config();
        }
        if problem.needs_user() {
            return self.fail(problem);
        }
        let cause = match problem {
            Problem::AuthFailed(AuthFailure::Temporary) | Problem::Stream { .. } => Cause::StreamError,
            _ => Cause::Failed,
        };
        self.lost(problem, cause);
    }

    /// Nothing more without the user.
    pub(super) fn fail(&mut self, problem: Problem) {
        self.link = Link::Idle;
        self.end_session();
        self.sm = stream_management::StreamManagement::default();
        self.status.state = AccountState::Failed;
        self.status.retry_at = None;
        self.status.problem = Some(problem);
        self.tell_status();
    }

    /// The connection is gone, or could not be made: again after a while.
    pub(super) fn lost(&mut self, problem: Problem, cause: Cause) {
        let now = Instant::now();
        let wait = self.backoff.lost(now, cause, super::connection::jitter());
        self.link = Link::Waiting { until: now + wait };
        self.forget_connection();
        // What a resumption brings back is kept; without one the session is over.
        if self.sm.resume().is_none() {
            self.end_session();
        }
        self.status.state = AccountState::Connecting;
        self.status.problem = Some(problem);
        self.status.retry_at = jiff::SignedDuration::try_from(wait).ok().and_then(|wait| jiff::Timestamp::now().checked_add(wait).ok());
        self.tell_status();
    }

    /// How a connection was secured is not said of an account that has none. A certificate in question stays.
    fn forget_connection(&mut self) {
        self.status.tls = None;
        self.status.mechanism = None;
        self.status.certificate.take_if(|certificate| certificate.fault.is_none());
    }

    /// The user went offline, disabled the account, or it failed for good.
    pub(super) fn end_session(&mut self) {
        self.forget_connection();
        self.forget_session();
        self.counted = 0;
        self.outgoing.clear();
        let occupied: Vec<Event> = self.rooms.keys().cloned().collect::<Vec<_>>().iter().filter_map(|room| self.room_event(room)).collect();
        self.events.extend(occupied);
    }
}
