//! Pages whose meaning depends on tree construction.

use crate::extractor::Options;
use crate::reference::Reference;

pub(crate) fn run<'a>(html: &'a str, options: Options, from: usize, emit: &mut dyn FnMut(Reference<'a>)) {
    crate::scanner::run_on(html, options, 0, &mut |reference| {
        if reference.span.start >= from {
            emit(reference);
        }
    });
}
