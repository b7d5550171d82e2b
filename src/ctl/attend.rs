//! The remote control at work, beside the windows or without them: the socket and the system's signals, on a runtime of their own.

use super::server::{LastCaller, serve};
use super::transport::Listener;
use crate::desktop::instance::Outside;
use crate::desktop::signals::asked_to_end;
use crate::engine::Engine;
use crate::i18n::t_with;
use crate::model::Command;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// So long callers are told that it is over. One that does not read is not waited for longer.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Answers callers while it lives.
#[derive(Debug)]
pub struct Attendant {
    runtime: Runtime,
    engine: Engine,
    ended: UnboundedReceiver<Option<LastCaller>>,
    /// The windows ended by themselves.
    closed: Arc<Notify>,
    last: Option<LastCaller>,
}

impl Attendant {
    /// Opens the socket once the engine knows the state, so that the first answer is complete. `windows` is `None` without a
    /// display; they get `Outside::Quit` when the engine has ended on a signal or `quit`. The error is a sentence for the user.
    pub fn begin(socket: &Path, engine: Engine, windows: Option<UnboundedSender<Outside>>) -> Result<Self, String> {
        let words = |error: io::Error| t_with("start-no-socket", &[("reason", error.to_string().into())]);
        Self::try_begin(socket, engine, windows).map_err(words)
    }

    fn try_begin(socket: &Path, engine: Engine, windows: Option<UnboundedSender<Outside>>) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("remote-control").enable_all().build()?;
        let (tell, ended) = unbounded_channel();
        let closed = Arc::new(Notify::new());
        let windows_closed = closed.clone();
        runtime.block_on(async {
            engine.call(Command::State).await.map_err(|problem| io::Error::other(problem.condition().to_owned()))?;
            let listener = Listener::bind(socket)?;
            let (last, mut quit) = unbounded_channel();
            let closing = Arc::new(Notify::new());
            let serving = tokio::spawn(serve(listener, engine.clone(), windows.clone(), last, closing.clone()));
            let engine = engine.clone();
            tokio::spawn(async move {
                let caller = tokio::select! {
                    caller = quit.recv() => caller,
                    () = windows_closed.notified() => {
                        closing.notify_one();
                        None
                    }
                    () = signalled() => {
                        closing.notify_one();
                        // Who signals twice does not want to wait for the streams to close.
                        tokio::select! {
                            _ = engine.call(Command::Quit) => {}
                            () = signalled() => {}
                        }
                        None
                    }
                };
                // Who follows the events gets the last ones, and who waits is told that it is over.
                let _ = tokio::time::timeout(LAST_WORDS, serving).await;
                let _ = tell.send(caller);
                if let Some(windows) = windows {
                    let _ = windows.send(Outside::Quit);
                }
            });
            Ok::<(), io::Error>(())
        })?;
        Ok(Self { runtime, engine, ended, closed, last: None })
    }

    /// Waits for `quit` or a signal; the engine has ended then.
    pub fn wait(&mut self) {
        self.last = self.runtime.block_on(self.ended.recv()).flatten();
    }

    /// Ends the engine when the windows ended by themselves; nothing when it has ended already.
    pub fn end(&mut self) {
        // An engine that has ended says that it is offline, which is what is wanted.
        let _ = self.runtime.block_on(self.engine.call(Command::Quit));
        self.closed.notify_one();
        self.last = self.runtime.block_on(self.ended.recv()).flatten();
    }

    /// Takes the socket away. The caller of `quit`, if it was that, is let go by dropping what this gives: do so last of all.
    pub fn close(self) -> Option<LastCaller> {
        drop(self.runtime);
        self.last
    }
}

async fn signalled() {
    if let Err(error) = asked_to_end().await {
        tracing::warn!(%error, "cannot listen for signals");
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use super::super::client::hand_over;
    use super::super::verb::Verb;
    use super::super::wire::End;
    use super::*;
    use crate::engine::Envelope;
    use crate::model::Reply;
    use crate::store::Profile;

    #[test]
    fn quitting_from_outside_ends_the_engine_first_and_then_the_windows() {
        let directory = tempfile::tempdir().unwrap();
        let socket = Profile::at(directory.path()).unwrap().socket();
        let (engine, mut envelopes) = Engine::channel();
        let played = std::thread::spawn(move || {
            while let Some(Envelope::Command(command, reply)) = envelopes.blocking_recv() {
                let quitting = command == Command::Quit;
                let _ = reply.send(Ok(if quitting { Reply::Done } else { Reply::State(Box::default()) }));
                if quitting {
                    return;
                }
            }
            panic!("the engine was not told to quit");
        });
        let (outside, mut windows) = unbounded_channel();
        let mut attendant = Attendant::begin(&socket, engine, Some(outside)).unwrap();
        assert_eq!(hand_over(&socket, Verb::Show), Some(End::done()));
        assert_eq!(windows.blocking_recv(), Some(Outside::Show));
        assert_eq!(hand_over(&socket, Verb::Quit), Some(End::done()));
        attendant.wait();
        played.join().unwrap();
        assert_eq!(windows.blocking_recv(), Some(Outside::Quit));
        let last = attendant.close();
        assert!(last.is_some() && !socket.exists());
        assert_eq!(hand_over(&socket, Verb::Show), None);
    }

    #[test]
    fn a_place_where_no_socket_can_be_is_told_in_words() {
        let (engine, mut envelopes) = Engine::channel();
        std::thread::spawn(move || {
            while let Some(Envelope::Command(_, reply)) = envelopes.blocking_recv() {
                let _ = reply.send(Ok(Reply::State(Box::default())));
            }
        });
        let words = Attendant::begin(Path::new("/nowhere/socket"), engine, None).unwrap_err();
        assert!(words.contains(' '), "{words}");
    }
}
