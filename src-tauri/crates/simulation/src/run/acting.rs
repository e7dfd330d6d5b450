//! What people, programs and fate do.

use std::time::Duration;

use http::Method;

use super::{Phase, Run};
use crate::{
    checks::Window,
    ground::{Due, ProcessId, note},
    server::{Death, Guard, Health},
    world::{Action, Deed, Link, Point, Trouble, Wish},
};

impl Run {
    /// One action, and the time of the next.
    pub(super) fn acts(&mut self) {
        if self.actions_left == 0 {
            self.next_phase();
            return;
        }
        self.actions_left -= 1;
        let (mood, span, actions) = {
            let world = self.shared.world();
            (world.plan.mood, world.plan.span, world.plan.actions)
        };
        let action = Action::roll(mood, &mut self.dice);
        self.act(action);
        let usual = span.as_millis() / u128::from(actions.max(1));
        let usual = u64::try_from(usual).unwrap_or(1_000);
        let after = match self.dice.below(10) {
            // Things like to come together.
            0..=2 => self.dice.millis(0, 30),
            3..=8 => self.dice.millis(0, usual * 2),
            _ => self.dice.millis(0, usual * 6),
        };
        let mut world = self.shared.world();
        let at = world.now + after;
        world.agenda.add(at, Due::Acts);
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::LinkTrouble => self.link_trouble(),
            Action::ServerTrouble => self.server_trouble(),
            Action::RestartServer | Action::Revoke | Action::DeleteAccount => {
                self.server_acts(action);
            }
            Action::DiskTrouble => self.disk_trouble(),
            _ => {
                if let Some(process) = self.somebody(action) {
                    self.act_on(process, action);
                }
            }
        }
    }

    /// A process to do it with: mostly one in which it makes a difference.
    fn somebody(&mut self, action: Action) -> Option<ProcessId> {
        let world = self.shared.world();
        let alive = |id: &ProcessId| {
            let it = &world.processes[*id];
            it.is_alive && !it.is_closed && !it.is_stopped()
        };
        let all: Vec<ProcessId> = (0..world.processes.len()).filter(alive).collect();
        if all.is_empty() {
            return None;
        }
        let wants_signed_out = action == Action::SignIn;
        let fits =
            |id: &&ProcessId| world.processes[**id].witness.family().is_none() == wants_signed_out;
        let fitting: Vec<ProcessId> = all.iter().filter(fits).copied().collect();
        if fitting.is_empty() || self.dice.chance(150) {
            return Some(self.dice.pick(&all));
        }
        Some(self.dice.pick(&fitting))
    }

    fn act_on(&mut self, process: ProcessId, action: Action) {
        match action {
            Action::Request => self.request(process),
            Action::Burst => {
                for _ in 0..self.dice.between(2, 7) {
                    self.request(process);
                }
            }
            Action::SignIn => self.sign_in(process),
            Action::SignOut => drop(self.ask(process, Wish::SignOut)),
            Action::RefreshNow => drop(self.ask(process, Wish::RefreshNow)),
            Action::Visibility => self.change_visibility(process),
            Action::Nudge => self.nudge(process),
            Action::Window => self.window(process),
            Action::Crash => {
                let after = self.dice.millis(0, 20_000);
                self.crash(process, after);
            }
            Action::Quit => self.quit(process),
            Action::Freeze => {
                let lasts = self.some_time();
                self.freeze(process, lasts);
            }
            Action::Sleep => {
                let lasts = self.some_time();
                let computer = self.shared.world().processes[process].computer;
                self.sleep(computer, lasts);
            }
            Action::SetClock => self.set_clock(process),
            Action::CallersGoAway => self.callers_go_away(process),
            Action::Damage => self.damage(process),
            Action::Trap => self.lay_trap(process),
            _ => {}
        }
    }

    /// From a moment to a night.
    pub(super) fn some_time(&mut self) -> Duration {
        match self.dice.below(8) {
            0..=2 => self.dice.seconds(0, 8),
            3..=4 => self.dice.seconds(8, 60),
            5..=6 => self.dice.seconds(60, 400),
            _ => self.dice.seconds(400, 8 * 3_600),
        }
    }

    pub(super) fn request(&mut self, process: ProcessId) {
        let paths = ["/api/test/user", "/api/test/admin", "/api/test/all"];
        let path = paths[self.dice.weighted(&[80, 12, 8])];
        let is_post = self.dice.chance(150);
        let wish = Wish::Send {
            method: if is_post { Method::POST } else { Method::GET },
            path: if is_post { "/api/items" } else { path },
            personal: self.dice.chance(300),
        };
        let operation = self.ask(process, wish);
        if let Some(operation) = operation.filter(|_| self.dice.chance(80)) {
            self.goes_away_soon(operation);
        }
    }

    pub(super) fn sign_in(&mut self, process: ProcessId) {
        let accounts = self.shared.world().plan.accounts;
        let wish = Wish::SignIn {
            account: self.dice.index(accounts),
            mistyped: self.dice.chance(30),
        };
        let operation = self.ask(process, wish);
        if let Some(operation) = operation.filter(|_| self.dice.chance(150)) {
            self.goes_away_soon(operation);
        }
    }

    /// Somebody who was asked for a code.
    pub(super) fn has_code(&mut self, process: ProcessId) {
        let is_waiting = self.running[process]
            .as_ref()
            .is_some_and(|running| running.session.snapshot().second_step.is_some());
        if !is_waiting || self.shared.world().processes[process].is_stopped() {
            return;
        }
        let wish = match self
            .dice
            .below(if self.phase == Phase::Life { 20 } else { 1 })
        {
            0..=1 => Wish::GiveUp,
            2..=4 => Wish::EnterCode { mistyped: true },
            5 => Wish::SendCode,
            // It lapses, here or there.
            6..=7 => {
                let after = self.dice.seconds(30, 90);
                let mut world = self.shared.world();
                let at = world.now + after;
                world.agenda.add(at, Due::Code(process));
                return;
            }
            _ => Wish::EnterCode { mistyped: false },
        };
        let operation = self.ask(process, wish);
        if let Some(operation) = operation.filter(|_| self.dice.chance(100)) {
            self.goes_away_soon(operation);
        }
    }

    fn goes_away_soon(&mut self, operation: usize) {
        let after = self.dice.millis(0, 4_000);
        let mut world = self.shared.world();
        let at = world.now + after;
        world.agenda.add(at, Due::GoesAway(operation));
    }

    fn change_visibility(&mut self, process: ProcessId) {
        let visible = self.dice.chance(600);
        self.show(process, visible);
    }

    /// A window that shows the session comes into sight, or is there no more.
    pub(super) fn show(&mut self, process: ProcessId, visible: bool) {
        let mut world = self.shared.world();
        world.processes[process].witness.sees(visible);
        note!(world, Some(process), "visible: {visible}");
        drop(world);
        if let Some(running) = &self.running[process] {
            running.session.set_visible(visible);
        }
    }

    /// Opens a window, or closes one and looks at what it has shown.
    fn window(&mut self, process: ProcessId) {
        let Some(running) = self.running[process].as_mut() else {
            return;
        };
        if running.windows.len() < 3 && self.dice.chance(600) {
            running.windows.push(Window::open(&running.session));
        } else if let Some(mut window) = running.windows.pop() {
            window.check(&running.session, &mut self.shared.world(), process);
        }
    }

    /// Closes the session as a program does that is about to exit, and starts another.
    fn quit(&mut self, process: ProcessId) {
        {
            let mut world = self.shared.world();
            world.processes[process].is_closed = true;
            let deed = if self.dice.chance(300) {
                Deed::Lingers
            } else {
                Deed::Crash
            };
            world.processes[process].lay_trap(Point::Closed, deed);
        }
        self.ask(process, Wish::Close);
    }

    /// The session was closed, and its program goes on for a while as if it were not.
    pub(super) fn lingers(&mut self, process: ProcessId) {
        self.sign_in(process);
        for wish in [Wish::Restore, Wish::RefreshNow, Wish::SignOut] {
            self.ask(process, wish);
        }
        let after = self.dice.millis(0, 20_000);
        let mut world = self.shared.world();
        let at = world.now + after;
        world.agenda.add(at, Due::Exits(process));
    }

    pub(super) fn set_clock(&mut self, process: ProcessId) {
        let steps = [3_600, -3_600, 90, -90, 60_000_000, -60_000_000];
        let by = self.dice.pick(&steps);
        let mut world = self.shared.world();
        let computer = world.processes[process].computer;
        world.computers[computer].wall_error += by;
        note!(
            world,
            None,
            "computer {computer}: the clock is set by {by} s"
        );
    }

    /// Somebody else's program writes over the record.
    fn damage(&mut self, process: ProcessId) {
        let mut world = self.shared.world();
        let disk = world.processes[process].disk;
        world.disks[disk].damage();
        note!(world, None, "disk {disk}: the record is damaged");
    }

    fn link_trouble(&mut self) {
        let lasts = self.some_time().min(Duration::from_mins(10));
        let links = [
            Link::Offline,
            Link::Silent,
            Link::Portal(200),
            Link::Portal(403),
        ];
        let link = self.dice.pick(&links);
        let mut world = self.shared.world();
        let computer = self.dice.index(world.computers.len());
        world.begin_trouble(Trouble::Link(computer, link), lasts);
    }

    fn server_trouble(&mut self) {
        let lasts = self.some_time().min(Duration::from_mins(10));
        if self.dice.chance(300) {
            let guard = self.dice.pick(&Guard::ALL);
            let mut world = self.shared.world();
            let server = self.dice.index(world.servers.len());
            world.begin_trouble(Trouble::Guard(server, guard), lasts);
            return;
        }
        let health = match self.dice.below(7) {
            0 => Health::Down,
            1 => Health::Mute,
            2 => Health::Failing(500),
            3 => Health::Failing(self.dice.pick(&[502, 503, 504])),
            4 => Health::Page(self.dice.pick(&[200, 403, 503])),
            _ => Health::Busy {
                seconds: self.dice.pick(&[1, 7, 40, 200, 2_000]),
                as_date: self.dice.chance(500),
            },
        };
        let mut world = self.shared.world();
        let server = self.dice.index(world.servers.len());
        world.begin_trouble(Trouble::Health(server, health), lasts);
    }

    fn server_acts(&mut self, action: Action) {
        let mut world = self.shared.world();
        let server = self.dice.index(world.servers.len());
        match action {
            Action::RestartServer => {
                let forgets = self.dice.chance(250);
                world.restart_server(server, forgets);
            }
            Action::Revoke if !world.mint.families.is_empty() => {
                let family = self.dice.index(world.mint.families.len());
                world.mint.families[family]
                    .dead
                    .get_or_insert(Death::Revoked);
                note!(world, None, "sign-in {family} is revoked");
            }
            Action::DeleteAccount => {
                let account = self.dice.index(world.plan.accounts);
                world.servers[server].accounts[account].is_deleted = true;
                note!(
                    world,
                    None,
                    "account {account} of server {server} is deleted"
                );
            }
            _ => {}
        }
    }

    fn disk_trouble(&mut self) {
        let lasts = self.some_time().min(Duration::from_mins(5));
        let mut world = self.shared.world();
        let disk = self.dice.index(world.disks.len());
        let trouble = match self.dice.below(5) {
            0..=1 => Trouble::FullDisk(disk),
            2..=3 => Trouble::LockedKeychain(disk),
            _ => Trouble::BrokenLock(disk),
        };
        world.begin_trouble(trouble, lasts);
    }
}
