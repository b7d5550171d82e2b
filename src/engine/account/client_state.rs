//! Whether somebody looks, and what the server is told of it (XEP-0352).

use super::AccountTask;
use super::link::Link;
use crate::model::Attention;
use crate::xmpp::client_state;

impl AccountTask {
    pub(super) fn is_looked_at(&self) -> bool {
        self.attention == Attention::Looked
    }

    pub(super) fn attend(&mut self, attention: Attention) {
        let before = std::mem::replace(&mut self.attention, attention);
        self.tell_client_state(before);
    }

    /// Tells the server where it does not know.
    pub(super) fn tell_client_state(&mut self, before: Attention) {
        let offers = matches!(&self.link, Link::Up(session) if session.established && session.features.client_state);
        let rests = |attention| attention == Attention::Resting;
        if offers && rests(before) != rests(self.attention) {
            self.send(client_state::write(!rests(self.attention)));
        }
    }
}
