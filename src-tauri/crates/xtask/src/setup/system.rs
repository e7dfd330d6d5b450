//! Packages of the operating system: the webview, and what runs a window where nobody looks on.
//!
//! Installing them takes rights over the whole machine. On Debian and its relatives it is done when
//! the rights are there without asking; everywhere else the command is printed, for a person to read
//! and run.

use std::env;
use std::process::Command;

use super::progress::{bringing, present};
use crate::failure::{Failure, Result};
use crate::run::process::{self, ask, find};

/// What a package is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To compile and link the app.
    Build,
    /// To show its window where there is no screen.
    Display,
    /// To drive its window in tests.
    Driver,
    /// To give tests a keychain that is not the person's, on a bus that comes with the display.
    Keychain,
}

/// A way to see without a package manager that a need is met.
#[derive(Debug, Clone, Copy)]
enum Sign {
    Library(&'static str),
    Program(&'static str),
}

/// One need, and the packages that meet it in each family of systems.
struct Need {
    purpose: Purpose,
    sign: Sign,
    apt: &'static [&'static str],
    dnf: &'static str,
    pacman: &'static str,
    zypper: &'static str,
}

const NEEDS: [Need; 9] = [
    Need {
        purpose: Purpose::Build,
        sign: Sign::Library("webkit2gtk-4.1"),
        apt: &[
            "libwebkit2gtk-4.1-dev",
            "build-essential",
            "ca-certificates",
        ],
        dnf: "webkit2gtk4.1-devel gcc gcc-c++ make",
        pacman: "webkit2gtk-4.1 base-devel",
        zypper: "webkit2gtk3-devel gcc gcc-c++ make",
    },
    Need {
        purpose: Purpose::Build,
        sign: Sign::Library("ayatana-appindicator3-0.1"),
        apt: &["libayatana-appindicator3-dev", "libxdo-dev"],
        dnf: "libappindicator-gtk3-devel libxdo-devel",
        pacman: "libayatana-appindicator xdotool",
        zypper: "libayatana-appindicator3-devel xdotool-devel",
    },
    Need {
        purpose: Purpose::Build,
        sign: Sign::Library("librsvg-2.0"),
        apt: &["librsvg2-dev"],
        dnf: "librsvg2-devel",
        pacman: "librsvg",
        zypper: "librsvg-devel",
    },
    Need {
        purpose: Purpose::Build,
        sign: Sign::Library("openssl"),
        apt: &["libssl-dev", "pkg-config"],
        dnf: "openssl-devel pkgconf-pkg-config",
        pacman: "openssl pkgconf",
        zypper: "libopenssl-devel pkg-config",
    },
    Need {
        purpose: Purpose::Display,
        sign: Sign::Program("Xvfb"),
        apt: &["xvfb"],
        dnf: "xorg-x11-server-Xvfb",
        pacman: "xorg-server-xvfb",
        zypper: "xorg-x11-server-Xvfb",
    },
    Need {
        purpose: Purpose::Display,
        sign: Sign::Program("dbus-run-session"),
        apt: &["dbus"],
        dnf: "dbus-daemon",
        pacman: "dbus",
        zypper: "dbus-1-daemon",
    },
    Need {
        purpose: Purpose::Display,
        sign: Sign::Program("fc-match"),
        // Without a font of its own the window shows boxes. Noto is what most desktops show.
        apt: &["fontconfig", "fonts-noto-core", "fonts-dejavu-core"],
        dnf: "fontconfig google-noto-sans-fonts dejavu-sans-mono-fonts",
        pacman: "fontconfig noto-fonts ttf-dejavu",
        zypper: "fontconfig google-noto-sans-fonts dejavu-fonts",
    },
    Need {
        purpose: Purpose::Driver,
        sign: Sign::Program("WebKitWebDriver"),
        apt: &["webkit2gtk-driver"],
        dnf: "webkit2gtk4.1",
        pacman: "webkit2gtk-4.1",
        zypper: "webkit2gtk-4_1-injected-bundles webkit2gtk3-minibrowser",
    },
    Need {
        purpose: Purpose::Keychain,
        sign: Sign::Program("gnome-keyring-daemon"),
        apt: &["gnome-keyring"],
        dnf: "gnome-keyring",
        pacman: "gnome-keyring",
        zypper: "gnome-keyring",
    },
];

/// Makes sure that what these purposes need is installed, or says how.
pub(super) fn ensure(purposes: &[Purpose]) -> Result {
    match env::consts::OS {
        "linux" => ensure_on_linux(purposes),
        "macos" => ensure_on_macos(),
        "windows" => {
            note_about_windows();
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Whether windows can be shown here. Only on Linux may there be nowhere to show them.
pub(crate) fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

fn ensure_on_linux(purposes: &[Purpose]) -> Result {
    let needs: Vec<&Need> = NEEDS
        .iter()
        .filter(|need| purposes.contains(&need.purpose))
        .collect();
    if let Some(apt) = Apt::find() {
        let wanted: Vec<&str> = needs.iter().flat_map(|need| need.apt).copied().collect();
        let missing = Apt::missing(&wanted);
        if missing.is_empty() {
            present("system packages", &format!("all {}", wanted.len()));
            return Ok(());
        }
        return apt.install(&missing);
    }
    let unmet: Vec<&Need> = needs
        .into_iter()
        .filter(|need| !is_met(need.sign))
        .collect();
    if unmet.is_empty() {
        present("system packages", "");
        return Ok(());
    }
    let signs: Vec<&str> = unmet.iter().map(|need| need.sign.name()).collect();
    Err(
        Failure::new(format!("missing on this system: {}", signs.join(", "))).with_remedy(format!(
            "run this, then try again:\n\n  {}\n",
            command_for(&unmet)
        )),
    )
}

impl Sign {
    fn name(self) -> &'static str {
        match self {
            Self::Library(name) | Self::Program(name) => name,
        }
    }
}

fn is_met(sign: Sign) -> bool {
    match sign {
        Sign::Library(name) => ask(Command::new("pkg-config").args(["--exists", name])).is_some(),
        Sign::Program(name) => find(name).is_some(),
    }
}

/// The command that a person runs on a system that is not a relative of Debian.
fn command_for(needs: &[&Need]) -> String {
    let list = |packages: fn(&Need) -> &'static str| {
        needs
            .iter()
            .map(|need| packages(need))
            .collect::<Vec<_>>()
            .join(" ")
    };
    if find("dnf").is_some() {
        format!("sudo dnf install {}", list(|need| need.dnf))
    } else if find("pacman").is_some() {
        format!("sudo pacman -S --needed {}", list(|need| need.pacman))
    } else if find("zypper").is_some() {
        format!("sudo zypper install {}", list(|need| need.zypper))
    } else {
        let debian: Vec<&str> = needs.iter().flat_map(|need| need.apt).copied().collect();
        format!(
            "install with your system's package manager what Debian calls:\n  {}",
            debian.join(" ")
        )
    }
}

/// Debian's package manager, and how we may call it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Apt {
    rights: Rights,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rights {
    Root,
    /// `sudo` that asks for no password.
    Sudo,
    None,
}

impl Apt {
    pub(super) fn find() -> Option<Self> {
        find("apt-get")?;
        find("dpkg-query")?;
        let rights = if ask(Command::new("id").arg("-u")).as_deref() == Some("0") {
            Rights::Root
        } else if ask(Command::new("sudo").args(["-n", "true"])).is_some() {
            Rights::Sudo
        } else {
            Rights::None
        };
        Some(Self { rights })
    }

    fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
        let mut query = Command::new("dpkg-query");
        query
            .args(["-W", "-f", "${db:Status-Abbrev} ${Package}\n"])
            .args(wanted);
        // It fails when one package is unknown, and still lists the others.
        let answer = query
            .output()
            .map(|output| output.stdout)
            .unwrap_or_default();
        not_installed(wanted, &String::from_utf8_lossy(&answer))
    }

    /// Installs packages, or says which command does where the rights are missing.
    pub(super) fn install(self, packages: &[&str]) -> Result {
        bringing("system packages", &packages.join(" "));
        if self.rights == Rights::None {
            return Err(Failure::new(format!("not installed: {}", packages.join(", ")))
                .with_remedy(format!(
                    "run this, then try again:\n\n  sudo apt-get update && sudo apt-get install \
                     --no-install-recommends {}\n",
                    packages.join(" ")
                )));
        }
        let advice = "look at apt's own words above; `apt-get update` must work on this machine";
        process::run(self.command().arg("update")).map_err(|failed| failed.with_remedy(advice))?;
        let mut install = self.command();
        install
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages);
        process::run(&mut install).map_err(|failed| failed.with_remedy(advice))?;
        let missing = Self::missing(packages);
        if missing.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!(
            "apt ended well, but these are missing: {}",
            missing.join(", ")
        )))
    }

    fn command(self) -> Command {
        if self.rights == Rights::Sudo {
            let mut command = Command::new("sudo");
            command.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            return command;
        }
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    }
}

/// Which of these packages dpkg's list does not show as installed.
fn not_installed<'a>(wanted: &[&'a str], list: &str) -> Vec<&'a str> {
    let installed: Vec<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("ii  "))
        .collect();
    wanted
        .iter()
        .filter(|name| !installed.contains(*name))
        .copied()
        .collect()
}

fn ensure_on_macos() -> Result {
    if ask(Command::new("xcode-select").arg("-p")).is_some() {
        present("system packages", "Xcode command line tools");
        return Ok(());
    }
    Err(Failure::new("Xcode's command line tools are missing")
        .with_remedy("run `xcode-select --install`, then try again"))
}

/// The linker must be there, or xtask itself would not have been built. The webview comes with
/// Windows 11 and is easily told from a window that stays empty, so a hint is enough.
fn note_about_windows() {
    present(
        "system packages",
        "the Visual Studio build tools that built xtask",
    );
    println!(
        "        If no window appears, install the WebView2 runtime: \
         winget install Microsoft.EdgeWebView2Runtime"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_counts_only_when_it_is_fully_installed() {
        let list = "ii  xvfb\nrc  dbus\nun  librsvg2-dev\n";
        let wanted = ["xvfb", "dbus", "librsvg2-dev", "never-heard-of"];
        assert_eq!(
            not_installed(&wanted, list),
            ["dbus", "librsvg2-dev", "never-heard-of"]
        );
    }

    #[test]
    fn a_person_without_rights_is_given_the_whole_command() {
        let refusal = Apt {
            rights: Rights::None,
        }
        .install(&["xvfb", "dbus"])
        .unwrap_err();
        let words = refusal.to_string();
        assert!(
            words.contains("apt-get install --no-install-recommends xvfb dbus"),
            "{words}"
        );
    }

    #[test]
    fn every_need_has_packages_in_every_family() {
        for need in &NEEDS {
            let lists = [need.dnf, need.pacman, need.zypper];
            assert!(!need.apt.is_empty() && lists.iter().all(|list| !list.is_empty()));
        }
    }
}
