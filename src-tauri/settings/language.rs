//! What the system speaks.

/// The language of whoever has nothing chosen. Asked anew each time: some systems let it be changed while programs run.
pub(crate) fn of_system() -> ipc::Language {
    // What tests read is not to depend on where they run.
    if cfg!(test) {
        return ipc::Language::English;
    }
    sys_locale::get_locale().map_or_else(ipc::Language::default, |tag| ipc::Language::of_tag(&tag))
}
