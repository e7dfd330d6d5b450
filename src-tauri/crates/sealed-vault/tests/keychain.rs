//! The real keychain of the operating system. On Linux it is one of the test's own, on a bus of its own,
//! and everything is done to it that happens to one; elsewhere it is the person's, under a name that no
//! app has.
#![cfg(feature = "keychain")]

#[cfg(test)]
mod keychain {
    #[cfg(target_os = "linux")]
    mod absent;
    #[cfg(target_os = "linux")]
    mod app;
    mod contract;
    #[cfg(target_os = "linux")]
    mod copies;
    #[cfg(target_os = "linux")]
    mod locked;
    #[cfg(target_os = "linux")]
    mod silent;
    #[cfg(target_os = "linux")]
    mod unlocked;
}
