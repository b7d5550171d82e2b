//! The engine as the windows, the remote control and the tests see it: channels, nothing else.

use crate::model::{Command, Event, Problem, Reply};
use tokio::sync::{mpsc, oneshot};

/// What travels to the engine.
#[derive(Debug)]
pub enum Envelope {
    Command(Command, oneshot::Sender<Result<Reply, Problem>>),
    Subscribe(mpsc::UnboundedSender<Vec<Event>>),
}

/// A handle on the running engine; clones speak to the same one.
#[derive(Debug, Clone)]
pub struct Engine {
    envelopes: mpsc::UnboundedSender<Envelope>,
}

impl Engine {
    /// A handle and the end where its envelopes arrive.
    pub fn channel() -> (Self, mpsc::UnboundedReceiver<Envelope>) {
        let (envelopes, receiver) = mpsc::unbounded_channel();
        (Self { envelopes }, receiver)
    }

    /// Asks at once, and gives what waits for the answer: commands arrive in the order of the calls, whichever answer is waited for
    /// first. `Problem::Offline` when the engine has ended.
    pub fn call(&self, command: Command) -> impl Future<Output = Result<Reply, Problem>> + use<> {
        let answer = self.ask(command);
        async move { answer.await.unwrap_or(Err(Problem::Offline)) }
    }

    /// Asks; the answer arrives on the channel, which may be dropped.
    pub fn ask(&self, command: Command) -> oneshot::Receiver<Result<Reply, Problem>> {
        let (reply, answer) = oneshot::channel();
        // When the engine has ended, dropping the envelope drops `reply`, and `answer` says so.
        let _ = self.envelopes.send(Envelope::Command(command, reply));
        answer
    }

    /// The state as events first, then each change without a gap.
    pub fn subscribe(&self) -> Subscription {
        let (events, receiver) = mpsc::unbounded_channel();
        let _ = self.envelopes.send(Envelope::Subscribe(events));
        Subscription { receiver }
    }
}

/// Events as they happen, in batches.
#[derive(Debug)]
pub struct Subscription {
    receiver: mpsc::UnboundedReceiver<Vec<Event>>,
}

impl Subscription {
    /// The next batch; `None` when the engine has ended.
    pub async fn next(&mut self) -> Option<Vec<Event>> {
        self.receiver.recv().await
    }

    /// What else is ready, without waiting.
    pub fn ready(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Ok(batch) = self.receiver.try_recv() {
            events.extend(batch);
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Attention;

    #[test]
    fn commands_arrive_in_the_order_of_the_calls_whoever_waits_for_the_answer_first() {
        let (engine, mut envelopes) = Engine::channel();
        drop([Attention::Away, Attention::Looked, Attention::Away].map(|attention| engine.call(Command::Attention(attention))));
        let mut arrived = Vec::new();
        while let Ok(Envelope::Command(command, _)) = envelopes.try_recv() {
            arrived.push(command);
        }
        assert_eq!(arrived, [Attention::Away, Attention::Looked, Attention::Away].map(Command::Attention));
    }
}
