//! The one place that talks to the core: calls commands and listens to events.
//!
//! Tauri's global object is switched off (`withGlobalTauri: false`), so these few lines bind the
//! internals that Tauri's own JavaScript package binds. Everything crosses as JSON, which keeps
//! 64-bit counters and absent fields exactly as serde wrote them.
//!
//! Nothing here prints arguments, replies or payloads: a password is among them.

mod reader;
mod value;

use std::pin::Pin;
use sycamore::prelude::use_current_scope;

use ipc::{Command, Error, RawBody};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

use self::value::Value;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = invoke)]
    async fn invoke(command: &str, args: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = transformCallback)]
    fn transform_callback(callback: &js_sys::Function, once: bool) -> Result<f64, JsValue>;
}

#[derive(Serialize)]
struct Args<C> {
    args: C,
}

/// Calls a command.
///
/// A failure that is not one of the core's own codes (the command is unknown, its arguments were
/// refused, the core is not there) is [`Error::Internal`]; the console names the command.
pub(crate) fn call<C: Command>(command: C) -> Answer<C::Reply>
where
    C::Reply: 'static,
{
    read_answer(C::NAME, to_js(&Args { args: command }))
}

/// Calls a command that answers with bytes.
pub(crate) async fn bytes<C: Command<Reply = RawBody>>(command: C) -> Result<Vec<u8>, Error> {
    let reply = answer(C::NAME, to_js(&Args { args: command })).await?;
    Ok(js_sys::Uint8Array::new(&reply).to_vec())
}

/// What a command answers. In a box: it would be a part of each flow that calls one, and is the same for all that are
/// answered with the same.
type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

fn read_answer<T: DeserializeOwned + 'static>(
    name: &'static str,
    args: Option<JsValue>,
) -> Answer<T> {
    Box::pin(async move {
        let reply = answer(name, args).await?;
        from_js(&reply).ok_or_else(|| failed(name, "reply"))
    })
}

fn answer(name: &'static str, args: Option<JsValue>) -> Answer<JsValue> {
    Box::pin(async move {
        let args = args.ok_or_else(|| failed(name, "arguments"))?;
        let answer = invoke(name, &args).await;
        answer.map_err(|error| from_js(&error).unwrap_or_else(|| failed(name, "error")))
    })
}

/// Hears an event for the life of the window, in the current scope.
pub(crate) async fn listen<T: DeserializeOwned>(
    event: &'static str,
    mut handle: impl FnMut(T) + 'static,
) -> Result<(), Error> {
    #[derive(Serialize)]
    struct Listen {
        event: &'static str,
        target: Target,
        handler: f64,
    }
    #[derive(Serialize)]
    struct Target {
        kind: &'static str,
    }
    let scope = use_current_scope();
    let heard = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
        let payload = js_sys::Reflect::get(&message, &"payload".into()).unwrap_or_default();
        match from_js(&payload) {
            Some(payload) => scope.run_in(|| handle(payload)),
            None => drop(failed(event, "payload")),
        }
    });
    // The window listens as long as it lives: the closure is handed over to JavaScript for good.
    let callback: js_sys::Function = heard.into_js_value().unchecked_into();
    let handler = transform_callback(&callback, false).map_err(|_| failed(event, "callback"))?;
    let args = to_js(&Listen {
        event,
        target: Target { kind: "Any" },
        handler,
    })
    .ok_or_else(|| failed(event, "arguments"))?;
    invoke("plugin:event|listen", &args)
        .await
        .map(drop)
        .map_err(|_| failed(event, "listen"))
}

fn to_js(value: &impl Serialize) -> Option<JsValue> {
    js_sys::JSON::parse(&serde_json::to_string(value).ok()?).ok()
}

fn from_js<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    T::deserialize(Value::from(value)).ok()
}

fn failed(name: &str, part: &str) -> Error {
    web_sys::console::error_1(&format!("latchkey: {name}: {part} not understood").into());
    Error::Internal
}
