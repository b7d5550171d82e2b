//! What a server, a service or a client says it is and can do (XEP-0030).

use jid::Jid;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    pub jid: Jid,
    pub node: Option<String>,
    pub identities: Vec<Identity>,
    /// Sorted.
    pub features: Vec<String>,
    /// Each field by its name, with its values (XEP-0128).
    pub forms: Vec<BTreeMap<String, Vec<String>>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub category: String,
    pub kind: String,
    pub name: Option<String>,
}

/// Something that belongs to what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub jid: Jid,
    pub node: Option<String>,
    pub name: Option<String>,
}
