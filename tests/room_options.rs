//! The five choices of the university's guide, in all their combinations, on both servers: what Fantail makes, others find, enter,
//! read and write as the guide says.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use std::path::Path;
use support::ejabberd::{self, Ejabberd};
use support::fantail::Fantail;
use support::peer::Peer;
use support::prosody::{self, Options, Prosody};

/// The five choices of one room.
#[derive(Debug, Clone, Copy)]
struct Choices {
    persistent: bool,
    public: bool,
    members_only: bool,
    password: bool,
    moderated: bool,
}

impl Choices {
    fn all() -> impl Iterator<Item = Self> {
        (0..32).map(|bits: u8| {
            let on = |bit: u8| bits & (1 << bit) != 0;
            Self { persistent: on(0), public: on(1), members_only: on(2), password: on(3), moderated: on(4) }
        })
    }

    fn arguments(self) -> Vec<&'static str> {
        let mut arguments = vec![if self.persistent { "--persistent" } else { "--temporary" }];
        arguments.push(if self.public { "--public" } else { "--hidden" });
        arguments.extend(self.members_only.then_some("--members-only"));
        arguments.extend(self.password.then_some(["--password", PASSWORD]).into_iter().flatten());
        arguments.extend(self.moderated.then_some("--moderated"));
        arguments
    }

    /// The features by which a room tells them (XEP-0045 §15.3).
    fn features(self) -> [&'static str; 5] {
        let either = |on: bool, yes, no| if on { yes } else { no };
        [
            either(self.persistent, "muc_persistent", "muc_temporary"),
            either(self.public, "muc_public", "muc_hidden"),
            either(self.members_only, "muc_membersonly", "muc_open"),
            either(self.password, "muc_passwordprotected", "muc_unsecured"),
            either(self.moderated, "muc_moderated", "muc_unmoderated"),
        ]
    }

    fn told_by(self, room: &Value) -> bool {
        let expected = [
            ("persistent", self.persistent),
            ("public", self.public),
            ("members_only", self.members_only),
            ("password_protected", self.password),
            ("moderated", self.moderated),
        ];
        expected.iter().all(|(name, on)| room[*name] == *on)
    }
}

const PASSWORD: &str = "cup";

struct Stage<'a> {
    domain: &'a str,
    fantail: Fantail,
    stranger: Peer,
    member: Peer,
}

impl<'a> Stage<'a> {
    fn new(domain: &'a str, (address, port, ca): (&str, u16, &Path)) -> Self {
        let fantail = Fantail::start();
        fantail.add_account(&format!("romeo@{domain}"), "secret", address, ca);
        fantail.wait_online(None);
        let peer = |name: &str| Peer::online(&format!("{name}@{domain}"), "secret", port, ca);
        Self { domain, fantail, stranger: peer("juliet"), member: peer("nurse") }
    }

    fn service(&self) -> String {
        format!("conference.{}", self.domain)
    }

    /// Whether the stranger finds the room on the list of its service.
    fn is_listed(&mut self, room: &str) -> bool {
        let service = self.service();
        let answer = self.stranger.iq(&format!(
            "<iq xmlns='jabber:client' type='get' to='{service}'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>"
        ));
        answer.contains(room)
    }

    fn disco(&mut self, room: &str) -> String {
        let query = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
        // A room of ejabberd's that ends drops what it is asked at that moment.
        self.stranger.insistent_iq(&format!("<iq xmlns='jabber:client' type='get' to='{room}'>{query}</iq>"))
    }

    fn try_one(&mut self, number: usize, choices: Choices) {
        let room = format!("room{number}@{}", self.service());
        let what = format!("{room} {choices:?}");
        let made = self.fantail.ctl(&[&["room", "create", &room, "--nick", "owner"][..], &choices.arguments()].concat()).remove(0);
        assert!(choices.told_by(&made), "{what}: {made}");
        assert_eq!((&made["state"], &made["affiliation"], &made["role"]), (&"joined".into(), &"owner".into(), &"moderator".into()));

        let told = self.disco(&room);
        for feature in choices.features() {
            assert!(told.contains(feature), "{what} does not tell {feature}: {told}");
        }
        assert_eq!(self.is_listed(&room), choices.public, "{what}");

        let refused = match choices {
            Choices { members_only: true, .. } => Some("registration-required"),
            Choices { password: true, .. } => Some("not-authorized"),
            _ => None,
        };
        assert_eq!(self.stranger.try_join(&room, "stranger", None).err().as_deref(), refused, "{what}");
        if choices.password && !choices.members_only {
            self.stranger.try_join(&room, "stranger", Some(PASSWORD)).unwrap();
        }
        if !choices.members_only {
            assert_eq!(writes(&mut self.stranger, &room), !choices.moderated, "{what}: a stranger writes");
        }

        self.fantail.ctl(&["room", "affiliation", &room, &format!("nurse@{}", self.domain), "member"]);
        let password = choices.password.then_some(PASSWORD);
        self.member.try_join(&room, "member", password).unwrap_or_else(|error| panic!("{what}: a member may not enter: {error}"));
        assert!(writes(&mut self.member, &room), "{what}: a member writes");

        self.fantail.ctl(&["send", &room, "from the owner"]);
        self.member.expect_message("from the owner");
        if !choices.members_only {
            self.stranger.expect_message("from the owner");
            self.stranger.leave(&room, "stranger");
        }
        self.member.leave(&room, "member");
        self.member.expect_presence(&format!("{room}/member"), Some("unavailable"));
        self.fantail.ctl(&["room", "leave", &room]);
        assert_eq!(!self.disco(&room).contains("item-not-found"), choices.persistent, "{what}: is it there when all have left?");
    }
}

/// Whether the room lets somebody write.
fn writes(peer: &mut Peer, room: &str) -> bool {
    let body = format!("{} in {room}", peer.jid());
    let id = peer.say_in_room(room, &body);
    let answer = peer
        .expect("the room's answer", |event| event["event"] == "message" && (event["id"] == id.as_str() || event["body"] == body.as_str()));
    answer["type"] == "groupchat"
}

fn try_all(mut stage: Stage<'_>) {
    for (number, choices) in Choices::all().enumerate() {
        stage.try_one(number, choices);
    }
}

#[test]
fn every_combination_of_the_five_choices_is_what_it_says_on_prosody() {
    let prosody = Prosody::start(Options::default());
    try_all(Stage::new(prosody::DOMAIN, (&prosody.address(), prosody.port(), prosody.ca())));
}

#[test]
fn every_combination_of_the_five_choices_is_what_it_says_on_ejabberd() {
    let ejabberd = Ejabberd::start();
    try_all(Stage::new(ejabberd::DOMAIN, (&ejabberd.address(), ejabberd.port(), ejabberd.ca())));
}

#[test]
fn a_server_with_many_rooms_lists_them_all() {
    let ejabberd = Ejabberd::start();
    let service = format!("conference.{}", ejabberd::DOMAIN);
    // It lets nobody be in more than a hundred.
    let hosts: Vec<Peer> = ["juliet", "nurse"]
        .into_iter()
        .map(|name| {
            let mut host = Peer::online(&format!("{name}@{}", ejabberd::DOMAIN), prosody::PASSWORD, ejabberd.port(), ejabberd.ca());
            (0..65).for_each(|number| host.join(&format!("{name}{number}@{service}"), name));
            host
        })
        .collect();
    let fantail = Fantail::start();
    fantail.add_account(&format!("romeo@{}", ejabberd::DOMAIN), prosody::PASSWORD, &ejabberd.address(), ejabberd.ca());
    fantail.wait_online(None);
    assert_eq!(fantail.ctl(&["room", "list", &service]).len(), 65 * hosts.len());
}
