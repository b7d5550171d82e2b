//! A card with all there is to know about what the pointer rests on: made only when it is shown.

use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::time::{Duration, Instant};
use iced::widget::container;
use iced::{Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector, window};

/// How long the pointer rests before the card comes.
const REST: Duration = Duration::from_millis(600);
const GAP: f32 = 4.0;

/// `content`, and the card that `make` makes, if it has anything to say, when the pointer rests on it.
pub fn info<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    make: impl Fn() -> Option<Element<'a, Message>> + 'a,
) -> Info<'a, Message> {
    Info { content: content.into(), make: Box::new(make) }
}

#[allow(missing_debug_implementations)]
pub struct Info<'a, Message> {
    content: Element<'a, Message>,
    make: Box<dyn Fn() -> Option<Element<'a, Message>> + 'a>,
}

#[derive(Default)]
enum State {
    #[default]
    Away,
    /// The pointer rests since then.
    Resting(Instant),
    Shown,
    /// A button or a key sent the card away; it comes back with the pointer.
    Dismissed,
}

impl<'a, Message: Clone + 'a> Widget<Message, Theme, Renderer> for Info<'a, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }
    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content), Tree::empty()]
    }
    fn diff(&self, tree: &mut Tree) {
        match &mut tree.children[..] {
            [content, _] => content.diff(&self.content),
            _ => tree.children = self.children(),
        }
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
        let over = layout.bounds().intersection(viewport).is_some_and(|seen| cursor.is_over(seen));
        let state = tree.state.downcast_mut::<State>();
        match (event, &*state) {
            (_, State::Resting(_) | State::Shown | State::Dismissed) if !over => {
                if matches!(state, State::Shown) {
                    shell.request_redraw();
                }
                *state = State::Away;
            }
            (Event::Mouse(mouse::Event::CursorMoved { .. }), State::Away | State::Resting(_)) if over => {
                let now = Instant::now();
                *state = State::Resting(now);
                shell.request_redraw_at(now + REST);
            }
            (Event::Window(window::Event::RedrawRequested(now)), State::Resting(since)) => {
                if now.saturating_duration_since(*since) >= REST {
                    *state = State::Shown;
                    shell.invalidate_layout();
                    shell.request_redraw();
                } else {
                    shell.request_redraw_at(*since + REST);
                }
            }
            (
                Event::Mouse(mouse::Event::ButtonPressed(_) | mouse::Event::WheelScrolled { .. })
                | Event::Keyboard(iced::keyboard::Event::KeyPressed { .. }),
                State::Resting(_) | State::Shown,
            ) => {
                *state = State::Dismissed;
                shell.request_redraw();
            }
            _ => {}
        }
        self.content.as_widget_mut().update(&mut tree.children[0], event, layout, cursor, renderer, clipboard, shell, viewport);
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
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
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
        let shown = matches!(tree.state.downcast_ref::<State>(), State::Shown);
        let [content, card] = &mut tree.children[..] else { return None };
        if let Some(above) = self.content.as_widget_mut().overlay(content, layout, renderer, viewport, translation) {
            return Some(above);
        }
        if !shown {
            return None;
        }
        let semantics = Semantics::new(Role::Tooltip, "about", String::new());
        let made: Element<'a, Message> = accessible(semantics, container((self.make)()?).padding([10, 12]).style(theme::raised)).into();
        card.diff(&made);
        Some(overlay::Element::new(Box::new(Shown { card: made, tree: card, around: layout.bounds() + translation })))
    }
}

/// The card, whole inside the window: below what it is about, or above it where there is more room.
struct Shown<'a, 'b, Message> {
    card: Element<'a, Message>,
    tree: &'b mut Tree,
    around: Rectangle,
}

impl<Message> overlay::Overlay<Message, Theme, Renderer> for Shown<'_, '_, Message> {
    fn layout(&mut self, renderer: &Renderer, window: Size) -> layout::Node {
        let room = Size::new((window.width - 2.0 * GAP).max(0.0), (window.height - 2.0 * GAP).max(0.0));
        let node = self.card.as_widget_mut().layout(self.tree, renderer, &layout::Limits::new(Size::ZERO, room));
        let position = place(self.around, node.size(), window);
        node.move_to(position)
    }

    fn operate(&mut self, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.card.as_widget_mut().operate(self.tree, layout, renderer, operation);
    }

    fn draw(&self, renderer: &mut Renderer, theme: &Theme, style: &renderer::Style, layout: Layout<'_>, cursor: mouse::Cursor) {
        self.card.as_widget().draw(self.tree, renderer, theme, style, layout, cursor, &Rectangle::with_size(Size::INFINITE));
    }
}

fn place(around: Rectangle, card: Size, window: Size) -> Point {
    let below = around.y + around.height + GAP;
    let above = around.y - card.height - GAP;
    let y = if below + card.height + GAP <= window.height || above < GAP { below } else { above };
    let inside = |at: f32, size: f32, room: f32| at.min(room - size - GAP).max(GAP).round();
    Point::new(inside(around.x + 12.0, card.width, window.width), inside(y, card.height, window.height))
}

impl<'a, Message: Clone + 'a> From<Info<'a, Message>> for Element<'a, Message> {
    fn from(info: Info<'a, Message>) -> Self {
        Self::new(info)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_is_whole_inside_the_window_and_covers_what_it_is_about_only_where_there_is_no_room() {
        let (window, card) = (Size::new(272.0, 400.0), Size::new(240.0, 120.0));
        let row = |y: f32| Rectangle::new(Point::new(0.0, y), Size::new(272.0, 48.0));
        assert_eq!(place(row(40.0), card, window), Point::new(12.0, 92.0), "below");
        assert_eq!(place(row(300.0), card, window), Point::new(12.0, 176.0), "above");
        let tall = place(row(200.0), Size::new(264.0, 380.0), window);
        assert_eq!(tall, Point::new(4.0, 16.0), "too large for either, and still whole");
    }
}
