//! The words for every problem: what happened (`words`), and what to do next (`next_step`).
//!
//! Keys are written whole, never put together: the tests find the unused ones by searching the sources.

use super::{t, t_with};
use crate::model::Problem;
use crate::model::RoomChoice;
use crate::model::account::CertificateFault;
use crate::model::problem::{AuthFailure, BadArgument, NotFound, StorageFault, Unreachable};

/// What happened, in a sentence. The server's own words follow as a quotation.
pub fn words(problem: &Problem) -> String {
    match problem {
        Problem::AuthFailed(failure) => t(auth_failure(*failure).0),
        Problem::PasswordNeeded => t("problem-password-needed"),
        Problem::UntrustedCertificate => t("problem-untrusted-certificate"),
        Problem::Unreachable(reason) => t(unreachable(*reason).0),
        Problem::Conflict => t("problem-conflict"),
        Problem::Stream { condition, text } => quoted(stream_condition(condition), condition, text.as_deref()),
        Problem::Stanza { condition, text } => quoted(stanza_condition(condition), condition, text.as_deref()),
        Problem::Offline => t("problem-offline"),
        Problem::Timeout => t("problem-timeout"),
        Problem::NotFound(what) => t(not_found(*what)),
        Problem::BadArgument(what) => t(bad_argument(*what)),
        Problem::NotImplemented => t("problem-not-implemented"),
        Problem::RoomChoice(choice) => t(room_choice(*choice)),
        Problem::NoDisplay => t("problem-no-display"),
        Problem::Storage(fault) => t(storage_fault(*fault).0),
    }
}

/// What the user can do about it; `None` where the words already say it or nothing can be done.
pub fn next_step(problem: &Problem) -> Option<String> {
    let key = match problem {
        Problem::AuthFailed(failure) => auth_failure(*failure).1,
        Problem::PasswordNeeded => "problem-password-needed-next",
        Problem::UntrustedCertificate => "problem-untrusted-certificate-next",
        Problem::Unreachable(reason) => unreachable(*reason).1,
        Problem::Conflict => "problem-conflict-next",
        Problem::Stream { condition, .. } => match condition.as_str() {
            "host-gone" | "host-unknown" | "see-other-host" => "problem-check-server-next",
            "policy-violation" | "not-authorized" => "problem-ask-server-next",
            _ => "problem-retrying-next",
        },
        Problem::Stanza { condition, .. } => match condition.as_str() {
            "remote-server-not-found" | "jid-malformed" | "item-not-found" => "problem-check-address-next",
            "internal-server-error" | "resource-constraint" | "remote-server-timeout" | "recipient-unavailable" => "problem-later-next",
            "forbidden" | "not-allowed" | "policy-violation" => "problem-ask-server-next",
            _ => return None,
        },
        Problem::Offline => "problem-offline-next",
        Problem::Timeout => "problem-later-next",
        Problem::Storage(fault) => storage_fault(*fault).1,
        Problem::RoomChoice(_) => "problem-room-choice-next",
        Problem::NotFound(_) | Problem::BadArgument(_) | Problem::NotImplemented | Problem::NoDisplay => return None,
    };
    Some(t(key))
}

/// Why a certificate is not trusted, in a sentence.
pub fn certificate_fault(fault: CertificateFault) -> String {
    t(match fault {
        CertificateFault::UnknownIssuer => "certificate-unknown-issuer",
        CertificateFault::WrongName => "certificate-wrong-name",
        CertificateFault::Expired => "certificate-expired",
        CertificateFault::NotYetValid => "certificate-not-yet-valid",
        CertificateFault::NoRoots => "certificate-no-roots",
        CertificateFault::Changed => "certificate-changed",
        CertificateFault::Invalid => "certificate-invalid",
    })
}

/// Why a room did not let us in (XEP-0045 §7.2), in a sentence.
pub fn room_refusal(problem: &Problem) -> String {
    match problem {
        Problem::Conflict => t("room-refused-conflict"),
        Problem::Stanza { condition, text } => {
            let key = match condition.as_str() {
                "registration-required" => "room-refused-members-only",
                "not-authorized" => "room-refused-password",
                "forbidden" => "room-refused-banned",
                "conflict" => "room-refused-conflict",
                "item-not-found" => "room-refused-locked",
                "not-allowed" => "room-refused-creation",
                "service-unavailable" => "room-refused-full",
                "not-acceptable" => "room-refused-nickname",
                "jid-malformed" => "room-refused-address",
                "gone" => "room-refused-gone",
                "policy-violation" => "room-refused-put-out",
                "remote-server-not-found" => "room-refused-no-server",
                "remote-server-timeout" => "room-refused-server-silent",
                _ => stanza_condition(condition),
            };
            quoted(key, condition, text.as_deref())
        }
        _ => words(problem),
    }
}

/// The words for a key, with what the server says itself.
fn quoted(key: &'static str, condition: &str, text: Option<&str>) -> String {
    let words = t_with(key, &[("condition", condition.into())]);
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => t_with("problem-quotation", &[("words", words.into()), ("text", text.into())]),
        None => words,
    }
}

/// What happened, what to do.
fn auth_failure(failure: AuthFailure) -> (&'static str, &'static str) {
    match failure {
        AuthFailure::WrongPassword => ("auth-wrong-password", "auth-wrong-password-next"),
        AuthFailure::AccountDisabled => ("auth-account-disabled", "problem-ask-server-next"),
        AuthFailure::CredentialsExpired => ("auth-credentials-expired", "auth-credentials-expired-next"),
        AuthFailure::ServerNotAuthentic => ("auth-server-not-authentic", "auth-server-not-authentic-next"),
        AuthFailure::Downgrade => ("auth-downgrade", "auth-downgrade-next"),
        AuthFailure::NoMechanism => ("auth-no-mechanism", "problem-ask-server-next"),
        AuthFailure::PlainNotAllowed => ("auth-plain-not-allowed", "auth-plain-not-allowed-next"),
        AuthFailure::Refused => ("auth-refused", "problem-ask-server-next"),
        AuthFailure::Temporary => ("auth-temporary", "problem-retrying-next"),
    }
}

fn unreachable(reason: Unreachable) -> (&'static str, &'static str) {
    match reason {
        Unreachable::UnknownHost => ("unreachable-unknown-host", "problem-check-server-next"),
        Unreachable::Refused => ("unreachable-refused", "problem-check-server-next"),
        Unreachable::TimedOut => ("unreachable-timed-out", "problem-retrying-next"),
        Unreachable::Lost => ("unreachable-lost", "problem-retrying-next"),
        Unreachable::NoTls => ("unreachable-no-tls", "problem-ask-server-next"),
        Unreachable::NotXmpp => ("unreachable-not-xmpp", "problem-check-server-next"),
        Unreachable::NoService => ("unreachable-no-service", "problem-check-server-next"),
        Unreachable::NoNetwork => ("unreachable-no-network", "unreachable-no-network-next"),
        Unreachable::HostUnknown => ("unreachable-host-unknown", "problem-check-server-next"),
        Unreachable::ShuttingDown => ("unreachable-shutting-down", "problem-retrying-next"),
    }
}

/// RFC 6120 §4.9.3. Those that tell of a fault in the program are one sentence with the condition's name.
fn stream_condition(condition: &str) -> &'static str {
    match condition {
        "conflict" => "problem-conflict",
        "connection-timeout" => "stream-connection-timeout",
        "host-gone" => "stream-host-gone",
        "host-unknown" => "unreachable-host-unknown",
        "internal-server-error" => "stream-internal-server-error",
        "not-authorized" => "stream-not-authorized",
        "policy-violation" => "stream-policy-violation",
        "remote-connection-failed" => "stream-remote-connection-failed",
        "reset" => "stream-reset",
        "resource-constraint" => "stream-resource-constraint",
        "see-other-host" => "stream-see-other-host",
        "system-shutdown" => "unreachable-shutting-down",
        _ => "stream-other",
    }
}

/// RFC 6120 §8.3.3.
fn stanza_condition(condition: &str) -> &'static str {
    match condition {
        "bad-request" => "stanza-bad-request",
        "conflict" => "stanza-conflict",
        "feature-not-implemented" => "stanza-feature-not-implemented",
        "forbidden" => "stanza-forbidden",
        "gone" => "stanza-gone",
        "internal-server-error" => "stanza-internal-server-error",
        "item-not-found" => "stanza-item-not-found",
        "jid-malformed" => "stanza-jid-malformed",
        "not-acceptable" => "stanza-not-acceptable",
        "not-allowed" => "stanza-not-allowed",
        "not-authorized" => "stanza-not-authorized",
        "policy-violation" => "stanza-policy-violation",
        "recipient-unavailable" => "stanza-recipient-unavailable",
        "redirect" => "stanza-redirect",
        "registration-required" => "stanza-registration-required",
        "remote-server-not-found" => "stanza-remote-server-not-found",
        "remote-server-timeout" => "stanza-remote-server-timeout",
        "resource-constraint" => "stanza-resource-constraint",
        "service-unavailable" => "stanza-service-unavailable",
        "subscription-required" => "stanza-subscription-required",
        "unexpected-request" => "stanza-unexpected-request",
        _ => "stanza-other",
    }
}

/// Which wish for a room the server does not meet.
fn room_choice(choice: RoomChoice) -> &'static str {
    match choice {
        RoomChoice::Persistent => "room-choice-persistent",
        RoomChoice::Public => "room-choice-public",
        RoomChoice::MembersOnly => "room-choice-members-only",
        RoomChoice::PasswordProtected => "room-choice-password",
        RoomChoice::Moderated => "room-choice-moderated",
    }
}

fn not_found(what: NotFound) -> &'static str {
    match what {
        NotFound::Account => "not-found-account",
        NotFound::Contact => "not-found-contact",
        NotFound::Conversation => "not-found-conversation",
        NotFound::Message => "not-found-message",
        NotFound::Request => "not-found-request",
        NotFound::Invitation => "not-found-invitation",
        NotFound::Room => "not-found-room",
        NotFound::Occupant => "not-found-occupant",
        NotFound::Certificate => "not-found-certificate",
    }
}

fn bad_argument(what: BadArgument) -> &'static str {
    match what {
        BadArgument::Address => "bad-address",
        BadArgument::Account => "bad-account",
        BadArgument::AccountNeeded => "bad-account-needed",
        BadArgument::AccountExists => "bad-account-exists",
        BadArgument::Host => "bad-host",
        BadArgument::ExtraRoots => "bad-extra-roots",
        BadArgument::Fingerprint => "bad-fingerprint",
        BadArgument::Nickname => "bad-nickname",
        BadArgument::RoomAddress => "bad-room-address",
        BadArgument::AlreadyJoinedWithOtherNick => "bad-already-joined",
        BadArgument::AnotherPerson => "bad-another-person",
        BadArgument::RoomOption => "bad-room-option",
        BadArgument::RoomPassword => "bad-room-password",
        BadArgument::Number => "bad-number",
        BadArgument::Uri => "bad-uri",
        BadArgument::EmptyMessage => "bad-empty-message",
        BadArgument::Characters => "bad-characters",
        BadArgument::LongMessage => "bad-long-message",
        BadArgument::NotOurs => "bad-not-ours",
        BadArgument::Emoji => "bad-emoji",
        BadArgument::CorrectAndReply => "bad-correct-and-reply",
        BadArgument::OwnAddress => "bad-own-address",
        BadArgument::Password => "bad-password",
        BadArgument::File => "bad-file",
        BadArgument::Picture => "bad-picture",
        BadArgument::ProfileField => "bad-profile-field",
        BadArgument::Folder => "bad-folder",
        BadArgument::Xml => "bad-xml",
    }
}

fn storage_fault(fault: StorageFault) -> (&'static str, &'static str) {
    match fault {
        StorageFault::Damaged => ("storage-damaged", "storage-damaged-next"),
        StorageFault::Newer => ("storage-newer", "storage-newer-next"),
        StorageFault::Locked => ("storage-locked", "storage-locked-next"),
        StorageFault::ReadOnly => ("storage-read-only", "storage-read-only-next"),
        StorageFault::Full => ("storage-full", "storage-full-next"),
        StorageFault::InUse => ("storage-in-use", "storage-in-use-next"),
        StorageFault::Other => ("storage-other", "storage-other-next"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::within;
    use super::*;
    use std::collections::BTreeSet;

    const STANZA: [&str; 22] = [
        "bad-request",
        "conflict",
        "feature-not-implemented",
        "forbidden",
        "gone",
        "internal-server-error",
        "item-not-found",
        "jid-malformed",
        "not-acceptable",
        "not-allowed",
        "not-authorized",
        "policy-violation",
        "recipient-unavailable",
        "redirect",
        "registration-required",
        "remote-server-not-found",
        "remote-server-timeout",
        "resource-constraint",
        "service-unavailable",
        "subscription-required",
        "undefined-condition",
        "unexpected-request",
    ];

    fn account_problems() -> Vec<Problem> {
        use AuthFailure as A;
        use Unreachable as U;
        let auth = [
            A::WrongPassword,
            A::AccountDisabled,
            A::CredentialsExpired,
            A::ServerNotAuthentic,
            A::Downgrade,
            A::NoMechanism,
            A::PlainNotAllowed,
            A::Refused,
            A::Temporary,
        ];
        let unreachable = [
            U::UnknownHost,
            U::Refused,
            U::TimedOut,
            U::Lost,
            U::NoTls,
            U::NotXmpp,
            U::NoService,
            U::NoNetwork,
            U::HostUnknown,
            U::ShuttingDown,
        ];
        let states = [Problem::PasswordNeeded, Problem::UntrustedCertificate, Problem::Conflict];
        auth.map(Problem::AuthFailed).into_iter().chain(unreachable.map(Problem::Unreachable)).chain(states).collect()
    }

    fn looks_like_a_key(text: &str) -> bool {
        !text.contains(' ') && text.contains('-')
    }

    #[test]
    fn every_way_an_account_fails_has_its_own_words_and_a_next_step_in_both_languages() {
        for language in ["en", "de"] {
            within(language, || {
                let all = account_problems();
                let different: BTreeSet<String> = all.iter().map(words).collect();
                assert_eq!(different.len(), all.len(), "two problems have the same words in {language}");
                for problem in all {
                    assert!(!looks_like_a_key(&words(&problem)), "{problem:?} in {language}");
                    let next = next_step(&problem).unwrap_or_else(|| panic!("{problem:?} leaves the user alone"));
                    assert!(!looks_like_a_key(&next), "{problem:?} in {language}");
                }
            });
        }
    }

    #[test]
    fn every_other_problem_has_words_in_both_languages() {
        use BadArgument as B;
        use NotFound as N;
        use StorageFault as S;
        let not_found =
            [N::Account, N::Contact, N::Conversation, N::Message, N::Request, N::Invitation, N::Room, N::Occupant, N::Certificate]
                .map(Problem::NotFound);
        let bad = [
            B::Address,
            B::Account,
            B::AccountNeeded,
            B::AccountExists,
            B::Host,
            B::ExtraRoots,
            B::Fingerprint,
            B::Nickname,
            B::RoomAddress,
            B::AlreadyJoinedWithOtherNick,
            B::AnotherPerson,
            B::RoomOption,
            B::RoomPassword,
            B::Number,
            B::Uri,
            B::EmptyMessage,
            B::Characters,
            B::LongMessage,
            B::NotOurs,
            B::Emoji,
            B::CorrectAndReply,
            B::OwnAddress,
            B::Password,
            B::File,
            B::Xml,
        ]
        .map(Problem::BadArgument);
        let storage = [S::Damaged, S::Newer, S::Locked, S::ReadOnly, S::Full, S::InUse, S::Other].map(Problem::Storage);
        let stream = [
            "bad-format",
            "bad-namespace-prefix",
            "conflict",
            "connection-timeout",
            "host-gone",
            "host-unknown",
            "improper-addressing",
            "internal-server-error",
            "invalid-from",
            "invalid-namespace",
            "invalid-xml",
            "not-authorized",
            "not-well-formed",
            "policy-violation",
            "remote-connection-failed",
            "reset",
            "resource-constraint",
            "restricted-xml",
            "see-other-host",
            "system-shutdown",
            "undefined-condition",
            "unsupported-encoding",
            "unsupported-feature",
            "unsupported-stanza-type",
            "unsupported-version",
        ]
        .map(|condition| Problem::Stream { condition: condition.into(), text: None });
        let rest = [Problem::Offline, Problem::Timeout, Problem::NotImplemented, Problem::NoDisplay].into_iter();
        let rest = rest.chain(RoomChoice::ALL.map(Problem::RoomChoice));
        let all: Vec<Problem> =
            not_found.into_iter().chain(bad).chain(storage).chain(stream).chain(rest).chain(STANZA.map(Problem::stanza)).collect();
        for language in ["en", "de"] {
            within(language, || {
                for problem in &all {
                    assert!(!looks_like_a_key(&words(problem)), "{problem:?} in {language}: {}", words(problem));
                    assert!(next_step(problem).is_none_or(|next| !looks_like_a_key(&next)), "{problem:?} in {language}");
                }
            });
        }
    }

    #[test]
    fn each_reason_of_a_room_has_its_own_words() {
        for language in ["en", "de"] {
            within(language, || {
                let all: BTreeSet<String> = STANZA.iter().map(|condition| room_refusal(&Problem::stanza(*condition))).collect();
                assert_eq!(all.len(), STANZA.len(), "{language}");
                assert!(all.iter().all(|words| !looks_like_a_key(words)), "{all:?}");
                assert_eq!(room_refusal(&Problem::Conflict), room_refusal(&Problem::stanza("conflict")));
            });
        }
    }

    #[test]
    fn each_fault_of_a_certificate_has_its_own_words() {
        use CertificateFault as C;
        let faults = [C::UnknownIssuer, C::WrongName, C::Expired, C::NotYetValid, C::NoRoots, C::Changed, C::Invalid];
        for language in ["en", "de"] {
            within(language, || {
                let all: BTreeSet<String> = faults.into_iter().map(certificate_fault).collect();
                assert_eq!(all.len(), faults.len());
                assert!(all.iter().all(|words| !looks_like_a_key(words)));
            });
        }
    }

    #[test]
    fn the_servers_own_words_are_quoted() {
        let problem = Problem::Stanza { condition: "policy-violation".into(), text: Some("No bots here.".into()) };
        assert!(within("en", || words(&problem)).contains("No bots here."));
        assert!(within("de", || room_refusal(&problem)).contains("No bots here."));
    }

    #[test]
    fn a_condition_nobody_knows_is_named() {
        assert!(words(&Problem::stanza("too-purple")).contains("too-purple"));
        assert!(words(&Problem::Stream { condition: "too-purple".into(), text: None }).contains("too-purple"));
    }
}
