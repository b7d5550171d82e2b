//! What the pointer does to a list or to tabs besides pressing them: presses with Ctrl or Shift, the other buttons, and dragging, with
//! what is dragged at the pointer.

use crate::ui::theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{self, Paragraph as _, Renderer as _};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse, overlay, renderer};
use iced::keyboard::{self, Key, Modifiers, key::Named};
use iced::{Element, Event, Length, Pixels, Point, Rectangle, Renderer, Size, Theme, Vector, alignment, window};

/// A press that moves less is a click.
const SLACK: f32 = 6.0;
/// The scroll bar, which is dragged for itself.
const BAR: f32 = 12.0;

/// Points are counted from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gesture {
    /// The left button, with Ctrl or Shift held.
    Picked(Point, Modifiers),
    /// The right button.
    Asked(Point),
    /// The middle button.
    Middle(Point),
    /// Pressed at the first point, moved to the second, and still held.
    Dragged(Point, Point),
    Dropped(Point),
    /// Esc while dragging, or another window came.
    Cancelled,
}

/// Wraps a list. `ghost` is what is drawn at the pointer while it drags something. With a gesture come the places of the parts
/// that `content` is laid out from.
pub fn gestures<'a, Message>(
    content: impl Into<Element<'a, Message>>,
    ghost: Option<String>,
    on_gesture: impl Fn(Gesture, &[Rectangle]) -> Option<Message> + 'a,
) -> Gestures<'a, Message> {
    Gestures { content: content.into(), ghost, on_gesture: Box::new(on_gesture) }
}

/// What a gesture over parts at these places says.
type OnGesture<'a, Message> = Box<dyn Fn(Gesture, &[Rectangle]) -> Option<Message> + 'a>;

#[allow(missing_debug_implementations)]
pub struct Gestures<'a, Message> {
    content: Element<'a, Message>,
    ghost: Option<String>,
    on_gesture: OnGesture<'a, Message>,
}

#[derive(Default)]
struct State {
    modifiers: Modifiers,
    pressed: Option<Point>,
    /// Where the pointer was when the event before came.
    pointer: Option<Point>,
    dragging: bool,
    /// Where it was dragged last: beyond the window's edges nothing else tells.
    last: Point,
}

impl<Message> Widget<Message, Theme, Renderer> for Gestures<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }
    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }
    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }
    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let state = tree.state.downcast_mut::<State>();
        let within = |point: Point| Point::new(point.x - bounds.x, point.y - bounds.y);
        let happened = |gesture: Gesture, shell: &mut Shell<'_, Message>| {
            let places: Vec<_> = layout.children().map(|part| part.bounds() - Vector::new(bounds.x, bounds.y)).collect();
            if let Some(message) = (self.on_gesture)(gesture, &places) {
                shell.publish(message);
            }
        };
        let mut forwarded = Some(event.clone());
        let mut seen = cursor;
        // Events come in batches, with the place where the pointer is after all of them: on a busy machine it is far away from where it
        // was pressed by then. What covers this list shows no pointer at all.
        if let (Event::Mouse(mouse::Event::ButtonPressed(_)), Some(pointer), Some(_)) = (event, state.pointer, cursor.position()) {
            seen = mouse::Cursor::Available(pointer);
        }
        match event {
            Event::Mouse(mouse::Event::CursorMoved { position }) => state.pointer = Some(*position),
            Event::Mouse(mouse::Event::CursorLeft) => state.pointer = None,
            _ => {}
        }
        let over = seen.position_over(bounds).filter(|_| !shell.is_event_captured());
        match event {
            Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)) => state.modifiers = *modifiers,
            Event::Window(window::Event::Unfocused) => {
                let before = std::mem::take(state);
                if before.dragging {
                    happened(Gesture::Cancelled, shell);
                }
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key: Key::Named(Named::Escape), .. }) if state.dragging => {
                (state.dragging, state.pressed) = (false, None);
                happened(Gesture::Cancelled, shell);
                shell.capture_event();
                forwarded = None;
            }
            Event::Mouse(mouse::Event::ButtonPressed(button)) => match (over, button) {
                (Some(at), mouse::Button::Left) if state.modifiers.command() || state.modifiers.shift() => {
                    happened(Gesture::Picked(within(at), state.modifiers), shell);
                    shell.capture_event();
                    forwarded = None;
                }
                (Some(at), mouse::Button::Left) => state.pressed = Some(at).filter(|at| at.x < bounds.x + bounds.width - BAR),
                (Some(at), mouse::Button::Right) => happened(Gesture::Asked(within(at)), shell),
                (Some(at), mouse::Button::Middle) => happened(Gesture::Middle(within(at)), shell),
                _ => {}
            },
            Event::Mouse(mouse::Event::CursorMoved { position }) => {
                if let Some(from) = state.pressed.filter(|from| state.dragging || from.distance(*position) > SLACK) {
                    if !std::mem::replace(&mut state.dragging, true) {
                        // The row that was pressed is let go without having been clicked.
                        seen = mouse::Cursor::Unavailable;
                        forwarded = Some(Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)));
                    } else {
                        forwarded = None;
                    }
                    state.last = *position;
                    happened(Gesture::Dragged(within(from), within(*position)), shell);
                    shell.request_redraw();
                }
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) => {
                state.pressed = None;
                if std::mem::take(&mut state.dragging) {
                    happened(Gesture::Dropped(within(cursor.position().unwrap_or(state.last))), shell);
                    shell.capture_event();
                    forwarded = None;
                }
            }
            _ => {}
        }
        if let Some(event) = forwarded {
            self.content.as_widget_mut().update(&mut tree.children[0], &event, layout, seen, renderer, clipboard, shell, viewport);
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        // While something is dragged, the rows do not light up under the pointer.
        let seen = if state.dragging { mouse::Cursor::Unavailable } else { cursor };
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, seen, viewport);
        if let (true, Some(label), Some(at)) = (state.dragging, &self.ghost, cursor.position()) {
            let bounds = layout.bounds();
            renderer.with_layer(bounds, |renderer| draw_ghost(renderer, theme, label, at, bounds));
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        if tree.state.downcast_ref::<State>().dragging && self.ghost.is_some() {
            return mouse::Interaction::Grabbing;
        }
        self.content.as_widget().mouse_interaction(&tree.children[0], layout, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        self.content.as_widget_mut().overlay(&mut tree.children[0], layout, renderer, viewport, translation)
    }
}

/// A small card beside the pointer, inside the list.
fn draw_ghost(renderer: &mut Renderer, theme: &Theme, label: &str, at: Point, within: Rectangle) {
    const HEIGHT: f32 = 28.0;
    let tokens = theme::tokens(theme);
    let line = |content: String, bounds: Size| text::Text {
        content,
        bounds,
        size: Pixels(theme::LABEL),
        line_height: text::LineHeight::default(),
        font: theme::MEDIUM,
        align_x: text::Alignment::Left,
        align_y: alignment::Vertical::Center,
        shaping: text::Shaping::Advanced,
        wrapping: text::Wrapping::None,
    };
    let wanted = <Renderer as text::Renderer>::Paragraph::with_text(line(label.to_owned(), Size::INFINITE).as_ref()).min_width();
    let width = (wanted + 24.0).min(within.width - 16.0);
    let x = (at.x + 10.0).min(within.x + within.width - width - 8.0).max(within.x + 8.0);
    let y = (at.y + 12.0).min(within.y + within.height - HEIGHT - 4.0);
    let bounds = Rectangle::new(Point::new(x.round(), y.round()), Size::new(width, HEIGHT));
    let border = iced::border::rounded(theme::RADIUS).width(1).color(tokens.accent);
    renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, tokens.background);
    let inner = bounds.shrink(iced::Padding::from([0, 12]));
    renderer.fill_text(line(label.to_owned(), inner.size()), Point::new(inner.x, inner.center_y()), tokens.text, inner);
}

impl<'a, Message: 'a> From<Gestures<'a, Message>> for Element<'a, Message> {
    fn from(gestures: Gestures<'a, Message>) -> Self {
        Self::new(gestures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::Screen;
    use iced::widget::container;

    fn list<'a>() -> Element<'a, Gesture> {
        let part = iced::widget::Space::new().width(100).height(100);
        container(gestures(part, None, |gesture, _| Some(gesture))).into()
    }

    #[test]
    fn a_drag_begins_where_it_was_pressed_though_the_pointer_is_far_away_by_then() {
        let mut screen = Screen::new(400.0, 400.0);
        let (from, to) = (Point::new(20.0, 20.0), Point::new(300.0, 350.0));
        let moved = |position| mouse::Event::CursorMoved { position };
        let pressed = mouse::Event::ButtonPressed(mouse::Button::Left);
        let told = screen.batch(list(), &[moved(from), pressed, moved(to)]);
        assert_eq!(told, [Gesture::Dragged(from, to)]);
        let told = screen.batch(list(), &[mouse::Event::ButtonReleased(mouse::Button::Left)]);
        assert_eq!(told, [Gesture::Dropped(to)]);
    }
}
