//! Sessions that begin: granted by a sign-in or taken up from the vault, and not before they are durable.

use std::sync::Arc;

use super::{
    Machine,
    effect::Effect,
    input::WaiterId,
    state::{Arriving, Live, Refresh},
};
use crate::{
    credentials::{
        CredentialId, Credentials,
        grant::Grant,
        stored::{EndedSession, Terms},
    },
    report::{Account, Counts, EndReason, Error, EventKind},
    world::Moment,
};

impl Machine {
    /// The grant is made durable first; until then nobody sees it. A session that was live ends,
    /// so that no request of one person ever goes out with another's credentials.
    pub(super) fn on_signed_in(
        &mut self,
        seen: Option<u64>,
        number: u64,
        account: Account,
        grant: &Grant,
        waiter: WaiterId,
        fx: &mut Vec<Effect>,
    ) {
        if self.closed || seen != Some(self.epoch) {
            // Of two right codes for one sign-in, this came second: whose session it is, this is, too.
            if !self.is_in(number) {
                let late = Credentials::first(self.epoch, 0, account, grant, &self.dialect);
                self.revoke(Arc::new(late), fx);
            }
            fx.push(self.too_late(waiter));
            return;
        }
        self.drop_arriving(fx);
        if self.live.is_some() {
            self.end(EndReason::SignedOutByUser, None, fx);
        } else {
            self.epoch += 1;
        }
        let lineage = self.rng.next_u64();
        let credentials = Arc::new(Credentials::first(
            self.epoch,
            lineage,
            account,
            grant,
            &self.dialect,
        ));
        let write = self.save(&credentials, Terms::Claim, None, false, fx);
        self.arriving = Some(Arriving {
            number,
            write,
            credentials,
            waiter,
        });
    }

    /// Whether the session is of this sign-in.
    fn is_in(&self, number: u64) -> bool {
        let live = self.live.as_ref().and_then(|live| live.sign_in);
        let arriving = self.arriving.as_ref().map(|it| it.number);
        arriving.or(live) == Some(number)
    }

    /// Nobody has heard of this sign-in, and nobody will: what is left of it goes, here and at the server.
    pub(super) fn on_sign_in_dropped(&mut self, number: u64, fx: &mut Vec<Effect>) {
        if self.arriving.as_ref().is_some_and(|it| it.number == number) {
            self.end_arriving(fx);
        } else if self
            .live
            .as_ref()
            .is_some_and(|it| it.sign_in == Some(number))
        {
            self.end(EndReason::SignedOutByUser, None, fx);
        }
    }

    /// What somebody is told whose session cannot begin any more.
    pub(super) fn too_late(&self, waiter: WaiterId) -> Effect {
        let error = if self.closed {
            Error::Closed
        } else {
            Error::Superseded
        };
        Effect::Settle {
            waiter,
            result: Err(error),
        }
    }

    /// Drops a sign-in that is not durable yet, with its record, which is on its way into the vault.
    pub(super) fn end_arriving(&mut self, fx: &mut Vec<Effect>) {
        if let Some(lineage) = self.drop_arriving(fx) {
            let ended = EndedSession {
                lineage,
                up_to: u64::MAX,
            };
            self.erase_ended(ended, None, Vec::new(), fx);
        }
    }

    /// A sign-in that is overtaken before it was durable is revoked: the server granted it. Returns the
    /// lineage of one that was.
    pub(super) fn drop_arriving(&mut self, fx: &mut Vec<Effect>) -> Option<u64> {
        let Arriving {
            credentials,
            waiter,
            ..
        } = self.arriving.take()?;
        let lineage = credentials.lineage;
        self.revoke(credentials, fx);
        fx.push(Effect::Settle {
            waiter,
            result: Err(Error::Superseded),
        });
        Some(lineage)
    }

    /// The first credentials are durable, or are as durable as they get: the session begins.
    pub(super) fn arrive(&mut self, arriving: Arriving, fx: &mut Vec<Effect>) {
        let Arriving {
            number,
            credentials,
            waiter,
            ..
        } = arriving;
        let account = credentials.account.clone();
        let told = EventKind::SignedIn { account };
        self.begin(credentials, Some(number), told, waiter, fx);
    }

    /// A session of an earlier run goes on, if none has begun in this one since it was loaded. What has ended in this
    /// one does not come back, however long the vault cannot be made to erase it.
    pub(super) fn on_restored(
        &mut self,
        (seen, as_of): (u64, u64),
        credentials: Credentials,
        waiter: WaiterId,
        fx: &mut Vec<Effect>,
    ) {
        if self.closed || seen != self.epoch || self.live.is_some() || self.arriving.is_some() {
            fx.push(self.too_late(waiter));
            return;
        }
        if self.saving.over.have_ended(&credentials) {
            fx.push(Effect::Settle {
                waiter,
                result: Err(self.signed_out()),
            });
            return;
        }
        self.epoch += 1;
        self.saving.has_kept();
        if self.saving.turns() != as_of {
            // Another process may have ended it since, and nobody was live here to hear of it.
            self.saving.owe_a_load();
        }
        // A load that began before says nothing of it.
        self.saving.has_changed();
        let id = CredentialId {
            epoch: self.epoch,
            generation: 0,
        };
        let account = credentials.account.clone();
        let credentials = Arc::new(credentials.numbered(id));
        self.begin(
            credentials,
            None,
            EventKind::Restored { account },
            waiter,
            fx,
        );
    }

    pub(super) fn begin(
        &mut self,
        credentials: Arc<Credentials>,
        sign_in: Option<u64>,
        told: EventKind,
        waiter: WaiterId,
        fx: &mut Vec<Effect>,
    ) {
        fx.push(Effect::Tell(told));
        fx.push(Effect::Settle {
            waiter,
            result: Ok(()),
        });
        self.departed = None;
        self.counts = Counts::default();
        self.last_refresh = None;
        let refresh_at = self.refresh_at(&credentials);
        // How much of its life is left is known to the server alone, and when it is over there is no more.
        let is_owed = sign_in.is_none() && self.dialect.only_while_live();
        self.live = Some(Live {
            refresh_at: if is_owed {
                Some(Moment::default())
            } else {
                refresh_at
            },
            over_at: credentials
                .over_at()
                .filter(|_| self.dialect.only_while_live()),
            credentials,
            sign_in,
            is_refused: false,
            refresh: Refresh::Idle,
            trouble: None,
            dozing: false,
        });
    }
}
