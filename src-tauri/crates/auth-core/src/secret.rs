//! A value that must not be seen: tokens, cookie values, passwords.

use std::fmt;

use zeroize::Zeroize;

/// Holds a secret. Has no `Display` and no `Serialize`, prints itself as `REDACTED`, and erases its
/// memory when dropped.
///
/// ```
/// use auth_core::Secret;
///
/// let token = Secret::from("eyJhbGciOi".to_owned());
/// assert_eq!(format!("{token:?}"), "Secret(REDACTED)");
/// assert_eq!(token.expose(), "eyJhbGciOi");
/// ```
///
/// ```compile_fail
/// let token = auth_core::Secret::from(String::new());
/// println!("{token}");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T: Zeroize>(T);

/// Overwrites what calls that have returned left of secrets on this thread's stack. The allocator sees the heap alone, and
/// a thread that waits keeps its stack as it is.
#[inline(never)]
#[expect(
    clippy::large_stack_arrays,
    reason = "the stack is what it is about, and a thread's has room for it many times over"
)]
pub(crate) fn burn_stack() {
    let mut block = [0_u8; 128 * 1024];
    std::hint::black_box(&mut block);
}

impl<T: Zeroize> Secret<T> {
    /// The value. Calling this marks the place where it leaves its wrapper.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(REDACTED)")
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
