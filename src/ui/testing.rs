//! A window for tests, without a display: views are laid out, events go in, messages and the tree of meanings come out.

use super::accessibility::tree::{Snapshot, Walk};
use super::semantics::{Request, Role};
use super::theme::{self, Appearance};
use accesskit::{Node, NodeId};
use iced::advanced::clipboard::Kind;
use iced::advanced::widget::operation::{self, Operation as _, Outcome};
use iced::keyboard::{self, Key, Location, Modifiers, key::Named, key::Physical};
use iced::mouse::{self, Cursor};
use iced::{Element, Event, Font, Point, Renderer, Size, time::Instant, window};
use iced_test::core::renderer::Headless;
use iced_test::runtime::user_interface::{Cache, UserInterface};
use std::sync::Once;

/// Keeps what a real window keeps between two views: focus, open menus, positions; and what was copied.
pub struct Screen {
    renderer: Renderer,
    cache: Option<Cache>,
    size: Size,
    cursor: Cursor,
    clipboard: Clipboard,
}

/// One of our own: tests leave that of the machine alone.
#[derive(Default)]
struct Clipboard {
    copied: Option<String>,
}

impl iced::advanced::Clipboard for Clipboard {
    fn read(&self, _: Kind) -> Option<String> {
        self.copied.clone()
    }
    fn write(&mut self, kind: Kind, contents: String) {
        if matches!(kind, Kind::Standard) {
            self.copied = Some(contents);
        }
    }
}

impl Screen {
    pub fn new(width: f32, height: f32) -> Self {
        static FONTS: Once = Once::new();
        FONTS.call_once(|| {
            let mut fonts = iced_test::renderer::graphics::text::font_system().write().unwrap();
            theme::FONTS.into_iter().for_each(|font| fonts.load_font(font.into()));
        });
        let font = Font { ..theme::REGULAR };
        let new = <Renderer as Headless>::new(font, 14.into(), Some("tiny-skia"));
        let renderer = iced::futures::executor::block_on(new).unwrap();
        Self {
            renderer,
            cache: Some(Cache::default()),
            size: Size::new(width, height),
            cursor: Cursor::Unavailable,
            clipboard: Clipboard::default(),
        }
    }

    /// What was copied last, once.
    pub fn copied(&mut self) -> Option<String> {
        self.clipboard.copied.take()
    }

    pub fn size(&self) -> Size {
        self.size
    }

    pub fn resize(&mut self, size: Size) {
        self.size = size;
    }

    fn with<'a, M, T>(
        &mut self,
        view: Element<'a, M>,
        run: impl FnOnce(&mut Self, &mut UserInterface<'a, M, iced::Theme, Renderer>) -> T,
    ) -> T {
        let mut ui = UserInterface::build(view, self.size, self.cache.take().unwrap_or_default(), &mut self.renderer);
        let result = run(self, &mut ui);
        self.cache = Some(ui.into_cache());
        result
    }

    /// Events, one after the other; first a redraw, as in a real window.
    pub fn send<M>(&mut self, view: Element<'_, M>, events: &[Event]) -> Vec<M> {
        self.with(view, |screen, ui| {
            let redraw = Event::Window(window::Event::RedrawRequested(Instant::now()));
            let mut messages = Vec::new();
            for event in std::iter::once(&redraw).chain(events) {
                let clipboard = &mut screen.clipboard;
                let _ = ui.update(std::slice::from_ref(event), screen.cursor, &mut screen.renderer, clipboard, &mut messages);
            }
            messages
        })
    }

    /// Lets an operation of code go through the widgets: scrolling, focus.
    pub fn operate<M>(&mut self, view: Element<'_, M>, operation: &mut dyn operation::Operation) {
        self.with(view, |screen, ui| ui.operate(&screen.renderer, operation));
    }

    /// What the window means.
    pub fn tree<M>(&mut self, view: Element<'_, M>) -> Snapshot {
        self.walk(view, None).0
    }

    /// Carries out what an assistive technology asks for.
    pub fn request<M>(&mut self, view: Element<'_, M>, request: (window::Id, NodeId, Request)) -> Vec<M> {
        self.walk(view, Some(request)).1
    }

    fn walk<M>(&mut self, view: Element<'_, M>, request: Option<(window::Id, NodeId, Request)>) -> (Snapshot, Vec<M>) {
        self.with(view, |screen, ui| {
            let (mut messages, clipboard) = (Vec::new(), &mut iced::advanced::clipboard::Null);
            let redraw = || Event::Window(window::Event::RedrawRequested(Instant::now()));
            let _ = ui.update(&[redraw()], screen.cursor, &mut screen.renderer, clipboard, &mut messages);
            let mut walk = Walk::new(request);
            ui.operate(&screen.renderer, &mut operation::black_box(&mut walk));
            let Outcome::Some(mut trees) = walk.finish() else { panic!("no tree") };
            let _ = ui.update(&[redraw()], screen.cursor, &mut screen.renderer, clipboard, &mut messages);
            (trees.remove(0), messages)
        })
    }

    /// The left button on the widget with this role and name. `view` makes the same view again and again.
    pub fn click<'a, M>(&mut self, view: impl Fn() -> Element<'a, M>, role: Role, name: &str) -> Vec<M> {
        self.press(view, mouse::Button::Left, role, name)
    }

    /// The left button with keys held.
    pub fn pick<'a, M>(&mut self, view: impl Fn() -> Element<'a, M>, modifiers: Modifiers, role: Role, name: &str) -> Vec<M> {
        let held = |modifiers| Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers));
        let mut messages = self.send(view(), &[held(modifiers)]);
        messages.extend(self.click(&view, role, name));
        messages.extend(self.send(view(), &[held(Modifiers::empty())]));
        messages
    }

    /// Where the middle of a widget is.
    pub fn middle<M>(&mut self, view: Element<'_, M>, role: Role, name: &str) -> Point {
        let tree = self.tree(view);
        let (_, node) = tree.find(role, name).unwrap_or_else(|| panic!("no {role:?} {name:?} in {:#?}", lines(&tree)));
        let bounds = node.bounds().unwrap();
        Point::new(((bounds.x0 + bounds.x1) / 2.0) as f32, ((bounds.y0 + bounds.y1) / 2.0) as f32)
    }

    /// Moves the pointer, and what else happens there.
    pub fn point<M>(&mut self, view: Element<'_, M>, position: Point, then: &[mouse::Event]) -> Vec<M> {
        self.cursor = Cursor::Available(position);
        let moved = Event::Mouse(mouse::Event::CursorMoved { position });
        let events: Vec<_> = std::iter::once(moved).chain(then.iter().map(|event| Event::Mouse(*event))).collect();
        self.send(view, &events)
    }

    /// Events of the mouse in one batch, as on a busy machine: the pointer is where it went last from the first of them on.
    pub fn batch<M>(&mut self, view: Element<'_, M>, events: &[mouse::Event]) -> Vec<M> {
        let moved = |event: &mouse::Event| if let mouse::Event::CursorMoved { position } = event { Some(*position) } else { None };
        self.cursor = events.iter().filter_map(moved).next_back().map_or(self.cursor, Cursor::Available);
        self.send(view, &events.iter().copied().map(Event::Mouse).collect::<Vec<_>>())
    }

    /// The pointer rests for so long.
    pub fn rest<M>(&mut self, view: Element<'_, M>, pause: std::time::Duration) {
        self.with(view, |screen, ui| {
            let (mut messages, clipboard) = (Vec::new(), &mut iced::advanced::clipboard::Null);
            let redraw = Event::Window(window::Event::RedrawRequested(Instant::now() + pause));
            let _ = ui.update(&[redraw], screen.cursor, &mut screen.renderer, clipboard, &mut messages);
        });
    }

    /// Any button.
    pub fn press<'a, M>(&mut self, view: impl Fn() -> Element<'a, M>, button: mouse::Button, role: Role, name: &str) -> Vec<M> {
        let position = self.middle(view(), role, name);
        self.point(view(), position, &[mouse::Event::ButtonPressed(button), mouse::Event::ButtonReleased(button)])
    }

    /// A named key with modifiers.
    pub fn key<M>(&mut self, view: Element<'_, M>, key: Named, modifiers: Modifiers) -> Vec<M> {
        let text = match key {
            Named::Enter => Some("\r"),
            Named::Space => Some(" "),
            Named::Tab => Some("\t"),
            _ => None,
        };
        self.send(view, &[pressed(Key::Named(key), text, modifiers)])
    }

    /// A letter, or with Ctrl or Alt a shortcut.
    pub fn letter<M>(&mut self, view: Element<'_, M>, letter: char, modifiers: Modifiers) -> Vec<M> {
        let typed = letter.to_string();
        // With Ctrl a letter comes as a control character, which nobody writes; other signs come as they are.
        let text = (modifiers.is_empty() || modifiers == Modifiers::SHIFT || !letter.is_alphabetic()).then_some(typed.as_str());
        self.send(view, &[pressed(Key::Character(typed.as_str().into()), text, modifiers)])
    }

    /// The picture, for a look; RGBA with so many pixels for each logical one.
    pub fn picture<M>(&mut self, view: Element<'_, M>, appearance: Appearance, scale: f32) -> (Size<u32>, Vec<u8>) {
        self.with(view, |screen, ui| {
            let theme = theme::theme(appearance);
            let base = theme::base(&theme);
            let (mut messages, clipboard) = (Vec::new(), &mut iced::advanced::clipboard::Null);
            let redraw = Event::Window(window::Event::RedrawRequested(Instant::now()));
            let _ = ui.update(&[redraw], screen.cursor, &mut screen.renderer, clipboard, &mut messages);
            let style = iced::advanced::renderer::Style { text_color: base.text_color };
            ui.draw(&mut screen.renderer, &theme, &style, screen.cursor);
            let size = Size::new((screen.size.width * scale) as u32, (screen.size.height * scale) as u32);
            (size, screen.renderer.screenshot(size, scale, base.background_color))
        })
    }
}

fn pressed(key: Key, text: Option<&str>, modifiers: Modifiers) -> Event {
    Event::Keyboard(keyboard::Event::KeyPressed {
        modified_key: key.clone(),
        physical_key: Physical::Unidentified(key::UNKNOWN),
        location: Location::Standard,
        modifiers,
        text: text.map(Into::into),
        repeat: false,
        key,
    })
}

mod key {
    use iced::keyboard::key::NativeCode;
    pub const UNKNOWN: NativeCode = NativeCode::Unidentified;
}

/// A tree as lines "Role name", for comparison and for failures.
pub fn lines(tree: &Snapshot) -> Vec<String> {
    let line = |(_, node): &(NodeId, Node)| format!("{:?} {}", node.role(), node.label().or(node.value()).unwrap_or_default());
    tree.nodes.iter().map(line).collect()
}

/// The name of what has the focus.
pub fn focused(tree: &Snapshot) -> String {
    tree.focused().map(|node| format!("{:?} {}", node.role(), node.label().unwrap_or_default())).unwrap_or_default()
}

/// Alt and a letter mean one thing in a window, or in the card that has to be answered first.
fn check_access_keys(tree: &Snapshot) {
    let find = |id: &NodeId| tree.nodes.iter().find(|(known, _)| known == id).map(|(_, node)| node);
    let mut within: Vec<&Node> = tree.nodes.iter().map(|(_, node)| node).filter(|node| node.is_modal()).take(1).collect();
    if within.is_empty() {
        within.extend(tree.nodes.first().map(|(_, node)| node));
    }
    let mut seen: Vec<(&str, &str)> = Vec::new();
    while let Some(node) = within.pop() {
        within.extend(node.children().iter().filter_map(find));
        let Some(key) = node.access_key() else { continue };
        let name = node.label().unwrap_or_default();
        // Of cards that are alike the first one answers.
        let other = seen.iter().find(|(known, other)| *known == key && *other != name);
        assert!(other.is_none(), "Alt+{key} is of {name:?} and of {:?} in {:#?}", other.map(|(_, name)| name), lines(tree));
        seen.push((key, name));
    }
}

/// The rule for every view: what can be focused or pressed has a name, and siblings have different keys.
pub fn check_rules(tree: &Snapshot) {
    for (_, node) in &tree.nodes {
        let acts = node.supports_action(accesskit::Action::Focus) || node.supports_action(accesskit::Action::Click);
        let named = node.label().is_some_and(|name| !name.trim().is_empty());
        assert!(!acts || named, "a {:?} without a name in {:#?}", node.role(), lines(tree));
    }
    check_access_keys(tree);
    assert_eq!(tree.doubled, Vec::<String>::new(), "keys that are not unique among siblings in {:#?}", lines(tree));
}
