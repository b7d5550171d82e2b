//! The XML console's view of a stream: elements as text without secrets, and text that is to be sent as an element.

use crate::model::Problem;
use crate::model::problem::BadArgument;
use crate::model::trace::Kind;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xso::exports::rxml::{Namespace, xml_ncname};

/// What stands where a secret was.
const HIDDEN: &str = "…";
/// Bytes of an element that are shown; and of one that may be sent.
const LONGEST: usize = 64 * 1024;
/// Elements inside each other. The library reads and writes them recursively.
const DEEPEST: usize = 64;

pub fn kind(element: &Element) -> Kind {
    match (element.ns().as_str(), element.name()) {
        (ns::JABBER_CLIENT, "message") => Kind::Message,
        (ns::JABBER_CLIENT, "presence") => Kind::Presence,
        (ns::JABBER_CLIENT, "iq") => Kind::Iq,
        _ => Kind::Stream,
    }
}

/// The element as text, a line for each, its secrets left out.
pub fn write(element: &Element) -> String {
    let mut text = String::new();
    print(element, None, 0, &mut text);
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}

/// An element of the sign-in as far as it may be kept: its name, and of what it begins with the mechanism.
pub fn without_secrets(element: &Element) -> Element {
    let mut bare = Element::builder(element.name(), element.ns());
    if let Some(mechanism) = element.attr("mechanism") {
        bare = bare.attr(xml_ncname!("mechanism").to_owned(), mechanism);
    }
    let reasons = element.children().filter(|_| element.name() == "failure").cloned();
    let content = (!element.text().is_empty() && element.name() != "failure").then(|| HIDDEN.to_owned());
    bare.append_all(reasons).append_all(content).build()
}

fn print(element: &Element, parent: Option<&Element>, depth: usize, text: &mut String) {
    if text.len() > LONGEST {
        return;
    }
    let indent = "  ".repeat(depth);
    text.push_str(&format!("{indent}<{}", element.name()));
    if parent.is_none_or(|parent| parent.ns() != element.ns()) {
        text.push_str(&format!(" xmlns='{}'", escape(&element.ns())));
    }
    for ((namespace, name), value) in element.attrs() {
        let prefix = if namespace.as_str() == "http://www.w3.org/XML/1998/namespace" { "xml:" } else { "" };
        let shown = if hides_attribute(element, name.as_str()) { HIDDEN.to_owned() } else { escape(value) };
        text.push_str(&format!(" {prefix}{name}='{shown}'"));
    }
    let (said, children) = (element.text(), element.children().collect::<Vec<_>>());
    if hides_content(element, parent) && !(said.is_empty() && children.is_empty()) {
        text.push_str(&format!(">{HIDDEN}</{}>\n", element.name()));
    } else if children.is_empty() && said.trim().is_empty() {
        text.push_str("/>\n");
    } else if children.is_empty() {
        text.push_str(&format!(">{}</{}>\n", escape(&said), element.name()));
    } else {
        text.push_str(">\n");
        if !said.trim().is_empty() {
            text.push_str(&format!("{indent}  {}\n", escape(said.trim())));
        }
        children.iter().for_each(|child| print(child, Some(element), depth + 1, text));
        text.push_str(&format!("{indent}</{}>\n", element.name()));
    }
    if depth == 0 {
        text.truncate(text.trim_end().len());
    }
}

/// Names under which secrets travel: of rooms (XEP-0045), of accounts (XEP-0077, XEP-0078), of uploads (XEP-0363), and all of SASL.
fn hides_content(element: &Element, parent: Option<&Element>) -> bool {
    let namespace = element.ns();
    let sasl = namespace.as_str() == ns::SASL || namespace.starts_with("urn:xmpp:sasl:") || namespace.starts_with("urn:xmpp:fast:");
    let named = matches!(element.name(), "password" | "digest" | "token" | "secret" | "initial-response");
    let field = element.is("value", ns::DATA_FORMS) && parent.is_some_and(is_secret_field);
    let authorization = element.is("header", "urn:xmpp:http:upload:0");
    sasl || named || field || authorization
}

fn is_secret_field(field: &Element) -> bool {
    let name = field.attr("var").unwrap_or_default().to_lowercase();
    field.attr("type") == Some("text-private") || ["password", "secret", "token"].iter().any(|word| name.contains(word))
}

/// With the id of a session (XEP-0198) and a password for a room (XEP-0249) somebody else could go on in our place.
fn hides_attribute(element: &Element, name: &str) -> bool {
    let session = element.ns().as_str() == ns::SM && matches!(name, "id" | "previd");
    session || matches!(name, "password" | "token" | "secret")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&apos;")
}

/// Reads what somebody wrote: one message, presence or IQ. What a stanza needs and the hand forgets is added: the namespace, an id.
pub fn read(text: &str) -> Result<Element, Problem> {
    let bad = || Problem::BadArgument(BadArgument::Xml);
    if text.len() > LONGEST || depth(text) > DEEPEST {
        return Err(bad());
    }
    let wrapped: Element = format!("<console xmlns='{}'>{text}</console>", ns::JABBER_CLIENT).parse().map_err(|_| bad())?;
    let mut children = wrapped.children();
    let (Some(stanza), None) = (children.next(), children.next()) else { return Err(bad()) };
    if !wrapped.text().trim().is_empty() || kind(stanza) == Kind::Stream {
        return Err(bad());
    }
    let mut stanza = stanza.clone();
    if kind(&stanza) == Kind::Iq {
        let answer = match stanza.attr("type") {
            Some("get" | "set") => false,
            Some("result" | "error") => true,
            _ => return Err(bad()),
        };
        if !answer && stanza.children().count() != 1 || answer && stanza.attr("id").is_none() {
            return Err(bad());
        }
    }
    if stanza.attr("id").is_none() && kind(&stanza) != Kind::Presence {
        stanza.set_attr(Namespace::NONE, xml_ncname!("id").to_owned(), uuid::Uuid::new_v4().to_string());
    }
    Ok(stanza)
}

/// How deep elements lie in each other at most, before anything recursive reads them.
fn depth(text: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for tag in text.split('<').skip(1) {
        if tag.starts_with('/') {
            now = now.saturating_sub(1);
        } else if !tag.split('>').next().is_some_and(|inside| inside.ends_with('/')) {
            now += 1;
            most = most.max(now);
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(xml: &str) -> String {
        write(&xml.parse().unwrap())
    }

    #[test]
    fn of_the_sign_in_only_its_steps_are_kept() {
        let kept = |inside: &str| write(&without_secrets(&inside.parse().unwrap()));
        let sasl = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
        assert_eq!(
            kept(&format!("<auth {sasl} mechanism='PLAIN' other='x'>AHVzZXIAcGVuY2ls</auth>")),
            format!("<auth {sasl} mechanism='PLAIN'>…</auth>")
        );
        assert_eq!(kept(&format!("<success {sasl}/>")), format!("<success {sasl}/>"));
        let failed = without_secrets(&format!("<failure {sasl}><not-authorized/></failure>").parse().unwrap());
        assert!(failed.has_child("not-authorized", ns::SASL), "what went wrong is no secret");
    }

    #[test]
    fn an_element_is_written_with_a_line_for_each_and_reads_as_it_was() {
        let xml = "<message xmlns='jabber:client' to='a@b' xml:lang='de'><body>5 &lt; 6 &amp; 'x'</body><active xmlns='urn:x'/></message>";
        let text = shown(xml);
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.contains("\n  <body>5 &lt; 6 &amp; &apos;x&apos;</body>\n  <active xmlns='urn:x'/>\n"), "{text}");
        assert_eq!(read(&text).unwrap().get_child("body", ns::JABBER_CLIENT).unwrap().text(), "5 < 6 & 'x'");
    }

    #[test]
    fn no_secret_is_ever_shown() {
        let secrets = [
            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>c2VjcmV0</auth>",
            "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>c2VjcmV0</success>",
            "<authenticate xmlns='urn:xmpp:sasl:2'><initial-response>c2VjcmV0</initial-response></authenticate>",
            "<success xmlns='urn:xmpp:sasl:2'><token xmlns='urn:xmpp:fast:0' token='c2VjcmV0'/></success>",
            "<presence xmlns='jabber:client'><x xmlns='http://jabber.org/protocol/muc'><password>c2VjcmV0</password></x></presence>",
            "<message xmlns='jabber:client'><x xmlns='http://jabber.org/protocol/muc#user'><password>c2VjcmV0</password></x></message>",
            "<message xmlns='jabber:client'><x xmlns='jabber:x:conference' jid='a@b' password='c2VjcmV0'/></message>",
            "<iq xmlns='jabber:client'><query xmlns='jabber:iq:register'><password>c2VjcmV0</password></query></iq>",
            "<iq xmlns='jabber:client'><query xmlns='jabber:iq:auth'><digest>c2VjcmV0</digest></query></iq>",
            "<iq xmlns='jabber:client'><x xmlns='jabber:x:data'><field var='muc#roomconfig_roomsecret'><value>c2VjcmV0</value></field></x></iq>",
            "<iq xmlns='jabber:client'><x xmlns='jabber:x:data'><field var='q' type='text-private'><value>c2VjcmV0</value></field></x></iq>",
            "<enabled xmlns='urn:xmpp:sm:3' id='c2VjcmV0' resume='true'/>",
            "<resume xmlns='urn:xmpp:sm:3' previd='c2VjcmV0' h='1'/>",
            "<iq xmlns='jabber:client'><slot xmlns='urn:xmpp:http:upload:0'><put url='u'><header name='Authorization'>c2VjcmV0</header></put></slot></iq>",
        ];
        for secret in secrets {
            let text = shown(secret);
            assert!(!text.contains("c2VjcmV0") && text.contains(HIDDEN), "{text}");
        }
        assert!(
            shown("<iq xmlns='jabber:client'><x xmlns='jabber:x:data'><field var='name'><value>Tea</value></field></x></iq>")
                .contains("Tea")
        );
    }

    #[test]
    fn what_is_written_by_hand_becomes_one_whole_stanza() {
        let iq = read("<iq type='get' to='one.test'><ping xmlns='urn:xmpp:ping'/></iq>").unwrap();
        assert_eq!((iq.ns().as_str(), iq.attr("to")), (ns::JABBER_CLIENT, Some("one.test")));
        assert!(iq.attr("id").is_some_and(|id| !id.is_empty()));
        assert_eq!(read("<message id='mine'><body>x</body></message>").unwrap().attr("id"), Some("mine"));
        assert!(read(" <presence/> ").is_ok());
    }

    #[test]
    fn what_would_break_the_stream_is_refused() {
        let deep = format!("<message>{}{}</message>", "<a>".repeat(100), "</a>".repeat(100));
        let long = format!("<message><body>{}</body></message>", "x".repeat(70_000));
        for bad in [
            "",
            "hello",
            "<message>",
            "<message/><message/>",
            "<message/> and more",
            "</console><message/><console>",
            "<iq><ping xmlns='urn:xmpp:ping'/></iq>",
            "<iq type='get'/>",
            "<iq type='result'/>",
            "<r xmlns='urn:xmpp:sm:3'/>",
            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>x</auth>",
            "<message xmlns='jabber:server'/>",
            "<!DOCTYPE x><message/>",
            deep.as_str(),
            long.as_str(),
        ] {
            assert_eq!(read(bad), Err(Problem::BadArgument(BadArgument::Xml)), "{}", &bad[..bad.len().min(80)]);
        }
    }
}
