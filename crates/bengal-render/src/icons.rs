//! Icons: simple strokes on a grid of 24 by 24, drawn for this project, written into pages as inline SVG.
//!
//! Their colour is that of the text around them. Names are those that documentation commonly uses; several names may mean
//! one drawing.

use crate::escape;

/// The width and height of an icon in text, in CSS pixels.
pub const DEFAULT_SIZE: u16 = 20;

/// A drawing: its names, the most usual first, and the data of its path.
struct Icon {
    names: &'static [&'static str],
    path: &'static str,
}

macro_rules! icons {
    ($($names:expr => $path:literal;)*) => { const ICONS: &[Icon] = &[$(Icon { names: &$names, path: $path }),*]; };
}

icons! {
    ["alert", "warning", "triangle-alert"] => "M12 4 2.5 20h19zM12 10v4M12 17v.01";
    ["archive"] => "M3 4h18v4H3zM5 8v12h14V8M10 12h4";
    ["arrow-clockwise", "refresh", "reset", "sync", "recycle"] => "M20 12a8 8 0 1 1-2.3-5.7M20 3v4h-4";
    ["arrow-down"] => "M12 4v16M6 14l6 6 6-6";
    ["arrow-left"] => "M20 12H4M10 6l-6 6 6 6";
    ["arrow-right"] => "M4 12h16M14 6l6 6-6 6";
    ["arrow-up"] => "M12 20V4M6 10l6-6 6 6";
    ["bell"] => "M6 17V11a6 6 0 0 1 12 0v6l2 1H4zM10 21h4";
    ["book"] => "M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2zM5 18a2 2 0 0 1 2-2h12";
    ["book-open", "docs", "seealso", "reference"] => "M12 7C10 5 7 4.5 3 5v13c4-.5 7 0 9 2 2-2 5-2.5 9-2V5c-4-.5-7 0-9 2zM12 7v13";
    ["bookmark"] => "M6 3h12v18l-6-5-6 5z";
    ["boomerang"] => "M4 20 9 5q2-3 5 0l6 13-9-8z";
    ["briefcase", "container"] => "M3 8h18v12H3zM9 8V5h6v3M3 13h18";
    ["bug"] => "M8 9a4 4 0 0 1 8 0v6a4 4 0 0 1-8 0zM3 13h5M16 13h5M4 7l4 3M20 7l-4 3M4 20l4-4M20 20l-4-4";
    ["calendar"] => "M4 6h16v15H4zM4 11h16M8 3v5M16 3v5";
    ["chart", "graph", "bar-chart"] => "M4 4v16h16M9 16v-4M13 16V8M17 16v-6";
    ["check"] => "M4 13l5 5L20 6";
    ["check-circle", "success"] => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12l3 3 5-6";
    ["chevron-down", "caret-down"] => "M6 9l6 6 6-6";
    ["chevron-left", "caret-left"] => "M15 6l-6 6 6 6";
    ["chevron-right", "caret-right"] => "M9 6l6 6-6 6";
    ["chevron-up", "caret-up"] => "M6 15l6-6 6 6";
    ["clock", "timer", "duration"] => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2";
    ["close", "x"] => "M6 6l12 12M18 6 6 18";
    ["cloud"] => "M7 19a4 4 0 0 1 0-8 5 5 0 0 1 10-1 4.5 4.5 0 0 1 0 9z";
    ["code"] => "M8 7l-5 5 5 5M16 7l5 5-5 5";
    ["compass"] => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM15.5 8.5l-2 5-5 2 2-5z";
    ["copy"] => "M8 8h12v12H8zM4 16V4h12";
    ["cpu"] => "M6 6h12v12H6zM10 10h4v4h-4zM9 2v4M15 2v4M9 18v4M15 18v4M2 9h4M2 15h4M18 9h4M18 15h4";
    ["cube", "box"] => "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9";
    ["danger", "fire", "flame"] => "M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-2 1-4 2-5 0 2 1 3 2 3 1-3-1-5 2-9z";
    ["database", "hard-drives"] => "M4 6c0-4 16-4 16 0s-16 4-16 0v12c0 4 16 4 16 0V6M4 12c0 4 16 4 16 0";
    ["download"] => "M12 3v12M7 10l5 5 5-5M4 20h16";
    ["edit", "pencil"] => "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4";
    ["ellipsis", "more"] => "M5 12v.01M12 12v.01M19 12v.01";
    ["enlarge", "expand", "maximize"] => "M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5";
    ["error", "x-circle"] => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9l6 6M15 9l-6 6";
    ["example", "flask", "beaker", "experiment"] => "M9 3h6M10 3v6L4 20h16L14 9V3M7 15h10";
    ["external", "external-link"] => "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6";
    ["eye", "preview"] => "M2 12c5-9 15-9 20 0-5 9-15 9-20 0zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z";
    ["feather"] => "M20 4c-7-1-13 3-13 11v2h3c7 0 11-6 10-13zM4 20 15 9";
    ["file"] => "M6 3h8l5 5v13H6zM14 3v5h5";
    ["file-code", "file-js", "file-ts", "file-py"] => "M6 3h8l5 5v13H6zM14 3v5h5M10.5 12l-2 2.5 2 2.5M14.5 12l2 2.5-2 2.5";
    ["file-text", "article", "document"] => "M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h7";
    ["filter", "funnel"] => "M3 4h18l-7 9v7l-4-2v-5z";
    ["flag"] => "M5 21V4h13l-3 4 3 4H5";
    ["folder"] => "M3 6h6l2 2h10v11H3z";
    ["function"] => "M16 4c-4-1-5 1-5 5v6c0 4-1 6-5 5M7 11h8";
    ["git-branch", "code-branch", "branch"] => "M6 8v8M6 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM6 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18 10c0 4-6 4-11 7";
    ["git-commit"] => "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM2 12h6M16 12h6";
    ["git-pull-request"] => "M6 8v8M6 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM6 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18 16V6h-6";
    ["github", "github-logo"] => "M9 20v-4c-2 1-4 0-5-2M15 20v-4c0-1 0-2-1-2 4 0 6-2 6-6 0-1-.5-3-1-4-2 0-3 1-4 1.5h-6C8 5 7 4 5 4c-.5 1-1 3-1 4 0 4 2 6 6 6-1 0-1 1-1 2";
    ["globe", "web"] => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18";
    ["graduation-cap", "tutorial", "learn"] => "M2 9l10-5 10 5-10 5zM6 11v5c3 3 9 3 12 0v-5M22 9v6";
    ["grid", "apps"] => "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z";
    ["heart"] => "M12 20C4 14 2 10 4 6.5c2-3 6-2.5 8 .5 2-3 6-3.5 8-.5 2 3.5 0 7.5-8 13.5z";
    ["house", "home"] => "M3 11l9-8 9 8M6 9v12h12V9M10 21v-6h4v6";
    ["image", "photo"] => "M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 5M16 9v.01";
    ["info", "note"] => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.5v.01";
    ["important", "exclamation", "caution"] => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v6M12 16.5v.01";
    ["key"] => "M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11 12l9-9M16 7l3 3";
    ["layers", "stack"] => "M12 3l9 5-9 5-9-5zM3 12l9 5 9-5M3 16l9 5 9-5";
    ["layout", "sidebar", "sidebar-simple"] => "M3 4h18v16H3zM9 4v16";
    ["lightbulb", "tip", "idea"] => "M9 18h6M10 21h4M9 15c-5-4-2-12 3-12s8 8 3 12v1H9z";
    ["lightning", "zap", "bolt", "performance"] => "M13 2 4 14h7l-1 8 9-12h-7z";
    ["link"] => "M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-2 2M14 10a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l2-2";
    ["list", "checklist"] => "M9 6h11M9 12h11M9 18h11M4 6v.01M4 12v.01M4 18v.01";
    ["lock"] => "M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4";
    ["mail", "email"] => "M3 5h18v14H3zM3 6l9 7 9-7";
    ["map"] => "M3 6l6-3 6 3 6-3v15l-6 3-6-3-6 3zM9 3v15M15 6v15";
    ["menu"] => "M4 6h16M4 12h16M4 18h16";
    ["message", "comment", "chat"] => "M4 4h16v12H10l-6 5z";
    ["monitor", "desktop"] => "M3 4h18v12H3zM8 20h8M12 16v4";
    ["moon"] => "M20 14A8.5 8.5 0 1 1 10 4a7 7 0 0 0 10 10z";
    ["network", "tree-structure", "workflow", "sitemap"] => "M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4";
    ["newspaper"] => "M4 4h13v16H6a2 2 0 0 1-2-2zM17 9h3v9a2 2 0 0 1-2 2M7 8h7M7 12h7M7 16h4";
    ["notepad", "clipboard"] => "M5 5h14v16H5zM9 3h6v4H9zM9 11h6M9 15h6";
    ["package"] => "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9M8 5.5l8 4.5";
    ["palette", "theme"] => "M12 3a9 9 0 0 0 0 18c2 0 2-1 1.5-2.5S14 16 16 16h2a3 3 0 0 0 3-3c0-6-4-10-9-10zM8 9v.01M12 7v.01M16 9v.01M7 13v.01";
    ["pin"] => "M9 3h6l-1 7 4 4H6l4-4zM12 14v7";
    ["play"] => "M7 4l13 8-13 8z";
    ["plug"] => "M9 3v5M15 3v5M6 8h12v4a6 6 0 0 1-12 0zM12 18v3";
    ["plus", "add"] => "M12 5v14M5 12h14";
    ["minus"] => "M5 12h14";
    ["puzzle", "puzzle-piece", "plugin"] => "M4 8h5V6a2 2 0 0 1 4 0v2h5v5h2a2 2 0 0 1 0 4h-2v4H4v-5h2a2 2 0 0 0 0-4H4z";
    ["python"] => "M8 9h6M12 9H5v6h3v-1c0-1 1-2 2-2h4c1 0 2-1 2-2V5c0-3-8-3-8 0v4M12 15h7V9h-3M16 15v4c0 3-8 3-8 0v-5M10.5 5.5v.01M13.5 18.5v.01";
    ["javascript"] => "M4 4h16v16H4zM11 10v6c0 2-3 2-3 .5M18 12c-1-2-4-2-4 0 0 3 4 1 4 4 0 2-3 2-4 0";
    ["question", "help"] => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5c0-3 5-3 5 0 0 2-2.5 2-2.5 4.5M12 17v.01";
    ["robot", "bot"] => "M5 9h14v11H5zM12 5v4M12 4v.01M9 14v.01M15 14v.01M9 17h6M2 13v3M22 13v3";
    ["rocket"] => "M14 14c5-4 6-8 6-10-2 0-6 1-10 6H6l-3 4 4 0 3 3 0 4 4-3zM15 9v.01M6 17c-2 1-2 4-2 4s3 0 4-2";
    ["search", "magnifying-glass"] => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21";
    ["server"] => "M3 4h18v7H3zM3 13h18v7H3zM7 7.5v.01M7 16.5v.01";
    ["settings", "gear", "config"] => "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 2v4M12 18v4M2 12h4M18 12h4M5 5l2.5 2.5M16.5 16.5 19 19M19 5l-2.5 2.5M7.5 16.5 5 19";
    ["share"] => "M18 3a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM6 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18 17a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM8 11l8-5M8 13l8 5";
    ["shield", "security"] => "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z";
    ["sparkle", "sparkles", "starburst", "new"] => "M12 3l2 7 7 2-7 2-2 7-2-7-7-2 7-2z";
    ["star"] => "M12 3l2.8 6 6.2.700-4.6 4.3 1.3 6.5L12 17.3 6.3 20.5 7.6 14 3 9.7 9.2 9z";
    ["stethoscope", "health"] => "M5 4v5a4 4 0 0 0 8 0V4M9 13v3a5 5 0 0 0 10 0v-3M19 9a2 2 0 1 0 0 4 2 2 0 0 0 0-4z";
    ["sun"] => "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5 19 19M19 5l-1.5 1.5M6.5 17.5 5 19";
    ["tag", "label"] => "M3 4h8l10 10-7 7L4 11zM8 8v.01";
    ["terminal", "console", "cli"] => "M3 4h18v16H3zM7 9l3 3-3 3M12 15h5";
    ["translate", "languages", "language"] => "M3 6h10M8 4v2M11 6c-1 4-4 7-8 8M5 9c2 3 4 4 7 5M11 20l5-10 5 10M13 17h6";
    ["trash", "delete"] => "M4 6h16M9 6V3h6v3M6 6l1 15h10l1-15M10 10v7M14 10v7";
    ["upload"] => "M12 15V3M7 8l5-5 5 5M4 20h16";
    ["user", "person"] => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-8 16-8 16 0";
    ["users", "people", "community"] => "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2 20c0-7 14-7 14 0M16 5.5a3.5 3.5 0 0 1 0 6M18 14c3 1 4 3 4 6";
    ["video", "film"] => "M3 6h12v12H3zM15 10l6-4v12l-6-4";
    ["wrench", "tool", "tools"] => "M20 6.5 16.5 10 14 7.5 17.5 4A6 6 0 0 0 10 11l-6.5 6.5 3 3L13 14a6 6 0 0 0 7-7.5z";
    ["zoom-in"] => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21M7.5 10.5h6M10.5 7.5v6";
    ["zoom-out"] => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21M7.5 10.5h6";
    ["bengal-rosette", "rosette", "atomic"] => "M12 8a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM7 8c2-5 8-5 10 0M18 11c3 4 0 9-5 9M11 20c-5 0-8-5-5-9";
}

/// An icon as SVG of `size` by `size` CSS pixels, with `class` beside its own classes `icon` and `icon-NAME`; `None` where
/// there is no icon of this name. It is hidden from assistive technology: what it says must stand in text as well.
///
/// ```
/// let svg = bengal_render::icons::svg("check", 16, "big").unwrap();
/// assert!(svg.starts_with("<svg class=\"icon icon-check big\" width=\"16\" height=\"16\""));
/// assert_eq!(bengal_render::icons::svg("no-such-icon", 16, ""), None);
/// ```
pub fn svg(name: &str, size: u16, class: &str) -> Option<String> {
    let icon = ICONS.iter().find(|icon| icon.names.contains(&name))?;
    let class = if class.is_empty() { String::new() } else { format!(" {}", escape::escaped(class)) };
    Some(format!(
        "<svg class=\"icon icon-{name}{class}\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 24 24\" fill=\"none\" \
         stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\" \
         aria-hidden=\"true\"><path d=\"{}\"/></svg>",
        icon.path
    ))
}

/// The names of all icons, aliases included.
pub fn names() -> impl Iterator<Item = &'static str> {
    ICONS.iter().flat_map(|icon| icon.names.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique() {
        let mut seen = BTreeSet::new();
        for name in names() {
            assert!(seen.insert(name), "{name}");
        }
    }

    #[test]
    fn paths_are_paths() {
        for icon in ICONS {
            assert!(icon.path.starts_with('M'), "{:?}", icon.names);
            assert!(icon.path.chars().all(|c| "MmLlHhVvCcSsQqAaZz0123456789.- ".contains(c)), "{:?}", icon.names);
        }
    }
}
