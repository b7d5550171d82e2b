//! The machine sleeps, the network goes without a word, the disk takes nothing: noticed, told, and nothing lost.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use support::fantail::Fantail;
use support::peer::Peer;
use support::prosody::{Options, PASSWORD, Prosody};
use support::proxy::Proxy;
use support::{PATIENCE, eventually};

const ROMEO: &str = "romeo@one.test";
const JULIET: &str = "juliet@one.test";

struct Stage {
    prosody: Prosody,
    proxy: Proxy,
    fantail: Fantail,
    juliet: Peer,
}

/// Romeo at Fantail behind a bad network, Juliet beside the server. No window is looked at.
fn stage(options: Options) -> Stage {
    let prosody = Prosody::start(options);
    let proxy = Proxy::start(prosody.port());
    let fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &proxy.address(), prosody.ca());
    fantail.wait_online(None);
    let juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    Stage { prosody, proxy, fantail, juliet }
}

impl Stage {
    fn arrived(&self, body: &str) {
        self.fantail.wait_for(&["history", JULIET], body, |message| message["body"] == body);
    }

    /// How often this text is in the conversation.
    fn count(&self, body: &str) -> usize {
        self.fantail.ctl(&["history", JULIET]).iter().filter(|message| message["body"] == body).count()
    }
}

/// The lid is closed, the address changes meanwhile, the lid is opened: no window has to be looked at, nothing has to be sent. Without
/// the look at the clocks the dead link would be trusted for five minutes.
#[test]
fn after_sleep_a_dead_link_is_noticed_at_once_and_what_was_missed_is_there() {
    let options = Options { more: "smacks_max_ack_delay = 21".into(), ..Options::default() };
    let mut stage = stage(options);
    stage.fantail.freeze();
    stage.proxy.abandon();
    stage.juliet.send(ROMEO, "while he sleeps");
    // The server gives up after longer than a busy machine takes to look at its clock, and shorter than a night.
    let given_up = || stage.prosody.log().contains("smacks-ack-delayed").then_some(());
    eventually(PATIENCE, "the server misses its acknowledgement", given_up);
    stage.fantail.thaw();
    stage.arrived("while he sleeps");
    assert_eq!(stage.fantail.wait_online(None)["resumed"], json!(true));
    assert_eq!(stage.count("while he sleeps"), 1);
    assert_eq!(stage.proxy.connections(), 2);
}

/// What cannot be kept is not acknowledged: the server keeps it, and gives it again once the disk takes it.
#[test]
fn while_the_history_cannot_be_written_nothing_counts_as_received_and_the_user_is_told() {
    comes_after_all(stage(Options::default()));
}

/// No resumption brings it back: the archive tells it again.
#[test]
fn what_could_not_be_kept_in_a_session_that_is_gone_is_asked_for_again() {
    comes_after_all(stage(Options { without: vec!["smacks"], ..Options::default() }));
}

/// A message comes while nothing can be written: it is here in the end, once and in its place.
fn comes_after_all(mut stage: Stage) {
    stage.juliet.send(ROMEO, "before");
    stage.arrived("before");
    let locked = lock(&stage.fantail);
    stage.juliet.send(ROMEO, "cannot be kept");
    let told = stage.fantail.wait_for(&["accounts"], "the fault is told", |account| account["state"] == "connecting");
    assert_eq!(told["text"], fantail::i18n::t("storage-locked"), "{told}");
    assert_eq!(stage.count("cannot be kept"), 0);
    drop(locked);
    // A session that failed so soon is not tried again for half a minute.
    let arrived = || (stage.count("cannot be kept") > 0).then_some(());
    eventually(3 * PATIENCE, "it arrives after all", arrived);
    stage.juliet.send(ROMEO, "after");
    stage.arrived("after");
    let bodies: Vec<Value> = stage.fantail.ctl(&["history", JULIET]).into_iter().map(|message| message["body"].clone()).collect();
    assert_eq!(bodies, ["before", "cannot be kept", "after"]);
}

/// A page of the archive of which nothing could be kept is asked for once more, and not the one behind it.
#[test]
fn what_the_archive_told_while_nothing_could_be_written_is_told_again() {
    const MANY: usize = 500;
    let mut stage = stage(Options::default());
    stage.juliet.send(ROMEO, "line 0");
    stage.arrived("line 0");
    stage.fantail.quit();
    stage.juliet.send_many(ROMEO, "line", MANY);
    stage.juliet.roster();
    stage.fantail.restart();
    let locked = lock(&stage.fantail);
    // Whether it can be kept decides the answer.
    let taken = stage.fantail.try_ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    assert!(taken.status == 0 || taken.stderr.contains(&fantail::i18n::t("storage-locked")), "{taken:?}");
    stage.fantail.wait_for(&["accounts"], "the fault is told", |account| account["text"] == fantail::i18n::t("storage-locked"));
    drop(locked);
    let history = || stage.fantail.ctl(&["history", JULIET, "--limit", "5000"]);
    eventually(3 * PATIENCE, "all is there", || (history().len() > MANY).then_some(()));
    let bodies: Vec<Value> = history().into_iter().map(|message| message["body"].clone()).collect();
    assert_eq!(bodies, (0..=MANY).map(|number| format!("line {number}")).collect::<Vec<_>>());
}

/// What the user writes meanwhile is refused in words, and not half kept.
#[test]
fn a_message_that_cannot_be_kept_is_refused_and_not_sent() {
    let mut stage = stage(Options::default());
    let locked = lock(&stage.fantail);
    let answer = stage.fantail.try_ctl(&["send", JULIET, "not kept"]);
    assert_eq!(answer.status, 1, "{answer:?}");
    assert!(answer.stderr.contains(&fantail::i18n::t("storage-locked")), "{answer:?}");
    drop(locked);
    stage.fantail.wait_online(None);
    stage.fantail.ctl(&["send", JULIET, "kept"]);
    stage.juliet.expect_message("kept");
    assert_eq!(stage.count("not kept"), 0);
}

/// Another program holds the database, as one that copies it may.
fn lock(fantail: &Fantail) -> rusqlite::Connection {
    let database = fantail::store::Profile::at(fantail.profile()).unwrap().database();
    let connection = rusqlite::Connection::open(database).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    connection
}

/// A dead battery, daylight saving done by hand, two systems that disagree about the clock.
#[test]
fn a_clock_that_jumps_loses_nothing_and_puts_nothing_out_of_order() {
    const HOUR: i64 = 3_600;
    let prosody = Prosody::start(Options::default());
    let proxy = Proxy::start(prosody.port());
    let fantail = Fantail::start_with_clock();
    fantail.add_account(ROMEO, PASSWORD, &proxy.address(), prosody.ca());
    fantail.wait_online(None);
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    let mut said = Vec::new();
    for (round, hours) in [0, 3, -5, 0, -30 * 24, 1].into_iter().enumerate() {
        fantail.set_clock(hours * HOUR);
        juliet.send(ROMEO, &format!("juliet {round}"));
        fantail.wait_for(&["history", JULIET], "her words", |message| message["body"] == format!("juliet {round}"));
        fantail.ctl(&["send", JULIET, &format!("romeo {round}")]);
        juliet.expect_message(&format!("romeo {round}"));
        said.extend([format!("juliet {round}"), format!("romeo {round}")]);
        if round % 2 == 1 {
            // What is missed is found by a clock that is wrong: the server's tells another time of it.
            proxy.cut();
            juliet.send(ROMEO, &format!("missed {round}"));
            fantail.wait_for(&["history", JULIET], "what was missed", |message| message["body"] == format!("missed {round}"));
            said.push(format!("missed {round}"));
        }
    }
    let all = fantail.ctl(&["history", JULIET]);
    let bodies: Vec<&str> = all.iter().filter_map(|message| message["body"].as_str()).collect();
    assert_eq!(bodies, said);
}
