//! What stands here until somebody has entered the code on another device.

use ipc::{Elsewhere, OnDevice};

use super::{
    super::server_name,
    qr_figure::QrFigure,
    waiting::{Cancel, Waiting},
};
use crate::{browser, prelude::*, state::App, words};

#[component(inline_props)]
pub(super) fn OnDeviceWaits(app: App, shown: OnDevice) -> View {
    let OnDevice {
        address, code, qr, ..
    } = shown;
    let has_qr = qr.is_some();
    let qr = qr.map_or_else(View::default, |code| view! { QrFigure(code=code) });
    let copied = code.clone();
    view! {
        div(class="form", data-testid="device-waits") {
            Waiting(
                title=words::label::device_waits_title(),
                what=Box::new(move || words::device_waits(&server_name(app), has_qr)),
            )
            div(class="device") {
                (qr)
                dl(class="device-steps") {
                    dt { (words::label::device_address()) }
                    dd(class="device-address", data-testid="device-address") { bdi { (address) } }
                    dt { (words::label::code()) }
                    dd(class="device-code", data-testid="device-code") { bdi { (code) } }
                    dd(class="field-hint", data-testid="device-expires") {
                        (words::expires(left_ms(app)))
                    }
                }
            }
            div(class="form-actions form-actions-even") {
                button(
                    r#type="button",
                    class="button",
                    data-testid="device-copy",
                    on:click=move |_| copy(app, copied.clone()),
                ) { (words::label::copy_code()) }
                Cancel(app=app)
            }
        }
    }
}

/// How long the code is still good. Ticks.
fn left_ms(app: App) -> u64 {
    match app.elsewhere() {
        Some(Elsewhere::Device(it)) => it.expires_in_ms.saturating_sub(app.elapsed_ms()),
        _ => 0,
    }
}

fn copy(app: App, code: String) {
    App::spawn(async move {
        app.toast(if browser::copy(&code).await {
            words::label::code_copied()
        } else {
            words::label::not_copied()
        });
    });
}
