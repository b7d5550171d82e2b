//! Buttons: primary, secondary, dangerous, quiet, and with an icon only.

use super::access::Label;
use super::icon::{Icon, icon, styled};
use super::tip;
use crate::ui::accessible::Accessible;
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme::{self, Tokens};
use iced::widget::button::{Status, Style};
use iced::widget::{Row, button, container};
use iced::{Alignment, Background, Border, Color, Element, Font, Padding, Theme};

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What Enter does.
    Primary,
    Secondary,
    /// Destroys something: its name says what.
    Danger,
    /// A link among text.
    Quiet,
}

/// A button; `label` may mark an access key (`_Add`). Without a message it is disabled.
pub fn labelled<'a, Message: Clone + 'a>(kind: Kind, key: &str, label: &str, message: Option<Message>) -> Accessible<'a, Message> {
    let label = Label::read(label);
    let face = label.view(theme::LABEL, font(kind), None);
    let padding = if kind == Kind::Quiet { Padding { top: 2.0, right: 4.0, bottom: 2.0, left: 1.0 } } else { Padding::from([6, 12]) };
    let drawn = button(face).padding(padding).style(move |theme, status| style(theme, status, kind)).on_press_maybe(message.clone());
    accessible(Semantics::new(Role::Button, key, label.text.clone()), drawn).on_activate_maybe(message).access_key(label.key())
}

pub fn primary<'a, Message: Clone + 'a>(key: &str, label: &str, message: Option<Message>) -> Accessible<'a, Message> {
    labelled(Kind::Primary, key, label, message)
}

pub fn secondary<'a, Message: Clone + 'a>(key: &str, label: &str, message: Option<Message>) -> Accessible<'a, Message> {
    labelled(Kind::Secondary, key, label, message)
}

pub fn danger<'a, Message: Clone + 'a>(key: &str, label: &str, message: Option<Message>) -> Accessible<'a, Message> {
    labelled(Kind::Danger, key, label, message)
}

pub fn quiet<'a, Message: Clone + 'a>(key: &str, label: &str, message: Option<Message>) -> Accessible<'a, Message> {
    labelled(Kind::Quiet, key, label, message)
}

/// Shows and hides what is below it. The arrow is an icon: not every system has a letter for it.
pub fn disclosure<'a, Message: Clone + 'a>(key: &str, label: &str, open: bool, message: Message) -> Accessible<'a, Message> {
    let label = Label::read(label);
    let arrow = styled(if open { Icon::Down } else { Icon::Right }, 14.0, theme::accent_icon);
    let face = Row::with_children([arrow, label.view(theme::LABEL, font(Kind::Quiet), None)]).spacing(3).align_y(Alignment::Center);
    let drawn = button(face)
        .padding(Padding { top: 2.0, right: 4.0, bottom: 2.0, left: 1.0 })
        .style(|theme, status| style(theme, status, Kind::Quiet))
        .on_press(message.clone());
    accessible(Semantics::new(Role::Button, key, label.text.clone()), drawn).on_activate(message).access_key(label.key()).expanded(open)
}

/// An icon alone: `name` says what it does, also beside the pointer.
pub fn with_icon<'a, Message: Clone + 'a>(key: &str, name: &str, sign: Icon, message: Option<Message>) -> Accessible<'a, Message> {
    let drawn = button(container(icon(sign, 16.0)).center(16.0))
        .padding(6)
        .style(|theme, status| style(theme, status, Kind::Quiet))
        .on_press_maybe(message.clone());
    accessible(Semantics::new(Role::Button, key, name), tip::above(drawn, name.to_owned())).on_activate_maybe(message)
}

/// Anything as a flat button: rows, cards, headings. The meaning says what it is.
pub fn flat<'a, Message: Clone + 'a>(
    semantics: Semantics,
    content: impl Into<Element<'a, Message>>,
    message: Message,
) -> Accessible<'a, Message> {
    let selected = semantics.selected == Some(true);
    let drawn = button(content).padding(0).style(move |theme, status| row(theme, status, selected)).on_press(message.clone());
    accessible(semantics, drawn).on_activate(message)
}

fn font(kind: Kind) -> Font {
    match kind {
        Kind::Primary => theme::SEMIBOLD,
        Kind::Secondary | Kind::Danger | Kind::Quiet => theme::REGULAR,
    }
}

/// The look of a button.
pub fn style(theme: &Theme, status: Status, kind: Kind) -> Style {
    let tokens = theme::tokens(theme);
    // Coloured words need a ground that stays near the window's own.
    let most = if matches!(kind, Kind::Danger | Kind::Quiet) { 0.06 } else { 0.16 };
    let pressed = match status {
        Status::Active | Status::Disabled => 0.0,
        Status::Hovered => most / 2.0,
        Status::Pressed => most,
    };
    let (ground, ink, edge) = colors(tokens, kind);
    let ground = match (kind, pressed > 0.0) {
        (Kind::Quiet, false) => None,
        _ => Some(Background::Color(theme::mix(tokens.text, ground, pressed))),
    };
    let border = Border { color: edge, width: if kind == Kind::Quiet { 0.0 } else { 1.0 }, radius: theme::RADIUS.into() };
    let style = Style { background: ground, text_color: ink, border, ..Style::default() };
    if status == Status::Disabled {
        let background = (kind != Kind::Quiet).then_some(Background::Color(tokens.side));
        return Style {
            background,
            text_color: theme::mix(tokens.dim, tokens.side, 0.7),
            border: Border { color: tokens.line, ..border },
            ..style
        };
    }
    style
}

fn colors(tokens: &Tokens, kind: Kind) -> (Color, Color, Color) {
    match kind {
        Kind::Primary => (tokens.accent, tokens.on_accent, tokens.accent),
        Kind::Secondary => (tokens.field, tokens.text, tokens.field_line),
        Kind::Danger => (tokens.field, tokens.danger, tokens.danger),
        Kind::Quiet => (tokens.background, tokens.accent, Color::TRANSPARENT),
    }
}

/// The look of a row that can be pressed.
pub fn row(theme: &Theme, status: Status, selected: bool) -> Style {
    let tokens = theme::tokens(theme);
    let background = match (selected, status) {
        (true, _) => Some(Background::Color(tokens.accent_weak)),
        (false, Status::Hovered | Status::Pressed) => Some(Background::Color(tokens.hover)),
        (false, Status::Active | Status::Disabled) => None,
    };
    Style { background, text_color: tokens.text, ..Style::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{Appearance, contrast, of, theme};

    #[test]
    fn every_button_is_readable_at_rest_under_the_pointer_and_pressed() {
        for appearance in Appearance::ALL {
            for kind in [Kind::Primary, Kind::Secondary, Kind::Danger, Kind::Quiet] {
                for status in [Status::Active, Status::Hovered, Status::Pressed] {
                    let Style { background, text_color, .. } = style(&theme(appearance), status, kind);
                    let ground = match background {
                        Some(Background::Color(ground)) => ground,
                        _ => of(appearance).background,
                    };
                    let ratio = contrast(text_color, ground);
                    assert!(ratio >= 4.5, "{appearance:?} {kind:?} {status:?}: {ratio}");
                }
            }
        }
    }
}
