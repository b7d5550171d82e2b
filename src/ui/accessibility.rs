//! Shows what the windows mean to the screen readers and other assistive technologies of the platform.
//!
//! iced knows nothing of AccessKit, so this runs beside it: one adapter per window, and one operation that reads the tree off the
//! widgets (`accessibility/tree.rs`). While nobody listens no tree is read, and the adapters wait.

mod platform;
pub mod tree;

use super::semantics::Request;
use accesskit::{Action, ActionData, ActionRequest, TreeUpdate};
use iced::advanced::widget::operate;
use iced::futures::{Stream, stream};
use iced::{Subscription, Task, event, keyboard, mouse, window};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};
use tree::{Snapshot, Walk};

#[derive(Debug, Clone)]
pub enum Event {
    /// An assistive technology wants the tree of this window.
    Activated(window::Id),
    Deactivated(window::Id),
    /// It asks a widget to do something.
    Requested(window::Id, ActionRequest),
    /// The widget that was asked acts at the next redraw, which this message causes.
    Performed,
    /// A key or a button was let go, a wheel turned, a window moved: the focus or the places may be others.
    Stirred,
}

#[derive(Debug)]
pub struct Accessibility {
    sender: mpsc::UnboundedSender<Event>,
    requests: Requests,
    /// The windows that somebody listens to.
    active: BTreeSet<window::Id>,
    /// The window that has the keyboard.
    focused: Option<window::Id>,
}

#[derive(Debug, Clone)]
struct Requests(Arc<Mutex<mpsc::UnboundedReceiver<Event>>>);

impl Hash for Requests {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "accessibility".hash(state);
    }
}

// The adapters of Windows and macOS belong to the main thread. The program's updates and `window::run` both happen there.
thread_local!(static ADAPTERS: RefCell<HashMap<window::Id, platform::Adapter>> = RefCell::default());

impl Default for Accessibility {
    fn default() -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        Self { sender, requests: Requests(Arc::new(Mutex::new(receiver))), active: BTreeSet::new(), focused: None }
    }
}

impl Accessibility {
    /// How a window is to be opened that is attached afterwards.
    pub fn settings(settings: window::Settings) -> window::Settings {
        window::Settings { visible: settings.visible && !platform::WANTS_HIDDEN, ..settings }
    }

    /// Gives a window that was just opened its adapter, and shows it.
    pub fn attach<T: Send + 'static>(&self, id: window::Id) -> Task<T> {
        let handlers = Handlers { window: id, sender: self.sender.clone() };
        let attach = window::run(id, move |window| {
            if let Some(adapter) = platform::Adapter::new(window, handlers) {
                ADAPTERS.with_borrow_mut(|adapters| adapters.insert(id, adapter));
            }
        });
        let show = || if platform::WANTS_HIDDEN { window::set_mode(id, window::Mode::Windowed) } else { Task::none() };
        attach.discard().chain(show())
    }

    /// A window is gone, and with it its adapter.
    pub fn detach(&mut self, id: window::Id) {
        self.active.remove(&id);
        drop(ADAPTERS.with_borrow_mut(|adapters| adapters.remove(&id)));
    }

    /// The desktop gave the keyboard to a window, or took it away.
    pub fn focus(&mut self, id: window::Id, focused: bool) {
        if focused {
            self.focused = Some(id);
        } else if self.focused == Some(id) {
            self.focused = None;
        }
    }

    pub fn update(&mut self, event: Event) -> Task<Event> {
        match event {
            // It may come when the window is gone already.
            Event::Activated(id) if ADAPTERS.with_borrow(|adapters| adapters.contains_key(&id)) => drop(self.active.insert(id)),
            Event::Activated(_) => {}
            Event::Deactivated(id) => drop(self.active.remove(&id)),
            Event::Requested(id, ActionRequest { action, target_node, data, .. }) => {
                let (request, raise) = match (action, data) {
                    (Action::Click, _) => (Request::Activate, Task::none()),
                    // Keys go to the window in front only.
                    (Action::Focus, _) => (Request::Focus, window::gain_focus(id)),
                    (Action::SetValue, Some(ActionData::Value(value))) => (Request::SetValue(value.into()), Task::none()),
                    _ => return Task::none(),
                };
                return raise.chain(operate(Walk::new(Some((id, target_node, request)))).map(|_| Event::Performed));
            }
            Event::Performed | Event::Stirred => {}
        }
        Task::none()
    }

    /// Tells the adapters how things stand now; to be called after every message. Sends none itself: nothing is drawn for it.
    /// `zoom` is the scale the windows have beside the screen's.
    pub fn refresh<T: Send + 'static>(&self, zoom: f32) -> Task<T> {
        if self.active.is_empty() {
            return Task::none();
        }
        let (active, focused) = (self.active.clone(), self.focused);
        let push = operate(Walk::default()).then(move |trees: Vec<Snapshot>| {
            let listened = trees.into_iter().filter(|tree| active.contains(&tree.window));
            Task::batch(listened.map(|tree| push(tree, focused, zoom)).collect::<Vec<_>>())
        });
        push.discard()
    }

    pub fn subscription(&self) -> Subscription<Event> {
        let requests = Subscription::run_with(self.requests.clone(), listen);
        if self.active.is_empty() {
            return requests;
        }
        let stirs = event::listen_with(|event, _, _| match event {
            iced::Event::Mouse(mouse::Event::ButtonReleased(_) | mouse::Event::WheelScrolled { .. })
            | iced::Event::Keyboard(keyboard::Event::KeyReleased { .. })
            | iced::Event::Window(window::Event::Moved(_) | window::Event::Resized(_) | window::Event::Rescaled(_)) => Some(Event::Stirred),
            _ => None,
        });
        Subscription::batch([requests, stirs])
    }
}

fn listen(requests: &Requests) -> impl Stream<Item = Event> + use<> {
    stream::unfold(requests.0.clone(), |requests| async move {
        let event = requests.lock().await.recv().await?;
        Some((event, requests))
    })
}

fn push(tree: Snapshot, focused: Option<window::Id>, zoom: f32) -> Task<()> {
    let id = tree.window;
    window::scale_factor(id).then(move |scale| {
        let tree = tree.clone();
        window::run(id, move |window| {
            with_adapter(id, |adapter| adapter.focus(focused == Some(id)));
            with_adapter(id, |adapter| adapter.update(window, tree.update(scale * zoom)));
        })
    })
}

/// Raises what the adapter queued only after the borrow has ended: raising may call back.
fn with_adapter(id: window::Id, act: impl FnOnce(&mut platform::Adapter) -> platform::Queued) {
    let queued = ADAPTERS.with_borrow_mut(|adapters| adapters.get_mut(&id).map(act));
    if let Some(queued) = queued {
        platform::raise(queued);
    }
}

/// What the platform calls, from any thread.
#[derive(Debug, Clone)]
struct Handlers {
    window: window::Id,
    sender: mpsc::UnboundedSender<Event>,
}

impl Handlers {
    fn tell(&self, event: Event) {
        // When the program is ending nobody listens.
        let _ = self.sender.send(event);
    }
}

impl accesskit::ActivationHandler for Handlers {
    /// The tree follows with the next refresh.
    fn request_initial_tree(&mut self) -> Option<TreeUpdate> {
        self.tell(Event::Activated(self.window));
        None
    }
}

impl accesskit::ActionHandler for Handlers {
    fn do_action(&mut self, request: ActionRequest) {
        self.tell(Event::Requested(self.window, request));
    }
}

impl accesskit::DeactivationHandler for Handlers {
    fn deactivate_accessibility(&mut self) {
        self.tell(Event::Deactivated(self.window));
    }
}
