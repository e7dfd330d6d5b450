//! What a person does in the window, and what a person sees there: the verbs of the journeys.
//!
//! Elements go by their `data-testid`. Every verb waits until it can be done, and says what it waited
//! for when it cannot.

use fantoccini::{Locator, elements::Element};
use serde_json::json;

use super::App;
use crate::window::{
    failure::{Failure, Outcome},
    wait::{STEP, until},
};

const ENTER: &str = "\u{e007}";

impl App {
    /// All of it is brought into sight first: a driver is content with an edge, and clicks into the middle.
    pub(crate) async fn click(&self, testid: &str) -> Outcome {
        let show = "arguments[0].scrollIntoView({ block: 'nearest' })";
        until(&format!("click `{testid}`"), STEP, async || {
            let element = self.element(testid).await?;
            self.run_with(show, vec![serde_json::to_value(&element)?])
                .await?;
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Empties a field and types into it, key by key.
    pub(crate) async fn fill(&self, testid: &str, text: &str) -> Outcome {
        let clear = "const field = arguments[0];
            field.focus();
            field.value = '';
            field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
        until(&format!("type into `{testid}`"), STEP, async || {
            let field = self.element(testid).await?;
            self.run_with(clear, vec![serde_json::to_value(&field)?])
                .await?;
            if !text.is_empty() {
                field.send_keys(text).await?;
            }
            Ok(Some(()))
        })
        .await?;
        self.wait_for_value(testid, text).await
    }

    /// Replaces what is in a field at once, as pasting does.
    pub(crate) async fn paste(&self, testid: &str, text: &str) -> Outcome {
        let script = "const field = document.querySelector(arguments[0]);
            field.focus();
            field.value = arguments[1];
            field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
        until(&format!("paste into `{testid}`"), STEP, async || {
            self.run_with(script, vec![json!(selector(testid)), json!(text)])
                .await?;
            Ok(Some(()))
        })
        .await?;
        self.wait_for_value(testid, text).await
    }

    /// Puts a text into a field as a person's keys do: without the app's own process, which passes on what a driver
    /// sends, seeing it whole.
    pub(crate) async fn type_unseen(&self, testid: &str, text: &str) -> Outcome {
        let script = "const field = document.querySelector(arguments[0]);
            field.focus();
            field.value = arguments[1].join('');
            field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
        let letters: Vec<String> = text.chars().map(String::from).collect();
        self.wait_for(testid).await?;
        self.run_with(script, vec![json!(selector(testid)), json!(letters)])
            .await
            .map(drop)
    }

    /// Presses these keys in an element, as `WebDriver` names them.
    pub(crate) async fn press_keys(&self, testid: &str, keys: &str) -> Outcome {
        Ok(self.element(testid).await?.send_keys(keys).await?)
    }

    pub(crate) async fn press_enter(&self, testid: &str) -> Outcome {
        Ok(self.element(testid).await?.send_keys(ENTER).await?)
    }

    /// Chooses an entry of a menu by its value.
    pub(crate) async fn choose(&self, testid: &str, value: &str) -> Outcome {
        until(
            &format!("choose `{value}` in `{testid}`"),
            STEP,
            async || {
                self.element(testid).await?.select_by_value(value).await?;
                Ok(Some(()))
            },
        )
        .await?;
        self.wait_for_value(testid, value).await
    }

    /// Goes to a place that no link leads to.
    pub(crate) async fn go(&self, path: &str) -> Outcome {
        self.run_with("location.hash = arguments[0]", vec![json!(path)])
            .await?;
        Ok(())
    }

    /// Whether an element is there now.
    pub(crate) async fn shows(&self, testid: &str) -> Outcome<bool> {
        Ok(self.text(testid).await?.is_some())
    }

    /// What an element says now; `None` when it is not there.
    pub(crate) async fn text(&self, testid: &str) -> Outcome<Option<String>> {
        let script = "return document.querySelector(arguments[0])?.innerText.trim() ?? null";
        let said = self.run_with(script, vec![json!(selector(testid))]).await?;
        Ok(said.as_str().map(str::to_owned))
    }

    /// What is in a field now.
    pub(crate) async fn value(&self, testid: &str) -> Outcome<String> {
        let script = "return document.querySelector(arguments[0])?.value ?? null";
        let value = self.run_with(script, vec![json!(selector(testid))]).await?;
        let missing = || Failure::new(format!("there is no field `{testid}`"));
        Ok(value.as_str().ok_or_else(missing)?.to_owned())
    }

    /// Whether a box is ticked now.
    pub(crate) async fn is_ticked(&self, testid: &str) -> Outcome<bool> {
        let script = "return document.querySelector(arguments[0])?.checked ?? null";
        let ticked = self.run_with(script, vec![json!(selector(testid))]).await?;
        let missing = || Failure::new(format!("there is no box `{testid}`"));
        ticked.as_bool().ok_or_else(missing)
    }

    /// Waits until an element says something with these words in it, and answers all that it says.
    pub(crate) async fn wait_for_text(&self, testid: &str, words: &str) -> Outcome<String> {
        let mut last = None;
        let seen = until(&format!("`{testid}` says \"{words}\""), STEP, async || {
            last = self.text(testid).await?;
            Ok(last.clone().filter(|said| said.contains(words)))
        })
        .await;
        seen.map_err(|failure| {
            let said = last.map_or("nothing".to_owned(), |said| format!("\"{said}\""));
            Failure::new(format!("{failure}; it said {said}"))
        })
    }

    pub(crate) async fn wait_for(&self, testid: &str) -> Outcome {
        self.wait_for_text(testid, "").await.map(drop)
    }

    pub(crate) async fn wait_until_gone(&self, testid: &str) -> Outcome {
        until(&format!("`{testid}` goes away"), STEP, async || {
            Ok((!self.shows(testid).await?).then_some(()))
        })
        .await
    }

    pub(crate) async fn wait_for_value(&self, testid: &str, value: &str) -> Outcome {
        until(
            &format!("`{testid}` holds what was put into it"),
            STEP,
            async || Ok((self.value(testid).await? == value).then_some(())),
        )
        .await
    }

    /// Where the middle of an element is on the page.
    pub(crate) async fn place_of(&self, testid: &str) -> Outcome<(i16, i16)> {
        let script = "const it = document.querySelector(arguments[0]).getBoundingClientRect();
            return [it.x + it.width / 2, it.y + it.height / 2].map(Math.round)";
        let place = self.run_with(script, vec![json!(selector(testid))]).await?;
        Ok(serde_json::from_value(place)?)
    }

    /// Waits until a page stands, by the name of its route.
    pub(crate) async fn wait_for_page(&self, page: &str) -> Outcome {
        let mut last = String::new();
        let arrived = until(&format!("the page `{page}` stands"), STEP, async || {
            last = self.page().await?;
            Ok((last == page).then_some(()))
        })
        .await;
        arrived.map_err(|failure| Failure::new(format!("{failure}; it was `{last}`")))
    }

    /// Waits until the core has answered for the first time.
    pub(crate) async fn wait_for_any_page(&self) -> Outcome {
        until("the first page stands", 2 * STEP, async || {
            let page = self.page().await?;
            Ok((!page.is_empty() && page != "starting").then_some(()))
        })
        .await
    }

    /// The page that stands now, by the name of its route.
    pub(crate) async fn page(&self) -> Outcome<String> {
        let script = "return document.querySelector('[data-page]')?.dataset.page ?? ''";
        self.ask(script).await
    }

    /// Which element has the focus, by its `data-testid` or its id.
    pub(crate) async fn focused(&self) -> Outcome<String> {
        let script = "const it = document.activeElement; return it?.dataset.testid ?? it?.id ?? ''";
        self.ask(script).await
    }

    async fn element(&self, testid: &str) -> Outcome<Element> {
        Ok(self.client.find(Locator::Css(&selector(testid))).await?)
    }
}

fn selector(testid: &str) -> String {
    format!("[data-testid=\"{testid}\"]")
}
