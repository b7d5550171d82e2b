//! Client state indication (XEP-0352): while nobody looks, our server may hold back what can wait, and sends it when somebody does.

use super::features::CSI;
use xmpp_parsers::minidom::Element;

/// What the server is told; never counted as a stanza (§4).
pub fn write(active: bool) -> Element {
    Element::builder(if active { "active" } else { "inactive" }, CSI).build()
}
