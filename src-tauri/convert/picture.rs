//! Which bodies are pictures that a window may draw. Pure.
//!
//! The bytes decide, as they do for text: a webview goes by them, too, whatever the server calls them. SVG is text. What
//! a picture would take to draw stands in its first bytes, and is looked at before a webview is given any.

/// The most pixels that are drawn: a few bytes may ask for all the memory that there is.
const MOST_PIXELS: u64 = 40_000_000;

/// How wide and how tall a picture is, in pixels, if these are the bytes of one that every webview draws.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let (width, height) = png(bytes)
        .or_else(|| gif(bytes))
        .or_else(|| webp(bytes))
        .or_else(|| jpeg(bytes))?;
    let pixels = u64::from(width) * u64::from(height);
    (1..=MOST_PIXELS)
        .contains(&pixels)
        .then_some((width, height))
}

/// The header comes first (PNG, third edition, section 11.2.1).
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let header = rest.get(4..)?.strip_prefix(b"IHDR")?;
    let number = |at| Some(u32::from_be_bytes(*header.get(at..)?.first_chunk()?));
    Some((number(0)?, number(4)?))
}

/// The logical screen (`GIF89a`, section 18).
fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes
        .strip_prefix(b"GIF89a")
        .or_else(|| bytes.strip_prefix(b"GIF87a"))?;
    Some((little(rest, 0, 2)?, little(rest, 2, 2)?))
}

/// The first chunk, of one of three kinds (RFC 9649 section 2; RFC 6386 section 9.1 for the first of them).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes.strip_prefix(b"RIFF")?.get(4..)?;
    let chunk = rest.strip_prefix(b"WEBP")?;
    let data = chunk.get(8..)?;
    match chunk.first_chunk()? {
        b"VP8 " => {
            let frame = data.get(3..)?.strip_prefix(b"\x9d\x01\x2a")?;
            let side = |at| Some(little(frame, at, 2)? & 0x3fff);
            Some((side(0)?, side(2)?))
        }
        b"VP8L" => {
            let sides = little(data.strip_prefix(b"\x2f")?, 0, 4)?;
            Some(((sides & 0x3fff) + 1, ((sides >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => Some((little(data, 4, 3)? + 1, little(data, 7, 3)? + 1)),
        _ => None,
    }
}

/// The first frame header among the segments before the picture itself (ITU T.81, sections B.1.1.4 and B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let (&marker, segment) = rest.strip_prefix(b"\xff")?.split_first()?;
        let number = |at: usize| Some(u16::from_be_bytes(*segment.get(at..)?.first_chunk()?));
        rest = match marker {
            // Any of these may stand before a marker.
            0xff => &rest[1..],
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((number(5)?.into(), number(3)?.into()));
            }
            // Behind this comes the picture.
            0xda => return None,
            _ => segment.get(usize::from(number(0)?)..)?,
        };
    }
}

/// A number of so many bytes, the least of them first.
fn little(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + count)?.iter().rev();
    Some(bytes.fold(0, |number, byte| (number << 8) | u32::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const JPEG: &[u8] =
        b"\xff\xd8\xff\xe0\0\x04JF\xff\xff\xc4\0\x03x\xff\xc2\0\x0b\x08\x01\x02\x03\x04\x01\0\0\0";

    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let signature = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        [&signature[..], &width.to_be_bytes(), &height.to_be_bytes()].concat()
    }

    #[test]
    fn each_kind_tells_its_size() {
        let lossy = b"RIFF....WEBPVP8 ....\0\0\0\x9d\x01\x2a\x02\x41\x03\0";
        let lossless = b"RIFF....WEBPVP8L....\x2f\x01\x80\0\0";
        let extended = b"RIFF....WEBPVP8X....\0\0\0\0\x01\x01\0\x02\0\0";
        let pictures: [(&[u8], _); 6] = [
            (&png_of(640, 480), (640, 480)),
            (b"GIF87a\x02\x01\x03\0", (258, 3)),
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
