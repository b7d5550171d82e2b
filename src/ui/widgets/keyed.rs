//! Rows that move: an open menu, the focus or a pressed button stays with its row, and not with its place. (The toolkit's own keyed
//! column takes a row for another one where several have come and gone at once.)

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::widget::Column;
use iced::{Element, Event, Length, Padding, Pixels, Rectangle, Renderer, Size, Theme, Vector};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Of a row: by what it shows.
pub fn key(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Rows below each other, each with what tells it from the others.
pub fn keyed<'a, Message: 'a>(rows: impl IntoIterator<Item = (u64, Element<'a, Message>)>) -> Keyed<'a, Message> {
    // A column leaves out what takes no room.
    let rows = rows.into_iter().filter(|(_, row)| !row.as_widget().size_hint().is_void());
    let (keys, rows): (Vec<_>, Vec<_>) = rows.unzip();
    Keyed { keys, column: Column::with_children(rows) }
}

#[allow(missing_debug_implementations)]
pub struct Keyed<'a, Message> {
    keys: Vec<u64>,
    column: Column<'a, Message>,
}

/// Those of the rows as they were drawn last.
struct Keys(Vec<u64>);

impl<'a, Message: 'a> Keyed<'a, Message> {
    pub fn spacing(self, amount: impl Into<Pixels>) -> Self {
        Self { column: self.column.spacing(amount), ..self }
    }

    pub fn padding(self, padding: impl Into<Padding>) -> Self {
        Self { column: self.column.padding(padding), ..self }
    }

    pub fn width(self, width: impl Into<Length>) -> Self {
        Self { column: self.column.width(width), ..self }
    }

    fn inner(&self) -> &dyn Widget<Message, Theme, Renderer> {
        &self.column
    }

    fn inner_mut(&mut self) -> &mut dyn Widget<Message, Theme, Renderer> {
        &mut self.column
    }
}

impl<'a, Message: 'a> Widget<Message, Theme, Renderer> for Keyed<'a, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Keys>()
    }
    fn state(&self) -> tree::State {
        tree::State::new(Keys(self.keys.clone()))
    }
    fn children(&self) -> Vec<Tree> {
        self.inner().children()
    }

    fn diff(&self, tree: &mut Tree) {
        let before = std::mem::replace(&mut tree.state.downcast_mut::<Keys>().0, self.keys.clone());
        if before != self.keys {
            let mut known: HashMap<u64, Tree> = before.into_iter().zip(std::mem::take(&mut tree.children)).collect();
            let new = self.inner().children().into_iter();
            tree.children = self.keys.iter().zip(new).map(|(key, new)| known.remove(key).unwrap_or(new)).collect();
        }
        self.inner().diff(tree);
    }

    fn size(&self) -> Size<Length> {
        self.inner().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        self.inner_mut().layout(tree, renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.inner_mut().operate(tree, layout, renderer, operation);
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
        self.inner_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.inner().mouse_interaction(tree, layout, cursor, viewport, renderer)
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
        self.inner().draw(tree, renderer, theme, style, layout, cursor, viewport);
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        self.column.overlay(tree, layout, renderer, viewport, translation)
    }
}

impl<'a, Message: 'a> From<Keyed<'a, Message>> for Element<'a, Message> {
    fn from(keyed: Keyed<'a, Message>) -> Self {
        Element::new(keyed)
    }
}
