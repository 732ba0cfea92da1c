//! All phases of the model in order.

use super::{
    ModelOptions, Site, SiteInput, build_menus, collect_terms, complete_page_list, complete_sections, make_term_pages,
    relate, resolve_collisions, wire,
};
use crate::config::Config;
use crate::diagnostic::Diagnostic;

/// Makes a whole site: phases 2, 6 to 10, 12 and 12.5 in order. A build calls the phases one by one instead.
///
/// The result depends on the content of `input` only, not on its order. Diagnostics of the sources themselves are theirs to report.
pub fn assemble(config: Config, input: SiteInput, options: &ModelOptions) -> (Site, Vec<Diagnostic>) {
    let (mut site, mut diagnostics) = wire(config, input, options);
    complete_sections(&mut site);
    diagnostics.extend(collect_terms(&mut site));
    make_term_pages(&mut site);
    diagnostics.extend(build_menus(&mut site));
    relate(&mut site);
    complete_page_list(&mut site);
    diagnostics.extend(resolve_collisions(&mut site, &[]).diagnostics);
    crate::diagnostic::sort(&mut diagnostics);
    (site, diagnostics)
}
