use super::*;

fn urls(html: &[u8]) -> (Vec<String>, &'static str) {
    let found = extract_bytes(html);
    (found.references.into_iter().map(|reference| reference.url.into_owned()).collect(), found.encoding)
}

#[test]
fn reads_the_encodings_that_a_page_declares() {
    assert_eq!(urls("<img src=é>".as_bytes()), (vec!["é".to_owned()], "UTF-8"));
    assert_eq!(urls(b"<img src=\xe9>"), (vec!["é".to_owned()], "windows-1252"));
    assert_eq!(urls(b"<meta charset=' utf-8 '><img src=\xe9>"), (vec!["\u{fffd}".to_owned()], "UTF-8"));
    assert_eq!(urls(b"<META CHARSET=koi8-r><img src=\xc1>"), (vec!["а".to_owned()], "KOI8-R"));
    let http = b"<meta http-equiv=Content-Type content='text/html; charset=\"shift_jis\"'><img src=\x83\x5c.png>";
    assert_eq!(urls(http), (vec!["ソ.png".to_owned()], "Shift_JIS"));
    assert_eq!(urls(b"<!-- <meta charset=koi8-r> --><img src=\xe9>").1, "windows-1252");
    assert_eq!(urls(b"<meta charset=utf-16><img src=a>").1, "UTF-8");
}

#[test]
fn spans_are_those_of_the_bytes_given() {
    let sjis = b"<meta charset=shift_jis>\x83\x5c<img src='\x83\x5c.png'><img src=b>";
    let found = extract_bytes(sjis);
    assert_eq!(&sjis[found.references[0].span.clone()], b"\x83\x5c.png");
    assert_eq!(&sjis[found.references[1].span.clone()], b"b");
    let bom = b"\xef\xbb\xbf<img src=a>";
    assert_eq!(&bom[extract_bytes(bom).references[0].span.clone()], b"a");
}

#[test]
fn reads_utf_16() {
    let text = "\u{feff}<p>é<img src='ü.png'>";
    for (encoding, name) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), (u16::to_be_bytes, "UTF-16BE")] {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(encoding).collect();
        let found = extract_bytes(&bytes);
        assert_eq!((&*found.references[0].url, found.encoding), ("ü.png", name));
        assert!(!found.is_ascii_compatible);
        let span = bytes[found.references[0].span.clone()].to_vec();
        assert_eq!(span, "ü.png".encode_utf16().flat_map(encoding).collect::<Vec<_>>());
    }
}

#[test]
fn reads_invalid_bytes() {
    let (found, encoding) = urls(b"\xef\xbb\xbf<img src=a\xff\xe2\x82b>");
    assert_eq!((found, encoding), (vec!["a\u{fffd}\u{fffd}b".to_owned()], "UTF-8"));
}

#[test]
fn an_xml_declaration_counts_where_no_meta_does() {
    let encoding = |start: &str| extract_bytes(&[start.as_bytes(), b"<img src=\xe9>"].concat()).encoding;
    assert_eq!(encoding("<?xml version='1.0' encoding = \"koi8-r\"?>"), "KOI8-R");
    assert_eq!(encoding("<?xml encoding='utf-16'?>"), "UTF-8");
    assert_eq!(encoding("<?xml encoding='koi8-r'?><meta charset=shift_jis>"), "Shift_JIS");
    for none in [
        " <?xml encoding='koi8-r'?>",
        "<?XML encoding='koi8-r'?>",
        "<?xml encoding=koi8-r?>",
        "<?xml encoding='koi8-r ' ?>",
        "<?xml encoding='nonsense'?>",
        "<?xml version='1.0'?> encoding='koi8-r'>",
        "<?xml encoding",
    ] {
        assert_eq!(encoding(none), "windows-1252", "{none}");
    }
}

#[test]
fn spans_within_spans_are_those_of_the_bytes_given() {
    let page = b"<svg><style>@import '\xe9<g style=x:url(\xe8)></g>\xe7<!-- -->\xe6'</style></svg>";
    let found = extract_bytes(page).references;
    let written = |span: &Range<usize>| page[span.clone()].to_vec();
    assert_eq!((&*found[0].url, written(&found[0].span)), ("éçæ", b"\xe9".to_vec()));
    assert_eq!(found[0].rest.iter().map(written).collect::<Vec<_>>(), [b"\xe7", b"\xe6"]);
    assert_eq!((&*found[1].url, written(&found[1].span)), ("è", b"\xe8".to_vec()));
}
