//! The menu bar of the buddy list, and the menus of its rows.

use super::Message;
use crate::i18n::{t, t_with};
use crate::model::room::RoomState;
use crate::model::{BareJid, State};
use crate::ui::widgets::menu::{self, Item, Menus};
use crate::ui::windows::Opening;
use crate::ui::windows::buddy_list::rows::Row;

pub fn bar<'a>(state: &State) -> Menus<'a, Message> {
    let open = |opening| Message::Opened(Box::new(opening));
    let add = Opening::AddBuddy { account: None, jid: None, name: None };
    let any = !state.accounts.is_empty();
    let show = vec![menu::entry(&t("menu-offline"), Message::OfflineToggled).checked(state.settings.show_offline).into()];
    let buddies = vec![
        menu::entry(&t("menu-new-message"), any.then(|| open(Opening::NewMessage))).shortcut(t("key-new-message")).into(),
        menu::entry(&t("menu-join"), any.then(|| open(Opening::JoinRoom { again: None }))).shortcut(t("key-join")).into(),
        menu::separator(),
        menu::submenu(&t("menu-show"), show).into(),
        menu::separator(),
        menu::entry(&t("menu-add-buddy"), any.then(|| open(add))).shortcut(t("key-add-buddy")).into(),
        menu::separator(),
        menu::entry(&t("menu-quit"), Message::QuitAsked).shortcut(t("key-quit")).into(),
    ];
    let mut accounts = vec![menu::entry(&t("menu-accounts-manage"), open(Opening::Accounts)).shortcut(t("key-accounts")).into()];
    if any {
        accounts.push(menu::separator());
    }
    accounts.extend(state.accounts.values().map(|status| {
        let jid = status.jid();
        let enabled = status.config.enabled;
        let lines = vec![
            menu::entry(&t("menu-account-edit"), open(Opening::ModifyAccount(jid.clone()))).into(),
            menu::entry(&t("menu-account-enabled"), Message::AccountEnabled(jid.clone(), !enabled)).checked(enabled).into(),
        ];
        menu::plain_submenu(jid.to_string(), lines).into()
    }));
    let help = vec![menu::entry(&t("menu-about"), open(Opening::About)).into()];
    menu::bar(vec![(t("menu-buddies"), buddies), (t("menu-accounts"), accounts), (t("menu-help"), help)])
}

/// The context menu of a row.
pub fn row(row: &Row, state: &State) -> Vec<Item<Message>> {
    let chat = |row: &Row| menu::entry(&t("row-chat"), Message::Pressed(row.clone())).into();
    match row {
        Row::Group { open, .. } => {
            vec![menu::entry(&t(if *open { "row-fold" } else { "row-unfold" }), Message::Pressed(row.clone())).into()]
        }
        Row::Contact { account, jid, .. } => contact(row, account, jid, state),
        Row::Other { account, jid } => {
            let opening = Opening::AddBuddy { account: Some(account.clone()), jid: Some(jid.to_bare()), name: None };
            vec![chat(row), menu::entry(&t("row-add"), Message::Opened(Box::new(opening))).into()]
        }
        Row::Room { account, room } => {
            let joined = state.rooms.get(&(account.clone(), room.clone())).is_some_and(|room| room.state == RoomState::Joined);
            let leave = joined.then(|| Message::RoomLeft(account.clone(), room.clone()));
            vec![chat(row), menu::separator(), menu::entry(&t("row-leave"), leave).into()]
        }
    }
}

fn contact(row: &Row, account: &BareJid, jid: &BareJid, state: &State) -> Vec<Item<Message>> {
    let key = (account.clone(), jid.clone());
    let name = state.contacts.get(&key).map_or(jid.as_str(), |contact| contact.display_name()).to_owned();
    vec![
        menu::entry(&t("row-chat"), Message::Pressed(row.clone())).into(),
        menu::separator(),
        menu::entry(&t("row-alias"), Message::RenameAsked(key.0.clone(), key.1.clone())).into(),
        menu::plain(t_with("row-remove", &[("name", name.into())]), Message::RemoveAsked(key.0, key.1)).into(),
    ]
}
