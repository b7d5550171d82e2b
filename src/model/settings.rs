//! What the user has set for the whole program: values with defaults, kept one by one.

use serde::{Deserialize, Serialize};

/// Everything that can be set, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Buddies who are not there are on the list, too.
    pub show_offline: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { show_offline: true }
    }
}

/// One of them, with its new value. Each is kept on its own, so that one which a newer version has made unreadable leaves the
/// others as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "key", content = "value", rename_all = "kebab-case")]
pub enum Setting {
    ShowOffline(bool),
}

impl Settings {
    pub fn apply(&mut self, setting: &Setting) {
        match setting {
            Setting::ShowOffline(show) => self.show_offline = *show,
        }
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

    #[test]
    fn what_was_set_is_read_again() {
        let mut set = Settings::default();
        set.apply(&Setting::ShowOffline(false));
        assert_eq!(Setting::ShowOffline(false).write(), ("show-offline".to_owned(), "false".to_owned()));
        assert_eq!(Settings::read([Setting::ShowOffline(false).write()]), set);
    }

    #[test]
    fn what_a_newer_version_has_kept_leaves_the_rest_as_it_is() {
        let kept = [("later", "[1,2]"), ("show-offline", "{\"new\":1}"), ("status", "[\"away\",null]"), ("broken", "{")];
        let kept = kept.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(Settings::read(kept), Settings::default());
    }
}
