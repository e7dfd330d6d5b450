//! Addresses for the camera of another device.

use qrcode::{Color, EcLevel};
use url::Url;

/// How many modules on a side a camera still reads from a window.
const WIDEST: usize = 77;

/// The first of these that can be drawn. A camera opens what it reads, so that nothing but an address of the web is for it.
pub(crate) fn first<'a>(addresses: impl IntoIterator<Item = &'a str>) -> Option<ipc::QrCode> {
    addresses.into_iter().find_map(drawn)
}

fn drawn(address: &str) -> Option<ipc::QrCode> {
    let url = Url::parse(address).ok()?;
    matches!(url.scheme(), "https" | "http").then_some(())?;
    let code = qrcode::QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    (code.width() <= WIDEST).then_some(())?;
    let dark: Vec<bool> = (code.to_colors().into_iter())
        .map(|it| it == Color::Dark)
        .collect();
    Some(ipc::QrCode::new(u32::try_from(code.width()).ok()?, &dark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_address_that_a_camera_may_open_and_can_read_is_drawn() {
        let (whole, bare) = ("https://id.example/?code=ABCD-EFGH", "https://id.example/");
        assert_eq!(first([whole, bare]), drawn(whole));
        assert_ne!(drawn(whole), drawn(bare));
        let endless = format!("https://id.example/{}", "x".repeat(800));
        for other in [
            "tel:+4930123456",
            "javascript:alert(1)",
            "nonsense",
            &endless,
        ] {
            assert_eq!(first([other, bare]), drawn(bare), "{other}");
            assert_eq!(first([other]), None, "{other}");
        }
    }

    #[test]
    fn its_corners_are_those_of_every_such_code() {
        let code = drawn("https://id.example/").unwrap();
        let side = usize::try_from(code.side).unwrap();
        let dark: Vec<bool> = code.dark().take(side * side).collect();
        let row = |y: usize| &dark[y * side..][..side];
        let finder = [true, true, true, true, true, true, true, false];
        assert_eq!(row(0)[..8], finder);
        assert_eq!(row(side - 1)[..8], finder);
        assert!(
            row(0)
                .iter()
                .rev()
                .zip(finder)
                .all(|(it, dark)| *it == dark)
        );
        assert_ne!(row(side - 1)[side - 7..], finder[..7]);
    }
}
