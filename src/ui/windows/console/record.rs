//! What the console has seen: capped, filtered, and as rows.

use crate::i18n::t;
use crate::model::MessageId;
use crate::model::trace::{Kind, Traced, Way};
use crate::ui::text::Body;
use crate::ui::widgets::chat_log::{Content, Key, Line, Row};
use std::collections::VecDeque;
use std::sync::Arc;

/// So many elements are kept.
const MOST: usize = 2_000;

/// Which of them are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    Everything,
    Only(Kind),
}

impl Filter {
    pub const ALL: [Self; 5] =
        [Self::Everything, Self::Only(Kind::Message), Self::Only(Kind::Presence), Self::Only(Kind::Iq), Self::Only(Kind::Stream)];

    pub fn word(self) -> &'static str {
        match self {
            Self::Everything => "console-everything",
            Self::Only(Kind::Message) => "console-messages",
            Self::Only(Kind::Presence) => "console-presence",
            Self::Only(Kind::Iq) => "console-iqs",
            Self::Only(Kind::Stream) => "console-stream",
        }
    }
}

#[derive(Debug, Default)]
pub struct Record {
    pub filter: Filter,
    /// What the text of an element must hold, in any case.
    pub words: String,
    /// Each with its number.
    seen: VecDeque<(i64, Traced)>,
    rows: Vec<Row>,
    next: i64,
}

impl Record {
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub fn add(&mut self, elements: &[Traced]) {
        for element in elements {
            if self.shows(element) {
                self.rows.push(row(self.next, element));
            }
            self.seen.push_back((self.next, element.clone()));
            self.next += 1;
        }
        if self.seen.len() > MOST {
            self.seen.drain(..self.seen.len() - MOST);
            let first = self.seen.front().map_or(self.next, |(number, _)| *number);
            self.rows.retain(|row| matches!(row.key, Key::Message(MessageId(number)) if number >= first));
        }
    }

    pub fn filter(&mut self, filter: Filter) {
        self.filter = filter;
        self.choose();
    }

    pub fn search(&mut self, words: String) {
        self.words = words;
        self.choose();
    }

    pub fn clear(&mut self) {
        self.seen.clear();
        self.rows.clear();
    }

    /// All that is shown, to be copied.
    pub fn text(&self) -> String {
        let shown = self.seen.iter().filter(|(_, element)| self.shows(element));
        let lines = shown.map(|(_, element)| format!("<!-- {} {} -->\n{}", time(element), t(way(element.way)), element.xml));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn shows(&self, element: &Traced) -> bool {
        let words = self.words.trim().to_lowercase();
        let kind = match self.filter {
            Filter::Everything => true,
            Filter::Only(kind) => element.kind == kind,
        };
        kind && (words.is_empty() || element.xml.to_lowercase().contains(&words))
    }

    fn choose(&mut self) {
        self.rows = self.seen.iter().filter(|(_, element)| self.shows(element)).map(|(number, element)| row(*number, element)).collect();
    }
}

fn row(number: i64, element: &Traced) -> Row {
    let sender = t(way(element.way));
    let line = Line {
        // Two colours, one for each way.
        seed: sender.clone(),
        picture: None,
        initials: if element.way == Way::Sent { "→" } else { "←" }.to_owned(),
        sender,
        time: time(element),
        head: true,
        own: false,
        mention: false,
        quote: None,
        body: Arc::new(Body::verbatim(&element.xml)),
        gone: false,
        state: None,
        shows_state: false,
        note: None,
        chips: Vec::new(),
    };
    Row::new(Key::Message(MessageId(number)), Content::Line(Box::new(line)))
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Received => "console-received",
        Way::Sent => "console-sent",
    }
}

fn time(element: &Traced) -> String {
    element.time.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traced(kind: Kind, xml: &str) -> Traced {
        Traced { way: Way::Sent, time: jiff::Timestamp::UNIX_EPOCH, kind, xml: xml.to_owned() }
    }

    #[test]
    fn only_what_is_wanted_is_shown_and_the_rest_is_not_lost() {
        let mut record = Record::default();
        record.add(&[traced(Kind::Message, "<message>Tea</message>"), traced(Kind::Presence, "<presence/>")]);
        record.filter(Filter::Only(Kind::Message));
        record.add(&[traced(Kind::Iq, "<iq>tea</iq>")]);
        assert_eq!(record.rows().len(), 1);
        record.filter(Filter::Everything);
        record.search("TEA".into());
        assert_eq!(record.rows().len(), 2);
        assert!(record.text().contains("<iq>tea</iq>") && !record.text().contains("presence"));
    }

    #[test]
    fn the_oldest_go_first() {
        let mut record = Record::default();
        for number in 0..MOST + 10 {
            record.add(&[traced(Kind::Iq, &format!("<iq id='{number}'/>"))]);
        }
        assert_eq!(record.rows().len(), MOST);
        assert!(record.rows()[0].text().contains("'10'"), "{}", record.rows()[0].text());
    }
}
