//! What the mouse does in the log: scroll, mark, press, and ask what can be done.

use super::Happening;
use super::row::Row;
use super::selection::{Selection, Style};
use super::state::{Focus, STEP, State, Target, moved};
use super::view::Anchor;
use iced::advanced::{Clipboard, Shell, clipboard, mouse};
use iced::time::{Duration, Instant};
use iced::{Point, Rectangle, Size};

/// While text is marked beyond the edges the log follows, a little so often.
const FOLLOW: Duration = Duration::from_millis(16);

/// What the mouse is about.
#[derive(Debug, Default)]
pub struct Pointer {
    drag: Option<Drag>,
    click: Option<mouse::Click>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Drag {
    /// Where the mouse is.
    Text(Point),
    /// How far below the thumb's top the mouse took it.
    Thumb(f32),
}

impl Pointer {
    pub fn is_dragging_thumb(&self) -> bool {
        matches!(self.drag, Some(Drag::Thumb(_)))
    }
}

impl State {
    pub fn mouse<Message>(
        &mut self,
        rows: &[Row],
        event: &mouse::Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) -> Option<Happening> {
        match event {
            mouse::Event::WheelScrolled { delta } if cursor.is_over(bounds) => {
                self.view.pending += match delta {
                    mouse::ScrollDelta::Lines { y, .. } => y * STEP,
                    mouse::ScrollDelta::Pixels { y, .. } => *y,
                };
                moved(shell);
                shell.capture_event();
            }
            mouse::Event::ButtonPressed(button) => {
                let over = cursor.position_over(bounds);
                return match button {
                    mouse::Button::Left => {
                        self.focus = if over.is_some() { Focus::ByMouse } else { Focus::Elsewhere };
                        self.press(rows, bounds, over?, shell)
                    }
                    mouse::Button::Right => self.ask(rows, bounds, over?, shell),
                    _ => None,
                };
            }
            mouse::Event::CursorMoved { .. } => {
                let point = cursor.land().position()?;
                match self.pointer.drag {
                    Some(Drag::Text(_)) => {
                        self.pointer.drag = Some(Drag::Text(point));
                        self.mark(rows, bounds, point, shell);
                    }
                    Some(Drag::Thumb(grip)) => self.drag_thumb(rows, bounds, point.y - grip, shell),
                    // The thumb and the button show that the mouse is near.
                    None if cursor.is_over(bounds) => shell.request_redraw(),
                    None => {}
                }
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => {
                let Drag::Text(_) = self.pointer.drag.take()? else { return None };
                let empty = self.selection.is_none_or(|selection| selection.is_empty());
                if !empty {
                    // What is marked can be pasted with the middle button, as X11 and Wayland have it.
                    let text = self.selection.and_then(|selection| selection.text(rows, Style::Plain));
                    clipboard.write(clipboard::Kind::Primary, text?);
                } else if let Some(point) = cursor.position_over(bounds)
                    && let Target::Link(link) = self.target(rows, bounds, point)
                {
                    return Some(Happening::LinkPressed(link));
                }
            }
            _ => {}
        }
        None
    }

    fn press<Message>(&mut self, rows: &[Row], bounds: Rectangle, point: Point, shell: &mut Shell<'_, Message>) -> Option<Happening> {
        shell.request_redraw();
        match self.target(rows, bounds, point) {
            Target::Newest => self.jump(shell),
            Target::Offer(id) => return Some(Happening::OfferTaken(id)),
            Target::Quote(id) => return Some(Happening::QuotePressed(id)),
            Target::Reaction(id, emoji) => return Some(Happening::ReactionPressed(id, emoji)),
            Target::Thumb => {
                let thumb = self.thumb(rows.len(), bounds)?;
                let grip = if thumb.contains(Point::new(thumb.x, point.y)) { point.y - thumb.y } else { thumb.height / 2.0 };
                self.pointer.drag = Some(Drag::Thumb(grip));
                self.drag_thumb(rows, bounds, point.y - grip, shell);
            }
            Target::Text | Target::Link(_) => {
                let click = mouse::Click::new(point, mouse::Button::Left, self.pointer.click);
                self.pointer.click = Some(click);
                self.pointer.drag = Some(Drag::Text(point));
                self.selection = self.position(rows, bounds, point).map(|position| match click.kind() {
                    mouse::click::Kind::Single => Selection::at(position),
                    mouse::click::Kind::Double => Selection::word(rows, position),
                    mouse::click::Kind::Triple => Selection::message(rows, position),
                });
            }
        }
        None
    }

    /// The right button: what is marked stays when it was pressed on it.
    fn ask<Message>(&mut self, rows: &[Row], bounds: Rectangle, point: Point, shell: &mut Shell<'_, Message>) -> Option<Happening> {
        shell.request_redraw();
        let position = self.position(rows, bounds, point)?;
        if !self.selection.is_some_and(|selection| selection.contains(rows, position)) {
            self.selection = None;
        }
        let link = match self.target(rows, bounds, point) {
            Target::Link(link) => Some(link),
            _ => None,
        };
        let place = Rectangle::new(Point::new(point.x - bounds.x, point.y - bounds.y), Size::ZERO);
        self.about(rows, position.index, link, place).map(Happening::Asked)
    }

    /// Extends the selection to a point; beyond the edges the log follows for as long as the mouse is there.
    fn mark<Message>(&mut self, rows: &[Row], bounds: Rectangle, point: Point, shell: &mut Shell<'_, Message>) {
        if is_beyond(bounds, point) {
            shell.request_redraw();
        }
        let single = self.pointer.click.is_none_or(|click| click.kind() == mouse::click::Kind::Single);
        if let (true, Some(end), Some(selection)) = (single, self.position(rows, bounds, point), &mut self.selection)
            && selection.end != end
        {
            selection.end = end;
            shell.request_redraw();
        }
    }

    /// A frame while text is marked beyond an edge: the further away, the faster.
    pub fn follow<Message>(&mut self, rows: &[Row], bounds: Rectangle, now: Instant, shell: &mut Shell<'_, Message>) {
        let Some(Drag::Text(point)) = self.pointer.drag.filter(|drag| matches!(drag, Drag::Text(point) if is_beyond(bounds, *point)))
        else {
            return;
        };
        let (above, below) = (bounds.y - point.y, point.y - bounds.y - bounds.height);
        self.view.pending += if above > 0.0 { above.min(STEP) / 3.0 } else { -below.min(STEP) / 3.0 };
        self.mark(rows, bounds, point, shell);
        shell.invalidate_layout();
        shell.request_redraw_at(now + FOLLOW);
    }

    fn drag_thumb<Message>(&mut self, rows: &[Row], bounds: Rectangle, top: f32, shell: &mut Shell<'_, Message>) {
        let Some(thumb) = self.thumb(rows.len(), bounds) else { return };
        let share = ((top - bounds.y) / (bounds.height - thumb.height).max(1.0)).clamp(0.0, 1.0);
        if share >= 1.0 {
            self.view.anchor = Anchor::Bottom;
        } else {
            let seen = self.view.visible.len().min(rows.len());
            self.view.go_to(rows, (share * (rows.len() - seen) as f32).round() as usize);
        }
        moved(shell);
    }
}

fn is_beyond(bounds: Rectangle, point: Point) -> bool {
    point.y < bounds.y || point.y > bounds.y + bounds.height
}
