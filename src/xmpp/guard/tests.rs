use super::Guard;
use super::lexer::{Lexer, Malformed};
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};
use xmpp_parsers::minidom::Element;

const HEADER: &str = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1'>";
const END: &str = "</stream:stream>";
const MARKER: &str = "urn:fantail:cut:test";

fn feed(chunks: impl Iterator<Item = Vec<u8>>) -> Result<String, Malformed> {
    let mut lexer = Lexer::new(MARKER.into());
    let mut out = Vec::new();
    for chunk in chunks {
        lexer.feed(&chunk, &mut out)?;
    }
    Ok(String::from_utf8(out).unwrap())
}

fn whole(xml: &str) -> String {
    feed(std::iter::once(xml.as_bytes().to_vec())).unwrap()
}

/// What passes of a stanza, as text without the stream around it. It must parse, whatever was cut.
fn stanza(xml: &str) -> String {
    let out = whole(&format!("{HEADER}{xml}{END}"));
    let _: Element = out.parse().unwrap_or_else(|error| panic!("{error}: {} bytes", out.len()));
    out[HEADER.len()..out.len() - END.len()].to_owned()
}

fn parsed(xml: &str) -> Element {
    let out = whole(&format!("{HEADER}{xml}{END}"));
    out.parse::<Element>().unwrap().children().next().unwrap().clone()
}

fn is_cut(element: &Element) -> bool {
    element.children().last().is_some_and(|last| last.is("cut", MARKER))
}

fn body_of(element: &Element) -> String {
    element.get_child("body", "jabber:client").unwrap().text()
}

#[test]
fn what_is_within_the_limits_passes_as_it_is() {
    for xml in [
        "<message from='a@b/c' id=\"it's > that\"><body>Grüße &amp; ❤️ &lt;b&gt; 1 > 0</body><x xmlns='jabber:x:oob'/></message>",
        "<presence/> \n <iq type='result' id='1'/>",
        "<message><body><![CDATA[a < b && c > d ]] ]]]></body></message>",
        "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>",
        "<message><body/></message>",
    ] {
        assert_eq!(stanza(xml), xml, "{xml}");
    }
}

#[test]
fn borders_of_chunks_change_nothing() {
    let deep = format!("<message><body>x</body>{}y{}<z/></message>", "<d>".repeat(70), "</d>".repeat(70));
    let attribute = format!("<message id='{}&amp;{}'/>", "ä".repeat(3_999), "&lt;>".repeat(4));
    let samples = [
        format!(
            "{HEADER}<message a='1>2' b=\"'\"><body>ä€𝄞 &#x1F600;</body><![CDATA[x]]]>]]y]]>&gt;<e/></message> {HEADER}<presence/>{END}"
        ),
        format!("{HEADER}{deep}{attribute}<iq/>{END}"),
    ];
    for sample in samples {
        let expected = whole(&sample);
        let bytes = sample.as_bytes();
        assert_eq!(feed(bytes.iter().map(|byte| vec![*byte])).unwrap(), expected);
        for size in 2..40 {
            assert_eq!(feed(bytes.chunks(size).map(<[u8]>::to_vec)).unwrap(), expected, "in chunks of {size}");
        }
        for border in 0..bytes.len() {
            let (left, right) = bytes.split_at(border);
            assert_eq!(feed([left.to_vec(), right.to_vec()].into_iter()).unwrap(), expected, "border at {border}");
        }
    }
}

#[test]
fn chunks_of_any_size_change_nothing_where_a_text_is_cut() {
    let sample = format!("{HEADER}<message><body>{}</body><x/></message><presence/>{END}", "ab€&amp;<i>c</i>".repeat(70_000));
    let expected = whole(&sample);
    let mut size = 7_919;
    let mut rest = sample.as_bytes();
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        size = (size * 31 + 17) % 9_973;
        let (chunk, after) = rest.split_at(size.clamp(1, rest.len()));
        chunks.push(chunk.to_vec());
        rest = after;
    }
    assert_eq!(feed(chunks.into_iter()).unwrap(), expected);
}

#[test]
fn thirty_thousand_levels_are_cut_to_sixty_four_and_the_rest_of_the_message_stays() {
    let message = parsed(&format!("<message>{}{}<body>hi</body></message>", "<d>".repeat(30_000), "</d>".repeat(30_000)));
    let mut levels = 1;
    let mut at = &message;
    while let Some(child) = at.get_child("d", "jabber:client") {
        at = child;
        levels += 1;
    }
    assert_eq!(levels, 64);
    assert!(is_cut(&message));
    assert_eq!(body_of(&message), "hi");
}

#[test]
fn sixty_four_levels_are_left_alone() {
    let xml = format!("<presence>{}{}</presence>", "<d>".repeat(63), "</d>".repeat(63));
    assert_eq!(stanza(&xml), xml);
}

#[test]
fn a_long_attribute_is_cut_between_characters_and_entities() {
    for (unit, kept) in [("a", 8_000), ("ä", 4_000), ("€", 2_666), ("𝄞", 2_000), ("&amp;", 1_600), ("&quot;", 1_333)] {
        let message = parsed(&format!("<message><x y='{}' z='1'/><body>hi</body></message>", unit.repeat(9_000)));
        let x = message.children().next().unwrap();
        assert_eq!(x.attr("y").unwrap().chars().count(), kept, "{unit}");
        assert_eq!(x.attr("z"), Some("1"));
        assert!(is_cut(&message));
        assert_eq!(body_of(&message), "hi");
    }
    let xml = format!("<message id='{}'/>", "a".repeat(8_000));
    assert_eq!(stanza(&xml), xml);
}

#[test]
fn a_cut_empty_stanza_carries_the_marker_too() {
    let message = parsed(&format!("<message id='{}'/>", "a".repeat(9_000)));
    assert!(is_cut(&message));
}

#[test]
fn three_thousand_attributes_become_two_hundred_and_fifty_six() {
    let attributes: String = (0..3_000).map(|n| format!(" a{n}='{n}'")).collect();
    let message = parsed(&format!("<message><x{attributes}/><body>hi</body></message>"));
    let x = message.children().next().unwrap();
    assert_eq!(x.attr("a255"), Some("255"));
    assert_eq!(x.attr("a256"), None);
    assert!(is_cut(&message));
    assert_eq!(body_of(&message), "hi");
}

#[test]
fn an_element_that_lost_a_namespace_is_dropped_whole_for_its_prefix_would_end_the_stream() {
    let attributes: String = (0..256).map(|n| format!(" a{n}=''")).collect();
    let message = parsed(&format!("<message><x p:a=''{attributes} xmlns:p='urn:p'><p:y/></x><body>hi</body></message>"));
    assert!(is_cut(&message));
    assert_eq!(body_of(&message), "hi");
    assert_eq!(message.children().count(), 2);
    let message = parsed(&format!("<message xmlns:p='{}' p:a=''><p:x/></message>", "u".repeat(9_000)));
    assert!(is_cut(&message));
}

#[test]
fn overlong_names_go_with_what_they_name() {
    let name = "n".repeat(9_000);
    let message = parsed(&format!("<message><{name} a='1'><b/></{name}><x {name}='1' y='2'/><body>hi</body></message>"));
    assert!(is_cut(&message));
    assert_eq!(message.children().count(), 3);
    assert_eq!(message.children().next().unwrap().attr("y"), Some("2"));
    assert_eq!(body_of(&message), "hi");
}

#[test]
fn two_hundred_kilobytes_of_text_are_left_alone() {
    let xml = format!("<message><body>{}</body></message>", "Grüße ".repeat(28_000));
    assert_eq!(stanza(&xml), xml);
}

#[test]
fn two_megabytes_of_text_are_cut_at_one_between_characters_and_entities() {
    for unit in ["a", "ä", "€", "𝄞", "&amp;"] {
        for shift in ["", "b", "bc", "bcd"] {
            let body = format!("{shift}{}", unit.repeat(2_000_000 / unit.len()));
            let xml = stanza(&format!("<message><body>{body}</body><later/></message><presence/>"));
            assert!(xml.len() <= 1024 * 1024 + 100, "{}", xml.len());
            assert!(xml.len() >= 1024 * 1024 - 100, "{}", xml.len());
            assert!(xml.ends_with(&format!("</body><cut xmlns='{MARKER}'/></message><presence/>")));
        }
    }
}

#[test]
fn a_cdata_section_is_closed_where_it_is_cut() {
    let message = parsed(&format!("<message><body><![CDATA[{}]]]></body><x/></message>", "€]] ".repeat(400_000)));
    assert!(is_cut(&message));
    assert!(body_of(&message).len() > 1_000_000);
}

#[test]
fn a_message_has_at_most_five_thousand_elements() {
    let message = parsed(&format!("<message>{}<body>late</body>text</message>", "<x/>".repeat(6_000)));
    assert!(is_cut(&message));
    assert_eq!(message.children().count(), 5_000);
    let next = parsed(&format!("<message>{}</message>", "<x/>".repeat(4_999)));
    assert!(!is_cut(&next));
}

#[test]
fn neighbours_of_a_dropped_element_do_not_join_to_the_end_of_a_cdata_section() {
    let name = "n".repeat(9_000);
    let message = parsed(&format!("<message><body>]]<{name}/>></body></message>"));
    assert_eq!(body_of(&message), "]]>");
}

#[test]
fn a_roster_of_ten_thousand_is_left_alone() {
    let items: String = (0..10_000)
        .map(|n| format!("<item jid='somebody{n}@chat.example.org' name='Some Body {n}' subscription='both'><group>Friends</group></item>"))
        .collect();
    let xml = format!("<iq type='result' id='1'><query xmlns='jabber:iq:roster'>{items}</query></iq>");
    assert!(xml.len() > 1_000_000);
    assert_eq!(stanza(&xml), xml);
}

#[test]
fn an_answer_of_more_than_thirty_two_megabytes_is_cut() {
    let xml = stanza(&format!(
        "<iq type='result'><query>{}</query></iq>",
        "<a>0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789</a>".repeat(330_000)
    ));
    assert!(xml.len() < 32 * 1024 * 1024 + 200);
    assert!(xml.ends_with(&format!("</query><cut xmlns='{MARKER}'/></iq>")));
}

#[test]
fn after_a_restart_the_depth_begins_anew() {
    let deep = format!("<presence>{}{}</presence>", "<d>".repeat(63), "</d>".repeat(63));
    let success = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
    for header in [HEADER, HEADER.trim_start_matches("<?xml version='1.0'?>")] {
        let xml = format!("{HEADER}{success}{header}{deep}<message><body>x</body></message>{END}");
        assert_eq!(whole(&xml), xml);
        let again = format!("{HEADER}{success}{header}<message id='{}'/>{END}", "a".repeat(9_000));
        assert!(whole(&again).ends_with(&format!("><cut xmlns='{MARKER}'/></message></stream:stream>")));
    }
}

#[test]
fn forbidden_markup_reaches_the_parser_which_refuses_it() {
    for xml in ["<!DOCTYPE x [<!ENTITY a 'b'>]>", "<?php echo ?>", "<!-- c -->", "<!x>"] {
        let out = whole(&format!("{HEADER}<message>{xml}</message>{END}"));
        assert!(out.contains(xml.split('[').next().unwrap()), "{out}");
        assert!(out.parse::<Element>().is_err());
    }
}

#[test]
fn forbidden_markup_without_end_fills_no_memory() {
    for start in ["<!DOCTYPE x ", "<?php ", "<!-- "] {
        assert_eq!(feed([format!("{HEADER}<message>{start}{}", "x".repeat(9_000)).into_bytes()].into_iter()), Err(Malformed));
    }
}

#[test]
fn markup_that_is_no_xml_is_an_error() {
    for xml in ["<a b>", "<a b=c>", "<a / >", "< a>", "<<", "<a 'b'>", "<a b='&x'/>", "</a>"] {
        assert_eq!(feed([xml.as_bytes().to_vec()].into_iter()), Err(Malformed), "{xml}");
    }
    let entity = format!("{HEADER}&{};", "x".repeat(100));
    assert_eq!(feed([entity.into_bytes()].into_iter()), Err(Malformed));
}

/// Gives its chunks one by one, then ends.
struct Chunks(VecDeque<Vec<u8>>);

impl AsyncRead for Chunks {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Some(mut chunk) = self.0.pop_front() {
            let rest = chunk.split_off(chunk.len().min(buffer.remaining()));
            buffer.put_slice(&chunk);
            if !rest.is_empty() {
                self.0.push_front(rest);
            }
        }
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn what_came_before_a_fault_is_delivered_and_then_the_fault() {
    let mut guard = Guard::new(Chunks([b"<a><b/>".to_vec(), b"<c/><d".to_vec(), b"<".to_vec(), b" e".to_vec(), b"='1'<".to_vec()].into()));
    let mut out = Vec::new();
    let error = guard.read_to_end(&mut out).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    assert_eq!(out, b"<a><b/><c/>");
}

#[tokio::test]
async fn plain_text_smuggled_behind_proceed_is_noticed() {
    let mut guard = Guard::new(Chunks([b"<proceed/>".to_vec(), b"<message/><pre".to_vec()].into()));
    let mut proceed = [0; 10];
    guard.read_exact(&mut proceed).await.unwrap();
    assert!(!guard.has_unread());
    let mut guard = Guard::new(Chunks([b"<proceed/><message/>".to_vec()].into()));
    guard.read_exact(&mut proceed).await.unwrap();
    assert!(guard.has_unread());
    let mut guard = Guard::new(Chunks([b"<proceed/><mess".to_vec()].into()));
    guard.read_exact(&mut proceed).await.unwrap();
    assert!(guard.has_unread());
    assert!(guard.into_inner().0.is_empty());
}

#[tokio::test]
async fn each_guard_has_a_marker_of_its_own() {
    let (one, other) = (Guard::new(Chunks([].into())), Guard::new(Chunks([].into())));
    assert_ne!(one.marker(), other.marker());
    let digits = one.marker().strip_prefix("urn:fantail:cut:").unwrap();
    assert!(digits.len() == 16 && digits.chars().all(|digit| digit.is_ascii_hexdigit()));
}
