//! Profiles as most servers keep them (XEP-0054, vcard-temp). An answer is the word of the account that was asked, and of nobody else
//! (`iq.rs` sees to that); what is in it is text by a stranger.

use super::iq::Request;
use crate::model::profile::Profile;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jid::BareJid;
use sha1::{Digest, Sha1};
use xmpp_parsers::minidom::Element;

const NS: &str = "vcard-temp";
/// Characters of a field that are kept.
const LONGEST: usize = 2000;

/// Asks for somebody's profile; `None` for our own.
pub fn request(of: Option<BareJid>) -> Request {
    Request::get(of.map(Into::into), Element::bare("vCard", NS))
}

/// What an answer tells; nothing when there is none.
pub fn read(answer: Option<&Element>, of: BareJid) -> Profile {
    let Some(card) = answer.filter(|answer| answer.is("vCard", NS)) else { return Profile::new(of) };
    Profile {
        jid: of,
        nickname: text(card, &["NICKNAME"]),
        full_name: text(card, &["FN"]),
        email: text(card, &["EMAIL", "USERID"]).or_else(|| text(card, &["EMAIL"])),
        phone: text(card, &["TEL", "NUMBER"]).or_else(|| text(card, &["TEL"])),
        url: text(card, &["URL"]),
        organization: text(card, &["ORG", "ORGNAME"]),
        birthday: text(card, &["BDAY"]),
        note: text(card, &["DESC"]).or_else(|| text(card, &["NOTE"])),
        avatar_sha1: picture(card),
    }
}

/// The first text at a path that says something.
fn text(card: &Element, path: &[&str]) -> Option<String> {
    let [name, rest @ ..] = path else { return tidy(&card.text()) };
    card.children().filter(|child| child.is(*name, NS)).find_map(|child| text(child, rest))
}

/// One line of text, or a few in a note; without what is no letter.
fn tidy(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).take(LONGEST).collect();
    Some(kept.trim().to_owned()).filter(|kept| !kept.is_empty())
}

fn picture(card: &Element) -> Option<String> {
    let encoded = card.get_child("PHOTO", NS)?.get_child("BINVAL", NS)?.text();
    let encoded: String = encoded.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = BASE64.decode(encoded).ok().filter(|bytes| !bytes.is_empty())?;
    Some(Sha1::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of() -> BareJid {
        "juliet@one.test".parse().unwrap()
    }

    fn card(inside: &str) -> Profile {
        let element: Element = format!("<vCard xmlns='vcard-temp'>{inside}</vCard>").parse().unwrap();
        read(Some(&element), of())
    }

    #[test]
    fn a_profile_tells_what_its_owner_wrote() {
        let profile = card(
            "<FN>Juliet Capulet</FN><NICKNAME>Juli</NICKNAME><ORG><ORGNAME>Capulet</ORGNAME><ORGUNIT>Balcony</ORGUNIT></ORG>\
             <TEL><WORK/><NUMBER>+39 1</NUMBER></TEL><EMAIL><INTERNET/><USERID>juliet@capulet.test</USERID></EMAIL>\
             <URL>https://capulet.test/</URL><BDAY>1580-07-31</BDAY><DESC>Speak\nagain</DESC>\
             <PHOTO><TYPE>image/png</TYPE><BINVAL>aGVs\nbG8=</BINVAL></PHOTO>",
        );
        let expected = Profile {
            jid: of(),
            nickname: Some("Juli".into()),
            full_name: Some("Juliet Capulet".into()),
            email: Some("juliet@capulet.test".into()),
            phone: Some("+39 1".into()),
            url: Some("https://capulet.test/".into()),
            organization: Some("Capulet".into()),
            birthday: Some("1580-07-31".into()),
            note: Some("Speak\nagain".into()),
            avatar_sha1: Some("aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d".into()),
        };
        assert_eq!(profile, expected);
    }

    #[test]
    fn an_empty_or_foreign_answer_tells_nothing() {
        assert!(card("<FN>  </FN><TEL><WORK/></TEL><PHOTO><BINVAL>%%%</BINVAL></PHOTO>").is_empty());
        assert_eq!(card("<PHOTO><BINVAL>%%%</BINVAL></PHOTO>").avatar_sha1, None);
        assert!(read(None, of()).is_empty());
        let foreign: Element = "<vCard xmlns='urn:other'><FN>x</FN></vCard>".parse().unwrap();
        assert!(read(Some(&foreign), of()).is_empty());
        let inside: Element = "<vCard xmlns='vcard-temp'><FN xmlns='urn:other'>x</FN></vCard>".parse().unwrap();
        assert!(read(Some(&inside), of()).is_empty());
    }

    #[test]
    fn a_novel_is_cut_and_the_first_of_several_that_says_something_counts() {
        let long = "ä".repeat(5000);
        assert_eq!(card(&format!("<DESC>{long}</DESC>")).note.map(|note| note.chars().count()), Some(LONGEST));
        assert_eq!(card("<TEL><NUMBER/></TEL><TEL><NUMBER>2</NUMBER></TEL>").phone.as_deref(), Some("2"));
    }
}
