//! What else there is to choose of a room, beside the five choices: who may invite, who sets the subject, and the like.

use crate::i18n::t;
use crate::model::form::Form;
use crate::model::{RoomDetail, RoomDetails, Whispering};
use crate::ui::widgets::choice::choice;
use crate::ui::widgets::{field, form};
use iced::Element;
use iced::advanced::widget::Id;

/// What the user did.
#[derive(Debug, Clone)]
pub enum Edit {
    /// The answer at this place of the list.
    Chosen(RoomDetail, usize),
    Typed(RoomDetail, String),
}

/// As it is typed and chosen; an answer that is `None`, or a field that is empty, leaves it as the server has it.
#[derive(Debug, Default)]
pub struct Further {
    /// As the room has it; of a room that is to be made nothing is known.
    before: RoomDetails,
    /// Of the room that is there: what its server lets nobody choose.
    missing: Vec<RoomDetail>,
    answers: RoomDetails,
    history: String,
    language: String,
    maximum: String,
    pub open: bool,
}

/// The details that are asked here, in the order of the sheet. Who sees addresses is asked with the five choices.
const ASKED: [RoomDetail; 7] = [
    RoomDetail::Inviting,
    RoomDetail::Subject,
    RoomDetail::PrivateMessages,
    RoomDetail::Archive,
    RoomDetail::History,
    RoomDetail::Language,
    RoomDetail::Maximum,
];

pub fn name(detail: RoomDetail) -> &'static str {
    match detail {
        RoomDetail::Addresses => "room-detail-addresses",
        RoomDetail::Inviting => "room-detail-inviting",
        RoomDetail::Subject => "room-detail-subject",
        RoomDetail::PrivateMessages => "room-detail-private",
        RoomDetail::Archive => "room-detail-archive",
        RoomDetail::History => "room-detail-history",
        RoomDetail::Language => "room-detail-language",
        RoomDetail::Maximum => "room-detail-maximum",
    }
}

/// All of these, by name.
pub fn names(details: &[RoomDetail]) -> String {
    details.iter().map(|detail| t(name(*detail))).collect::<Vec<_>>().join(", ")
}

const INVITING: [&str; 2] = ["room-inviting-all", "room-inviting-few"];
const SUBJECT: [&str; 2] = ["room-subject-all", "room-subject-few"];
const ARCHIVE: [&str; 2] = ["room-archive-kept", "room-archive-not"];
const PRIVATE: [&str; 4] = ["room-private-all", "room-private-voiced", "room-private-moderators", "room-private-nobody"];

fn number(typed: &str) -> Option<u32> {
    typed.trim().parse().ok()
}

impl Further {
    /// Of a room that is there.
    pub fn of(form: &Form) -> Self {
        let before = RoomDetails::read(form);
        let shown = |number: Option<u32>| number.filter(|number| *number > 0).map(|number| number.to_string()).unwrap_or_default();
        Self {
            missing: ASKED.into_iter().filter(|detail| !detail.is_asked(form)).collect(),
            history: before.history.map(|lines| lines.to_string()).unwrap_or_default(),
            language: before.language.clone().unwrap_or_default(),
            maximum: shown(before.maximum),
            answers: before.clone(),
            before,
            open: false,
        }
    }

    pub fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Chosen(detail, at) => {
                // The first answer leaves it to the server, where that is offered.
                let at = if self.leaves_open(detail) { at.checked_sub(1) } else { Some(at) };
                let yes = at.map(|at| at == 0);
                match detail {
                    RoomDetail::Inviting => self.answers.anybody_invites = yes,
                    RoomDetail::Subject => self.answers.anybody_sets_subject = yes,
                    RoomDetail::Archive => self.answers.archived = yes,
                    RoomDetail::PrivateMessages => {
                        self.answers.private_messages = at.and_then(|at| Whispering::ALL.get(at).copied());
                    }
                    RoomDetail::Addresses | RoomDetail::History | RoomDetail::Language | RoomDetail::Maximum => {}
                }
            }
            Edit::Typed(RoomDetail::History, typed) => self.history = typed,
            Edit::Typed(RoomDetail::Language, typed) => self.language = typed,
            Edit::Typed(RoomDetail::Maximum, typed) => self.maximum = typed,
            Edit::Typed(..) => {}
        }
    }

    /// Whether one may leave it to the server: where nobody knows yet what the server has.
    fn leaves_open(&self, detail: RoomDetail) -> bool {
        let before = &self.before;
        match detail {
            RoomDetail::Inviting => before.anybody_invites.is_none(),
            RoomDetail::Subject => before.anybody_sets_subject.is_none(),
            RoomDetail::Archive => before.archived.is_none(),
            RoomDetail::PrivateMessages => before.private_messages.is_none(),
            RoomDetail::Addresses | RoomDetail::History | RoomDetail::Language | RoomDetail::Maximum => false,
        }
    }

    /// What is to be, as far as it is not so already.
    pub fn wishes(&self) -> RoomDetails {
        fn changed<T: PartialEq>(before: &Option<T>, now: Option<T>) -> Option<T> {
            if *before == now { None } else { now }
        }
        let (before, answers) = (&self.before, self.answers.clone());
        let language = Some(self.language.trim().to_owned()).filter(|language| before.language.is_some() || !language.is_empty());
        let none = before.maximum.filter(|most| *most > 0 && self.maximum.trim().is_empty()).map(|_| 0);
        RoomDetails {
            addresses_shown: None,
            anybody_invites: changed(&before.anybody_invites, answers.anybody_invites),
            anybody_sets_subject: changed(&before.anybody_sets_subject, answers.anybody_sets_subject),
            private_messages: changed(&before.private_messages, answers.private_messages),
            archived: changed(&before.archived, answers.archived),
            history: changed(&before.history, number(&self.history)),
            language: changed(&before.language, language),
            maximum: changed(&before.maximum, number(&self.maximum)).or(none),
        }
    }

    /// A number that is none.
    pub fn fault(&self) -> Option<RoomDetail> {
        let wrong = |typed: &str| !typed.trim().is_empty() && number(typed).is_none();
        let odd = self.language.trim().chars().any(|letter| !letter.is_ascii_alphanumeric() && letter != '-');
        let faults =
            [(wrong(&self.history), RoomDetail::History), (odd, RoomDetail::Language), (wrong(&self.maximum), RoomDetail::Maximum)];
        faults.into_iter().find(|(wrong, _)| *wrong).map(|(_, detail)| detail)
    }

    /// `submit` is what Enter means in a field.
    pub fn lines<'a, Message: Clone + 'a>(
        &'a self,
        message: impl Fn(Edit) -> Message + Copy + 'a,
        submit: &Message,
    ) -> Vec<Element<'a, Message>> {
        let asked = ASKED.into_iter().filter(|detail| !self.missing.contains(detail));
        let mut lines: Vec<Element<'a, Message>> = asked.map(|detail| self.line(detail, message, submit)).collect();
        if !self.missing.is_empty() {
            let words = crate::i18n::t_with("room-details-missing", &[("details", names(&self.missing).into())]);
            lines.push(form::beside(form::hint(words)));
        }
        lines
    }

    fn line<'a, Message: Clone + 'a>(
        &'a self,
        detail: RoomDetail,
        message: impl Fn(Edit) -> Message + Copy + 'a,
        submit: &Message,
    ) -> Element<'a, Message> {
        let answers = &self.answers;
        let yes = |answer: Option<bool>| answer.map(|yes| usize::from(!yes));
        match detail {
            RoomDetail::Inviting => self.chosen(detail, &INVITING, yes(answers.anybody_invites), message),
            RoomDetail::Subject => self.chosen(detail, &SUBJECT, yes(answers.anybody_sets_subject), message),
            RoomDetail::Archive => self.chosen(detail, &ARCHIVE, yes(answers.archived), message),
            RoomDetail::PrivateMessages => {
                let at = answers.private_messages.and_then(|who| Whispering::ALL.iter().position(|one| *one == who));
                self.chosen(detail, &PRIVATE, at, message)
            }
            RoomDetail::History => {
                let hint = if self.before.history.is_some() { "room-history-kept" } else { "room-history-hint" };
                self.typed((detail, &self.history, hint), message, submit)
            }
            RoomDetail::Language => self.typed((detail, &self.language, "room-language-hint"), message, submit),
            RoomDetail::Maximum | RoomDetail::Addresses => {
                let hint = if self.before.maximum.is_some() { "room-maximum-none" } else { "room-maximum-hint" };
                self.typed((detail, &self.maximum, hint), message, submit)
            }
        }
    }

    fn chosen<'a, Message: Clone + 'a>(
        &self,
        detail: RoomDetail,
        answers: &[&'static str],
        at: Option<usize>,
        message: impl Fn(Edit) -> Message + Copy + 'a,
    ) -> Element<'a, Message> {
        let open = self.leaves_open(detail);
        let words: Vec<String> = open.then(|| t("room-as-the-server")).into_iter().chain(answers.iter().map(|key| t(key))).collect();
        let at = at.map_or(if open { 0 } else { usize::MAX }, |at| at + usize::from(open));
        let label = t(name(detail));
        form::labelled(&label, choice(name(detail), &label, &words, at, move |at| message(Edit::Chosen(detail, at))))
    }

    fn typed<'a, Message: Clone + 'a>(
        &'a self,
        (detail, value, hint): (RoomDetail, &'a str, &str),
        message: impl Fn(Edit) -> Message + Copy + 'a,
        submit: &Message,
    ) -> Element<'a, Message> {
        let label = t(name(detail));
        let wrong = (self.fault() == Some(detail))
            .then(|| t(if detail == RoomDetail::Language { "room-language-wrong" } else { "room-number-wrong" }));
        let field =
            field::field(&Id::new(name(detail)), name(detail), &label, value).placeholder(t(hint)).error(wrong).on_submit(submit.clone());
        form::labelled(&label, field.on_input(move |typed| message(Edit::Typed(detail, typed))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::form::{Field, FieldKind};

    #[test]
    fn what_nobody_touches_is_not_wished_and_what_is_changed_is() {
        let mut new = Further::default();
        assert!(new.wishes().is_empty());
        // Of a room that is to be made the first answer leaves it to the server.
        new.edit(Edit::Chosen(RoomDetail::Inviting, 2));
        new.edit(Edit::Chosen(RoomDetail::PrivateMessages, 4));
        new.edit(Edit::Typed(RoomDetail::Maximum, "30".into()));
        let wished = RoomDetails {
            anybody_invites: Some(false),
            private_messages: Some(Whispering::Nobody),
            maximum: Some(30),
            ..RoomDetails::default()
        };
        assert_eq!(new.wishes(), wished);
        new.edit(Edit::Chosen(RoomDetail::Inviting, 0));
        assert_eq!(new.wishes(), RoomDetails { anybody_invites: None, ..wished });

        let field = |name: &str, kind, value: &str| Field { name: name.into(), kind, values: vec![value.into()], ..Field::default() };
        let fields = vec![
            field("muc#roomconfig_changesubject", FieldKind::Boolean, "1"),
            field("muc#roomconfig_lang", FieldKind::Text, "en"),
            field("muc#roomconfig_maxusers", FieldKind::Text, "7"),
        ];
        let mut there = Further::of(&Form { fields, ..Form::default() });
        assert!(there.wishes().is_empty());
        there.edit(Edit::Chosen(RoomDetail::Subject, 1));
        there.edit(Edit::Typed(RoomDetail::Language, "de".into()));
        there.edit(Edit::Typed(RoomDetail::Maximum, " ".into()));
        let wished =
            RoomDetails { anybody_sets_subject: Some(false), language: Some("de".into()), maximum: Some(0), ..RoomDetails::default() };
        assert_eq!(there.wishes(), wished);
        assert_eq!(there.missing, [RoomDetail::Inviting, RoomDetail::PrivateMessages, RoomDetail::Archive, RoomDetail::History]);
    }

    #[test]
    fn a_number_that_is_none_and_a_language_that_is_none_are_said() {
        let mut further = Further::default();
        for (detail, wrong, right) in
            [(RoomDetail::History, "many", "20"), (RoomDetail::Maximum, "-1", ""), (RoomDetail::Language, "de_DE!", "de-AT")]
        {
            further.edit(Edit::Typed(detail, wrong.into()));
            assert_eq!(further.fault(), Some(detail));
            further.edit(Edit::Typed(detail, right.into()));
            assert_eq!(further.fault(), None);
        }
    }
}
