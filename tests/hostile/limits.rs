//! Too deep, too many, too long: cut before any parser sees it, and the session goes on.

use super::{JULIET, romeo};
use serde_json::json;

fn long(kilobytes: usize) -> String {
    (0..kilobytes).map(|number| format!("{number:>8} {}\n", "ä".repeat(507))).collect()
}

#[test]
fn thirty_thousand_levels_are_survived() {
    let mut stage = romeo();
    let deep = format!("{}{}", "<a>".repeat(30_000), "</a>".repeat(30_000));
    for (name, attributes) in [("presence", "from='tybalt@scripted.test/x'"), ("message", "type='chat' from='tybalt@scripted.test/x'")] {
        stage.send(&format!("<{name} {attributes}>{deep}</{name}>"));
        stage.still_works();
    }
    stage.send(&format!("<message type='chat' from='juliet@scripted.test/b'><body>above the deep</body>{deep}</message>"));
    stage.still_works();
    assert_eq!(stage.message(JULIET, "above the deep")["shortened"], true);
    // As if the whole stream were inside.
    stage.send(&format!("<a xmlns='urn:a'>{deep}</a>"));
    stage.still_works();
}

#[test]
fn three_thousand_attributes_and_one_of_nine_kilobytes_are_survived() {
    let mut stage = romeo();
    let many: String = (0..3_000).map(|number| format!(" a{number}='{number}'")).collect();
    let wide = format!(" wide='{}'", "&amp;ä".repeat(1_300));
    for (number, attributes) in [&many, &wide].iter().enumerate() {
        stage.send(&format!("<presence from='tybalt@scripted.test/x'><x xmlns='urn:x'{attributes}/></presence>"));
        stage.send(&format!("<message from='juliet@scripted.test/b'{attributes}><body>on the message {number}</body></message>"));
        stage.send(&format!("<message from='juliet@scripted.test/b'><body>beside {number}</body><x xmlns='urn:x'{attributes}/></message>"));
        stage.still_works();
        for body in [format!("on the message {number}"), format!("beside {number}")] {
            assert_eq!(stage.message(JULIET, &body)["shortened"], true, "{body}");
        }
    }
}

#[test]
fn two_hundred_kilobytes_arrive_whole() {
    let mut stage = romeo();
    let body = long(200);
    stage.send(&format!("<message type='chat' from='juliet@scripted.test/b'><body>{body}</body></message>"));
    stage.still_works();
    let message = stage.fantail.ctl(&["history", JULIET]).remove(0);
    assert_eq!((message["body"].as_str().unwrap(), &message["shortened"]), (body.as_str(), &json!(false)));
}

#[test]
fn two_megabytes_arrive_shortened_and_say_so() {
    let mut stage = romeo();
    let body = long(2048);
    stage.send(&format!("<message type='chat' from='juliet@scripted.test/b' id='long'><body>{body}</body></message>"));
    stage.still_works();
    let message = stage.fantail.ctl(&["history", JULIET]).remove(0);
    let shown = message["body"].as_str().unwrap();
    assert_eq!(message["shortened"], true);
    assert!(shown.len() > 900_000 && shown.len() <= 1 << 20 && body.starts_with(shown), "{} bytes", shown.len());
}

#[test]
fn a_person_with_a_thousand_resources_fills_nothing() {
    let mut stage = romeo();
    stage.push("<item jid='juliet@scripted.test' subscription='both'/>");
    let flood: String = (0..1_000).map(|number| format!("<presence from='juliet@scripted.test/{number}'/>")).collect();
    stage.send(&flood);
    stage.still_works();
    let juliet = stage.fantail.wait_for(&["roster"], "Juliet", |contact| contact["presence"] == "available");
    let shown = juliet["resources"].as_array().unwrap().len();
    assert!((1..=64).contains(&shown), "{shown}");
    // She can still go.
    stage.send("<presence type='unavailable' from='juliet@scripted.test'/>");
    stage.fantail.wait_for(&["roster"], "gone", |contact| contact["presence"] == "offline");
}

#[test]
fn a_person_who_changes_her_client_without_end_is_asked_about_it_a_bounded_number_of_times() {
    let mut stage = romeo();
    stage.push("<item jid='juliet@scripted.test' subscription='both'/>");
    let hello = |number| {
        format!(
            "<presence from='juliet@scripted.test/b'><c xmlns='http://jabber.org/protocol/caps' node='urn:x' hash='sha-1' ver='{number}'/></presence>"
        )
    };
    for batch in 0..10 {
        // Four letters are a hash that can be read.
        stage.send(&(1000..1300).map(|number| hello(batch * 300 + number)).collect::<String>());
    }
    stage.still_works();
    stage.send("<iq type='get' id='end' from='tybalt@scripted.test/x'><odd xmlns='urn:odd'/></iq>");
    let pieces = stage.connection().skip_counting("service-unavailable", "disco#info");
    assert!((1..=2_000).contains(&pieces), "{pieces}");
}
