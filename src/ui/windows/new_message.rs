//! New Instant Message: a conversation with any address, also of people who are not on the list.

use super::add_buddy::usual_account;
use crate::i18n::t;
use crate::model::{BareJid, Contact, Jid, State};
use crate::ui::known;
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::text::bidi;
use crate::ui::theme;
use crate::ui::widgets::{avatar, button, choice, field, form, row, scope};
use crate::ui::windows::chat::Key;
use iced::advanced::widget::Id;
use iced::keyboard::{Key as Pressed, key::Named};
use iced::widget::{Column, column, container, text};
use iced::{Element, Length, Size, window};

/// So many buddies are suggested.
const SUGGESTED: usize = 5;
const SUGGESTION: f32 = 44.0;

pub const SIZE: Size = Size::new(420.0, 420.0);

/// What the user did in the dialog.
#[derive(Debug, Clone)]
pub enum Message {
    AccountChosen(usize),
    AddressEdited(String),
    BuddyPressed(Key),
    Submitted,
    Cancelled,
}

/// What the dialog asks of whoever opened it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    None,
    Close,
    /// Closes the dialog, too.
    OpenChat(Key),
}

#[derive(Debug)]
pub struct NewMessage {
    account: Option<BareJid>,
    address: String,
    /// Enter was pressed with an address that is none: from then on the field says so.
    tried: bool,
    field: Id,
}

impl NewMessage {
    /// An account that has gone is none to be chosen.
    pub fn on_state(&mut self, state: &State) {
        if self.account.as_ref().is_some_and(|account| !state.accounts.contains_key(account)) {
            self.account = usual_account(state);
        }
    }

    pub fn new(state: &State) -> Self {
        let enabled = state.accounts.values().find(|account| account.config.enabled);
        let account = enabled.or(state.accounts.values().next()).map(|account| account.jid().clone());
        Self { account, address: String::new(), tried: false, field: Id::unique() }
    }

    pub fn title() -> String {
        t("new-message-title")
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::AccountChosen(index) => self.account = state.accounts.keys().nth(index).cloned(),
            Message::AddressEdited(address) => {
                self.address = address;
                self.tried = false;
            }
            Message::BuddyPressed(key) => return Action::OpenChat(key),
            Message::Submitted => match self.key(state) {
                Ok(key) => return Action::OpenChat(key),
                Err(_) => self.tried = true,
            },
            Message::Cancelled => return Action::Close,
        }
        Action::None
    }

    /// The conversation that is meant, or the words of what is wrong. An alias on the list is an address, too.
    fn key(&self, state: &State) -> Result<Key, String> {
        let account = self.account.clone().ok_or_else(|| t("new-message-no-account"))?;
        let typed = self.address.trim();
        let typed = typed.strip_prefix("xmpp:").map_or(typed, |rest| rest.split(['?', ';']).next().unwrap_or(rest));
        let named = |contact: &&Contact| contact.account == account && contact.display_name().to_lowercase() == typed.to_lowercase();
        if let Some(contact) = state.contacts.values().find(named) {
            return Ok(Key::new(account, contact.item.jid.clone()));
        }
        let jid: Jid = typed.parse().map_err(|_| t("new-message-invalid"))?;
        let sound = jid.node().is_some() && !jid.domain().as_str().is_empty();
        if !sound {
            return Err(t("new-message-invalid"));
        }
        // A full address is meant for one device only, except that of somebody in a room.
        let bare = jid.to_bare();
        let in_room = jid.resource().is_some() && state.rooms.contains_key(&(account.clone(), bare.clone()));
        if bare == account {
            return Err(t("new-message-own"));
        }
        Ok(if in_room { Key::new(account, jid) } else { Key::new(account, bare) })
    }

    /// Buddies whose name or address has what was typed, those who are there first.
    fn suggestions<'a>(&self, state: &'a State) -> Vec<&'a Contact> {
        let typed = self.address.trim().to_lowercase();
        let fits =
            |contact: &&Contact| contact.display_name().to_lowercase().contains(&typed) || contact.item.jid.as_str().contains(&typed);
        let mut found: Vec<&Contact> =
            state.contacts.values().filter(|contact| Some(&contact.account) == self.account.as_ref()).filter(fits).collect();
        found.sort_by_cached_key(|contact| (std::cmp::Reverse(contact.show), contact.display_name().to_lowercase()));
        found.truncate(SUGGESTED);
        found
    }

    /// What else could be meant, once no buddy is.
    fn offers(&self, state: &State) -> Vec<String> {
        if self.suggestions(state).is_empty() { known::people(&self.address, self.account.as_ref(), state) } else { Vec::new() }
    }

    /// Whatever is typed after it, it will be no address, and nobody is suggested.
    fn is_beyond_help(&self, state: &State) -> bool {
        let (typed, nobody) = (self.address.trim(), self.suggestions(state).is_empty() && self.offers(state).is_empty());
        let odd = typed.contains(char::is_whitespace) && !typed.contains('/') || typed.starts_with('@') || typed.matches('@').count() > 1;
        let own = self.account.as_ref().is_some_and(|account| account.as_str() == typed);
        (odd && nobody) || own
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let key = self.key(state);
        let error = key.as_ref().err().filter(|_| self.tried || self.is_beyond_help(state)).cloned();
        let mut fields: Vec<Element<'a, Message>> = Vec::new();
        if state.accounts.len() > 1 {
            let accounts: Vec<String> = state.accounts.keys().map(ToString::to_string).collect();
            let selected = state.accounts.keys().position(|account| Some(account) == self.account.as_ref()).unwrap_or(0);
            let name = t("new-message-account");
            fields.push(form::labelled(&name, choice::choice("account", &name, &accounts, selected, Message::AccountChosen)));
        }
        let name = t("new-message-address");
        let address = field::field(&self.field, "address", &name, &self.address)
            .placeholder(t("new-message-address-hint"))
            .error(error)
            .offers(self.offers(state))
            .on_input(Message::AddressEdited)
            .on_submit(Message::Submitted);
        fields.push(form::labelled(&name, address));
        fields.push(form::beside(form::hint(t("new-message-explain"))));
        let open = button::primary("open", &t("new-message-open"), key.is_ok().then_some(Message::Submitted));
        let cancel = button::secondary("cancel", &t("chat-cancel"), Some(Message::Cancelled));
        let content = column![
            form::fields(fields),
            container(self.buddies(state)).height(Length::Fill),
            form::foot(Vec::new(), vec![cancel.into(), open.into()])
        ];
        let scoped = scope::scope(content).start(self.field.clone()).on_key(|key, _| match key {
            Pressed::Named(Named::Escape) => Some(Message::Cancelled),
            _ => None,
        });
        accessible(Semantics::window(id, Self::title()), scoped).into()
    }

    fn buddies<'a>(&self, state: &State) -> Element<'a, Message> {
        let found = self.suggestions(state);
        if found.is_empty() {
            return column![].into();
        }
        let rows = found.into_iter().map(|contact| {
            let (name, address) = (contact.display_name().to_owned(), contact.item.jid.to_string());
            let seen = state.picture(&contact.account, contact.item.jid.clone());
            let picture = avatar::person(&name, &address, 28.0, Some(contact.show)).picture(seen);
            let second = if name == address { String::new() } else { address.clone() };
            let face = row::two_lines(picture, bidi::isolate(&name), second, None, false);
            let face = container(face).padding([2, 20]).height(SUGGESTION).width(Length::Fill);
            let semantics = Semantics { description: address, ..Semantics::new(Role::ListItem, contact.item.jid.as_str(), name) };
            let key = Key::new(contact.account.clone(), contact.item.jid.clone());
            button::flat(semantics, face, Message::BuddyPressed(key)).into()
        });
        let heading =
            container(text(t("new-message-suggestions")).size(theme::SMALL).font(theme::SEMIBOLD).style(theme::dim)).padding([4, 20]);
        let list = Semantics::new(Role::List, "buddies", t("new-message-suggestions"));
        column![form::line(), container(heading).padding([4, 0]), accessible(list, Column::with_children(rows))].into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Screen, check_rules, focused};
    use crate::ui::windows::chat::tests::{CLARA, ME, contact, key, state};
    use iced::keyboard::Modifiers;

    fn typed(text: &str) -> (NewMessage, State, Action) {
        let state = state();
        let mut dialog = NewMessage::new(&state);
        let mut screen = Screen::new(SIZE.width, SIZE.height);
        let id = window::Id::unique();
        let tree = screen.tree(dialog.view(id, &state));
        check_rules(&tree);
        assert_eq!(focused(&tree), "TextInput Address");
        for letter in text.chars() {
            let messages = screen.letter(dialog.view(id, &state), letter, Modifiers::empty());
            messages.into_iter().for_each(|message| assert_eq!(dialog.update(message, &state), Action::None));
        }
        let enter = screen.key(dialog.view(id, &state), Named::Enter, Modifiers::empty());
        let action = enter.into_iter().map(|message| dialog.update(message, &state)).next_back().unwrap_or(Action::None);
        check_rules(&screen.tree(dialog.view(id, &state)));
        (dialog, state, action)
    }

    #[test]
    fn any_address_opens_a_chat_with_enter() {
        assert_eq!(typed("bob@else.example").2, Action::OpenChat(key("bob@else.example")));
        assert_eq!(typed("xmpp:bob@else.example?message").2, Action::OpenChat(key("bob@else.example")));
        assert_eq!(typed("bob@else.example/phone").2, Action::OpenChat(key("bob@else.example")));
        assert_eq!(typed("clara weber").2, Action::OpenChat(key(CLARA)));
    }

    #[test]
    fn what_is_no_address_is_said_beside_the_field() {
        for (text, words) in [("bob", "not an address"), ("else.example", "not an address"), ("", "not an address"), (ME, "your own")] {
            let (dialog, state, action) = typed(text);
            assert_eq!(action, Action::None, "{text}");
            assert!(dialog.tried && dialog.key(&state).is_err_and(|fault| fault.contains(words)), "{text}");
        }
    }

    #[test]
    fn what_can_become_no_address_is_said_while_it_is_typed() {
        let state = state();
        let said = |text: &str| {
            let mut dialog = NewMessage::new(&state);
            dialog.update(Message::AddressEdited(text.into()), &state);
            dialog.is_beyond_help(&state)
        };
        for wrong in ["bob at example", "bob@else.example@more", "@else.example", ME] {
            assert!(said(wrong), "{wrong}");
        }
        for not_yet in ["", "bob", "bob@", "bob@else.example", "clara weber", "tea@rooms.example/two words"] {
            assert!(!said(not_yet), "{not_yet}");
        }
    }

    #[test]
    fn buddies_are_suggested_as_the_name_is_typed() {
        let mut state = state();
        for jid in ["bob@jabber.example", "carl@jabber.example"] {
            state.apply(&crate::model::Event::Roster(contact(jid, None)));
        }
        let mut dialog = NewMessage::new(&state);
        assert_eq!(dialog.suggestions(&state).len(), 3);
        dialog.update(Message::AddressEdited("cla".into()), &state);
        let found: Vec<_> = dialog.suggestions(&state).into_iter().map(Contact::display_name).collect();
        assert_eq!(found, ["Clara Weber"]);
    }
}
