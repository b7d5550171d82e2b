//! Links in messages: which may be opened, and by whom. A message comes from anybody, so only known schemes are.

use crate::model::XmppUri;

/// What the system may be asked to open. `file:`, `javascript:` and programs' own schemes are not among them.
const SCHEMES: [&str; 5] = ["https", "http", "mailto", "geo", "tel"];

/// A link that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// For ourselves: it fills in a form.
    Xmpp(XmppUri),
    /// For the system's browser or mailer.
    Outside(String),
}

impl Link {
    /// `None` when it must not be opened.
    pub fn parse(text: &str) -> Option<Self> {
        let scheme = text.split_once(':')?.0.to_ascii_lowercase();
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return None;
        }
        match scheme.as_str() {
            "xmpp" => XmppUri::parse(text).map(Self::Xmpp),
            "http" | "https" if !text[scheme.len()..].starts_with("://") => None,
            scheme if SCHEMES.contains(&scheme) => Some(Self::Outside(text.to_owned())),
            _ => None,
        }
    }
}

/// Gives a link to the system's browser or mailer, without waiting for it. False when it is of a scheme that is not opened
/// this way, or the system has nothing for it.
pub fn open_outside(text: &str) -> bool {
    match Link::parse(text) {
        Some(Link::Outside(url)) => open::that_detached(url).inspect_err(|error| tracing::warn!(%error, "cannot open a link")).is_ok(),
        Some(Link::Xmpp(_)) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_and_mail_links_go_to_the_system() {
        for link in ["https://example.org/a?b#c", "HTTP://example.org", "mailto:a@b"] {
            assert_eq!(Link::parse(link), Some(Link::Outside(link.into())), "{link}");
        }
    }

    #[test]
    fn xmpp_links_stay_here() {
        assert!(matches!(Link::parse("xmpp:a@b?join"), Some(Link::Xmpp(_))));
        assert!(!open_outside("xmpp:a@b?join"));
    }

    #[test]
    fn nothing_else_is_opened() {
        for link in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "smb://host/x",
            "ms-msdt:/id",
            "vbscript:x",
            "ssh://-oProxyCommand=x",
            "/usr/bin/true",
            "-a",
            "--help",
            "example.org",
            "",
            "https:evil",
            "http:\\\\host",
            "https://a\nb",
            "https://a b",
            "mailto:a\u{0}",
        ] {
            assert_eq!(Link::parse(link), None, "{link}");
            assert!(!open_outside(link), "{link}");
        }
    }
}
