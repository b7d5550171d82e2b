//! Processing hints (XEP-0334): what archives should do with a message that has no words.

use xmpp_parsers::minidom::Element;

const HINTS: &str = "urn:xmpp:hints";

/// To be archived, although it has no body.
pub fn store() -> Element {
    Element::builder("store", HINTS).build()
}

/// Of this moment only: neither archived nor copied to other devices.
pub fn no_store() -> Element {
    Element::builder("no-store", HINTS).build()
}
