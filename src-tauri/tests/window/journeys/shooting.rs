//! Pictures of a screen in every size and theme, with nothing cut off in any.

use std::path::Path;

use serde_json::json;

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    wait::{STEP, until},
};

const SIZES: [(u32, u32); 2] = [(900, 640), (1400, 900)];
const THEMES: [&str; 2] = ["light", "dark"];

impl App {
    /// The page must not be wider than the window, nor may an element reach out of it.
    pub(super) async fn ensure_nothing_is_cut_off(&self, screen: &str, width: u32) -> Outcome {
        let out = self.what_is_cut_off().await?;
        ensure!(
            out.is_none(),
            "on `{screen}` at a width of {width}, {out:?} reaches out of the window"
        );
        Ok(())
    }

    /// What reaches out of the window, if anything does.
    pub(super) async fn what_is_cut_off(&self) -> Outcome<Option<String>> {
        let script = "const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) return `the page, ${root.scrollWidth} wide`;
        const out = [...document.querySelectorAll('body *')].find(it => {
            const { left, right, width } = it.getBoundingClientRect();
            return width > 1 && getComputedStyle(it).position !== 'absolute'
                && it.checkVisibility() && (right > root.clientWidth + 1 || left < -1);
        });
        return out ? `<${out.tagName.toLowerCase()} class=\"${out.className}\">` : null";
        Ok(self.run(script).await?.as_str().map(str::to_owned))
    }

    /// Takes the screen as it stands in every size and theme.
    pub(super) async fn shoot(&self, folder: &Path, screen: &str) -> Outcome {
        self.keep_page(screen).await?;
        for (width, height) in SIZES {
            self.resize(width, height).await?;
            self.ensure_nothing_is_cut_off(screen, width).await?;
            for theme in THEMES {
                let script = "document.documentElement.dataset.theme = arguments[0]";
                self.run_with(script, vec![json!(theme)]).await?;
                let file = format!("{screen}-{width}x{height}-{theme}.png");
                self.picture_at(&folder.join(file)).await?;
            }
        }
        self.run("delete document.documentElement.dataset.theme")
            .await
            .map(drop)
    }

    /// Makes the window's inside this large.
    pub(super) async fn resize(&self, width: u32, height: u32) -> Outcome {
        self.resize_enlarged((width, height), 100).await
    }

    /// The same where text is so large, in percent: as much less of it fits.
    pub(super) async fn resize_enlarged(&self, (width, height): (u32, u32), text: u32) -> Outcome {
        self.client.set_window_rect(0, 0, width, height).await?;
        let inside = json!([width * 100 / text, height * 100 / text]);
        let script = "return [innerWidth, innerHeight]";
        until(
            &format!("the window is {width} wide and {height} high"),
            STEP,
            async || Ok((self.run(script).await? == inside).then_some(())),
        )
        .await?;
        // A pointer would be sent to where things were.
        self.wait_until_painted(STEP).await
    }

    /// Has every change be there at once: the colours of a transition are those of no theme.
    pub(super) async fn hold_still(&self) -> Outcome {
        let script = "const still = new CSSStyleSheet();
            still.replaceSync('*, *::before, *::after { transition: none !important }');
            document.adoptedStyleSheets = [still]";
        self.run(script).await.map(drop)
    }

    /// Undoes that, and whatever a theme was chosen for.
    pub(super) async fn let_go(&self) -> Outcome {
        let script = "delete document.documentElement.dataset.theme;
            document.adoptedStyleSheets = []";
        self.run(script).await.map(drop)
    }

    /// Makes text this large, in percent, from whichever page or dialog: by no key and no button, which would move the
    /// focus.
    pub(super) async fn enlarge(&self, percent: u32) -> Outcome {
        let script =
            "window.__TAURI_INTERNALS__.invoke('set_zoom', { args: { zoom: arguments[0] } })";
        self.run_with(script, vec![json!(percent)]).await.map(drop)
    }
}
