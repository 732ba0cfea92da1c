//! Code highlighting: CSS classes, never inline colours.
