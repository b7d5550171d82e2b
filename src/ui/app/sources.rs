//! Where the program's messages come from: the engine's events and what other programs ask for.

use super::{Message, Outside};
use crate::engine::Engine;
use crate::ui::pictures;
use iced::futures::{SinkExt, Stream};
use iced::{Subscription, stream};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc;

/// In iced any message rebuilds every window: more often than a screen shows would be for nothing.
const FRAME: Duration = Duration::from_millis(16);

/// The engine's events. There is one engine, so all are equal.
#[derive(Clone)]
pub(super) struct EventSource(Engine);

impl EventSource {
    pub fn new(engine: Engine) -> Self {
        Self(engine)
    }

    pub fn subscription(self) -> Subscription<Message> {
        Subscription::run_with(self, Self::listen)
    }

    fn listen(&self) -> impl Stream<Item = Message> + use<> {
        let mut events = self.0.subscribe();
        stream::channel(1, async move |mut out| {
            while let Some(mut batch) = events.next().await {
                batch.extend(events.ready());
                if !batch.is_empty() && out.send(Message::Events(batch)).await.is_err() {
                    return;
                }
                // What comes meanwhile waits in the channel and is one batch. Without events nothing runs here.
                tokio::time::sleep(FRAME).await;
            }
            // When the program is ending anyway nobody listens.
            let _ = out.send(Message::EngineEnded).await;
        })
    }
}

impl Hash for EventSource {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "engine".hash(state);
    }
}

/// Pictures that windows want to draw; the receiver is taken once.
#[derive(Debug, Clone)]
pub(super) struct PictureSource {
    engine: Engine,
    wanted: Arc<Mutex<Option<pictures::Wanted>>>,
}

impl PictureSource {
    /// For the thread that draws, by itself.
    pub fn new(engine: Engine) -> Self {
        Self { engine, wanted: Arc::new(Mutex::new(Some(pictures::wanted()))) }
    }

    pub fn subscription(&self) -> Subscription<Message> {
        Subscription::run_with(self.clone(), Self::listen)
    }

    fn listen(&self) -> impl Stream<Item = Message> + use<> {
        let wanted = self.wanted.lock().ok().and_then(|mut wanted| wanted.take());
        let engine = self.engine.clone();
        stream::channel(1, async move |mut out| {
            let Some(mut wanted) = wanted else { return };
            while let Some(fetched) = wanted.fetch(&engine).await {
                if out.send(Message::Pictures(fetched)).await.is_err() {
                    return;
                }
            }
        })
    }
}

impl Hash for PictureSource {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "pictures".hash(state);
    }
}

/// What other programs ask for; the receiver is taken once.
#[derive(Debug, Clone)]
pub struct OutsideSource(Arc<Mutex<Option<mpsc::UnboundedReceiver<Outside>>>>);

impl OutsideSource {
    pub fn new(receiver: mpsc::UnboundedReceiver<Outside>) -> Self {
        Self(Arc::new(Mutex::new(Some(receiver))))
    }

    pub(super) fn subscription(&self) -> Subscription<Message> {
        Subscription::run_with(self.clone(), Self::listen)
    }

    fn listen(&self) -> impl Stream<Item = Message> + use<> {
        let receiver = self.0.lock().ok().and_then(|mut receiver| receiver.take());
        stream::channel(1, async move |mut out| {
            let Some(mut receiver) = receiver else { return };
            while let Some(wish) = receiver.recv().await {
                if out.send(Message::Outside(wish)).await.is_err() {
                    return;
                }
            }
        })
    }
}

impl Hash for OutsideSource {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "outside".hash(state);
    }
}
