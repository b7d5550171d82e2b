//! How Create Room and Room Settings look.

use super::{Existing, Fault, Message, Origin, Preset, RoomEditor, further, options};
use crate::i18n::{t, t_with};
use crate::model::{RoomChoice, RoomDetail, RoomOptions, State};
use crate::ui::room_words;
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::text::bidi;
use crate::ui::widgets::choice::choice;
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::modal::Card;
use crate::ui::widgets::server_form::server_form;
use crate::ui::widgets::{button, field, form, tick};
use crate::ui::{known, theme};
use iced::advanced::widget::Id;
use iced::widget::{Column, column, container, row, space, text};
use iced::{Element, Length, window};

impl RoomEditor {
    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let read_only = self.existing.as_ref().is_some_and(|existing| existing.read_only);
        let form = self.existing.as_ref().and_then(|existing| Some((existing, existing.form.as_ref()?)));
        let body = match form {
            Some((existing, form)) if self.shows_all => server_form(form, &existing.fields, Message::FieldSet),
            _ if read_only => self.to_read(),
            _ => self.sentences(state),
        };
        let mut left: Vec<Element<'a, Message>> = Vec::new();
        let fresh = self.existing.as_ref().is_some_and(|existing| existing.origin == Origin::Fresh);
        if self.existing.is_none() {
            let all = (!self.working).then_some(Message::AllWanted(true));
            left.push(button::secondary("all-options", &t("room-all-options"), all).into());
        }
        if form.is_some() {
            let key = if self.shows_all { "room-plain-options" } else { "room-all-options" };
            left.push(button::secondary("all-options", &t(key), Some(Message::AllWanted(!self.shows_all))).into());
            let destroy = button::danger("destroy", &t("room-destroy"), (!self.working).then_some(Message::DestroyWanted));
            left.extend((!fresh).then(|| destroy.into()));
        }
        let close = if read_only { "button-close" } else { "button-cancel" };
        let cancel = Id::new("room-cancel");
        let mut right: Vec<Element<'a, Message>> =
            vec![button::secondary("cancel", &t(close), Some(Message::Cancelled)).id(cancel.clone()).into()];
        if !read_only {
            let key = if self.existing.is_some() { "room-save" } else { "room-create" };
            right.push(button::primary("submit", &t(key), (!self.working).then_some(Message::Submitted)).into());
        }
        Dialog {
            window: id,
            title: self.title(state),
            body,
            said: self.said(),
            left,
            right,
            start: match self.ending.is_none() && !read_only {
                // The button that was pressed for all options is gone.
                true if self.shows_all && fresh => Some(cancel),
                true if !self.shows_all => Some(self.start.clone()),
                _ => None,
            },
            on_escape: Message::Cancelled,
            on_enter: None,
            question: self.ending.as_ref().map(|ending| self.question(ending, state)),
        }
        .into()
    }

    /// What goes on, or what was refused.
    fn said<'a>(&self) -> Option<Element<'a, Message>> {
        let fresh = self.existing.as_ref().is_some_and(|existing| existing.origin == Origin::Fresh);
        let (words, alarming) = match (&self.refusal, self.working) {
            (Some(words), _) => (words.clone(), true),
            (None, true) if self.cancelled => (t("room-cancelling"), false),
            (None, true) => (t(if self.existing.is_some() { "room-waiting" } else { "room-creating" }), false),
            (None, false) if fresh || !self.left_out.is_empty() => {
                let left_out =
                    (!self.left_out.is_empty()).then(|| t_with("room-left-out", &[("details", further::names(&self.left_out).into())]));
                let alarming = left_out.is_some();
                let there = fresh.then(|| t("room-is-there"));
                (left_out.into_iter().chain(there).collect::<Vec<_>>().join("\n"), alarming)
            }
            (None, false) => return None,
        };
        let role = if alarming { Role::Alert } else { Role::Status };
        let semantics = Semantics { live: true, ..Semantics::new(role, "said", bidi::strip(&words)) };
        let style = if alarming { theme::danger } else { theme::dim };
        let words = text(words).size(theme::LABEL).style(style).wrapping(text::Wrapping::WordOrGlyph);
        Some(accessible(semantics, container(words).padding([8, 20])).into())
    }

    fn sentences<'a>(&'a self, state: &'a State) -> Element<'a, Message> {
        let fault = self.whole(state).err().filter(|_| self.tried && !self.working);
        let mut lines: Vec<Element<'a, Message>> = Vec::new();
        match &self.existing {
            Some(existing) => lines.push(form::labelled(&t("room-address"), address(existing))),
            None => self.place(fault, state, &mut lines),
        }
        let name = t("room-name");
        let hint = t("room-name-hint");
        // What has no place before it is where one begins.
        let start = if self.existing.is_some() { self.start.clone() } else { Id::new("room-name") };
        let named = field::field(&start, "name", &name, &self.name).placeholder(hint).on_submit(Message::Submitted);
        lines.push(form::labelled(&name, named.on_input(Message::NameEdited)));
        if self.existing.is_none() {
            let mut presets: Vec<String> = Preset::ALL.map(|preset| t(preset.name())).into();
            let at = self.preset().unwrap_or_else(|| {
                presets.push(t("room-preset-own"));
                presets.len() - 1
            });
            let name = t("room-preset");
            lines.push(form::labelled(&name, choice("preset", &name, &presets, at, Message::PresetChosen)));
        }
        for choice in RoomChoice::ALL {
            lines.push(self.question_of(choice));
            if choice == RoomChoice::PasswordProtected && self.chosen.password {
                lines.push(self.password_field(fault));
            }
        }
        let meaning = if self.chosen.addresses { "room-addresses-on" } else { "room-addresses-off" };
        let form = self.existing.as_ref().and_then(|existing| existing.form.as_ref());
        lines.push(match form {
            Some(form) if !RoomDetail::Addresses.is_asked(form) => form::beside(form::hint(t("room-addresses-not-offered"))),
            _ => sentence("addresses", ("room-addresses", meaning), self.chosen.addresses, Message::AddressesShown),
        });
        lines.push(form::beside(button::disclosure("further", &t("room-further"), self.further.open, Message::FurtherWanted)));
        if self.further.open {
            lines.extend(self.further.lines(Message::Further, &Message::Submitted));
        }
        lines.push(form::beside(self.summary()));
        if fault == Some(Fault::Account) {
            lines.push(form::beside(text(t("room-offline")).size(theme::LABEL).style(theme::danger)));
        }
        form::fields(lines)
    }

    fn place<'a>(&'a self, fault: Option<Fault>, state: &'a State, lines: &mut Vec<Element<'a, Message>>) {
        if state.accounts.len() > 1 {
            let accounts: Vec<String> = state.accounts.keys().map(ToString::to_string).collect();
            let selected = state.accounts.keys().position(|account| Some(account) == self.account.as_ref()).unwrap_or(0);
            let name = t("join-room-account");
            lines.push(form::labelled(&name, choice("account", &name, &accounts, selected, Message::AccountChosen)));
        }
        // It is said while there is still time to choose another one.
        let taken = self.is_taken().then(|| t("room-create-taken"));
        let wrong = (fault == Some(Fault::Room)).then(|| t("join-room-invalid-room")).or(taken);
        let room = field::field(&self.start, "room", &t("join-room-room"), &self.room)
            .placeholder(t("join-room-room-hint"))
            .error(wrong)
            .on_input(Message::RoomEdited)
            .on_submit(Message::Submitted);
        lines.push(form::labelled(&t("join-room-room"), room));
        let server = field::field(&Id::new("room-server"), "server", &t("join-room-server"), &self.server)
            .placeholder(self.usual_server())
            .error((fault == Some(Fault::Server)).then(|| t("join-room-invalid-server")))
            .offers(known::room_servers(&self.server, self.usual_server(), state))
            .on_input(Message::ServerEdited)
            .on_submit(Message::Submitted);
        lines.push(form::labelled(&t("join-room-server"), server));
    }

    fn question_of<'a>(&self, choice: RoomChoice) -> Element<'a, Message> {
        let on = self.chosen.get(choice);
        // What the server's form does not ask for cannot be chosen.
        let form = self.existing.as_ref().and_then(|existing| existing.form.as_ref());
        if form.is_some_and(|form| !options::asks_for(form, choice)) {
            let words = column![text(t(room_words::of(choice, on))).size(theme::LABEL), form::hint(t("room-not-offered")),];
            return form::beside(words.spacing(2));
        }
        let words = (room_words::question(choice), room_words::of(choice, on));
        let asked = sentence(choice.as_str(), words, on, move |on| Message::Chosen(choice, on));
        if self.refused != Some(choice) {
            return asked;
        }
        let refused = text(t("room-choice-refused")).size(theme::SMALL).style(theme::danger).wrapping(text::Wrapping::WordOrGlyph);
        column![asked, form::beside(refused)].spacing(2).into()
    }

    fn password_field<'a>(&'a self, fault: Option<Fault>) -> Element<'a, Message> {
        let kept = self.existing.as_ref().is_some_and(|existing| existing.before.password);
        let name = t("join-room-password");
        let field = field::field(&Id::new("room-password"), "password", &name, &self.password)
            .placeholder(t(if kept { "room-password-kept" } else { "room-password-hint" }))
            .error((fault == Some(Fault::Password)).then(|| t("room-password-missing")))
            .on_input(Message::PasswordEdited)
            .on_submit(Message::Submitted);
        form::labelled(&name, field)
    }

    /// What all of it comes to.
    fn summary<'a>(&self) -> Element<'a, Message> {
        let mut options = RoomOptions::default();
        RoomChoice::ALL.into_iter().for_each(|choice| options.set(choice, Some(self.chosen.get(choice))));
        let words = room_words::summary(&options);
        let semantics = Semantics { live: true, ..Semantics::new(Role::Status, "summary", words.clone()) };
        let words = text(words).size(theme::LABEL).wrapping(text::Wrapping::WordOrGlyph);
        accessible(semantics, container(words).padding([10, 12]).width(Length::Fill).style(theme::side)).into()
    }

    /// For those who may not change it.
    fn to_read<'a>(&'a self) -> Element<'a, Message> {
        let mut lines: Vec<Element<'a, Message>> = Vec::new();
        lines.extend(self.existing.as_ref().map(|existing| form::labelled(&t("room-address"), address(existing))));
        if !self.name.is_empty() {
            lines.push(form::labelled(&t("room-name"), container(text(self.name.as_str()).size(theme::BODY)).padding([5, 0])));
        }
        let told = self.existing.as_ref().map(|existing| existing.told).unwrap_or_default();
        let choices = RoomChoice::ALL
            .into_iter()
            .filter_map(|choice| Some(text(t(room_words::of(choice, told.get(choice)?))).size(theme::LABEL).into()));
        lines.push(form::beside(Column::with_children(choices).spacing(8)));
        lines.push(form::beside(form::hint(t("room-only-owners"))));
        form::fields(lines)
    }

    fn question<'a>(&self, ending: &'a super::Ending, state: &State) -> Card<'a, Message> {
        let room = self.about().map(|(account, room)| {
            let known = state.rooms.get(&(account.clone(), room.clone()));
            known.map_or_else(|| room.to_string(), |known| known.display_name().to_owned())
        });
        let (reason, successor) = (t("room-destroy-reason"), t("room-destroy-successor"));
        let invalid = ending.invalid.then(|| t("bad-room-address"));
        let fields = column![
            text(t("room-destroy-explain")).size(theme::LABEL).style(theme::dim).wrapping(text::Wrapping::WordOrGlyph),
            text(reason.clone()).size(theme::SMALL).style(theme::dim),
            field::field(&Id::new("destroy-reason"), "reason", &reason, &ending.reason).on_input(Message::ReasonEdited),
            text(successor.clone()).size(theme::SMALL).style(theme::dim),
            field::field(&Id::new("destroy-successor"), "successor", &successor, &ending.successor)
                .placeholder(t("room-destroy-successor-hint"))
                .error(invalid)
                .on_input(Message::SuccessorEdited),
        ];
        Card {
            headline: t_with("room-destroy-question", &[("room", room.unwrap_or_default().into())]),
            body: fields.spacing(6).into(),
            buttons: vec![
                button::secondary("destroy-cancel", &t("button-cancel"), Some(Message::DestroyDismissed)).into(),
                button::danger("destroy-confirm", &t("room-destroy-confirm"), Some(Message::DestroyConfirmed)).into(),
            ],
            start: Some(Id::new("destroy-reason")),
            on_escape: Message::DestroyDismissed,
            on_enter: None,
        }
    }
}

fn address<'a>(existing: &'a Existing) -> Element<'a, Message> {
    container(text(existing.room.as_str()).size(theme::BODY).wrapping(text::Wrapping::WordOrGlyph)).padding([5, 0]).into()
}

/// A tick with the guide's word for it, and below it what it means as it stands.
fn sentence<'a>(key: &str, words: (&'static str, &'static str), on: bool, message: impl Fn(bool) -> Message) -> Element<'a, Message> {
    let (question, meaning) = words;
    let ticked = tick::tick(key, &t(question), on, message);
    form::beside(column![ticked, row![space().width(25), container(form::hint(t(meaning))).width(Length::Fill)]].spacing(1))
}
