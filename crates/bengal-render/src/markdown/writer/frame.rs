//! What is open around the place that is being written.

use crate::markdown::source::Place;

/// What a frame is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum FrameKind {
    /// The page itself.
    Page,
    /// The directive with this number.
    Directive(usize),
    /// The text of a footnote.
    Footnote(String),
    /// A line inside of something else.
    Inline,
}

/// A tab of a set of tabs.
#[derive(Clone, Debug, Default)]
pub(in crate::markdown) struct Pane {
    /// HTML of its label.
    pub(in crate::markdown) label: String,
    /// Text of its label.
    pub(in crate::markdown) name: String,
    /// HTML of its content.
    pub(in crate::markdown) html: String,
    /// HTML before the label.
    pub(in crate::markdown) icon: String,
    /// Text behind the label.
    pub(in crate::markdown) badge: Option<String>,
    pub(in crate::markdown) selected: bool,
    pub(in crate::markdown) disabled: bool,
    pub(in crate::markdown) sync: Option<String>,
}

/// HTML that is being collected, and what the directive to which it belongs wants to know of it.
#[derive(Debug)]
pub(in crate::markdown) struct Frame {
    pub(in crate::markdown) kind: FrameKind,
    /// The canonical name of the directive, empty for other frames.
    pub(in crate::markdown) name: &'static str,
    /// How many elements of the Markdown are open around it.
    pub(in crate::markdown) depth: usize,
    pub(in crate::markdown) html: String,
    /// Tabs that are complete.
    pub(in crate::markdown) panes: Vec<Pane>,
    /// How many directives of its own kind of part (steps, cards) were in it.
    pub(in crate::markdown) children: usize,
    /// Items of task lists in it: those done, and all.
    pub(in crate::markdown) tasks: (usize, usize),
    /// Rows of cells, for directives that read a table from a list.
    pub(in crate::markdown) rows: Vec<Vec<String>>,
    /// Where the last part (a step) that it has in `html` ends.
    pub(in crate::markdown) parts_end: usize,
    /// Where what stands between its parts begins, in its source.
    pub(in crate::markdown) stray: Option<Place>,
    /// Images in it: how many.
    pub(in crate::markdown) images: usize,
    /// Lists of the Markdown that are open in it.
    pub(super) lists: usize,
    /// Whether a paragraph is open that the Markdown does not have: in a tight list text has none.
    pub(super) implied_paragraph: bool,
    /// Where the last `<li>` starts in `html`.
    pub(super) last_item: Option<usize>,
    /// The id that was given to it where it was opened.
    pub(in crate::markdown) id: String,
    /// A heading level that was fixed where it was opened.
    pub(in crate::markdown) level: u8,
}

impl Frame {
    pub(super) fn new(kind: FrameKind, depth: usize) -> Self {
        Self {
            kind,
            name: "",
            depth,
            html: String::new(),
            panes: Vec::new(),
            children: 0,
            tasks: (0, 0),
            rows: Vec::new(),
            parts_end: 0,
            stray: None,
            images: 0,
            lists: 0,
            implied_paragraph: false,
            last_item: None,
            id: String::new(),
            level: 0,
        }
    }
}
