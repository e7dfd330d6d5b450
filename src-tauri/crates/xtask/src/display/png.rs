//! Writes a PNG, compressed just well enough for pictures of windows.
//!
//! A window is mostly even areas. Each byte is written as its difference from the pixel to its left,
//! which turns even areas into zeros, and runs of one byte are all that the compressor looks for. That
//! brings a screenshot to a tenth of its size in a few dozen lines, where a library would be the only
//! dependency of this crate.

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
const DEPTH_8_RGB: [u8; 5] = [8, 2, 0, 0, 0];
const FILTER_SUB: u8 = 1;
const BYTES_PER_PIXEL: usize = 3;

/// Encodes rows of red, green and blue.
pub(super) fn encode(width: u32, height: u32, rgb: &[u8]) -> Vec<u8> {
    let mut header = Vec::from(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend(DEPTH_8_RGB);

    let row = usize::try_from(width).unwrap_or(1).max(1) * BYTES_PER_PIXEL;
    let mut file = Vec::from(SIGNATURE);
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &zlib(&filter(rgb, row)));
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn filter(rgb: &[u8], row: usize) -> Vec<u8> {
    let mut filtered = Vec::with_capacity(rgb.len() + rgb.len() / row);
    for pixels in rgb.chunks(row) {
        filtered.push(FILTER_SUB);
        filtered.extend(pixels.iter().enumerate().map(|(at, byte)| {
            let left = at
                .checked_sub(BYTES_PER_PIXEL)
                .map_or(0, |left| pixels[left]);
            byte.wrapping_sub(left)
        }));
    }
    filtered
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    file.extend(length.to_be_bytes());
    let start = file.len();
    file.extend(kind);
    file.extend(data);
    let sum = crc32(&file[start..]);
    file.extend(sum.to_be_bytes());
}

/// RFC 1950 around one RFC 1951 block with the fixed codes of its section 3.2.6.
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut bits = Bits {
        bytes: vec![0x78, 0x01],
        ..Bits::default()
    };
    bits.put(0b011, 3);
    let mut at = 0;
    while let Some(&byte) = data.get(at) {
        bits.literal(byte);
        at += 1;
        let run = data[at..]
            .iter()
            .take_while(|next| **next == byte)
            .take(MAX_RUN)
            .count();
        if run >= MIN_RUN {
            bits.repeat(run);
            at += run;
        }
    }
    bits.code(0, 7);
    let mut bytes = bits.finish();
    bytes.extend(adler32(data).to_be_bytes());
    bytes
}

const MIN_RUN: usize = 3;
const MAX_RUN: usize = 258;

/// The shortest run of each length code from 257 on, and how many more bits say how much longer it is.
const RUNS: [(usize, u32); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];

/// Bits packed from the lowest end of each byte.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u32, count: u32) {
        self.pending |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.pending.to_le_bytes()[0]);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    /// Huffman codes alone are packed from their highest bit.
    fn code(&mut self, code: u32, count: u32) {
        self.put(code.reverse_bits() >> (32 - count), count);
    }

    fn literal(&mut self, byte: u8) {
        match u32::from(byte) {
            low @ ..=143 => self.code(0b0011_0000 + low, 8),
            high => self.code(0b1_1001_0000 + high - 144, 9),
        }
    }

    /// The last byte again, so many times.
    fn repeat(&mut self, run: usize) {
        let index = RUNS
            .iter()
            .rposition(|(shortest, _)| *shortest <= run)
            .unwrap_or(0);
        let (shortest, extra) = RUNS[index];
        match u32::try_from(index + 1).unwrap_or(1) {
            low @ ..=23 => self.code(low, 7),
            high => self.code(0b1100_0000 + high - 24, 8),
        }
        self.put(u32::try_from(run - shortest).unwrap_or(0), extra);
        // Distance one.
        self.code(0, 5);
    }

    fn finish(mut self) -> Vec<u8> {
        self.put(0, (8 - self.count) % 8);
        self.bytes
    }
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 }
        })
    })
}

fn adler32(data: &[u8]) -> u32 {
    const MODULUS: u32 = 65_521;
    let (low, high) = data.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % MODULUS;
        (low, (high + low) % MODULUS)
    });
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values that the two sums are published with.
    #[test]
    fn the_sums_are_the_standard_ones() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    /// What zlib itself makes of this input with fixed codes and no matches is known by heart: `78 01`,
    /// one block, the sum.
    #[test]
    fn a_single_letter_is_compressed_as_zlib_does() {
        assert_eq!(
            zlib(b"a"),
            [0x78, 0x01, 0x4b, 0x04, 0x00, 0x00, 0x62, 0x00, 0x62]
        );
    }

    #[test]
    fn a_run_of_every_length_finds_its_code() {
        for run in MIN_RUN..=MAX_RUN {
            let index = RUNS
                .iter()
                .rposition(|(shortest, _)| *shortest <= run)
                .expect("a code");
            let (shortest, extra) = RUNS[index];
            assert!(run - shortest < 1 << extra, "{run} does not fit");
        }
    }

    #[test]
    fn an_even_area_becomes_small() {
        let rgb = vec![200; 300 * 200 * 3];
        assert!(encode(300, 200, &rgb).len() < rgb.len() / 50);
    }

    #[test]
    fn a_row_is_written_as_differences_from_the_left() {
        assert_eq!(
            filter(&[5, 5, 5, 6, 4, 5], 6),
            [FILTER_SUB, 5, 5, 5, 1, 255, 0]
        );
    }
}
