//! Conversations written down for other programs and for paper: as plain text, as a page for a browser, as JSON.

use super::{BareJid, Direction, Jid, Manner, Message};
use jiff::Zoned;
use jiff::tz::TimeZone;
use serde_json::json;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Text,
    Html,
    Json,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Text, Self::Html, Self::Json];

    /// The end of the file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Html => "html",
            Self::Json => "json",
        }
    }
}

/// Makes the parts of a file, one after the other: its beginning, each conversation with its messages, its end.
#[derive(Debug)]
pub struct Sheet {
    format: Format,
    zone: TimeZone,
    day: Option<jiff::civil::Date>,
    /// Nothing was written yet: JSON has no comma before the first.
    first: bool,
}

const STYLE: &str = "body{font:15px/1.45 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2129;background:#fff}\
    h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2.5rem}h3{font-size:.85rem;color:#646b76;text-align:center;font-weight:400}\
    p{margin:.35rem 0;white-space:pre-wrap}time{color:#646b76;font-size:.8rem;margin-right:.6rem}b{font-weight:600}\
    .own b{color:#1f6feb}blockquote{margin:.2rem 0 .2rem 3.4rem;color:#646b76;border-left:2px solid #cfd4dc;padding-left:.6rem}\
    @media(prefers-color-scheme:dark){body{color:#e6e8ec;background:#16181d}.own b{color:#7fb0ff}}";

impl Sheet {
    pub fn new(format: Format, zone: TimeZone) -> Self {
        Self { format, zone, day: None, first: true }
    }

    pub fn begin(&self, title: &str) -> String {
        let title = html(title);
        match self.format {
            Format::Text => String::new(),
            Format::Html => format!(
                "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style></head>\n<body><h1 dir=\"auto\">{title}</h1>\n"
            ),
            Format::Json => "[".to_owned(),
        }
    }

    /// A conversation begins.
    pub fn conversation(&mut self, account: &BareJid, conversation: &Jid) -> String {
        self.day = None;
        match self.format {
            Format::Text => format!("{}# {conversation} ({account})\n", if std::mem::take(&mut self.first) { "" } else { "\n\n" }),
            Format::Html => format!("<h2>{} <small>({})</small></h2>\n", html(conversation.as_str()), html(account.as_str())),
            Format::Json => String::new(),
        }
    }

    /// What was taken back is left out, but for JSON, where it is told to have been.
    pub fn message(&mut self, message: &Message) -> String {
        if self.format == Format::Json {
            return self.json(message);
        }
        if message.retracted {
            return String::new();
        }
        let at = message.time.to_zoned(self.zone.clone());
        let day = self.day.replace(at.date()) != Some(at.date());
        let who = message.from.resource().map_or_else(|| message.from.to_string(), |nick| nick.as_str().to_owned());
        match self.format {
            Format::Text => text_line(day, &at, &who, message),
            Format::Html | Format::Json => html_line(day, &at, &who, message),
        }
    }

    fn json(&mut self, message: &Message) -> String {
        let who = |who: &Vec<Jid>| who.iter().map(ToString::to_string).collect::<Vec<_>>();
        let reactions: BTreeMap<_, _> = message.reactions.iter().map(|(emoji, by)| (emoji, who(by))).collect();
        let value = json!({
            "account": message.account.as_str(),
            "conversation": message.conversation.as_str(),
            "kind": message.kind.as_str(),
            "direction": message.direction.as_str(),
            "from": message.from.as_str(),
            "time": message.time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            "body": message.body,
            "attention": message.manner == Manner::Attention,
            "spoiler": spoiler(message),
            "state": message.state.as_str(),
            "id": message.origin_id,
            "corrected": message.corrected,
            "retracted": message.retracted,
            "reply_to": message.answers.as_ref().map(|answered| &answered.id),
            "reactions": reactions,
        });
        let comma = if std::mem::take(&mut self.first) { "\n" } else { ",\n" };
        format!("{comma}{value}")
    }

    pub fn end(&self) -> &'static str {
        match self.format {
            Format::Text => "",
            Format::Html => "</body></html>\n",
            Format::Json => "\n]\n",
        }
    }
}

/// Lines after the first are indented: none can be taken for another message.
fn text_line(day: bool, at: &Zoned, who: &str, message: &Message) -> String {
    let heading = if day { format!("\n{}\n", at.strftime("%Y-%m-%d")) } else { String::new() };
    let quote = quoted(message).map(|words| format!("> {}\n    ", words.replace('\n', "\n    > "))).unwrap_or_default();
    let body = words(message).replace('\n', "\n    ");
    format!("{heading}{} {}: {quote}{body}{}\n", at.strftime("%H:%M"), one_line(who), reactions(message))
}

fn html_line(day: bool, at: &Zoned, who: &str, message: &Message) -> String {
    let heading = if day { format!("<h3>{}</h3>\n", at.strftime("%Y-%m-%d")) } else { String::new() };
    let class = if message.direction == Direction::Out { " class=\"own\"" } else { "" };
    let quote = quoted(message).map(|words| format!("<blockquote dir=\"auto\">{}</blockquote>\n", html(words))).unwrap_or_default();
    format!(
        "{heading}{quote}<p dir=\"auto\"{class}><time datetime=\"{}\">{}</time><b>{}</b>: {}{}</p>\n",
        message.time,
        at.strftime("%H:%M"),
        html(who),
        html(&words(message)),
        html(&reactions(message))
    )
}

/// What the hidden words are about, where they are hidden.
fn spoiler(message: &Message) -> Option<&str> {
    match &message.manner {
        Manner::Spoiler(about) => Some(about),
        Manner::Plain | Manner::Attention => None,
    }
}

/// The words, with a sign of how they want to be taken.
fn words(message: &Message) -> String {
    match &message.manner {
        Manner::Plain => message.body.clone(),
        Manner::Spoiler(about) => format!("[spoiler: {}] {}", one_line(about), message.body),
        Manner::Attention => format!("🔔 {}", message.body),
    }
}

fn quoted(message: &Message) -> Option<&str> {
    let answered = message.answers.as_ref()?.message.as_ref()?;
    Some(answered.body.as_str()).filter(|body| !body.is_empty())
}

fn reactions(message: &Message) -> String {
    message.reactions.iter().map(|(emoji, who)| format!(" [{} {}]", one_line(emoji), who.len())).collect()
}

/// A name that somebody else chose cannot make a line of its own.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Answered, Kind, MessageId, MessageState, Quoted};

    fn message(from: &str, time: &str, body: &str) -> Message {
        Message {
            id: MessageId(1),
            account: "romeo@montague.lit".parse().unwrap(),
            conversation: "juliet@capulet.lit".parse().unwrap(),
            kind: Kind::Chat,
            direction: if from.starts_with("romeo") { Direction::Out } else { Direction::In },
            from: from.parse().unwrap(),
            time: time.parse().unwrap(),
            body: body.into(),
            state: MessageState::Received,
            origin_id: None,
            stanza_id: None,
            delayed: false,
            shortened: false,
            unstyled: false,
            manner: Manner::Plain,
            file: None,
            corrected: false,
            retracted: false,
            answers: None,
            unchanged: None,
            reactions: std::collections::BTreeMap::new(),
        }
    }

    fn written(format: Format, messages: &[Message]) -> String {
        let mut sheet = Sheet::new(format, TimeZone::UTC);
        let mut all = sheet.begin("Romeo & Juliet");
        all += &sheet.conversation(&messages[0].account, &messages[0].conversation);
        messages.iter().for_each(|message| all += &sheet.message(message));
        all + sheet.end()
    }

    #[test]
    fn text_has_days_and_times_and_no_line_passes_for_another_message() {
        let evening = message("juliet@capulet.lit", "2026-11-22T23:59:00Z", "Good night\n00:00 romeo@montague.lit: forged");
        let morning = Message {
            reactions: [("❤".to_owned(), vec!["juliet@capulet.lit".parse().unwrap()])].into(),
            answers: Some(Box::new(Answered {
                id: "m1".into(),
                message: Some(Quoted { id: MessageId(1), from: "juliet@capulet.lit".parse().unwrap(), body: "Good night".into() }),
            })),
            ..message("romeo@montague.lit", "2026-11-23T06:00:00Z", "Wilt thou be gone?")
        };
        assert_eq!(
            written(Format::Text, &[evening, morning]),
            "# juliet@capulet.lit (romeo@montague.lit)\n\n2026-11-22\n23:59 juliet@capulet.lit: Good night\n    00:00 romeo@montague.lit: forged\n\
             \n2026-11-23\n06:00 romeo@montague.lit: > Good night\n    Wilt thou be gone? [❤ 1]\n"
        );
    }

    #[test]
    fn a_page_shows_words_and_runs_none() {
        let page = written(Format::Html, &[message("juliet@capulet.lit", "2026-11-22T23:59:00Z", "<script>alert('x')</script> & \"so\"")]);
        assert!(page.contains("<title>Romeo &amp; Juliet</title>"), "{page}");
        assert!(
            page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;so&quot;") && !page.contains("<script"),
            "{page}"
        );
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</body></html>\n"));
    }

    #[test]
    fn json_is_read_by_any_program_and_tells_what_was_taken_back() {
        let gone = Message { retracted: true, body: String::new(), ..message("juliet@capulet.lit", "2026-11-22T23:59:00Z", "") };
        let all = written(Format::Json, &[message("romeo@montague.lit", "2026-11-22T23:58:00.5Z", "a\nb"), gone.clone()]);
        let read: serde_json::Value = serde_json::from_str(&all).unwrap();
        assert_eq!((&read[0]["body"], &read[0]["time"]), (&json!("a\nb"), &json!("2026-11-22T23:58:00.500Z")));
        assert_eq!(read[1]["retracted"], json!(true));
        assert_eq!(written(Format::Text, &[gone]).lines().count(), 1);
    }
}
