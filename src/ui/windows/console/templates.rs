//! Stanzas to begin with.

use crate::i18n::t;

/// Names, and what each puts into the input. `domain` is our server.
pub fn all(domain: &str) -> Vec<(String, String)> {
    let get = |to: &str, inside: &str| format!("<iq type='get' to='{to}'>\n  {inside}\n</iq>");
    let templates = [
        ("console-template-ping", get(domain, "<ping xmlns='urn:xmpp:ping'/>")),
        ("console-template-features", get(domain, "<query xmlns='http://jabber.org/protocol/disco#info'/>")),
        ("console-template-services", get(domain, "<query xmlns='http://jabber.org/protocol/disco#items'/>")),
        ("console-template-version", get(domain, "<query xmlns='jabber:iq:version'/>")),
        ("console-template-roster", "<iq type='get'>\n  <query xmlns='jabber:iq:roster'/>\n</iq>".to_owned()),
        ("console-template-message", format!("<message type='chat' to='name@{domain}'>\n  <body></body>\n</message>")),
        ("console-template-presence", "<presence>\n  <show>away</show>\n  <status></status>\n</presence>".to_owned()),
    ];
    templates.into_iter().map(|(key, xml)| (t(key), xml)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_template_can_be_sent_as_it_stands() {
        for (name, xml) in super::all("one.test") {
            assert!(crate::xmpp::console::read(&xml).is_ok(), "{name}: {xml}");
        }
    }
}
