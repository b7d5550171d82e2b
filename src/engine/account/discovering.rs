//! What belongs to somebody or something (XEP-0030 §4), page by page where there is much of it (XEP-0059).

use super::answers::Purpose;
use super::{AccountTask, Answer};
use crate::model::discovery::Item;
use crate::model::{Jid, Problem, Reply};
use crate::xmpp::{disco, iq};

impl AccountTask {
    /// `told` is what earlier pages have told, `after` where they end.
    pub(super) fn discover_items(&mut self, jid: Jid, node: Option<String>, told: Vec<Item>, after: Option<String>, answer: Answer) {
        let request = disco::request_items(Some(jid.clone()), node.clone(), after);
        self.ask(request, Purpose::DiscoverItems { jid, node, told, answer });
    }

    pub(super) fn on_items(&mut self, jid: Jid, node: Option<String>, mut told: Vec<Item>, to: Answer, answer: iq::Answer) {
        let page = answer.and_then(|payload| disco::items(&payload).ok_or(Problem::stanza("bad-request")));
        let (items, next) = match page {
            Ok(page) => page,
            // What is here is more than nothing.
            Err(_) if !told.is_empty() => (Vec::new(), None),
            Err(problem) => return self.reply(to, Err(problem)),
        };
        let before = told.len();
        // A service that tells the same page again has no more.
        told.extend(items.into_iter().filter(|item| before == 0 || !told[..before].contains(item)).collect::<Vec<_>>());
        told.truncate(disco::MOST_ITEMS);
        match next {
            Some(_) if told.len() > before && told.len() < disco::MOST_ITEMS => self.discover_items(jid, node, told, next, to),
            _ => self.reply(to, Ok(Reply::Items(told))),
        }
    }
}
