//! Bodies of other pages: rendered when a template asks for them, and kept for a while.

use crate::markdown::{Body, Markdown};
use crate::{Read, ReadLog};
use bengal_core::PageId;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// How many bytes of bodies are kept: some hundred long pages. What is dropped is rendered again, with the same result.
const BUDGET: usize = 32 << 20;

/// A body, and what it was made from beside the page's own text.
#[derive(Debug)]
pub(crate) struct OtherBody {
    pub(crate) body: Body,
    pub(crate) reads: Vec<Read>,
}

/// Bodies of pages that other pages' templates asked for, oldest dropped first.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    bodies: BTreeMap<PageId, Arc<OtherBody>>,
    order: VecDeque<PageId>,
    bytes: usize,
}

impl Bodies {
    /// The body of a page. No lock is held while it is rendered, so nobody waits for anybody: at worst two threads render the
    /// same body, and one result is kept. Who asks records a read of the body, whose answer is what came out of all that the body
    /// itself looks at.
    pub(crate) fn get(&self, markdown: &Markdown, page: PageId) -> Arc<OtherBody> {
        let kept = |bodies: &Self| bodies.lock().bodies.get(&page).cloned();
        if let Some(body) = kept(self) {
            return body;
        }
        let reads = ReadLog::new();
        let body = markdown.render(page, &reads);
        let body = Arc::new(OtherBody { body, reads: reads.into_reads() });
        let mut kept = self.lock();
        if let Some(first) = kept.bodies.get(&page) {
            return Arc::clone(first);
        }
        kept.bytes += weight(&body);
        kept.order.push_back(page);
        kept.bodies.insert(page, Arc::clone(&body));
        while kept.bytes > BUDGET
            && let Some(oldest) = kept.order.pop_front()
            && let Some(dropped) = kept.bodies.remove(&oldest)
        {
            kept.bytes -= weight(&dropped);
        }
        body
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn weight(kept: &OtherBody) -> usize {
    kept.body.html.len() + kept.body.excerpt.len() + 64 * kept.reads.len() + 256
}
