//! Another password for our account (XEP-0077 §3.3): the server takes it first, and then it is kept where the old one was.

use super::answers::Purpose;
use super::{AccountTask, Answer};
use crate::model::problem::{AuthFailure, BadArgument};
use crate::model::wording::is_sayable;
use crate::model::{Problem, Reply, Secret};
use crate::xmpp::{iq, registration};

impl AccountTask {
    /// Only for who knows the present one: somebody else may sit at this computer.
    pub(super) fn change_password(&mut self, now: &Secret, password: Secret, answer: Answer) {
        if self.password.as_ref() != Some(now) {
            return self.reply(answer, Err(Problem::AuthFailed(AuthFailure::WrongPassword)));
        }
        if password.is_empty() {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::Password)));
        }
        if !is_sayable(password.reveal()) {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::Characters)));
        }
        // From now on nobody knows which of the two holds, until the server has said it.
        self.unsure_password = Some(password.clone());
        let request = registration::change_password(self.own(), &password);
        self.ask(request, Purpose::ChangePassword { password, answer });
    }

    pub(super) fn on_password_changed(&mut self, password: Secret, to: Answer, answer: iq::Answer) {
        if let Err(problem) = answer {
            // Else the server may have it, or get it with a resumption.
            if !matches!(problem, Problem::Offline | Problem::Timeout) {
                self.unsure_password = None;
            }
            return self.reply(to, Err(problem));
        }
        self.unsure_password = None;
        self.password = Some(password.clone());
        if !self.status.config.remember {
            return self.reply(to, Ok(Reply::PasswordChanged { kept: true }));
        }
        let (keyring, own) = (self.keyring.clone(), self.own().clone());
        tokio::task::spawn_blocking(move || {
            let kept = keyring.set(&own, &password).is_ok();
            let _ = to.send(Ok(Reply::PasswordChanged { kept }));
        });
    }

    /// The password is refused: the other one, where the server may have taken that. Whether there is one.
    pub(super) fn takes_unsure_password(&mut self) -> bool {
        let Some(password) = self.unsure_password.take() else { return false };
        self.password = Some(password.clone());
        if self.status.config.remember {
            let (keyring, own) = (self.keyring.clone(), self.own().clone());
            drop(tokio::task::spawn_blocking(move || keyring.set(&own, &password)));
        }
        true
    }
}
