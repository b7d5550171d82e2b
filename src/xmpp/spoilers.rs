//! Spoiler messages (XEP-0382): words that are hidden until somebody asks for them.

use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;

const SPOILER: &str = "urn:xmpp:spoiler:0";

/// `about` says what the words give away, or nothing.
pub fn write(about: &str) -> Element {
    Element::builder("spoiler", SPOILER).append(about).build()
}

/// What is said of the hidden words, in the first of its languages; it may be empty.
pub fn read(message: &Message) -> Option<String> {
    message.payloads.iter().find(|payload| payload.is("spoiler", SPOILER)).map(|payload| payload.text().trim().to_owned())
}
