//! Another password for our account (XEP-0077 §3.3): the server takes it first, and then it is kept where the old one was.

use super::answers::Purpose;
use super::{AccountTask, Answer};
use crate::model::problem::AuthFailure;
use crate::model::{Problem, Reply, Secret};
use crate::xmpp::{iq, registration};

impl AccountTask {
    /// Only for who knows the present one: somebody else may sit at this computer.
    pub(super) fn change_password(&mut self, now: &Secret, password: Secret, answer: Answer) {
        if self.password.as_ref() != Some(now) {
            return self.reply(answer, Err(Problem::AuthFailed(AuthFailure::WrongPassword)));
        }
        let request = registration::change_password(self.own(), &password);
        self.ask(request, Purpose::ChangePassword { password, answer });
    }

    pub(super) fn on_password_changed(&mut self, password: Secret, to: Answer, answer: iq::Answer) {
        if let Err(problem) = answer {
            return self.reply(to, Err(problem));
        }
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
}
