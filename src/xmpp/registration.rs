//! In-band registration (XEP-0077), as far as an account that is there needs it: another password.

use super::iq::Request;
use crate::model::Secret;
use jid::BareJid;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;

/// Gives our account another password (§3.3). The server may know the name of the account only without its domain.
pub fn change_password(own: &BareJid, password: &Secret) -> Request {
    let field = |name: &str, text: &str| Element::builder(name, ns::REGISTER).append(text).build();
    let username = own.node().map(|node| field("username", node.as_str()));
    let query = Element::builder("query", ns::REGISTER).append_all(username).append(field("password", password.reveal()));
    Request::set(own.domain().as_str().parse().ok(), query.build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_told_the_name_and_the_new_password() {
        let request = change_password(&"juliet@one.test".parse().unwrap(), &Secret::new("<a & b>"));
        assert_eq!((request.to.as_ref().map(ToString::to_string).as_deref(), request.set), (Some("one.test"), true));
        let written = "<query xmlns='jabber:iq:register'><username>juliet</username><password>&lt;a &amp; b&gt;</password></query>";
        assert_eq!(request.payload, written.parse::<Element>().unwrap());
        let text = |name: &str| request.payload.get_child(name, ns::REGISTER).map(Element::text);
        assert_eq!((text("username").as_deref(), text("password").as_deref()), (Some("juliet"), Some("<a & b>")));
    }
}
