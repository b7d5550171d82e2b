//! The command line of both programs: starting options, and the calls of the remote control.

use super::verb::Verb;
use crate::model::problem::StorageFault;
use crate::store::Profile;
use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};

/// `fantail`: starts the program, or speaks to the one that runs.
#[derive(Debug, Parser)]
#[command(name = "fantail", version, about = "A desktop messenger for XMPP", disable_help_subcommand = true)]
pub struct Fantail {
    /// Keep everything (settings, database, cache, socket, logs) under DIR
    #[arg(long, global = true, value_name = "DIR")]
    pub profile: Option<PathBuf>,
    /// Start without opening a window
    #[arg(long)]
    pub hidden: bool,
    /// Start with all accounts offline until told otherwise
    #[arg(long)]
    pub offline: bool,
    /// An xmpp: link to open
    #[arg(value_name = "URI")]
    pub uri: Option<String>,
    #[command(subcommand)]
    pub mode: Option<Mode>,
}

#[derive(Debug, Subcommand)]
pub enum Mode {
    /// Drive the running Fantail
    Ctl(Call),
}

/// `fantail-ctl`: the same as `fantail ctl`, for Windows, where a program with windows prints nothing.
#[derive(Debug, Parser)]
#[command(name = "fantail-ctl", version, about = "Drive the running Fantail", disable_help_subcommand = true)]
pub struct FantailCtl {
    /// The profile of the instance to speak to
    #[arg(long, global = true, value_name = "DIR")]
    pub profile: Option<PathBuf>,
    #[command(flatten)]
    pub call: Call,
}

/// What follows `fantail ctl`.
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub struct Call {
    /// The account meant, where several could be
    #[arg(long, global = true, value_name = "JID")]
    pub account: Option<String>,
    #[command(subcommand)]
    pub verb: Verb,
}

/// The profile of `--profile`, else the platform's.
pub fn profile(directory: Option<&Path>) -> Result<Profile, StorageFault> {
    match directory {
        Some(directory) => Profile::at(directory).map_err(|_| StorageFault::Other),
        None => Profile::platform(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verb::{AccountVerb, ContactVerb, RoomVerb};
    use super::*;
    use clap::CommandFactory;
    use clap::error::ErrorKind;

    fn call(words: &str) -> Result<Call, ErrorKind> {
        let words = words.split_whitespace().map(|word| word.replace('_', " "));
        let line = ["fantail".to_owned(), "ctl".to_owned()].into_iter().chain(words);
        match Fantail::try_parse_from(line) {
            Ok(Fantail { mode: Some(Mode::Ctl(call)), .. }) => Ok(call),
            Ok(other) => panic!("not a call: {other:?}"),
            Err(error) => Err(error.kind()),
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Fantail::command().debug_assert();
        FantailCtl::command().debug_assert();
    }

    #[test]
    fn starting_takes_a_profile_two_switches_and_a_link() {
        let line = Fantail::try_parse_from(["fantail", "--profile", "p", "--hidden", "--offline", "xmpp:a@b"]).unwrap();
        assert_eq!(line.profile.as_deref(), Some(std::path::Path::new("p")));
        assert!(line.hidden && line.offline && line.mode.is_none());
        assert_eq!(line.uri.as_deref(), Some("xmpp:a@b"));
    }

    #[test]
    fn a_text_may_begin_with_a_dash_and_the_account_may_stand_anywhere() {
        let send = |words: &str| {
            let call = call(words).unwrap();
            let Verb::Send { jid, text, .. } = call.verb else { panic!("{words}") };
            (call.account, jid, text)
        };
        let account = || Some("me@a".to_owned());
        assert_eq!(send("send j@a -_hi"), (None, "j@a".into(), "- hi".into()));
        assert_eq!(send("send j@a -hi"), (None, "j@a".into(), "-hi".into()));
        assert_eq!(send("send j@a --wow"), (None, "j@a".into(), "--wow".into()));
        assert_eq!(send("send j@a -- --reply"), (None, "j@a".into(), "--reply".into()));
        assert_eq!(send("--account me@a send j@a hi"), (account(), "j@a".into(), "hi".into()));
        assert_eq!(send("send --account me@a j@a hi"), (account(), "j@a".into(), "hi".into()));
        assert_eq!(send("send j@a --account me@a hi"), (account(), "j@a".into(), "hi".into()));
        assert_eq!(send("send j@a hi --account me@a"), (account(), "j@a".into(), "hi".into()));
    }

    #[test]
    fn every_call_of_the_contract_is_understood() {
        for words in [
            "accounts",
            "account add a@b --server h:5222 --security starttls --ca f --resource r --alias A --remember --disabled",
            "account password a@b --remember",
            "account remove a@b",
            "account enable a@b",
            "account disable a@b",
            "account trust a@b 00",
            "wait online --timeout 5",
            "status xa gone",
            "status invisible",
            "roster",
            "contact add a@b --name N --group G --group H --message hi",
            "contact remove a@b",
            "contact rename a@b N",
            "contact groups a@b G H",
            "contact subscribe a@b",
            "contact unsubscribe a@b",
            "contact revoke a@b",
            "block a@b",
            "unblock a@b",
            "blocked",
            "requests",
            "authorize a@b --add --name N --group G",
            "deny a@b",
            "profile",
            "profile a@b",
            "profile set nickname=n note=x",
            "avatar set f",
            "avatar clear",
            "send a@b hi --correct 1 --reply 2",
            "react a@b 1 x y",
            "react a@b 1",
            "retract a@b 1",
            "read a@b",
            "history a@b --limit 5 --before 7",
            "search hi --in a@b --limit 5",
            "conversations",
            "upload a@b f",
            "rooms",
            "room join r@b --nick n --password p --autojoin",
            "room leave r@b",
            "room create r@b --name N --temporary --public --members-only --password p --moderated --nick n",
            "room create r@b --persistent --hidden",
            "room configure r@b public=true",
            "room subject r@b hi",
            "room destroy r@b --reason t --to s@b",
            "room list b",
            "occupants r@b",
            "room invite r@b a@b --reason t",
            "invites",
            "room accept r@b",
            "room decline r@b",
            "room affiliation r@b a@b outcast --reason t",
            "room role r@b n visitor --reason t",
            "room nick r@b n",
            "room request-voice r@b",
            "disco b --items --node n",
            "events",
            "open xmpp:a@b",
            "show",
            "quit",
        ] {
            assert!(call(words).is_ok(), "{words}: {:?}", call(words).err());
            assert!(call(&format!("{words} --account me@b")).is_ok(), "{words} with --account");
        }
    }

    #[test]
    fn what_the_contract_does_not_name_is_bad_usage() {
        for words in [
            "",
            "dance",
            "account",
            "account add",
            "account paint a@b",
            "account add a@b --security none",
            "wait",
            "wait happy",
            "wait online --timeout soon",
            "wait online --timeout -1",
            "status busy",
            "history",
            "history a@b --limit many",
            "send a@b",
            "roster --loud",
            "room create r@b --public --hidden",
            "room create r@b --temporary --persistent",
            "room affiliation r@b a@b king",
            "profile set",
            "quit now",
        ] {
            assert!(call(words).is_err(), "{words}");
        }
    }

    #[test]
    fn a_password_on_the_command_line_is_not_printed_by_logs() {
        let Verb::Room(RoomVerb::Join { password, .. }) = call("room join r@b --password hunter2").unwrap().verb else { panic!() };
        assert_eq!(password.as_ref().unwrap().reveal(), "hunter2");
        assert!(!format!("{password:?}").contains("hunter2"));
    }

    #[test]
    fn repeated_groups_are_all_kept() {
        let Verb::Contact(ContactVerb::Add { group, .. }) = call("contact add a@b --group G --group H").unwrap().verb else { panic!() };
        assert_eq!(group, ["G", "H"]);
        let Verb::Account(AccountVerb::Trust { sha256, .. }) = call("account trust a@b AB:CD").unwrap().verb else { panic!() };
        assert_eq!(sha256, "AB:CD");
    }
}
