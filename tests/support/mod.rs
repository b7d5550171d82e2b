//! What the integration tests stand on: real servers on loopback, a second real client, a hostile server, a bad network.
//!
//! Everything is started by the test that needs it, on free ports and in temporary directories, and ended by its process
//! id when the value goes out of scope. Nothing sleeps: waiting is `eventually` or an event, each with a deadline.
//! (`mod.rs`, since Cargo would take `tests/support.rs` for a test of its own.)

#![allow(dead_code, reason = "each test program compiles this and uses a part of its own")]
#![allow(clippy::unwrap_used)]

pub mod certificates;
pub mod ejabberd;
pub mod fantail;
pub mod lines;
#[path = "../../src/xmpp/dns/nameserver.rs"]
pub mod nameserver;
pub mod peer;
pub mod process;
pub mod prosody;
pub mod proxy;
pub mod reader;
pub mod scram_server;
pub mod screen;
pub mod scripted;
pub mod tls_proxy;
pub mod xml;

use std::time::{Duration, Instant};

/// Far beyond what any step takes on a slow and busy machine; a test that runs into it has failed.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The configuration of a session bus that knows no services but those in the directory `services` beside it.
pub const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <servicedir>services</servicedir>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>"#;

/// Asks again and again until there is an answer. Panics with `what` when `deadline` is over.
pub fn eventually<T>(deadline: Duration, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + deadline;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < end, "not within {deadline:?}: {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}
