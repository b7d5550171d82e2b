//! In which group of the list a room stands, kept with its bookmark for our other devices (XEP-0402 §3: extensions). No XEP has a word
//! for it: the namespace is ours, and other clients give it back as it came.

use xmpp_parsers::minidom::Element;

const NS: &str = "https://fantail.im/xmpp/list";
/// Longer names are nobody's.
const LONGEST: usize = 1_000;

/// What a bookmark says of it.
pub fn read(extensions: &[Element]) -> Option<String> {
    let group = extensions.iter().find(|extension| extension.is("group", NS))?.text();
    Some(group.trim().chars().take(LONGEST).collect()).filter(|group: &String| !group.is_empty())
}

/// The same extensions with this group, or none. All that others have put there stays.
pub fn write(extensions: &[Element], group: Option<&str>) -> Vec<Element> {
    let group = group.map(|group| Element::builder("group", NS).append(group.to_owned()).build());
    extensions.iter().filter(|extension| !extension.is("group", NS)).cloned().chain(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_read_as_it_was_written_and_what_is_of_others_stays() {
        let others: Vec<Element> = vec!["<group xmlns='urn:other'>x</group>".parse().unwrap()];
        assert_eq!(read(&others), None);
        let written = write(&others, Some("University"));
        assert_eq!(read(&written).as_deref(), Some("University"));
        let changed = write(&written, Some("Work"));
        assert_eq!((read(&changed).as_deref(), changed.len()), (Some("Work"), 2));
        assert_eq!(write(&changed, None), others);
        assert_eq!(read(&write(&[], Some("  "))), None);
    }
}
