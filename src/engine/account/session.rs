//! The session on a stream: how it begins (in one write, or resumed), what arrives in it, and what ends it.

use super::answers::Purpose;
use super::connection::Established;
use super::link::{Link, LinkEvent};
use super::liveness::{Asked, Liveness, Verdict};
use super::room_archive::RoomArchives;
use super::{AccountTask, Answer, Outgoing};
use crate::engine::network;
use crate::model::problem::{AuthFailure, Unreachable};
use crate::model::trace::Way;
use crate::model::{AccountState, Attention, Availability, Event, Problem};
use crate::xmpp::backoff::Cause;
use crate::xmpp::element::{self, Received};
use crate::xmpp::features::Features;
use crate::xmpp::stream::{Ended, Item, Stream};
use crate::xmpp::{carbons, disco, iq, roster, stream_management};
use std::time::Instant;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use xmpp_parsers::bind::{BindQuery, BindResponse};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ping::Ping;
use xmpp_parsers::sm;

/// What a server says of half a stanza with the next one behind it (RFC 6120 §4.9.3): of its form, and not of us.
const STUMBLES: [&str; 5] = ["not-well-formed", "invalid-xml", "bad-format", "invalid-namespace", "unsupported-stanza-type"];

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
        self.list_awaited = true;
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
        if self.catch_up.query().is_some() || self.archive_gaps.any() {
            self.events.push(Event::CatchingUp { account: self.own().clone(), percent: None });
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
        self.archive_gaps.abandon();
        self.backfill.abandon();
        self.room_archives = RoomArchives::default();
        self.typing.clear();
        self.writing.clear();
        self.read_positions.forget();
        self.forget_bookmarks();
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
                if let Some((purpose, answer)) = self.requests.on_answer(request, &self.named(), cut) {
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

    /// Who we are to our server.
    fn named(&self) -> iq::Own {
        iq::Own { account: self.own().clone(), bound: self.status.bound.clone() }
    }

    fn on_unreadable(&mut self, header: &element::Unreadable) {
        use xmpp_parsers::stanza_error::{DefinedCondition, ErrorType};
        let (Some(kind), Some(id)) = (header.iq_type.as_deref(), header.id.as_deref()) else { return };
        match kind {
            "result" | "error" => {
                if let Some((purpose, answer)) = self.requests.on_unreadable(id, header.from.as_deref(), &self.named()) {
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
                let stumbled = matches!(&problem, Problem::Stream { condition, .. } if STUMBLES.contains(&condition.as_str()));
                let resumed = std::mem::take(&mut self.status.resumed) && stumbled;
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
        if problem == Problem::AuthFailed(AuthFailure::WrongPassword) && self.takes_unsure_password() {
            return self.lost(Problem::Unreachable(Unreachable::Lost), Cause::LinkLost);
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
