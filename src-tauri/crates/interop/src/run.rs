//! One server after the other, from its tools to its last check.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use auth_core::Dialect;

use crate::{
    bench::Bench,
    checks,
    manifest::Manifest,
    report::{Outcome, Report},
    server::{self, Installed, Running},
};

/// Where things are.
#[derive(Clone, Debug)]
pub struct Places {
    /// A folder for each server.
    pub servers: PathBuf,
    /// A file for each dialect.
    pub dialects: PathBuf,
    /// Where installed servers are kept.
    pub cache: PathBuf,
}

/// Which servers.
#[derive(Clone, Debug)]
pub enum Choice {
    /// Those that install and answer quickly.
    Quick,
    /// Those of these names; without one, all.
    Names(Vec<String>),
}

/// There is no server of that name. The message lists those that there are.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnknownName {
    /// A name that is no folder.
    #[error("there is no server {name}; there are: {known}")]
    Name {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The servers' folder or a manifest cannot be read.
    #[error("{place} cannot be read: {source}")]
    Unreadable {
        /// Which.
        place: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Drives the engine against each server, says every result, and whether all were good.
///
/// # Errors
///
/// Before anything is started: a name that is none, or a manifest that does not read.
pub async fn run(places: &Places, choice: &Choice) -> Result<bool, UnknownName> {
    let mut report = Report::default();
    let known = known(places);
    for (name, manifest) in chosen(places, choice)? {
        report.begin(&name);
        if let Some(why) = server::missing(&manifest) {
            report.skip(&why);
            continue;
        }
        let dialect = report.note("its dialect reads", dialect(places, &manifest));
        let Some(dialect) = dialect else { continue };
        let (manifest, installed) = match install(places, &name, manifest).await {
            Ok(installed) => installed,
            // A machine that no registry is within reach of is no fault of what is tested.
            Err(why) if matches!(choice, Choice::Quick) => {
                report.skip(&format!("it cannot be installed here: {why}"));
                continue;
            }
            Err(why) => {
                report.note::<()>("it is installed", Err(why));
                continue;
            }
        };
        let server = (manifest, dialect, installed);
        let driven = Box::pin(drive(&name, server, &known, &mut report));
        if let Err(why) = driven.await {
            report.note::<()>("it starts", Err(why));
        }
    }
    println!("{report}");
    Ok(report.failed == 0)
}

pub(crate) async fn install(
    places: &Places,
    name: &str,
    manifest: Manifest,
) -> Outcome<(Manifest, Installed)> {
    let folder = manifest.like.as_deref().unwrap_or(name);
    let (folder, cache) = (places.servers.join(folder), places.cache.clone());
    let install = move || {
        let installed = server::install(&manifest, &folder, &cache)?;
        Ok::<_, server::ServerError>((manifest, installed))
    };
    Ok(tokio::task::spawn_blocking(install).await??)
}

async fn drive(
    name: &str,
    (manifest, dialect, installed): (Manifest, Dialect, Installed),
    known: &Arc<[Dialect]>,
    report: &mut Report,
) -> Outcome {
    let bench = up(name, (manifest, dialect, installed), Arc::clone(known)).await?;
    let failed_before = report.failed;
    checks::carry_out(&bench, report).await;
    if report.failed > failed_before {
        show_log(name, &bench.running);
    }
    // The shell that ends the server is waited for, which takes up to two seconds.
    tokio::task::spawn_blocking(move || drop(bench)).await?;
    Ok(())
}

/// Starts what is installed, and waits until it answers.
pub(crate) async fn up(
    name: &str,
    (manifest, dialect, installed): (Manifest, Dialect, Installed),
    known: Arc<[Dialect]>,
) -> Outcome<Bench> {
    let began = tokio::task::spawn_blocking(move || {
        let running = server::start(&manifest, &installed)?;
        Ok::<_, server::ServerError>((manifest, running))
    });
    let (manifest, running) = began.await??;
    let up = Bench::up(manifest, dialect, known, running).await;
    up.map_err(|(error, running)| {
        show_log(name, &running);
        error.into()
    })
}

fn show_log(name: &str, running: &Running) {
    println!("    the end of {name}'s log:");
    for line in running.log().lines() {
        println!("    | {line}");
    }
}

pub(crate) fn dialect(places: &Places, manifest: &Manifest) -> Outcome<Dialect> {
    let file = places.dialects.join(format!("{}.json", manifest.dialect));
    Ok(Dialect::from_json(&fs::read_to_string(file)?)?)
}

/// Every dialect that reads, so that each server is told from all others.
fn known(places: &Places) -> Arc<[Dialect]> {
    let files = fs::read_dir(&places.dialects).into_iter().flatten();
    let texts = files.filter_map(|file| fs::read_to_string(file.ok()?.path()).ok());
    texts
        .filter_map(|text| Dialect::from_json(&text).ok())
        .collect()
}

/// The servers that are asked for, by name.
fn chosen(places: &Places, choice: &Choice) -> Result<Vec<(String, Manifest)>, UnknownName> {
    let folders = fs::read_dir(&places.servers).map_err(unreadable(&places.servers))?;
    let is_folder = |entry: &fs::DirEntry| entry.path().join("server.json").is_file();
    let mut known: Vec<String> = folders
        .filter_map(Result::ok)
        .filter(is_folder)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    known.sort_unstable();
    if let Choice::Names(names) = choice
        && let Some(name) = names.iter().find(|name| !known.contains(name))
    {
        return Err(UnknownName::Name {
            name: name.clone(),
            known: known.join(", "),
        });
    }
    let mut chosen = Vec::new();
    for name in known {
        let folder = places.servers.join(&name);
        let manifest = Manifest::read(&folder).map_err(unreadable(&folder))?;
        if let Some(problem) = manifest.problem() {
            return Err(unreadable(&folder)(io::Error::other(problem)));
        }
        let is_chosen = match choice {
            Choice::Quick => manifest.quick,
            Choice::Names(names) => names.is_empty() || names.contains(&name),
        };
        if is_chosen {
            chosen.push((name, manifest));
        }
    }
    Ok(chosen)
}

fn unreadable(place: &Path) -> impl FnOnce(io::Error) -> UnknownName {
    let place = place.to_path_buf();
    |source| UnknownName::Unreadable { place, source }
}
