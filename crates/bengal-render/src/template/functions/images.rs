//! Pictures: their size, and others that are made from them.

#![expect(clippy::needless_pass_by_value, reason = "minijinja hands arguments over by value")]

use super::assets::{failure, invalid, logical_path};
use super::{Scope, scope};
use crate::srcset::Pictures;
use crate::{ImageOperation, Read, Resize};
use bengal_core::ImageFormat;
use bengal_core::suggest::nearest;
use bengal_core::url::encode_path;
use minijinja::value::Kwargs;
use minijinja::{Environment, Error, Value};
use std::num::NonZeroU32;

pub(super) fn register(environment: &mut Environment<'_>) {
    environment.add_function("image_size", image_size);
    environment.add_filter("image_size", image_size);
    environment.add_function("image_resize", image_resize);
    environment.add_filter("image_resize", image_resize);
    environment.add_function("image_srcset", image_srcset);
    environment.add_filter("image_srcset", image_srcset);
}

/// The ways in which `image_resize` takes a width and a height.
const OPS: [&str; 4] = ["fit", "fill", "fit_width", "fit_height"];

/// The widest and highest picture that can be asked for.
const MAX_SIDE: u32 = 16_383;

fn pictures(scope: &Scope) -> Pictures<'_, impl FnMut(Read)> {
    Pictures { assets: scope.shared.markdown.assets(), record: |read| scope.record(read) }
}

/// Width and height of a picture.
fn image_size(path: &str) -> Result<Value, Error> {
    let scope = scope()?;
    let path = logical_path(path)?;
    let info = pictures(&scope).image(&path).map_err(|error| failure(&scope, &path, &error))?;
    Ok(Value::from_pairs([("width", info.width), ("height", info.height)]))
}

/// URL, width and height of a picture made from another one; of that one where nothing can be made from it.
fn image_resize(path: &str, options: Kwargs) -> Result<Value, Error> {
    let scope = scope()?;
    let path = logical_path(path)?;
    let operation = operation(&options)?;
    options.assert_all_used()?;
    let failed = |error| failure(&scope, &path, &error);
    let info = pictures(&scope).image(&path).map_err(failed)?;
    let (url, width, height) = if info.can_derive {
        let derived = pictures(&scope).derive(&path, operation).map_err(failed)?;
        (encode_path(&derived.path), derived.width, derived.height)
    } else {
        (encode_path(&path), info.width, info.height)
    };
    Ok(Value::from_pairs([
        ("url", Value::from(format!("/{url}"))),
        ("width", Value::from(width)),
        ("height", Value::from(height)),
    ]))
}

/// The value of `srcset` for a picture, by default in the widths of the configuration.
fn image_srcset(path: &str, options: Kwargs) -> Result<String, Error> {
    let scope = scope()?;
    let path = logical_path(path)?;
    let widths: Option<Vec<u32>> = options.get("widths")?;
    let format = format(&options)?;
    options.assert_all_used()?;
    let widths = match widths {
        Some(mut widths) => {
            widths.sort_unstable();
            widths.dedup();
            match widths.iter().find(|width| !(1..=MAX_SIDE).contains(*width)) {
                Some(width) => return Err(invalid(format!("`widths` must be from 1 to {MAX_SIDE}, not {width}"))),
                None => widths,
            }
        }
        None => {
            scope.record(Read::Config("images.widths".into()));
            scope.shared.config().images.widths.clone()
        }
    };
    let failed = |error| failure(&scope, &path, &error);
    let info = pictures(&scope).image(&path).map_err(failed)?;
    pictures(&scope).srcset(&path, info, &widths, format).map_err(failed)
}

fn operation(options: &Kwargs) -> Result<ImageOperation, Error> {
    let width = side(options, "width")?;
    let height = side(options, "height")?;
    let op: Option<&str> = options.get("op")?;
    let resize = match (op.unwrap_or("fit"), width, height) {
        ("fit", None, None) => Resize::Full,
        ("fit" | "fit_width", Some(width), None) => Resize::Width(width),
        ("fit" | "fit_height", None, Some(height)) => Resize::Height(height),
        ("fit", Some(width), Some(height)) => Resize::Inside(width, height),
        ("fill", Some(width), Some(height)) => Resize::Fill(width, height),
        ("fill", ..) => return Err(invalid("`op=\"fill\"` needs `width` and `height`".into())),
        ("fit_width", ..) => return Err(invalid("`op=\"fit_width\"` needs `width`, and no `height`".into())),
        ("fit_height", ..) => return Err(invalid("`op=\"fit_height\"` needs `height`, and no `width`".into())),
        (other, ..) => return Err(unknown("op", other, &OPS)),
    };
    let mut operation = ImageOperation::new(resize);
    if let Some(format) = format(options)? {
        operation = operation.with_format(format);
    }
    let quality: Option<i64> = options.get("quality")?;
    match quality.map(|quality| (quality, u8::try_from(quality).ok().filter(|quality| (1..=100).contains(quality)))) {
        Some((_, Some(quality))) => operation = operation.with_quality(quality),
        Some((wrong, None)) => return Err(invalid(format!("`quality` must be from 1 to 100, not {wrong}"))),
        None => {}
    }
    Ok(operation)
}

fn side(options: &Kwargs, name: &str) -> Result<Option<NonZeroU32>, Error> {
    let Some(pixels) = options.get::<Option<i64>>(name)? else { return Ok(None) };
    let side = u32::try_from(pixels).ok().filter(|pixels| *pixels <= MAX_SIDE).and_then(NonZeroU32::new);
    side.map(Some).ok_or_else(|| invalid(format!("`{name}` must be from 1 to {MAX_SIDE}, not {pixels}")))
}

fn format(options: &Kwargs) -> Result<Option<ImageFormat>, Error> {
    let Some(name) = options.get::<Option<&str>>("format")? else { return Ok(None) };
    let format = ImageFormat::from_name(name);
    format.map(Some).ok_or_else(|| unknown("format", name, &ImageFormat::ALL.map(ImageFormat::name)))
}

fn unknown(option: &str, written: &str, known: &[&'static str]) -> Error {
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let hint =
        nearest(written, known.iter().copied()).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    invalid(format!("`{option}` can be {}, not `{written}`{hint}", names.join(", ")))
}
