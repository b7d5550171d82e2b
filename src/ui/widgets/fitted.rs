//! A row whose parts have the width they want while there is room, and share what there is when there is not: the widest give way.

use iced::advanced::layout::{Layout, Limits, Node};
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::{Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector};

/// Each part with the width it wants; it fills what it gets.
pub fn fitted<Message>(parts: Vec<(f32, Element<'_, Message>)>, spacing: f32) -> Fitted<'_, Message> {
    let (wanted, parts) = parts.into_iter().unzip();
    Fitted { wanted, parts, spacing }
}

#[allow(missing_debug_implementations)]
pub struct Fitted<'a, Message> {
    wanted: Vec<f32>,
    parts: Vec<Element<'a, Message>>,
    spacing: f32,
}

/// The widths that fit into `room`: nobody gets more than wanted, and who gives way gets as much as the others who do.
fn share(wanted: &[f32], room: f32) -> Vec<f32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]));
    let (mut left, mut widths) = (room.max(0.0), vec![0.0; wanted.len()]);
    for (done, index) in order.into_iter().enumerate() {
        widths[index] = wanted[index].min(left / (wanted.len() - done) as f32).floor();
        left -= widths[index];
    }
    widths
}

impl<Message> Widget<Message, Theme, Renderer> for Fitted<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        self.parts.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.parts);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &Limits) -> Node {
        let whole = limits.max().width;
        let room = whole - self.spacing * self.parts.len().saturating_sub(1) as f32;
        let (mut x, mut height, mut nodes) = (0.0, 0.0_f32, Vec::with_capacity(self.parts.len()));
        for ((part, tree), width) in self.parts.iter_mut().zip(&mut tree.children).zip(share(&self.wanted, room)) {
            let limits = Limits::new(Size::ZERO, Size::new(width, limits.max().height));
            let node = part.as_widget_mut().layout(tree, renderer, &limits).move_to(Point::new(x, 0.0));
            x += width + self.spacing;
            height = height.max(node.size().height);
            nodes.push(node);
        }
        Node::with_children(Size::new(whole, height), nodes)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.traverse(&mut |operation| {
            for ((part, tree), layout) in self.parts.iter_mut().zip(&mut tree.children).zip(layout.children()) {
                part.as_widget_mut().operate(tree, layout, renderer, operation);
            }
        });
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
        for ((part, tree), layout) in self.parts.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            part.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
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
        for ((part, tree), layout) in self.parts.iter().zip(&tree.children).zip(layout.children()) {
            part.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
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
        let parts = self.parts.iter().zip(&tree.children).zip(layout.children());
        parts
            .map(|((part, tree), layout)| part.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer))
            .max()
            .unwrap_or_default()
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        overlay::from_children(&mut self.parts, tree, layout, renderer, viewport, translation)
    }
}

impl<'a, Message: 'a> From<Fitted<'a, Message>> for Element<'a, Message> {
    fn from(fitted: Fitted<'a, Message>) -> Self {
        Self::new(fitted)
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn everybody_gets_what_they_want_while_there_is_room() {
        assert_eq!(share(&[100.0, 50.0], 400.0), [100.0, 50.0]);
        assert_eq!(share(&[], 400.0), [0.0; 0]);
    }

    #[test]
    fn the_widest_give_way_first() {
        assert_eq!(share(&[200.0, 50.0, 300.0], 250.0), [100.0, 50.0, 100.0]);
        assert_eq!(share(&[200.0; 4], 100.0), [25.0; 4]);
        assert_eq!(share(&[200.0], -5.0), [0.0]);
    }
}
