//! The four lists of commands are one: the contract, the access list, the capability, the table.

use std::collections::BTreeSet;

use serde_json::Value;
use tauri::{Context, ipc::Origin};

use super::table::NAMES;

const CAPABILITY: &str = include_str!("../../capabilities/main.json");
const CONFIG: &str = include_str!("../../../tauri.conf.json");
const BUILD_SCRIPT: &str = include_str!("../../build.rs");
/// What Tauri holds every call against, as the build script has made it.
const ACCESS: &str = include_str!(concat!(env!("OUT_DIR"), "/acl-manifests.json"));
const EVENTS: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_command_of_the_contract_is_in_the_table_once_and_nothing_else_is() {
    let contract: BTreeSet<&str> = ipc::COMMANDS.iter().copied().collect();
    let table: BTreeSet<&str> = NAMES.iter().copied().collect();
    assert_eq!(contract, table);
    assert_eq!(table.len(), NAMES.len());
}

#[test]
fn the_access_list_is_the_contract_itself() {
    let access = &json(ACCESS)["__app-acl__"]["permissions"];
    for command in ipc::COMMANDS {
        let permission = format!("allow-{}", command.replace('_', "-"));
        let allowed = &access[permission.as_str()]["commands"]["allow"];
        assert_eq!(*allowed, serde_json::json!([command]));
    }
    // Tauri takes in what an earlier build has left in the checkout, too, which no other computer has: the
    // list has to come from the contract in this build.
    let code: String = (BUILD_SCRIPT.lines())
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    assert!(code.contains(".app_manifest(AppManifest::new().commands(ipc::COMMANDS))"));
}

#[test]
fn the_window_may_call_every_command_hear_events_and_do_nothing_else() {
    let capability = json(CAPABILITY);
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| permission.as_str().unwrap().to_owned())
        .collect();
    let needed: BTreeSet<String> = ipc::COMMANDS
        .iter()
        .map(|command| format!("allow-{}", command.replace('_', "-")))
        .chain(EVENTS.map(str::to_owned))
        .collect();
    assert_eq!(granted, needed);
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
}

#[test]
fn the_one_capability_belongs_to_the_one_window() {
    let app = &json(CONFIG)["app"];
    assert_eq!(app["security"]["capabilities"], serde_json::json!(["main"]));
    let labels: Vec<&Value> = app["windows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|window| &window["label"])
        .collect();
    assert_eq!(labels, ["main"]);
    assert_eq!(app["withGlobalTauri"], false);
}

/// As Tauri itself decides it, for what is compiled into this build.
#[test]
fn only_the_apps_own_page_in_its_own_window_may_call() {
    let mut context: Context = tauri::generate_context!();
    let authority = context.runtime_authority_mut();
    let may = |command: &str, window: &str, origin: Origin| {
        let access = authority.resolve_access(command, window, window, &origin);
        access.is_some()
    };
    let foreign = [
        "https://example.org/",
        "http://127.0.0.1:1420@example.org/",
        "tauri://localhost.example.org/",
        "data:text/html,x",
        "file:///etc/hostname",
        "about:blank",
    ];
    let events = ["plugin:event|listen", "plugin:event|unlisten"];
    for command in ipc::COMMANDS.iter().copied().chain(events) {
        assert!(may(command, "main", Origin::Local), "{command}");
        assert!(!may(command, "another", Origin::Local), "{command}");
        for url in foreign.map(|url| url.parse().unwrap()) {
            assert!(!may(command, "main", Origin::Remote { url }), "{command}");
        }
    }
    for command in [
        "plugin:event|emit",
        "plugin:window|create",
        "plugin:store|load",
    ] {
        assert!(!may(command, "main", Origin::Local), "{command}");
    }
}
