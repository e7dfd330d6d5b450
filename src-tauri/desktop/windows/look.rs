//! How a window looks before its page is there, and around it: its ground, its title bar, how large everything is.
//!
//! The page follows what the system says of the theme, and the system says of this window what the person chose. So the
//! first frame is in the right one, and the title bar is as well.

use ipc::{Appearance, Zoom};
use tauri::{AppHandle, Theme, WebviewWindow, WebviewWindowBuilder, Wry, window::Color};

/// The stylesheet's `--ground` by day and by night.
const DAY: Color = Color(0xf4, 0xf3, 0xee, 0xff);
const NIGHT: Color = Color(0x13, 0x17, 0x15, 0xff);

/// What the person chose, for a window that is about to be made.
pub(super) fn dress(
    window: WebviewWindowBuilder<'_, Wry, AppHandle>,
    appearance: Appearance,
) -> WebviewWindowBuilder<'_, Wry, AppHandle> {
    let chosen = theme_of(appearance);
    let window = window.theme(chosen);
    match chosen {
        Some(theme) => window.background_color(ground_of(theme)),
        None => window,
    }
}

/// The person has chosen, now or in an earlier run: a window that is there follows, before anything of it is drawn anew.
pub(in crate::desktop) fn follow(window: &WebviewWindow, appearance: Appearance) {
    let chosen = theme_of(appearance);
    let followed = window.set_theme(chosen).and_then(|()| {
        let theme = match chosen {
            Some(theme) => theme,
            None => as_the_system(window)?,
        };
        window.set_background_color(Some(ground_of(theme)))
    });
    if let Err(error) = followed {
        tracing::warn!(%error, "the window keeps its theme");
    }
}

/// How large everything in it is.
pub(in crate::desktop) fn enlarge(window: &WebviewWindow, zoom: Zoom) {
    if let Err(error) = window.set_zoom(zoom.factor()) {
        tracing::warn!(%error, "the window stays as large as it is");
    }
}

/// The toolkit on Linux takes "as the system" for "not dark" until the system says something anew.
fn as_the_system(window: &WebviewWindow) -> tauri::Result<Theme> {
    let theme = window.theme()?;
    if cfg!(target_os = "linux") && theme == Theme::Dark {
        window.set_theme(Some(theme))?;
    }
    Ok(theme)
}

const fn theme_of(appearance: Appearance) -> Option<Theme> {
    match appearance {
        Appearance::System => None,
        Appearance::Light => Some(Theme::Light),
        Appearance::Dark => Some(Theme::Dark),
    }
}

const fn ground_of(theme: Theme) -> Color {
    match theme {
        Theme::Dark => NIGHT,
        _ => DAY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_is_the_one_that_the_stylesheet_has() {
        let tokens = include_str!("../../../src-ui/styles/tokens.css");
        assert!(
            tokens.contains("--ground: var(--light, var(--stone-2)) var(--dark, var(--moss-1));")
        );
        for (name, Color(red, green, blue, _)) in [("stone-2", DAY), ("moss-1", NIGHT)] {
            let token = format!("--{name}: #{red:02x}{green:02x}{blue:02x};");
            assert!(tokens.contains(&token), "{token}");
        }
    }
}
