//! What the seed makes of a world before anything happens in it: the servers and their rules, the
//! machines, how rough everything is, and what people and programs like to do.

use std::time::Duration;

use crate::{
    ground::Dice,
    server::{Csrf, Kind, RefusesBy, Rules, SecondStep, Sessions},
};

/// The plan of one world.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) mood: Mood,
    pub(crate) servers: Vec<Rules>,
    pub(crate) accounts: usize,
    pub(crate) computers: Vec<ComputerPlan>,
    pub(crate) noise: Noise,
    pub(crate) slowest_answer: u64,
    /// How long things happen, before everything is healed.
    pub(crate) span: Duration,
    pub(crate) actions: u32,
    /// How often time passes though tasks are ready, in a thousand: a machine that is busy otherwise.
    pub(crate) lag: u32,
    /// How often a caller is left waiting for its turn, in a thousand.
    pub(crate) stalls: u32,
    /// How often a change of a vault is not noticed, in a thousand.
    pub(crate) misses: u32,
    pub(crate) disk_pace: Duration,
}

/// A computer, the vaults on it by their server, and how many processes share each.
#[derive(Clone, Debug)]
pub(crate) struct ComputerPlan {
    pub(crate) counts_sleep: bool,
    pub(crate) wall_error: i64,
    pub(crate) disks: Vec<(usize, usize)>,
}

/// How rough the network is, each in a thousand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Noise {
    /// No connection can be made.
    pub(crate) refuses: u32,
    /// The request is lost on its way.
    pub(crate) loses_request: u32,
    /// The answer is lost on its way back.
    pub(crate) loses_answer: u32,
    /// Of what is lost, so much is lost without a word.
    pub(crate) is_silent: u32,
    /// The answer takes longer than anybody waits.
    pub(crate) is_slow: u32,
    /// A portal answers in the server's place.
    pub(crate) is_portal: u32,
    /// The server redirects an ordinary request.
    pub(crate) redirects: u32,
    /// A response is refused with a 5xx or a 429 once.
    pub(crate) hiccups: u32,
}

/// What a run is mostly about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Nothing goes wrong, except that people do what they like.
    Calm,
    /// The network and the server are in trouble.
    Rough,
    /// Processes crash and freeze, computers sleep, clocks are set.
    Shaky,
    /// Disks and keychains fail.
    Leaky,
    /// People come and go.
    Busy,
    /// All of it.
    Wild,
}

impl Plan {
    pub(crate) fn roll(dice: &mut Dice) -> Self {
        let moods = [
            Mood::Calm,
            Mood::Rough,
            Mood::Shaky,
            Mood::Leaky,
            Mood::Busy,
            Mood::Wild,
        ];
        let mood = moods[dice.weighted(&[10, 25, 25, 10, 15, 15])];
        let servers = if dice.chance(80) { 2 } else { 1 };
        let servers: Vec<Rules> = (0..servers).map(|_| rules(dice)).collect();
        let computers = 1 + dice.weighted(&[75, 20, 5]);
        let computers = (0..computers)
            .map(|_| computer(dice, servers.len(), mood))
            .collect();
        let life = servers[0].access_life;
        // Long enough for some refreshes, short enough for things to meet.
        let lives = dice.between(2, 8);
        Self {
            mood,
            accounts: 1 + dice.weighted(&[25, 50, 25]),
            servers,
            computers,
            noise: noise(dice, mood),
            slowest_answer: dice.pick(&[60, 900, 4_000, 12_000]),
            span: Duration::from_secs((life * lives).clamp(90, 4 * 3600)),
            actions: u32::try_from(dice.between(40, 110)).unwrap_or(40),
            lag: dice.pick(&[0, 0, 30, 150]),
            stalls: dice.pick(&[0, 0, 30, 200]),
            misses: dice.pick(&[0, 0, 200, 1000]),
            disk_pace: Duration::from_millis(dice.pick(&[0, 2, 20, 400])),
        }
    }
}

fn rules(dice: &mut Dice) -> Rules {
    let kind = Kind::ALL[dice.weighted(&[14, 6, 12, 13, 20, 14, 12, 9, 16])];
    let is_own = matches!(kind, Kind::OwnBody | Kind::OwnCookie | Kind::OAuth);
    let opaque = kind == Kind::Form || is_own && dice.chance(400);
    let rotates = kind.refreshes() && dice.chance(if kind.is_known() { 400 } else { 800 });
    let refresh_lives = [None, Some(120), Some(900), Some(3_600), Some(86_400)];
    let says_iat = dice.chance(850);
    let is_one = kind == Kind::OwnCookie && dice.chance(300);
    let rules = Rules {
        kind,
        access_life: [15, 60, 300, 1_800][dice.weighted(&[8, 37, 40, 15])],
        refresh_life: refresh_lives[dice.weighted(&[20, 8, 15, 15, 42])].map(Duration::from_secs),
        rotates,
        grace: Duration::from_secs(dice.pick(&[0, 5, 30, 60])),
        detects_reuse: dice.chance(600),
        opaque,
        states_lifetime: opaque && dice.chance(700),
        says_iat,
        // Without either, the only measure of a lifetime is how the two wall clocks compare.
        says_date: !says_iat || dice.chance(700),
        skew: dice.pick(&[0, 0, 3, -40, 3_600, -86_400]),
        revokes_access: opaque || dice.chance(200),
        sessions: match kind {
            Kind::SpringCookie if dice.chance(500) => Sessions::OneAndRefuses,
            Kind::SpringCookie => Sessions::OneAndReplaces,
            _ if dice.chance(60) => Sessions::OneAndReplaces,
            _ => Sessions::Many,
        },
        sign_out_needs_live_access: dice.chance(500),
        lacks_refresh: dice.chance(30),
        rolls_cookies: dice.pick(&[0, 300]),
        lingers: dice
            .pick(&[None, Some(2), Some(20)])
            .map(Duration::from_secs),
        is_sticky: dice.chance(350),
        makes_guests: dice.chance(500),
        csrf: csrf(dice, kind),
        is_one,
        second_step: second_step(dice, kind),
        mixes_up: if !is_one && dice.chance(40) { 200 } else { 0 },
        gives_no_refresh: false,
        refuses_by: RefusesBy::InvalidGrant,
    };
    of_its_kind(rules, dice)
}

/// What goes together, and what does not.
fn of_its_kind(rules: Rules, dice: &mut Dice) -> Rules {
    match rules.kind {
        // Who has one cookie for everything does not give it away.
        Kind::OwnCookie if rules.is_one => Rules {
            makes_guests: false,
            ..rules
        },
        // What remembers people there has no grace, and where it is used up, using it again is theft.
        Kind::Form => Rules {
            grace: Duration::ZERO,
            detects_reuse: rules.rotates,
            makes_guests: true,
            lacks_refresh: false,
            ..rules
        },
        // Each of its tokens lives for as long as it says, and refreshes for as long as it lives.
        Kind::Guest => Rules {
            is_one: true,
            refresh_life: Some(Duration::from_secs(rules.access_life)),
            rotates: true,
            grace: Duration::from_hours(24),
            lacks_refresh: false,
            revokes_access: rules.revokes_access || dice.chance(400),
            mixes_up: 0,
            ..rules
        },
        Kind::OAuth => Rules {
            grace: if dice.chance(700) {
                Duration::ZERO
            } else {
                rules.grace
            },
            // One for each person and client.
            sessions: if dice.chance(300) {
                Sessions::OneAndReplaces
            } else {
                Sessions::Many
            },
            // What is revoked is named in the form.
            sign_out_needs_live_access: false,
            // One address has everything.
            lacks_refresh: false,
            // Nothing is asked for beside such a sign-in.
            is_sticky: false,
            // Its access tokens are for others to read, and it has no id tokens that say whose they are.
            mixes_up: 0,
            gives_no_refresh: dice.chance(120),
            refuses_by: refusal(dice),
            ..rules
        },
        _ => rules,
    }
}

fn refusal(dice: &mut Dice) -> RefusesBy {
    dice.pick(&[
        RefusesBy::InvalidGrant,
        RefusesBy::InvalidRequest,
        RefusesBy::OwnCode,
        RefusesBy::Words,
        RefusesBy::Success,
        RefusesBy::Nothing(400),
        RefusesBy::Nothing(401),
    ])
}

fn csrf(dice: &mut Dice, kind: Kind) -> Csrf {
    let fetched = |dice: &mut Dice| Csrf::Fetched {
        refuses: dice.chance(300),
    };
    match (kind, dice.below(10)) {
        (Kind::Form, _) => Csrf::Fetched { refuses: false },
        (Kind::OwnBody, 0..=1) | (Kind::OwnCookie, 0..=2) => fetched(dice),
        (Kind::OwnCookie, 3..=5) => Csrf::Cookie,
        _ => Csrf::None,
    }
}

fn second_step(dice: &mut Dice, kind: Kind) -> Option<SecondStep> {
    let is_own = matches!(kind, Kind::OwnBody | Kind::OwnCookie);
    (is_own && dice.chance(250)).then(|| SecondStep {
        asked: dice.pick(&[300, 1_000]),
        grants: dice.chance(500),
        sends: dice.chance(500),
    })
}

fn computer(dice: &mut Dice, servers: usize, mood: Mood) -> ComputerPlan {
    let processes = |dice: &mut Dice| match mood {
        Mood::Shaky | Mood::Wild => 1 + dice.weighted(&[20, 45, 25, 10]),
        _ => 1 + dice.weighted(&[45, 35, 15, 5]),
    };
    ComputerPlan {
        counts_sleep: dice.chance(500),
        wall_error: dice.pick(&[0, 0, 0, 5, -90, 3_600, -3_600, 40_000_000]),
        disks: (0..servers)
            .map(|server| (server, processes(dice)))
            .collect(),
    }
}

fn noise(dice: &mut Dice, mood: Mood) -> Noise {
    let scale = match mood {
        Mood::Calm => 0,
        Mood::Busy | Mood::Leaky | Mood::Shaky => dice.pick(&[0, 0, 1]),
        Mood::Rough | Mood::Wild => dice.pick(&[1, 2, 5]),
    };
    let mut upto = |most: u64| u32::try_from(dice.between(0, most)).unwrap_or(0) * scale;
    Noise {
        refuses: upto(20),
        loses_request: upto(20),
        loses_answer: upto(40),
        is_silent: upto(200),
        is_slow: upto(15),
        is_portal: upto(15),
        redirects: upto(15),
        hiccups: upto(25),
    }
}

/// Something that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Request,
    Burst,
    SignIn,
    SignOut,
    RefreshNow,
    Visibility,
    Nudge,
    Window,
    Crash,
    Quit,
    Freeze,
    Sleep,
    SetClock,
    CallersGoAway,
    LinkTrouble,
    ServerTrouble,
    RestartServer,
    Revoke,
    DeleteAccount,
    DiskTrouble,
    Damage,
    Trap,
}

impl Action {
    const ALL: [Self; 22] = [
        Self::Request,
        Self::Burst,
        Self::SignIn,
        Self::SignOut,
        Self::RefreshNow,
        Self::Visibility,
        Self::Nudge,
        Self::Window,
        Self::Crash,
        Self::Quit,
        Self::Freeze,
        Self::Sleep,
        Self::SetClock,
        Self::CallersGoAway,
        Self::LinkTrouble,
        Self::ServerTrouble,
        Self::RestartServer,
        Self::Revoke,
        Self::DeleteAccount,
        Self::DiskTrouble,
        Self::Damage,
        Self::Trap,
    ];

    /// What comes next, in a mood.
    pub(crate) fn roll(mood: Mood, dice: &mut Dice) -> Self {
        let weights: [u32; 22] = match mood {
            Mood::Calm => [
                60, 12, 6, 3, 4, 5, 1, 4, 0, 2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0,
            ],
            Mood::Rough => [
                46, 12, 5, 1, 5, 4, 4, 3, 1, 1, 0, 0, 0, 3, 5, 8, 2, 1, 0, 0, 0, 8,
            ],
            Mood::Shaky => [
                40, 10, 6, 1, 3, 4, 3, 3, 5, 3, 6, 5, 4, 2, 0, 0, 1, 0, 0, 0, 0, 14,
            ],
            Mood::Leaky => [
                40, 10, 5, 2, 4, 4, 1, 3, 3, 2, 2, 1, 1, 2, 0, 0, 0, 0, 0, 12, 1, 6,
            ],
            Mood::Busy => [
                36, 12, 16, 9, 5, 3, 1, 4, 2, 2, 1, 0, 0, 4, 0, 0, 1, 2, 1, 0, 0, 8,
            ],
            Mood::Wild => [
                36, 10, 8, 4, 4, 4, 3, 3, 4, 2, 4, 3, 3, 3, 3, 4, 2, 2, 1, 3, 1, 12,
            ],
        };
        Self::ALL[dice.weighted(&weights)]
    }
}
