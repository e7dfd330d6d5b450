//! Faults on order: what a test can make the server do wrong, and how often.

use std::{collections::VecDeque, time::Duration};

use super::endpoint::Endpoint;

/// Something to do instead of, or on the way to, the right answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Wait, then act and answer as usual.
    Delay(Duration),
    /// Answer this without acting.
    Status {
        /// The status to answer.
        status: u16,
        /// Headers to send. Without a `Content-Type` among them none is sent.
        headers: Vec<(String, String)>,
        /// The body to send.
        body: String,
    },
    /// Answer a page of HTML with this status without acting, like a proxy or a captive portal.
    Html(u16),
    /// Close the connection without acting and without a byte of answer.
    DropBefore,
    /// Act, then close the connection without a byte of answer.
    DropAfter,
    /// Keep the connection open and never answer. Nothing is acted on.
    Hang,
    /// Answer 302 with this `Location` without acting.
    Redirect(String),
    /// Act and answer, advertise keep-alive, then destroy the socket.
    CloseIdle,
}

/// How many requests a fault meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// So many of the requests to come.
    Next(usize),
    /// Every request until the faults are cleared.
    Always,
}

/// The faults that are still to happen, in the order in which they were placed.
#[derive(Debug, Default)]
pub(crate) struct FaultPlan {
    planned: VecDeque<Planned>,
}

#[derive(Debug)]
struct Planned {
    endpoint: Endpoint,
    fault: Fault,
    times: Times,
}

impl FaultPlan {
    /// Adds a fault behind those that the endpoint already has.
    pub(crate) fn place(&mut self, endpoint: Endpoint, fault: Fault, times: Times) {
        self.planned.push_back(Planned {
            endpoint,
            fault,
            times,
        });
    }

    /// Takes the fault that the next request to this endpoint meets.
    pub(crate) fn take(&mut self, endpoint: Endpoint) -> Option<Fault> {
        self.planned
            .retain(|planned| planned.times != Times::Next(0));
        let planned = self
            .planned
            .iter_mut()
            .find(|planned| planned.endpoint == endpoint)?;
        if let Times::Next(left) = &mut planned.times {
            *left -= 1;
        }
        Some(planned.fault.clone())
    }

    /// Takes back every fault.
    pub(crate) fn clear(&mut self) {
        self.planned.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_one_endpoint_happen_in_the_order_of_their_placing() {
        let mut plan = FaultPlan::default();
        plan.place(Endpoint::Refresh, Fault::Hang, Times::Next(2));
        plan.place(Endpoint::SignIn, Fault::DropAfter, Times::Always);
        plan.place(Endpoint::Refresh, Fault::Html(503), Times::Next(1));
        let met: Vec<_> = (0..4).map(|_| plan.take(Endpoint::Refresh)).collect();
        assert_eq!(
            met,
            [
                Some(Fault::Hang),
                Some(Fault::Hang),
                Some(Fault::Html(503)),
                None
            ]
        );
        assert_eq!(plan.take(Endpoint::SignIn), Some(Fault::DropAfter));
        assert_eq!(plan.take(Endpoint::SignIn), Some(Fault::DropAfter));
    }

    #[test]
    fn a_fault_for_no_request_never_happens() {
        let mut plan = FaultPlan::default();
        plan.place(Endpoint::Refresh, Fault::Hang, Times::Next(0));
        assert_eq!(plan.take(Endpoint::Refresh), None);
    }
}
