//! How somebody feels (XEP-0107).

/// One of the feelings there are words for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feeling(&'static str);

/// In the order of the alphabet, as on the wire (XEP-0107 §2).
const ALL: [&str; 84] = [
    "afraid",
    "amazed",
    "amorous",
    "angry",
    "annoyed",
    "anxious",
    "aroused",
    "ashamed",
    "bored",
    "brave",
    "calm",
    "cautious",
    "cold",
    "confident",
    "confused",
    "contemplative",
    "contented",
    "cranky",
    "crazy",
    "creative",
    "curious",
    "dejected",
    "depressed",
    "disappointed",
    "disgusted",
    "dismayed",
    "distracted",
    "embarrassed",
    "envious",
    "excited",
    "flirtatious",
    "frustrated",
    "grateful",
    "grieving",
    "grumpy",
    "guilty",
    "happy",
    "hopeful",
    "hot",
    "humbled",
    "humiliated",
    "hungry",
    "hurt",
    "impressed",
    "in_awe",
    "in_love",
    "indignant",
    "interested",
    "intoxicated",
    "invincible",
    "jealous",
    "lonely",
    "lost",
    "lucky",
    "mean",
    "moody",
    "nervous",
    "neutral",
    "offended",
    "outraged",
    "playful",
    "proud",
    "relaxed",
    "relieved",
    "remorseful",
    "restless",
    "sad",
    "sarcastic",
    "satisfied",
    "serious",
    "shocked",
    "shy",
    "sick",
    "sleepy",
    "spontaneous",
    "stressed",
    "strong",
    "surprised",
    "thankful",
    "thirsty",
    "tired",
    "undefined",
    "weak",
    "worried",
];

impl Feeling {
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        ALL.iter().map(|word| Self(word))
    }

    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    pub fn parse(word: &str) -> Option<Self> {
        ALL.iter().find(|known| **known == word).map(|word| Self(word))
    }
}

/// What somebody shows of it, to those who may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mood {
    pub feeling: Feeling,
    /// Why, or how, in their own words; never empty.
    pub text: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_a_feeling_is_read_back() {
        for feeling in Feeling::all() {
            assert_eq!(Feeling::parse(feeling.as_str()), Some(feeling));
        }
        assert_eq!(Feeling::parse("peckish"), None);
        assert!(ALL.is_sorted());
    }
}
