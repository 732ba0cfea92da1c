//! Which answers follow from the site's model alone.

use super::PageQuery;
use crate::template::Field;

/// Whether the answer to a read, named by its [key](crate::ReadKey), is made of nothing but the model: front matter, names and places of pages, cascades, taxonomies, menus,
/// configuration and data. Where the model is what it was, so is each of these answers. Bodies, files, templates, assets and the names of
/// files are no part of it.
///
/// Cheap: it looks at the kind of the read and its query only, and unknown ones are not of the model.
pub fn is_of_model(key: &str) -> bool {
    let mut parts = key.split('\t');
    let (kind, query) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match kind {
        "settings" | "config" | "data" | "nav-fits" | "nav-level" => true,
        "page" | "section" | "term" => !is_of_bodies(query),
        "site" => query.split('.').next() != Some("names") && !is_of_bodies(query),
        "reference" => match (query, parts.next()) {
            ("page" | "url", _) => true,
            // An anchor of any page may be meant by others.
            ("cross", Some(text)) => !super::references::is_anchor(text),
            // Of files in these folders it is looked whether they are there.
            ("file", Some(path)) => !path.starts_with("assets/") && !path.starts_with("static/"),
            _ => false,
        },
        _ => false,
    }
}

/// What [`is_of_model`] says of every key that begins with this question, which ends with a tab. `None` where the rest of the key decides.
pub fn are_of_model(question: &str) -> Option<bool> {
    let (kind, rest) = question.split_once('\t')?;
    (kind != "reference" && rest.contains('\t')).then(|| is_of_model(question))
}

/// Whether a query asks for what comes from the text of pages.
pub(super) fn is_of_bodies(query: &str) -> bool {
    match PageQuery::named(query) {
        Some(PageQuery::Field(field) | PageQuery::OfList(_, field)) => {
            field.is_body() || field == Field::MetaDescription
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_the_model() {
        let yes = [
            "settings",
            "config\tsite.title",
            "data\tteam",
            "page\ttitle\tcontent/a.md",
            "page\tfields\tcontent/a.md",
            "page\tlist.title\tcontent/a.md",
            "section\tpages.date\tdocs",
            "section\tnav_tree\tdocs",
            "site\tmenus.main",
            "site\tpages.title",
            "term\tpages\ttags\trust",
            "nav-fits\t50\tdocs",
            "reference\tpage\tdocs/a",
            "reference\tcross\tdocs/a",
            "reference\turl\t/docs/a/",
            "reference\tfile\tcontent/a.png",
        ];
        let no = [
            "page\tcontent\tcontent/a.md",
            "page\texcerpt\tcontent/a.md",
            "page\tmeta_description\tcontent/a.md",
            "page\tlist.excerpt\tcontent/a.md",
            "section\tpages.reading_time\tdocs",
            "site\tpages.excerpt",
            "site\tnames.pages",
            "site\tnames.in.content",
            "template\tpage.html",
            "file\tREADME.md",
            "asset\timage\ta.png",
            "anchors",
            "anchors\tcontent/a.md",
            "reference\tcross\t#top",
            "reference\tcross\t!target",
            "reference\tfile\tassets/a.png",
            "reference\tfile\tstatic/a.png",
            "reference\tfile",
            "",
            "unknown\tx",
        ];
        let of_model = |text: &&str| is_of_model(text);
        let mut decided = 0;
        for key in yes.iter().chain(&no) {
            let question = &key[..key.rfind('\t').map_or(0, |tab| tab + 1)];
            if let Some(of_model) = are_of_model(question) {
                assert_eq!(of_model, is_of_model(key), "{key}");
                decided += 1;
            }
        }
        assert!(decided > yes.len() / 2);
        assert_eq!(yes.iter().filter(|text| !of_model(text)).collect::<Vec<_>>(), Vec::<&&str>::new());
        assert_eq!(no.iter().filter(|text| of_model(text)).collect::<Vec<_>>(), Vec::<&&str>::new());
    }
}
