//! When to try again: at once after a lost link, ever later while it fails, never in a storm (RFC 6120 §3.3).

use std::time::{Duration, Instant};

const FIRST: Duration = Duration::from_secs(1);
const LAST: Duration = Duration::from_secs(300);
/// A stream that ends sooner than this after going online was no success.
const STABLE: Duration = Duration::from_secs(60);
/// A link that breaks so soon after going online, more often than this one after the other, is like one that cannot be made.
const FLEETING: Duration = Duration::from_secs(5);
const PATIENCE: u32 = 4;
/// The least wait after such a stream.
const UNSTABLE: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The connection broke while online, and nobody said why.
    LinkLost,
    /// The server ended the stream with an error, or our own parser refused what came.
    StreamError,
    /// The attempt failed before it was online.
    Failed,
}

/// How long to wait before the next attempt. Time and jitter are passed in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Backoff {
    /// The last wait, doubled next.
    wait: Option<Duration>,
    online_since: Option<Instant>,
    /// So many sessions hardly began, one after the other.
    fleeting: u32,
    /// The session brought something further.
    carried: bool,
}

impl Backoff {
    pub fn new() -> Self {
        Self::default()
    }

    /// The session is established or resumed. Whether that was a success is known when it ends.
    pub fn online(&mut self, now: Instant) {
        (self.online_since, self.carried) = (Some(now), false);
    }

    /// A resumed session took a message over: however soon it breaks, the next will do so, too, and a resumption is cheap. So who sits
    /// in a train is not made to wait.
    pub fn carried(&mut self) {
        self.carried = true;
    }

    /// The connection ended or did not come about. Returns the wait until the next attempt; `jitter` is from 0 to 1.
    pub fn lost(&mut self, now: Instant, cause: Cause, jitter: f64) -> Duration {
        let online = self.online_since.take().map(|since| now.saturating_duration_since(since));
        let jitter = jitter.clamp(0.0, 1.0);
        let unstable = cause == Cause::StreamError && online.is_none_or(|online| online < STABLE);
        if let Some(online) = online.filter(|_| !unstable) {
            self.fleeting = if online < FLEETING && !self.carried { self.fleeting.saturating_add(1) } else { 0 };
            if self.fleeting <= PATIENCE {
                self.wait = None;
                return Duration::from_secs_f64(jitter);
            }
        }
        let doubled = self.wait.map_or(FIRST, |wait| wait * 2);
        let least = if unstable { UNSTABLE } else { FIRST };
        let wait = doubled.clamp(least, LAST);
        self.wait = Some(wait);
        // Up to a fifth more, so that the clients of a server that restarts do not come all at once.
        wait + wait.mul_f64(jitter / 5.0)
    }

    /// The user, a waking machine or a new network: what failed before says nothing about now.
    pub fn reset(&mut self) {
        self.wait = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(wait: Duration) -> u64 {
        wait.as_secs()
    }

    #[test]
    fn a_lost_link_is_tried_again_within_a_second() {
        let mut backoff = Backoff::new();
        let start = Instant::now();
        backoff.online(start);
        assert_eq!(backoff.lost(start + Duration::from_secs(5), Cause::LinkLost, 0.0), Duration::ZERO);
        backoff.online(start);
        assert_eq!(backoff.lost(start, Cause::LinkLost, 1.0), Duration::from_secs(1));
    }

    #[test]
    fn attempts_that_fail_double_to_five_minutes() {
        let mut backoff = Backoff::new();
        let now = Instant::now();
        let waits: Vec<u64> = (0..11).map(|_| seconds(backoff.lost(now, Cause::Failed, 0.0))).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(seconds(backoff.lost(now, Cause::Failed, 1.0)), 360);
    }

    #[test]
    fn being_online_forgets_the_failures() {
        let mut backoff = Backoff::new();
        let now = Instant::now();
        for _ in 0..8 {
            backoff.lost(now, Cause::Failed, 0.0);
        }
        backoff.online(now);
        assert_eq!(backoff.lost(now, Cause::LinkLost, 0.0), Duration::ZERO);
        assert_eq!(seconds(backoff.lost(now, Cause::Failed, 0.0)), 1);
    }

    #[test]
    fn a_stream_that_ends_with_an_error_soon_after_going_online_never_makes_a_storm() {
        let mut backoff = Backoff::new();
        let mut now = Instant::now();
        let mut waits = Vec::new();
        for _ in 0..5 {
            backoff.online(now);
            now += Duration::from_secs(1);
            waits.push(seconds(backoff.lost(now, Cause::StreamError, 0.0)));
        }
        assert_eq!(waits, [30, 60, 120, 240, 300]);
    }

    #[test]
    fn a_stream_error_after_a_long_session_is_like_a_lost_link() {
        let mut backoff = Backoff::new();
        let now = Instant::now();
        backoff.online(now);
        assert_eq!(backoff.lost(now + Duration::from_secs(61), Cause::StreamError, 0.0), Duration::ZERO);
    }

    #[test]
    fn a_stream_error_before_going_online_waits_too() {
        assert_eq!(seconds(Backoff::new().lost(Instant::now(), Cause::StreamError, 0.0)), 30);
    }

    #[test]
    fn waking_up_begins_anew() {
        let mut backoff = Backoff::new();
        let now = Instant::now();
        for _ in 0..8 {
            backoff.lost(now, Cause::Failed, 0.0);
        }
        backoff.reset();
        assert_eq!(seconds(backoff.lost(now, Cause::Failed, 0.0)), 1);
    }

    #[test]
    fn a_link_that_breaks_all_the_time_is_mended_at_once_while_it_carries_messages() {
        let (mut backoff, now) = (Backoff::new(), Instant::now());
        for _ in 0..20 {
            backoff.online(now);
            backoff.carried();
            assert_eq!(seconds(backoff.lost(now + Duration::from_secs(1), Cause::LinkLost, 0.0)), 0);
        }
        backoff.online(now);
        backoff.carried();
        assert_eq!(seconds(backoff.lost(now + Duration::from_secs(1), Cause::StreamError, 0.0)), 30);
    }

    #[test]
    fn a_link_that_breaks_right_after_each_login_is_no_storm() {
        let (mut backoff, now) = (Backoff::new(), Instant::now());
        let mut waits = Vec::new();
        for _ in 0..8 {
            backoff.online(now);
            waits.push(seconds(backoff.lost(now + Duration::from_secs(1), Cause::LinkLost, 0.0)));
        }
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8]);
        backoff.online(now);
        assert_eq!(seconds(backoff.lost(now + Duration::from_secs(10), Cause::LinkLost, 0.0)), 0);
    }
}
