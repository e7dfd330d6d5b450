//! The search through the memory of running processes for secrets.
//!
//! A process of the webview has hundreds of megabytes, and this program is built without optimisation. So
//! the memory is read once, whatever is looked for, in words of eight bytes where the processor keeps
//! them: a secret of 15 bytes or more covers at least one such word whole, wherever it begins, and a table
//! knows the eight words that each secret can be met by.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    io,
    ops::Range,
    os::unix::fs::FileExt,
    sync::Arc,
};

use super::record::Secrets;
use crate::window::{
    failure::{Outcome, ensure},
    process::Process,
};

const WORD: usize = 8;
/// What fits nowhere without covering a word.
const SHORTEST: usize = 2 * WORD - 1;
/// How much is read at a time.
const CHUNK: u64 = 1 << 20;

/// What is looked for, prepared for many searches.
pub(crate) struct Search {
    needles: Vec<Needle>,
    /// By a word of it: which needle, and where in it the word is.
    words: HashMap<u64, Vec<(usize, usize)>>,
    /// Whether any of those words begins with these two bytes: rules out most of memory in one step.
    beginnings: Vec<bool>,
}

/// A secret in one spelling.
struct Needle {
    /// In words that do not repeat it.
    name: String,
    bytes: Vec<u8>,
    /// What follows it where it may be.
    except_before: Option<&'static [u8]>,
}

/// Which pages of a process's memory have something in them: a webview reserves a hundred gigabytes, and
/// uses a thousandth.
struct Pages {
    map: File,
    /// The size of a page.
    size: u64,
}

/// A stretch of the memory of a process.
struct Region {
    addresses: Range<u64>,
    /// The file that is mapped there, or what the system calls it.
    name: String,
}

impl Search {
    /// Looks for whatever the servers issued: for the whole of it and for the parts of a token, as they
    /// are and as a webview spells strings, in UTF-16.
    pub(crate) fn new(secrets: &Secrets) -> Arc<Self> {
        let mut needles = Vec::new();
        for (at, secret) in secrets.issued.iter().enumerate() {
            let of = secrets.issued.len();
            let name = format!(
                "secret {} of {of} ({})",
                at + 1,
                fingerprint(secret.as_bytes())
            );
            // The first part of a JWT is the same for all of them.
            let parts = secret.split('.').skip(1).map(|part| ("a part of ", part));
            for (what, text) in parts.chain([("", secret.as_str())]) {
                let wide = text.bytes().flat_map(|byte| [byte, 0]).collect();
                for (spelt, bytes) in [("", text.as_bytes().to_vec()), (" in UTF-16", wide)] {
                    let name = format!("{what}{name}{spelt}");
                    needles.push(Needle::new(name, bytes));
                }
            }
        }
        needles.retain(|needle| needle.bytes.len() >= SHORTEST);
        Self::of(needles)
    }

    /// Looks for something that is no secret, to see whether a search sees anything at all.
    pub(crate) fn for_text(text: &str) -> Arc<Self> {
        Self::of(vec![Needle::new(text.to_owned(), text.into())])
    }

    /// Looks for a password that was typed, other than in a message with its last argument as the page sent it: the
    /// webview's library keeps messages in memory of its own, which nobody else can erase.
    pub(crate) fn for_typed(password: &str) -> Arc<Self> {
        let name = fingerprint(password.as_bytes());
        let wide = password.bytes().flat_map(|byte| [byte, 0]).collect();
        let typed = Needle {
            except_before: Some(b"\"}}"),
            ..Needle::new(name.clone(), password.into())
        };
        Self::of(vec![typed, Needle::new(format!("{name} in UTF-16"), wide)])
    }

    fn of(needles: Vec<Needle>) -> Arc<Self> {
        let mut words = HashMap::<u64, Vec<(usize, usize)>>::new();
        let mut beginnings = vec![false; 1 << 16];
        for (number, needle) in needles.iter().enumerate() {
            for (at, word) in needle.bytes.windows(WORD).take(WORD).enumerate() {
                beginnings[beginning(word)] = true;
                words.entry(value(word)).or_default().push((number, at));
            }
        }
        Arc::new(Self {
            needles,
            words,
            beginnings,
        })
    }

    /// What was found in all that can be read of the process's memory, and where. The servers of the
    /// journey go on meanwhile.
    pub(crate) async fn leaks(self: &Arc<Self>, process: Process) -> Outcome<Vec<String>> {
        let search = Arc::clone(self);
        let searching = tokio::task::spawn_blocking(move || search.leaks_now(process));
        Ok(searching.await??)
    }

    fn leaks_now(&self, process: Process) -> io::Result<Vec<String>> {
        let name = process.name();
        let mut found = Vec::new();
        for (number, _, region) in self.places(process)? {
            let what = &self.needles[number].name;
            found.push(format!("{what} is in the memory of `{name}`, in {region}"));
        }
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// Needles and their addresses.
    fn places(&self, process: Process) -> io::Result<Vec<(usize, u64, String)>> {
        let memory = File::open(process.file("mem"))?;
        let pages = Pages::of(process)?;
        let mut found = Vec::new();
        let mut chunk = Vec::new();
        for region in regions(process)? {
            for part in pages.in_use(&region.addresses)? {
                chunk.resize(length(&part), 0);
                // Some of the system's own pages cannot be read, and a page may be gone by now.
                if memory.read_exact_at(&mut chunk, part.start).is_err() {
                    continue;
                }
                for (number, address) in self.candidates(&chunk, part.start) {
                    if self.is_at(&memory, number, address) {
                        found.push((number, address, region.name.clone()));
                    }
                }
            }
        }
        Ok(found)
    }

    fn candidates(&self, chunk: &[u8], start: u64) -> Vec<(usize, u64)> {
        let mut found = Vec::new();
        for (at, word) in chunk.chunks_exact(WORD).enumerate() {
            if !self.beginnings[beginning(word)] {
                continue;
            }
            for &(number, inside) in self.words.get(&value(word)).into_iter().flatten() {
                found.push((number, start + (at * WORD) as u64 - inside as u64));
            }
        }
        found
    }

    fn is_at(&self, memory: &File, number: usize, address: u64) -> bool {
        let Needle {
            bytes: needle,
            except_before,
            ..
        } = &self.needles[number];
        let reads = |expected: &[u8], address| {
            let mut bytes = vec![0; expected.len()];
            memory.read_exact_at(&mut bytes, address).is_ok() && bytes == expected
        };
        let end = address + needle.len() as u64;
        reads(needle, address) && !except_before.is_some_and(|after| reads(after, end))
    }
}

impl Needle {
    fn new(name: String, bytes: Vec<u8>) -> Self {
        Self {
            name,
            bytes,
            except_before: None,
        }
    }
}

impl Pages {
    /// Bytes that the system's map has for each page.
    const ENTRY: usize = 8;
    /// In the last of them: the page is in memory, or swapped out.
    const IN_USE: u8 = 0b1100_0000;

    fn of(process: Process) -> io::Result<Self> {
        let map = File::open(process.file("pagemap"))?;
        let text = fs::read_to_string("/proc/self/smaps")?;
        let kilobytes = text.lines().find_map(|line| {
            let size = line.strip_prefix("KernelPageSize:")?;
            size.trim().strip_suffix(" kB")?.parse::<u64>().ok()
        });
        let size = 1024 * kilobytes.ok_or(io::ErrorKind::InvalidData)?;
        Ok(Self { map, size })
    }

    /// The parts of these addresses that are in use, none of them longer than [`CHUNK`].
    fn in_use(&self, addresses: &Range<u64>) -> io::Result<Vec<Range<u64>>> {
        const AT_A_TIME: u64 = 1 << 16;
        let (first, end) = (addresses.start / self.size, addresses.end / self.size);
        let mut found = Vec::<Range<u64>>::new();
        let mut entries = Vec::new();
        for start in (first..end).step_by(1 << 16) {
            let some = start..end.min(start + AT_A_TIME);
            entries.resize(length(&some) * Self::ENTRY, 0);
            self.map
                .read_exact_at(&mut entries, start * Self::ENTRY as u64)?;
            let entries = entries.chunks_exact(Self::ENTRY);
            for (page, _) in some
                .zip(entries)
                .filter(|(_, it)| it[7] & Self::IN_USE != 0)
            {
                let page = page * self.size..(page + 1) * self.size;
                match found.last_mut() {
                    Some(last) if last.end == page.start && page.end - last.start <= CHUNK => {
                        last.end = page.end;
                    }
                    _ => found.push(page),
                }
            }
        }
        Ok(found)
    }
}

/// Of a range that fits into memory.
fn length(range: &Range<u64>) -> usize {
    usize::try_from(range.end - range.start).unwrap_or_default()
}

fn value(word: &[u8]) -> u64 {
    word.try_into().map_or(0, u64::from_le_bytes)
}

fn beginning(word: &[u8]) -> usize {
    usize::from(word[0]) | usize::from(word[1]) << 8
}

/// A name for a secret that tells nothing about it.
fn fingerprint(secret: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    secret.hash(&mut hasher);
    format!("fingerprint {:08x}", hasher.finish() >> 32)
}

/// What can be read of the process's memory and has something in it.
fn regions(process: Process) -> io::Result<Vec<Region>> {
    let text = fs::read_to_string(process.file("smaps"))?;
    let mut regions = Vec::new();
    let mut current = None;
    for line in text.lines() {
        let mut fields = line.split_whitespace();
        let first = fields.next().unwrap_or_default();
        if let Some(key) = first.strip_suffix(':') {
            let has_content = fields.next().is_some_and(|size| size != "0");
            if matches!(key, "Rss" | "Swap") && has_content {
                regions.extend(current.take());
            }
        } else {
            let is_readable = fields.next().is_some_and(|rights| rights.starts_with('r'));
            current = region(first, fields.nth(3)).filter(|_| is_readable);
        }
    }
    Ok(regions)
}

fn region(addresses: &str, name: Option<&str>) -> Option<Region> {
    let (start, end) = addresses.split_once('-')?;
    let address = |text| u64::from_str_radix(text, 16).ok();
    Some(Region {
        addresses: address(start)?..address(end)?,
        name: name.unwrap_or("memory without a name").to_owned(),
    })
}

/// A search that finds nothing is worth only as much as the proof that it would have found something:
/// plants a secret in this process's own memory, at each place in a word and across the border of each
/// two pages, and makes sure that it is found everywhere.
pub(crate) fn prove_on_own_memory() -> Outcome {
    const PAGE: usize = 4096;
    const FIELD: usize = 3 << 20;
    let secret = format!("planted.{:032x}", std::process::id());
    let search = Search::new(&Secrets {
        issued: vec![secret.clone()],
        passwords: Vec::new(),
    });
    let mut field = vec![b'.'; FIELD];
    let base = field.as_ptr().addr();
    let in_words = (0..WORD).map(|place| place * (PAGE / WORD + 1));
    let border = 3 * PAGE - base % PAGE;
    let across = (border..FIELD - PAGE).step_by(PAGE).map(|it| it - 7);
    let places: Vec<usize> = in_words.chain(across).collect();
    for &place in &places {
        field[place..place + secret.len()].copy_from_slice(secret.as_bytes());
    }
    let found: HashSet<u64> = (search.places(Process(std::process::id()))?.into_iter())
        .filter(|&(number, ..)| search.needles[number].bytes == secret.as_bytes())
        .map(|(_, address, _)| address)
        .collect();
    for &place in &places {
        ensure!(
            found.contains(&((base + place) as u64)),
            "a secret that was planted in memory at {place} was not found"
        );
    }
    // Until here it was still there.
    drop(field);
    Ok(())
}
