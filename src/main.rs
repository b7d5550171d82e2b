//! `fantail`: starts the program, raises the one that runs, or drives it (`fantail ctl …`).

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use clap::Parser;
use fantail::ctl::attend::Attendant;
use fantail::ctl::command_line::{Fantail, Mode, profile};
use fantail::ctl::verb::Verb;
use fantail::ctl::{client, exit, wire};
use fantail::desktop::instance::{self, Claim, Outside};
use fantail::desktop::{display, heap};
use fantail::model::problem::{BadArgument, StorageFault};
use fantail::model::{Problem, XmppUri};
use fantail::store::{Keyring, Profile, ProfileLock, Store};
use fantail::{engine, i18n, ui};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::sync::mpsc::unbounded_channel;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let mut line = Fantail::parse();
    i18n::choose(&i18n::wishes::system());
    let filter = EnvFilter::try_from_env("FANTAIL_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let Ok(profile) = profile(line.profile.as_deref()) else {
        client::complain_of(client::INTERNAL, &i18n::t("start-no-profile"));
        return ExitCode::from(exit::REFUSED);
    };
    ExitCode::from(match line.mode.take() {
        Some(Mode::Ctl(call)) => client::run(&profile.socket(), call),
        None => start(&line, &profile),
    })
}

/// Runs the program, or hands over to the instance that has this profile.
fn start(line: &Fantail, profile: &Profile) -> u8 {
    heap::share();
    if line.uri.as_deref().is_some_and(|uri| XmppUri::parse(uri).is_none()) {
        return client::refuse(&Problem::BadArgument(BadArgument::Uri));
    }
    let claim = profile.create().and_then(|()| {
        instance::claim(instance::PATIENCE, || ProfileLock::take(profile), || client::hand_over(&profile.socket(), wish(line)))
    });
    let lock = match claim {
        Ok(Claim::First(lock)) => lock,
        Ok(Claim::Second(answer)) => return handed_over(line, answer),
        Err(fault) => return storage_problem(profile, fault),
    };
    let store = match Store::open(profile) {
        Ok(store) => store,
        Err(fault) => return storage_problem(profile, fault),
    };
    let display = display::available();
    if line.uri.is_some() && !display {
        return client::refuse(&Problem::NoDisplay);
    }
    match live(line, profile, store, display) {
        Ok(attendant) => {
            // The socket goes while the profile is still ours. Whoever asked us to quit is let go by the end of the process itself.
            let last = attendant.close();
            drop(lock);
            std::mem::forget(last);
            exit::DONE
        }
        Err(words) => {
            client::complain_of(client::INTERNAL, &words);
            exit::REFUSED
        }
    }
}

/// The program's life: with windows on this thread where there is a display, else by the remote control alone.
/// The error is a sentence for the user.
fn live(line: &Fantail, profile: &Profile, store: Store, display: bool) -> Result<Attendant, String> {
    let options = engine::Options { offline: line.offline };
    let engine = engine::start(store, Keyring::platform(), options).map_err(|error| error.to_string())?;
    let (outside, wishes) = unbounded_channel();
    let mut attendant = Attendant::begin(&profile.socket(), engine.clone(), display.then(|| outside.clone()))?;
    if !display {
        attendant.wait();
        return Ok(attendant);
    }
    if let Some(uri) = &line.uri {
        let _ = outside.send(Outside::OpenUri(uri.clone()));
    }
    let result = ui::run(engine, ui::Options { open_window: !line.hidden }, wishes);
    attendant.end();
    result.map(|()| attendant)
}

/// What a further start asks of the first.
fn wish(line: &Fantail) -> Verb {
    match &line.uri {
        Some(uri) => Verb::Open { uri: uri.clone() },
        // It need not show itself: whether it answers is all there is to know.
        None if line.hidden => Verb::Accounts,
        None => Verb::Show,
    }
}

/// An instance without a display cannot show itself, but it runs, which is what was asked for. A link is another matter.
fn handed_over(line: &Fantail, answer: wire::End) -> u8 {
    let status = client::end(answer);
    if line.uri.is_some() { status } else { exit::DONE }
}

fn storage_problem(profile: &Profile, fault: StorageFault) -> u8 {
    let problem = Problem::Storage(fault);
    let next = i18n::problem::next_step(&problem).unwrap_or_default();
    let arguments = [
        ("problem", i18n::problem::words(&problem).into()),
        ("file", at_fault(profile, fault).display().to_string().into()),
        ("next", next.into()),
    ];
    let words = wire::plain(&i18n::t_with("start-problem", &arguments));
    client::complain_of(problem.condition(), &words);
    // Who clicked on an icon reads no terminal.
    if display::available()
        && let Err(error) = ui::notice::show(&words)
    {
        tracing::warn!(%error, "no window to say it in");
    }
    exit::REFUSED
}

/// The file or folder that a problem at start is about.
fn at_fault(profile: &Profile, fault: StorageFault) -> PathBuf {
    match fault {
        StorageFault::Damaged | StorageFault::Newer | StorageFault::Locked => profile.database(),
        StorageFault::ReadOnly if read_only(&profile.database()) => profile.database(),
        StorageFault::InUse => profile.lock_file(),
        StorageFault::ReadOnly | StorageFault::Full | StorageFault::Other => profile.directory().to_owned(),
    }
}

fn read_only(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.permissions().readonly())
}
