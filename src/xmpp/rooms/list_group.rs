//! How a room stands in the list, kept with its bookmark for our other devices (XEP-0402 §3: extensions): in which group, and that its
//! name is the user's choice. Every program writes a name there, mostly the one that the room had then. No XEP has words for it: the
//! namespace is ours, and other programs give it back as it came.

use xmpp_parsers::minidom::Element;

const NS: &str = "https://fantail.im/xmpp/list";
/// Longer names are nobody's.
const LONGEST: usize = 1_000;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    pub group: Option<String>,
    /// The bookmark's name is what the user calls the room.
    pub named: bool,
}

/// What a bookmark says of it.
pub fn read(extensions: &[Element]) -> Listed {
    let of = |name: &str| extensions.iter().find(|extension| extension.is(name, NS));
    let group = of("group").map(|group| group.text().trim().chars().take(LONGEST).collect());
    Listed { group: group.filter(|group: &String| !group.is_empty()), named: of("named").is_some() }
}

/// The same extensions with this. All that others have put there stays.
pub fn write(extensions: &[Element], listed: &Listed) -> Vec<Element> {
    let group = listed.group.as_ref().map(|group| Element::builder("group", NS).append(group.clone()).build());
    let named = listed.named.then(|| Element::bare("named", NS));
    extensions.iter().filter(|extension| extension.ns() != NS).cloned().chain(group).chain(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(group: &str, named: bool) -> Listed {
        Listed { group: Some(group.into()), named }
    }

    #[test]
    fn what_is_written_is_read_and_what_is_of_others_stays() {
        let others: Vec<Element> = vec!["<group xmlns='urn:other'>x</group>".parse().unwrap()];
        assert_eq!(read(&others), Listed::default());
        let written = write(&others, &group("University", true));
        assert_eq!(read(&written), group("University", true));
        let changed = write(&written, &group("Work", false));
        assert_eq!((read(&changed), changed.len()), (group("Work", false), 2));
        assert_eq!(write(&changed, &Listed::default()), others);
        assert_eq!(read(&write(&[], &group("  ", false))), Listed::default());
    }
}
