//! The cards that ask for attention above our own status: why an account is not online, and who asks to see us.

use super::{BuddyList, Message};
use crate::i18n::{problem, t, t_with};
use crate::model::{AccountState, AccountStatus, BareJid, Invitation, Problem, Request, State};
use crate::ui::text::bidi;
use crate::ui::theme;
use crate::ui::widgets::{button, card, keyed};
use crate::ui::windows::{Opening, certificate, password};
use iced::Element;
use iced::widget::{container, scrollable, space};

/// More requests are one card together.
const MOST_REQUESTS: usize = 2;
/// Further invitations are one card; they come up when those before them are answered.
const MOST_INVITATIONS: usize = 2;
/// Letters of what somebody wrote who asks.
const LONGEST_QUOTE: usize = 120;

impl BuddyList {
    /// What asks for attention, above our own status.
    pub(super) fn cards<'a>(&'a self, state: &'a State) -> Element<'a, Message> {
        let several = state.accounts.len() > 1;
        let mut requests: Vec<_> = state.requests.values().collect();
        requests.sort_by_key(|request| request.time);
        // Whoever answers one, and presses once more, does not answer another that has taken its place.
        let mut cards: Vec<(u64, Element<'a, Message>)> = match requests.len() {
            crowd if crowd > MOST_REQUESTS => vec![(keyed::key("crowd"), crowd_card(crowd))],
            _ => requests.into_iter().map(|request| (keyed::key((&request.account, &request.jid)), request_card(request))).collect(),
        };
        let mut invitations: Vec<_> = state.invitations.values().collect();
        invitations.sort_by_key(|invitation| invitation.time);
        let more = invitations.len().saturating_sub(MOST_INVITATIONS);
        let invitation =
            |invitation: &Invitation| (keyed::key((&invitation.account, &invitation.room, "room")), invitation_card(invitation, state));
        cards.extend(invitations.into_iter().take(MOST_INVITATIONS).map(invitation));
        cards.extend((more > 0).then(|| (keyed::key("more"), more_invitations_card(more))));
        let trouble = |status: &AccountStatus| Some((keyed::key((status.jid(), "trouble")), trouble_card(status, several)?));
        cards.extend(state.accounts.values().filter_map(trouble));
        let unkept = state.accounts.values().filter(|status| status.keyring_missing && !self.keyring_read.contains(status.jid()));
        cards.extend(unkept.map(|status| (keyed::key((status.jid(), "keyring")), keyring_card(status))));
        if let Some(problem) = &self.refused {
            let buttons = vec![button::secondary("read", &t("button-close"), Some(Message::RefusalRead)).into()];
            let refused = card::card("refused", problem::words(problem), problem::next_step(problem).unwrap_or_default(), buttons);
            cards.push((keyed::key("refused"), refused));
        }
        if cards.is_empty() {
            return space().into();
        }
        let cards = keyed::keyed(cards).spacing(8).padding(8);
        let bar = scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(6).scroller_width(6));
        container(scrollable(cards).direction(bar).style(theme::scroll)).max_height(320).into()
    }
}

fn request_card<'a>(request: &Request) -> Element<'a, Message> {
    let name = request.nick.as_deref().filter(|nick| !nick.trim().is_empty()).unwrap_or(request.jid.as_str());
    let key = |what: &str| format!("{what} {} {}", request.account, request.jid);
    let who = |message: fn(BareJid, BareJid) -> Message| Some(message(request.account.clone(), request.jid.clone()));
    let reply = Opening::Conversation { account: request.account.clone(), jid: request.jid.clone().into() };
    let quoted = request.message.as_deref().filter(|message| !message.trim().is_empty()).map(beginning);
    let quoted = quoted.map(|message| t_with("authorize-quoted", &[("message", message.into())]));
    // Anybody may call themselves anything: the address tells who it is.
    let address = (name != request.jid.as_str()).then(|| request.jid.to_string());
    card::card(
        &key("request"),
        t_with("authorize-question", &[("name", bidi::isolate(name).into())]),
        address.into_iter().chain(quoted).collect::<Vec<_>>().join("\n"),
        vec![
            button::primary(&key("authorize"), &t("card-authorize"), who(Message::Authorized)).into(),
            button::secondary(&key("deny"), &t("card-deny"), who(Message::Denied)).into(),
            button::secondary(&key("reply"), &t("card-reply"), Some(Message::Opened(Box::new(reply)))).into(),
        ],
    )
}

/// Who wants us in a room: a buddy, somebody by their address, or by their nickname in that room.
pub(super) fn inviter(Invitation { account, room, from, .. }: &Invitation, state: &State) -> String {
    let known = state.contacts.get(&(account.clone(), from.to_bare()));
    let nick = from.resource().filter(|_| from.to_bare() == *room).map(ToString::to_string);
    known.map(|contact| contact.display_name().to_owned()).or(nick).unwrap_or_else(|| from.to_bare().to_string())
}

fn invitation_card<'a>(invitation: &Invitation, state: &State) -> Element<'a, Message> {
    let Invitation { account, room, reason, .. } = invitation;
    let key = |what: &str| format!("{what} {account} {room}");
    let who = |message: fn(BareJid, BareJid) -> Message| Some(message(account.clone(), room.clone()));
    let decline = Some(Message::InvitationDeclined(account.clone(), room.clone(), None));
    let name = inviter(invitation, state);
    let quoted = reason.as_deref().map(beginning);
    card::card(
        &key("invitation"),
        t_with("card-invitation", &[("name", name.into()), ("room", room.as_str().into())]),
        quoted.map(|reason| t_with("authorize-quoted", &[("message", reason.into())])).unwrap_or_default(),
        vec![
            button::primary(&key("join"), &t("card-join"), who(Message::InvitationAccepted)).into(),
            button::secondary(&key("decline"), &t("card-decline"), decline).into(),
            button::secondary(&key("details"), &t("card-details"), who(Message::InvitationAsked)).into(),
        ],
    )
}

fn more_invitations_card<'a>(count: usize) -> Element<'a, Message> {
    card::card("more invitations", t_with("card-more-invitations", &[("count", count.into())]), String::new(), Vec::new())
}

/// The window that asks shows it whole.
fn beginning(message: &str) -> String {
    match message.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", message[..end].trim_end()),
        None => message.to_owned(),
    }
}

/// Many at once do not push the list away.
fn crowd_card<'a>(count: usize) -> Element<'a, Message> {
    let headline = t_with("card-crowd", &[("count", count.into())]);
    let show = button::secondary("more requests", &t("card-show"), Some(Message::Opened(Box::new(Opening::Authorize))));
    card::card("more requests", headline, String::new(), vec![show.into()])
}

/// The password was to be remembered, but nothing here keeps it.
fn keyring_card<'a>(status: &AccountStatus) -> Element<'a, Message> {
    let jid = status.jid();
    let headline = t_with("card-no-keyring", &[("account", jid.as_str().into())]);
    let read = button::secondary(&format!("keyring {jid}"), &t("card-understood"), Some(Message::KeyringRead(jid.clone())));
    card::card(&format!("no keyring {jid}"), headline, t("card-no-keyring-words"), vec![read.into()])
}

/// Why an account is not online, and the button that helps.
fn trouble_card<'a>(status: &AccountStatus, several: bool) -> Option<Element<'a, Message>> {
    let what = status.problem.as_ref().filter(|_| status.config.enabled && status.state != AccountState::Online)?;
    let jid = status.jid();
    let open = |opening: Opening| Some(Message::Opened(Box::new(opening)));
    let modify = button::secondary("modify", &t("card-modify"), open(Opening::ModifyAccount(jid.clone()))).into();
    let buttons = if password::is_wanted(status) {
        vec![button::primary("password", &t("card-password"), open(Opening::Password(jid.clone()))).into(), modify]
    } else if certificate::in_question(status).is_some() {
        vec![button::primary("certificate", &t("card-certificate"), open(Opening::Certificate(jid.clone()))).into(), modify]
    } else {
        let label = t(if *what == Problem::Conflict { "card-take-back" } else { "card-again" });
        vec![button::primary("again", &label, Some(Message::Reconnected(jid.clone()))).into(), modify]
    };
    let headline = if several { format!("{jid}: {}", problem::words(what)) } else { problem::words(what) };
    Some(card::card(&format!("trouble {jid}"), headline, problem::next_step(what).unwrap_or_default(), buttons))
}
