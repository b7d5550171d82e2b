//! The menus of a chat window: of a message, of a tab, of the conversation in front.

use super::{Chat, Destination, Message, Subject, Tab, amend, moderation};
use crate::i18n::t;
use crate::model::export::Format;
use crate::model::{Direction, MessageState, Room, State};
use crate::ui::widgets::chat_log::{About, Happening};
use crate::ui::widgets::menu::{self, Item};
use crate::ui::words;

pub fn of_message(about: &About, tab: &Tab, state: &State) -> Vec<Item<Message>> {
    let mut items: Vec<Item<Message>> = Vec::new();
    if let Some(link) = &about.link {
        items.push(menu::entry(&t("chat-menu-open-link"), Message::Log(Happening::LinkPressed(link.clone()))).into());
        items.push(menu::entry(&t("chat-menu-copy-link"), Message::Copied(link.as_str().to_owned())).into());
        items.push(menu::separator());
    }
    let message = tab.log.message(about.message);
    items.extend(message.map(|message| amend::menu_of(message, tab, state)).unwrap_or_default());
    items.push(menu::entry(&t("chat-menu-copy"), Message::Copied(about.plain.clone())).shortcut(t("key-copy")).into());
    items.push(menu::entry(&t("chat-menu-copy-named"), Message::Copied(about.named.clone())).shortcut(t("key-copy-named")).into());
    items.push(menu::entry(&t("chat-menu-mark-all"), Message::AllMarked).into());
    let Some(message) = message else { return items };
    let failed = message.direction == Direction::Out && matches!(message.state, MessageState::Failed(_)) && !message.retracted;
    let others = message.from.resource().filter(|_| message.direction == Direction::In && tab.key.subject(state) == Subject::Room);
    if let Some(nick) = others {
        items.push(menu::separator());
        let may = tab.key.room(state).is_some_and(Room::may_whisper);
        items.push(menu::entry(&t("chat-menu-private"), may.then(|| Message::OccupantPressed(nick.as_str().to_owned()))).into());
    }
    if failed {
        items.push(menu::separator());
        items.push(menu::entry(&t("chat-menu-retry"), Message::RetryPressed(message.id)).into());
    }
    items
}

/// Where a tab can go.
pub fn of_tab(index: usize, window: &Chat) -> Vec<Item<Message>> {
    let close = menu::entry(&t("chat-menu-close"), Message::TabClosed(index)).shortcut(t("key-close-tab"));
    let mut items = travel(index, window);
    items.extend([menu::separator(), close.into()]);
    items
}

/// The same for the conversation in front, and what is known of it.
pub fn of_conversation(tab: &Tab, state: &State, window: &Chat) -> Vec<Item<Message>> {
    let info = menu::entry(&t("chat-menu-info"), Message::InfoPressed).shortcut(t("key-info")).checked(tab.shows_info);
    let find = menu::entry(&t("chat-menu-find"), Message::FindPressed).shortcut(t("key-find"));
    let history = menu::entry(&t("menu-history"), Message::HistoryPressed).shortcut(t("key-history"));
    let writes = tab.may_write(state);
    let hide = menu::entry(&t("chat-menu-hiding"), writes.then_some(Message::HidingPressed));
    let unread = menu::entry(&t("chat-menu-unread"), tab.has_unread().then_some(Message::UnreadPressed));
    let day = menu::entry(&t("chat-menu-day"), (!tab.log.is_empty()).then_some(Message::DayPressed));
    let mut items = vec![info.into(), find.into(), history.into(), unread.into(), day.into(), menu::separator(), hide.into()];
    if tab.key.subject(state) == Subject::Person {
        items.push(menu::entry(&t("chat-menu-attention"), writes.then_some(Message::AttentionPressed)).into());
    }
    items.push(menu::separator());
    items.extend(moderation::of_room(tab, state));
    items.extend(of_tab(window.active, window));
    let forget = (!tab.log.is_empty()).then_some(Message::ForgetPressed);
    let export = Format::ALL.map(|format| menu::entry(&t(words::format(format)), Message::ExportPressed(format)).into());
    let export = menu::submenu(&t("chat-menu-export"), export.into());
    items.extend([menu::separator(), export.into(), menu::entry(&t("chat-menu-forget"), forget).into()]);
    // Whoever has closed the list finds it here.
    items.extend([menu::separator(), menu::entry(&t("chat-menu-list"), Message::BuddyListPressed).into()]);
    items
}

fn travel(index: usize, window: &Chat) -> Vec<Item<Message>> {
    let send = |to, possible: bool| possible.then_some(Message::TabSent(index, to));
    let own = menu::entry(&t("chat-menu-new-window"), send(Destination::NewWindow, window.has_several()));
    let other = menu::entry(&t("chat-menu-other-window"), send(Destination::OtherWindow, window.has_others));
    vec![own.into(), other.into()]
}
