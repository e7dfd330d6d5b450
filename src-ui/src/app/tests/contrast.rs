//! The contrast of what stands on what, computed from the stylesheet: text at least 4.5, and what has to be told apart by
//! its colour alone at least 3 (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::{BTreeMap, BTreeSet};

const TOKENS: &str = include_str!("../../../styles/tokens.css");
const OTHERS: [(&str, &str); 4] = [
    ("base", include_str!("../../../styles/base.css")),
    ("controls", include_str!("../../../styles/controls.css")),
    ("frame", include_str!("../../../styles/frame.css")),
    ("pages", include_str!("../../../styles/pages.css")),
];

/// Text, and what it is read on.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "ink",
        &[
            "ground",
            "sidebar",
            "surface",
            "nav-selected",
            "row-current",
        ],
    ),
    (
        "ink-soft",
        &[
            "ground",
            "sidebar",
            "surface",
            "surface-sunken",
            "wash-strong",
        ],
    ),
    (
        "ink-faint",
        &[
            "ground",
            "sidebar",
            "surface",
            "surface-sunken",
            "row-current",
        ],
    ),
    ("field-placeholder", &["field-ground"]),
    ("link", &["ground", "surface", "row-current"]),
    ("accent-ink", &["accent", "accent-hover"]),
    ("accent-soft-ink", &["accent-soft"]),
    ("brass-ink", &["brass", "brass-hover"]),
    ("bad-on", &["bad", "bad-hover"]),
    ("good-ink", &["good-soft"]),
    ("info-ink", &["info-soft"]),
    ("warning-ink", &["warning-soft", "surface"]),
    ("bad-ink", &["bad-soft", "surface", "row-current"]),
];

/// What is seen by its colour alone, and what it is seen on.
const SHAPES: &[(&str, &[&str])] = &[
    (
        "control-line",
        &["ground", "sidebar", "surface", "row-current", "wash-strong"],
    ),
    ("bad", &["surface", "ground"]),
    ("focus", &["ground", "sidebar", "surface", "accent-soft"]),
    ("nav-mark", &["sidebar", "nav-selected"]),
    ("accent", &["segment-selected", "surface", "accent-soft"]),
    ("good-dot", &["good-soft", "sidebar", "surface"]),
    ("warning-dot", &["warning-soft", "sidebar", "surface"]),
];

#[derive(Clone, Copy, Debug)]
struct Colour {
    channels: [f64; 3],
    alpha: f64,
}

impl Colour {
    fn read(text: &str) -> Option<Self> {
        if let Some(hex) = text.strip_prefix('#') {
            let of = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
            let channels = [of(0)?, of(2)?, of(4)?].map(f64::from);
            let alpha = 1.0;
            return Some(Self { channels, alpha });
        }
        let inner = text.strip_prefix("rgb(")?.strip_suffix("%)")?;
        let (channels, alpha) = inner.split_once(" / ")?;
        let numbers: Vec<f64> = channels
            .split(' ')
            .map_while(|it| it.parse().ok())
            .collect();
        Some(Self {
            channels: numbers.try_into().ok()?,
            alpha: alpha.parse::<f64>().ok()? / 100.0,
        })
    }

    fn over(self, below: Self) -> Self {
        let mixed = |at: usize| {
            self.channels[at].mul_add(self.alpha, below.channels[at] * (1.0 - self.alpha))
        };
        Self {
            channels: [mixed(0), mixed(1), mixed(2)],
            alpha: 1.0,
        }
    }

    fn luminance(self) -> f64 {
        let linear = self.channels.map(|channel| match channel / 255.0 {
            low if low <= 0.040_45 => low / 12.92,
            high => ((high + 0.055) / 1.055).powf(2.4),
        });
        0.2126f64.mul_add(linear[0], 0.7152f64.mul_add(linear[1], 0.0722 * linear[2]))
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

fn tokens() -> BTreeMap<&'static str, &'static str> {
    let lines = TOKENS.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
        Some((name, value.trim().strip_suffix(';')?))
    });
    lines.collect()
}

/// What a token comes to by day or by night.
fn value(name: &str, theme: &str) -> Colour {
    let tokens = tokens();
    let mut value = *tokens
        .get(name)
        .unwrap_or_else(|| panic!("no token --{name}"));
    while Colour::read(value).is_none() {
        let faced = format!("var(--{theme}, ");
        value = if let Some(at) = value.find(&faced) {
            let rest = &value[at + faced.len()..];
            let mut depth = 0;
            let end = rest.find(|c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                depth < 0
            });
            &rest[..end.expect("a closing bracket")]
        } else {
            let name = value
                .strip_prefix("var(--")
                .and_then(|it| it.strip_suffix(')'));
            tokens[name.unwrap_or_else(|| panic!("no colour: {value}"))]
        };
    }
    Colour::read(value).expect("a colour")
}

/// What lets through is looked at over each of the grounds.
fn on(name: &str, theme: &str) -> Vec<Colour> {
    let colour = value(name, theme);
    let grounds = ["ground", "surface", "sidebar"].map(|it| value(it, theme));
    match colour.alpha {
        1.0 => vec![colour],
        _ => grounds.map(|ground| colour.over(ground)).to_vec(),
    }
}

fn too_weak(pairs: &[(&str, &[&str])], least: f64) -> Vec<String> {
    let mut weak = Vec::new();
    for theme in ["light", "dark"] {
        for (front, backs) in pairs {
            for back in *backs {
                let ratios = on(back, theme).into_iter();
                let ratio = ratios
                    .map(|back| value(front, theme).contrast(back))
                    .fold(f64::INFINITY, f64::min);
                if ratio < least {
                    weak.push(format!("{theme}: {front} on {back} has {ratio:.2}"));
                }
            }
        }
    }
    weak
}

#[test]
fn text_can_be_read_and_controls_can_be_seen() {
    assert_eq!(too_weak(TEXTS, 4.5), Vec::<String>::new());
    assert_eq!(too_weak(SHAPES, 3.0), Vec::<String>::new());
}

#[test]
fn at_night_what_is_pointed_at_is_no_brighter_than_what_is_chosen() {
    let sidebar = value("sidebar", "dark");
    let hovered = value("nav-hover", "dark").over(sidebar);
    assert!(hovered.luminance() < value("nav-selected", "dark").luminance());
}

#[test]
fn every_token_is_defined_and_no_other_stylesheet_names_a_colour_or_the_palette() {
    let tokens = tokens();
    let is_palette = |name: &str| tokens.get(name).is_some_and(|it| it.starts_with('#'));
    for (file, css) in OTHERS {
        assert!(
            !css.contains("rgb(") && !css.contains(": #"),
            "{file} names a colour"
        );
        let used: BTreeSet<&str> = css
            .split("var(--")
            .skip(1)
            .filter_map(|it| it.split([')', ',']).next())
            .collect();
        for name in used {
            let known = tokens.contains_key(name) || TOKENS.contains(&format!("--{name}:"));
            assert!(known, "{file}: --{name} is nowhere defined");
            assert!(!is_palette(name), "{file}: --{name} is of the palette");
        }
    }
}
