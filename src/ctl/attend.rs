//! The remote control at work, beside the windows or without them: the socket and the system's signals, on a runtime of their own.

use super::server::{LastCaller, serve};
use super::transport::Listener;
use crate::desktop::instance::Outside;
use crate::desktop::signals::asked_to_end;
use crate::engine::Engine;
use crate::model::Command;
use std::io;
use std::path::Path;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Answers callers while it lives. Keep it until the process ends: the caller of `quit` waits for that.
#[derive(Debug)]
pub struct Attendant {
    runtime: Runtime,
    engine: Engine,
    ended: UnboundedReceiver<Option<LastCaller>>,
    last: Option<LastCaller>,
}

impl Attendant {
    /// Opens the socket once the engine knows the state, so that the first answer is complete. `windows` is `None` without a
    /// display; they get `Outside::Quit` when the engine has ended on a signal or `quit`.
    pub fn begin(socket: &Path, engine: Engine, windows: Option<UnboundedSender<Outside>>) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("remote-control").enable_all().build()?;
        let (tell, ended) = unbounded_channel();
        runtime.block_on(async {
            engine.call(Command::State).await.map_err(|problem| io::Error::other(problem.condition().to_owned()))?;
            let listener = Listener::bind(socket)?;
            let (last, mut quit) = unbounded_channel();
            tokio::spawn(serve(listener, engine.clone(), windows.clone(), last));
            let engine = engine.clone();
            tokio::spawn(async move {
                let caller = tokio::select! {
                    caller = quit.recv() => caller,
                    () = signalled() => {
                        // Who signals twice does not want to wait for the streams to close.
                        tokio::select! {
                            _ = engine.call(Command::Quit) => {}
                            () = signalled() => {}
                        }
                        None
                    }
                };
                let _ = tell.send(caller);
                if let Some(windows) = windows {
                    let _ = windows.send(Outside::Quit);
                }
            });
            Ok::<(), io::Error>(())
        })?;
        Ok(Self { runtime, engine, ended, last: None })
    }

    /// Waits for `quit` or a signal; the engine has ended then.
    pub fn wait(&mut self) {
        self.last = self.runtime.block_on(self.ended.recv()).flatten();
    }

    /// Ends the engine when the windows ended by themselves; nothing when it has ended already.
    pub fn end(&self) {
        // An engine that has ended says that it is offline, which is what is wanted.
        let _ = self.runtime.block_on(self.engine.call(Command::Quit));
    }
}

async fn signalled() {
    if let Err(error) = asked_to_end().await {
        tracing::warn!(%error, "cannot listen for signals");
        std::future::pending::<()>().await;
    }
}
