//! A room keeps a nickname for us, and we come in under it; a sign of life.

use super::notices::{TEA, account, next, online, online_at, room};
use super::*;
use fantail::model::{Happening, Jid, Problem};

/// Juliet's room, of which Romeo is a member.
fn with_romeo_as_member(prosody: &Prosody) -> Peer {
    let mut juliet = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    juliet.create_room(TEA, "juliet", &[("muc#roomconfig_persistentroom", "1")]);
    let item = format!("<item affiliation='member' jid='{ROMEO}'/>");
    let query = format!("<query xmlns='http://jabber.org/protocol/muc#admin'>{item}</query>");
    let answer = juliet.iq(&format!("<iq xmlns='jabber:client' type='set' to='{TEA}'>{query}</iq>"));
    assert!(answer.contains("result"), "{answer}");
    juliet
}

fn join(nick: Option<&str>) -> Command {
    Command::JoinRoom { account: account(), room: room(), nick: nick.map(Into::into), password: None, autojoin: false }
}

fn joined_as(engine: &Engine, nick: Option<&str>) -> String {
    match ask(engine, join(nick)) {
        Reply::Room(room) => room.nick,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_registered_name_is_ours_on_every_device_and_nobody_elses() {
    let prosody = Prosody::start(Options::default());
    let _juliet = with_romeo_as_member(&prosody);
    let (engine, mut events, _directory) = online(&prosody);
    assert_eq!(joined_as(&engine, None), "romeo", "nobody has registered us");
    let register = |nick: &str| Command::RegisterNick { account: account(), room: room(), nick: nick.into() };
    assert_eq!(engine.ask(register("juliet")).blocking_recv().unwrap(), Err(Problem::stanza("conflict")));
    ask(&engine, Command::SetNick { account: account(), room: room(), nick: "Montague".into() });
    next(&mut events, |what| matches!(what, Happening::Renamed { .. }));
    ask(&engine, register("Montague"));
    let (other, _events, _other_directory) = online_at(&prosody, "laptop");
    assert_eq!(joined_as(&other, None), "Montague");
    let mut tybalt = Peer::online("tybalt@one.test", PASSWORD, prosody.port(), prosody.ca());
    ask(&engine, Command::LeaveRoom { account: account(), room: room(), words: None });
    ask(&other, Command::LeaveRoom { account: account(), room: room(), words: None });
    assert_eq!(tybalt.try_join(TEA, "Montague", None), Err("conflict".into()));
}

#[test]
fn a_sign_of_life_comes_from_whoever_is_there() {
    let prosody = Prosody::start(Options::default());
    let _juliet = with_romeo_as_member(&prosody);
    let (engine, _events, _directory) = online(&prosody);
    joined_as(&engine, Some("romeo"));
    let ping = |jid: &str| engine.ask(Command::Ping { account: account(), jid: jid.parse::<Jid>().unwrap() }).blocking_recv().unwrap();
    assert!(matches!(ping(&format!("{TEA}/juliet")), Ok(Reply::Pong(_))));
    assert!(matches!(ping("one.test"), Ok(Reply::Pong(_))));
    assert!(matches!(ping(&format!("{TEA}/nobody")), Err(Problem::Stanza { .. })));
}

/// A room that wants to know more of those for whom it keeps a name (XEP-0045 §7.10).
const CURIOUS: &str = r#"
local st = require "util.stanza";
local form = require "util.dataforms".new {
    { name = "FORM_TYPE", type = "hidden", value = "http://jabber.org/protocol/muc#register" };
    { name = "muc#register_roomnick", type = "text-single", required = true };
    { name = "muc#register_email", type = "text-single", label = "Email", required = true };
};
module:hook("iq/bare/jabber:iq:register:query", function (event)
    local stanza, origin = event.stanza, event.origin;
    if stanza.attr.type == "get" then
        origin.send(st.reply(stanza):query("jabber:iq:register"):add_child(form:form()));
    else
        local told = form:data(stanza.tags[1]:get_child("x", "jabber:x:data"));
        module:log("info", "kept for %s: %s", told["muc#register_email"], told["muc#register_roomnick"]);
        origin.send(st.reply(stanza));
    end
    return true;
end, 1000);
"#;

#[test]
fn a_room_that_asks_for_more_than_the_name_gets_its_own_form_back() {
    let modules = tempfile::tempdir().unwrap();
    std::fs::write(modules.path().join("mod_curious.lua"), CURIOUS).unwrap();
    let more = format!("plugin_paths = {{ \"{}\" }}", modules.path().display());
    let prosody = Prosody::start(Options { more, room_modules: vec!["curious"], ..Options::default() });
    let _juliet = with_romeo_as_member(&prosody);
    let (engine, _events, _directory) = online(&prosody);
    joined_as(&engine, Some("Montague"));
    let by_name = Command::RegisterNick { account: account(), room: room(), nick: "Montague".into() };
    assert_eq!(engine.ask(by_name).blocking_recv().unwrap(), Err(Problem::NotImplemented));
    let Reply::Form(mut form) = ask(&engine, Command::RegistrationForm { account: account(), room: room() }) else { panic!("no form") };
    assert_eq!(form.field("muc#register_roomnick").unwrap().value(), "Montague");
    assert!(form.set("muc#register_email", vec!["romeo@montague.lit".into()]));
    ask(&engine, Command::Register { account: account(), room: room(), form });
    assert!(prosody.log().contains("kept for romeo@montague.lit: Montague"));
    ask(&engine, Command::Quit);
}
