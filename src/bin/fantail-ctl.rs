//! `fantail-ctl VERB …`, the same as `fantail ctl VERB …`: on Windows a program with windows prints nothing, this one does.

use clap::Parser;
use fantail::ctl::command_line::{FantailCtl, profile};
use fantail::ctl::{client, exit};
use fantail::i18n;
use std::process::ExitCode;

fn main() -> ExitCode {
    let line = FantailCtl::parse();
    i18n::choose(&i18n::wishes::system());
    let Ok(profile) = profile(line.profile.as_deref()) else {
        client::complain_of(client::INTERNAL, &i18n::t("start-no-profile"));
        return ExitCode::from(exit::REFUSED);
    };
    ExitCode::from(client::run(&profile.socket(), line.call))
}
