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

/// What can be written of oneself in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileField {
    Nickname,
    FullName,
    Email,
    Phone,
    Url,
    Organization,
    Birthday,
    Note,
}

impl ProfileField {
    pub const ALL: [Self; 8] =
        [Self::Nickname, Self::FullName, Self::Email, Self::Phone, Self::Url, Self::Organization, Self::Birthday, Self::Note];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nickname => "nickname",
            Self::FullName => "full_name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Url => "url",
            Self::Organization => "organization",
            Self::Birthday => "birthday",
            Self::Note => "note",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == word)
    }
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
