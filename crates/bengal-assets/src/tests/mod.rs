//! Assets and pages together.

mod link;
mod prepare;
mod support;
