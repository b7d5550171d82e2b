//! The menu bar of the buddy list, and the menus of its rows.

use super::rows::{Group, Row};
use super::selection::Member;
use super::{BuddyList, Message};
use crate::i18n::{t, t_with};
use crate::model::command::SubscriptionChange;
use crate::model::listing::{Listing, Sort};
use crate::model::room::RoomState;
use crate::model::{AccountState, BareJid, Jid, Notify, Room, Setting, Settings, State, Subscription, Zoom};
use crate::ui::widgets::menu::{self, Item, Menus};
use crate::ui::windows::Opening;
use crate::ui::windows::chat::Key;

/// A menu that fits on a screen; further ones are reached by dragging, or by their name.
const MOST_GROUPS: usize = 20;

pub fn bar<'a>(list: &BuddyList, state: &State) -> Menus<'a, Message> {
    let open = |opening| Message::Opened(Box::new(opening));
    let add = Opening::AddBuddy { account: None, jid: None, name: None, group: None };
    let any = !state.accounts.is_empty();
    let finding = any.then(|| Message::Typed(String::new()));
    let buddies = vec![
        menu::entry(&t("menu-new-message"), any.then(|| open(Opening::NewMessage))).shortcut(t("key-new-message")).into(),
        menu::entry(&t("menu-join"), any.then(|| open(Opening::JoinRoom { again: None }))).shortcut(t("key-join")).into(),
        menu::entry(&t("menu-create-room"), any.then(|| open(Opening::CreateRoom))).into(),
        menu::entry(&t("menu-info"), list.whom(state).map(|_| Message::InfoWanted)).shortcut(t("key-user-info")).into(),
        menu::entry(&t("menu-history"), any.then(|| open(Opening::History(None)))).shortcut(t("key-history")).into(),
        menu::separator(),
        menu::entry(&t("menu-find"), finding).shortcut(t("key-find")).into(),
        menu::submenu(&t("menu-show"), show(&state.settings)).into(),
        menu::submenu(&t("menu-sort"), sort(&state.settings.listing)).into(),
        menu::separator(),
        menu::entry(&t("menu-add-buddy"), any.then(|| open(add))).shortcut(t("key-add-buddy")).into(),
        menu::separator(),
        menu::entry(&t("menu-quit"), Message::QuitAsked).shortcut(t("key-quit")).into(),
    ];
    let mut accounts = vec![menu::entry(&t("menu-accounts-manage"), open(Opening::Accounts)).shortcut(t("key-accounts")).into()];
    if any {
        accounts.push(menu::entry(&t("menu-picture"), Message::PictureWanted).into());
        accounts.push(menu::entry(&t("menu-mood"), Message::MoodWanted).into());
        accounts.push(menu::separator());
    }
    accounts.extend(state.accounts.values().map(|status| {
        let jid = status.jid();
        let enabled = status.config.enabled;
        let online = status.state == AccountState::Online;
        let lines = vec![
            menu::entry(&t("menu-account-edit"), open(Opening::ModifyAccount(jid.clone()))).into(),
            menu::entry(&t("menu-account-profile"), online.then(|| open(Opening::OwnProfile(jid.clone())))).into(),
            menu::entry(&t("menu-account-password"), online.then(|| open(Opening::ChangePassword(jid.clone())))).into(),
            menu::separator(),
            menu::entry(&t("menu-account-enabled"), Message::AccountEnabled(jid.clone(), !enabled)).checked(enabled).into(),
        ];
        menu::plain_submenu(jid.to_string(), lines).into()
    }));
    let help = vec![
        menu::entry(&t("menu-shortcuts"), open(Opening::Shortcuts)).shortcut(t("key-shortcuts")).into(),
        menu::separator(),
        menu::entry(&t("menu-server"), any.then(|| open(Opening::ServerInfo))).into(),
        menu::entry(&t("menu-console"), any.then(|| open(Opening::Console))).into(),
        menu::separator(),
        menu::entry(&t("menu-about"), open(Opening::About)).into(),
    ];
    let tools = vec![
        menu::entry(&t("menu-room-list"), any.then(|| open(Opening::RoomList))).into(),
        menu::entry(&t("menu-mentions"), any.then(|| open(Opening::Mentions))).into(),
        menu::separator(),
        menu::entry(&t("menu-preferences"), open(Opening::Preferences)).shortcut(t("key-preferences")).into(),
    ];
    menu::bar(vec![(t("menu-buddies"), buddies), (t("menu-accounts"), accounts), (t("menu-tools"), tools), (t("menu-help"), help)])
}

fn show(settings: &Settings) -> Vec<Item<Message>> {
    let (listing, zoom) = (&settings.listing, settings.zoom);
    let size =
        |key: &str, shortcut: &str, size: Zoom| menu::entry(&t(key), Message::Chosen(Setting::Zoom(size))).shortcut(t(shortcut)).into();
    let tick =
        |key: &str, shown: bool, setting: fn(bool) -> Setting| menu::entry(&t(key), Message::Chosen(setting(!shown))).checked(shown).into();
    vec![
        tick("menu-offline", listing.offline, Setting::ShowOffline),
        tick("menu-empty-groups", listing.empty_groups, Setting::ShowEmptyGroups),
        tick("menu-details", listing.details, Setting::ShowDetails),
        menu::separator(),
        size("menu-larger", "key-larger", zoom.larger()),
        size("menu-smaller", "key-smaller", zoom.smaller()),
        size("menu-normal-size", "key-normal-size", Zoom::default()),
    ]
}

fn sort(listing: &Listing) -> Vec<Item<Message>> {
    let line = |sort: Sort| {
        let key = match sort {
            Sort::Status => "menu-sort-status",
            Sort::Name => "menu-sort-name",
            Sort::LastTalk => "menu-sort-talk",
        };
        menu::entry(&t(key), Message::Chosen(Setting::SortBuddies(sort))).checked(listing.sort == sort).into()
    };
    Sort::ALL.map(line).into()
}

/// The context menu of the row the keyboard is at; of all that are selected when it is one of several.
pub fn row(row: &Row, list: &BuddyList, state: &State) -> Vec<Item<Message>> {
    let chat = |row: &Row| menu::entry(&t("row-chat"), Message::Pressed(row.clone())).into();
    match row {
        Row::Group(group) => {
            let fold = if list.rows.heading(group).open { "row-fold" } else { "row-unfold" };
            let mut lines = vec![menu::entry(&t(fold), Message::Pressed(row.clone())).into()];
            if let Some(group) = group.named() {
                let add = Opening::AddBuddy { account: None, jid: None, name: None, group: Some(group) };
                lines.push(menu::entry(&t("row-add-here"), Message::Opened(Box::new(add))).into());
                lines.push(menu::entry(&t("row-rename-group"), Message::RenameWanted).shortcut(t("key-alias")).into());
                lines.push(menu::entry(&t("row-dissolve"), Message::RemoveWanted).shortcut(t("key-remove")).into());
            }
            lines
        }
        Row::Contact { .. } => match &list.selection.members(row)[..] {
            [] => Vec::new(),
            [only] => contact(row, only, list, state),
            several => this_many(several, list, state),
        },
        Row::Other { account, jid } => {
            let opening = Opening::AddBuddy { account: Some(account.clone()), jid: Some(jid.to_bare()), name: None, group: None };
            let add = menu::entry(&t("row-add"), Message::Opened(Box::new(opening)));
            vec![chat(row), info(), history(account, jid.clone()), add.into()]
        }
        Row::Room { group, account, room } => {
            let joined = state.rooms.get(&(account.clone(), room.clone())).is_some_and(|room| room.state == RoomState::Joined);
            // The server has to agree to what concerns all devices.
            let online = state.accounts.get(account).is_some_and(|status| status.state == AccountState::Online);
            let leave = joined.then(|| Message::RoomLeft(account.clone(), room.clone()));
            let autojoin = state.rooms.get(&(account.clone(), room.clone())).is_some_and(|room| room.autojoin);
            let every = Message::AutojoinSet(account.clone(), room.clone(), !autojoin);
            let settings = Opening::RoomSettings { account: account.clone(), room: room.clone() };
            let settings = joined.then(|| Message::Opened(Box::new(settings)));
            let invite = Opening::Invite { account: account.clone(), room: room.clone(), people: Vec::new() };
            let invite = joined.then(|| Message::Opened(Box::new(invite)));
            vec![
                chat(row),
                history(account, room.clone().into()),
                menu::entry(&t("row-invite"), invite).into(),
                menu::entry(&t("row-room-settings"), settings).into(),
                menu::entry(&t("row-autojoin"), every).checked(autojoin).into(),
                menu::submenu(&t("row-notify"), notify(account, room, state)).into(),
                menu::separator(),
                menu::entry(&t("row-alias"), Message::RenameWanted).shortcut(t("key-alias")).into(),
                menu::submenu(&t("row-move"), groups(|one| one == group, &Group::Rooms, list)).into(),
                menu::separator(),
                menu::entry(&t("row-leave"), leave).into(),
                menu::entry(&t("row-remove-room"), online.then_some(Message::RemoveWanted)).shortcut(t("key-remove")).into(),
            ]
        }
    }
}

fn contact(row: &Row, member: &Member, list: &BuddyList, state: &State) -> Vec<Item<Message>> {
    let name = state.contacts.get(&member.key()).map_or(member.jid.as_str(), |contact| contact.display_name()).to_owned();
    vec![
        menu::entry(&t("row-chat"), Message::Pressed(row.clone())).into(),
        info(),
        history(&member.account, member.jid.clone().into()),
        menu::separator(),
        menu::entry(&t("row-alias"), Message::RenameWanted).shortcut(t("key-alias")).into(),
        menu::submenu(&t("row-move"), groups(|group| member.group == *group, &Group::Buddies, list)).into(),
        menu::submenu(&t("row-seeing"), seeing(member, state)).into(),
        menu::submenu(&t("row-invite-to"), rooms(std::slice::from_ref(member), state)).into(),
        menu::separator(),
        menu::plain(t_with("row-remove", &[("name", name.into())]), Message::RemoveWanted).shortcut(t("key-remove")).into(),
    ]
}

/// All there is to know about the one at the cursor.
fn info() -> Item<Message> {
    menu::entry(&t("row-info"), Message::InfoWanted).shortcut(t("key-user-info")).into()
}

/// What was said there.
fn history(account: &BareJid, conversation: Jid) -> Item<Message> {
    let key = Key::new(account.clone(), conversation);
    menu::entry(&t("row-history"), Message::Opened(Box::new(Opening::History(Some(key))))).into()
}

/// Who sees whom.
fn seeing(member: &Member, state: &State) -> Vec<Item<Message>> {
    let subscription = state.contacts.get(&member.key()).map(|contact| contact.item.subscription).unwrap_or_default();
    let line = |key: &str, possible: bool, change| {
        let message = Message::SubscriptionChanged(member.account.clone(), member.jid.clone(), change);
        menu::entry(&t(key), possible.then_some(message)).into()
    };
    let seen = matches!(subscription, Subscription::From | Subscription::Both);
    vec![
        line("row-ask-to-see", !subscription.sees(), SubscriptionChange::AskToSee),
        line("row-stop-seeing", subscription.sees(), SubscriptionChange::GiveUp),
        line("row-stop-being-seen", seen, SubscriptionChange::TakeBack),
    ]
}

fn this_many(members: &[Member], list: &BuddyList, state: &State) -> Vec<Item<Message>> {
    let remove = t_with("row-remove-several", &[("count", members.len().into())]);
    vec![
        menu::submenu(&t("row-move"), groups(|group| members.iter().all(|member| member.group == *group), &Group::Buddies, list)).into(),
        menu::submenu(&t("row-invite-to"), rooms(members, state)).into(),
        menu::separator(),
        menu::plain(remove, Message::RemoveWanted).shortcut(t("key-remove")).into(),
    ]
}

/// The rooms we are in, into which those of the same account can be asked.
fn rooms(members: &[Member], state: &State) -> Vec<Item<Message>> {
    let joined = state.rooms.values().filter(|room| room.state == RoomState::Joined);
    let fit = joined.filter(|room| members.iter().all(|member| member.account == room.account));
    let line = |room: &Room| {
        let people = members.iter().map(|member| member.jid.clone()).collect();
        let opening = Opening::Invite { account: room.account.clone(), room: room.room.clone(), people };
        menu::plain(room.display_name().to_owned(), Message::Opened(Box::new(opening))).into()
    };
    let lines: Vec<Item<Message>> = fit.take(MOST_GROUPS).map(line).collect();
    if lines.is_empty() { vec![menu::plain(t("row-invite-nowhere"), None).into()] } else { lines }
}

/// What of a room calls for attention.
fn notify(account: &BareJid, room: &BareJid, state: &State) -> Vec<Item<Message>> {
    let now = state.rooms.get(&(account.clone(), room.clone())).map(|room| room.notify).unwrap_or_default();
    let line = |notify: Notify| {
        let key = match notify {
            Notify::Always => "notify-always",
            Notify::OnMention => "notify-mention",
            Notify::Never => "notify-never",
        };
        menu::entry(&t(key), Message::NotifySet(account.clone(), room.clone(), notify)).checked(notify == now).into()
    };
    Notify::ALL.map(line).into()
}

/// Where they can be moved; ticked is where all of them are. `usual` is for those in no group.
fn groups(is_in: impl Fn(&Group) -> bool, usual: &Group, list: &BuddyList) -> Vec<Item<Message>> {
    let line = |group: &Group| {
        let all = is_in(group);
        menu::plain(group.name(), (!all).then(|| Message::GroupChosen(group.clone()))).checked(all).into()
    };
    let named = list.rows.groups().filter(|group| matches!(group, Group::Named(_))).take(MOST_GROUPS);
    let mut lines: Vec<Item<Message>> = named.chain([usual]).map(line).collect();
    lines.push(menu::separator());
    lines.push(menu::entry(&t("row-new-group"), Message::NewGroupWanted).into());
    lines
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::selection::How;
    use super::*;
    use crate::model::{Contact, Event, RosterItem};

    fn twice(items: &[Item<Message>]) -> Vec<char> {
        let mut seen = std::collections::BTreeSet::new();
        items.iter().filter_map(Item::letter).filter(|letter| !seen.insert(*letter)).collect()
    }

    #[test]
    fn no_letter_is_of_two_lines_of_a_rows_menu() {
        let (account, jid): (BareJid, BareJid) = ("me@x".parse().unwrap(), "clara@x".parse().unwrap());
        let mut state = State::default();
        let item =
            RosterItem { jid: jid.clone(), name: None, groups: ["Uni".to_owned()].into(), subscription: Subscription::Both, ask: false };
        let contact = Contact { account: account.clone(), item, show: Default::default(), status: None, resources: Vec::new() };
        let room = Room { state: RoomState::Joined, ..Room::new(account.clone(), "tea@x".parse().unwrap(), "me".into()) };
        [Event::Roster(contact), Event::Room(Box::new(room))].iter().for_each(|event| state.apply(event));
        for code in ["en", "de"] {
            crate::i18n::within(code, || {
                let mut list = BuddyList::new(&state);
                for index in 0..list.rows.len() {
                    let at = list.rows.row(index).unwrap();
                    list.selection.select(at.clone(), How::Alone, &list.rows);
                    assert_eq!(twice(&row(&at, &list, &state)), Vec::<char>::new(), "{code}: {at:?}");
                }
            });
        }
    }

    #[test]
    fn a_rooms_menu_moves_rooms_and_no_buddies_though_they_are_selected_with_it() {
        let account: BareJid = "me@x".parse().unwrap();
        let rooms = ["tea@x", "cake@x"]
            .map(|room| Room { group: Some("Uni".into()), ..Room::new(account.clone(), room.parse().unwrap(), "me".into()) });
        let item = RosterItem {
            jid: "clara@x".parse().unwrap(),
            name: None,
            groups: ["Uni".to_owned()].into(),
            subscription: Subscription::Both,
            ask: false,
        };
        let contact = Contact { account: account.clone(), item, show: Default::default(), status: None, resources: Vec::new() };
        let mut state = State::default();
        state.apply(&Event::Roster(contact));
        rooms.iter().for_each(|room| state.apply(&Event::Room(Box::new(room.clone()))));
        let mut list = BuddyList::new(&state);
        let last = list.rows.row(list.rows.len() - 1).unwrap();
        list.selection.select(list.rows.row(1).unwrap(), How::Alone, &list.rows);
        list.selection.select(last.clone(), How::UpTo, &list.rows);
        assert!(list.selection.members(&last).is_empty());
        assert_eq!(list.selection.rooms(&last).len(), 2);
        assert_eq!(list.selection.members(&list.rows.row(1).unwrap()).len(), 1);
    }
}
