//! From the size of a picture to that of another one made from it, in whole pixels.

use super::Resize;
use std::num::NonZeroU32;

/// What is made of a picture: which part of it, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Left and upper edge, width and height of the part; `None`: all of it.
    pub crop: Option<(u32, u32, u32, u32)>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// The size of what an operation makes of a picture that is `width` wide and `height` high, both more than 0. Never larger than it, and never empty;
/// the same on every machine.
pub fn target(width: u32, height: u32, resize: Resize) -> Target {
    let whole = Target { crop: None, width, height };
    match resize {
        Resize::Full => whole,
        Resize::Width(wanted) if wanted.get() < width => {
            Target { width: wanted.get(), height: scaled(height, wanted.get(), width), ..whole }
        }
        Resize::Height(wanted) if wanted.get() < height => {
            Target { width: scaled(width, wanted.get(), height), height: wanted.get(), ..whole }
        }
        Resize::Width(_) | Resize::Height(_) => whole,
        Resize::Inside(right, bottom) => {
            let is_wider = u64::from(width) * u64::from(bottom.get()) >= u64::from(height) * u64::from(right.get());
            target(width, height, if is_wider { Resize::Width(right) } else { Resize::Height(bottom) })
        }
        Resize::Fill(right, bottom) => fill(width, height, right, bottom),
    }
}

fn fill(width: u32, height: u32, right: NonZeroU32, bottom: NonZeroU32) -> Target {
    let (right, bottom) = (right.get(), bottom.get());
    let is_wider = u64::from(width) * u64::from(bottom) >= u64::from(height) * u64::from(right);
    let (across, down) = match is_wider {
        true => (scaled(height, right, bottom).min(width), height),
        false => (width, scaled(width, bottom, right).min(height)),
    };
    let crop = ((across, down) != (width, height)).then_some(((width - across) / 2, (height - down) / 2, across, down));
    let fits = right <= across && bottom <= down;
    let (width, height) = if fits { (right, bottom) } else { (across, down) };
    Target { crop, width, height }
}

/// `side * part / whole`, rounded, at least 1.
fn scaled(side: u32, part: u32, whole: u32) -> u32 {
    let (side, part, whole) = (u64::from(side), u64::from(part), u64::from(whole).max(1));
    u32::try_from(((side * part + whole / 2) / whole).max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn size(width: u32, height: u32, text: &str) -> (u32, u32) {
        let operation: super::super::Operation = text.parse().unwrap();
        let target = target(width, height, operation.resize());
        (target.width, target.height)
    }

    #[test]
    fn sizes() {
        assert_eq!(size(1000, 500, "full"), (1000, 500));
        assert_eq!(size(1000, 500, "480w"), (480, 240));
        assert_eq!(size(1000, 333, "100w"), (100, 33));
        assert_eq!(size(1000, 500, "100h"), (200, 100));
        assert_eq!(size(1000, 500, "2000w"), (1000, 500));
        assert_eq!(size(1000, 500, "300x300"), (300, 150));
        assert_eq!(size(500, 1000, "300x300"), (150, 300));
        assert_eq!(size(1000, 1, "10w"), (10, 1));
        assert_eq!(size(1000, 500, "300x300-fill"), (300, 300));
        assert_eq!(size(100, 50, "300x300-fill"), (50, 50));
    }

    #[test]
    fn the_middle_is_kept() {
        let square =
            |width, height| target(width, height, "9x9-fill".parse::<super::super::Operation>().unwrap().resize());
        assert_eq!(square(100, 50).crop, Some((25, 0, 50, 50)));
        assert_eq!(square(50, 100).crop, Some((0, 25, 50, 50)));
        assert_eq!(square(50, 50).crop, None);
    }

    proptest! {
        #[test]
        fn nothing_is_enlarged_or_empty(
            width in 1..70_000_u32, height in 1..70_000_u32, right in 1..20_000_u32, bottom in 1..20_000_u32, kind in 0..4,
        ) {
            let (right, bottom) = (NonZeroU32::new(right).unwrap(), NonZeroU32::new(bottom).unwrap());
            let resize = match kind {
                0 => Resize::Width(right),
                1 => Resize::Height(bottom),
                2 => Resize::Inside(right, bottom),
                _ => Resize::Fill(right, bottom),
            };
            let target = target(width, height, resize);
            let (x, y, across, down) = target.crop.unwrap_or((0, 0, width, height));
            prop_assert!(x + across <= width && y + down <= height);
            prop_assert!((1..=across).contains(&target.width) && (1..=down).contains(&target.height));
            if kind >= 2 {
                prop_assert!(target.width <= right.get().max(1) && target.height <= bottom.get().max(1) || kind == 3);
            }
        }
    }
}
