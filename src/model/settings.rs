//! What the user has set for the whole program: values with defaults, kept one by one.

use super::conversing::{Comings, Conversing, Placement, SendKey};
use super::hearing::{Hearing, Ignored, Watched};
use super::keeping::Keeping;
use super::listing::{Listing, Sort};
use super::look::{Density, Look, Palette};
use super::places::Places;
use super::telling::{Exceptions, Telling};
use super::zoom::Zoom;
use jid::BareJid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Everything that can be set, as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// How the buddy list is shown.
    pub listing: Listing,
    /// How large everything is drawn.
    pub zoom: Zoom,
    pub look: Look,
    pub conversing: Conversing,
    pub telling: Telling,
    pub hearing: Hearing,
    /// Accounts and directories of rooms that may learn from them what is looked for (XEP-0433), each as `account directory`.
    pub directories: BTreeSet<String>,
    pub keeping: Keeping,
    pub places: Places,
}

/// One of them, with its new value. Each is kept on its own, so that one which a newer version has made unreadable leaves the
/// others as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "key", content = "value", rename_all = "kebab-case")]
pub enum Setting {
    ShowOffline(bool),
    ShowEmptyGroups(bool),
    ShowDetails(bool),
    SortBuddies(Sort),
    /// The keys of all groups that are folded.
    FoldedGroups(BTreeSet<String>),
    Zoom(Zoom),
    Palette(Palette),
    Density(Density),
    Placement(Placement),
    SendKey(SendKey),
    Comings(Comings),
    TellArrival(bool),
    TellReading(bool),
    TellTyping(bool),
    /// What is told otherwise than to all, by account and person.
    TellExceptions(Exceptions),
    Watched(Watched),
    Ignored(Ignored),
    Directories(BTreeSet<String>),
    KeepHistory(Keeping),
    Places(Places),
}

impl Settings {
    pub fn apply(&mut self, setting: &Setting) {
        match setting {
            Setting::ShowOffline(show) => self.listing.offline = *show,
            Setting::ShowEmptyGroups(show) => self.listing.empty_groups = *show,
            Setting::ShowDetails(show) => self.listing.details = *show,
            Setting::SortBuddies(sort) => self.listing.sort = *sort,
            Setting::FoldedGroups(folded) => self.listing.folded.clone_from(folded),
            Setting::Zoom(zoom) => self.zoom = *zoom,
            Setting::Palette(palette) => self.look.palette = *palette,
            Setting::Density(density) => self.look.density = *density,
            Setting::Placement(placement) => self.conversing.placement = *placement,
            Setting::SendKey(key) => self.conversing.send_key = *key,
            Setting::Comings(comings) => self.conversing.comings = *comings,
            Setting::TellArrival(tell) => self.telling.arrival = *tell,
            Setting::TellReading(tell) => self.telling.reading = *tell,
            Setting::TellTyping(tell) => self.telling.typing = *tell,
            Setting::TellExceptions(exceptions) => self.telling.exceptions.clone_from(exceptions),
            Setting::Watched(watched) => self.hearing.watched.clone_from(watched),
            Setting::Ignored(ignored) => self.hearing.ignored.clone_from(ignored),
            Setting::Directories(agreed) => self.directories.clone_from(agreed),
            Setting::KeepHistory(keeping) => self.keeping = *keeping,
            Setting::Places(places) => self.places.clone_from(places),
        }
    }

    /// The user has agreed that this directory learns from this account what is looked for.
    pub fn agrees_to(&self, account: &BareJid, directory: &BareJid) -> bool {
        self.directories.contains(&format!("{account} {directory}"))
    }

    /// All that is agreed, once this is.
    pub fn agreed_to(&self, account: &BareJid, directory: &BareJid) -> BTreeSet<String> {
        let mut agreed = self.directories.clone();
        agreed.insert(format!("{account} {directory}"));
        agreed
    }

    /// As kept: what is not known here, or not readable, is as if it was never set.
    pub fn read(kept: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut settings = Self::default();
        kept.into_iter().filter_map(|(key, value)| Setting::read(&key, &value)).for_each(|setting| settings.apply(&setting));
        settings
    }
}

impl Setting {
    /// The name it is kept under, and its value as JSON.
    pub fn write(&self) -> (String, String) {
        let kept = serde_json::to_value(self).unwrap_or_default();
        (kept["key"].as_str().unwrap_or_default().to_owned(), kept["value"].to_string())
    }

    fn read(key: &str, value: &str) -> Option<Self> {
        let value: serde_json::Value = serde_json::from_str(value).ok()?;
        serde_json::from_value(serde_json::json!({ "key": key, "value": value })).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    #[test]
    fn what_was_set_is_read_again() {
        let settings = [
            Setting::ShowOffline(false),
            Setting::ShowEmptyGroups(true),
            Setting::ShowDetails(false),
            Setting::SortBuddies(Sort::LastTalk),
            Setting::FoldedGroups(BTreeSet::from(["group Uni".to_owned(), "rooms".to_owned()])),
            Setting::Zoom(Zoom::default().larger()),
            Setting::Palette(Palette::HighContrast),
            Setting::Density(Density::Compact),
            Setting::Placement(Placement::ByKind),
            Setting::SendKey(SendKey::CtrlEnter),
            Setting::Comings(Comings::Hidden),
            Setting::TellArrival(false),
            Setting::TellReading(false),
            Setting::TellTyping(false),
            Setting::TellExceptions([("me@a clara@a".to_owned(), [(crate::model::telling::Signal::Typing, false)].into())].into()),
            Setting::Watched(Watched::try_from("tea, /x+/".to_owned()).unwrap()),
            Setting::Ignored(Ignored::default().with(&"me@a".parse().unwrap(), &"tea@rooms.a".parse().unwrap(), "tybalt", true)),
            Setting::Directories(Settings::default().agreed_to(&"me@a".parse().unwrap(), &"search.a".parse().unwrap())),
            Setting::KeepHistory(Keeping::Year),
            Setting::Places([("chat".to_owned(), Place { corner: Some((-4, 20)), width: 640, height: 480 })].into()),
        ];
        assert_eq!(settings[0].write(), ("show-offline".to_owned(), "false".to_owned()));
        for setting in settings {
            let mut set = Settings::default();
            set.apply(&setting);
            assert_ne!(set, Settings::default());
            assert_eq!(Settings::read([setting.write()]), set);
        }
    }

    #[test]
    fn what_a_newer_version_has_kept_leaves_the_rest_as_it_is() {
        let kept = [("later", "[1,2]"), ("show-offline", "{\"new\":1}"), ("status", "[\"away\",null]"), ("broken", "{")];
        let kept = kept.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(Settings::read(kept), Settings::default());
    }
}
