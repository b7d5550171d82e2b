//! A user's desk: a screen, the program on it with a fresh profile, and a server with other people.

use super::support::fantail::Fantail;
use super::support::peer::Peer;
use super::support::prosody::{Options, PASSWORD, Prosody};
use super::support::screen::Screen;
use serde_json::Value;

pub const ROMEO: &str = "romeo@one.test";
pub const JULIET: &str = "juliet@one.test";
pub const NURSE: &str = "nurse@one.test";
pub const TYBALT: &str = "tybalt@one.test";

/// Window titles, and the keys that answer the questions.
pub struct Words {
    pub language: &'static str,
    pub accounts: &'static str,
    pub add_account: &'static str,
    pub certificate: &'static str,
    /// Alt and this letter trust the certificate.
    pub trust: &'static str,
    pub buddy_list: &'static str,
    pub add_buddy: &'static str,
    pub authorize: &'static str,
    pub new_message: &'static str,
    pub join: &'static str,
}

pub const ENGLISH: Words = Words {
    language: "en_US.UTF-8",
    accounts: "Accounts",
    add_account: "Add Account",
    certificate: "Certificate",
    trust: "alt+t",
    buddy_list: "Buddy List",
    add_buddy: "Add Buddy",
    authorize: "Authorize",
    new_message: "New Instant Message",
    join: "Join a Chat",
};

pub const GERMAN: Words = Words {
    language: "de_DE.UTF-8",
    accounts: "Konten",
    add_account: "Konto hinzufügen",
    certificate: "Zertifikat",
    trust: "alt+v",
    buddy_list: "Kontaktliste",
    add_buddy: "Kontakt hinzufügen",
    authorize: "Autorisieren",
    new_message: "Neue Nachricht",
    join: "Chat betreten",
};

pub struct Stage {
    pub words: Words,
    /// Before the names of its pictures.
    name: &'static str,
    pub fantail: Fantail,
    pub screen: Screen,
    pub server: Prosody,
}

impl Stage {
    /// The program was started for the first time.
    pub fn new(name: &'static str, words: Words, screen: Screen) -> Self {
        let server = Prosody::start(Options::default());
        let fantail = Fantail::start_on_in(screen.display(), words.language, &[]);
        Self { words, name, fantail, screen, server }
    }

    /// Romeo is signed in, by the remote control, and sees his buddy list.
    pub fn signed_in(name: &'static str) -> Self {
        let stage = Self::new(name, ENGLISH, Screen::start());
        stage.screen.wait_focused(stage.words.add_account);
        stage.fantail.add_account(ROMEO, PASSWORD, &stage.server.address(), stage.server.ca());
        stage.fantail.wait_online(None);
        stage.screen.focus(stage.words.add_account);
        stage.screen.keys(&["Escape"]);
        stage.screen.wait_closed(stage.words.add_account);
        stage.screen.wait_focused(stage.words.buddy_list);
        stage
    }

    pub fn peer(&self, jid: &str) -> Peer {
        Peer::online(jid, PASSWORD, self.server.port(), self.server.ca())
    }

    pub fn picture(&self, name: &str) {
        self.screen.picture_in("window-walk", &format!("{}-{name}", self.name));
    }

    /// Waits until the conversation has a message that fits.
    pub fn said(&self, with: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        super::support::eventually(super::support::PATIENCE, what, || {
            self.fantail.try_ctl(&["history", with]).lines.into_iter().find(|message| fits(message))
        })
    }

    /// Waits until so many messages of a conversation are unread.
    pub fn unread(&self, with: &str, count: u64) {
        let what = format!("{count} unread in {with}");
        self.fantail.wait_for(&["conversations"], &what, |about| about["conversation"] == with && about["unread"] == count);
    }
}
