//! Entity capabilities (XEP-0115): what a client can do, named by a hash, so that it is asked for once and not by everybody.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha1::{Digest, Sha1};
use std::collections::{BTreeMap, BTreeSet};
use xmpp_parsers::caps::Caps;
use xmpp_parsers::data_forms::{DataForm, FieldType};
use xmpp_parsers::disco::{DiscoInfoResult, Identity};
use xmpp_parsers::hashes::{Algo, Hash};

/// Names this program.
pub const NODE: &str = "https://fantail.im";

/// Our own answer to disco#info (XEP-0030).
pub fn own(features: impl IntoIterator<Item = String>) -> DiscoInfoResult {
    let identity = Identity { category: "client".into(), type_: "pc".into(), lang: None, name: Some("Fantail".into()) };
    DiscoInfoResult { node: None, identities: vec![identity], features: features.into_iter().collect(), extensions: Vec::new() }
}

/// The `<c/>` of our presence. `None` if our own answer is ambiguous.
pub fn announcement(own: &DiscoInfoResult) -> Option<Caps> {
    let digest = Sha1::digest(verification_string(own)?).to_vec();
    Some(Caps::new(NODE, Hash::new(Algo::Sha_1, digest)))
}

/// The verification string's hash (§5.1), as `ver` gives it. `None` if the answer is ill-formed or ambiguous.
pub fn hash(answer: &DiscoInfoResult) -> Option<String> {
    Some(BASE64.encode(Sha1::digest(verification_string(answer)?)))
}

/// Whether the answer is what the hash and node of somebody's `<c/>` promised (§5.4). Only then it holds for others with
/// the same hash. `hash` is SHA-1 in Base64; an answer may leave its node out.
pub fn verify(hash: &str, node: &str, answer: &DiscoInfoResult) -> bool {
    let asked = format!("{node}#{hash}");
    answer.node.as_ref().is_none_or(|answered| *answered == asked) && self::hash(answer).as_deref() == Some(hash)
}

/// The string of §5.1. `None` for duplicates (§5.4), and where a value holds the `<` that separates values: then two
/// different answers would have one string, and somebody could speak for all clients of a kind.
///
/// Features are a set already when they come here: of duplicates one is left, and the hash over both does not match.
fn verification_string(answer: &DiscoInfoResult) -> Option<String> {
    let mut identities = BTreeSet::new();
    for Identity { category, type_, lang, name } in &answer.identities {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        // Sorted by its parts; a joined string would sort `a/` and `a-b/` otherwise.
        if !identities.insert([category.clone(), type_.clone(), text(lang), text(name)]) {
            return None;
        }
    }
    let mut forms = BTreeMap::new();
    for form in &answer.extensions {
        let Some((form_type, fields)) = described(form)? else { continue };
        if forms.insert(form_type, fields).is_some() {
            return None;
        }
    }
    let mut parts: Vec<String> = identities.iter().map(|identity| identity.join("/")).collect();
    parts.extend(answer.features.iter().cloned());
    for (form_type, fields) in forms {
        parts.push(form_type);
        for (name, values) in fields {
            parts.push(name);
            parts.extend(values);
        }
    }
    if parts.iter().any(|part| part.contains('<')) {
        return None;
    }
    Some(parts.into_iter().flat_map(|part| [part, "<".into()]).collect())
}

type Described = (String, BTreeMap<String, Vec<String>>);

/// A form's type and its fields with sorted values. `Some(None)` if it has no type and does not count; `None` if it is ill-formed.
fn described(form: &DataForm) -> Option<Option<Described>> {
    let mut types = form.fields.iter().filter(|field| field.var.as_deref() == Some("FORM_TYPE"));
    let Some(form_type) = types.next() else { return Some(None) };
    if form_type.type_ != FieldType::Hidden {
        return Some(None);
    }
    // The parser has refused a type of several values already.
    let name = form_type.values.first()?;
    if types.next().is_some() {
        return None;
    }
    let mut fields = BTreeMap::new();
    for field in form.fields.iter().filter(|field| field.var.as_deref() != Some("FORM_TYPE")) {
        let mut values = field.values.clone();
        values.sort();
        if fields.insert(field.var.clone().unwrap_or_default(), values).is_some() {
            return None;
        }
    }
    Some(Some((name.clone(), fields)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use xmpp_parsers::minidom::Element;

    fn answer(inside: &str) -> DiscoInfoResult {
        let xml = format!("<query xmlns='http://jabber.org/protocol/disco#info'>{inside}</query>");
        xml.parse::<Element>().unwrap().try_into().unwrap()
    }

    const FEATURES: &str = "<feature var='http://jabber.org/protocol/muc'/><feature var='http://jabber.org/protocol/disco#items'/>\
                            <feature var='http://jabber.org/protocol/disco#info'/><feature var='http://jabber.org/protocol/caps'/>";

    fn psi() -> String {
        let field = |name: &str, values: &[&str]| {
            let values: String = values.iter().map(|value| format!("<value>{value}</value>")).collect();
            format!("<field var='{name}'>{values}</field>")
        };
        let fields = [
            field("software", &["Psi"]),
            field("os_version", &["10.5.1"]),
            field("ip_version", &["ipv6", "ipv4"]),
            field("os", &["Mac"]),
            field("software_version", &["0.11"]),
        ]
        .concat();
        format!(
            "<identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/>\
             <identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>{FEATURES}\
             <x xmlns='jabber:x:data' type='result'>\
               <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>{fields}\
             </x>"
        )
    }

    #[test]
    fn the_hash_of_an_answer_without_forms_is_that_of_the_specification() {
        let exodus = answer(&format!("{FEATURES}<identity category='client' type='pc' name='Exodus 0.9.1'/>"));
        assert_eq!(hash(&exodus).as_deref(), Some("QgayPKawpkPSDYmwT/WM94uAlu0="));
    }

    #[test]
    fn the_hash_of_an_answer_with_languages_and_a_form_is_that_of_the_specification() {
        assert_eq!(hash(&answer(&psi())).as_deref(), Some("q07IKJEyjvHSyhy//CH0CxmKi8w="));
    }

    #[test]
    fn an_answer_counts_only_for_its_own_hash_and_node() {
        let ver = "q07IKJEyjvHSyhy//CH0CxmKi8w=";
        let mut psi = answer(&psi());
        assert!(verify(ver, "http://psi-im.org", &psi));
        psi.node = Some(format!("http://psi-im.org#{ver}"));
        assert!(verify(ver, "http://psi-im.org", &psi));
        assert!(!verify(ver, "http://evil.example", &psi));
        psi.features.insert("urn:xmpp:jingle:1".into());
        assert!(!verify(ver, "http://psi-im.org", &psi));
    }

    #[test]
    fn duplicates_are_ill_formed() {
        let form = "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>urn:x</value></field></x>";
        let identity = "<identity category='client' type='pc' name='A'/>";
        assert!(hash(&answer(&format!("{identity}{form}"))).is_some());
        assert_eq!(hash(&answer(&format!("{identity}{identity}"))), None);
        assert_eq!(hash(&answer(&format!("{form}{form}"))), None);
        let field = "<field var='a'><value>1</value></field>";
        assert_eq!(hash(&answer(&form.replace("</x>", &format!("{field}{field}</x>")))), None);
    }

    #[test]
    fn a_form_without_a_type_does_not_count() {
        let form = "<x xmlns='jabber:x:data' type='result'><field var='a'><value>1</value></field></x>";
        assert_eq!(hash(&answer(&format!("{FEATURES}{form}"))), hash(&answer(FEATURES)));
    }

    #[test]
    fn one_feature_that_pretends_to_be_two_is_refused() {
        assert_eq!(hash(&answer("<feature var='urn:a&lt;urn:b'/>")), None);
        assert!(hash(&answer("<feature var='urn:a'/><feature var='urn:b'/>")).is_some());
    }

    #[test]
    fn what_we_announce_is_what_we_answer() {
        let own = own(["urn:xmpp:ping".to_owned()]);
        let caps = announcement(&own).unwrap();
        assert_eq!((caps.node.as_str(), caps.hash), (NODE, Algo::Sha_1));
        assert!(verify(&BASE64.encode(caps.ver), NODE, &own));
    }
}
