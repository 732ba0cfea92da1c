//! A document that is not there: what tree construction needs to know of one, and what is wanted of it.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{Tracer, TreeBuilder};
use html5ever::{Attribute, ExpandedName, QualName, local_name, ns};

use super::namespace_of;
use crate::rules::Namespace;

pub(super) type Handle = Rc<Node>;

/// A node without children. Lives as long as tree construction keeps it on one of its lists.
#[derive(Debug)]
pub(super) struct Node {
    name: QualName,
    /// `None` until it has a place, or what is in it had one.
    outlives_body: Cell<Option<bool>>,
    has_style: Cell<bool>,
    has_background: Cell<bool>,
    is_integration_point: bool,
    /// The number of an SVG `<style>`.
    foreign_style: Option<usize>,
}

/// What became of a start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub(super) namespace: Namespace,
    /// Whether it stays when a `<frameset>` replaces the body.
    pub(super) outlives_body: bool,
    /// Where the tag made no element, but gave attributes to the one that is there: which.
    pub(super) merged: Option<Merged>,
}

/// The attributes that an element got from a later tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merged {
    pub(super) style: bool,
    pub(super) background: bool,
}

#[derive(Default)]
pub(super) struct Sink {
    /// What tells the element of the current tag from others.
    marker: RefCell<StrTendril>,
    made: RefCell<Option<Handle>>,
    merged: Cell<Option<Outcome>>,
    body_removed: Cell<bool>,
    /// Whether that has ever happened.
    is_body_gone: Cell<bool>,
    /// The markers of all elements made since then.
    made_without_body: RefCell<BTreeSet<StrTendril>>,
    /// The SVG `<style>` that got the last text.
    styled: RefCell<Option<Handle>>,
    foreign_styles: Cell<usize>,
    work: Cell<u64>,
}

impl Sink {
    /// The next element with this marker is the one of the current tag.
    pub(super) fn expect_element(&self, marker: StrTendril) {
        *self.marker.borrow_mut() = marker;
        // What was made since the last tag were copies of formatting elements.
        self.made.take();
        self.merged.take();
    }

    /// What became of the current tag; `None` when it is ignored.
    pub(super) fn take_outcome(&self) -> Option<Outcome> {
        let merged = self.merged.take();
        let made = self.made.take();
        let node = made.as_deref();
        node.and_then(Node::outcome).or(merged)
    }

    /// Whether a `<frameset>` has taken the place of the body since the last call.
    pub(super) fn take_body_removal(&self) -> bool {
        self.body_removed.take()
    }

    /// Whether an element with this marker was made after a `<frameset>` had replaced the body. Formatting elements outlive
    /// the body on their list, and are copied when whitespace follows `</html>`.
    pub(super) fn is_made_without_body(&self, marker: &StrTendril) -> bool {
        self.made_without_body.borrow().contains(marker)
    }

    /// The SVG `<style>` that got text since the last call.
    pub(super) fn take_styled(&self) -> Option<Handle> {
        self.styled.take()
    }

    /// The steps taken so far.
    pub(super) fn work(&self) -> u64 {
        self.work.get()
    }

    pub(super) fn add_work(&self, steps: u64) {
        self.work.set(self.work.get() + steps);
    }

    fn node(&self, name: QualName) -> Handle {
        Rc::new(Node {
            name,
            outlives_body: Cell::new(Some(true)),
            has_style: Cell::new(false),
            has_background: Cell::new(false),
            is_integration_point: false,
            foreign_style: None,
        })
    }

    fn text_goes_to(&self, parent: &Handle) {
        if parent.foreign_style.is_some() {
            *self.styled.borrow_mut() = Some(parent.clone());
        }
    }

    fn adopt(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.add_work(1);
        match child {
            NodeOrText::AppendNode(node) => match parent.outlives_body.get() {
                Some(outlives) => node.outlives_body.set(Some(outlives && !is_body(&node))),
                // The adoption agency (WHATWG 13.2.6.4.7) puts what it moves into a copy before the copy has a place, and
                // then the copy to where that came from: the same part of the page.
                None => parent.outlives_body.set(node.outlives_body.get()),
            },
            NodeOrText::AppendText(_) => self.text_goes_to(parent),
        }
    }
}

impl Node {
    /// Whether it stays when a `<frameset>` replaces the body.
    pub(super) fn outlives_body(&self) -> bool {
        self.outlives_body.get().unwrap_or(true)
    }

    /// The number of an SVG `<style>`.
    pub(super) fn foreign_style(&self) -> Option<usize> {
        self.foreign_style
    }

    fn outcome(&self) -> Option<Outcome> {
        Some(Outcome { namespace: namespace_of(&self.name.ns)?, outlives_body: self.outlives_body(), merged: None })
    }
}

fn is_body(node: &Node) -> bool {
    node.name.ns == ns!(html) && matches!(node.name.local, local_name!("body"))
}

/// How long the lists of tree construction are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Open {
    /// Open elements and formatting elements together.
    pub(super) all: usize,
    /// At least as many as are on the list of formatting elements.
    pub(super) formatting: usize,
}

pub(super) fn count_open(builder: &TreeBuilder<Handle, Sink>) -> Open {
    struct Counter(Cell<Open>);
    impl Tracer for Counter {
        type Handle = Handle;
        fn trace_handle(&self, node: &Handle) {
            let Open { all, formatting } = self.0.get();
            let is_formatting = node.name.ns == ns!(html) && super::is_formatting(&node.name.local);
            self.0.set(Open { all: all + 1, formatting: formatting + usize::from(is_formatting) });
        }
    }
    let counter = Counter(Cell::default());
    builder.trace_handles(&counter);
    counter.0.get()
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) {}

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.node(QualName::new(None, ns!(), local_name!("")))
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        self.add_work(1);
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.add_work(16);
        let is_of_tag = attributes
            .first()
            .is_some_and(|first| first.name.local == super::tag::marker_name() && first.value == *self.marker.borrow());
        let has = |name| attributes.iter().any(|attribute| attribute.name.local == name);
        let foreign_style = (name.ns == ns!(svg) && name.local == local_name!("style")).then(|| {
            let number = self.foreign_styles.get();
            self.foreign_styles.set(number + 1);
            number
        });
        let node = Rc::new(Node {
            name,
            outlives_body: Cell::new(None),
            has_style: Cell::new(has(local_name!("style"))),
            has_background: Cell::new(has(local_name!("background"))),
            is_integration_point: flags.mathml_annotation_xml_integration_point,
            foreign_style,
        });
        if is_of_tag {
            *self.made.borrow_mut() = Some(node.clone());
        } else if let (true, Some(marker)) = (self.is_body_gone.get(), attributes.first()) {
            self.made_without_body.borrow_mut().insert(marker.value.clone());
        }
        node
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.node(QualName::new(None, ns!(), local_name!("")))
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.node(QualName::new(None, ns!(), local_name!("")))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.adopt(parent, child);
    }

    fn append_based_on_parent_node(&self, _element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        // Both places are in the same part of the page.
        self.adopt(previous, child);
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public_id: StrTendril, _system_id: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        self.add_work(1);
        Rc::ptr_eq(x, y)
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, _sibling: &Handle, _new_node: NodeOrText<Handle>) {}

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let gets = |name, has: &Cell<bool>| {
            attributes.iter().any(|attribute| attribute.name.local == name) && !has.replace(true)
        };
        self.merged.set(Some(Outcome {
            namespace: Namespace::Html,
            outlives_body: !is_body(target),
            merged: Some(Merged {
                style: gets(local_name!("style"), &target.has_style),
                background: gets(local_name!("background"), &target.has_background),
            }),
        }));
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.add_work(1);
        if is_body(target) {
            self.body_removed.set(true);
            self.is_body_gone.set(true);
        }
    }

    fn reparent_children(&self, _node: &Handle, _new_parent: &Handle) {}

    fn is_mathml_annotation_xml_integration_point(&self, target: &Handle) -> bool {
        target.is_integration_point
    }
}
