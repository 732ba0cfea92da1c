use super::*;
use crate::images::derived_path;
use bengal_core::ImageFormat as Format;
use bengal_render::ImageOperation;
use proptest::prelude::*;

fn operations() -> impl Strategy<Value = ImageOperation> {
    let texts = ["full", "1w", "1h", "11w", "1x1", "1x1-fill", "1x11", "full-q1", "1w-q1", "1w-q11", "1x1-fill-q1"];
    proptest::sample::select(texts.to_vec()).prop_map(|text| text.parse().unwrap())
}

proptest! {
    #[test]
    fn different_pictures_have_different_paths(
        paths in ("[a.w1/-]{1,12}", "[a.w1/-]{1,12}"),
        operations in (operations(), operations()),
        formats in (proptest::sample::select(Format::ALL.to_vec()), proptest::sample::select(Format::ALL.to_vec())),
    ) {
        let one = (&paths.0, operations.0, formats.0);
        let other = (&paths.1, operations.1, formats.1);
        let same = derived_path(one.0, one.1, one.2) == derived_path(other.0, other.1, other.2);
        prop_assert_eq!(same, one == other);
    }
}

#[test]
fn pictures_of_these_tests_are_what_they_should_be() {
    let picture = picture(4, 4);
    assert_eq!(picture.to_rgba8().get_pixel(0, 0).0, [255, 0, 0, 255]);
    assert_eq!(picture.to_rgba8().get_pixel(3, 3).0, [0, 0, 255, 128]);
}
