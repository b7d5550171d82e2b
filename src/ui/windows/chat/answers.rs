//! What comes of the engine's answers in a chat window.

use super::{Action, Asked, Chat, PAGE};
use crate::i18n::{t, t_with};
use crate::model::{Amendment, Changing, Command, Direction, Message, MessageId, Mood, Problem, Reply};
use crate::ui::moods;
use crate::ui::profile::Shown;
use crate::ui::words::exported;

impl Chat {
    pub(super) fn answered(&mut self, asked: Asked, answer: Result<Reply, Problem>) {
        match (asked, answer) {
            (Asked::Page(key), Ok(Reply::Messages(page))) => {
                if let Some(tab) = self.tab_mut(&key) {
                    tab.loaded(page, PAGE);
                }
            }
            (Asked::Page(key), Ok(Reply::More(true))) => {
                if let Some(tab) = self.tab_mut(&key) {
                    tab.log.archive_told();
                }
            }
            (Asked::Page(key), _) => {
                if let Some(tab) = self.tab_mut(&key) {
                    tab.log.page_failed();
                }
            }
            (Asked::Notices(key), Ok(Reply::Notices(notices))) => {
                if let Some(tab) = self.tab_mut(&key) {
                    notices.into_iter().for_each(|notice| tab.log.notice(notice));
                }
            }
            (Asked::From(key, message), Ok(Reply::Messages(page))) => {
                if let Some(tab) = self.tab_mut(&key) {
                    tab.log.add_page(page, 1);
                    tab.at_end = false;
                    tab.show(message);
                }
            }
            (Asked::Profile(key), answer) => {
                if let Some(tab) = self.tab_mut(&key) {
                    tab.profile = Some(Shown::of(answer));
                }
            }
            (Asked::Sending(key, _) | Asked::Amending(key), Ok(Reply::Message(message))) => {
                if let Some(tab) = self.tab_mut(&key) {
                    tab.message(&message, true);
                }
            }
            // What could not be stored goes back into the input, in front of what was written since.
            (Asked::Sending(key, body), Err(problem)) => {
                if let Some(tab) = self.tab_mut(&key) {
                    let since = tab.draft.text();
                    let both = if since.trim().is_empty() { body } else { format!("{body}\n{since}") };
                    tab.draft.set(&both);
                    tab.problem = Some(problem);
                }
            }
            (Asked::Registering(_), Ok(_)) => self.toast.say(t("chat-registered")),
            (Asked::Ping(key), Ok(Reply::Pong(after))) => {
                if let Some(tab) = self.tab_mut(&key) {
                    let after = i64::try_from(after.as_millis()).unwrap_or(i64::MAX);
                    tab.note = Some(t_with("chat-pong", &[("after", after.into())]));
                }
            }
            (Asked::Export, answer) => self.toast.say(exported(&answer)),
            (Asked::Versions, Ok(Reply::Versions(versions))) => self.versions = Some(versions),
            (Asked::Amending(key), Err(problem)) => {
                if let Some(tab) = self.tab_mut(&key) {
                    tab.problem = Some(problem);
                }
            }
            (Asked::Mood(key, mood), Ok(_)) => {
                if let Some(tab) = self.tab_mut(&key) {
                    let told = |mood: Mood| t_with("chat-mood", &[("mood", moods::words(&mood).into())]);
                    tab.note = Some(mood.map_or_else(|| t("chat-mood-none"), told));
                }
            }
            (
                Asked::Moderating(key) | Asked::Registering(key) | Asked::Ping(key) | Asked::Mood(key, _) | Asked::Joining(key),
                Err(problem),
            ) => {
                if let Some(tab) = self.tab_mut(&key) {
                    tab.note = Some(crate::ui::words::problem(&problem));
                }
            }
            (
                Asked::Sending(..)
                | Asked::Amending(_)
                | Asked::Moderating(_)
                | Asked::Ping(_)
                | Asked::Joining(_)
                | Asked::From(..)
                | Asked::Spot(_)
                | Asked::Notices(_)
                | Asked::Found(..)
                | Asked::Versions
                | Asked::Other,
                _,
            ) => {}
        }
    }

    /// A correction that did not get through goes out once more.
    pub(super) fn correction_again(&self, id: MessageId) -> Option<Action> {
        let tab = self.active()?;
        let refused = |message: &&Message| message.unchanged.as_ref().is_some_and(|unchanged| unchanged.what == Changing::Words);
        let message = tab.log.message(id).filter(refused).filter(|message| message.direction == Direction::Out && !message.retracted)?;
        let (account, conversation) = tab.key.pair();
        let amendment = Amendment::Correction(message.body.clone());
        Some(Action::Ask(Command::Amend { account, conversation, message: id, amendment }, Asked::Amending(tab.key.clone())))
    }
}
