//! Notices that the machine woke up or changed its network, so that no connection waits for its backoff then.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

const PERIOD: Duration = Duration::from_secs(4);
/// So much later than expected is sleep, not a busy machine.
const SLEPT: Duration = Duration::from_secs(15);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The machine has other addresses than before.
    Addresses,
    /// It was asleep.
    Woke,
}

/// Tells of changes until the receiver is dropped. Looks every four seconds. Needs the runtime.
pub fn watch() -> mpsc::Receiver<Change> {
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move {
        let mut observer = Observer::new(addresses(), Instant::now(), SystemTime::now());
        let mut ticks = tokio::time::interval(PERIOD);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                () = sender.closed() => return,
            }
            for change in observer.observe(addresses(), Instant::now(), SystemTime::now()) {
                // When nobody has read four of them yet, a fifth says nothing new.
                let _ = sender.try_send(change);
            }
        }
    });
    receiver
}

/// The machine's addresses that lead somewhere. Link-local ones come and go by themselves.
fn addresses() -> BTreeSet<IpAddr> {
    let leads_out = |address: &IpAddr| match address {
        IpAddr::V4(address) => !address.is_loopback() && !address.is_link_local(),
        IpAddr::V6(address) => !address.is_loopback() && !address.is_unicast_link_local(),
    };
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    interfaces.iter().map(if_addrs::Interface::ip).filter(leads_out).collect()
}

#[derive(Debug)]
struct Observer {
    addresses: BTreeSet<IpAddr>,
    at: Instant,
    wall: SystemTime,
}

impl Observer {
    fn new(addresses: BTreeSet<IpAddr>, at: Instant, wall: SystemTime) -> Self {
        Self { addresses, at, wall }
    }

    /// Compares with the last look. Some systems' monotonic clock stands still in sleep, some systems' runs on: that one or
    /// the wall clock shows the gap. A clock that was set back shows none.
    fn observe(&mut self, addresses: BTreeSet<IpAddr>, at: Instant, wall: SystemTime) -> Vec<Change> {
        let passed = at.saturating_duration_since(self.at);
        let on_the_wall = wall.duration_since(self.wall).unwrap_or_default();
        let mut changes = Vec::new();
        if passed.max(on_the_wall) > PERIOD + SLEPT {
            changes.push(Change::Woke);
        }
        if addresses != self.addresses {
            changes.push(Change::Addresses);
        }
        *self = Self { addresses, at, wall };
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(addresses: &[&str]) -> BTreeSet<IpAddr> {
        addresses.iter().map(|address| address.parse().unwrap()).collect()
    }

    #[test]
    fn nothing_is_told_while_nothing_changes() {
        let (at, wall) = (Instant::now(), SystemTime::now());
        let mut observer = Observer::new(set(&["10.0.0.1"]), at, wall);
        assert_eq!(observer.observe(set(&["10.0.0.1"]), at + PERIOD, wall + PERIOD), []);
    }

    #[test]
    fn other_addresses_are_told_once() {
        let (at, wall) = (Instant::now(), SystemTime::now());
        let mut observer = Observer::new(set(&["10.0.0.1"]), at, wall);
        assert_eq!(observer.observe(set(&["10.0.0.2"]), at, wall), [Change::Addresses]);
        assert_eq!(observer.observe(set(&["10.0.0.2"]), at, wall), []);
        assert_eq!(observer.observe(set(&[]), at, wall), [Change::Addresses]);
    }

    #[test]
    fn sleep_is_noticed_by_either_clock() {
        let (at, wall, night) = (Instant::now(), SystemTime::now(), Duration::from_secs(8 * 3600));
        let mut observer = Observer::new(set(&[]), at, wall);
        assert_eq!(observer.observe(set(&[]), at + PERIOD, wall + night), [Change::Woke]);
        let mut observer = Observer::new(set(&[]), at, wall);
        assert_eq!(observer.observe(set(&["10.0.0.1"]), at + night, wall + PERIOD), [Change::Woke, Change::Addresses]);
    }

    #[test]
    fn a_clock_that_is_set_back_is_no_sleep() {
        let (at, wall) = (Instant::now(), SystemTime::now());
        let mut observer = Observer::new(set(&[]), at, wall);
        assert_eq!(observer.observe(set(&[]), at + PERIOD, wall - Duration::from_secs(3600)), []);
    }

    #[tokio::test]
    async fn the_watch_ends_with_its_receiver() {
        let receiver = watch();
        let weak = tokio::runtime::Handle::current();
        drop(receiver);
        while weak.metrics().num_alive_tasks() > 0 {
            tokio::task::yield_now().await;
        }
    }
}
