//! What can be chosen of a room beside the five choices (XEP-0045 §15.5.3), and the fields of a server's form that ask for it.

use super::form::{Field, FieldKind, Form, yes_or_no};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoomDetail {
    Addresses,
    Inviting,
    Subject,
    PrivateMessages,
    Archive,
    History,
    Language,
    Maximum,
}

impl RoomDetail {
    pub const ALL: [Self; 8] = [
        Self::Addresses,
        Self::Inviting,
        Self::Subject,
        Self::PrivateMessages,
        Self::Archive,
        Self::History,
        Self::Language,
        Self::Maximum,
    ];

    /// What servers call it: the first one that is in the form counts.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Addresses => &["muc#roomconfig_whois"],
            Self::Inviting => &["muc#roomconfig_allowinvites", "{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites"],
            Self::Subject => &["muc#roomconfig_changesubject"],
            Self::PrivateMessages => &["muc#roomconfig_allowpm", EVERY_PRIVATE],
            Self::Archive => &["muc#roomconfig_enablearchiving", "muc#roomconfig_mam", "mam", "muc#roomconfig_enablelogging"],
            Self::History => &["muc#roomconfig_historylength"],
            Self::Language => &["muc#roomconfig_lang"],
            Self::Maximum => &["muc#roomconfig_maxusers"],
        }
    }

    fn field(self, form: &Form) -> Option<&Field> {
        self.fields().iter().find_map(|name| form.field(name))
    }

    /// Whether the server lets its owner choose that.
    pub fn is_asked(self, form: &Form) -> bool {
        self.field(form).is_some()
    }
}

/// ejabberd asks this in two fields: whether there are any, and to whom visitors may write.
const EVERY_PRIVATE: &str = "allow_private_messages";
const VISITORS_PRIVATE: &str = "allow_private_messages_from_visitors";
/// Prosody's number of lines for those who do not say how many they want.
const USUAL_HISTORY: &str = "muc#roomconfig_defaulthistorymessages";

/// Who may write to somebody alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whispering {
    Everybody,
    /// Who may speak in the room.
    Participants,
    Moderators,
    Nobody,
}

impl Whispering {
    pub const ALL: [Self; 4] = [Self::Everybody, Self::Participants, Self::Moderators, Self::Nobody];

    fn as_str(self) -> &'static str {
        match self {
            Self::Everybody => "anyone",
            Self::Participants => "participants",
            Self::Moderators => "moderators",
            Self::Nobody => "none",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}

/// What is chosen, or wished; `None` stays as the server has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoomDetails {
    /// Whether everybody in it sees real addresses, or its moderators alone.
    pub addresses_shown: Option<bool>,
    /// Whether everybody in it may invite others, or its owners and administrators alone.
    pub anybody_invites: Option<bool>,
    /// Whether everybody who may speak sets the subject, or its moderators alone.
    pub anybody_sets_subject: Option<bool>,
    pub private_messages: Option<Whispering>,
    pub archived: Option<bool>,
    /// Lines that are shown on entering.
    pub history: Option<u32>,
    /// A language tag.
    pub language: Option<String>,
    /// So many may be in it; 0 for as many as come.
    pub maximum: Option<u32>,
}

impl RoomDetails {
    /// As the form has them.
    pub fn read(form: &Form) -> Self {
        let field = |detail: RoomDetail| detail.field(form);
        let on = |detail| field(detail).map(Field::is_on);
        let number = |detail| field(detail).and_then(|field| field.value().trim().parse().ok());
        let whispering = |field: &Field| match (field.name.as_str(), field.is_on(), form.field(VISITORS_PRIVATE).map(Field::value)) {
            (EVERY_PRIVATE, false, _) => Some(Whispering::Nobody),
            (EVERY_PRIVATE, true, Some("nobody")) => Some(Whispering::Participants),
            (EVERY_PRIVATE, true, _) => Some(Whispering::Everybody),
            _ => Whispering::parse(field.value()),
        };
        Self {
            addresses_shown: field(RoomDetail::Addresses).map(|field| field.value() == "anyone"),
            anybody_invites: on(RoomDetail::Inviting),
            anybody_sets_subject: on(RoomDetail::Subject),
            private_messages: field(RoomDetail::PrivateMessages).and_then(whispering),
            archived: on(RoomDetail::Archive),
            history: number(RoomDetail::History),
            language: field(RoomDetail::Language).map(|field| field.value().to_owned()),
            maximum: field(RoomDetail::Maximum).map(|field| field.value().trim().parse().unwrap_or(0)),
        }
    }

    /// Puts what is wished into the form. Returns what the server does not let anybody choose, or not so.
    pub fn fill(&self, form: &mut Form) -> Vec<RoomDetail> {
        let mut left_out = Vec::new();
        let mut put = |form: &mut Form, detail: RoomDetail, values: Option<Vec<String>>| {
            let Some(values) = values else { return };
            let name = detail.field(form).filter(|field| takes(field, &values)).map(|field| field.name.clone());
            match name {
                Some(name) => drop(form.set(&name, values)),
                None => left_out.push(detail),
            }
        };
        let word = |word: &str| vec![word.to_owned()];
        let who = self.addresses_shown.map(|shown| word(if shown { "anyone" } else { "moderators" }));
        put(form, RoomDetail::Addresses, who);
        put(form, RoomDetail::Inviting, self.anybody_invites.map(yes_or_no));
        put(form, RoomDetail::Subject, self.anybody_sets_subject.map(yes_or_no));
        let in_two = RoomDetail::PrivateMessages.field(form).is_some_and(|field| field.name == EVERY_PRIVATE);
        let whispering = self.private_messages.map(|who| match who {
            // Nobody asks for this there.
            Whispering::Moderators if in_two => word("moderators"),
            who if in_two => yes_or_no(who != Whispering::Nobody),
            who => word(who.as_str()),
        });
        put(form, RoomDetail::PrivateMessages, whispering);
        if let (true, Some(who)) = (in_two, self.private_messages.filter(|who| *who != Whispering::Moderators)) {
            form.set(VISITORS_PRIVATE, word(if who == Whispering::Everybody { "anyone" } else { "nobody" }));
        }
        put(form, RoomDetail::Archive, self.archived.map(yes_or_no));
        put(form, RoomDetail::History, self.history.map(|lines| word(&lines.to_string())));
        if let Some(lines) = self.history {
            form.set(USUAL_HISTORY, word(&lines.to_string()));
        }
        put(form, RoomDetail::Language, self.language.as_deref().map(word));
        let maximum = self.maximum.and_then(|most| RoomDetail::Maximum.field(form).map(|field| word(&nearest(field, most))));
        put(form, RoomDetail::Maximum, maximum.or_else(|| self.maximum.map(|_| Vec::new())));
        left_out
    }

    /// Whether anything is wished.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What the field would not understand it would pass over in silence.
fn takes(field: &Field, values: &[String]) -> bool {
    let offered = |value: &String| field.choices.iter().any(|choice| choice.value == *value);
    match field.kind {
        FieldKind::OneOf => !values.is_empty() && values.iter().all(offered),
        FieldKind::Boolean => values.iter().all(|value| matches!(value.as_str(), "0" | "1")),
        _ => true,
    }
}

/// The number itself, or of those that are offered the next one that is not too small.
fn nearest(field: &Field, most: u32) -> String {
    let unlimited = || field.choices.iter().find(|choice| choice.value.parse::<u32>().is_err()).map(|choice| choice.value.clone());
    let mut offered: Vec<u32> = field.choices.iter().filter_map(|choice| choice.value.parse().ok()).collect();
    offered.sort_unstable();
    let largest = offered.last().map(u32::to_string);
    match (field.kind, most) {
        (FieldKind::OneOf, 0) => unlimited().or(largest).unwrap_or_default(),
        (FieldKind::OneOf, most) => {
            let enough = offered.iter().find(|offered| **offered >= most).map(u32::to_string);
            enough.or_else(unlimited).or(largest).unwrap_or_default()
        }
        (_, 0) => String::new(),
        (_, most) => most.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::form::Choice;

    fn field(name: &str, kind: FieldKind, choices: &[&str], value: &str) -> Field {
        let choices = choices.iter().map(|value| Choice { value: (*value).to_owned(), label: None }).collect();
        Field { name: name.into(), kind, choices, values: vec![value.to_owned()], ..Field::default() }
    }

    /// As Debian's ejabberd asks.
    fn ejabberd() -> Form {
        let fields = vec![
            field("muc#roomconfig_whois", FieldKind::OneOf, &["moderators", "anyone"], "moderators"),
            field("muc#roomconfig_maxusers", FieldKind::OneOf, &["5", "10", "200"], "200"),
            field("muc#roomconfig_allowinvites", FieldKind::Boolean, &[], "0"),
            field(EVERY_PRIVATE, FieldKind::Boolean, &[], "1"),
            field(VISITORS_PRIVATE, FieldKind::OneOf, &["nobody", "moderators", "anyone"], "anyone"),
            field("mam", FieldKind::Boolean, &[], "1"),
        ];
        Form { fields, ..Form::default() }
    }

    #[test]
    fn what_is_put_into_a_form_is_read_from_it() {
        let mut form = ejabberd();
        let wished = RoomDetails {
            addresses_shown: Some(true),
            anybody_invites: Some(true),
            private_messages: Some(Whispering::Participants),
            archived: Some(false),
            maximum: Some(10),
            ..RoomDetails::default()
        };
        assert_eq!(wished.fill(&mut form), []);
        assert_eq!(RoomDetails::read(&form), wished);
        assert_eq!(RoomDetails::default().fill(&mut form), []);
        assert_eq!(RoomDetails::read(&form), wished, "what nobody wishes stays");
        for who in [Whispering::Everybody, Whispering::Nobody] {
            let wished = RoomDetails { private_messages: Some(who), ..RoomDetails::default() };
            assert_eq!(wished.fill(&mut form), []);
            assert_eq!(RoomDetails::read(&form).private_messages, Some(who));
        }
    }

    #[test]
    fn what_a_server_does_not_let_anybody_choose_is_left_out_and_said() {
        let mut form = ejabberd();
        let wished = RoomDetails {
            anybody_sets_subject: Some(false),
            private_messages: Some(Whispering::Moderators),
            history: Some(5),
            language: Some("de".into()),
            maximum: Some(20),
            ..RoomDetails::default()
        };
        let left_out = wished.fill(&mut form);
        assert_eq!(left_out, [RoomDetail::Subject, RoomDetail::PrivateMessages, RoomDetail::History, RoomDetail::Language]);
        assert_eq!(RoomDetails::read(&form).maximum, Some(200), "the next one that is not too small");
        assert_eq!(RoomDetails::read(&form).private_messages, Some(Whispering::Everybody), "what is left out is left as it was");
        assert_eq!(RoomDetails { maximum: Some(7), ..RoomDetails::default() }.fill(&mut Form::default()), [RoomDetail::Maximum]);
    }

    #[test]
    fn a_number_is_the_servers_own_where_it_offers_some() {
        let offers = |choices: &[&str]| field("muc#roomconfig_maxusers", FieldKind::OneOf, choices, "");
        assert_eq!(nearest(&offers(&["5", "50", "none"]), 6), "50");
        assert_eq!(nearest(&offers(&["5", "50", "none"]), 51), "none");
        assert_eq!(nearest(&offers(&["5", "50"]), 51), "50");
        assert_eq!(nearest(&offers(&["5", "none"]), 0), "none");
        let typed = field("muc#roomconfig_maxusers", FieldKind::Text, &[], "");
        assert_eq!((nearest(&typed, 7), nearest(&typed, 0)), ("7".to_owned(), String::new()));
    }
}
