//! Answers that are worked out once, by whoever asks first.

use bengal_core::keyed::KeyedMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

/// Answers by question. Who asks what somebody else is working out waits for it.
pub(super) struct Memo<K, V> {
    answers: Mutex<KeyedMap<K, Arc<OnceLock<V>>>>,
}

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    pub(super) fn new() -> Self {
        Self { answers: Mutex::new(KeyedMap::default()) }
    }

    /// The answer, from `work` the first time.
    pub(super) fn get(&self, question: K, work: impl FnOnce() -> V) -> V {
        let answer = Arc::clone(lock(&self.answers).entry(question).or_default());
        answer.get_or_init(work).clone()
    }
}

impl<K, V> fmt::Debug for Memo<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memo").finish_non_exhaustive()
    }
}

/// How much may be worked on at the same time, so that memory does not grow with the number of threads.
#[derive(Debug)]
pub(super) struct Budget {
    limit: u64,
    in_use: Mutex<u64>,
    changed: Condvar,
}

impl Budget {
    pub(super) fn new(limit: u64) -> Self {
        Self { limit, in_use: Mutex::new(0), changed: Condvar::new() }
    }

    /// Does some work once there is room for it. What is more than the whole budget is done alone.
    pub(super) fn spend<R>(&self, amount: u64, work: impl FnOnce() -> R) -> R {
        let is_full = |in_use: &mut u64| *in_use > 0 && in_use.saturating_add(amount) > self.limit;
        let waited = self.changed.wait_while(lock(&self.in_use), is_full);
        *waited.unwrap_or_else(PoisonError::into_inner) += amount;
        let _spent = Spent { budget: self, amount };
        work()
    }
}

/// Gives back what was spent, also where the work panics.
struct Spent<'a> {
    budget: &'a Budget,
    amount: u64,
}

impl Drop for Spent<'_> {
    fn drop(&mut self) {
        *lock(&self.budget.in_use) -= self.amount;
        self.budget.changed.notify_all();
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
