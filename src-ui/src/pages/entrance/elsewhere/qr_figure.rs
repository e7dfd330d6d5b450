//! A QR code, drawn.

use std::fmt::Write as _;

use ipc::QrCode;

use crate::{prelude::*, words};

/// How much light a camera wants around it, in modules (ISO/IEC 18004 section 9.1).
const QUIET: usize = 4;

/// It is dark on light in every theme: many cameras read no other.
#[component(inline_props)]
pub(super) fn QrFigure(code: QrCode) -> View {
    let side = usize::try_from(code.side).unwrap_or_default();
    let whole = side + 2 * QUIET;
    view! {
        svg(
            class="qr",
            "viewBox"=format!("0 0 {whole} {whole}"),
            "role"="img",
            aria-label=words::label::device_qr(),
            data-testid="device-qr",
        ) {
            rect(class="qr-light", "width"="100%", "height"="100%") {}
            path(class="qr-dark", "d"=outline(&code, side)) {}
        }
    }
}

/// Its dark modules, those that touch in a row as one bar.
fn outline(code: &QrCode, side: usize) -> String {
    let dark: Vec<bool> = code.dark().collect();
    let mut outline = String::new();
    for (y, row) in (QUIET..).zip(dark.chunks(side.max(1)).take(side)) {
        let mut x = QUIET;
        for bar in row.chunk_by(PartialEq::eq) {
            let width = bar.len();
            if bar[0] {
                // Writing to a text does not fail.
                let _ = write!(outline, "M{x} {y}h{width}v1h-{width}z");
            }
            x += width;
        }
    }
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_modules_are_drawn_where_they_are_with_light_around_them() {
        let rows = [true, true, false, false, false, true, true, false, true];
        let code = QrCode::new(3, &rows);
        let drawn = "M4 4h2v1h-2zM6 5h1v1h-1zM4 6h1v1h-1zM6 6h1v1h-1z";
        assert_eq!(outline(&code, 3), drawn);
    }
}
