//! Templates of the fixture: own ones, and ones over those of the theme.

use super::words::fill;
use crate::edits::random::Random;

const PATHS: [&str; 22] = [
    "templates/page.html",
    "templates/special.html",
    "templates/doc/page.html",
    "templates/docs/single.html",
    "templates/docs/guide/page.html",
    "templates/blog/list.html",
    "templates/blog/single.html",
    "templates/term.html",
    "templates/tags/term.html",
    "templates/tag.html",
    "templates/taxonomy.html",
    "templates/list.html",
    "templates/home.html",
    "templates/404.html",
    "templates/base.html",
    "templates/index.html",
    "templates/docs/list.html",
    "themes/own/templates/page.html",
    "themes/own/templates/special.html",
    "themes/own/templates/home.html",
    "templates/wiki.html",
    "templates/categories.html",
];

const PARTS: [&str; 16] = [
    "templates/partials/footer.html",
    "templates/partials/header.html",
    "templates/partials/tags.html",
    "templates/partials/meta.html",
    "templates/partials/breadcrumbs.html",
    "templates/partials/head.html",
    "templates/partials/prev-next.html",
    "templates/partials/toc.html",
    "templates/partials/pager.html",
    "templates/partials/own.html",
    "templates/partials/maybe.html",
    "themes/own/templates/partials/footer.html",
    "themes/own/templates/partials/own.html",
    "templates/partials/title.html",
    "templates/partials/drawer.html",
    "templates/partials/more.html",
];

const MACROS: &str = "templates/macros.html";

/// Templates that others, or pages, ask for by name.
pub(super) const NAMED: [&str; 3] = [MACROS, "templates/special.html", "templates/partials/own.html"];

const PIECES: [&str; 62] = [
    "{{ page.title }}",
    "{{ page.description }} {{ page.meta_description }}",
    "{{ page.date | dateformat }} {{ page.updated }} {{ page.year }}",
    "{{ page.params.level }} {{ params.level }}",
    "{{ page.excerpt | truncate(20) }}",
    "{% for p in site.pages %}{{ p.title }} {{ p.url }};{% endfor %}",
    "{% for p in site.regular_pages | limit(3) %}{{ p.title }};{% endfor %}",
    "{% for p in section.pages | sort_by('date', reverse=true) %}{{ p.title }} {{ p.date }};{% endfor %}",
    "{% for p in section.regular_pages %}{{ p.nav_title }};{% endfor %}",
    "{% for s in site.sections %}{{ s.title }}{% for t in s.sections %}{{ t.name }}{% endfor %};{% endfor %}",
    "{% for p in site.pages | where('type', 'doc') %}{{ p.url }};{% endfor %}",
    "{% for g in site.pages | group_by('year') %}{{ g.name }}:{{ g['items'] | length }};{% endfor %}",
    "{{ site.pages | length }} {{ section.pages | length }}",
    "{% for p in page.related %}{{ p.title }}{% for t in p.tags %}{{ t }}{% endfor %};{% endfor %}",
    "{% if page.prev %}{{ page.prev.title }}{% endif %}{% if page.next %}{{ page.next.url }}{% endif %}",
    "{% if page.prev_in_section %}{{ page.prev_in_section.description }}{% endif %}",
    "{% for a in page.ancestors %}{{ a.title }}/{% endfor %}{{ page.section.title }} {{ page.parent.title }}",
    "{% for t in page.terms %}{{ t.name }} {{ t.count }};{% endfor %}",
    "{% for t in page.tags %}{{ t.url }} {% for p in t.pages %}{{ p.title }}{% endfor %};{% endfor %}",
    "{% for x in site.taxonomies %}{{ x }}{% endfor %}{{ get_taxonomy('tags').count }}",
    "{% for t in get_taxonomy('categories').terms %}{{ t.name }}{{ t.count }}{% endfor %}",
    "{% for m in menus.main %}{{ m.name }} {{ m.url }}{% if m.active %}*{% endif %}{% for c in m.children %}{{ c.name }}{% endfor %};{% endfor %}",
    "{% for m in get_menu('footer') %}{{ m.name }}{{ m.page.title }};{% endfor %}",
    "{{ nav_tree() }}",
    "{{ nav_tree(get_section('docs'), whole=3) }}",
    "{{ get_page('docs/a').title }} {{ get_page('@key@').description }}",
    "{{ get_page('@key@').content }}",
    "{{ get_page('@key@').toc }} {{ get_page('@key@').excerpt }} {{ get_page('@key@').word_count }}",
    "{{ get_section('docs').title }} {{ get_section('@folder@').pages | length }}",
    "{{ site.data.site.motto }} {{ site.data.people | length }} {{ site.data.@data@ }}",
    "{{ site.data.nested.x.value }}",
    "{{ site.data.glossary }}",
    "{{ config.params.@param@ }} {{ site.params.@param@ }} {{ config.site.title }}",
    "{{ site.title }} {{ site.description }} {{ site.author }} {{ site.baseurl }} {{ site.base_path }}",
    "{{ theme.@param@ }} {{ theme.has('content.related') }} {{ theme.default_appearance }}",
    "{{ site.has_rss }} {{ site.has_sitemap }} {{ site.language }}",
    "{{ url_for('@key@') }} {{ url_for(page) }} {{ relurl('/x/') }}",
    "{{ absolute_url(page) }} {{ page.permalink }}",
    "<link rel=stylesheet href=\"{{ asset_url('@style@') }}\">",
    "<img src=\"/assets/img/logo.svg\"><img src=\"/img/raw.png\">",
    "{{ icon('@icon@') }}",
    "{% include 'partials/own.html' %}",
    "{% include 'partials/maybe.html' ignore missing %}",
    "{% include ['partials/maybe.html', 'partials/own.html'] ignore missing %}",
    "{% include 'partials/footer.html' %}",
    "{% from 'macros.html' import badge %}{{ badge(page) }}",
    "{% import 'macros.html' as m %}{{ m.other('@word@') }}",
    "{{ page.toc }} {{ page.toc_items | length }}",
    "{{ page.reading_time }} {{ page.word_count }}",
    "{{ page.has_math }} {{ page.starts_with_title }} {{ page.kind }} {{ page.type }}",
    "{% if pagination %}{{ pagination.number }}/{{ pagination.total }} {{ pagination.next_url }}{% endif %}",
    "{% for p in posts %}{{ p.title }}|{{ p.excerpt }}|{{ p.date }};{% endfor %}",
    "{% for s in subsections %}{{ s.title }} {{ s.pages | length }};{% endfor %}",
    "{{ term.name }} {% for t in terms %}{{ t.name }}{% endfor %}",
    "{% for p in site.home.list %}{{ p.title }}{% endfor %}{{ site.root.title }}",
    "{{ '**@word@** [x](/@key@/)' | markdownify }}",
    "{{ section.page.content }}",
    "{{ bengal.version }} {{ page.source_path }} {{ page.key }}",
    "{% for p in section.pages %}{{ p.content | striptags | truncate(30) }}{% endfor %}",
    "{{ page.keywords }} {{ page.authors }} {{ page.aliases }} {{ page.robots }} {{ page.weight }}",
    "{{ page.titel }}",
    "{{ 1 / 0 }}",
];

/// A path of a template.
pub(super) fn path(random: &mut Random) -> String {
    match random.below(8) {
        0 => MACROS.to_owned(),
        1..=4 => random.text(&PARTS).to_owned(),
        _ => random.text(&PATHS).to_owned(),
    }
}

/// The text of the template at a path.
pub(super) fn template(random: &mut Random, path: &str) -> String {
    if path == MACROS {
        let (one, other) = (piece(random), piece(random));
        return format!(
            "{{% macro badge(page) %}}[{{{{ page.title }}}}{one}]{{% endmacro %}}\n\
             {{% macro other(word) %}}({{{{ word }}}}{other}){{% endmacro %}}\n"
        );
    }
    let pieces: String = (0..=random.below(4)).map(|_| piece(random) + "\n").collect();
    if path.contains("/partials/") {
        return format!("<div>{pieces}</div>\n");
    }
    match random.below(4) {
        0 if !path.ends_with("base.html") => {
            format!("{{% extends \"base.html\" %}}\n{{% block main %}}\n{pieces}{{{{ content }}}}\n{{% endblock %}}\n")
        }
        1 if path.ends_with("base.html") => {
            format!("<html>{pieces}{{% block main %}}{{% endblock %}}{{% block body %}}{{% endblock %}}</html>\n")
        }
        2 if random.once_in(40) => format!("{{% if %}}{pieces}"),
        _ => format!("<title>{{{{ page.title }}}}</title>\n{{{{ content }}}}\n{pieces}"),
    }
}

/// A piece of a template. Those at the end fail, and are seldom.
fn piece(random: &mut Random) -> String {
    let good = &PIECES[..PIECES.len() - 2];
    let pattern = if random.once_in(400) { random.text(&PIECES) } else { random.text(good) };
    fill(random, pattern)
}
