//! A tree map as SVG: areas are bytes. Squarified, after Bruls, Huizing and van Wijk (2000).

use crate::commands::html_page::escape;
use crate::terminal::size;
use bengal_orchestration::track::TrackedFile;
use std::collections::BTreeMap;
use std::fmt::Write;

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 420.0;

/// So many rectangles are drawn at a level; the rest is one.
const MOST: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Rectangle {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// The files of a tree by their two outermost folders.
pub(super) fn svg(files: &[TrackedFile]) -> String {
    let mut folders: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for file in files {
        let (outer, rest) = file.path.split_once('/').unwrap_or(("", &file.path));
        let inner = rest.split_once('/').map_or("", |(inner, _)| inner);
        *folders.entry(outer).or_default().entry(inner).or_default() += file.bytes;
    }
    let outer = largest(folders.iter().map(|(name, inner)| (*name, inner.values().sum())));
    let whole = Rectangle { x: 0.0, y: 0.0, width: WIDTH, height: HEIGHT };
    let mut svg =
        format!("<svg class=\"map\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"Bytes by folder\">\n");
    let areas: Vec<f64> = outer.iter().map(|(_, bytes)| *bytes as f64).collect();
    for (number, ((name, bytes), place)) in outer.iter().zip(squarify(&areas, whole)).enumerate() {
        let hue = (number * 47) % 360;
        let empty = BTreeMap::new();
        let inner = largest(folders.get(name).unwrap_or(&empty).iter().map(|(name, bytes)| (*name, *bytes)));
        let areas: Vec<f64> = inner.iter().map(|(_, bytes)| *bytes as f64).collect();
        for ((inner_name, inner_bytes), place) in inner.iter().zip(squarify(&areas, place)) {
            let path = [*name, *inner_name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
            draw(&mut svg, place, hue, &format!("{path}/ — {}", size(*inner_bytes)));
            label(&mut svg, place, inner_name, Level::Inner);
        }
        if inner.is_empty() {
            draw(&mut svg, place, hue, &format!("{name} — {}", size(*bytes)));
        }
        label(&mut svg, place, if name.is_empty() { "(root)" } else { name }, Level::Outer);
    }
    svg.push_str("</svg>\n");
    svg
}

/// What the rectangle of the rest is called; no folder has this name.
const REST: &str = "…";

/// The largest, largest first, and the rest as one; nothing of size 0.
fn largest<'n>(items: impl Iterator<Item = (&'n str, u64)>) -> Vec<(&'n str, u64)> {
    let mut items: Vec<(&str, u64)> = items.filter(|(_, bytes)| *bytes > 0).collect();
    items.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    if items.len() > MOST {
        let rest = items.drain(MOST - 1..).map(|(_, bytes)| bytes).sum();
        items.push((REST, rest));
    }
    items
}

fn draw(svg: &mut String, place: Rectangle, hue: usize, title: &str) {
    let Rectangle { x, y, width, height } = place;
    // Writing to a string does not fail.
    _ = writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"hsl({hue} 45% 72%)\"><title>{}</title></rect>",
        escape(title)
    );
}

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// An outermost folder, in the upper corner.
    Outer,
    /// A folder in it, in the lower corner.
    Inner,
}

/// Writes a name into a rectangle, shortened where it does not fit, and not at all where there is no room.
fn label(svg: &mut String, place: Rectangle, name: &str, level: Level) {
    let letters = (place.width / 8.0) as usize;
    let lowest = if level == Level::Inner { 36.0 } else { 16.0 };
    if place.height < lowest || letters < 3 || name.is_empty() {
        return;
    }
    let shown: String = if name.chars().count() > letters {
        name.chars().take(letters - 1).chain(['…']).collect()
    } else {
        name.to_owned()
    };
    let class = if level == Level::Inner { " class=\"inner\"" } else { "" };
    let y = if level == Level::Inner { place.y + place.height - 6.0 } else { place.y + 13.0 };
    _ = writeln!(svg, "<text{class} x=\"{:.1}\" y=\"{y:.1}\">{}</text>", place.x + 4.0, escape(&shown));
}

/// Fills `place` with rectangles of these areas, which fall, as square as may be. Quadratic in their number at worst,
/// which is small.
fn squarify(areas: &[f64], mut place: Rectangle) -> Vec<Rectangle> {
    let total: f64 = areas.iter().sum();
    if total <= 0.0 {
        return Vec::new();
    }
    let scale = place.width * place.height / total;
    let mut placed = Vec::with_capacity(areas.len());
    let mut rest = areas;
    while !rest.is_empty() {
        let side = place.width.min(place.height).max(1e-9);
        let mut taken = 1;
        while taken < rest.len()
            && worst_ratio(&rest[..taken + 1], scale, side) <= worst_ratio(&rest[..taken], scale, side)
        {
            taken += 1;
        }
        let (row, after) = rest.split_at(taken);
        place = lay_row(row, scale, place, &mut placed);
        rest = after;
    }
    placed
}

/// The largest ratio of the sides of a row's rectangles.
fn worst_ratio(row: &[f64], scale: f64, side: f64) -> f64 {
    let thickness = row.iter().sum::<f64>() * scale / side;
    let ratio = |area: f64| {
        let length = area * scale / thickness;
        (length / thickness).max(thickness / length)
    };
    row.iter().map(|area| ratio(*area)).fold(0.0, f64::max)
}

/// Lays a row along the shorter side; gives what is left.
fn lay_row(row: &[f64], scale: f64, place: Rectangle, placed: &mut Vec<Rectangle>) -> Rectangle {
    let sum = row.iter().sum::<f64>() * scale;
    if place.width >= place.height {
        let width = sum / place.height.max(1e-9);
        let mut y = place.y;
        for area in row {
            let height = area * scale / width.max(1e-9);
            placed.push(Rectangle { x: place.x, y, width, height });
            y += height;
        }
        Rectangle { x: place.x + width, width: (place.width - width).max(0.0), ..place }
    } else {
        let height = sum / place.width.max(1e-9);
        let mut x = place.x;
        for area in row {
            let width = area * scale / height.max(1e-9);
            placed.push(Rectangle { x, y: place.y, width, height });
            x += width;
        }
        Rectangle { y: place.y + height, height: (place.height - height).max(0.0), ..place }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_kept_and_stay_inside() {
        let areas = [60.0, 60.0, 40.0, 30.0, 20.0, 20.0, 10.0, 0.001];
        let whole = Rectangle { x: 0.0, y: 0.0, width: 600.0, height: 400.0 };
        let placed = squarify(&areas, whole);
        assert_eq!(placed.len(), areas.len());
        let scale = 600.0 * 400.0 / areas.iter().sum::<f64>();
        for (area, place) in areas.iter().zip(&placed) {
            assert!((place.width * place.height - area * scale).abs() < 0.5, "{area}: {place:?}");
            assert!(place.x >= -0.01 && place.y >= -0.01, "{place:?}");
            assert!(place.x + place.width <= 600.5 && place.y + place.height <= 400.5, "{place:?}");
        }
    }

    #[test]
    fn nothing_makes_nothing() {
        assert!(squarify(&[], Rectangle { x: 0.0, y: 0.0, width: 1.0, height: 1.0 }).is_empty());
        assert!(!svg(&[]).contains("<rect"));
    }
}
