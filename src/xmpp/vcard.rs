//! Profiles as most servers keep them (XEP-0054, vcard-temp). An answer is the word of the account that was asked, and of nobody else
//! (`iq.rs` sees to that); what is in it is text by a stranger.

use super::avatar;
use super::iq::Request;
use crate::model::profile::{Profile, ProfileField};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jid::{BareJid, Jid};
use std::collections::BTreeSet;
use xmpp_parsers::minidom::Element;

const NS: &str = "vcard-temp";
/// Characters of a field that are kept.
const LONGEST: usize = 2000;

/// Whether a room has a profile of its own (XEP-0486 §3.1).
pub fn offered(features: &BTreeSet<String>) -> bool {
    features.contains(NS)
}

/// Asks for somebody's profile; `None` for our own.
pub fn request(of: Option<Jid>) -> Request {
    Request::get(of, Element::bare("vCard", NS))
}

/// What an answer tells; nothing when there is none.
pub fn read(answer: Option<&Element>, of: BareJid) -> Profile {
    let Some(card) = answer.filter(|answer| answer.is("vCard", NS)) else { return Profile::new(of) };
    let field = |field| text(card, path(field));
    Profile {
        jid: of,
        nickname: field(ProfileField::Nickname),
        full_name: field(ProfileField::FullName),
        email: field(ProfileField::Email).or_else(|| text(card, &["EMAIL"])),
        phone: field(ProfileField::Phone).or_else(|| text(card, &["TEL"])),
        url: field(ProfileField::Url),
        organization: field(ProfileField::Organization),
        birthday: field(ProfileField::Birthday),
        note: field(ProfileField::Note).or_else(|| text(card, &["NOTE"])),
        avatar_sha1: pictures(card).next().map(|bytes| avatar::id(&bytes).to_string()),
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

/// Puts fields of ours into the profile as it is; an empty one goes. All else in it stays as it was.
pub fn change(card: Option<Element>, fields: &[(ProfileField, String)]) -> Request {
    let mut card = card.filter(|card| card.is("vCard", NS)).unwrap_or_else(|| Element::bare("vCard", NS));
    for (field, value) in fields {
        card = with(&card, path(*field), tidy(value).as_deref());
    }
    Request::set(None, card)
}

/// The same element with a text at a path: in the first that is there, and nothing else touched. `None` takes that first one away.
fn with(element: &Element, path: &[&str], value: Option<&str>) -> Element {
    let mut copy = element.clone();
    let [name, rest @ ..] = path else {
        copy.take_nodes();
        copy.append_text(value.unwrap_or_default());
        return copy;
    };
    let mut first = true;
    for node in copy.take_nodes() {
        let found = node.as_element().filter(|child| child.is(*name, NS)).filter(|_| std::mem::take(&mut first));
        match (found, value) {
            (Some(child), Some(_)) => drop(copy.append_child(with(child, rest, value))),
            (Some(_), None) => {}
            (None, _) => copy.append_node(node),
        }
    }
    if let (true, Some(_)) = (first, value) {
        copy.append_child(with(&Element::bare(*name, NS), rest, value));
    }
    copy
}

/// Where a field is in a profile.
fn path(field: ProfileField) -> &'static [&'static str] {
    match field {
        ProfileField::Nickname => &["NICKNAME"],
        ProfileField::FullName => &["FN"],
        ProfileField::Email => &["EMAIL", "USERID"],
        ProfileField::Phone => &["TEL", "NUMBER"],
        ProfileField::Url => &["URL"],
        ProfileField::Organization => &["ORG", "ORGNAME"],
        ProfileField::Birthday => &["BDAY"],
        ProfileField::Note => &["DESC"],
    }
}

/// The card of a room of ours with this picture, a PNG, or none, and else as it was (XEP-0486 §3.2).
pub fn with_picture(room: Jid, card: Option<&Element>, png: Option<&[u8]>) -> Request {
    let kept: Vec<Element> = card.into_iter().flat_map(Element::children).filter(|part| !part.is("PHOTO", NS)).cloned().collect();
    let photo = png.map(|png| {
        let kind = Element::builder("TYPE", NS).append("image/png").build();
        let bytes = Element::builder("BINVAL", NS).append(BASE64.encode(png)).build();
        Element::builder("PHOTO", NS).append(kind).append(bytes).build()
    });
    Request::set(room, Element::builder("vCard", NS).append_all(kept).append_all(photo).build())
}

/// The bytes of the pictures in a profile, which may be one in several forms (XEP-0486 §5.1).
pub fn pictures(card: &Element) -> impl Iterator<Item = Vec<u8>> {
    let photos = card.children().filter(|child| child.is("PHOTO", NS));
    photos.filter_map(|photo| avatar::decode(&photo.get_child("BINVAL", NS)?.text()))
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
    fn what_is_changed_is_changed_and_all_else_stays() {
        let before: Element = "<vCard xmlns='vcard-temp'><FN>Romeo</FN><TEL><HOME/><NUMBER>1</NUMBER></TEL><TEL><NUMBER>2</NUMBER></TEL>\
             <ORG><ORGUNIT>Balcony</ORGUNIT></ORG>\
             <X-OTHER>kept</X-OTHER><PHOTO><BINVAL>aGVsbG8=</BINVAL></PHOTO></vCard>"
            .parse()
            .unwrap();
        let change =
            [(ProfileField::Phone, " 3 ".to_owned()), (ProfileField::FullName, " ".to_owned()), (ProfileField::Organization, "M".into())];
        let after = change_of(Some(before), &change);
        let profile = read(Some(&after), of());
        assert_eq!((profile.phone.as_deref(), profile.full_name, profile.organization.as_deref()), (Some("3"), None, Some("M")));
        assert!(profile.avatar_sha1.is_some() && after.get_child("X-OTHER", NS).is_some());
        let whole = String::from(&after);
        assert!(whole.contains("<NUMBER>2</NUMBER>") && whole.contains("Balcony") && whole.contains("<HOME"), "{whole}");
        let fresh = ProfileField::ALL.map(|field| (field, field.as_str().to_owned()));
        let fresh = read(Some(&change_of(None, &fresh)), of());
        assert_eq!((fresh.lines(), fresh.email.as_deref(), fresh.note.as_deref()), (8, Some("email"), Some("note")));
    }

    fn change_of(card: Option<Element>, fields: &[(ProfileField, String)]) -> Element {
        change(card, fields).payload
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
