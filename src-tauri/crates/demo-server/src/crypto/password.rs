//! Password hashes: argon2id, with parameters that keep a debug build quick.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString},
};

use crate::setup::Error;

/// 4 MiB and two passes: weaker than a public service would choose, and a few milliseconds instead
/// of hundreds in a test suite that signs in all the time.
const MEMORY_KIB: u32 = 4 * 1024;
const PASSES: u32 = 2;

/// Hashes a password with a fresh salt. Takes milliseconds of CPU: call it off the async threads.
pub(crate) fn hash(password: &str) -> Result<String, Error> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| Error::Cryptography)?;
    let salt = SaltString::encode_b64(&salt).map_err(|_| Error::Cryptography)?;
    let hash = argon2()?
        .hash_password(password.as_bytes(), &salt)
        .map_err(|_| Error::Cryptography)?;
    Ok(hash.to_string())
}

/// Whether the password belongs to the hash. As slow as hashing.
pub(crate) fn verify(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else {
        return false;
    };
    // The parameters are read from the hash itself.
    Argon2::default()
        .verify_password(password.as_bytes(), &hash)
        .is_ok()
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| Error::Cryptography)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_opens_a_hash_and_two_hashes_differ() {
        let hashed = hash("hasło-日本").unwrap();
        assert!(verify("hasło-日本", &hashed));
        assert!(!verify("haslo", &hashed));
        assert!(!verify("hasło-日本", "not a hash"));
        assert_ne!(hashed, hash("hasło-日本").unwrap());
    }
}
