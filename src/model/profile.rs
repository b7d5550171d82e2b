//! What somebody tells everybody of themselves.

use jid::BareJid;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub jid: BareJid,
    pub nickname: Option<String>,
    pub full_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub url: Option<String>,
    pub organization: Option<String>,
    /// As it was written: people write all kinds of dates.
    pub birthday: Option<String>,
    pub note: Option<String>,
    /// SHA-1 of the picture's bytes, in hex.
    pub avatar_sha1: Option<String>,
}

impl Profile {
    /// Somebody who tells nothing.
    pub fn new(jid: BareJid) -> Self {
        Self {
            jid,
            nickname: None,
            full_name: None,
            email: None,
            phone: None,
            url: None,
            organization: None,
            birthday: None,
            note: None,
            avatar_sha1: None,
        }
    }

    /// Nothing in words.
    pub fn is_empty(&self) -> bool {
        self.lines() == 0
    }

    /// How many lines of words there are.
    pub fn lines(&self) -> usize {
        let words = [&self.nickname, &self.full_name, &self.email, &self.phone, &self.url, &self.organization, &self.birthday, &self.note];
        words.into_iter().flatten().map(|word| word.lines().count()).sum()
    }
}
