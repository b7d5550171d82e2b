//! What a widget means: its role, name, state and actions, said once by the view that draws it.
//!
//! The same value serves the keyboard (what can be activated can be focused, and answers Enter and Space), assistive
//! technologies (through [`crate::ui::accessibility::tree`]) and the tests, which find widgets by role and name.

use super::text::bidi;

pub use super::accessible::{Accessible, accessible};
pub use accesskit::Role;
use accesskit::{Action, HasPopup, Invalid, Live, Node, NodeId, TextPosition, TextSelection, Toggled};
use iced::window;

/// The meaning of one widget. It holds no message, so `Element::map` does not concern it.
#[derive(Debug, Clone, PartialEq)]
pub struct Semantics {
    pub role: Role,
    /// Distinguishes the widget from its siblings, and keeps its identity when they move.
    pub key: String,
    pub name: String,
    /// The text of an input; what a drop-down shows.
    pub value: Option<String>,
    /// What is selected in an input, as indices of characters: where it began and where the caret is. When the widget tells.
    pub selection: Option<(usize, usize)>,
    pub description: String,
    /// In a list, or the tab in front.
    pub selected: Option<bool>,
    /// A tick, or a menu entry with one.
    pub toggled: Option<bool>,
    /// A group, a menu, a drop-down.
    pub expanded: Option<bool>,
    /// Opens a menu.
    pub popup: bool,
    pub disabled: bool,
    /// Alt and this letter press it.
    pub access_key: Option<char>,
    /// A field whose text cannot be taken as it is.
    pub invalid: bool,
    /// Nothing else in the window answers while it is there.
    pub modal: bool,
    /// New content is announced without moving the focus.
    pub live: bool,
    /// Set on the root of a window only.
    pub window: Option<window::Id>,
}

impl Semantics {
    pub fn new(role: Role, key: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            role,
            key: key.into(),
            name: name.into(),
            value: None,
            selection: None,
            description: String::new(),
            selected: None,
            toggled: None,
            expanded: None,
            popup: false,
            disabled: false,
            access_key: None,
            invalid: false,
            modal: false,
            live: false,
            window: None,
        }
    }

    /// The root of a window's view.
    pub fn window(id: window::Id, title: impl Into<String>) -> Self {
        Self { window: Some(id), ..Self::new(Role::Window, "window", title) }
    }

    /// Text inside is part of the name: it is not exposed a second time.
    pub fn is_leaf(&self) -> bool {
        use Role::{
            Alert, AlertDialog, Dialog, Form, Group, List, ListBox, Log, Menu, MenuBar, Status, TabList, TabPanel, Toolbar, Tooltip, Tree,
            Window,
        };
        !matches!(
            self.role,
            Window
                | Dialog
                | AlertDialog
                | Alert
                | Form
                | Group
                | List
                | ListBox
                | Log
                | Menu
                | MenuBar
                | Status
                | TabList
                | TabPanel
                | Toolbar
                | Tooltip
                | Tree
        )
    }

    /// Takes text from the keyboard: Esc is not its business, but the window's.
    pub fn is_input(&self) -> bool {
        matches!(self.role, Role::TextInput | Role::PasswordInput | Role::MultilineTextInput | Role::SearchInput)
    }

    /// The AccessKit node, without bounds, children and actions. Marks of direction are for the eye only.
    pub fn node(&self) -> Node {
        let mut node = Node::new(self.role);
        node.set_label(bidi::strip(&self.name));
        if let Some(value) = &self.value {
            node.set_value(value.as_str());
        }
        if !self.description.is_empty() {
            node.set_description(bidi::strip(&self.description));
        }
        if let Some(selected) = self.selected {
            node.set_selected(selected);
        }
        if let Some(toggled) = self.toggled {
            node.set_toggled(Toggled::from(toggled));
        }
        if let Some(expanded) = self.expanded {
            node.set_expanded(expanded);
        }
        if self.popup {
            node.set_has_popup(HasPopup::Menu);
        }
        if let Some(key) = self.access_key {
            node.set_access_key(key.to_string());
        }
        if self.disabled {
            node.set_disabled();
        }
        if self.invalid {
            node.set_invalid(Invalid::True);
        }
        if self.modal {
            node.set_modal();
        }
        if self.live {
            node.set_live(Live::Polite);
        }
        node
    }

    /// The text of an input as the runs AccessKit wants below it: one a line. `id` names the run of a number.
    pub fn text_runs(&self, node: &mut Node, id: impl Fn(usize) -> NodeId) -> Vec<(NodeId, Node)> {
        let Some(value) = self.value.as_ref().filter(|_| self.is_input()) else { return Vec::new() };
        node.add_action(Action::SetValue);
        let mut lines: Vec<&str> = value.split_inclusive('\n').collect();
        if value.is_empty() || value.ends_with('\n') {
            lines.push("");
        }
        if let Some((anchor, focus)) = self.selection {
            let [anchor, focus] =
                [anchor, focus].map(|at| position(&lines, at)).map(|(line, at)| TextPosition { node: id(line), character_index: at });
            node.set_text_selection(TextSelection { anchor, focus });
        }
        let runs = lines.iter().enumerate().map(|(line, text)| {
            let mut run = Node::new(Role::TextRun);
            run.set_value(*text);
            run.set_character_lengths(text.chars().map(|c| c.len_utf8() as u8).collect::<Vec<_>>());
            (id(line), run)
        });
        let runs: Vec<_> = runs.collect();
        runs.iter().for_each(|(id, _)| node.push_child(*id));
        runs
    }
}

/// The line that the character of an index is in, and its index there. Behind a line's end is before the next line.
fn position(lines: &[&str], mut at: usize) -> (usize, usize) {
    let last = lines.len() - 1;
    for (number, line) in lines.iter().enumerate() {
        let length = line.chars().count();
        if at < length || number == last {
            return (number, at.min(length));
        }
        at -= length;
    }
    (last, 0)
}

/// What an assistive technology asks a widget to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    Activate,
    Focus,
    SetValue(String),
}

/// What a widget hands to an operation, through `Operation::custom`.
#[derive(Debug)]
pub struct Visit {
    pub semantics: Semantics,
    pub can_activate: bool,
    pub request: Option<Request>,
}

impl Visit {
    pub fn new(semantics: Semantics, can_activate: bool) -> Self {
        Self { semantics, can_activate, request: None }
    }
}
