//! Phase 14, Render: pages become HTML, in parallel.

use bengal_core::PageId;
use bengal_render::{RenderedPage, Renderer};
use rayon::prelude::*;

/// Renders a batch of pages. The result is in the order of `pages`, whichever thread rendered what.
pub(crate) fn render(renderer: &Renderer, pages: &[PageId]) -> Vec<RenderedPage> {
    pages.par_iter().map(|page| renderer.render(*page)).collect()
}
