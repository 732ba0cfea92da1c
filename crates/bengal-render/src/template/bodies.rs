//! Bodies of other pages: rendered when a template asks for them, and kept for a while.

use crate::ReadLog;
use crate::markdown::{Body, Markdown};
use bengal_core::PageId;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// How many bytes of bodies are kept: some hundred long pages. What is dropped is rendered again, with the same result.
const BUDGET: usize = 32 << 20;

/// Bodies of pages that other pages' templates asked for, oldest dropped first.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    bodies: BTreeMap<PageId, Arc<Body>>,
    order: VecDeque<PageId>,
    bytes: usize,
}

impl Bodies {
    /// The body of a page. No lock is held while it is rendered, so nobody waits for anybody: at worst two threads render the
    /// same body, and one result is kept. What the body itself looks at belongs to that page's own record.
    pub(super) fn get(&self, markdown: &Markdown, page: PageId) -> Arc<Body> {
        let kept = |bodies: &Self| bodies.lock().bodies.get(&page).cloned();
        if let Some(body) = kept(self) {
            return body;
        }
        let body = Arc::new(markdown.render(page, &ReadLog::new()));
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

fn weight(body: &Body) -> usize {
    body.html.len() + body.excerpt.len() + 256
}
