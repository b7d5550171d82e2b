//! Searching for public rooms across servers by a directory (XEP-0433).
//!
//! The directory's word is taken for what it lists and for nothing else: no room it names is asked until the user enters.

use crate::model::{BareJid, Found, Problem, RoomInfo, RoomOptions};
use crate::xmpp::iq::{Answer, Request};
use xmpp_parsers::data_forms::{DataForm, DataFormType, Field, FieldType};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xmpp_parsers::rsm::SetQuery;

const SEARCH: &str = "urn:xmpp:channel-search:0:search";
const PARAMETERS: &str = "urn:xmpp:channel-search:0:search-params";
const BY_PEOPLE: &str = "{urn:xmpp:channel-search:0:order}nusers";
/// So many are asked for at once; of more, the first are taken.
const PAGE: usize = 50;
/// Letters of what a directory says of a room that are kept.
const LONGEST: usize = 1000;

/// Asks for rooms with these words, those with the most people first; `after` goes on behind a page.
pub fn request(directory: &BareJid, words: &str, after: Option<String>) -> Request {
    let field = |name: &str, kind, value: &str| Field { values: vec![value.to_owned()], ..Field::new(name, kind) };
    let fields = vec![
        field("FORM_TYPE", FieldType::Hidden, PARAMETERS),
        field("q", FieldType::TextSingle, words),
        field("key", FieldType::ListSingle, BY_PEOPLE),
    ];
    let form = DataForm { type_: DataFormType::Submit, title: None, instructions: None, fields };
    let set = SetQuery { max: Some(PAGE), after, before: None, index: None };
    let search = Element::builder("search", SEARCH).append(Element::from(set)).append(Element::from(form));
    Request::get(jid::Jid::from(directory.clone()), search.build())
}

/// A page of what was found.
///
/// # Errors
/// What the directory refused; `bad-request` where it answered something else.
pub fn read(answer: Answer) -> Result<Found, Problem> {
    let result = answer?.filter(|result| result.is("result", SEARCH)).ok_or_else(|| Problem::stanza("bad-request"))?;
    let items = result.children().filter(|child| child.is("item", SEARCH)).take(PAGE);
    let rooms: Vec<RoomInfo> = items.filter_map(room).collect();
    let set = result.get_child("set", ns::RSM);
    // A last page may bear a mark as well: behind it there is nothing then.
    let next = set.and_then(|set| set.get_child("last", ns::RSM)).map(Element::text).filter(|_| !rooms.is_empty());
    Ok(Found { rooms, next })
}

fn room(item: &Element) -> Option<RoomInfo> {
    let room: BareJid = item.attr("address")?.parse().ok().filter(|jid: &BareJid| jid.node().is_some())?;
    let words = |name: &str| {
        let words: String = item.get_child(name, SEARCH)?.text().trim().chars().take(LONGEST).collect();
        Some(words).filter(|words| !words.is_empty())
    };
    let options =
        RoomOptions { public: Some(true), members_only: item.has_child("is-open", SEARCH).then_some(false), ..RoomOptions::default() };
    let unknown = RoomInfo::unknown(room, words("name"));
    let (description, language) = (words("description"), words("language"));
    Some(RoomInfo { description, language, occupants: words("nusers").and_then(|count| count.parse().ok()), options, ..unknown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_are_read_with_what_is_told_of_them_and_other_addresses_are_none() {
        let xml = format!(
            "<result xmlns='{SEARCH}'><item address='tea@rooms.far.test'><name> Tea </name><nusers>43</nusers><is-open/>\
             <description>About tea</description><language>en</language><odd/></item>\
             <item address='rooms.far.test'/><item/><item address='hidden@rooms.far.test'/>\
             <set xmlns='http://jabber.org/protocol/rsm'><first>a</first><last>b</last></set></result>"
        );
        let found = read(Ok(Some(xml.parse().unwrap()))).unwrap();
        assert_eq!(found.next.as_deref(), Some("b"));
        let [tea, hidden] = &found.rooms[..] else { panic!("{found:?}") };
        assert_eq!((tea.room.as_str(), tea.name.as_deref(), tea.occupants), ("tea@rooms.far.test", Some("Tea"), Some(43)));
        assert_eq!((tea.description.as_deref(), tea.language.as_deref()), (Some("About tea"), Some("en")));
        assert_eq!((tea.options.public, tea.options.members_only), (Some(true), Some(false)));
        assert_eq!((hidden.name.as_deref(), hidden.options.members_only), (None, None));
    }

    #[test]
    fn an_empty_page_is_the_end_and_anything_else_is_an_error() {
        let empty = format!("<result xmlns='{SEARCH}'><set xmlns='http://jabber.org/protocol/rsm'><last>b</last></set></result>");
        assert_eq!(read(Ok(Some(empty.parse().unwrap()))), Ok(Found::default()));
        assert_eq!(read(Ok(None)), Err(Problem::stanza("bad-request")));
        assert_eq!(read(Err(Problem::Timeout)), Err(Problem::Timeout));
    }
}
