//! Whether a connection is still alive: how long its silence is trusted, and how long an answer may take.
//!
//! A dead link says nothing, so silence is answered with a question (XEP-0198 `<r/>`, else XEP-0199), and silence after a question
//! is the end. The clock is passed in.

use std::time::{Duration, Instant};

/// How long a silent connection is trusted while some window is looked at, and otherwise.
const SILENCE_WATCHED: Duration = Duration::from_secs(60);
const SILENCE: Duration = Duration::from_secs(300);
/// How long the answer to a sign of life may take; and that to the acknowledgement of what was just sent.
const PROBE: Duration = Duration::from_secs(10);
const ACKNOWLEDGEMENT: Duration = Duration::from_secs(20);

/// What is owed to us, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Liveness {
    last_received: Instant,
    /// By when something has to arrive, or the connection is dead.
    answer_due: Option<Instant>,
}

/// Why an answer is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A sign of life, out of silence or after a change of the network.
    Probe,
    /// The acknowledgement of what was just sent.
    Acknowledgement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Trusted,
    /// Silent for so long that it has to show that it lives.
    AskNow,
    Dead,
}

impl Liveness {
    /// A connection just made, on which something was asked.
    pub(super) fn begun(now: Instant) -> Self {
        Self { last_received: now, answer_due: Some(now + ACKNOWLEDGEMENT) }
    }

    /// Anything that arrives is a sign of life.
    pub(super) fn received(&mut self, now: Instant) {
        (self.last_received, self.answer_due) = (now, None);
    }

    /// An answer asked for earlier is not given more time by a later question.
    pub(super) fn asked(&mut self, now: Instant, asked: Asked) {
        let patience = match asked {
            Asked::Probe => PROBE,
            Asked::Acknowledgement => ACKNOWLEDGEMENT,
        };
        let due = now + patience;
        self.answer_due = Some(self.answer_due.map_or(due, |earlier| earlier.min(due)));
    }

    /// When to look again. `watched`: some window is looked at.
    pub(super) fn deadline(&self, watched: bool) -> Instant {
        let silence = if watched { SILENCE_WATCHED } else { SILENCE };
        self.answer_due.unwrap_or(self.last_received + silence)
    }

    pub(super) fn verdict(&self, now: Instant, watched: bool) -> Verdict {
        match self.answer_due {
            _ if now < self.deadline(watched) => Verdict::Trusted,
            Some(_) => Verdict::Dead,
            None => Verdict::AskNow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn silent_since(now: Instant) -> Liveness {
        let mut liveness = Liveness::begun(now);
        liveness.received(now);
        liveness
    }

    #[test]
    fn silence_is_trusted_for_a_minute_while_somebody_looks_and_for_five_otherwise() {
        let now = Instant::now();
        let liveness = silent_since(now);
        for (watched, trusted) in [(true, seconds(60)), (false, seconds(300))] {
            assert_eq!(liveness.deadline(watched), now + trusted);
            assert_eq!(liveness.verdict(now + trusted - seconds(1), watched), Verdict::Trusted);
            assert_eq!(liveness.verdict(now + trusted, watched), Verdict::AskNow);
        }
    }

    #[test]
    fn who_comes_back_to_the_windows_after_two_minutes_of_silence_learns_at_once_whether_the_link_lives() {
        let now = Instant::now();
        let liveness = silent_since(now);
        assert_eq!(liveness.verdict(now + seconds(120), false), Verdict::Trusted);
        assert_eq!(liveness.verdict(now + seconds(120), true), Verdict::AskNow);
    }

    #[test]
    fn a_sign_of_life_may_take_ten_seconds() {
        let now = Instant::now();
        let mut liveness = silent_since(now);
        let asked = now + seconds(60);
        liveness.asked(asked, Asked::Probe);
        assert_eq!(liveness.deadline(true), asked + seconds(10));
        assert_eq!(liveness.verdict(asked + seconds(9), true), Verdict::Trusted);
        assert_eq!(liveness.verdict(asked + seconds(10), true), Verdict::Dead);
        liveness.received(asked + seconds(9));
        assert_eq!(liveness.verdict(asked + seconds(10), true), Verdict::Trusted);
        assert_eq!(liveness.deadline(true), asked + seconds(69));
    }

    #[test]
    fn what_was_just_sent_is_acknowledged_within_twenty_seconds_or_the_link_is_dead() {
        let now = Instant::now();
        let mut liveness = silent_since(now);
        liveness.asked(now, Asked::Acknowledgement);
        assert_eq!(liveness.verdict(now + seconds(19), false), Verdict::Trusted);
        assert_eq!(liveness.verdict(now + seconds(20), false), Verdict::Dead);
    }

    #[test]
    fn a_later_question_gives_an_earlier_one_no_more_time() {
        let now = Instant::now();
        let mut liveness = silent_since(now);
        liveness.asked(now, Asked::Acknowledgement);
        liveness.asked(now + seconds(15), Asked::Acknowledgement);
        assert_eq!(liveness.deadline(true), now + seconds(20));
        liveness.asked(now + seconds(5), Asked::Probe);
        assert_eq!(liveness.deadline(true), now + seconds(15));
    }

    #[test]
    fn a_connection_that_never_says_anything_is_dead_after_twenty_seconds() {
        let now = Instant::now();
        assert_eq!(Liveness::begun(now).verdict(now + seconds(20), false), Verdict::Dead);
    }
}
