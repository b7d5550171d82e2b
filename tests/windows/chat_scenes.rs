//! Pictures of chat windows: people, rooms, and what can be done in them.

use super::desk::{Desk, account, jid, lively, me};
use super::gallery::Scene;
use super::scenes::{odd, open};
use fantail::i18n::t;
use fantail::model::problem::Unreachable;
use fantail::model::{
    Affiliation, Answered, Availability, Direction, Event, Fact, Kind, Manner, Message, MessageId, MessageState, Notice, Occupant, Problem,
    PutOut, Quoted, Reply, Role as RoomRole, Show, State,
};
use fantail::ui::app;
use fantail::ui::semantics::Role;
use fantail::ui::text::Link;
use fantail::ui::widgets::chat_log::Happening;
use fantail::ui::windows::{self, Opening};
use iced::keyboard::{Modifiers, key::Named};

fn moment(at: &str) -> jiff::Timestamp {
    let (day, time) = at.split_once(' ').unwrap();
    let today = jiff::Zoned::now().date();
    let date = if day == "today" { today } else { today.checked_sub(jiff::Span::new().days(day.parse::<i64>().unwrap())).unwrap() };
    let time: jiff::civil::Time = time.parse().unwrap();
    date.to_datetime(time).to_zoned(jiff::tz::TimeZone::system()).unwrap().timestamp()
}

fn said(id: i64, with: &str, from: Option<&str>, at: &str, body: &str, state: MessageState) -> Message {
    let own = from.is_none();
    let is_room = with.contains("conference.");
    let from = match from {
        None if is_room => format!("{with}/student"),
        None => me().to_string(),
        Some(nick) if is_room => format!("{with}/{nick}"),
        Some(_) => with.to_owned(),
    };
    Message {
        id: MessageId(id),
        account: me(),
        conversation: with.parse().unwrap(),
        kind: if is_room { Kind::Groupchat } else { Kind::Chat },
        direction: if own { Direction::Out } else { Direction::In },
        from: from.parse().unwrap(),
        time: moment(at),
        body: body.into(),
        state: if own { state } else { MessageState::Received },
        origin_id: None,
        stanza_id: None,
        delayed: false,
        shortened: false,
        unstyled: false,
        manner: Manner::Plain,
        file: None,
        corrected: false,
        retracted: false,
        answers: None,
        unchanged: None,
        reactions: std::collections::BTreeMap::new(),
    }
}

pub const CLARA: &str = "clara@jabber.uni-mainz.de";
/// With a Cyrillic letter.
pub const FALSE_LEON: &str = "Le\u{43e}n";
const TUTORIAL: &str = "numerics@conference.jabber.uni-mainz.de";

fn talk() -> Vec<Message> {
    use MessageState::{Delivered, Displayed, Received, Sent};
    vec![
        said(1, CLARA, Some(""), "2 18:41", "Did you get the reading list?", Received),
        said(2, CLARA, Some(""), "2 18:41", "Here it is: https://www.example.edu/seminar/list.pdf", Received),
        said(3, CLARA, None, "2 18:44", "Thank you! I'll bring the book on Monday 📚", Displayed),
        said(4, CLARA, None, "today 14:02", "Only the first half. Could you send page 3 again?", Delivered),
        said(5, CLARA, Some(""), "today 14:06", "Sure, one moment", Received),
        said(6, CLARA, Some(""), "today 14:06", "the slides are nearly done too, so I'll send both together", Received),
        said(7, CLARA, None, "today 14:07", "Perfect.", Sent),
    ]
}

/// All there is to find.
pub fn everything_said() -> Vec<Message> {
    tutorial().into_iter().chain(talk()).collect()
}

/// Which kind of file everything shall become.
pub fn exporting() -> Scene {
    let mut scene = history();
    scene.desk.click(&scene.title, Role::Button, &t("history-export").replace('_', ""));
    Scene { name: "exporting", ..scene }
}

/// What was said about a word, in two conversations.
pub fn history() -> Scene {
    let mut desk = Desk::with_history(with_people(), everything_said());
    open(&mut desk, Opening::History(None));
    let title = desk.titles().pop().unwrap();
    desk.type_text(&title, "on");
    Scene::new("history", desk, title)
}

/// The same with words that did not get through.
fn talk_that_failed() -> Vec<Message> {
    let refused = MessageState::Failed(Problem::Stanza { condition: "service-unavailable".into(), text: None });
    let long = "And one that the server did not want, with words enough for two lines of this window.";
    let mut talk = talk();
    talk.push(said(8, CLARA, None, "today 14:07", long, refused));
    talk.push(said(9, CLARA, None, "today 14:08", "See you at four", MessageState::Queued));
    talk
}

/// Corrected, answered, reacted to, taken back; and Clara writes.
fn talk_about_messages() -> Vec<Message> {
    use MessageState::{Delivered, Displayed, Received};
    let reactions = |who: &[(&str, &str)]| {
        let mut reactions: std::collections::BTreeMap<String, Vec<fantail::model::Jid>> = std::collections::BTreeMap::new();
        who.iter().for_each(|(emoji, who)| reactions.entry((*emoji).to_owned()).or_default().push(who.parse().unwrap()));
        reactions
    };
    let own = me().to_string();
    let list = "Here is the reading list for Thursday: https://www.example.edu/seminar/list.pdf";
    let quoted = Quoted { id: MessageId(1), from: CLARA.parse().unwrap(), body: list.into() };
    let answers = Some(Box::new(Answered { id: "m1".into(), message: Some(quoted) }));
    vec![
        Message {
            reactions: reactions(&[("👍", own.as_str()), ("👍", CLARA), ("🎉", CLARA)]),
            ..said(1, CLARA, Some(""), "today 13:58", list, Received)
        },
        Message { answers, corrected: true, ..said(2, CLARA, None, "today 14:02", "Thank you! I read the first half already.", Displayed) },
        Message { corrected: true, ..said(3, CLARA, Some(""), "today 14:06", "The slides are nearly done, too.", Received) },
        Message { retracted: true, ..said(4, CLARA, Some(""), "today 14:06", "", Received) },
        Message { reactions: reactions(&[("❤️", CLARA)]), ..said(5, CLARA, None, "today 14:07", "Perfect.", Delivered) },
    ]
}

/// The same while one of them is answered.
pub fn amended() -> Scene {
    let mut state = with_people();
    let typing = fantail::model::Typing::Composing;
    let talk = state.conversations.get(&(me(), CLARA.parse().unwrap())).cloned().unwrap();
    state.apply(&Event::Conversation(fantail::model::Conversation { typing, ..talk }));
    let mut scene = talking(state, talk_about_messages(), CLARA, "chat-amended");
    let title = scene.title.clone();
    scene.desk.right_click(&title, Role::ListItem, "Clara Weber: The slides are nearly done, too.");
    scene.desk.click(&title, Role::MenuItem, t("chat-menu-answer").replace('_', "").as_str());
    scene.desk.type_text(&title, "Take your time");
    scene
}

/// What stars, lines and signs make of words.
pub fn styled() -> Scene {
    use MessageState::{Received, Sent};
    let talk = vec![
        said(
            1,
            CLARA,
            Some(""),
            "today 14:02",
            "> Which lines are *wrong*?\n> I see ~none~ only one\nIt's _the third_ one: https://example.org/a_b_c",
            Received,
        ),
        said(
            2,
            CLARA,
            Some(""),
            "today 14:03",
            "```\nfor x in grid[1:]:\n    step(x, h / 2)   # *halved*\n```\nSo `h / 2`, and *please _now_* 👍",
            Received,
        ),
        said(3, CLARA, None, "today 14:05", "2*3*4 is no style, snake_case_name neither", Sent),
    ];
    talking(with_people(), talk, CLARA, "chat-styled")
}

/// A word is looked for.
/// Words that are hidden until somebody asks, a call for attention, and what is written to be hidden.
pub fn hidden() -> Scene {
    use MessageState::{Delivered, Received};
    let hidden =
        |id, from, at, about: &str, body| Message { manner: Manner::Spoiler(about.into()), ..said(id, CLARA, from, at, body, Delivered) };
    let talk = vec![
        said(1, CLARA, Some(""), "today 14:02", "Have you seen the end of the play?", Received),
        hidden(2, Some(""), "today 14:02", "the fifth act", "They all die."),
        hidden(3, Some(""), "today 14:03", "", "And it was the friar's fault."),
        hidden(4, None, "today 14:05", "what I think", "The nurse knew."),
        Message { manner: Manner::Attention, ..said(5, CLARA, Some(""), "today 14:09", "", Received) },
    ];
    let mut scene = talking(with_people(), talk, CLARA, "chat-hidden");
    let title = scene.title.clone();
    scene.desk.click(&title, Role::Button, &t("chat-more"));
    scene.desk.click(&title, Role::MenuItem, t("chat-menu-hiding").replace('_', "").as_str());
    scene.desk.type_text(&title, "No spoilers");
    scene
}

pub fn day() -> Scene {
    let mut scene = talking(with_people(), talk(), CLARA, "chat-day");
    let title = scene.title.clone();
    scene.desk.click(&title, Role::Button, &t("chat-more"));
    scene.desk.click(&title, Role::MenuItem, t("chat-menu-day").replace('_', "").as_str());
    scene.desk.type_text(&title, "soon");
    scene.desk.key(&title, Named::Enter);
    scene
}

pub fn finding() -> Scene {
    let mut scene = talking(with_people(), talk(), CLARA, "chat-find");
    scene.desk.shortcut(&scene.title, 'f', Modifiers::CTRL);
    scene.desk.type_text(&scene.title, "th");
    scene
}

fn tutorial() -> Vec<Message> {
    let line = |id, from, at, body| said(id, TUTORIAL, from, at, body, MessageState::Delivered);
    vec![
        line(20, Some("Leon"), "1 16:10", "Sheet 4 is online."),
        line(21, Some("Prof. Berger"), "1 16:12", "Please hand it in until Friday."),
        line(22, Some("Yusuf"), "today 09:30", "Does anyone have a hint for 4b?\nI only find the trivial solution…"),
        line(23, None, "today 09:31", "Try a larger step first, then halve it."),
        line(24, Some("Leon"), "today 13:52", "student: exercise 4b is due on Friday, isn't it? 🙂"),
    ]
}

pub fn with_people() -> State {
    let mut state = lively();
    let room = jid(TUTORIAL);
    let mut known = state.rooms[&(me(), room.clone())].clone();
    known.subject = Some("Sheet 4 until Friday · questions welcome".into());
    state.apply(&Event::Room(Box::new(known)));
    for (nick, role, show) in [
        ("Prof. Berger", RoomRole::Moderator, Show::Away),
        ("Leon", RoomRole::Participant, Show::Available),
        ("Yusuf", RoomRole::Participant, Show::Dnd),
        ("student", RoomRole::Participant, Show::Available),
        ("Bartholomäus von und zu Donaudampfschifffahrt", RoomRole::Participant, Show::Xa),
        ("שרה", RoomRole::Visitor, Show::Available),
        (FALSE_LEON, RoomRole::Visitor, Show::Available),
    ] {
        let affiliation = match nick {
            "Prof. Berger" => Affiliation::Owner,
            "Leon" => Affiliation::Admin,
            "Yusuf" => Affiliation::Member,
            _ => Affiliation::None,
        };
        let hats = Vec::from(if nick == "Yusuf" { &["Tutor", "Speaker"][..] } else { &[] });
        state.apply(&Event::Occupant(std::sync::Arc::new(Occupant {
            account: me().into(),
            room: room.clone().into(),
            nick: nick.into(),
            jid: None,
            affiliation,
            role,
            show,
            status: None,
            hats: hats.into_iter().map(Into::into).collect(),
            resembles: (nick == FALSE_LEON).then(|| "Leon".into()),
        })));
    }
    state
}

fn talking(state: State, messages: Vec<Message>, with: &str, name: &'static str) -> Scene {
    let mut desk = Desk::with_history(state, messages);
    open(&mut desk, Opening::Conversation { account: me(), jid: TUTORIAL.parse().unwrap() });
    open(&mut desk, Opening::Conversation { account: me(), jid: with.parse().unwrap() });
    let title = desk.titles().pop().unwrap();
    desk.send(app::Message::Focused(desk.window(&title), true));
    Scene::new(name, desk, title)
}

pub fn chat() -> Scene {
    let mut scene = talking(with_people(), talk(), CLARA, "chat");
    scene.desk.type_text(&scene.title, "See you at four");
    scene
}

pub fn failed() -> Scene {
    talking(with_people(), talk_that_failed(), CLARA, "chat-failed")
}

pub fn empty() -> Scene {
    talking(with_people(), Vec::new(), "someone.new@a-rather-long-domain.of.a.university.example", "chat-empty")
}

pub fn link() -> Scene {
    let mut scene = talking(with_people(), talk(), CLARA, "chat-link");
    let link = Link::parse("https://www.example.edu/seminar/list.pdf").unwrap();
    let id = scene.desk.window(&scene.title);
    let message = windows::chat::Message::Log(Happening::LinkPressed(link));
    scene.desk.send(app::Message::Window(id, windows::Message::Chat(message)));
    scene
}

/// What is asked or told about a message or a conversation.
pub fn versions() -> Scene {
    asking("chat-versions", || {
        let at = |minutes| jiff::Timestamp::now() - jiff::SignedDuration::from_mins(minutes);
        let versions = vec![(at(4), "The slides are neraly done.".to_owned()), (at(1), "The slides are nearly done, too.".to_owned())];
        windows::chat::Message::Answered(windows::chat::Asked::Versions, Ok(Reply::Versions(versions)))
    })
}

pub fn retract() -> Scene {
    asking("chat-retract", || windows::chat::Message::TakeBackPressed(MessageId(5)))
}

pub fn forget() -> Scene {
    asking("chat-forget", || windows::chat::Message::ForgetPressed)
}

fn asking(name: &'static str, message: impl Fn() -> windows::chat::Message) -> Scene {
    let mut scene = talking(with_people(), talk_about_messages(), CLARA, name);
    let id = scene.desk.window(&scene.title);
    scene.desk.send(app::Message::Window(id, windows::Message::Chat(message())));
    scene
}

pub fn many_tabs() -> Scene {
    let mut state = odd();
    let mut offline = account(Some(Problem::Unreachable(Unreachable::NoNetwork)));
    offline.availability = Availability::Available;
    state.apply(&Event::Account(Box::new(offline)));
    let mut scene = talking(state, talk(), "long@example.org", "chat-many-tabs");
    for with in ["rtl@example.org", "emoji@example.org", "no-name.at-all@a-rather-long-domain.of.a.university.example", CLARA] {
        open(&mut scene.desk, Opening::Conversation { account: me(), jid: with.parse().unwrap() });
    }
    scene.title = scene.desk.titles().pop().unwrap();
    scene
}

pub fn room() -> Scene {
    talking(with_people(), tutorial(), TUTORIAL, "room")
}

/// With all that happens beside what is said.
pub fn room_notices() -> Scene {
    let line = said(25, TUTORIAL, Some(FALSE_LEON), "today 14:12", "All solutions: https://sheets.example", MessageState::Delivered);
    let said = tutorial().into_iter().chain([line]).collect();
    let mut scene = talking(with_people(), said, TUTORIAL, "room-notices");
    for notice in notices() {
        scene.desk.event(Event::Noticed(Box::new(notice)));
    }
    scene
}

/// A moderator takes back what somebody said.
pub fn room_moderate() -> Scene {
    let mut scene = talking(with_people(), tutorial(), TUTORIAL, "room-moderate");
    let id = scene.desk.window(&scene.title);
    let pressed = windows::chat::Message::TakeBackPressed(MessageId(24));
    scene.desk.send(app::Message::Window(id, windows::Message::Chat(pressed)));
    scene
}

pub fn notices() -> Vec<Notice> {
    use fantail::model::Happening as What;
    let came = |nick: &str| What::Came { nick: nick.into() };
    let left = |nick: &str| What::Left { nick: nick.into(), words: None };
    let by = || Some("Prof. Berger".to_owned());
    let subject = What::Subject { by: by(), words: "Sheet 4 until Friday · questions welcome".into() };
    let (why, reason) = (PutOut::Kicked, Some("This is no place for advertising".into()));
    let put_out = What::PutOut { nick: "BestDeals4U".into(), why, by: by(), reason };
    let (was, now) = (RoomRole::Visitor, RoomRole::Participant);
    let voice = What::Role { nick: "student".into(), was, now, by: by(), reason: None };
    let changed = What::Changed { facts: vec![Fact::MembersOnly(true), Fact::Public(false)] };
    let all = [
        ("1 16:11", subject),
        ("today 09:20", came("Yusuf")),
        ("today 09:25", came("שרה")),
        ("today 09:26", came("Anna")),
        ("today 09:28", left("Anna")),
        ("today 10:05", put_out),
        ("today 10:06", changed),
        ("today 11:00", voice),
        ("today 14:09", came(FALSE_LEON)),
        ("today 14:10", left("Bartholomäus von und zu Donaudampfschifffahrt")),
    ];
    all.map(|(at, what)| Notice { account: me(), room: jid(TUTORIAL), time: moment(at), ours: what.concerns("student"), what }).into()
}

/// The keyboard is at a message, and two are marked.
pub fn at_a_message() -> Scene {
    let mut scene = talking(with_people(), talk(), CLARA, "chat-at-message");
    scene.desk.key_with(&scene.title, Named::Tab, Modifiers::SHIFT);
    for modifiers in [Modifiers::empty(), Modifiers::empty(), Modifiers::SHIFT, Modifiers::SHIFT] {
        scene.desk.key_with(&scene.title, Named::ArrowUp, modifiers);
    }
    scene
}

pub fn message_menu() -> Scene {
    let mut scene = talking(with_people(), talk_that_failed(), CLARA, "chat-message-menu");
    scene.desk.key_with(&scene.title, Named::Tab, Modifiers::SHIFT);
    for _ in 0..6 {
        scene.desk.key(&scene.title, Named::ArrowUp);
    }
    scene.desk.key(&scene.title, Named::ContextMenu);
    scene
}

pub fn more() -> Scene {
    let mut scene = talking(with_people(), talk(), CLARA, "chat-more");
    scene.desk.click(&scene.title, Role::Button, &t("chat-more"));
    scene
}

pub fn info() -> Scene {
    let mut scene = talking(with_people(), talk(), CLARA, "chat-info");
    scene.desk.shortcut(&scene.title, 'i', Modifiers::CTRL);
    scene
}

pub fn room_info() -> Scene {
    let mut scene = talking(with_people(), tutorial(), TUTORIAL, "room-info");
    scene.desk.shortcut(&scene.title, 'i', Modifiers::CTRL);
    scene
}
