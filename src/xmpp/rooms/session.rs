//! One room we are in, joining or have left: its occupants, and what became of the join.

use super::look_alikes::{self, LookAlikes};
use super::presence::{UserInfo, code};
use super::{happening, hats};
use crate::model::gap::RoomGap;
use crate::model::{Affiliation, Fact, Happening, Notify, PictureId, Problem, Role, RoomOptions, Secret, Show, Whispering};
use crate::xmpp::moderation::Generation;
use crate::xmpp::presence::{show, status};
use crate::xmpp::{avatar, iq};
use jid::{BareJid, FullJid, Jid, ResourcePart};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xmpp_parsers::presence::{Presence, Type};
use xmpp_parsers::stanza_error::StanzaError;

/// A room that says nothing for so long is asked whether we are still in it (XEP-0410 §3).
const SILENCE: Duration = Duration::from_secs(15 * 60);

#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    Left,
    Joining,
    /// Let in, the first one there: the room is not yet as it is to be.
    Making,
    Joined,
    Failed(Problem),
}

/// Somebody in the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupant {
    pub jid: Option<Jid>,
    pub affiliation: Affiliation,
    pub role: Role,
    pub show: Show,
    pub status: Option<String>,
    /// What the room calls him (XEP-0317), if it is true: see [`RoomSession::hats`].
    pub hats: Vec<String>,
    /// Who he is, whatever he is called (XEP-0421).
    pub id: Option<Box<str>>,
    /// What he shows of himself (XEP-0153).
    pub picture: Option<PictureId>,
    /// Whose name his looks like, who is more to the room or was there before.
    pub resembles: Option<String>,
    /// What his name looks like.
    pub look: u64,
    /// When we saw him come.
    pub since: Timestamp,
}

/// What a presence of the room changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Somebody came or changed.
    Occupant(String),
    Gone(String),
    /// We are in. `created`: the room was made for us and waits for its settings.
    LetIn {
        created: bool,
    },
    /// We are not in, or no longer.
    Out,
    /// The room says that we have left, which we have not: it means our former self, whose session ended.
    Lost,
    /// To be told beside what is said.
    Happened(Happening),
    /// Our own role, affiliation or nickname changed.
    Self_,
}

/// A room is shown with so many people at most; the rest is counted out, never the memory.
const MOST_OCCUPANTS: usize = 20_000;

#[derive(Debug, Clone)]
pub struct RoomSession {
    /// Shared with what is told of everybody in it.
    pub room: Arc<BareJid>,
    pub nick: String,
    /// The nickname that was chosen, while another one stands in for it.
    pub stands_in: Option<String>,
    pub password: Option<Secret>,
    pub phase: Phase,
    /// Whoever was joined, and neither left nor was put out, enters again with the next session.
    pub wanted: bool,
    /// We were put out, or it was destroyed: the user alone goes back, though it is entered by itself otherwise.
    pub put_out: bool,
    /// It has let us in once: the address is a room's.
    pub proven: bool,
    pub name: Option<String>,
    /// What the user calls it.
    pub label: Option<String>,
    /// Of the list.
    pub group: Option<String>,
    pub subject: Option<String>,
    pub options: RoomOptions,
    /// What it was in an earlier run.
    pub was: RoomOptions,
    /// Who may write to somebody alone, where it tells that.
    pub private_messages: Option<Whispering>,
    pub autojoin: bool,
    pub notify: Notify,
    pub occupants: BTreeMap<String, Occupant>,
    pub affiliation: Affiliation,
    pub role: Role,
    /// Who we are to the room (XEP-0421). We send none: a room that shows us one makes them, and lets nobody forge another's.
    pub occupant_id: Option<String>,
    /// Before which lines of its archive something is missing here, the youngest last, and how many pages after each are here.
    pub gaps: Vec<RoomGap>,
    /// Where to go instead, once it was destroyed.
    pub successor: Option<BareJid>,
    /// Visitors who ask to speak, as the room has told us who moderate it.
    pub asking: BTreeSet<String>,
    looks: LookAlikes,
    /// It gives hats, and lets nobody claim one.
    pub gives_hats: bool,
    /// It has a profile of its own.
    pub has_profile: bool,
    /// Whom a presence is to show again, under this new name.
    renamed: Option<String>,
    /// What it has said of itself by status codes.
    told: Vec<Fact>,
    /// Changes it has told of, while it is asked what it is now.
    pub changing: Option<Vec<Fact>>,
    /// It has told its subject since it let us in.
    pub subject_told: bool,
    /// How its moderators take back what others said.
    pub moderation: Option<Generation>,
    /// When it was heard last.
    heard: Instant,
}

impl RoomSession {
    pub fn new(room: BareJid, nick: String) -> Self {
        Self {
            room: Arc::new(room),
            nick,
            stands_in: None,
            heard: Instant::now(),
            password: None,
            phase: Phase::Left,
            wanted: false,
            put_out: false,
            proven: false,
            name: None,
            label: None,
            group: None,
            subject: None,
            options: RoomOptions::default(),
            was: RoomOptions::default(),
            private_messages: None,
            autojoin: false,
            notify: Notify::default(),
            occupants: BTreeMap::new(),
            affiliation: Affiliation::None,
            role: Role::None,
            occupant_id: None,
            gaps: Vec::new(),
            successor: None,
            asking: BTreeSet::new(),
            looks: LookAlikes::default(),
            gives_hats: false,
            has_profile: false,
            renamed: None,
            told: Vec::new(),
            changing: None,
            subject_told: false,
            moderation: None,
        }
    }

    /// The nickname that was chosen, though it may be taken now.
    pub fn chosen_nick(&self) -> &str {
        self.stands_in.as_deref().unwrap_or(&self.nick)
    }

    /// Takes a nickname that was chosen; the one that stands in for another stays so when the room repeats it.
    pub fn called(&mut self, nick: String) {
        if nick != self.nick {
            (self.nick, self.stands_in) = (nick, None);
        }
    }

    /// What stood in for the chosen nickname goes.
    pub fn take_chosen_nick(&mut self) {
        if let Some(chosen) = self.stands_in.take() {
            self.nick = chosen;
        }
    }

    /// It has said something.
    pub fn hear(&mut self, now: Instant) {
        self.heard = now;
    }

    /// From when on nothing was heard for so long that it may have lost us.
    pub fn silent_at(&self) -> Instant {
        self.heard + SILENCE
    }

    /// Whether what comes from there is a room's. An address that never let us in may be a person's.
    pub fn is_room(&self) -> bool {
        self.proven || matches!(self.phase, Phase::Joining | Phase::Making)
    }

    /// Whether we have asked to be let in, or were.
    pub fn inside(&self) -> bool {
        matches!(self.phase, Phase::Joining | Phase::Making | Phase::Joined)
    }

    /// The room says this of itself; some say it again with each change. Returns what is news.
    pub fn learn(&mut self, facts: Vec<Fact>) -> Vec<Fact> {
        let news: Vec<Fact> = facts.into_iter().filter(|fact| !self.told.contains(fact)).collect();
        self.told.retain(|told| !news.iter().any(|fact| std::mem::discriminant(fact) == std::mem::discriminant(told)));
        self.told.extend(news.iter().cloned());
        news
    }

    /// Our address in the room; `None` when the nickname cannot be part of one.
    pub fn occupant_jid(&self) -> Option<FullJid> {
        Some(self.room.with_resource(&ResourcePart::new(&self.nick).ok()?))
    }

    /// The new room is as it is to be, and open.
    pub fn made(&mut self) {
        if self.phase == Phase::Making {
            self.phase = Phase::Joined;
        }
    }

    /// The session to the server ended, or we enter anew: nobody is known to be there. Returns who was.
    pub fn empty(&mut self) -> Vec<String> {
        (self.affiliation, self.role) = (Affiliation::None, Role::None);
        self.asking.clear();
        self.looks.clear();
        (self.renamed, self.changing, self.subject_told) = (None, None, false);
        std::mem::take(&mut self.occupants).into_keys().collect()
    }

    /// What the room calls somebody; nothing where anybody could claim it.
    pub fn hats(&self, nick: &str) -> &[String] {
        self.occupants.get(nick).filter(|_| self.gives_hats).map_or(&[], |occupant| &occupant.hats)
    }

    /// Somebody asks to speak. Whether that is news to us who may give a voice.
    pub fn on_voice_request(&mut self, nick: &str) -> bool {
        let visits = self.occupants.get(nick).is_some_and(|occupant| occupant.role == Role::Visitor);
        visits && self.role == Role::Moderator && self.asking.insert(nick.to_owned())
    }

    /// A presence from an address of this room.
    pub fn on_presence(&mut self, presence: &Presence) -> Vec<Change> {
        if !self.inside() {
            return Vec::new();
        }
        let Some(nick) = presence.from.as_ref().map(|from| from.resource().map(ToString::to_string)) else { return Vec::new() };
        let info = UserInfo::read(&presence.payloads);
        match (&presence.type_, nick) {
            (Type::Error, nick) => self.on_error(presence, nick.as_deref()),
            // What the bare address shows is the room's own: its avatar, nobody in it.
            (_, None) => Vec::new(),
            (Type::None, Some(nick)) => self.on_available(presence, nick, info),
            (Type::Unavailable, Some(nick)) => self.on_unavailable(&nick, info.unwrap_or_default(), status(presence)),
            _ => Vec::new(),
        }
    }

    fn on_available(&mut self, presence: &Presence, nick: String, info: Option<UserInfo>) -> Vec<Change> {
        // An occupant's presence always carries the room's word on him (§7.2.2).
        let Some(info) = info else { return Vec::new() };
        if self.occupants.len() >= MOST_OCCUPANTS && !self.occupants.contains_key(&nick) {
            return Vec::new();
        }
        let own = info.has(code::SELF) || (nick == self.nick && !info.has(code::NICK_ASSIGNED));
        let occupant = Occupant {
            jid: info.jid.clone(),
            affiliation: info.affiliation,
            role: info.role,
            show: show(presence),
            status: status(presence),
            hats: hats::read(&presence.payloads),
            id: super::line::occupant_id(&presence.payloads).map(Into::into),
            picture: avatar::announced(presence).flatten(),
            look: self.occupants.get(&nick).map_or_else(|| look_alikes::look(&nick), |known| known.look),
            resembles: self.occupants.get(&nick).and_then(|known| known.resembles.clone()),
            since: self.occupants.get(&nick).map_or_else(Timestamp::now, |known| known.since),
        };
        if occupant.role != Role::Visitor {
            self.asking.remove(&nick);
        }
        let renamed = self.renamed.take_if(|to| *to == nick).is_some();
        let before = self.occupants.insert(nick.clone(), occupant);
        let look = self.occupants[&nick].look;
        if before.is_none() {
            self.looks.came(look);
        }
        let own_nick = if own { &nick } else { &self.nick };
        let marked = self.looks.mark(&nick, look, own_nick, &mut self.occupants);
        let mut changes = vec![Change::Occupant(nick.clone())];
        changes.extend(marked.into_iter().filter(|marked| *marked != nick).map(Change::Occupant));
        // Who is there when we come has not come now.
        if self.phase != Phase::Joining && !(renamed && before.is_none()) {
            let happening = happening::here(&nick, before.as_ref(), &self.occupants[&nick], &info);
            changes.extend(happening.map(Change::Happened));
        }
        if own {
            (self.affiliation, self.role) = (info.affiliation, info.role);
            self.occupant_id = super::line::occupant_id(&presence.payloads);
            self.called(nick);
            if self.phase == Phase::Joining {
                let created = info.has(code::CREATED);
                self.phase = if created { Phase::Making } else { Phase::Joined };
                self.proven = true;
                changes.push(Change::LetIn { created });
                let facts = happening::facts(&info);
                // Who is let in is told so each time (§7.2.2, §7.2.12), or it is not so any more.
                self.told.retain(|told| facts.contains(told));
                let facts = self.learn(facts);
                if !facts.is_empty() {
                    changes.push(Change::Happened(Happening::Entered { facts }));
                }
            } else {
                changes.push(Change::Self_);
            }
        }
        changes
    }

    fn on_unavailable(&mut self, nick: &str, info: UserInfo, words: Option<String>) -> Vec<Change> {
        let own = info.has(code::SELF) || nick == self.nick;
        let gone = self.occupants.remove(nick);
        let known = gone.is_some();
        if let Some(Occupant { look, .. }) = gone {
            self.looks.left(look);
        }
        self.asking.remove(nick);
        let gone = known.then(|| Change::Gone(nick.to_owned()));
        if info.has(code::NEW_NICK) {
            self.renamed.clone_from(&info.nick);
        }
        let happened = (known && self.phase != Phase::Joining).then(|| Change::Happened(happening::gone(nick, &info, words)));
        if !own {
            return gone.into_iter().chain(happened).collect();
        }
        if let (true, Some(new)) = (info.has(code::NEW_NICK), &info.nick) {
            self.called(new.clone());
            return gone.into_iter().chain(happened).chain([Change::Self_]).collect();
        }
        self.successor.clone_from(&info.successor);
        let technical = info.has(code::SHUTDOWN) || info.has(code::TECHNICAL);
        self.phase = match reason_to_go(&info) {
            Some(condition) => Phase::Failed(Problem::Stanza { condition: condition.to_owned(), text: info.reason }),
            // Before we enter anew, and while we do, the leaving of our former self is no end.
            None if !matches!(self.phase, Phase::Joined | Phase::Making) => return gone.into_iter().collect(),
            None if self.wanted && self.phase == Phase::Joined => {
                self.phase = Phase::Joining;
                let others = self.empty().into_iter().map(Change::Gone);
                return gone.into_iter().chain(others).chain([Change::Lost]).collect();
            }
            None => Phase::Left,
        };
        // Nobody put us out: with the next session we are back.
        self.wanted &= technical;
        self.put_out |= !technical && matches!(self.phase, Phase::Failed(_));
        let others = self.empty().into_iter().map(Change::Gone);
        gone.into_iter().chain(others).chain([Change::Out]).collect()
    }

    /// The join was refused (§7.2). An error about anything else leaves us where we are.
    fn on_error(&mut self, presence: &Presence, nick: Option<&str>) -> Vec<Change> {
        if self.phase != Phase::Joining || nick.is_some_and(|nick| nick != self.nick) {
            return Vec::new();
        }
        let problem = refusal(presence);
        self.phase = Phase::Failed(problem);
        self.empty().into_iter().map(Change::Gone).chain([Change::Out]).collect()
    }
}

/// What an error of the room says.
pub fn refusal(presence: &Presence) -> Problem {
    let error = presence.payloads.iter().find(|payload| payload.is("error", ns::JABBER_CLIENT));
    error.and_then(|error| StanzaError::try_from(Element::clone(error)).ok()).map_or_else(
        || Problem::stanza("undefined-condition"),
        |error| match iq::problem(error) {
            Problem::Stanza { condition, .. } if condition == "conflict" => Problem::Conflict,
            problem => problem,
        },
    )
}

/// Why the room put us out, as a condition; `None` when we left by ourselves.
fn reason_to_go(info: &UserInfo) -> Option<&'static str> {
    [
        (code::BANNED, "forbidden"),
        (code::TECHNICAL, "remote-server-timeout"),
        // A moderator's word, for which RFC 6120 has no better one.
        (code::KICKED, "policy-violation"),
        (code::AFFILIATION_LOST, "registration-required"),
        (code::MEMBERS_ONLY, "registration-required"),
        (code::SHUTDOWN, "system-shutdown"),
    ]
    .into_iter()
    .find(|(code, _)| info.has(*code))
    .map(|(_, condition)| condition)
    .or(info.destroyed.then_some("gone"))
}

#[cfg(test)]
mod tests;
