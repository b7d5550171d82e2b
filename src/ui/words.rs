//! Words for model values that several windows show: presence, an account's state, problems, times.

use crate::i18n::{problem, t, t_with};
use crate::model::export::Format;
use crate::model::presence::{Availability, Show};
use crate::model::telling::Signal;
use crate::model::{AccountState, AccountStatus, Problem, Reply};
use jiff::civil::Date;
use jiff::{Timestamp, Zoned, tz::TimeZone};

pub fn show(show: Show) -> String {
    t(match show {
        Show::Offline => "show-offline",
        Show::Dnd => "show-dnd",
        Show::Xa => "show-xa",
        Show::Away => "show-away",
        Show::Available => "show-available",
        Show::Chat => "show-chat",
    })
}

/// A kind of file, as a menu's entry.
pub fn format(format: Format) -> &'static str {
    match format {
        Format::Text => "export-text",
        Format::Html => "export-html",
        Format::Json => "export-json",
    }
}

/// What others learn of us, as a switch.
pub fn signal(signal: Signal) -> &'static str {
    match signal {
        Signal::Arrival => "preferences-tell-arrival",
        Signal::Reading => "preferences-tell-reading",
        Signal::Typing => "preferences-tell-typing",
    }
}

/// Where a file is that was asked for, or why there is none.
pub fn exported(answer: &Result<Reply, Problem>) -> String {
    match answer {
        Ok(Reply::Exported { path, .. }) => t_with("export-done", &[("path", path.display().to_string().into())]),
        Ok(_) => String::new(),
        Err(what) => problem(what),
    }
}

pub fn availability(availability: Availability) -> String {
    match availability {
        Availability::Invisible => t("show-invisible"),
        other => show(other.show()),
    }
}

/// What happened and what to do next, in one line.
pub fn problem(what: &Problem) -> String {
    match problem::next_step(what) {
        Some(next) => format!("{} {next}", problem::words(what)),
        None => problem::words(what),
    }
}

/// How an account is doing.
pub fn account(status: &AccountStatus) -> String {
    match (status.state, &status.problem) {
        (AccountState::Online, _) => availability(status.availability),
        (AccountState::Failed, Some(problem)) => problem::words(problem),
        (AccountState::Connecting, Some(problem)) => format!("{} {}", problem::words(problem), t("account-retrying")),
        (AccountState::Connecting, None) => t("account-connecting"),
        (AccountState::Failed | AccountState::Offline, _) if !status.config.enabled => t("account-disabled"),
        (AccountState::Failed | AccountState::Offline, _) => t("show-offline"),
    }
}

/// When something was, as short as it stays clear: today the time, this week the day, else the date.
pub fn when(time: Timestamp, now: &Zoned) -> String {
    let time = time.to_zoned(now.time_zone().clone());
    let days = now.date().duration_since(time.date()).as_hours() / 24;
    match days {
        0 => time.strftime("%H:%M").to_string(),
        1..=6 => t(WEEKDAYS[time.weekday().to_monday_zero_offset().rem_euclid(7) as usize]),
        _ => time.strftime(&t("date-short")).to_string(),
    }
}

const WEEKDAYS: [&str; 7] = ["day-mon", "day-tue", "day-wed", "day-thu", "day-fri", "day-sat", "day-sun"];

/// Now, where the user is.
pub fn now() -> Zoned {
    Timestamp::now().to_zoned(TimeZone::system())
}

/// `2026-11-28`, or as Germans write it: `28.11.2026`.
pub fn day_typed(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if let Ok(day) = typed.parse() {
        return Some(day);
    }
    let mut parts = typed.split('.').map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let written: i16 = year.parse().ok()?;
    let year = if year.len() == 2 { 2000 + written } else { written };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_as_short_as_it_stays_clear() {
        let now: Zoned = "2026-11-22T20:00[Europe/Berlin]".parse().unwrap();
        let at = |text: &str| when(text.parse::<Timestamp>().unwrap(), &now);
        assert_eq!(at("2026-11-22T07:05Z"), "08:05");
        assert_eq!(at("2026-11-21T22:59Z"), "Sat");
        assert_eq!(at("2026-11-16T12:00Z"), "Mon");
        assert_eq!(at("2026-11-15T12:00Z"), "15 Nov");
        crate::i18n::within("de", || assert_eq!(at("2026-11-15T12:00Z"), "15.11."));
    }

    #[test]
    fn days_are_read_as_they_are_written_here_and_there() {
        let november = Some(jiff::civil::date(2026, 11, 8));
        for typed in ["2026-11-08", "8.11.2026", "8.11.26", " 08. 11. 2026 "] {
            assert_eq!(day_typed(typed), november, "{typed}");
        }
        for typed in ["", "yesterday", "31.2.2026", "8.11.", "8.11.2026.1", "2026-13-01"] {
            assert_eq!(day_typed(typed), None, "{typed}");
        }
    }
}
