//! Nothing is lost and nothing is doubled: cut connections, lost sessions, a killed process.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::fantail::Fantail;
use support::peer::Peer;
use support::prosody::{Options, PASSWORD, Prosody};
use support::proxy::{Direction, Proxy};
use support::scripted::ScriptedServer;
use support::xml::attribute;

const JULIET: &str = "juliet@one.test";

struct Stage {
    prosody: Prosody,
    proxy: Proxy,
    fantail: Fantail,
    juliet: Peer,
}

/// Romeo at Fantail behind a bad network, Juliet beside the server.
fn stage(options: Options) -> Stage {
    let prosody = Prosody::start(options);
    let proxy = Proxy::start(prosody.port());
    let fantail = Fantail::start();
    fantail.add_account("romeo@one.test", PASSWORD, &proxy.address(), prosody.ca());
    fantail.wait_online(None);
    let juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    Stage { prosody, proxy, fantail, juliet }
}

impl Stage {
    fn send(&self, body: &str) {
        self.fantail.ctl(&["send", JULIET, body]);
    }

    fn settled(&self, body: &str) {
        let sent = |message: &Value| message["body"] == body && message["state"] == "sent";
        self.fantail.wait_for(&["history", JULIET], "acknowledged", sent);
    }

    fn arrived(&self, body: &str) {
        self.fantail.wait_for(&["history", JULIET], "arrived", |message| message["body"] == body);
    }

    /// How often each text is in the conversation here.
    fn counts(&self) -> BTreeMap<String, usize> {
        count(self.fantail.ctl(&["history", JULIET, "--limit", "5000"]))
    }

    /// How often each text reached Juliet.
    fn reached_juliet(&mut self) -> BTreeMap<String, usize> {
        count(self.juliet.events().into_iter().filter(|event| event["event"] == "message").collect())
    }
}

fn count(messages: Vec<Value>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for message in messages {
        if let Some(body) = message["body"].as_str() {
            *counts.entry(body.to_owned()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn a_cut_connection_is_resumed_and_each_message_goes_once() {
    let mut stage = stage(Options::default());
    stage.send("before");
    stage.settled("before");
    // What is on its way when the network goes silent is not acknowledged.
    stage.proxy.black_hole();
    stage.send("into the hole");
    stage.juliet.send("romeo@one.test", "out of the hole");
    stage.proxy.refuse();
    stage.proxy.cut();
    stage.send("while it is cut");
    stage.proxy.resume();
    stage.settled("into the hole");
    stage.settled("while it is cut");
    stage.arrived("out of the hole");
    assert_eq!(stage.fantail.ctl(&["accounts"])[0]["resumed"], json!(true));
    let expected: BTreeMap<String, usize> =
        ["before", "into the hole", "out of the hole", "while it is cut"].map(|body| (body.to_owned(), 1)).into();
    assert_eq!(stage.counts(), expected);
    stage.juliet.expect_message("while it is cut");
}

#[test]
fn a_network_gone_silent_is_noticed_by_the_next_message_which_arrives_once_it_is_back() {
    let mut stage = stage(Options::default());
    stage.proxy.black_hole();
    stage.send("into the silence");
    let noticed = stage.fantail.wait_for(&["accounts"], "the silence is noticed", |account| account["state"] == "connecting");
    assert_eq!(noticed["error"], "unreachable");
    stage.proxy.cut();
    stage.proxy.resume();
    stage.settled("into the silence");
    stage.juliet.expect_message("into the silence");
    assert_eq!(stage.counts()["into the silence"], 1);
}

#[test]
fn a_session_past_its_time_begins_anew_and_the_archive_tells_the_rest() {
    let mut stage = stage(Options { smacks_hibernation_time: 1, ..Options::default() });
    stage.send("before");
    stage.settled("before");
    stage.proxy.refuse();
    stage.proxy.cut();
    stage.send("queued offline");
    // Taken back before it went out: nobody gets to see it.
    stage.send("regretted");
    let regretted = stage.fantail.ctl(&["history", JULIET, "--limit", "1"]).remove(0);
    assert_eq!(regretted["state"], "queued");
    stage.fantail.ctl(&["retract", JULIET, regretted["id"].as_str().unwrap()]);
    stage.juliet.send("romeo@one.test", "while he is away");
    // The server has to forget the session before he comes back: a second client sees him leave.
    let log = |prosody: &Prosody| prosody.log().contains("Destroying session for hibernating too long");
    support::eventually(support::PATIENCE, "the session is forgotten", || log(&stage.prosody).then_some(()));
    stage.proxy.resume();
    stage.settled("queued offline");
    stage.arrived("while he is away");
    assert_eq!(stage.fantail.ctl(&["accounts"])[0]["resumed"], json!(false));
    let expected: BTreeMap<String, usize> = ["before", "queued offline", "while he is away", ""].map(|body| (body.to_owned(), 1)).into();
    assert_eq!(stage.counts(), expected);
    stage.juliet.expect_message("queued offline");
    stage.send("after");
    stage.juliet.expect_message("after");
    assert!(!stage.reached_juliet().contains_key("regretted"));
}

#[test]
fn a_restarted_server_is_found_again_and_what_was_written_meanwhile_goes_out() {
    let mut stage = stage(Options::default());
    stage.send("before");
    stage.settled("before");
    stage.prosody.stop();
    stage.send("while the server is down");
    stage.fantail.wait_for(&["accounts"], "it is noticed", |account| account["state"] == "connecting");
    stage.prosody.restart();
    stage.settled("while the server is down");
    assert_eq!(stage.counts()["while the server is down"], 1);
}

#[test]
fn what_came_while_the_program_was_off_is_there_once_and_in_order() {
    let mut stage = stage(Options::default());
    stage.juliet.send("romeo@one.test", "live");
    stage.arrived("live");
    stage.fantail.quit();
    // More than two pages of the archive.
    for number in 0..250 {
        stage.juliet.send("romeo@one.test", &format!("line {number:03}"));
    }
    // Answered after all of them, so the server has them all before we are back.
    stage.juliet.roster();
    stage.fantail.restart();
    stage.fantail.ctl_with_stdin(&["account", "password", "romeo@one.test"], PASSWORD);
    stage.arrived("line 249");
    let bodies: Vec<Value> =
        stage.fantail.ctl(&["history", JULIET, "--limit", "500"]).into_iter().map(|line| line["body"].clone()).collect();
    let expected: Vec<Value> = std::iter::once(json!("live")).chain((0..250).map(|number| json!(format!("line {number:03}")))).collect();
    assert_eq!(bodies, expected);
}

#[test]
fn after_a_long_absence_the_newest_comes_first_and_the_rest_is_filled_in_over_a_kill() {
    const NURSE: &str = "nurse@one.test";
    const MANY: usize = 1500;
    let mut stage = stage(Options::default());
    let mut nurse = Peer::online(NURSE, PASSWORD, stage.prosody.port(), stage.prosody.ca());
    nurse.send("romeo@one.test", "line 0");
    let history = |fantail: &Fantail, with| fantail.ctl(&["history", with, "--limit", "5000"]);
    stage.fantail.wait_for(&["history", NURSE], "she is known", |message| message["body"] == "line 0");
    stage.fantail.ctl(&["read", NURSE]);
    stage.fantail.quit();
    nurse.send_many("romeo@one.test", "line", MANY);
    nurse.roster();
    stage.juliet.send("romeo@one.test", "the newest");
    stage.juliet.roster();

    stage.fantail.restart();
    let mut events = stage.fantail.events();
    stage.fantail.ctl_with_stdin(&["account", "password", "romeo@one.test"], PASSWORD);
    events.expect("message", "the newest word", |event| event["body"] == "the newest");
    stage.fantail.kill9();
    // In the middle of it, whatever of that the dying program had told.
    let before = events.so_far();
    assert!(!before.iter().any(|event| event["body"] == format!("line {}", MANY / 2)), "the old comes behind the new");

    stage.fantail.restart();
    stage.fantail.ctl_with_stdin(&["account", "password", "romeo@one.test"], PASSWORD);
    support::eventually(support::PATIENCE, "all is there", || (history(&stage.fantail, NURSE).len() > MANY).then_some(()));
    let bodies: Vec<Value> = history(&stage.fantail, NURSE).iter().map(|message| message["body"].clone()).collect();
    let expected: Vec<String> = (0..=MANY).map(|number| format!("line {number}")).collect();
    assert_eq!(bodies, expected);
    assert_eq!(history(&stage.fantail, JULIET).len(), 1);
    let talk = stage.fantail.wait_for(&["conversations"], "all counts", |talk| talk["with"] == NURSE || talk["conversation"] == NURSE);
    assert_eq!(talk["unread"], json!(MANY), "{talk}");
    // What is written after it stands behind it, and what comes next is asked for from there.
    stage.fantail.ctl(&["send", NURSE, "good night"]);
    nurse.expect_message("good night");
}

#[test]
fn a_killed_process_loses_nothing_and_doubles_nothing_of_a_thousand_each_way() {
    const EACH: usize = 1000;
    let mut stage = stage(Options { smacks_hibernation_time: 5, ..Options::default() });
    let profile = stage.fantail.profile().to_owned();
    // Romeo writes through as many callers as a shell would start, Juliet at the same time.
    let mut killed = 0;
    std::thread::scope(|scope| {
        let (fantail, juliet) = (&stage.fantail, &mut stage.juliet);
        let writer = scope.spawn(move || {
            let mut queued = Vec::new();
            for number in 0..EACH / 2 {
                let body = format!("out {number:04}");
                let answer = fantail.try_ctl(&["send", JULIET, &body]);
                if answer.status != 0 {
                    break;
                }
                queued.push(body);
            }
            queued
        });
        for number in 0..EACH / 2 {
            juliet.send("romeo@one.test", &format!("in {number:04}"));
        }
        killed = writer.join().unwrap().len();
    });
    assert_eq!(killed, EACH / 2);
    // The kill comes while both directions are busy.
    for number in EACH / 2..EACH {
        stage.juliet.send("romeo@one.test", &format!("in {number:04}"));
        if number % 5 == 0 {
            stage.send(&format!("out {number:04}"));
        }
        if number == EACH / 2 + 200 {
            stage.fantail.kill9();
            assert!(profile.exists());
            stage.fantail.restart();
            stage.fantail.ctl_with_stdin(&["account", "password", "romeo@one.test"], PASSWORD);
        }
    }
    stage.arrived_all(EACH);
    let mut expected = BTreeMap::new();
    for number in 0..EACH {
        expected.insert(format!("in {number:04}"), 1);
        if number < EACH / 2 || number % 5 == 0 {
            expected.insert(format!("out {number:04}"), 1);
        }
    }
    assert_eq!(difference(&stage.counts(), &expected), Vec::<String>::new());
    let sent: BTreeMap<String, usize> = expected.into_iter().filter(|(body, _)| body.starts_with("out")).collect();
    let last = format!("out {:04}", EACH - 5);
    stage.juliet.expect("the last message", |event| event["body"] == last.as_str());
    let mut reached = stage.reached_juliet();
    reached.insert(last, 1);
    assert_eq!(difference(&reached, &sent), Vec::<String>::new());
}

impl Stage {
    fn arrived_all(&self, each: usize) {
        let missing = |history: &[Value]| each - history.iter().filter(|message| message["direction"] == "in").count();
        support::eventually(support::PATIENCE, "all has arrived", || {
            (missing(&self.fantail.ctl(&["history", JULIET, "--limit", "5000"])) == 0).then_some(())
        });
        let queued = |history: &[Value]| history.iter().any(|message| message["state"] == "queued");
        support::eventually(support::PATIENCE, "all is acknowledged", || {
            (!queued(&self.fantail.ctl(&["history", JULIET, "--limit", "5000"]))).then_some(())
        });
    }
}

#[test]
fn a_message_the_archive_could_not_yet_confirm_is_not_sent_twice() {
    let server = ScriptedServer::start();
    let fantail = Fantail::start();
    fantail.add_account("romeo@scripted.test", PASSWORD, &server.address(), &server.ca());
    let mut connection = server.accept_online(PASSWORD);
    fantail.wait_online(None);
    fantail.ctl(&["send", "juliet@scripted.test", "once"]);
    let sent = connection.skip_to("once");
    let id = attribute(&sent, "id").unwrap();
    connection.abort();
    // The session cannot be resumed, and the new one ends before the archive has answered.
    let mut connection = server.accept_signed_in(PASSWORD);
    connection.expect("<resume");
    connection.send("<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
    connection.skip_to("urn:xmpp:mam:2");
    connection.abort();
    // The next one tells that the message was archived.
    let mut connection = server.accept_signed_in(PASSWORD);
    let query = loop {
        let piece = connection.next().expect("the client signs in");
        if piece.contains("urn:xmpp:mam:2") {
            break piece;
        }
        connection.answer(&piece);
    };
    let message = format!(
        "<message xmlns='jabber:client' type='chat' id='{id}' from='romeo@scripted.test/x' to='juliet@scripted.test'>\
         <body>once</body></message>"
    );
    connection.send(&archived(&query, &message));
    fantail.wait_for(&["history", "juliet@scripted.test"], "the archive's word", |message| message["state"] == "sent");
    fantail.wait_online(None);
    fantail.ctl(&["send", "juliet@scripted.test", "twice"]);
    let next = connection.skip_to("<message");
    assert!(next.contains("twice"), "sent again: {next}");
}

#[test]
fn how_far_the_server_came_in_a_lost_session_is_believed_before_the_archive_has_answered() {
    let server = ScriptedServer::start();
    let fantail = Fantail::start();
    fantail.add_account("romeo@scripted.test", PASSWORD, &server.address(), &server.ca());
    let mut connection = server.accept_signed_in(PASSWORD);
    let begun = connection.pieces_until("<presence");
    begun.iter().for_each(|piece| connection.answer(piece));
    fantail.wait_online(None);
    fantail.ctl(&["send", "juliet@scripted.test", "arrived"]);
    fantail.ctl(&["send", "juliet@scripted.test", "got lost"]);
    let mut pieces = begun;
    while !pieces.iter().any(|piece| piece.contains("got lost")) {
        pieces.push(connection.next().expect("both are written"));
        connection.answer(&pieces[pieces.len() - 1].clone());
    }
    let counted = pieces.iter().skip_while(|piece| !piece.starts_with("<enable")).filter(|piece| is_stanza(piece));
    let counted: Vec<_> = counted.take_while(|piece| !piece.contains("got lost")).collect();
    let id = |body: &str| attribute(pieces.iter().find(|piece| piece.contains(body)).unwrap(), "id").unwrap();
    let (arrived, lost) = (id("arrived"), id("got lost"));
    let h = counted.len();
    connection.abort();
    let mut connection = server.accept_signed_in(PASSWORD);
    connection.expect("<resume");
    connection
        .send(&format!("<failed xmlns='urn:xmpp:sm:3' h='{h}'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>"));
    let again = loop {
        let piece = connection.next().expect("the client signs in anew");
        if piece.starts_with("<message") {
            break piece;
        }
        // The archive says nothing.
        if !piece.contains("urn:xmpp:mam:2") {
            connection.answer(&piece);
        }
    };
    assert_eq!(attribute(&again, "id").as_deref(), Some(lost.as_str()), "not {arrived}, and not another: {again}");
    let state = |body: &str| {
        let history = fantail.ctl(&["history", "juliet@scripted.test"]);
        history.iter().find(|message| message["body"] == body).unwrap()["state"].clone()
    };
    assert_eq!((state("arrived"), state("got lost")), (json!("sent"), json!("queued")));
}

fn is_stanza(piece: &str) -> bool {
    ["<iq", "<message", "<presence"].iter().any(|start| piece.starts_with(start))
}

/// An archive's result and the end of its page, for the query in `piece`.
fn archived(piece: &str, message: &str) -> String {
    let (iq, query) = (attribute(piece, "id").unwrap(), attribute(&piece[piece.find("<query").unwrap()..], "queryid").unwrap());
    format!(
        "<message to='romeo@scripted.test'><result xmlns='urn:xmpp:mam:2' queryid='{query}' id='a1'><forwarded xmlns='urn:xmpp:forward:0'>\
         <delay xmlns='urn:xmpp:delay' stamp='2026-11-22T12:00:00Z'/>{message}</forwarded></result></message>\
         <iq type='result' id='{iq}'><fin xmlns='urn:xmpp:mam:2' complete='true'><set xmlns='http://jabber.org/protocol/rsm'>\
         <last>a1</last></set></fin></iq>"
    )
}

#[test]
fn what_falls_between_the_answer_of_the_archive_and_our_presence_is_asked_for() {
    let server = ScriptedServer::start();
    let fantail = Fantail::start();
    fantail.add_account("romeo@scripted.test", PASSWORD, &server.address(), &server.ca());
    // The archive had nothing when it was asked, and somebody wrote before we were there.
    let mut connection = server.accept_online(PASSWORD);
    let query = connection.skip_to("urn:xmpp:mam:2");
    let message = "<message xmlns='jabber:client' type='chat' id='m1' from='juliet@scripted.test/x' to='romeo@scripted.test'>\
                   <body>between</body></message>";
    connection.send(&archived(&query, message));
    fantail.wait_for(&["history", "juliet@scripted.test"], "it is there", |message| message["body"] == "between");
}

#[test]
fn an_archive_that_never_says_that_it_is_complete_is_not_asked_for_ever() {
    const LAST: &str = "<set xmlns='http://jabber.org/protocol/rsm'><last>a1</last></set>";
    // After the first page one that is empty, or one that ends where the first did; neither is said to be the end.
    for page in ["", LAST] {
        let server = ScriptedServer::start();
        let fantail = Fantail::start();
        fantail.add_account("romeo@scripted.test", PASSWORD, &server.address(), &server.ca());
        let mut connection = server.accept_signed_in(PASSWORD);
        let answer = |piece: &str, page: &str| {
            let id = attribute(piece, "id").unwrap();
            format!("<iq type='result' id='{id}'><fin xmlns='urn:xmpp:mam:2'>{page}</fin></iq>")
        };
        let first = loop {
            let piece = connection.next().expect("the client signs in");
            if piece.contains("urn:xmpp:mam:2") {
                break piece;
            }
            connection.answer(&piece);
        };
        connection.send(&answer(&first, LAST));
        let second = connection.skip_to("<after>a1</after>");
        connection.send(&answer(&second, page));
        fantail.wait_online(None);
        fantail.ctl(&["send", "juliet@scripted.test", "hello"]);
        assert_eq!(connection.skip_counting("<message", "urn:xmpp:mam:2"), 0, "{page}");
    }
}

#[test]
fn a_line_the_room_reflected_to_a_killed_process_is_not_said_twice() {
    const TEA: &str = "tea@conference.one.test";
    let mut stage = stage(Options::default());
    stage.fantail.ctl(&["room", "join", TEA, "--nick", "romeo"]);
    stage.juliet.join(TEA, "juliet");
    // The line arrives there, and no word of it comes back.
    stage.proxy.hold(Direction::Down);
    stage.fantail.ctl(&["send", TEA, "once"]);
    stage.juliet.expect_message("once");
    stage.fantail.kill9();
    stage.proxy.cut();
    stage.proxy.resume();
    stage.fantail.restart();
    assert_eq!(stage.fantail.ctl(&["history", TEA])[0]["state"], "queued");
    stage.fantail.ctl_with_stdin(&["account", "password", "romeo@one.test"], PASSWORD);
    let delivered = |body: &'static str| move |line: &Value| line["body"] == body && line["state"] == "delivered";
    stage.fantail.wait_for(&["history", TEA], "the history tells of it", delivered("once"));
    stage.fantail.ctl(&["send", TEA, "after"]);
    stage.fantail.wait_for(&["history", TEA], "the next is reflected", delivered("after"));
    stage.juliet.expect_message("after");
    assert!(stage.juliet.events().iter().all(|event| event["body"] != "once"), "said twice");
    assert_eq!(count(stage.fantail.ctl(&["history", TEA])), [("once".to_owned(), 1), ("after".to_owned(), 1)].into());
}

#[test]
fn what_a_room_said_while_we_were_away_is_heard_although_we_wrote_there_meanwhile() {
    const TEA: &str = "tea@conference.one.test";
    let mut stage = stage(Options { smacks_hibernation_time: 1, ..Options::default() });
    stage.fantail.ctl(&["room", "join", TEA, "--nick", "romeo"]);
    stage.juliet.join(TEA, "juliet");
    stage.juliet.say_in_room(TEA, "with us");
    stage.fantail.wait_for(&["history", TEA], "heard", |line| line["body"] == "with us");
    stage.fantail.quit();
    stage.juliet.say_in_room(TEA, "without us");
    stage.fantail.restart();
    // No password yet: offline, and the line waits.
    stage.fantail.ctl(&["send", TEA, "written meanwhile"]);
    stage.fantail.ctl_with_stdin(&["account", "password", "romeo@one.test"], PASSWORD);
    stage.fantail.wait_for(&["history", TEA], "heard later", |line| line["body"] == "without us");
    stage.fantail.wait_for(&["history", TEA], "said", |line| line["body"] == "written meanwhile" && line["state"] == "delivered");
    let expected = ["with us", "without us", "written meanwhile"].map(|body| (body.to_owned(), 1)).into();
    assert_eq!(count(stage.fantail.ctl(&["history", TEA])), expected);
}

/// Texts that are not there as often as they should.
fn difference(found: &BTreeMap<String, usize>, expected: &BTreeMap<String, usize>) -> Vec<String> {
    let all = found.keys().chain(expected.keys()).collect::<std::collections::BTreeSet<_>>();
    let wrong = all.into_iter().filter(|body| found.get(*body) != expected.get(*body));
    wrong.map(|body| format!("{body}: {:?} not {:?}", found.get(body), expected.get(body))).collect()
}

#[test]
fn a_new_device_gets_the_whole_archive_in_its_order_and_read_over_a_restart() {
    const MANY: usize = 330;
    let prosody = Prosody::start(Options::default());
    let first = Fantail::start();
    first.add_account("romeo@one.test", PASSWORD, &prosody.address(), prosody.ca());
    first.wait_online(None);
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    juliet.raw("<message to='romeo@one.test' type='chat' id='early'><body>tee</body></message>");
    first.wait_for(&["history", JULIET], "the first word", |message| message["body"] == "tee");
    juliet.send_many("romeo@one.test", "line", MANY);
    let last = format!("line {MANY}");
    first.wait_for(&["history", JULIET], "the last line", |message| message["body"] == last.as_str());
    juliet.raw(
        "<message to='romeo@one.test' type='chat' id='late'><body>tea</body><replace xmlns='urn:xmpp:message-correct:0' id='early'/></message>",
    );
    juliet.raw(
        "<message to='romeo@one.test' type='chat' id='later'><reactions xmlns='urn:xmpp:reactions:0' id='line-1'><reaction>👍</reaction>\
         </reactions><store xmlns='urn:xmpp:hints'/></message>",
    );
    let history = |fantail: &Fantail| fantail.ctl(&["history", JULIET, "--limit", "5000"]);
    let bodies = |history: &[Value]| history.iter().map(|message| message["body"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    first.wait_for(&["history", JULIET, "--limit", "5000"], "the last word", |message| message["reactions"] == json!({ "👍": [JULIET] }));
    let expected: Vec<String> = std::iter::once("tea".to_owned()).chain((1..=MANY).map(|number| format!("line {number}"))).collect();
    assert_eq!(bodies(&history(&first)), expected);

    let mut second = Fantail::start();
    second.add_account("romeo@one.test", PASSWORD, &prosody.address(), prosody.ca());
    second.wait_online(None);
    // Killed while it fetches: it goes on where it was.
    second.kill9();
    second.restart();
    second.ctl_with_stdin(&["account", "password", "romeo@one.test"], PASSWORD);
    // The first word comes with the last page.
    support::eventually(support::PATIENCE, "all is there", || (history(&second).len() == expected.len()).then_some(()));
    let told = history(&second);
    assert_eq!(bodies(&told), expected);
    assert_eq!(told[1]["reactions"], json!({ "👍": [JULIET] }));
    // What was fetched from long ago is not news.
    assert!(second.ctl(&["conversations"])[0]["unread"].as_u64().unwrap() <= 100);
}

#[test]
fn what_was_said_is_written_into_files_of_the_users() {
    // More than is read at once.
    const MANY: usize = 1_100;
    let mut stage = stage(Options::default());
    stage.juliet.send_many("romeo@one.test", "line", MANY);
    let last = format!("line {MANY}");
    stage.arrived(&last);
    stage.send("<b>so much</b>");
    stage.settled("<b>so much</b>");
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    let export = |more: &[&str]| {
        let told = stage.fantail.ctl(&[&["export", "--folder", to], more].concat()).remove(0);
        assert_eq!(told["count"], json!(MANY + 1));
        let path = std::path::PathBuf::from(told["path"].as_str().unwrap());
        (std::fs::read_to_string(&path).unwrap(), path)
    };
    let (json, path) = export(&[JULIET, "--format", "json"]);
    let read: Vec<Value> = serde_json::from_str(&json).unwrap();
    let bodies: Vec<&str> = read.iter().map(|message| message["body"].as_str().unwrap()).collect();
    let expected: Vec<String> = (1..=MANY).map(|number| format!("line {number}")).chain(["<b>so much</b>".into()]).collect();
    assert_eq!(bodies, expected);
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("Fantail juliet@one.test 20") && name.ends_with(".json"), "{name}");
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions()) & 0o777, 0o600);
    let (html, _) = export(&["--format", "html"]);
    assert!(html.contains("&lt;b&gt;so much&lt;/b&gt;") && html.contains("line 1<"), "{}", &html[..2_000]);
    let (text, first) = export(&[]);
    assert_eq!(text.lines().filter(|line| line.contains(" juliet@one.test: line ")).count(), MANY);
    let (_, second) = export(&[]);
    assert_ne!(first, second, "what is there is left as it is");
    assert_eq!(stage.fantail.refused(&["export", "--folder", "/nowhere/at/all"]), "bad-argument");
}

#[test]
fn what_is_older_than_the_user_keeps_goes_and_the_archive_does_not_bring_it_back() {
    let mut stage = stage(Options::default());
    stage.juliet.send("romeo@one.test", "of long ago");
    stage.arrived("of long ago");
    stage.juliet.send("romeo@one.test", "of today");
    stage.arrived("of today");
    stage.fantail.quit();
    let database = rusqlite::Connection::open(fantail::store::Profile::at(stage.fantail.profile()).unwrap().database()).unwrap();
    let old = "UPDATE messages SET time = time - 40 * 86400000000 WHERE body = 'of long ago'";
    assert_eq!(database.execute(old, []).unwrap(), 1);
    database.execute("INSERT INTO settings (key, value) VALUES ('keep-history', '\"month\"')", []).unwrap();
    drop(database);
    stage.fantail.restart();
    let bodies = || count(stage.fantail.ctl(&["history", JULIET])).into_keys().collect::<Vec<_>>();
    support::eventually(support::PATIENCE, "the old one goes", || (bodies() == ["of today"]).then_some(()));
    stage.fantail.ctl_with_stdin(&["account", "password", "romeo@one.test"], PASSWORD);
    stage.juliet.send("romeo@one.test", "after");
    stage.arrived("after");
    assert_eq!(bodies(), ["after", "of today"]);
}
