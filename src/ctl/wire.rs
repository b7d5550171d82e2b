//! What travels over the socket: one request line in, answer lines out, all JSON.

use super::verb::Verb;
use crate::model::{Problem, Secret};
use crate::{ctl::exit, i18n};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The longest request in bytes. A root certificate is a few thousand.
pub const LONGEST_REQUEST: u64 = 1024 * 1024;

/// What surrounds an object in an answer line: `{"out":{…}}`.
pub const OBJECT_BEGIN: &str = "{\"out\":";
pub const OBJECT_END: &str = "}";

#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    pub verb: Verb,
    /// `--account` as written.
    pub account: Option<String>,
    /// The first line of standard input, for the verbs that take a password.
    #[serde(with = "secret")]
    pub password: Option<Secret>,
    /// The content of `--ca`: paths are the caller's.
    pub ca: Option<String>,
    /// The language of the answer's texts.
    pub language: String,
}

impl Request {
    pub fn line(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        let mut line = Zeroizing::new(serde_json::to_vec(self)?);
        line.push(b'\n');
        Ok(line)
    }
}

/// The last line of an answer.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub exit: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl End {
    pub fn done() -> Self {
        Self { exit: exit::DONE, error: None, text: None }
    }

    /// A refusal, in the language in use on this thread.
    pub fn refused(problem: &Problem) -> Self {
        let text = plain(&i18n::problem::words(problem));
        Self { exit: exit::REFUSED, error: Some(problem.condition().to_owned()), text: Some(text) }
    }

    pub fn line(&self) -> String {
        // Numbers and strings only: this cannot fail.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

/// An object as an answer line.
pub fn object_line(object: &str) -> String {
    format!("{OBJECT_BEGIN}{object}{OBJECT_END}\n")
}

/// Words for a terminal or a script: without the marks that isolate directions, and without anything that drives a terminal.
pub fn plain(words: &str) -> String {
    let kept = words.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}'));
    kept.map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A secret crosses the socket as it is; both ends keep it as `Secret`.
pub mod secret {
    use crate::model::Secret;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
        secret.as_ref().map(Secret::reveal).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map(Secret::new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_survives_the_way_and_hides_its_password_from_logs() {
        let request = Request {
            verb: Verb::Wait { state: "online".into(), timeout: 1.5 },
            account: Some("a@b".into()),
            password: Some(Secret::new("hunter2")),
            ca: None,
            language: "de".into(),
        };
        let line = request.line().unwrap();
        assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
        let read: Request = serde_json::from_slice(&line).unwrap();
        assert_eq!(format!("{read:?}"), format!("{request:?}"));
        assert_eq!(read.password.unwrap().reveal(), "hunter2");
        assert!(!format!("{request:?}").contains("hunter2"));
    }

    #[test]
    fn a_servers_words_cannot_drive_the_terminal() {
        assert_eq!(plain("\u{2068}red\u{1b}[31m\u{9b}2J\nnext\u{2069}"), "red [31m 2J next");
    }
}
