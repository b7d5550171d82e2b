//! The words of a conversation: days, states, and why something did not work and what to do next.

use crate::i18n::{problem, t, t_with};
use crate::model::{MessageState, Problem};
use jiff::civil::Date;

/// "Today", "Friday 20 November", with the year when it is another.
pub fn day(day: Date, today: Date) -> String {
    if day == today {
        return t("chat-today");
    }
    if today.yesterday().is_ok_and(|yesterday| yesterday == day) {
        return t("chat-yesterday");
    }
    let weekday = i64::from(day.weekday().to_monday_one_offset());
    let parts = [("weekday", weekday.into()), ("day", i64::from(day.day()).into()), ("month", i64::from(day.month()).into())];
    let words = t_with("chat-day-in-words", &parts);
    if day.year() == today.year() {
        return words;
    }
    // As text: a number would get a separator for its thousands in some languages.
    t_with("chat-day-with-year", &[("words", words.into()), ("year", day.year().to_string().into())])
}

/// How far an own message has come.
pub fn state(state: &MessageState) -> Option<String> {
    Some(t(match state {
        MessageState::Queued => "chat-state-queued",
        MessageState::Sent => "chat-state-sent",
        MessageState::Delivered => "chat-state-delivered",
        MessageState::Displayed => "chat-state-displayed",
        MessageState::Failed(_) => "chat-state-failed",
        MessageState::Received => return None,
    }))
}

/// Why a message was not sent. In a room the same conditions mean something else (XEP-0045 §7.4, §7.9).
pub fn failure(problem: &Problem, room: bool) -> String {
    let key = match (problem.condition(), room) {
        ("item-not-found" | "gone" | "jid-malformed", false) => "chat-failed-unknown-address",
        ("service-unavailable", false) => "chat-failed-unknown-address",
        ("remote-server-not-found", _) => "chat-failed-unknown-server",
        ("not-acceptable" | "item-not-found", true) => "chat-failed-room-left",
        ("forbidden", true) => "chat-failed-room-voice",
        ("forbidden" | "not-allowed" | "not-acceptable" | "policy-violation", _) => "chat-failed-refused",
        ("resource-constraint", _) => "chat-failed-full",
        ("remote-server-timeout" | "timeout" | "unreachable", _) => "chat-failed-unreachable",
        ("offline", _) => "chat-failed-offline",
        _ => return problem::words(problem),
    };
    t(key)
}

/// Why a room did not let us in (XEP-0045 §7.2), and what to do.
pub fn refusal(problem: &Problem, server: &str, with_password: bool) -> String {
    match problem.condition() {
        "not-authorized" if with_password => t("chat-refused-password-wrong"),
        "feature-not-implemented" => t_with("chat-refused-no-rooms", &[("server", server.to_owned().into())]),
        "offline" => t("chat-refused-offline"),
        _ => problem::room_refusal(problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::within;
    use crate::ui::text::bidi::strip;
    use jiff::civil::date;

    #[test]
    fn days_read_as_people_say_them() {
        let today = date(2026, 11, 22);
        let say = |language: &str, when: Date| within(language, || strip(&day(when, today)));
        assert_eq!(say("en", today), "Today");
        assert_eq!(say("en", date(2026, 11, 21)), "Yesterday");
        assert_eq!(say("en", date(2026, 11, 20)), "Friday 20 November");
        assert_eq!(say("de", date(2026, 11, 20)), "Freitag, 20. November");
        assert_eq!(say("de", date(2025, 3, 1)), "Samstag, 1. März 2025");
    }

    #[test]
    fn a_wrong_password_is_not_a_missing_one() {
        for language in ["en", "de"] {
            within(language, || {
                let refused = Problem::stanza("not-authorized");
                assert_ne!(refusal(&refused, "muc.example", true), refusal(&refused, "muc.example", false));
                assert!(refusal(&Problem::stanza("feature-not-implemented"), "muc.example", false).contains("muc.example"));
            });
        }
    }
}
