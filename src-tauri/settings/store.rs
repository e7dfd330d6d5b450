//! Keeping the settings: the trait that the app knows, and the settings that it starts with.

use std::{fmt, path::Path};

/// Where settings are kept between runs. Blocking, and short.
pub(crate) trait SettingsStore: fmt::Debug + Send + Sync {
    /// Replaces what is kept. On failure the settings hold until the app closes.
    fn save(&self, settings: &ipc::Settings) -> Result<(), SaveError>;
}

/// Why settings were not kept: the disk said no. Tell the person that the change holds for this run only.
#[derive(Debug, thiserror::Error)]
#[error("the settings file cannot be written")]
pub(crate) struct SaveError(#[source] pub(crate) Box<dyn std::error::Error + Send + Sync>);

/// The settings of the last run and a place to keep those of this one.
#[derive(Debug)]
pub(crate) struct OpenedSettings {
    /// As they were found, or the defaults.
    pub(crate) settings: ipc::Settings,
    /// Set when a damaged file was found.
    pub(crate) set_aside: Option<ipc::SettingsSetAside>,
    /// Set when the file is not touched.
    pub(crate) left_alone: Option<ipc::SettingsLeftAlone>,
    /// Where to keep them.
    pub(crate) store: Box<dyn SettingsStore>,
}

impl OpenedSettings {
    /// The first settings, of which none outlives the run. `file` is what is left alone. Nor does a session: one that
    /// no settings know of would lie on the disk with nobody to end it.
    pub(crate) fn for_this_run(file: &Path, why: ipc::LeftAlone) -> Self {
        let file = shortened(&file.to_string_lossy());
        tracing::error!(file, ?why, "the settings of this run are not kept");
        Self {
            settings: ipc::Settings {
                remember: false,
                ..ipc::Settings::default()
            },
            set_aside: None,
            left_alone: Some(ipc::SettingsLeftAlone { file, why }),
            store: Box::new(Nowhere),
        }
    }
}

/// A path that is too long for a disk is too long for a sentence, too.
fn shortened(path: &str) -> String {
    const END: usize = 80;
    let length = path.chars().count();
    if length <= 2 * END {
        return path.to_owned();
    }
    let start = path.chars().take(END);
    let end = path.chars().skip(length - END);
    start.chain(['\u{2026}']).chain(end).collect()
}

/// Where nothing is kept. The person was told at the start, and not again with each change.
#[derive(Debug)]
struct Nowhere;

impl SettingsStore for Nowhere {
    fn save(&self, _settings: &ipc::Settings) -> Result<(), SaveError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_whole_unless_it_would_fill_the_window() {
        assert_eq!(shortened("/folder/settings.json"), "/folder/settings.json");
        let told = shortened(&format!("/begin/{}/end", "\u{fc}".repeat(5000)));
        assert!(
            told.starts_with("/begin/") && told.ends_with("/end"),
            "{told}"
        );
        assert_eq!(told.chars().count(), 161);
    }
}
