//! What windows ask of the engine arrives there in the order in which it was asked, however late the tasks run.

use super::desk::{jid, lively, me};
use fantail::engine::{Engine, Envelope};
use fantail::model::{Attention, Command, Reply};
use fantail::ui::app::{App, Message, Options, OutsideSource};
use fantail::ui::windows::{self, Opening, buddy_list, chat};
use iced::window;

/// An app whose tasks never run, with a chat in front, and what arrives at the engine.
fn app() -> (App, window::Id, tokio::sync::mpsc::UnboundedReceiver<Envelope>) {
    let (engine, envelopes) = Engine::channel();
    let (_, outside) = tokio::sync::mpsc::unbounded_channel();
    let (mut app, _) = App::new(engine, Options { open_window: true }, OutsideSource::new(outside));
    drop(app.update(Message::Started(Ok(Reply::State(Box::new(lively()))))));
    let list = app.windows().next().unwrap().0;
    let clara = Opening::Conversation { account: me(), jid: jid("clara@jabber.uni-mainz.de").into() };
    drop(app.update(Message::Window(list, windows::Message::BuddyList(buddy_list::Message::Opened(Box::new(clara.clone()))))));
    let chat = app.windows().find(|(_, window)| window.is(&clara)).unwrap().0;
    (app, chat, envelopes)
}

#[test]
fn two_messages_written_at_once_go_out_in_the_order_of_writing() {
    let (mut app, chat, mut envelopes) = app();
    for body in ["first", "second", "third"] {
        for message in [chat::Message::DraftSet(body.to_owned()), chat::Message::Submitted] {
            drop(app.update(Message::Window(chat, windows::Message::Chat(message))));
        }
    }
    let mut sent = Vec::new();
    while let Ok(envelope) = envelopes.try_recv() {
        if let Envelope::Command(Command::Send { body, .. }, _) = envelope {
            sent.push(body);
        }
    }
    assert_eq!(sent, ["first", "second", "third"]);
}

#[test]
fn nobody_rests_who_was_never_there() {
    let (mut app, chat, mut envelopes) = app();
    let mut rest = |app: &mut App| {
        drop(app.update(Message::Rested));
        let mut last = None;
        while let Ok(envelope) = envelopes.try_recv() {
            if let Envelope::Command(Command::Attention(attention), _) = envelope {
                last = Some(attention);
            }
        }
        last
    };
    assert_eq!(rest(&mut app), None);
    drop(app.update(Message::Focused(chat, true)));
    assert_eq!(rest(&mut app), Some(Attention::Looked), "who looks does not rest");
    drop(app.update(Message::Focused(chat, false)));
    assert_eq!(rest(&mut app), Some(Attention::Resting));
    drop(app.update(Message::Focused(chat, true)));
    assert_eq!(rest(&mut app), Some(Attention::Looked));
}

#[test]
fn who_turns_from_one_window_to_another_still_looks_at_the_program() {
    let (mut app, chat, mut envelopes) = app();
    let list = app.windows().find(|(id, _)| *id != chat).unwrap().0;
    for (window, focused) in [(list, true), (list, false), (chat, true)] {
        drop(app.update(Message::Focused(window, focused)));
    }
    let mut last = None;
    while let Ok(envelope) = envelopes.try_recv() {
        if let Envelope::Command(Command::Attention(attention), _) = envelope {
            last = Some(attention);
        }
    }
    assert_eq!(last, Some(Attention::Looked));
}
