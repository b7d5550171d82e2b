//! A room as its presences tell it.

use super::*;

fn joining() -> RoomSession {
    let mut room = RoomSession::new("tea@rooms.lit".parse().unwrap(), "romeo".into());
    room.phase = Phase::Joining;
    room
}

fn told(room: &mut RoomSession, xml: &str) -> Vec<Change> {
    let xml = xml.replacen("<presence", "<presence xmlns='jabber:client'", 1);
    room.on_presence(&Presence::try_from(xml.parse::<Element>().unwrap()).unwrap())
}

fn here(nick: &str, inside: &str) -> String {
    format!(
        "<presence from='tea@rooms.lit/{nick}'><x xmlns='http://jabber.org/protocol/muc#user'>\
         <item affiliation='member' role='participant'/>{inside}</x></presence>"
    )
}

fn gone(nick: &str, inside: &str) -> String {
    here(nick, inside).replacen("<presence", "<presence type='unavailable'", 1)
}

#[test]
fn we_are_in_when_our_own_presence_comes_back() {
    let mut room = joining();
    assert_eq!(told(&mut room, &here("juliet", "")), [Change::Occupant("juliet".into())]);
    assert_eq!(room.phase, Phase::Joining);
    let changes = told(&mut room, &here("romeo", "<status code='110'/>"));
    assert_eq!(changes, [Change::Occupant("romeo".into()), Change::LetIn { created: false }]);
    assert_eq!((room.phase.clone(), room.role), (Phase::Joined, Role::Participant));
}

#[test]
fn a_new_room_says_that_it_was_created() {
    let mut room = joining();
    let changes = told(&mut room, &here("romeo", "<status code='110'/><status code='201'/>"));
    assert!(changes.contains(&Change::LetIn { created: true }));
    assert_eq!(room.phase, Phase::Making);
    room.made();
    assert_eq!(room.phase, Phase::Joined);
}

#[test]
fn what_happens_is_told_of_others_and_not_of_who_was_there_before_us() {
    let mut room = joining();
    let happened = |changes: Vec<Change>| -> Vec<Happening> {
        let happened = |change| if let Change::Happened(what) = change { Some(what) } else { None };
        changes.into_iter().filter_map(happened).collect()
    };
    assert_eq!(happened(told(&mut room, &here("juliet", ""))), []);
    let entered = happened(told(&mut room, &here("romeo", "<status code='110'/><status code='100'/>")));
    assert_eq!(entered, [Happening::Entered { facts: vec![Fact::AddressesShown(true)] }]);
    assert_eq!(happened(told(&mut room, &here("tybalt", ""))), [Happening::Came { nick: "tybalt".into() }]);
    let renamed = gone("tybalt", "<status code='303'/>").replace("<item", "<item nick='prince'");
    let (from, to) = ("tybalt".into(), "prince".into());
    assert_eq!(happened(told(&mut room, &renamed)), [Happening::Renamed { from, to }]);
    assert_eq!(happened(told(&mut room, &here("prince", ""))), []);
    assert_eq!(happened(told(&mut room, &gone("prince", ""))), [Happening::Left { nick: "prince".into(), words: None }]);
    // The same once more is no news.
    room.empty();
    room.phase = Phase::Joining;
    assert_eq!(happened(told(&mut room, &here("romeo", "<status code='110'/><status code='100'/>"))), []);
}

#[test]
fn of_two_who_look_alike_the_one_is_marked_who_is_less_or_came_later() {
    let mut room = joining();
    told(&mut room, &here("Romeo", ""));
    told(&mut room, &here("anna", ""));
    let marks = |room: &RoomSession| -> Vec<(String, String)> {
        let marked = |(nick, one): (&String, &Occupant)| Some((nick.clone(), one.resembles.clone()?));
        room.occupants.iter().filter_map(marked).collect()
    };
    assert_eq!(marks(&room), []);
    let changes = told(&mut room, &here("romeo", "<status code='110'/>"));
    assert!(changes.contains(&Change::Occupant("Romeo".into())), "{changes:?}");
    assert_eq!(marks(&room), [("Romeo".into(), "romeo".into())]);
    told(&mut room, &gone("Romeo", ""));
    let false_anna = "\u{430}nn\u{430}";
    told(&mut room, &here(false_anna, ""));
    assert_eq!(marks(&room), [(false_anna.into(), "anna".into())]);
    // Whoever is more to the room is who he seems to be.
    told(&mut room, &here(false_anna, "").replace("member", "owner"));
    assert_eq!(marks(&room), [("anna".into(), false_anna.into())]);
    told(&mut room, &gone(false_anna, ""));
    told(&mut room, &here("anna", ""));
    assert_eq!(marks(&room), []);
}

#[test]
fn hats_count_only_where_the_room_gives_them() {
    let mut room = joining();
    let hats = "<hats xmlns='urn:xmpp:hats:0'><hat title='Speaker' uri='a'/></hats></presence>";
    told(&mut room, &here("anna", "").replace("</presence>", hats));
    assert_eq!(room.hats("anna"), [""; 0]);
    room.gives_hats = true;
    assert_eq!(room.hats("anna"), ["Speaker"]);
}

#[test]
fn each_refusal_keeps_its_reason() {
    for (condition, problem) in [
        ("conflict", Problem::Conflict),
        ("not-authorized", Problem::stanza("not-authorized")),
        ("registration-required", Problem::stanza("registration-required")),
        ("forbidden", Problem::stanza("forbidden")),
    ] {
        let mut room = joining();
        let xml = format!(
            "<presence type='error' from='tea@rooms.lit/romeo'><error type='auth'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>"
        );
        assert_eq!(told(&mut room, &xml), [Change::Out]);
        assert_eq!(room.phase, Phase::Failed(problem));
    }
}

#[test]
fn presence_of_the_bare_address_is_nobody() {
    let mut room = joining();
    let xml = here("x", "").replace("tea@rooms.lit/x", "tea@rooms.lit");
    assert_eq!(told(&mut room, &xml), []);
    assert!(room.occupants.is_empty());
}

#[test]
fn presence_without_the_rooms_word_is_nobody() {
    let mut room = joining();
    assert_eq!(told(&mut room, "<presence from='tea@rooms.lit/tybalt'/>"), []);
    assert_eq!(room.phase, Phase::Joining);
}

#[test]
fn who_is_put_out_knows_why() {
    let reasons = [("301", "forbidden"), ("307", "policy-violation"), ("321", "registration-required"), ("332", "system-shutdown")];
    for (status, condition) in reasons {
        let mut room = joining();
        told(&mut room, &here("juliet", ""));
        told(&mut room, &here("romeo", "<status code='110'/>"));
        let changes = told(&mut room, &gone("romeo", &format!("<status code='110'/><status code='{status}'/>")));
        assert_eq!(changes, [Change::Gone("romeo".into()), Change::Gone("juliet".into()), Change::Out]);
        assert_eq!(room.phase, Phase::Failed(Problem::stanza(condition)));
    }
}

#[test]
fn who_was_put_out_does_not_come_back_and_whom_the_service_lost_does() {
    for (codes, wanted) in [(&["307"][..], false), (&["301"], false), (&["322"], false), (&["332"], true), (&["307", "333"], true)] {
        let mut room = joining();
        room.wanted = true;
        told(&mut room, &here("romeo", "<status code='110'/>"));
        let codes: String = codes.iter().map(|code| format!("<status code='{code}'/>")).collect();
        told(&mut room, &gone("romeo", &format!("<status code='110'/>{codes}")));
        assert_eq!(room.wanted, wanted, "{codes}");
    }
}

#[test]
fn the_leaving_of_our_former_self_is_not_ours() {
    let mut room = joining();
    room.wanted = true;
    // Before we even ask to be let in.
    room.phase = Phase::Left;
    assert_eq!(told(&mut room, &gone("romeo", "<status code='110'/>")), []);
    assert!(room.wanted);
    room.phase = Phase::Joining;
    told(&mut room, &here("juliet", ""));
    told(&mut room, &here("romeo", "<status code='110'/>"));
    let changes = told(&mut room, &gone("romeo", "<status code='110'/>"));
    assert_eq!(changes, [Change::Gone("romeo".into()), Change::Gone("juliet".into()), Change::Lost]);
    assert!(room.wanted && room.inside());
    // Where we have left, it is.
    (room.phase, room.wanted) = (Phase::Left, false);
    assert_eq!(told(&mut room, &gone("romeo", "<status code='110'/>")), []);
    assert_eq!(room.phase, Phase::Left);
}

#[test]
fn an_address_that_never_let_us_in_is_no_room() {
    let mut room = joining();
    let refusal = "<presence type='error' from='tea@rooms.lit/romeo'/>";
    assert!(room.is_room());
    told(&mut room, refusal);
    assert!(!room.is_room());
    room.phase = Phase::Joining;
    told(&mut room, &here("romeo", "<status code='110'/>"));
    told(&mut room, &gone("romeo", "<status code='110'/>"));
    assert!(room.is_room());
}

#[test]
fn a_new_nickname_of_ours_is_noted() {
    let mut room = joining();
    told(&mut room, &here("romeo", "<status code='110'/>"));
    let change =
        gone("romeo", "<status code='110'/><status code='303'/>").replace("role='participant'", "role='participant' nick='romeo2'");
    let renamed = Happening::Renamed { from: "romeo".into(), to: "romeo2".into() };
    assert_eq!(told(&mut room, &change), [Change::Gone("romeo".into()), Change::Happened(renamed), Change::Self_]);
    assert_eq!((room.nick.as_str(), room.phase.clone()), ("romeo2", Phase::Joined));
}

#[test]
fn a_room_we_left_is_not_listened_to() {
    let mut room = joining();
    room.phase = Phase::Left;
    assert_eq!(told(&mut room, &here("juliet", "")), []);
}

#[test]
fn a_room_that_says_nothing_for_long_is_to_be_asked() {
    let mut room = RoomSession::new("tea@rooms.lit".parse().unwrap(), "romeo".into());
    let now = Instant::now();
    room.hear(now);
    assert_eq!(room.silent_at(), now + SILENCE);
    room.hear(now + SILENCE);
    assert_eq!(room.silent_at(), now + SILENCE + SILENCE);
}

#[test]
fn a_name_that_stands_in_gives_way_to_a_chosen_one() {
    let mut room = RoomSession::new("tea@rooms.lit".parse().unwrap(), "romeo_".into());
    room.stands_in = Some("romeo".into());
    room.called("romeo_".into());
    assert_eq!(room.chosen_nick(), "romeo", "the room has only repeated it");
    room.called("montague".into());
    assert_eq!((room.chosen_nick(), &*room.nick), ("montague", "montague"));
    room.stands_in = Some("romeo".into());
    room.take_chosen_nick();
    assert_eq!(room.nick, "romeo");
}
