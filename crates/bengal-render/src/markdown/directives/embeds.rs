//! Players and sandboxes of other sites: frames that load when they are scrolled to, with a link for those who see no frames.
//!
//! Ids go into URLs, so they are checked: what is no id is reported, and nothing is embedded.

use super::{classes, id_attribute};
use crate::escape::escaped;
use crate::markdown::directive::Directive;
use crate::markdown::writer::{FOREIGN, Frame, Writer};
use bengal_core::Diagnostic;

/// A frame of another site.
struct Embed {
    /// The class beside that of its kind.
    class: &'static str,
    /// What the frame shows.
    src: String,
    /// The page for those who see no frame.
    page: String,
    /// Words for both.
    title: String,
    /// Attributes of the element around.
    attributes: String,
}

impl Embed {
    fn write(self, writer: &mut Writer<'_>, kind: &str, directive: &Directive, frame: &Frame) {
        let id = id_attribute(writer, directive);
        let (title, src, page) = (escaped(&self.title), escaped(&self.src), escaped(&self.page));
        let html = format!(
            "<div class=\"{kind} {}{}\"{id}{}><iframe src=\"{src}\" title=\"{title}\" loading=\"lazy\" allow=\"fullscreen; encrypted-media; picture-in-picture\" allowfullscreen referrerpolicy=\"strict-origin-when-cross-origin\"></iframe><noscript><a href=\"{page}\"{FOREIGN}>{title}</a></noscript></div>\n{}",
            self.class,
            classes(directive),
            self.attributes,
            frame.html
        );
        writer.push(&html);
    }
}

/// The id of a directive, if it is made of letters, digits and `allowed`.
fn id<'a>(writer: &mut Writer<'_>, directive: &'a Directive, allowed: &str) -> Option<&'a str> {
    let id = directive.title.trim();
    let fits = !id.is_empty()
        && id.len() <= 200
        && id.chars().all(|c| c.is_ascii_alphanumeric() || allowed.contains(c))
        && !id.contains("..");
    if fits {
        return Some(id);
    }
    let message = format!("`{id}` is no id that `{}` could embed", directive.name);
    writer.problem(&directive.title_place, Diagnostic::warning("bad-embed", message));
    None
}

fn title(directive: &Directive, default: &str) -> String {
    directive.text("title").unwrap_or(default).to_owned()
}

/// A query string of the parameters that are set.
fn query(parameters: &[(&str, Option<String>)]) -> String {
    let set: Vec<String> =
        parameters.iter().filter_map(|(key, value)| Some(format!("{key}={}", value.as_ref()?))).collect();
    if set.is_empty() { String::new() } else { format!("?{}", set.join("&")) }
}

fn on(directive: &Directive, key: &str) -> Option<String> {
    directive.flag(key).then(|| "1".to_owned())
}

/// An option that is a number, a word or a colour.
fn word(directive: &Directive, key: &str) -> Option<String> {
    let value = directive.text(key)?.trim_start_matches('#');
    value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/'))
        .then(|| value.to_owned())
}

pub(super) fn close_video(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let Some(id) = id(writer, directive, "-_") else { return writer.push(&frame.html) };
    let aspect = escaped(directive.text("aspect").unwrap_or(if frame.name == "tiktok" { "9/16" } else { "16/9" }));
    let attributes = format!(" data-aspect=\"{aspect}\"");
    let muted = on(directive, "muted").or_else(|| on(directive, "autoplay"));
    let embed = match frame.name {
        "youtube" => Embed {
            class: "youtube",
            src: format!(
                "https://www.youtube-nocookie.com/embed/{id}{}",
                query(&[
                    ("start", word(directive, "start")),
                    ("end", word(directive, "end")),
                    ("autoplay", on(directive, "autoplay")),
                    ("mute", muted),
                    ("loop", on(directive, "loop")),
                    ("controls", (!directive.flag_or("controls", true)).then(|| "0".to_owned())),
                ])
            ),
            page: format!("https://www.youtube.com/watch?v={id}"),
            title: title(directive, "YouTube video"),
            attributes,
        },
        "vimeo" => Embed {
            class: "vimeo",
            src: format!(
                "https://player.vimeo.com/video/{id}{}",
                query(&[
                    ("dnt", Some("1".to_owned())),
                    ("color", word(directive, "color")),
                    ("autoplay", on(directive, "autoplay")),
                    ("muted", muted),
                    ("loop", on(directive, "loop")),
                    ("background", on(directive, "background")),
                ])
            ),
            page: format!("https://vimeo.com/{id}"),
            title: title(directive, "Vimeo video"),
            attributes,
        },
        _ => Embed {
            class: "tiktok",
            src: format!("https://www.tiktok.com/embed/v2/{id}"),
            page: format!("https://www.tiktok.com/video/{id}"),
            title: title(directive, "TikTok video"),
            attributes,
        },
    };
    embed.write(writer, "video-embed", directive, frame);
}

pub(super) fn close_audio(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let allowed = if frame.name == "soundcloud" { "-_/" } else { "" };
    let Some(id) = id(writer, directive, allowed) else { return writer.push(&frame.html) };
    let height = |default: &str| {
        let height = directive.text("height").filter(|height| height.bytes().all(|byte| byte.is_ascii_digit()));
        format!(" style=\"height: {}px\"", height.unwrap_or(default))
    };
    let embed = if frame.name == "spotify" {
        let is_kind = |kind: &&str| matches!(*kind, "album" | "playlist" | "episode" | "show" | "artist");
        let kind = directive.text("type").filter(is_kind).unwrap_or("track");
        let small = matches!(kind, "track" | "episode");
        Embed {
            class: "spotify",
            src: format!(
                "https://open.spotify.com/embed/{kind}/{id}{}",
                query(&[(
                    "theme",
                    directive.text("theme").filter(|theme| *theme == "dark" || *theme == "0").map(|_| "0".to_owned())
                )])
            ),
            page: format!("https://open.spotify.com/{kind}/{id}"),
            title: title(directive, "Spotify player"),
            attributes: height(if small { "152" } else { "352" }),
        }
    } else {
        let visual = directive.flag("visual");
        let is = |key: &str, default: bool| Some(directive.flag_or(key, default).to_string());
        Embed {
            class: "soundcloud",
            src: format!(
                "https://w.soundcloud.com/player/{}",
                query(&[
                    ("url", Some(format!("https%3A//soundcloud.com/{id}"))),
                    ("color", word(directive, "color").map(|color| format!("%23{color}"))),
                    ("auto_play", is("autoplay", false)),
                    ("hide_related", is("hide_related", false)),
                    ("show_comments", is("show_comments", true)),
                    ("show_user", is("show_user", true)),
                    ("visual", Some(visual.to_string())),
                ])
            ),
            page: format!("https://soundcloud.com/{id}"),
            title: title(directive, "SoundCloud player"),
            attributes: height(if visual { "300" } else { "166" }),
        }
    };
    embed.write(writer, "audio-embed", directive, frame);
}

pub(super) fn close_sandbox(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let Some(id) = id(writer, directive, "-_/") else { return writer.push(&frame.html) };
    let height = directive.text("height").filter(|height| height.bytes().all(|byte| byte.is_ascii_digit()));
    let attributes = |default: &str| format!(" style=\"height: {}px\"", height.unwrap_or(default));
    let embed = match frame.name {
        "codepen" => {
            let (user, pen) = id.split_once('/').unwrap_or(("pen", id));
            let pen = pen.trim_start_matches("pen/");
            Embed {
                class: "codepen",
                src: format!(
                    "https://codepen.io/{user}/embed/{pen}{}",
                    query(&[
                        ("default-tab", Some(word(directive, "default_tab").unwrap_or_else(|| "result".to_owned()))),
                        ("theme-id", word(directive, "theme")),
                        ("editable", directive.flag("editable").then(|| "true".to_owned())),
                    ])
                ),
                page: format!("https://codepen.io/{user}/pen/{pen}"),
                title: title(directive, "CodePen"),
                attributes: attributes("300"),
            }
        }
        "codesandbox" => Embed {
            class: "codesandbox",
            src: format!(
                "https://codesandbox.io/embed/{id}{}",
                query(&[
                    ("view", word(directive, "view")),
                    ("module", word(directive, "module")),
                    ("fontsize", word(directive, "fontsize")),
                    ("theme", word(directive, "theme")),
                    ("hidenavigation", on(directive, "hidenavigation")),
                ])
            ),
            page: format!("https://codesandbox.io/s/{id}"),
            title: title(directive, "CodeSandbox"),
            attributes: attributes("500"),
        },
        _ => Embed {
            class: "stackblitz",
            src: format!(
                "https://stackblitz.com/edit/{id}{}",
                query(&[
                    ("embed", Some("1".to_owned())),
                    ("file", word(directive, "file")),
                    ("view", word(directive, "view")),
                    ("hideNavigation", on(directive, "hidenavigation")),
                    ("hideDevTools", on(directive, "hidedevtools")),
                ])
            ),
            page: format!("https://stackblitz.com/edit/{id}"),
            title: title(directive, "StackBlitz"),
            attributes: attributes("500"),
        },
    };
    embed.write(writer, "code-embed", directive, frame);
}

/// A gist comes as a script, which is not run: a link to it is.
pub(super) fn close_gist(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    if let Some(id) = id(writer, directive, "-_/") {
        let file = directive.text("file").map(|file| format!(": {file}")).unwrap_or_default();
        let text = escaped(&format!("Gist {id}{file}"));
        let html = format!(
            "<div class=\"code-embed gist{}\"><a href=\"https://gist.github.com/{}\"{FOREIGN}>{text}</a></div>\n",
            classes(directive),
            escaped(id)
        );
        writer.push(&html);
    }
    writer.push(&frame.html);
}

/// A recording of a terminal: a frame where it is on asciinema.org, a link to the file where it is one of the site's.
pub(super) fn close_asciinema(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    use crate::markdown::writer::LinkUse;
    let name = title(directive, "Recording of a terminal");
    if directive.title.ends_with(".cast") {
        let url = writer.resolve(&directive.title, &directive.title_place, LinkUse::Image);
        let html = format!(
            "<div class=\"terminal-embed asciinema{}\"><a href=\"{}\">{}</a></div>\n{}",
            classes(directive),
            escaped(&url),
            escaped(&name),
            frame.html
        );
        return writer.push(&html);
    }
    let Some(id) = id(writer, directive, "-_") else { return writer.push(&frame.html) };
    let src = format!(
        "https://asciinema.org/a/{id}/iframe{}",
        query(&[
            ("autoplay", on(directive, "autoplay")),
            ("loop", on(directive, "loop")),
            ("speed", word(directive, "speed")),
            ("cols", word(directive, "cols")),
            ("rows", word(directive, "rows")),
            ("theme", word(directive, "theme")),
        ])
    );
    let page = format!("https://asciinema.org/a/{id}");
    let embed = Embed { class: "asciinema", src, page, title: name, attributes: String::new() };
    embed.write(writer, "terminal-embed", directive, frame);
}
