//! Troubles begin, and end by themselves.

use std::time::Duration;

use crate::{
    ground::{Due, note},
    server::Health,
    world::{Link, Trouble, World},
};

impl World {
    /// Begins a trouble that ends by itself.
    pub(crate) fn begin_trouble(&mut self, trouble: Trouble, lasts: Duration) {
        note!(self, None, "{trouble:?} for {} s", lasts.as_secs());
        let id = self.troubles.len();
        self.troubles.push(trouble);
        self.set_trouble(trouble, true);
        let at = self.now + lasts;
        self.agenda.add(at, Due::Heals(id));
    }

    /// Ends a trouble, unless another one of the same thing has begun since.
    pub(crate) fn heal(&mut self, id: usize) {
        // Everything may have been healed at once meanwhile.
        let Some(trouble) = self.troubles.get(id).copied() else {
            return;
        };
        let newer = self.troubles[id + 1..]
            .iter()
            .any(|later| later.is_about_the_same_as(trouble));
        if !newer {
            note!(self, None, "{trouble:?} is over");
            self.set_trouble(trouble, false);
        }
    }

    /// Every connection of a server is cut, and if it kept everything in memory, all of that is gone.
    pub(crate) fn restart_server(&mut self, server: usize, forgets: bool) {
        note!(
            self,
            None,
            "server {server} restarts, forgetting: {forgets}"
        );
        self.cut_connections(|world, process| world.processes[process].server == server);
        if forgets {
            self.servers[server].forget_everything(&mut self.mint);
        }
    }

    /// Ends every trouble.
    pub(crate) fn heal_everything(&mut self) {
        for trouble in std::mem::take(&mut self.troubles) {
            self.set_trouble(trouble, false);
        }
    }

    fn set_trouble(&mut self, trouble: Trouble, begins: bool) {
        match trouble {
            Trouble::Link(computer, link) => {
                self.computers[computer].link = if begins { link } else { Link::Up };
                if begins {
                    self.cut_connections(|world, process| {
                        world.processes[process].computer == computer
                    });
                }
            }
            Trouble::Health(server, health) => {
                self.servers[server].health = if begins { health } else { Health::Well };
                if begins && health == Health::Down {
                    self.cut_connections(|world, process| {
                        world.processes[process].server == server
                    });
                }
            }
            Trouble::Guard(server, guard) => {
                self.servers[server].guard = begins.then_some(guard);
            }
            Trouble::FullDisk(disk) => self.disks[disk].is_full = begins,
            Trouble::LockedKeychain(disk) => self.disks[disk].keychain_is_locked = begins,
            Trouble::BrokenLock(disk) => {
                self.disks[disk].lock_is_broken = begins;
                self.disks[disk].lock_was_broken = true;
            }
        }
    }
}
