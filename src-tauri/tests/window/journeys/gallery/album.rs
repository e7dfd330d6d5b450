//! Pictures of every stop in every size, theme and size of text, and a page that shows them all.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde_json::json;

use super::stop::Stop;
use crate::window::{app::App, failure::Outcome};

const SIZES: [(u32, u32); 3] = [(720, 520), (900, 640), (1400, 900)];
/// The size between two stops, and of what there is one picture of.
const USUAL: (u32, u32) = SIZES[1];
const THEMES: [&str; 2] = ["light", "dark"];
/// Sizes of text, in percent. What larger text breaks it breaks in every theme.
const NORMAL: u32 = 100;
const LARGE: u32 = 200;
const FORCED: &str = "forced";
const INDEX: &str = "index.html";

/// How the window is shaped and coloured for one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    size: (u32, u32),
    text: u32,
    colours: &'static str,
}

#[derive(Debug)]
pub(super) struct Album {
    folder: PathBuf,
    /// Of the last stop, which was taken in this language.
    number: usize,
    language: &'static str,
}

impl Album {
    /// An empty album. The stops may be others than they were when it was filled.
    pub(super) fn new(folder: &Path) -> Outcome<Self> {
        fs::create_dir_all(folder)?;
        for name in pictures(folder)? {
            fs::remove_file(folder.join(name))?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            number: 0,
            language: "",
        })
    }

    pub(super) async fn take(&mut self, app: &App, stop: &Stop) -> Outcome {
        if self.language != stop.language {
            (self.language, self.number) = (stop.language, 0);
        }
        self.number += 1;
        app.keep_page(&stop.name()).await?;
        app.hold_still().await?;
        for look in looks(stop) {
            self.take_as(app, stop, look).await?;
        }
        app.let_go().await?;
        app.enlarge(NORMAL).await?;
        app.resize_enlarged(USUAL, NORMAL).await
    }

    async fn take_as(&self, app: &App, stop: &Stop, look: Look) -> Outcome {
        app.enlarge(look.text).await?;
        app.resize_enlarged(look.size, look.text).await?;
        dress(app, look.colours).await?;
        if let Some(part) = &stop.part {
            let script = "document.querySelector(arguments[0])?.scrollIntoView()";
            app.run_with(script, vec![json!(part)]).await?;
        }
        let file = file_name(self.number, stop, look);
        app.picture_at(&self.folder.join(file)).await
    }

    /// Writes the page that shows all of the pictures.
    pub(super) fn write_index(&self) -> Outcome {
        let index = index(&pictures(&self.folder)?);
        Ok(fs::write(self.folder.join(INDEX), index)?)
    }
}

async fn dress(app: &App, colours: &str) -> Outcome {
    let is_forced = colours == FORCED;
    let theme = if is_forced { "dark" } else { colours };
    let script = "document.documentElement.dataset.theme = arguments[0]";
    app.run_with(script, vec![json!(theme)]).await?;
    if is_forced {
        app.run(include_str!("forced_colours.js")).await?;
    }
    Ok(())
}

/// The ways in which a stop is taken, so that little changes from one to the next.
fn looks(stop: &Stop) -> Vec<Look> {
    let look = |size, text, colours| Look {
        size,
        text,
        colours,
    };
    if stop.is_passing {
        return THEMES.map(|colours| look(USUAL, NORMAL, colours)).into();
    }
    // In a larger window a part was in sight with the page.
    let sizes = if stop.part.is_some() {
        &SIZES[..1]
    } else {
        &SIZES
    };
    let mut looks = Vec::new();
    for &size in sizes {
        looks.extend(THEMES.map(|colours| look(size, NORMAL, colours)));
    }
    let large = |&size| look(size, LARGE, THEMES[0]);
    looks.extend(sizes.iter().rev().map(large));
    looks.push(look(USUAL, NORMAL, FORCED));
    looks
}

/// Sorted by name, the pictures are in the order of the walk.
fn file_name(number: usize, stop: &Stop, look: Look) -> String {
    let Look {
        size: (width, height),
        text,
        colours,
    } = look;
    let (language, stop) = (stop.language, stop.name());
    format!("{language}-{number:02}-{stop}--{width:04}x{height}-{text}-{colours}.png")
}

/// What is in the folder besides has other names: pictures of journeys begin with numbers, those of failures with a word.
fn is_picture(name: &str) -> bool {
    let number = name.split('-').nth(1);
    name.contains("--") && number.is_some_and(|it| it.parse::<usize>().is_ok())
}

fn pictures(folder: &Path) -> Outcome<Vec<String>> {
    let mut names: Vec<String> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| is_picture(name))
        .collect();
    names.sort();
    Ok(names)
}

/// A heading for each stop, and its pictures in a grid.
fn index(pictures: &[String]) -> String {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Screens</title>\n<style>
body { margin: 24px; background: #777; color: #fff; font: 14px system-ui, sans-serif }
div { display: flex; flex-wrap: wrap; gap: 12px; align-items: end }
figure { margin: 0 }
img { display: block; width: 300px; border: 1px solid #000 }
a { color: inherit }
</style>\n<h1>Screens</h1>\n",
    );
    let mut last = "";
    for name in pictures {
        let (stop, look) = name.split_once("--").unwrap_or((name, ""));
        if stop != last {
            let close = if last.is_empty() { "" } else { "</div>\n" };
            // Writing to a string cannot fail.
            let _ = writeln!(page, "{close}<h2>{stop}</h2>\n<div>");
            last = stop;
        }
        let look = look.trim_end_matches(".png").trim_start_matches('0');
        let _ = writeln!(
            page,
            "<figure><a href=\"{name}\"><img src=\"{name}\" alt=\"{stop}, {look}\" loading=\"lazy\"></a>\
             <figcaption>{look}</figcaption></figure>"
        );
    }
    page.push_str("</div>\n</html>\n");
    page
}
