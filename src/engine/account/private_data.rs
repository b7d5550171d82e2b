//! Publishing on our own nodes (XEP-0223), and mending those that another client has made with other settings.

use super::AccountTask;
use super::answers::Purpose;
use crate::model::Problem;
use crate::xmpp::iq::{self, Request};
use crate::xmpp::private_data;

impl AccountTask {
    /// What comes of it is told as `then`.
    pub(super) fn publish_private(&mut self, publish: Request, then: Purpose) {
        let kept = Box::new(publish.clone());
        self.ask(publish, Purpose::Private { publish: kept, repaired: false, then: Box::new(then) });
    }

    pub(super) fn on_private(&mut self, publish: Box<Request>, repaired: bool, then: Box<Purpose>, answer: iq::Answer) {
        let other = matches!(&answer, Err(Problem::Stanza { condition, .. }) if condition == "conflict");
        match private_data::node_of(&publish).filter(|_| other && !repaired).map(private_data::configure) {
            Some(configure) => self.ask(configure, Purpose::Repaired { publish, then }),
            None => self.on_answer(*then, answer),
        }
    }

    /// Once more, whatever was said to the settings.
    pub(super) fn publish_again(&mut self, publish: Box<Request>, then: Box<Purpose>) {
        self.ask((*publish).clone(), Purpose::Private { publish, repaired: true, then });
    }
}
