//! How a room is: what it tells of itself (XEP-0045 §6.4, XEP-0128), and the form with which its owner changes that (§10.1, §10.2).

use super::admin::OWNER;
use crate::model::form::{FieldKind, Form, truth, yes_or_no};
use crate::model::problem::BadArgument;
use crate::model::{Problem, RoomChoice, RoomDetail, RoomInfo, RoomOptions, RoomWishes, Whispering};
use crate::xmpp::iq::Request;
use crate::xmpp::{disco, forms};
use jid::BareJid;
use xmpp_parsers::minidom::Element;

/// Letters of what a room says of itself that are kept.
const LONGEST: usize = 1000;
const INFO: &str = "http://jabber.org/protocol/muc#roominfo";
/// Who may write to somebody alone: under the name in the registry, and under that in the form.
const PRIVATE: [&str; 2] = ["muc#roominfo_allowpm", "muc#roomconfig_allowpm"];
const NAME: &str = "muc#roomconfig_roomname";
pub const PASSWORD: &str = "muc#roomconfig_roomsecret";
/// ejabberd lets everybody speak in a moderated room unless told otherwise.
const SPEAK_BY_DEFAULT: [&str; 2] = ["members_by_default", "muc#roomconfig_membersbydefault"];

fn field_of(choice: RoomChoice) -> &'static str {
    match choice {
        RoomChoice::Persistent => "muc#roomconfig_persistentroom",
        RoomChoice::Public => "muc#roomconfig_publicroom",
        RoomChoice::MembersOnly => "muc#roomconfig_membersonly",
        RoomChoice::PasswordProtected => "muc#roomconfig_passwordprotectedroom",
        RoomChoice::Moderated => "muc#roomconfig_moderatedroom",
    }
}

/// The room's word about itself.
pub fn read(answer: &Option<Element>, room: &BareJid) -> Option<RoomInfo> {
    let info = disco::read(answer)?;
    let name = info.identities.iter().find(|identity| identity.category == "conference").and_then(|identity| identity.name.clone());
    let choice = |yes: &str, no: &str| match (info.features.contains(yes), info.features.contains(no)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    let options = RoomOptions {
        persistent: choice("muc_persistent", "muc_temporary"),
        public: choice("muc_public", "muc_hidden"),
        members_only: choice("muc_membersonly", "muc_open"),
        password_protected: choice("muc_passwordprotected", "muc_unsecured"),
        moderated: choice("muc_moderated", "muc_unmoderated"),
    };
    let told = info.extensions.iter().find(|form| form.form_type() == Some(INFO));
    let value = |name: &str| {
        let field = told?.fields.iter().find(|field| field.var.as_deref() == Some(name))?;
        field.values.first().map(|value| short(value)).filter(|value| !value.trim().is_empty())
    };
    Some(RoomInfo {
        room: room.clone(),
        name: name.map(|name| short(&name)).filter(|name| !name.trim().is_empty()),
        description: value("muc#roominfo_description"),
        subject: value("muc#roominfo_subject"),
        occupants: value("muc#roominfo_occupants").and_then(|count| count.parse().ok()),
        language: value("muc#roominfo_lang"),
        options,
        private_messages: PRIVATE.iter().find_map(|name| value(name)).and_then(|word| Whispering::parse(&word)),
        picture: value("muc#roominfo_avatarhash").and_then(|id| id.trim().parse().ok()),
    })
}

fn short(words: &str) -> String {
    words.chars().take(LONGEST).collect()
}

/// Asks for the form (§10.2).
pub fn request(room: &BareJid) -> Request {
    Request::get(Some(room.clone().into()), Element::builder("query", OWNER).build())
}

/// The server's form for the room, which only its owners get.
pub fn form(answer: Option<Element>) -> Result<Form, Problem> {
    let query = answer.filter(|answer| answer.is("query", OWNER));
    query.as_ref().and_then(forms::read).ok_or_else(|| Problem::stanza("bad-request"))
}

pub fn submit(room: &BareJid, form: &Form) -> Request {
    Request::set(Some(room.clone().into()), Element::builder("query", OWNER).append(forms::submit(form)).build())
}

/// What a form did not ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The room's own word tells whether they are met all the same.
    pub choices: Vec<RoomChoice>,
    pub details: Vec<RoomDetail>,
}

/// Puts what is wished into the form.
pub fn fill(form: &mut Form, wishes: &RoomWishes) -> Result<LeftOut, Problem> {
    for (name, values) in &wishes.fields {
        set_as_asked(form, name, values)?;
    }
    if let Some(name) = &wishes.name {
        form.set(NAME, vec![name.clone()]);
    }
    let details = wishes.details.fill(form);
    let mut missing = Vec::new();
    for choice in RoomChoice::ALL {
        let Some(on) = wishes.options.get(choice) else { continue };
        let met = match choice {
            RoomChoice::PasswordProtected => set_password(form, on, wishes)?,
            choice => form.set(field_of(choice), yes_or_no(on)),
        };
        if choice == RoomChoice::Moderated && met {
            for name in SPEAK_BY_DEFAULT {
                form.set(name, yes_or_no(!on));
            }
        }
        if !met {
            missing.push(choice);
        }
    }
    Ok(LeftOut { choices: missing, details })
}

/// Whether everybody in the room sees real addresses (§15.3), where it tells that.
pub fn addresses_shown(answer: &Option<Element>) -> Option<bool> {
    let info = disco::read(answer)?;
    let told = |feature: &str| info.features.contains(feature);
    (told("muc_nonanonymous") != told("muc_semianonymous")).then(|| told("muc_nonanonymous"))
}

/// A field by its own name. What would not be understood there is refused here, since servers pass over it in silence.
fn set_as_asked(form: &mut Form, name: &str, values: &[String]) -> Result<(), Problem> {
    let unknown = Problem::BadArgument(BadArgument::RoomOption);
    let field = form.field(name).ok_or(unknown.clone())?;
    let offered = |value: &String| field.choices.iter().any(|choice| choice.value == *value);
    let values = match field.kind {
        FieldKind::Boolean => yes_or_no(values.first().and_then(|value| truth(value)).ok_or(unknown)?),
        FieldKind::OneOf if !values.iter().all(offered) => return Err(unknown),
        _ => values.to_vec(),
    };
    form.set(name, values);
    Ok(())
}

fn set_password(form: &mut Form, on: bool, wishes: &RoomWishes) -> Result<bool, Problem> {
    let new = wishes.password.as_ref().map(|password| password.reveal().to_owned());
    let kept = form.field(PASSWORD).map(|field| field.value().to_owned());
    let password = if on { new.or(kept).unwrap_or_default() } else { String::new() };
    if on && password.is_empty() {
        return Err(Problem::BadArgument(BadArgument::RoomPassword));
    }
    form.set(field_of(RoomChoice::PasswordProtected), yes_or_no(on));
    Ok(form.set(PASSWORD, vec![password]))
}

/// The first wish that the room, as it is now, does not meet.
pub fn unmet(wishes: &RoomOptions, missing: &[RoomChoice], told: &RoomOptions) -> Option<RoomChoice> {
    let unmet = |choice: &RoomChoice| match (wishes.get(*choice), told.get(*choice)) {
        (None, _) => false,
        (Some(wished), Some(told)) => wished != told,
        (Some(_), None) => missing.contains(choice),
    };
    RoomChoice::ALL.into_iter().find(unmet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::form::{Choice, Field};
    use crate::model::{RoomDetails, Secret};

    fn told(inside: &str) -> RoomInfo {
        let xml = format!(
            "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='Tea'/>{inside}</query>"
        );
        read(&xml.parse().ok(), &"tea@rooms.lit".parse().unwrap()).unwrap()
    }

    #[test]
    fn the_five_choices_are_read_as_far_as_told() {
        let info =
            told("<feature var='muc_persistent'/><feature var='muc_hidden'/><feature var='muc_open'/><feature var='muc_unmoderated'/>");
        assert_eq!(info.name.as_deref(), Some("Tea"));
        let expected = RoomOptions {
            persistent: Some(true),
            public: Some(false),
            members_only: Some(false),
            password_protected: None,
            moderated: Some(false),
        };
        assert_eq!(info.options, expected);
    }

    #[test]
    fn a_room_tells_what_it_is_about_and_how_many_are_in_it() {
        let info = told(
            "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roominfo</value></field>\
             <field var='muc#roominfo_description'><value>Leaves and pots</value></field><field var='muc#roominfo_occupants'><value>7</value></field>\
             <field var='muc#roominfo_lang'><value>de</value></field><field var='muc#roominfo_subject'><value/></field>\
             <field var='muc#roomconfig_allowpm'><value>moderators</value></field></x>",
        );
        assert_eq!((info.description.as_deref(), info.occupants), (Some("Leaves and pots"), Some(7)));
        assert_eq!((info.language.as_deref(), info.subject), (Some("de"), None));
        assert_eq!(info.private_messages, Some(Whispering::Moderators));
    }

    #[test]
    fn of_what_a_room_says_for_pages_the_beginning_is_kept() {
        let form = "<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roominfo</value></field>";
        let long = "ä".repeat(5000);
        let field = format!("<field var='muc#roominfo_description'><value>{long}</value></field>");
        let info = told(&format!("<x xmlns='jabber:x:data' type='result'>{form}{field}</x>"));
        assert_eq!(info.description.map(|about| about.chars().count()), Some(LONGEST));
    }

    fn field(name: &str, kind: FieldKind) -> Field {
        Field { name: name.into(), kind, ..Field::default() }
    }

    fn whole_form() -> Form {
        let mut fields: Vec<Field> = RoomChoice::ALL.iter().map(|choice| field(field_of(*choice), FieldKind::Boolean)).collect();
        fields.push(field(NAME, FieldKind::Text));
        fields.push(field(PASSWORD, FieldKind::Secret));
        fields.push(field(SPEAK_BY_DEFAULT[0], FieldKind::Boolean));
        let choices = ["anyone", "moderators"].map(|value| Choice { value: value.into(), label: None }).into();
        fields.push(Field { choices, ..field("muc#roomconfig_whois", FieldKind::OneOf) });
        Form { fields, ..Form::default() }
    }

    fn wishes(choice: RoomChoice, on: bool) -> RoomWishes {
        let mut wishes = RoomWishes::default();
        wishes.options.set(choice, Some(on));
        wishes
    }

    #[test]
    fn a_moderated_room_lets_nobody_speak_by_default() {
        let mut form = whole_form();
        assert_eq!(fill(&mut form, &wishes(RoomChoice::Moderated, true)), Ok(LeftOut::default()));
        assert!(form.field("muc#roomconfig_moderatedroom").unwrap().is_on());
        assert_eq!(form.field("members_by_default").unwrap().value(), "0");
        fill(&mut form, &wishes(RoomChoice::Moderated, false)).unwrap();
        assert_eq!(form.field("members_by_default").unwrap().value(), "1");
    }

    #[test]
    fn a_room_asks_for_a_password_only_where_there_is_one() {
        let mut form = whole_form();
        let asks = wishes(RoomChoice::PasswordProtected, true);
        assert_eq!(fill(&mut form, &asks), Err(Problem::BadArgument(BadArgument::RoomPassword)));
        fill(&mut form, &RoomWishes { password: Some(Secret::new("leaf")), ..asks.clone() }).unwrap();
        assert_eq!(form.field(PASSWORD).unwrap().value(), "leaf");
        // The one it has is kept.
        fill(&mut form, &asks).unwrap();
        assert_eq!(form.field(PASSWORD).unwrap().value(), "leaf");
        fill(&mut form, &wishes(RoomChoice::PasswordProtected, false)).unwrap();
        assert_eq!(
            (form.field(PASSWORD).unwrap().value(), form.field(field_of(RoomChoice::PasswordProtected)).unwrap().value()),
            ("", "0")
        );
    }

    #[test]
    fn a_field_by_its_own_name_takes_what_the_server_understands_and_nothing_else() {
        let wish =
            |name: &str, value: &str| RoomWishes { fields: [(name.to_owned(), vec![value.to_owned()])].into(), ..RoomWishes::default() };
        let mut form = whole_form();
        let refused = Err(Problem::BadArgument(BadArgument::RoomOption));
        assert_eq!(fill(&mut form, &wish("muc#roomconfig_whois", "nobody")), refused);
        assert_eq!(fill(&mut form, &wish("muc#roomconfig_publicroom", "perhaps")), refused);
        assert_eq!(fill(&mut form, &wish("muc#roomconfig_odd", "1")), refused);
        fill(&mut form, &wish("muc#roomconfig_publicroom", "yes")).unwrap();
        fill(&mut form, &wish("muc#roomconfig_whois", "anyone")).unwrap();
        let values = ["muc#roomconfig_publicroom", "muc#roomconfig_whois"].map(|name| form.field(name).unwrap().value());
        assert_eq!(values, ["1", "anyone"]);
    }

    #[test]
    fn who_sees_real_addresses_is_chosen_where_the_server_asks() {
        let details = |shown| RoomDetails { addresses_shown: Some(shown), ..RoomDetails::default() };
        let wish = |shown| RoomWishes { details: details(shown), ..RoomWishes::default() };
        let mut form = whole_form();
        fill(&mut form, &wish(true)).unwrap();
        assert_eq!(form.field("muc#roomconfig_whois").unwrap().value(), "anyone");
        fill(&mut form, &wish(false)).unwrap();
        assert_eq!(form.field("muc#roomconfig_whois").unwrap().value(), "moderators");
        let left_out = fill(&mut Form::default(), &wish(true)).unwrap();
        assert_eq!(left_out.details, [RoomDetail::Addresses]);
        let told = |feature: &str| {
            let xml = format!("<query xmlns='http://jabber.org/protocol/disco#info'><feature var='{feature}'/></query>");
            addresses_shown(&xml.parse().ok())
        };
        assert_eq!((told("muc_nonanonymous"), told("muc_semianonymous"), told("muc_open")), (Some(true), Some(false), None));
    }

    #[test]
    fn what_the_form_does_not_ask_for_is_met_only_if_the_room_says_so() {
        let wished = wishes(RoomChoice::Moderated, true);
        let missing = fill(&mut Form::default(), &wished).unwrap().choices;
        assert_eq!(missing, [RoomChoice::Moderated]);
        let mut told = RoomOptions::default();
        assert_eq!(unmet(&wished.options, &missing, &told), Some(RoomChoice::Moderated));
        assert_eq!(unmet(&wished.options, &[], &told), None);
        told.moderated = Some(false);
        assert_eq!(unmet(&wished.options, &[], &told), Some(RoomChoice::Moderated));
        told.moderated = Some(true);
        assert_eq!(unmet(&wished.options, &missing, &told), None);
    }
}
