//! A dialect that nobody has thought of, as a person would write it.

use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::{Just, Strategy, any, prop_oneof},
    sample::select,
    strategy::BoxedStrategy,
    string::string_regex,
};
use serde_json::{Map, Value, json};

use crate::dialect::Dialect;

/// Text of this pattern, compiled once and not for each case.
fn matching(pattern: &str) -> impl Strategy<Value = String> + use<> {
    string_regex(pattern).expect("a good pattern")
}

/// A path that no other part of a dialect has.
pub(super) fn a_path() -> impl Strategy<Value = String> {
    matching("(/[a-z0-9_.~!$&'()*+,=:@-]{1,8}[a-z]){1,4}")
}

/// One that is read without credentials.
fn public_path() -> impl Strategy<Value = String> {
    a_path().prop_map(|path| format!("/p{}", path.replace('*', "")))
}

/// An object without what is not there.
fn object(fields: Vec<(&str, Option<Value>)>) -> Value {
    let there = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(there.collect::<Map<_, _>>())
}

fn pointer() -> BoxedStrategy<Value> {
    matching("(/([a-z]{1,5}|[0-9]|\\*|a~1b|~0))?(/[a-z]{1,4})?")
        .prop_map(Value::from)
        .boxed()
}

fn place() -> BoxedStrategy<Value> {
    let name = || matching("[a-zA-Z_-]{1,9}");
    let one = prop_oneof![
        4 => pointer(),
        1 => name().prop_map(|name| json!({ "header": name })),
        1 => name().prop_map(|name| json!({ "cookie": name })),
        1 => name().prop_map(|name| json!({ "cookie": name, "decoded": true })),
        1 => name().prop_map(|name| json!({ "input": name })),
        1 => name().prop_map(|name| json!({ "meta": name })),
        1 => (pointer(), name(), any::<u8>(), pointer()).prop_map(|(at, name, is, take)| {
            json!({ "where": { "at": at, "is": { name: is } }, "take": take })
        }),
    ]
    .boxed();
    let several = vec(one.clone(), 1..4).prop_map(Value::from);
    prop_oneof![4 => one, 1 => several].boxed()
}

/// Where somebody's name may be.
fn place_of_account() -> BoxedStrategy<Value> {
    let claim = pointer().prop_map(|at| json!({ "claim": at }));
    prop_oneof![4 => place(), 1 => claim].boxed()
}

/// A text with some of these names in it.
fn template(names: &[&'static str]) -> BoxedStrategy<Value> {
    let text = matching("[ -z|~ż]{0,9}").boxed();
    let brace = select(&["{{", "}}"][..]).prop_map(str::to_owned);
    let name = match names {
        [] => text.clone(),
        names => select(names.to_vec())
            .prop_map(|name| format!("{{{name}}}"))
            .boxed(),
    };
    let piece = prop_oneof![text, brace, name];
    vec(piece, 0..4)
        .prop_map(|pieces| pieces.concat().into())
        .boxed()
}

/// A request with some of these names in it.
fn request(methods: &'static [&'static str], names: &[&'static str]) -> BoxedStrategy<Value> {
    let name = match names {
        [] => Just("x".to_owned()).boxed(),
        names => select(names.to_vec())
            .prop_map(|name| format!("{{{name}}}"))
            .boxed(),
    };
    let path =
        (a_path(), option::of(name.clone()), option::of(name)).prop_map(|(path, below, query)| {
            let below = below.map(|name| format!("/{name}")).unwrap_or_default();
            let query = query
                .map(|name| format!("?q={name}&x=1"))
                .unwrap_or_default();
            format!("/r{path}{below}{query}")
        });
    let fields = |names: &[&'static str]| btree_map(matching("\\PC{1,9}"), template(names), 0..3);
    let headers = option::of(btree_map(
        matching("x-[a-z0-9]{1,9}"),
        template(names),
        0..3,
    ));
    let nested = (
        fields(names),
        any::<Option<i64>>(),
        vec(template(names), 0..3),
    );
    let json =
        nested.prop_map(|(fields, number, list)| json!({ "a": fields, "b": [number, list, true] }));
    let form = fields(names).prop_map(|fields| json!(fields));
    let body = option::of((any::<bool>(), json, form));
    (select(methods), path, headers, body)
        .prop_map(|(method, path, headers, body)| {
            let (is_json, json, form) = body.map_or((false, None, None), |(is, json, form)| {
                (is, Some(json), Some(form))
            });
            object(vec![
                (method, Some(path.into())),
                ("headers", headers.map(|it| json!(it))),
                ("json", json.filter(|_| is_json)),
                ("form", form.filter(|_| !is_json)),
            ])
        })
        .boxed()
}

const GET: &[&str] = &["get"];
const ANY: &[&str] = &["get", "post", "put", "patch", "delete"];

/// Rules with these meanings.
fn rules(means: &'static [&'static str]) -> BoxedStrategy<Value> {
    let status = prop_oneof![
        (100..600_u16).prop_map(|one| json!(one)),
        vec(100..600_u16, 1..4).prop_map(|any| json!(any)),
        (1..6_u16).prop_map(|class| json!(format!("{class}xx"))),
    ];
    let of = prop_oneof![
        matching("[a-z-]{1,9}").prop_map(|name| ("header", Value::from(name))),
        pointer().prop_map(|at| ("at", at)),
    ];
    let is = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        matching("\\PC{0,9}").prop_map(Value::from)
    ];
    let one = (
        status,
        option::of((of, option::of(is))),
        option::of(a_path()),
        option::of(matching("\\PC{1,50}")),
        option::of(matching("[a-zA-Z_]{1,9}")),
        (select(means), option::of(matching("\\PC{1,50}"))),
    );
    let one = one.prop_map(
        |(status, of, location, contains, sets_cookie, (means, words))| {
            let (of, is) = of.map_or((None, None), |(of, is)| (Some(of), is));
            object(vec![
                ("status", Some(status)),
                of.map_or(("at", None), |(name, value)| (name, Some(value))),
                ("is", is),
                ("location", location.map(Value::from)),
                ("contains", contains.map(Value::from)),
                ("sets_cookie", sets_cookie.map(Value::from)),
                ("means", Some(means.into())),
                ("words", words.map(Value::from)),
            ])
        },
    );
    vec(one, 0..4).prop_map(Value::from).boxed()
}

const STEPS: &[&str] = &["done", "refused", "second_step", "unavailable"];
/// What is known after a sign-in.
const GRANTED: &[&str] = &[
    "account.id",
    "origin",
    "setting.a",
    "access_token",
    "refresh_token",
    "kept",
    "page",
];
const TYPED: &[&str] = &[
    "origin",
    "basic",
    "setting.a",
    "username",
    "password",
    "before",
];
const CODE: &[&str] = &[
    "origin",
    "setting.a",
    "username",
    "code",
    "kept",
    "sent",
    "access_token",
];
const SENT: &[&str] = &["origin", "username", "kept", "sent", "access_token"];

fn sign_in() -> BoxedStrategy<Value> {
    let before = (request(GET, &["origin"]), place())
        .prop_map(|(request, place)| json!([{ "request": request, "keep": { "before": place } }]));
    (before, request(ANY, TYPED), place(), rules(STEPS)).prop_map(|(before, request, place, answers)| {
        json!({ "before": before, "request": request, "keep_public": { "page": place }, "answers": answers })
    })
    .boxed()
}

fn second_step() -> BoxedStrategy<Value> {
    const MEANS: &[&str] = &["done", "refused", "second_step", "lapsed", "unavailable"];
    let send = (request(ANY, &["kept"]), place())
        .prop_map(|(request, place)| json!({ "request": request, "keep": { "sent": place } }));
    let give_up = option::of(request(ANY, SENT));
    (send, request(ANY, CODE), rules(MEANS), give_up)
        .prop_map(|(send, request, answers, give_up)| {
            object(vec![
                ("title", Some("Code".into())),
                ("send", Some(send)),
                ("request", Some(request)),
                ("answers", Some(answers)),
                ("give_up", give_up),
            ])
        })
        .boxed()
}

fn grant() -> BoxedStrategy<Value> {
    (place(), place(), vec(option::of(place()), 3), place())
        .prop_map(|(access, refresh, mut lives, kept)| {
            object(vec![
                ("access_token", Some(access)),
                ("refresh_token", Some(refresh)),
                ("expires_in", lives.pop().flatten()),
                ("expires_in_ms", lives.pop().flatten()),
                ("expires_at", lives.pop().flatten()),
                ("keep", Some(json!({ "kept": kept }))),
            ])
        })
        .boxed()
}

fn account() -> BoxedStrategy<Value> {
    let places = vec(option::of(place_of_account()), 4);
    (
        option::of(request(
            ANY,
            &["origin", "setting.a", "access_token", "kept", "page"],
        )),
        places,
        rules(STEPS),
    )
        .prop_map(|(request, mut places, answers)| {
            object(vec![
                ("request", request),
                ("id", places.pop().flatten()),
                ("username", places.pop().flatten()),
                ("email", places.pop().flatten()),
                ("roles", places.pop().flatten()),
                ("answers", Some(answers)),
            ])
        })
        .boxed()
}

fn access() -> BoxedStrategy<Value> {
    let header = (matching("y-[a-z0-9]{1,9}"), matching("[ -z]{0,8}")).prop_map(
        |(name, prefix)| json!({ "headers": { name: format!("{prefix}{{access_token}}") } }),
    );
    let query =
        matching("[a-z]{1,9}").prop_map(|name| json!({ "query": { name: "{access_token}" } }));
    let cookie = option::of(pointer()).prop_map(|at| {
        object(vec![
            ("cookie", Some("session".into())),
            ("base64_json", at),
        ])
    });
    let means = &["refused", "denied", "doubt"];
    (prop_oneof![header, query, cookie], rules(means))
        .prop_map(|(mut access, answers)| {
            access["answers"] = answers;
            access
        })
        .boxed()
}

fn refresh() -> BoxedStrategy<Value> {
    let means = &["done", "expired", "rejected", "unavailable"];
    (request(ANY, GRANTED), rules(means), any::<bool>()).prop_map(|(request, answers, only_while_live)| {
        json!({ "request": request, "answers": answers, "only_while_live": only_while_live })
    })
    .boxed()
}

fn csrf() -> BoxedStrategy<Value> {
    let methods = select(&["unsafe", "all"][..]);
    (request(GET, GRANTED), place(), methods, rules(&["csrf"])).prop_map(|(request, find, methods, answers)| {
        json!({ "request": request, "find": find, "header": "x-csrf", "field": "f", "methods": methods, "answers": answers })
    })
    .boxed()
}

fn sign_out() -> BoxedStrategy<Value> {
    let rules = rules(&["done", "refused"]);
    (request(ANY, GRANTED), rules, any::<[bool; 4]>()).prop_map(|(request, answers, [live, every, access, refresh])| {
        json!({
            "request": request, "answers": answers, "needs_live_access": live, "ends_every_session": every,
            "forgets": { "access": access, "refresh": refresh }
        })
    })
    .boxed()
}

fn sign_up() -> BoxedStrategy<Value> {
    let names = &[
        "origin",
        "setting.a",
        "username",
        "email",
        "password",
        "phone",
    ];
    let means = &["done", "refused", "unavailable"];
    (request(ANY, names), rules(means)).prop_map(|(request, answers)| {
        json!({ "request": request, "fields": { "phone": { "title": "Phone" } }, "answers": answers })
    })
    .boxed()
}

fn pages() -> BoxedStrategy<Value> {
    let page = (request(GET, GRANTED), option::of(matching("[A-Z_]{1,9}"))).prop_map(
        |(mut request, role)| {
            if let Some(fields) = request.as_object_mut() {
                fields.retain(|name, _| !["json", "form"].contains(&name.as_str()));
            }
            object(vec![
                ("title", Some("Page".into())),
                ("request", Some(request)),
                ("role", role.map(Value::from)),
            ])
        },
    );
    vec(page, 0..4).prop_map(Value::from).boxed()
}

/// Where a cookie is carried no request has a token, and no account its claims.
fn with_what_there_is(dialect: &Value) -> String {
    let text = dialect.to_string();
    if dialect["access"].get("cookie").is_none() {
        return text;
    }
    let text = text.replace("{access_token}", "{refresh_token}");
    text.replace(r#"{"claim":"#, r#"{"header":"#)
}

/// A dialect that nobody has thought of, and that keeps to the rules.
pub(super) fn any_dialect() -> BoxedStrategy<Dialect> {
    let id = matching("z[a-z0-9]{1,9}(-[a-z0-9]{1,9})?");
    let role = select(&["always", "refresh", "refresh_past_end"][..]);
    let cookies = btree_map(matching("[A-Za-z!#$%&'+.^_`|~-]{1,9}\\*?"), role, 0..4);
    let told_by =
        (request(ANY, &[]), rules(&["this"])).prop_map(|(request, answers)| match answers {
            Value::Array(rules) if rules.is_empty() => json!([]),
            answers => json!([{ "request": request, "answers": answers }]),
        });
    let names = (
        id,
        matching("[A-Za-z][\\PC]{0,50}"),
        option::of(place()),
        told_by,
        cookies,
    );
    let first = (sign_in(), second_step(), grant(), account(), access());
    let rest = (
        option::of(sign_up()),
        option::of(refresh()),
        option::of(csrf()),
        option::of(sign_out()),
        pages(),
    );
    (names, first, rest, vec(public_path(), 0..4))
        .prop_map(|(names, first, rest, public)| {
            let (id, title, message, told_by, cookies) = names;
            let (sign_in, second_step, grant, account, access) = first;
            let (sign_up, refresh, csrf, sign_out, pages) = rest;
            let mut cookies = json!(cookies);
            cookies["session"] = "always".into();
            let dialect = object(vec![
                ("id", Some(id.into())),
                ("title", Some(title.into())),
                ("told_by", Some(told_by)),
                (
                    "settings",
                    Some(json!({ "a": { "title": "A", "default": "a", "secret": true } })),
                ),
                ("sign_up", sign_up),
                ("sign_in", Some(sign_in)),
                ("second_step", Some(second_step)),
                ("grant", Some(grant)),
                ("message", message),
                ("account", Some(account)),
                ("access", Some(access)),
                ("refresh", refresh),
                ("cookies", Some(cookies)),
                ("csrf", csrf),
                ("sign_out", sign_out),
                ("pages", Some(pages)),
                ("public_paths", Some(json!(public))),
            ]);
            let text = with_what_there_is(&dialect);
            Dialect::from_json(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
        })
        .boxed()
}
