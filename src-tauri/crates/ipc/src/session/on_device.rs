//! A sign-in on another device (RFC 8628): what the person does there, and until when.
//!
//! The code by which the server is asked whether they have is not here: whoever has that is signed in by it.

use serde::{Deserialize, Serialize};

/// A sign-in that waits for somebody to enter its code elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnDevice {
    /// The address to be opened there.
    pub address: String,
    /// The code to be entered there.
    pub code: String,
    /// The address for a camera, with the code in it where the server has one; `None` where it is no address of the web, or
    /// too long.
    pub qr: Option<QrCode>,
    /// How long the code is good, in milliseconds from the snapshot.
    pub expires_in_ms: u64,
}

/// A QR code (ISO/IEC 18004), without the quiet zone around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// How many modules it has on a side.
    pub side: u32,
    /// Its modules row by row, four to a hexadecimal digit, the first the highest: 1 is dark.
    pub modules: String,
}

impl QrCode {
    /// Of whether each module is dark, row by row.
    pub fn new(side: u32, dark: &[bool]) -> Self {
        let digit = |four: &[bool]| {
            let bits = (0..4).map(|at| u32::from(four.get(at) == Some(&true)));
            char::from_digit(bits.fold(0, |digit, bit| digit << 1 | bit), 16)
        };
        Self {
            side,
            modules: dark.chunks(4).filter_map(digit).collect(),
        }
    }

    /// Whether each module is dark, row by row.
    pub fn dark(&self) -> impl Iterator<Item = bool> {
        let digits = self.modules.chars().filter_map(|it| it.to_digit(16));
        digits.flat_map(|digit| (0..4).rev().map(move |bit| digit >> bit & 1 == 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_modules_of_a_code_come_out_as_they_went_in() {
        let dark: Vec<bool> = (0..441).map(|at| at % 3 == 0 || at % 7 == 2).collect();
        let code = QrCode::new(21, &dark);
        assert_eq!(code.modules.len(), 111);
        assert_eq!(code.dark().take(441).collect::<Vec<_>>(), dark);
        assert_eq!(QrCode::new(2, &[true, false, true, true]).modules, "b");
    }
}
