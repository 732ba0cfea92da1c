//! Phases 6 to 12: the site model is completed. Each is a function of `bengal-core`; what they do is described there.

use crate::phase::Outcome::{Done, Skipped};
use crate::phase::{Phase, Timeline};
use crate::phases::p13_assets::AssetPlan;
use crate::phases::p17_postprocess;
use bengal_core::site::{
    SiteIndex, build_menus, collect_terms, complete_page_list, complete_sections, make_term_pages, relate,
    resolve_collisions,
};
use bengal_core::{Diagnostic, Site};

/// Completes the model: afterwards no page is added, and no id changes. Files that lost their place to a page leave the assets.
///
/// Returns the look-ups of phase 11. They know every page but the 404 page, to which nothing refers.
pub(super) fn complete(
    site: &mut Site,
    assets: &mut AssetPlan,
    timeline: &mut Timeline<'_>,
    problems: &mut Vec<Diagnostic>,
) -> SiteIndex {
    timeline.run(Phase::Sections, || {
        complete_sections(site);
        ((), Done(format!("{} sections", site.sections.len())))
    });
    timeline.run(Phase::Taxonomies, || {
        problems.extend(collect_terms(site));
        let terms: usize = site.taxonomies.iter().map(|taxonomy| taxonomy.terms.len()).sum();
        ((), Done(format!("{} taxonomies, {terms} terms", site.taxonomies.len())))
    });
    timeline.run(Phase::TaxonomyIndex, || {
        let before = site.pages.len();
        make_term_pages(site);
        ((), Done(format!("{} pages", site.pages.len() - before)))
    });
    timeline.run(Phase::Menus, || {
        problems.extend(build_menus(site));
        ((), Done(site.menus.keys().map(String::as_str).collect::<Vec<_>>().join(", ")))
    });
    timeline.run(Phase::RelatedPosts, || {
        if site.taxonomies.is_empty() {
            return ((), Skipped("no page has a term".to_owned()));
        }
        relate(site);
        ((), Done(format!("{} pages share a term with others", site.related.count(site))))
    });
    let mut index = timeline.run(Phase::QueryIndexes, || {
        let index = SiteIndex::build(site);
        let pages = index.len();
        (index, Done(format!("{pages} pages to be found by name")))
    });
    timeline.run(Phase::PageList, || {
        complete_page_list(site);
        let mut claims = assets.claims();
        claims.extend(p17_postprocess::claims());
        let resolution = resolve_collisions(site, &claims);
        problems.extend(resolution.diagnostics);
        assets.settle(&resolution.lost, site);
        index.renew_resources(site);
        let shadowed = site.pages.iter().filter(|page| page.shadowed).count();
        ((), Done(format!("{} pages, {shadowed} without a place", site.pages.len())))
    });
    index
}
