//! Message replies (XEP-0461), with the words answered to quoted for clients that know no replies (XEP-0428).

use super::fallback;
use jid::Jid;
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xso::exports::rxml::xml_ncname;

pub const REPLY: &str = "urn:xmpp:reply:0";

/// The id of the message this one answers: in rooms the room's stanza-id, else the stanza's own (§4.1).
pub fn read(message: &Message) -> Option<String> {
    let reply = message.payloads.iter().find(|payload| payload.is("reply", REPLY))?;
    reply.attr("id").filter(|id| !id.is_empty()).map(str::to_owned)
}

/// Lines of what is answered to that go along, and characters of each: enough to know it again.
const QUOTED_LINES: usize = 4;
const QUOTED_CHARACTERS: usize = 200;

/// The body with the words answered to before it, and what tells those who know replies where they end.
pub fn write(id: &str, author: &Jid, quoted: &str, body: &str) -> (String, [Element; 2]) {
    let mut text = String::new();
    for line in quoted.lines().take(QUOTED_LINES) {
        text.push_str("> ");
        text.extend(line.chars().take(QUOTED_CHARACTERS));
        text.push('\n');
    }
    let characters = text.chars().count();
    text.push_str(body);
    let reply = Element::builder("reply", REPLY)
        .attr(xml_ncname!("to").to_owned(), author.to_string())
        .attr(xml_ncname!("id").to_owned(), id)
        .build();
    (text, [reply, fallback::beginning(REPLY, characters)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use xmpp_parsers::message::Lang;

    #[test]
    fn an_answer_carries_what_it_answers_and_is_read_without_it() {
        let (body, payloads) = write("m1", &"juliet@capulet.lit".parse().unwrap(), "Wie geht\u{2019}s? 👋\nSag!", "Gut.");
        assert_eq!(body, "> Wie geht\u{2019}s? 👋\n> Sag!\nGut.");
        let mut message = Message::chat(None::<Jid>).with_body(Lang::new(), body.clone());
        message.payloads.extend(payloads);
        assert_eq!(read(&message).as_deref(), Some("m1"));
        assert_eq!(fallback::without(&message, &body, &[REPLY]), "Gut.");
    }

    #[test]
    fn a_long_text_is_quoted_in_part() {
        let long = format!("{}\n2\n3\n4\n5", "x".repeat(1000));
        let (body, _) = write("m1", &"juliet@capulet.lit".parse().unwrap(), &long, "Gut.");
        assert!(body.len() < 300 && body.ends_with("> 4\nGut."), "{body}");
    }
}
