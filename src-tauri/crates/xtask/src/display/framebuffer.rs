//! The file in which Xvfb keeps its screen, in the format of `xwd` (X11's `XWDFile.h`, version 7).

/// Red, green and blue, a byte each, row by row from the top left.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgb: Vec<u8>,
}

/// Where the words of the header are that a picture needs; each is 32 bits, the highest byte first.
mod word {
    pub(super) const HEADER_SIZE: usize = 0;
    pub(super) const VERSION: usize = 1;
    pub(super) const WIDTH: usize = 4;
    pub(super) const HEIGHT: usize = 5;
    pub(super) const BYTE_ORDER: usize = 7;
    pub(super) const BITS_PER_PIXEL: usize = 11;
    pub(super) const BYTES_PER_LINE: usize = 12;
    pub(super) const COLOURS: usize = 19;
}

const VERSION: u32 = 7;
const LOWEST_BYTE_FIRST: u32 = 0;
const BYTES_PER_COLOUR: usize = 12;

impl Picture {
    /// Reads the format that Xvfb writes at a depth of 24; `None` for any other.
    pub(super) fn read(file: &[u8]) -> Option<Self> {
        let word = |index: usize| {
            let bytes = file.get(index * 4..index * 4 + 4)?;
            Some(u32::from_be_bytes(bytes.try_into().ok()?))
        };
        let size = |index| word(index).and_then(|value| usize::try_from(value).ok());
        if word(word::VERSION)? != VERSION || word(word::BITS_PER_PIXEL)? != 32 {
            return None;
        }
        let (width, height) = (word(word::WIDTH)?, word(word::HEIGHT)?);
        let start = size(word::HEADER_SIZE)? + size(word::COLOURS)? * BYTES_PER_COLOUR;
        let row_length = usize::try_from(width).ok()? * 4;
        let lowest_first = word(word::BYTE_ORDER)? == LOWEST_BYTE_FIRST;
        let mut rgb = Vec::with_capacity(row_length * usize::try_from(height).ok()?);
        let rows = file
            .get(start..)?
            .chunks(size(word::BYTES_PER_LINE)?.max(1));
        for row in rows.take(usize::try_from(height).ok()?) {
            for pixel in row.get(..row_length)?.chunks_exact(4) {
                if lowest_first {
                    rgb.extend([pixel[2], pixel[1], pixel[0]]);
                } else {
                    rgb.extend([pixel[1], pixel[2], pixel[3]]);
                }
            }
        }
        (rgb.len() == row_length / 4 * 3 * usize::try_from(height).ok()?).then_some(Self {
            width,
            height,
            rgb,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two pixels beside each other, one colour in the map, and padding at the end of the row.
    fn file(byte_order: u32, pixels: [u8; 8]) -> Vec<u8> {
        let mut words = [0_u32; 25];
        words[word::HEADER_SIZE] = 100;
        words[word::VERSION] = VERSION;
        words[word::WIDTH] = 2;
        words[word::HEIGHT] = 1;
        words[word::BYTE_ORDER] = byte_order;
        words[word::BITS_PER_PIXEL] = 32;
        words[word::BYTES_PER_LINE] = 12;
        words[word::COLOURS] = 1;
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        bytes.extend([9; BYTES_PER_COLOUR]);
        bytes.extend(pixels);
        bytes.extend([7; 4]);
        bytes
    }

    #[test]
    fn pixels_are_read_in_either_byte_order() {
        let expected = Some(Picture {
            width: 2,
            height: 1,
            rgb: vec![1, 2, 3, 4, 5, 6],
        });
        assert_eq!(Picture::read(&file(0, [3, 2, 1, 0, 6, 5, 4, 0])), expected);
        assert_eq!(Picture::read(&file(1, [0, 1, 2, 3, 0, 4, 5, 6])), expected);
    }

    #[test]
    fn a_file_that_is_cut_short_or_of_another_format_is_refused() {
        let whole = file(0, [0; 8]);
        assert_eq!(Picture::read(&whole[..whole.len() - 8]), None);
        assert_eq!(Picture::read(&whole[..60]), None);
        assert_eq!(Picture::read(b"PNG"), None);
    }
}
