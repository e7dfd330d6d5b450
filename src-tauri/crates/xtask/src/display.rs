//! A display that nobody looks at, and pictures of what is on it.
//!
//! Xvfb keeps its screen in a file, so a picture needs no further tool: read the file, write a PNG. It uses
//! `run` and `paths`.

mod framebuffer;

use std::env;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};
use crate::paths::{self, Paths};
use crate::run::leash::Leash;

use framebuffer::Picture;

/// Memory as a folder, on Linux.
const MEMORY: &str = "/dev/shm";

/// A running X server without a screen; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct VirtualDisplay {
    name: String,
    /// The screen. Its name is gone from the disk already, so that nothing is left behind even when
    /// xtask is killed.
    screen: File,
    /// Kept for its end.
    _server: Leash,
}

impl VirtualDisplay {
    /// Starts a server; it picks a free display number itself and tells it when it is ready.
    pub(crate) fn start(paths: &Paths, width: u32, height: u32) -> Result<Self> {
        let folder = folder_for_screen(Path::new(MEMORY), &paths.target)?;
        let started = Self::start_in(&folder, width, height);
        let removed = fs::remove_dir_all(&folder);
        let display = started?;
        removed
            .map_err(|error| Failure::io(format_args!("removing {}", folder.display()), &error))?;
        Ok(display)
    }

    fn start_in(folder: &Path, width: u32, height: u32) -> Result<Self> {
        let mut command = Command::new("Xvfb");
        command
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                &format!("{width}x{height}x24"),
            ])
            // Without a client for a moment it would begin anew, and refuse whoever comes meanwhile.
            .args(["-noreset", "-nolisten", "tcp", "-fbdir"])
            .arg(folder)
            .stdout(Stdio::piped())
            // It warns about keymaps at every start, for nobody's use.
            .stderr(Stdio::null());
        let mut server = Leash::start(&mut command)?;
        let mut number = String::new();
        if let Some(output) = server.child().stdout.take() {
            BufReader::new(output)
                .read_line(&mut number)
                .map_err(|error| Failure::io("reading Xvfb's display number", &error))?;
        }
        let number = number.trim();
        if number.is_empty() {
            return Err(Failure::new("Xvfb ended before it was ready")
                .with_remedy("run `Xvfb -displayfd 1` by hand to see why"));
        }
        let screen = File::open(folder.join("Xvfb_screen0"))
            .map_err(|error| Failure::io("opening Xvfb's screen file", &error))?;
        Ok(Self {
            name: format!(":{number}"),
            screen,
            _server: server,
        })
    }

    /// Makes a command show its windows here, under a message bus that ends with it.
    pub(crate) fn wrap(&self, inner: &Command) -> Command {
        let mut command = Command::new("dbus-run-session");
        command
            .arg("--")
            .arg(inner.get_program())
            .args(inner.get_args());
        for (name, value) in inner.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        if let Some(folder) = inner.get_current_dir() {
            command.current_dir(folder);
        }
        command
            .env("DISPLAY", &self.name)
            // A person's own desktop must not be chosen instead.
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11");
        if env::var_os("XDG_SESSION_TYPE").is_some() {
            command.env("XDG_SESSION_TYPE", "x11");
        }
        command
    }

    /// What is on the screen now.
    pub(crate) fn look(&self) -> Result<Picture> {
        let mut bytes = Vec::new();
        let mut screen = &self.screen;
        screen
            .rewind()
            .and_then(|()| screen.read_to_end(&mut bytes))
            .map_err(|error| Failure::io("reading Xvfb's screen", &error))?;
        Picture::read(&bytes).ok_or_else(|| Failure::new("Xvfb's screen file is in another format"))
    }
}

/// Makes a folder for the screen, in memory if that can be had. What is drawn into a file on a disk is also
/// written there, and would have to wait for a disk that a build keeps busy.
fn folder_for_screen(memory: &Path, target: &Path) -> Result<PathBuf> {
    let in_memory = memory.join(format!("latchkey-display-{}", std::process::id()));
    if make_own(&in_memory).is_ok() {
        return Ok(in_memory);
    }
    let on_disk = target.join("display").join(std::process::id().to_string());
    fs::create_dir_all(&on_disk)
        .map_err(|error| Failure::io(format_args!("creating {}", on_disk.display()), &error))?;
    Ok(on_disk)
}

/// Makes a folder that was not there and that nobody else may look into: whoever reads the screen's file sees
/// the window.
fn make_own(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

impl Picture {
    /// Whether anything has been drawn: an empty screen has one colour.
    pub(crate) fn is_empty(&self) -> bool {
        let first = self.rgb.get(..3);
        self.rgb.chunks_exact(3).all(|pixel| Some(pixel) == first)
    }

    /// Tells one picture from another.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.rgb.hash(&mut hasher);
        hasher.finish()
    }

    pub(crate) fn save(&self, file: &Path) -> Result {
        let png = self
            .as_png()
            .map_err(|error| Failure::new(format!("making {}: {error}", file.display())))?;
        paths::write(file, &png)
    }

    fn as_png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        // A picture is taken every other second, while the app is compiled or drawn beside it.
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.rgb)?;
        writer.finish()?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_read_again_as_it_was_and_an_even_area_becomes_small() {
        let mut rgb = vec![200; 300 * 200 * 3];
        rgb[..6].copy_from_slice(&[1, 2, 3, 250, 251, 252]);
        let picture = Picture {
            width: 300,
            height: 200,
            rgb,
        };
        let file = picture.as_png().expect("it has a size");
        assert!(file.len() < picture.rgb.len() / 50, "{}", file.len());

        let decoder = png::Decoder::new(io::Cursor::new(file));
        let mut reader = decoder.read_info().expect("a header");
        let mut rgb = vec![0; reader.output_buffer_size().expect("it is small")];
        reader.next_frame(&mut rgb).expect("a picture");
        assert_eq!((reader.info().width, reader.info().height), (300, 200));
        assert_eq!(rgb, picture.rgb);
    }

    #[test]
    fn the_screen_is_kept_in_memory_and_where_there_is_none_in_the_target_folder() {
        let place = env::temp_dir().join(format!("latchkey-xtask-{}", std::process::id()));
        let (memory, target) = (place.join("memory"), place.join("target"));
        fs::create_dir_all(&memory).expect("a folder");
        let first = folder_for_screen(&memory, &target).expect("in memory");
        assert!(first.starts_with(&memory) && first.is_dir());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = first.metadata().expect("it is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "others may look into it");
        }
        // Somebody else's by that name is not used.
        let second = folder_for_screen(&memory, &target).expect("on the disk");
        assert!(second.starts_with(&target) && second.is_dir());
        let nowhere = folder_for_screen(&place.join("gone"), &target).expect("on the disk");
        assert_eq!(nowhere, second);
        fs::remove_dir_all(&place).expect("it is there");
    }
}
