//! What is typed after a slash, as in Pidgin: rooms kept by keyboard, and `/help` for all of it.

use super::moderation::{Deed, rank};
use super::{Action, Asked, Chat, Key, Message, Subject, amend};
use crate::i18n::{t, t_with};
use crate::model::{Affiliation, BareJid, Command, Jid, Manner, Role, Room, Secret, State};
use crate::ui::text::bidi;
use crate::ui::widgets::button;
use crate::ui::widgets::modal::Card;
use crate::ui::{moods, theme};
use iced::Length;
use iced::advanced::widget::Id;
use iced::widget::{Column, container, scrollable, text};

/// The help is scrolled where it does not fit.
const HIGHEST: f32 = 320.0;

/// Each with the line that explains it.
const ALL: [(&str, &str); 22] = [
    ("me", "command-me"),
    ("say", "command-say"),
    ("msg", "command-msg"),
    ("join", "command-join"),
    ("part", "command-part"),
    ("nick", "command-nick"),
    ("topic", "command-topic"),
    ("invite", "command-invite"),
    ("kick", "command-kick"),
    ("ban", "command-ban"),
    ("role", "command-role"),
    ("affiliate", "command-affiliate"),
    ("config", "command-config"),
    ("register", "command-register"),
    ("ping", "command-ping"),
    ("buzz", "command-buzz"),
    ("spoiler", "command-spoiler"),
    ("mood", "command-mood"),
    ("clear", "command-clear"),
    ("clearall", "command-clearall"),
    ("debug", "command-debug"),
    ("help", "command-help"),
];

/// What comes of a text that was submitted.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// It is to be said: as it was typed, or so.
    Said(Option<String>),
    Done(Vec<Action>),
    Help,
    /// What is shown of the conversation goes; it stays in the history.
    Clear,
    /// The same, of all conversations in the window.
    ClearAll,
    /// It is answered here: in words.
    Told(String),
    /// It is no command, or not a whole one: in words.
    Wrong(String),
}

/// The command and what follows it; `None` for a text. A path or a smiley that begins with a slash is a text.
fn split(typed: &str) -> Option<(&str, &str)> {
    let rest = typed.strip_prefix('/')?;
    let (word, arguments) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let is_word = !word.is_empty() && word.chars().all(|letter| letter.is_ascii_alphabetic());
    is_word.then_some((word, arguments.trim()))
}

/// As it stands in the list; some have a second name in Pidgin.
fn known_as(word: &str) -> String {
    match word.to_lowercase() {
        word if word == "configure" => "config".to_owned(),
        word => word,
    }
}

/// Reads what was typed in a conversation.
pub fn read(typed: &str, key: &Key, state: &State) -> Outcome {
    let Some((word, rest)) = split(typed) else {
        // Two slashes begin a text with one.
        return Outcome::Said(typed.strip_prefix('/').filter(|rest| rest.starts_with('/')).map(str::to_owned));
    };
    let word = known_as(word);
    match word.as_str() {
        "me" => return Outcome::Said(None),
        "say" if !rest.is_empty() => return Outcome::Said(Some(rest.to_owned())),
        "help" => return help(rest),
        "topic" if rest.is_empty() => return topic(key, state),
        "clear" => return Outcome::Clear,
        "clearall" => return Outcome::ClearAll,
        "mood" => return mood(rest, key, state),
        "debug" => return Outcome::Said(Some(about_us())),
        "ping" => return ping(rest, key, state),
        "buzz" if key.subject(state) == Subject::Person => return Outcome::Done(vec![amend::attention(key, rest.to_owned())]),
        "buzz" => return Outcome::Wrong(t("command-people-only")),
        "spoiler" => {
            let usage = || Outcome::Wrong(t_with("command-usage", &[("usage", t("command-spoiler").into())]));
            return hidden(rest, key).map_or_else(usage, |action| Outcome::Done(vec![action]));
        }
        "join" => return join(rest, key),
        _ => {}
    }
    let Some((_, explained)) = ALL.iter().find(|(name, _)| *name == word) else {
        return Outcome::Wrong(t_with("command-unknown", &[("command", word.into())]));
    };
    let Some(room) = key.room(state).filter(|_| key.conversation.is_bare() || word == "msg") else {
        return Outcome::Wrong(t("command-rooms-only"));
    };
    let done = in_room(&word, rest, room, state);
    done.map_or_else(|| Outcome::Wrong(t_with("command-usage", &[("usage", t(explained).into())])), Outcome::Done)
}

/// How we feel, to all who may see us; nothing shows no mood any more.
fn mood(rest: &str, key: &Key, state: &State) -> Outcome {
    let mood = moods::read(rest);
    if mood.is_none() && !rest.is_empty() {
        return Outcome::Wrong(t("mood-unknown"));
    }
    // As by the menu: in all accounts. That of this conversation answers for them.
    let others = state.accounts.values().filter(|status| status.config.enabled && *status.jid() != key.account);
    let set = |account: &BareJid| Command::SetMood { account: account.clone(), mood: mood.clone() };
    let mut asked = vec![Action::Ask(set(&key.account), Asked::Mood(key.clone(), mood.clone()))];
    asked.extend(others.map(|status| Action::Ask(set(status.jid()), Asked::Other)));
    Outcome::Done(asked)
}

/// The program and the system, for whoever helps.
fn about_us() -> String {
    format!("Fantail {} ({} {})", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH)
}

/// `about | words`, or words alone, hidden until somebody asks for them (XEP-0382).
fn hidden(rest: &str, key: &Key) -> Option<Action> {
    let (about, body) = rest.split_once('|').map_or(("", rest), |(about, body)| (about.trim(), body.trim()));
    let (account, to) = key.pair();
    let asked = Asked::Sending(key.clone(), format!("/spoiler {rest}"));
    let manner = Manner::Spoiler(about.to_owned());
    let send = Command::Send { account, to, body: body.to_owned(), answers: None, manner };
    (!body.is_empty()).then_some(Action::Ask(send, asked))
}

/// `None` when something is missing.
fn in_room(word: &str, rest: &str, room: &Room, state: &State) -> Option<Vec<Action>> {
    let (account, address) = (room.account.clone(), room.room.clone());
    let key = Key::new(account.clone(), address.clone());
    let ask = |command| vec![Action::Ask(command, Asked::Moderating(key.clone()))];
    // Names have spaces: the longest one that is in the room is meant, else the first word.
    let (who, after) = name_and_rest(rest, room, state);
    let reason = Some(after.to_owned()).filter(|after| !after.is_empty());
    let given = (!who.is_empty()).then_some(who);
    match word {
        "nick" if !rest.is_empty() => Some(ask(Command::SetNick { account, room: address, nick: rest.to_owned() })),
        "register" => {
            let nick = if rest.is_empty() { room.nick.clone() } else { rest.to_owned() };
            Some(vec![Action::Ask(Command::RegisterNick { account, room: address, nick }, Asked::Registering(key))])
        }
        "topic" => Some(ask(Command::SetSubject { account, room: address, subject: rest.to_owned() })),
        "part" => Some(ask(Command::LeaveRoom { account, room: address, words: Some(rest.to_owned()).filter(|words| !words.is_empty()) })),
        "config" => Some(vec![Action::RoomSettings(account, address)]),
        "kick" => Some(ask(Command::SetRole { account, room: address, nick: given?.to_owned(), role: Role::None, reason })),
        "ban" => affiliate(given?, Affiliation::Outcast, reason, room, state).map(ask),
        "role" if Role::parse(&first(rest)).is_some() => {
            let role = Role::parse(&first(rest))?;
            let each = |nick: &str| Command::SetRole {
                account: room.account.clone(),
                room: room.room.clone(),
                nick: nick.to_owned(),
                role,
                reason: None,
            };
            named(rest, room, state).map(|nicks| nicks.into_iter().flat_map(|nick| ask(each(nick))).collect())
        }
        "role" => {
            let role = Role::parse(&after.to_lowercase())?;
            Some(ask(Command::SetRole { account, room: address, nick: given?.to_owned(), role, reason: None }))
        }
        "affiliate" if Affiliation::parse(&first(rest)).is_some() => {
            let to = Affiliation::parse(&first(rest))?;
            let commands: Option<Vec<Command>> =
                named(rest, room, state)?.into_iter().map(|who| affiliate(who, to, None, room, state)).collect();
            commands.map(|commands| commands.into_iter().flat_map(ask).collect())
        }
        "affiliate" => affiliate(given?, Affiliation::parse(&after.to_lowercase())?, None, room, state).map(ask),
        "invite" => {
            let jid: BareJid = rest.split_whitespace().next()?.parse().ok().filter(|jid: &BareJid| jid.node().is_some())?;
            let reason = rest.split_once(char::is_whitespace).map(|(_, reason)| reason.trim().to_owned());
            Some(ask(Command::Invite { account, room: address, jid, reason }))
        }
        "msg" => {
            let to: Jid = address.with_resource_str(given?).ok()?.into();
            Some(ask(Command::Send { account, to, body: reason?, answers: None, manner: Manner::Plain }))
        }
        _ => None,
    }
}

fn first(rest: &str) -> String {
    rest.split_whitespace().next().unwrap_or_default().to_lowercase()
}

/// As Pidgin has it: everybody who stands behind the first word. `None` when nobody does.
fn named<'a>(rest: &'a str, room: &'a Room, state: &'a State) -> Option<Vec<&'a str>> {
    let mut left = rest.split_once(char::is_whitespace)?.1.trim();
    let mut all = Vec::new();
    while !left.is_empty() {
        let (name, after) = name_and_rest(left, room, state);
        all.push(name);
        left = after;
    }
    Some(all).filter(|all| !all.is_empty())
}

/// The line of one command, or all of them.
fn help(rest: &str) -> Outcome {
    let wanted = known_as(rest.trim_start_matches('/'));
    let line = ALL.iter().find(|(name, _)| *name == wanted).map(|(_, explained)| bidi::strip(&t(explained)));
    match line {
        _ if wanted.is_empty() => Outcome::Help,
        Some(line) => Outcome::Told(line),
        None => Outcome::Wrong(t_with("command-unknown", &[("command", wanted.into())])),
    }
}

/// What the room is about now: without words nothing is changed.
fn topic(key: &Key, state: &State) -> Outcome {
    let Some(room) = key.room(state).filter(|_| key.conversation.is_bare()) else { return Outcome::Wrong(t("command-rooms-only")) };
    let subject = room.subject.as_deref().filter(|subject| !subject.trim().is_empty());
    Outcome::Told(match subject {
        Some(subject) => t_with("command-topic-is", &[("subject", bidi::isolate(subject).into())]),
        None => t("command-topic-none"),
    })
}

/// By the name in the room, or by an address.
fn affiliate(who: &str, affiliation: Affiliation, reason: Option<String>, room: &Room, state: &State) -> Option<Command> {
    let jid: Option<BareJid> = who.parse().ok().filter(|jid: &BareJid| jid.node().is_some());
    match jid {
        Some(jid) => Some(Command::SetAffiliation { account: room.account.clone(), room: room.room.clone(), jid, affiliation, reason }),
        None => rank(who, affiliation, reason, room, state),
    }
}

fn name_and_rest<'a>(text: &'a str, room: &'a Room, state: &'a State) -> (&'a str, &'a str) {
    let ends = |name: &str| text.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    let names = state.occupants_of(&room.account, &room.room).map(|occupant| occupant.nick.as_str());
    let longest = names.filter_map(|name| Some((name, ends(name)?))).max_by_key(|(name, _)| name.len());
    let (name, rest) = longest.unwrap_or_else(|| text.split_once(char::is_whitespace).unwrap_or((text, "")));
    (name, rest.trim())
}

/// Whoever is talked with, somebody in the room, or an address.
fn ping(rest: &str, key: &Key, state: &State) -> Outcome {
    let in_room = || key.room(state)?.room.with_resource_str(rest).ok().map(Jid::from);
    let jid = match rest {
        "" => Some(key.conversation.clone()),
        address if address.contains('@') => address.parse().ok(),
        _ => in_room().or_else(|| rest.parse().ok()),
    };
    match jid {
        Some(jid) => {
            let account = key.account.clone();
            Outcome::Done(vec![Action::Ask(Command::Ping { account, jid }, Asked::Ping(key.clone()))])
        }
        None => Outcome::Wrong(t_with("command-usage", &[("usage", t("command-ping").into())])),
    }
}

fn join(rest: &str, key: &Key) -> Outcome {
    let name = rest.split_whitespace().next().unwrap_or_default();
    // A name alone is a room beside this one, or of the account's own service.
    let service = match key.conversation.node() {
        Some(_) if key.conversation.domain() != key.account.domain() => key.conversation.domain().to_string(),
        _ => format!("conference.{}", key.account.domain()),
    };
    let address = if name.contains('@') { name.to_owned() } else { format!("{name}@{service}") };
    let password = rest.split_once(char::is_whitespace).map(|(_, password)| password.trim()).filter(|password| !password.is_empty());
    match (address.parse::<BareJid>(), password) {
        (Ok(room), Some(password)) if !name.is_empty() => {
            let account = key.account.clone();
            let password = Some(Secret::new(password));
            let join = Command::JoinRoom { account, room, nick: None, password, autojoin: false };
            Outcome::Done(vec![Action::Ask(join, Asked::Joining(key.clone()))])
        }
        (Ok(room), None) if !name.is_empty() => Outcome::Done(vec![Action::JoinDialog(Key::new(key.account.clone(), room))]),
        _ => Outcome::Wrong(t_with("command-usage", &[("usage", t("command-join").into())])),
    }
}

impl Chat {
    /// All of them.
    pub(super) fn help<'a>(&self) -> Option<Card<'a, Message>> {
        if !self.helps {
            return None;
        }
        let line = |(_, explained): &(&str, &'static str)| {
            text(bidi::strip(&t(explained))).size(theme::SMALL).wrapping(text::Wrapping::WordOrGlyph).into()
        };
        let lines = Column::with_children(ALL.iter().map(line)).spacing(6).width(Length::Fill);
        let thin = scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(8).scroller_width(6));
        let close = Id::new("help-close");
        let closed = Message::Room(Deed::HelpClosed);
        Some(Card {
            headline: t("command-title"),
            body: container(scrollable(lines).direction(thin).style(theme::scroll)).max_height(HIGHEST).into(),
            buttons: vec![button::secondary("close", &t("button-close"), Some(closed.clone())).id(close.clone()).into()],
            start: Some(close),
            on_escape: closed.clone(),
            on_enter: Some(closed),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Event, Feeling, Mood, RoomState};
    use crate::ui::windows::chat::tests::{bare, key, occupant, room, state};
    use std::sync::Arc;

    const TEA: &str = "tea@muc.example";
    const ME: &str = "me@jabber.example";

    fn in_room() -> State {
        let mut state = state();
        state.apply(&room(RoomState::Joined));
        for nick in ["Zoe", "Zoe Miller"] {
            let Event::Occupant(known) = occupant(nick, Role::Participant) else { panic!("no occupant") };
            let jid = format!("{}@jabber.example/desk", nick.len()).parse().ok();
            state.apply(&Event::Occupant(Arc::new(crate::model::Occupant { jid, ..(*known).clone() })));
        }
        state
    }

    fn asked(typed: &str) -> Option<Command> {
        match read(typed, &key(TEA), &in_room()) {
            Outcome::Done(actions) => {
                actions.into_iter().find_map(|action| if let Action::Ask(command, _) = action { Some(command) } else { None })
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_no_command_is_said_as_it_is() {
        for text in ["hello", "/me waves", "/usr/bin is a path", "/ alone", "/8"] {
            assert_eq!(read(text, &key(TEA), &in_room()), Outcome::Said(None), "{text}");
        }
        assert_eq!(read("//nick is a command", &key(TEA), &in_room()), Outcome::Said(Some("/nick is a command".into())));
        assert_eq!(read("/say /nick", &key(TEA), &in_room()), Outcome::Said(Some("/nick".into())));
    }

    #[test]
    fn a_room_is_kept_by_keyboard() {
        let (account, room) = (bare(ME), bare(TEA));
        let role = |nick: &str, role, reason: Option<&str>| {
            Some(Command::SetRole { account: bare(ME), room: bare(TEA), nick: nick.into(), role, reason: reason.map(Into::into) })
        };
        assert_eq!(
            asked("/nick Romeo M."),
            Some(Command::SetNick { account: account.clone(), room: room.clone(), nick: "Romeo M.".into() })
        );
        assert_eq!(asked("/topic Tea"), Some(Command::SetSubject { account: account.clone(), room: room.clone(), subject: "Tea".into() }));
        assert_eq!(asked("/kick Zoe Enough now"), role("Zoe", Role::None, Some("Enough now")));
        assert_eq!(asked("/kick Zoe Miller Enough"), role("Zoe Miller", Role::None, Some("Enough")));
        assert_eq!(asked("/role Zoe visitor"), role("Zoe", Role::Visitor, None));
        // As in Pidgin, for one and for several.
        assert_eq!(asked("/role visitor Zoe Miller"), role("Zoe Miller", Role::Visitor, None));
        let Outcome::Done(both) = read("/role moderator Zoe Miller Zoe", &key(TEA), &in_room()) else { panic!("nothing is done") };
        assert_eq!(both.len(), 2);
        let words = Some("Good night".to_owned());
        assert_eq!(asked("/part Good night"), Some(Command::LeaveRoom { account: account.clone(), room: room.clone(), words }));
        let leave = Command::LeaveRoom { account: account.clone(), room: room.clone(), words: None };
        assert_eq!(asked("/part"), Some(leave));
        let affiliation = |jid: &str, affiliation, reason: Option<&str>| {
            Some(Command::SetAffiliation {
                account: bare(ME),
                room: bare(TEA),
                jid: bare(jid),
                affiliation,
                reason: reason.map(Into::into),
            })
        };
        assert_eq!(asked("/ban Zoe Spam"), affiliation("3@jabber.example", Affiliation::Outcast, Some("Spam")));
        assert_eq!(asked("/affiliate member Zoe"), affiliation("3@jabber.example", Affiliation::Member, None));
        assert_eq!(asked("/affiliate who@far.example member"), affiliation("who@far.example", Affiliation::Member, None));
        let body = "hi".to_owned();
        let to = "tea@muc.example/Zoe Miller".parse().unwrap();
        assert_eq!(asked("/msg Zoe Miller hi"), Some(Command::Send { account, to, body, answers: None, manner: Manner::Plain }));
    }

    #[test]
    fn a_sign_of_life_is_asked_of_whom_one_talks_with_of_an_occupant_or_of_an_address() {
        let pinged = |jid: &str| Some(Command::Ping { account: bare(ME), jid: jid.parse().unwrap() });
        assert_eq!(asked("/ping"), pinged(TEA));
        assert_eq!(asked("/ping Zoe Miller"), pinged("tea@muc.example/Zoe Miller"));
        assert_eq!(asked("/ping clara@jabber.example"), pinged("clara@jabber.example"));
    }

    #[test]
    fn the_own_name_is_registered_unless_another_is_given() {
        let registered = |nick: &str| Some(Command::RegisterNick { account: bare(ME), room: bare(TEA), nick: nick.into() });
        assert_eq!((asked("/register"), asked("/register Romeo M.")), (registered("me"), registered("Romeo M.")));
    }

    #[test]
    fn a_mood_is_shown_with_its_reason_or_taken_away() {
        let shown = |mood: Option<(&str, Option<&str>)>| {
            let mood = mood.map(|(word, text)| Mood { feeling: Feeling::parse(word).unwrap(), text: text.map(str::to_owned) });
            Some(Command::SetMood { account: bare(ME), mood })
        };
        crate::i18n::within("en", || {
            assert_eq!(asked("/mood happy"), shown(Some(("happy", None))));
            assert_eq!(asked("/mood in love with this tea"), shown(Some(("in_love", Some("with this tea")))));
            assert_eq!(asked("/mood"), shown(None));
            assert_eq!(read("/mood peckish", &key(TEA), &in_room()), Outcome::Wrong(t("mood-unknown")));
        });
    }

    #[test]
    fn the_subject_is_told_and_not_taken_away_by_asking_for_it() {
        crate::i18n::within("en", || {
            let Outcome::Told(words) = read("/topic", &key(TEA), &in_room()) else { panic!("nothing is told") };
            assert!(words.contains("Tea at five"), "{words}");
            assert_eq!(read("/topic", &key("clara@jabber.example"), &in_room()), Outcome::Wrong(t("command-rooms-only")));
            let Outcome::Told(line) = read("/help /kick", &key(TEA), &in_room()) else { panic!("nothing is told") };
            assert!(line.starts_with("/kick"), "{line}");
            assert!(matches!(read("/help dance", &key(TEA), &in_room()), Outcome::Wrong(_)));
            assert_eq!(read("/help", &key(TEA), &in_room()), Outcome::Help);
        });
    }

    #[test]
    fn what_pidgin_knows_is_known() {
        assert_eq!(read("/clearall", &key(TEA), &in_room()), Outcome::ClearAll);
        assert_eq!(read("/configure", &key(TEA), &in_room()), read("/config", &key(TEA), &in_room()));
        let Outcome::Said(Some(about)) = read("/debug", &key(TEA), &in_room()) else { panic!("nothing said") };
        assert!(about.starts_with(concat!("Fantail ", env!("CARGO_PKG_VERSION"))), "{about}");
    }

    #[test]
    fn what_is_missing_or_unknown_is_said_and_nothing_is_done() {
        for typed in ["/nick", "/kick", "/role Zoe", "/role Zoe king", "/ban Nobody", "/invite", "/invite x", "/msg Zoe", "/dance", "/say"]
        {
            assert!(matches!(read(typed, &key(TEA), &in_room()), Outcome::Wrong(_)), "{typed}");
        }
        assert!(matches!(read("/topic Tea", &key("clara@jabber.example"), &in_room()), Outcome::Wrong(_)), "that is no room");
    }

    #[test]
    fn a_room_is_joined_beside_this_one_or_by_its_address() {
        let joined = |typed: &str| read(typed, &key(TEA), &in_room());
        assert_eq!(joined("/join garden"), Outcome::Done(vec![Action::JoinDialog(key("garden@muc.example"))]));
        assert_eq!(joined("/join a@rooms.far.example"), Outcome::Done(vec![Action::JoinDialog(key("a@rooms.far.example"))]));
        assert!(matches!(joined("/join"), Outcome::Wrong(_)));
        let password = Some(Secret::new("two leaves"));
        let room = bare("garden@muc.example");
        let join = Command::JoinRoom { account: bare(ME), room, nick: None, password, autojoin: false };
        assert_eq!(joined("/join garden two leaves"), Outcome::Done(vec![Action::Ask(join, Asked::Joining(key(TEA)))]));
    }

    #[test]
    fn every_command_has_a_line_that_begins_with_it() {
        for language in ["en", "de"] {
            crate::i18n::within(language, || {
                for (name, explained) in ALL {
                    assert!(t(explained).starts_with(&format!("/{name}")), "{name} in {language}");
                }
            });
        }
    }
}
