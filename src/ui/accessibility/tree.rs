//! Reads the tree of meanings off the laid-out widgets: one operation, no state of its own.

use crate::ui::semantics::{Request, Visit};
use crate::ui::text::bidi;
use accesskit::{Action, Affine, Live, Node, NodeId, Rect, Role, TreeId, TreeInfo, TreeUpdate};
use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Focusable, Operation, Outcome, Scrollable};
use iced::{Rectangle, Vector, window};
use std::any::Any;
use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The tree of one window, parents before children.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub window: window::Id,
    pub nodes: Vec<(NodeId, Node)>,
    pub focus: NodeId,
    /// Keys that were not unique among siblings: the nodes got other ids, and move when siblings do.
    pub doubled: Vec<String>,
}

impl Snapshot {
    /// The first node with this role and name, whatever marks of direction the name has.
    pub fn find(&self, role: Role, name: &str) -> Option<&(NodeId, Node)> {
        let name = bidi::strip(name);
        self.nodes.iter().find(|(_, node)| node.role() == role && node.label() == Some(name.as_str()))
    }

    /// The node that has the focus.
    pub fn focused(&self) -> Option<&Node> {
        self.nodes.iter().find(|(id, _)| *id == self.focus).map(|(_, node)| node)
    }

    pub fn update(mut self, scale: f32) -> TreeUpdate {
        let (root, node) = &mut self.nodes[0];
        node.set_transform(Affine::scale(f64::from(scale)));
        let tree = TreeInfo { toolkit_name: Some("iced".into()), ..TreeInfo::new(*root) };
        TreeUpdate { tree: Some(tree), tree_id: TreeId::ROOT, focus: self.focus, nodes: self.nodes }
    }
}

/// Walks through the widgets of all windows, carries out a request and takes a snapshot.
#[derive(Debug, Default)]
pub struct Walk {
    request: Option<(window::Id, NodeId, Request)>,
    done: RefCell<Vec<Snapshot>>,
    /// The ancestors of the widget at hand, as indices into the nodes of the last snapshot.
    ancestors: Vec<(usize, bool)>,
    entered: Option<(usize, bool)>,
    taken: HashSet<(window::Id, NodeId)>,
    offset: Vector,
    scrolled: Vector,
}

impl Walk {
    pub fn new(request: Option<(window::Id, NodeId, Request)>) -> Self {
        Self { request, ..Self::default() }
    }

    fn add(&mut self, key: &str, mut node: Node, bounds: Rectangle) -> Option<(usize, NodeId)> {
        let tree = self.done.get_mut().last_mut()?;
        let bounds = bounds - self.offset;
        let (left, top) = (f64::from(bounds.x), f64::from(bounds.y));
        node.set_bounds(Rect::new(left, top, left + f64::from(bounds.width), top + f64::from(bounds.height)));
        // Overlays come after the root, which adopts them.
        let parent = self.ancestors.last().map(|(index, _)| *index).or((!tree.nodes.is_empty()).then_some(0));
        let mut id = node_id(parent.map(|index| tree.nodes[index].0), key);
        while !self.taken.insert((tree.window, id)) {
            id.0 = id.0.wrapping_add(1);
            tree.doubled.push(key.to_owned());
        }
        if let Some(parent) = parent {
            // What is announced speaks for what is inside.
            if tree.nodes[parent].1.live() == Some(Live::Polite) && node.live().is_none() {
                node.set_live(Live::Off);
            }
            tree.nodes[parent].1.push_child(id);
        } else {
            tree.focus = id;
        }
        tree.nodes.push((id, node));
        Some((tree.nodes.len() - 1, id))
    }

    fn visit(&mut self, visit: &mut Visit, bounds: Rectangle) -> Option<()> {
        let Visit { semantics, can_activate, request } = visit;
        if let Some(window) = semantics.window {
            self.ancestors.clear();
            self.done.get_mut().push(Snapshot { window, nodes: Vec::new(), focus: NodeId(0), doubled: Vec::new() });
        }
        let mut node = semantics.node();
        // What cannot be pressed now keeps its action: clients remember who has one.
        if *can_activate || semantics.disabled && semantics.role == Role::Button {
            node.add_action(Action::Click);
        }
        let (index, id) = self.add(&semantics.key, node, bounds)?;
        self.entered = Some((index, semantics.is_leaf()));
        let tree = self.done.get_mut().last_mut()?;
        let runs = semantics.text_runs(&mut tree.nodes[index].1, |line| node_id(Some(id), &format!("text {line}")));
        tree.nodes.extend(runs);
        *request = self.request.as_ref().filter(|wanted| (wanted.0, wanted.1) == (tree.window, id)).map(|wanted| wanted.2.clone());
        Some(())
    }
}

impl Operation<Vec<Snapshot>> for Walk {
    fn custom(&mut self, _: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        if let Some(visit) = state.downcast_mut::<Visit>() {
            self.visit(visit, bounds);
        }
    }

    fn container(&mut self, _: Option<&Id>, _: Rectangle) {
        self.entered = None;
    }

    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        let Some((index, _)) = self.entered.or(self.ancestors.last().copied()) else { return };
        let Some(tree) = self.done.get_mut().last_mut() else { return };
        let (id, node) = &mut tree.nodes[index];
        node.add_action(Action::Focus);
        match &self.request {
            Some((window, target, Request::Focus)) if *window == tree.window && target == id => state.focus(),
            Some((window, _, Request::Focus)) if *window == tree.window => state.unfocus(),
            _ => {}
        }
        if state.is_focused() {
            tree.focus = *id;
        }
    }

    /// Text that no widget speaks for is exposed as it is.
    fn text(&mut self, _: Option<&Id>, bounds: Rectangle, text: &str) {
        let Some((parent, false)) = self.ancestors.last().copied() else { return };
        let Some(tree) = self.done.get_mut().last() else { return };
        let key = format!("text {}", tree.nodes[parent].1.children().len());
        let mut node = Node::new(Role::Label);
        node.set_value(bidi::strip(text));
        self.add(&key, node, bounds);
    }

    fn scrollable(&mut self, _: Option<&Id>, _: Rectangle, _: Rectangle, by: Vector, _: &mut dyn Scrollable) {
        self.scrolled = by;
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<Vec<Snapshot>>)) {
        let (entered, offset) = (self.entered.take(), self.offset);
        self.offset = offset + std::mem::take(&mut self.scrolled);
        self.ancestors.extend(entered);
        operate(self);
        self.offset = offset;
        if entered.is_some() {
            self.ancestors.pop();
        }
        // The last one inside may have had nothing to traverse.
        self.entered = None;
    }

    fn finish(&self) -> Outcome<Vec<Snapshot>> {
        Outcome::Some(self.done.take())
    }
}

/// The same path of keys always yields the same id.
pub fn node_id(parent: Option<NodeId>, key: &str) -> NodeId {
    let mut hasher = DefaultHasher::new();
    (parent.map(|id| id.0), key).hash(&mut hasher);
    NodeId(hasher.finish())
}
