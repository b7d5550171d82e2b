//! What the windows about conversations ask, in the vocabulary of all windows.

use super::{Action, Message, Opening, chat, join_room, new_message};
use crate::model::{Command, Problem};

pub(in crate::ui) fn chat(actions: Vec<chat::Action>) -> Action {
    let one = |action| match action {
        chat::Action::Ask(command, asked) => Action::ask(command, move |answer| Message::Chat(chat::Message::Answered(asked, answer))),
        chat::Action::Set(setting) => Action::Tell(Command::Set(setting)),
        chat::Action::Keep(command) => Action::Keep(command),
        chat::Action::OpenLink(link) => Action::OpenLink(link),
        chat::Action::Copy(text) => Action::Run(iced::clipboard::write(text)),
        chat::Action::Focus(id) => Action::Run(iced::widget::operation::focus(id)),
        chat::Action::AddBuddy(key) => {
            let jid = Some(key.conversation.to_bare());
            Action::Open(Opening::AddBuddy { account: Some(key.account), jid, name: None, group: None })
        }
        chat::Action::Conversation(key) => Action::Open(Opening::Conversation { account: key.account, jid: key.conversation }),
        chat::Action::JoinDialog(key) => Action::Open(Opening::JoinRoom { again: Some((key.account, key.conversation.to_bare())) }),
        chat::Action::RoomSettings(account, room) => Action::Open(Opening::RoomSettings { account, room }),
        chat::Action::Invite(account, room) => Action::Open(Opening::Invite { account, room, people: Vec::new() }),
        chat::Action::RoomPeople(account, room) => Action::Open(Opening::RoomPeople { account, room }),
        chat::Action::Registration(account, room) => Action::Open(Opening::Registration { account, room }),
        chat::Action::History(key) => Action::Open(Opening::History(Some(key))),
        chat::Action::PickPicture => Action::PickPicture(|path| Message::Chat(chat::Message::picture_chosen(path))),
        chat::Action::Shortcuts => Action::Open(Opening::Shortcuts),
        chat::Action::NewMessage => Action::Open(Opening::NewMessage),
        chat::Action::JoinRoom => Action::Open(Opening::JoinRoom { again: None }),
        chat::Action::BuddyList => Action::Open(Opening::BuddyList),
        chat::Action::Quit => Action::Quit,
        chat::Action::MoveTab(key, destination) => Action::MoveTab(key, destination),
        chat::Action::Closed(key) => Action::Closed(key),
        chat::Action::Reopen => Action::Reopen,
        chat::Action::Close => Action::Close,
        chat::Action::WantAttention => Action::WantAttention,
    };
    Action::All(actions.into_iter().map(one).collect())
}

pub(super) fn join_room(action: join_room::Action) -> Action {
    match action {
        join_room::Action::None => Action::None,
        join_room::Action::Close => Action::Close,
        join_room::Action::Join(command) => {
            Action::ask(command, |answer: Result<_, Problem>| Message::JoinRoom(join_room::Message::Answered(answer)))
        }
        join_room::Action::OpenChat(key) => open(key),
        join_room::Action::RoomList => Action::Open(Opening::RoomList).and(Action::Close),
    }
}

pub(super) fn new_message(action: new_message::Action) -> Action {
    match action {
        new_message::Action::None => Action::None,
        new_message::Action::Close => Action::Close,
        new_message::Action::OpenChat(key) => open(key),
    }
}

/// The dialog gives way to the conversation.
fn open(key: chat::Key) -> Action {
    Action::Open(Opening::Conversation { account: key.account, jid: key.conversation }).and(Action::Close)
}
