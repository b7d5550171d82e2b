//! Out of band data (XEP-0066): the address of a file beside a message's words.

use xmpp_parsers::message::Message;
use xmpp_parsers::ns;

/// Only what can be fetched over HTTP: with any other scheme a click could do something on this machine.
pub fn read(message: &Message) -> Option<String> {
    let data = message.payloads.iter().find(|payload| payload.is("x", ns::OOB))?;
    let address = data.get_child("url", ns::OOB)?.text().trim().to_owned();
    let fetched =
        ["https://", "http://"].iter().any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    (fetched && !address.contains(|letter: char| letter.is_whitespace() || letter.is_control())).then_some(address)
}
