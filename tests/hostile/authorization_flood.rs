//! A flood of authorization requests: one per person, a bounded number of them, and nobody answered.

use super::romeo;
use std::collections::BTreeSet;

#[test]
fn five_hundred_people_who_ask_three_times_are_five_hundred_requests() {
    let mut stage = romeo();
    for turn in 0..3 {
        let flood: String = (0..500)
            .map(|number| format!("<presence type='subscribe' from='p{number}@scripted.test/{turn}'><status>let me in</status></presence>"))
            .collect();
        stage.send(&flood);
    }
    stage.still_works();
    let requests = stage.fantail.ctl(&["requests"]);
    let people: BTreeSet<&str> = requests.iter().map(|request| request["jid"].as_str().unwrap()).collect();
    assert_eq!((requests.len(), people.len()), (500, 500));
    assert!(stage.fantail.ctl(&["roster"]).is_empty());
    // Nobody was answered: the first presence after it all is the one that the user orders.
    let first = stage.ordered(&["deny", "p7@scripted.test"], "<presence");
    assert!(first.contains("p7@scripted.test") && first.contains("unsubscribed"), "{first}");
}

#[test]
fn more_than_anybody_could_answer_are_not_kept_and_long_words_are_shortened() {
    let mut stage = romeo();
    let words = "x".repeat(100_000);
    stage.send(&format!("<presence type='subscribe' from='first@scripted.test'><status>{words}</status></presence>"));
    for batch in 0..4 {
        let flood: String = (0..500).map(|number| format!("<presence type='subscribe' from='p{batch}-{number}@scripted.test'/>")).collect();
        stage.send(&flood);
    }
    stage.still_works();
    let requests = stage.fantail.ctl(&["requests"]);
    assert_eq!(requests.len(), 1_000);
    let first = requests.iter().find(|request| request["jid"] == "first@scripted.test").unwrap();
    assert!(first["message"].as_str().unwrap().len() <= 2_000);
}
