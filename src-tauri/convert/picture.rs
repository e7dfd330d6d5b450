//! Which bodies are pictures that a window may draw. Pure.
//!
//! The bytes decide, as they do for text: a webview goes by them, too, whatever the server calls them. SVG is text. What
//! a picture would take to draw stands in its first bytes, and is looked at before a webview is given any.

use imagesize::{ImageType, blob_size, image_type};

/// The most pixels that are drawn: a few bytes may ask for all the memory that there is.
const MOST_PIXELS: usize = 40_000_000;

/// How wide and how tall a picture is, in pixels, if these are the bytes of one that every webview draws.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let kind = image_type(bytes).ok()?;
    let is_drawn = matches!(
        kind,
        ImageType::Png | ImageType::Jpeg | ImageType::Gif | ImageType::Webp
    );
    let size = is_drawn.then(|| blob_size(bytes).ok()).flatten()?;
    let pixels = size.width.checked_mul(size.height)?;
    let number = |side| u32::try_from(side).ok();
    let sides = number(size.width).zip(number(size.height));
    sides.filter(|_| (1..=MOST_PIXELS).contains(&pixels))
}

#[cfg(test)]
mod tests {
    use super::*;

    const JPEG: &[u8] =
        b"\xff\xd8\xff\xe0\0\x04JF\xff\xc4\0\x03x\xff\xc2\0\x0b\x08\x01\x02\x03\x04\x01\0\0\0";

    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let signature = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        [&signature[..], &width.to_be_bytes(), &height.to_be_bytes()].concat()
    }

    #[test]
    fn each_kind_tells_its_size() {
        let lossy = b"RIFF....WEBPVP8 ....\0\0\0\x9d\x01\x2a\x02\x01\x03\0";
        let lossless = b"RIFF....WEBPVP8L....\x2f\x01\x80\0\0";
        let extended = b"RIFF....WEBPVP8X....\0\0\0\0\x01\x01\0\x02\0\0";
        let pictures: [(&[u8], _); 6] = [
            (&png_of(640, 480), (640, 480)),
            (b"GIF87a\x02\x01\x03\0\0\0\0;", (258, 3)),
            (lossy, (258, 3)),
            (lossless, (2, 3)),
            (extended, (258, 3)),
            (JPEG, (772, 258)),
        ];
        for (bytes, expected) in pictures {
            assert_eq!(size(bytes), Some(expected), "{bytes:?}");
        }
    }

    #[test]
    fn one_that_is_cut_off_or_too_large_is_none() {
        for whole in [&png_of(640, 480)[..], JPEG] {
            let sized = (0..whole.len()).filter_map(|end| size(&whole[..end]));
            // Only bytes behind the size may be missing.
            assert!(sized.count() <= 4);
        }
        assert_eq!(size(&png_of(8000, 5000)), Some((8000, 5000)));
        for (width, height) in [(8001, 5000), (0, 9), (9, 0), (u32::MAX, u32::MAX)] {
            assert_eq!(size(&png_of(width, height)), None);
        }
        for other in [&b""[..], b"<svg/>", b"GIF89a", b"\xff\xd8\xff\xe0\0\0"] {
            assert_eq!(size(other), None);
        }
        assert_eq!(size(&b"\xff\xd8".repeat(9)), None);
    }
}
