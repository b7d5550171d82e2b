//! Accounts, rosters, requests, rooms and the small things are kept as they were given, each for its own account.

use super::*;
use crate::model::MessageId;
use crate::model::gap::{Missing, RoomGap};
use crate::model::{Fingerprint, Host, Invitation, Notify, Request, RoomOptions, RosterItem, ScramHash, Secret, Security, Subscription};

fn item(jid: &str, groups: &[&str]) -> RosterItem {
    RosterItem {
        jid: bare(jid),
        name: Some("Jule".into()),
        groups: groups.iter().map(ToString::to_string).collect(),
        subscription: Subscription::Both,
        ask: true,
    }
}

fn request(message: Option<&str>, seconds: i64) -> Request {
    Request { account: romeo(), jid: bare("tybalt@capulet.lit"), nick: None, message: message.map(Into::into), time: at(seconds) }
}

#[test]
fn an_account_is_kept_with_everything_that_was_set() {
    let kept = Kept::new();
    let full = Account {
        enabled: false,
        alias: Some("R.".into()),
        host: Some(Host { name: "::1".into(), port: Some(5223) }),
        security: Security::DirectTls,
        remember: true,
        extra_roots: Some("-----BEGIN CERTIFICATE-----".into()),
        pinned: Some(Fingerprint([7; 32])),
        allow_plain: false,
        scram_seen: true,
        hash_seen: Some(ScramHash::Sha512),
        channel_binding_seen: true,
        one_by_one: true,
        ..account(bare("benvolio@montague.lit"))
    };
    kept.write([Change::SaveAccount(full.clone())]);
    let kept = kept.reopened();
    assert_eq!(kept.store.accounts().unwrap(), [account(romeo()), full.clone()]);
    let plain = account(full.jid);
    assert_eq!(kept.write([Change::SaveAccount(plain.clone())]), [Outcome::Done]);
    assert_eq!(kept.store.accounts().unwrap(), [account(romeo()), plain]);
}

#[test]
fn a_changed_account_keeps_its_roster_and_its_messages() {
    let kept = Kept::new();
    kept.write([Change::ReplaceRoster { account: romeo(), version: Some("v1".into()), items: vec![item("juliet@capulet.lit", &[])] }]);
    kept.add(from_juliet("hi"));
    kept.write([Change::SaveAccount(Account { alias: Some("R.".into()), ..account(romeo()) })]);
    assert_eq!(kept.store.roster(&romeo()).unwrap(), (Some("v1".into()), vec![item("juliet@capulet.lit", &[])]));
    assert_eq!(kept.bodies("juliet@capulet.lit"), ["hi"]);
}

#[test]
fn a_removed_account_leaves_nothing_and_the_other_accounts_everything() {
    let kept = Kept::new();
    let other = bare("benvolio@montague.lit");
    kept.write([Change::SaveAccount(account(other.clone()))]);
    let of_account = |account: &BareJid| {
        let account = account.clone();
        vec![
            Change::ReplaceRoster { account: account.clone(), version: Some("v".into()), items: vec![item("juliet@capulet.lit", &["A"])] },
            Change::SaveRequest(Request { account: account.clone(), ..request(None, 1) }),
            Change::SaveInvitation(Box::new(Invitation { account: account.clone(), ..invitation("juliet@capulet.lit/b") })),
            Change::AddMessage(NewMessage { account: account.clone(), ..from_juliet("hi") }),
            Change::Queue(NewMessage { account: account.clone(), ..to_juliet("o1", "hi back") }),
            Change::SetArchiveCursor { account: account.clone(), archive: account.clone(), stanza_id: "s1".into(), whole: true },
            Change::SaveRoom(SavedRoom {
                account: account.clone(),
                room: bare("garden@rooms.capulet.lit"),
                nick: "romeo".into(),
                name: None,
                label: None,
                relisted: false,
                group: None,
                joined: true,
                autojoin: false,
                notify: Notify::default(),
                occupant_id: Some("occupant".into()),
                put_out: false,
                unwritten: false,
                options: RoomOptions::default(),
            }),
        ]
    };
    kept.write(of_account(&romeo()).into_iter().chain(of_account(&other)));
    kept.write([Change::RemoveAccount(romeo())]);
    // Late news of its task.
    for (change, outcome) in of_account(&romeo()).into_iter().zip(kept.write(of_account(&romeo()))) {
        assert_eq!(outcome, Outcome::Nothing, "{change:?}");
    }
    let db = Connection::open(kept.profile.database()).unwrap();
    let count = |table: &str| db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0)).unwrap();
    let tables = ["accounts", "roster", "requests", "invitations", "conversations", "outbox", "archive_cursors", "rooms"];
    assert_eq!(tables.map(count), [1; 8]);
    assert_eq!(count("messages"), 2);
    assert_eq!(kept.store.outbox(&other).unwrap().len(), 1);
    assert_eq!(kept.write([Change::RemoveAccount(romeo())]), [Outcome::Nothing]);
}

#[test]
fn the_same_buddy_of_two_accounts_is_two() {
    let kept = Kept::new();
    let other = bare("benvolio@montague.lit");
    kept.write([Change::SaveAccount(account(other.clone()))]);
    for (owner, group) in [(romeo(), "Love"), (other.clone(), "Enemies")] {
        kept.write([Change::SaveContact { account: owner, version: None, item: item("juliet@capulet.lit", &[group]) }]);
    }
    kept.write([Change::RemoveContact { account: romeo(), version: None, jid: bare("juliet@capulet.lit") }]);
    assert_eq!(kept.store.roster(&romeo()).unwrap().1, []);
    assert_eq!(kept.store.roster(&other).unwrap().1, [item("juliet@capulet.lit", &["Enemies"])]);
}

#[test]
fn a_roster_of_ten_thousand_is_kept_and_replaced_whole() {
    let kept = Kept::new();
    let items: Vec<_> = (0..10_000).map(|number| item(&format!("buddy{number:05}@capulet.lit"), &["Friends", "\"'ß"])).collect();
    let whole = |version: &str, items: &[RosterItem]| Change::ReplaceRoster {
        account: romeo(),
        version: Some(version.into()),
        items: items.to_vec(),
    };
    kept.write([whole("v1", &items)]);
    let kept = kept.reopened();
    assert_eq!(kept.store.roster(&romeo()).unwrap(), (Some("v1".into()), items.clone()));
    kept.write([whole("v2", &items[..3])]);
    assert_eq!(kept.store.roster(&romeo()).unwrap(), (Some("v2".into()), items[..3].to_vec()));
}

#[test]
fn a_change_of_one_buddy_moves_the_rosters_version() {
    let kept = Kept::new();
    let juliet = item("juliet@capulet.lit", &[]);
    kept.write([Change::SaveContact { account: romeo(), version: Some("v2".into()), item: juliet.clone() }]);
    let renamed = RosterItem { name: None, ask: false, subscription: Subscription::To, ..juliet.clone() };
    kept.write([Change::SaveContact { account: romeo(), version: Some("v3".into()), item: renamed.clone() }]);
    assert_eq!(kept.store.roster(&romeo()).unwrap(), (Some("v3".into()), vec![renamed]));
    kept.write([Change::RemoveContact { account: romeo(), version: Some("v4".into()), jid: juliet.jid }]);
    assert_eq!(kept.store.roster(&romeo()).unwrap(), (Some("v4".into()), vec![]));
}

fn invitation(from: &str) -> Invitation {
    Invitation {
        account: romeo(),
        room: "balcony@rooms.lit".parse().unwrap(),
        from: from.parse().unwrap(),
        reason: Some("To talk".into()),
        password: None,
        direct: true,
        time: at(7),
    }
}

#[test]
fn the_latest_invitation_into_a_room_waits_over_a_restart_without_its_password() {
    let kept = Kept::new();
    kept.write([Change::SaveInvitation(Box::new(invitation("nurse@capulet.lit")))]);
    let latest = Invitation { password: Some(Secret::new("rose")), ..invitation("juliet@capulet.lit/b") };
    kept.write([Change::SaveInvitation(Box::new(latest))]);
    let kept = kept.reopened();
    assert_eq!(kept.store.invitations(&romeo()).unwrap(), [invitation("juliet@capulet.lit/b")]);
    kept.write([Change::RemoveInvitation { account: romeo(), room: "balcony@rooms.lit".parse().unwrap() }]);
    assert_eq!(kept.store.invitations(&romeo()).unwrap(), []);
}

#[test]
fn a_request_made_again_keeps_its_time_and_waits_over_a_restart() {
    let kept = Kept::new();
    assert_eq!(kept.write([Change::SaveRequest(request(Some("It is I"), 1))]), [Outcome::Done]);
    assert_eq!(kept.write([Change::SaveRequest(request(None, 2))]), [Outcome::Nothing]);
    assert_eq!(kept.write([Change::SaveRequest(request(Some("Tybalt!"), 3))]), [Outcome::Done]);
    let kept = kept.reopened();
    assert_eq!(kept.store.requests(&romeo()).unwrap(), [request(Some("Tybalt!"), 1)]);
    let answered = Change::RemoveRequest { account: romeo(), jid: bare("tybalt@capulet.lit") };
    assert_eq!(kept.write([answered.clone(), answered]), [Outcome::Done, Outcome::Nothing]);
    assert_eq!(kept.store.requests(&romeo()).unwrap(), []);
}

#[test]
fn rooms_cursors_sessions_caps_and_settings_are_there_after_a_restart_and_can_change() {
    let kept = Kept::new();
    let garden = bare("garden@rooms.capulet.lit");
    let room = SavedRoom {
        account: romeo(),
        room: garden.clone(),
        nick: "romeo".into(),
        name: None,
        label: None,
        relisted: false,
        group: None,
        joined: true,
        autojoin: false,
        notify: Notify::Never,
        occupant_id: None,
        put_out: false,
        unwritten: true,
        options: RoomOptions { members_only: Some(true), ..RoomOptions::default() },
    };
    let cursor = |archive: BareJid, stanza_id: &str| Change::SetArchiveCursor {
        account: romeo(),
        archive,
        stanza_id: stanza_id.into(),
        whole: true,
    };
    let setting = |value: Option<&str>| Change::SetSetting { key: "sounds".into(), value: value.map(Into::into) };
    let features = vec!["urn:xmpp:ping".to_owned(), "urn:xmpp:time".to_owned()];
    kept.write([
        Change::SaveRoom(room.clone()),
        cursor(romeo(), "s1"),
        cursor(garden.clone(), "r1"),
        cursor(romeo(), "s2"),
        Change::SaveCaps { hash: "sha-1:abc=".into(), features: features.clone() },
        setting(Some("on")),
        setting(Some("off")),
    ]);
    let kept = kept.reopened();
    assert_eq!(kept.store.rooms(&romeo()).unwrap(), std::slice::from_ref(&room));
    assert_eq!(kept.store.archive_cursor(&romeo(), &romeo()).unwrap().as_deref(), Some("s2"));
    assert_eq!(kept.store.archive_cursor(&romeo(), &garden).unwrap().as_deref(), Some("r1"));
    assert_eq!(kept.store.caps("sha-1:abc=").unwrap(), Some(features));
    assert_eq!(kept.store.caps("sha-1:def=").unwrap(), None);
    assert_eq!(kept.store.setting("sounds").unwrap().as_deref(), Some("off"));
    let renamed = SavedRoom {
        name: Some("The Garden".into()),
        label: Some("Roses".into()),
        relisted: true,
        group: Some("Home".into()),
        joined: false,
        autojoin: true,
        notify: Notify::Always,
        occupant_id: Some("occupant".into()),
        put_out: true,
        unwritten: false,
        options: RoomOptions::default(),
        ..room
    };
    kept.write([Change::SaveRoom(renamed.clone()), setting(None)]);
    assert_eq!(kept.store.rooms(&romeo()).unwrap(), [renamed]);
    assert_eq!(kept.store.setting("sounds").unwrap(), None);
    kept.write([Change::RemoveRoom { account: romeo(), room: garden }]);
    assert_eq!(kept.store.rooms(&romeo()).unwrap(), []);
}

#[test]
fn drafts_are_there_after_a_restart_change_and_go_with_their_account() {
    let kept = Kept::new();
    let nurse: Jid = "nurse@capulet.lit".parse().unwrap();
    let draft =
        |conversation: &Jid, body: &str| Change::SetDraft { account: romeo(), conversation: conversation.clone(), body: body.into() };
    let garden: Jid = "garden@rooms.capulet.lit/juliet".parse().unwrap();
    kept.write([draft(&nurse, "Hie"), draft(&garden, "half\na word 🐦"), draft(&nurse, "Hie thee")]);
    assert_eq!(kept.write([draft(&nurse, "Hie thee")]), [Outcome::Nothing]);
    let kept = kept.reopened();
    let expected = [(romeo(), garden.clone(), "half\na word 🐦".to_owned()), (romeo(), nurse.clone(), "Hie thee".to_owned())];
    assert_eq!(kept.store.drafts().unwrap(), expected);
    kept.write([draft(&garden, "")]);
    assert_eq!(kept.store.drafts().unwrap(), expected[1..]);
    kept.write([Change::RemoveAccount(romeo())]);
    assert_eq!(kept.store.drafts().unwrap(), []);
}

#[test]
fn where_an_archive_begins_is_known_after_a_restart_until_all_is_here() {
    let kept = Kept::new();
    let begins = |stanza_id: Option<&str>, pages| Change::SetArchiveStart {
        account: romeo(),
        archive: romeo(),
        stanza_id: stanza_id.map(Into::into),
        pages,
    };
    assert_eq!(kept.store.archive_start(&romeo(), &romeo()).unwrap(), None);
    kept.write([begins(Some("s9"), 0), begins(Some("s5"), 1)]);
    let kept = kept.reopened();
    assert_eq!(kept.store.archive_start(&romeo(), &romeo()).unwrap(), Some(("s5".to_owned(), 1)));
    kept.write([begins(None, 0)]);
    assert_eq!(kept.store.archive_start(&romeo(), &romeo()).unwrap(), None);
}

#[test]
fn a_conversation_that_is_forgotten_leaves_nothing_behind_and_others_alone() {
    let kept = Kept::new();
    kept.add(from_juliet("a secret"));
    kept.write([Change::Queue(to_juliet("o1", "another"))]);
    kept.add(NewMessage { conversation: jid("nurse@capulet.lit"), from: jid("nurse@capulet.lit"), ..from_juliet("no secret") });
    kept.write([Change::RemoveConversation { account: romeo(), conversation: jid("juliet@capulet.lit") }]);
    assert!(kept.history("juliet@capulet.lit").is_empty() && kept.store.outbox(&romeo()).unwrap().is_empty());
    let search = crate::model::search::Search::parse("secret", &jiff::tz::TimeZone::UTC);
    let found: Vec<_> = kept.store.search(&search, 10).unwrap().into_iter().map(|message| message.body).collect();
    assert_eq!(found, ["no secret"]);
}

#[test]
fn what_is_forgotten_is_noted_since_archives_still_tell_of_it() {
    let kept = Kept::new();
    let begins = |stanza_id: Option<&str>, pages| Change::SetArchiveStart {
        account: romeo(),
        archive: romeo(),
        stanza_id: stanza_id.map(str::to_owned),
        pages,
    };
    let forget = |jid_: &str| Change::RemoveConversation { account: romeo(), conversation: jid(jid_) };
    kept.add(NewMessage { time: at(7), ..from_juliet("gone") });
    kept.add(NewMessage { time: at(5), ..from_juliet("gone") });
    kept.write([forget("nurse@capulet.lit"), begins(Some("s9"), 1), forget("juliet@capulet.lit")]);
    let kept = kept.reopened();
    assert_eq!(kept.store.forgotten(&romeo()).unwrap(), [(jid("juliet@capulet.lit"), at(7), None)]);
    kept.write([begins(Some("s5"), 0)]);
    assert_eq!(kept.store.forgotten(&romeo()).unwrap().len(), 1);
    // That our own archive is here says nothing about those of rooms.
    kept.write([begins(None, 0)]);
    assert_eq!(kept.store.forgotten(&romeo()).unwrap().len(), 1);
    assert_eq!(kept.store.forgotten_messages(&romeo()).unwrap(), []);
    // By the archive's id where it is known; our own by ours, too.
    kept.add(NewMessage { stanza_id: Some("s1".into()), origin_id: Some("theirs".into()), ..from_juliet("gone") });
    kept.write([Change::Queue(to_juliet("o1", "gone, too")), forget("juliet@capulet.lit")]);
    let ids: Vec<String> = kept.store.forgotten_messages(&romeo()).unwrap().into_iter().map(|(_, id)| id).collect();
    assert_eq!(ids, ["o1", "s1"]);
    let tea = "tea@rooms.capulet.lit";
    kept.add(NewMessage { stanza_id: Some("a1".into()), ..in_room(tea, "one") });
    kept.add(NewMessage { stanza_id: Some("a2".into()), ..in_room(tea, "two") });
    kept.write([forget(tea)]);
    let lines = kept.store.forgotten(&romeo()).unwrap();
    assert!(lines.iter().any(|(conversation, _, last)| conversation.as_str() == tea && last.as_deref() == Some("a2")), "{lines:?}");
}

#[test]
fn a_cursor_that_is_no_message_knows_which_came_before_it() {
    let kept = Kept::new();
    let (last, _) = kept.add(from_juliet("before"));
    let set = |stanza_id: &str, whole| Change::SetArchiveCursor { account: romeo(), archive: romeo(), stanza_id: stanza_id.into(), whole };
    kept.write([set("receipt", true)]);
    kept.add(from_juliet("after"));
    assert_eq!(kept.store.before_cursor(&romeo(), "receipt").unwrap(), Some(last.id));
    assert_eq!(kept.store.before_cursor(&romeo(), "other").unwrap(), None);
    kept.write([set("meanwhile", false)]);
    assert_eq!(kept.store.before_cursor(&romeo(), "meanwhile").unwrap(), None);
}

#[test]
fn the_gaps_of_a_room_are_kept_in_order() {
    let kept = Kept::new();
    let set = |gaps: &[(&str, u32)]| {
        let gap = |(id, page): &(&str, u32)| RoomGap {
            before: (*id).to_owned(),
            missing: Missing { up_to: Some(MessageId(7)), noted: None, page: *page },
        };
        let gaps = gaps.iter().map(gap).collect();
        kept.write([Change::SetRoomGaps { account: romeo(), room: bare("tea@rooms.lit"), gaps }]);
    };
    let gaps = |kept: &Kept| {
        let gaps = kept.store.room_gaps(&romeo(), &bare("tea@rooms.lit")).unwrap();
        assert!(gaps.iter().all(|gap| gap.missing.up_to == Some(MessageId(7))));
        gaps.into_iter().map(|gap| (gap.before, gap.missing.page)).collect::<Vec<_>>()
    };
    set(&[("older", 3), ("younger", 0)]);
    assert_eq!(gaps(&kept), [("older".to_owned(), 3), ("younger".to_owned(), 0)]);
    set(&[("older", 4)]);
    assert_eq!(gaps(&kept), [("older".to_owned(), 4)]);
    set(&[]);
    assert_eq!(gaps(&kept), []);
}
