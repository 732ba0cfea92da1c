//! A chart of times over sizes, both in powers of ten, as SVG.

use std::fmt::Write as _;

/// A line of the chart.
#[derive(Clone, Debug)]
pub struct Series {
    /// What is written beside its last point.
    pub name: String,
    /// Sizes and milliseconds, sizes ascending.
    pub points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 110.0;
const TOP: f64 = 46.0;
const BOTTOM: f64 = 52.0;
const COLOURS: [&str; 4] = ["#b4501e", "#2f6f9f", "#4c7a34", "#7a4f9c"];

/// Powers of ten that an axis runs between.
#[derive(Clone, Copy, Debug)]
struct Axis {
    first: i32,
    last: i32,
}

impl Axis {
    fn new(values: impl Iterator<Item = f64> + Clone) -> Self {
        let least = values.clone().fold(f64::INFINITY, f64::min).max(1e-9);
        let most = values.fold(0.0, f64::max).max(least);
        let (first, last) = (least.log10().floor() as i32, most.log10().ceil() as i32);
        Self { first, last: last.max(first + 1) }
    }

    /// Where a value stands, between 0 and 1.
    fn place(self, value: f64) -> f64 {
        (value.log10() - f64::from(self.first)) / f64::from(self.last - self.first)
    }
}

/// Draws the chart.
pub fn draw(title: &str, series: &[Series]) -> String {
    let points = || series.iter().flat_map(|series| series.points.iter().copied());
    let (across, up) = (Axis::new(points().map(|(size, _)| size)), Axis::new(points().map(|(_, time)| time)));
    let x = |size: f64| LEFT + across.place(size) * (WIDTH - LEFT - RIGHT);
    let y = |time: f64| HEIGHT - BOTTOM - up.place(time) * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"{LEFT}\" y=\"24\" font-size=\"15\" font-weight=\"600\" fill=\"#1c2128\">{title}</text>\n"
    );
    let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    // Writing to a string does not fail.
    for power in across.first..=across.last {
        let (size, place) = (10_f64.powi(power), x(10_f64.powi(power)));
        _ = writeln!(
            svg,
            "<path d=\"M{place:.1} {TOP}V{bottom}\" stroke=\"#d8dee4\"/>\
             <text x=\"{place:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#57606a\">{} pages</text>",
            bottom + 20.0,
            grouped(size as u64)
        );
    }
    for power in up.first..=up.last {
        let (time, place) = (10_f64.powi(power), y(10_f64.powi(power)));
        _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {place:.1}H{right}\" stroke=\"#d8dee4\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#57606a\">{}</text>",
            LEFT - 8.0,
            place + 4.0,
            if time < 1000.0 { format!("{time} ms") } else { format!("{} s", time / 1000.0) }
        );
    }
    for (series, colour) in series.iter().zip(COLOURS.iter().cycle()) {
        let path: Vec<String> = series.points.iter().map(|&(s, t)| format!("{:.1} {:.1}", x(s), y(t))).collect();
        _ = writeln!(svg, "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>", path.join("L"));
        for &(size, time) in &series.points {
            _ = writeln!(svg, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\" fill=\"{colour}\"/>", x(size), y(time));
        }
        if let Some(&(size, time)) = series.points.last() {
            let (left, top) = (x(size) + 9.0, y(time) + 4.0);
            _ = writeln!(svg, "<text x=\"{left:.1}\" y=\"{top:.1}\" fill=\"{colour}\">{}</text>", series.name);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// With commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Axis, Series, draw, grouped};

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([1, 1000, 100_000, 1_234_567].map(grouped), ["1", "1,000", "100,000", "1,234,567"]);
    }

    #[test]
    fn axes_run_between_powers_of_ten() {
        let axis = Axis::new([20.0, 500.0].into_iter());
        assert_eq!((axis.first, axis.last), (1, 3));
        assert!((axis.place(100.0) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_chart_has_each_point() {
        let series = Series { name: "Bengal".to_owned(), points: vec![(10.0, 20.0), (100.0, 90.0)] };
        assert_eq!(draw("Time", &[series]).matches("<circle").count(), 2);
    }
}
