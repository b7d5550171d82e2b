//! What a server offers on a stream (RFC 6120 §4.3.2), read leniently.

use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;

pub(super) const CSI: &str = "urn:xmpp:csi:0";
const ROSTER_VERSIONING: &str = "urn:xmpp:features:rosterver";
const LIMITS: &str = "urn:xmpp:stream-limits:0";
const PRE_APPROVAL: &str = "urn:xmpp:features:pre-approval";

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Features {
    pub starttls: bool,
    /// SASL mechanisms, in the server's order.
    pub mechanisms: Vec<String>,
    /// The channel binding types it names (XEP-0440); `None` when it does not say.
    pub channel_bindings: Option<Vec<String>>,
    pub bind: bool,
    pub stream_management: bool,
    pub roster_versioning: bool,
    pub client_state: bool,
    pub pre_approval: bool,
    /// Bytes of a stanza that the server takes (XEP-0478).
    pub max_bytes: Option<u32>,
}

impl Features {
    /// `None` when the element is not `<stream:features/>`.
    pub fn read(element: &Element) -> Option<Self> {
        if !element.is("features", ns::STREAM) {
            return None;
        }
        let has = |name, namespace| element.has_child(name, namespace);
        let mechanisms = element.get_child("mechanisms", ns::SASL);
        let bindings = element.get_child("sasl-channel-binding", ns::SASL_CB);
        let limits = element.get_child("limits", LIMITS);
        Some(Self {
            starttls: has("starttls", ns::TLS),
            mechanisms: mechanisms.map(|list| list.children().map(Element::text).collect()).unwrap_or_default(),
            channel_bindings: bindings.map(|list| list.children().filter_map(|binding| binding.attr("type")).map(str::to_owned).collect()),
            bind: has("bind", ns::BIND),
            stream_management: has("sm", ns::SM),
            roster_versioning: has("ver", ROSTER_VERSIONING),
            client_state: has("csi", CSI),
            pre_approval: has("sub", PRE_APPROVAL),
            max_bytes: limits.and_then(|limits| limits.get_child("max-bytes", LIMITS)).and_then(|most| most.text().trim().parse().ok()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mechanisms_and_channel_bindings_are_read() {
        let xml = "<features xmlns='http://etherx.jabber.org/streams'>\
                     <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>\
                     <mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>\
                       <mechanism>SCRAM-SHA-1-PLUS</mechanism><mechanism>PLAIN</mechanism>\
                     </mechanisms>\
                     <sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding type='tls-exporter'/></sasl-channel-binding>\
                   </features>";
        let features = Features::read(&xml.parse().unwrap()).unwrap();
        assert!(features.starttls);
        assert_eq!(features.mechanisms, ["SCRAM-SHA-1-PLUS", "PLAIN"]);
        assert_eq!(features.channel_bindings, Some(vec!["tls-exporter".to_owned()]));
        assert!(!features.bind);
    }

    #[test]
    fn the_largest_stanza_is_read_where_the_server_tells_it() {
        let read = |inside: &str| {
            let xml = format!("<features xmlns='http://etherx.jabber.org/streams'>{inside}</features>");
            Features::read(&xml.parse().unwrap()).unwrap().max_bytes
        };
        assert_eq!(read("<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>65536</max-bytes></limits>"), Some(65_536));
        assert_eq!(read("<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>many</max-bytes></limits>"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn what_is_not_features_is_none() {
        assert_eq!(Features::read(&"<features xmlns='urn:odd'/>".parse().unwrap()), None);
    }
}
