//! What the windows of conversations ask, in the words of the program.

use super::{Action, Message, Opening, chat, join_room, new_message};

/// What a chat window asks.
pub fn chat(actions: Vec<chat::Action>) -> Action {
    Action::All(actions.into_iter().map(one).collect())
}

fn one(action: chat::Action) -> Action {
    match action {
        chat::Action::Ask(command, chat::Asked::Other) => Action::Tell(command),
        chat::Action::Ask(command, asked) => {
            Action::ask(command, |answer| Message::Chat(chat::Message::Answered(asked, answer)))
        }
        chat::Action::OpenLink(link) => Action::OpenLink(link),
        chat::Action::AddBuddy(key) => {
            Action::Open(Opening::AddBuddy { account: Some(key.account), jid: Some(key.conversation.to_bare()), name: None })
        }
        chat::Action::JoinDialog(key) => Action::Open(Opening::JoinAgain { account: key.account, room: key.conversation.to_bare() }),
        chat::Action::NewMessage => Action::Open(Opening::NewMessage),
        chat::Action::JoinRoom => Action::Open(Opening::JoinRoom),
        chat::Action::Close => Action::Close,
        chat::Action::WantAttention => Action::WantAttention,
    }
}

/// What New Instant Message asks.
pub fn new_message(action: new_message::Action) -> Action {
    match action {
        new_message::Action::None => Action::None,
        new_message::Action::Close => Action::Close,
        new_message::Action::OpenChat(key) => open(key),
    }
}

/// What Join a Chat asks.
pub fn join_room(action: join_room::Action) -> Action {
    match action {
        join_room::Action::None => Action::None,
        join_room::Action::Close => Action::Close,
        join_room::Action::Join(command) => Action::ask(command, |answer| Message::JoinRoom(join_room::Message::Answered(answer))),
        join_room::Action::OpenChat(key) => open(key),
    }
}

/// The conversation comes and the dialog goes.
fn open(key: chat::Key) -> Action {
    Action::Open(Opening::Conversation { account: key.account, jid: key.conversation }).and(Action::Close)
}
