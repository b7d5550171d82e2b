use super::nameserver::{Srv, start};
use super::*;

/// With a name server of the test's own.
fn resolver(records: Vec<Srv>) -> Resolver {
    Resolver::with_nameserver(start("127.0.0.1:0", records).unwrap())
}

fn direct(host: &str, port: u16) -> Endpoint {
    Endpoint { host: host.into(), port, mode: Mode::DirectTls }
}

fn starttls(host: &str, port: u16) -> Endpoint {
    Endpoint { host: host.into(), port, mode: Mode::StartTls }
}

#[tokio::test]
async fn records_of_both_kinds_are_one_list_by_priority() {
    let resolver = resolver(vec![
        ("_xmpp-client._tcp.a.test", 10, 0, 5222, "second.test"),
        ("_xmpps-client._tcp.a.test", 5, 0, 443, "first.test"),
        ("_xmpps-client._tcp.a.test", 20, 0, 5223, "third.test"),
    ]);
    let found = candidates("a.test", Security::Auto, None, &resolver).await;
    assert_eq!(found, Ok(vec![direct("first.test", 443), starttls("second.test", 5222), direct("third.test", 5223)]));
    let found = candidates("a.test", Security::StartTls, None, &resolver).await;
    assert_eq!(found, Ok(vec![starttls("second.test", 5222)]));
    let found = candidates("a.test", Security::DirectTls, None, &resolver).await;
    assert_eq!(found, Ok(vec![direct("first.test", 443), direct("third.test", 5223)]));
}

#[tokio::test]
async fn a_dot_means_that_the_service_is_not_offered() {
    let resolver = resolver(vec![
        ("_xmpp-client._tcp.none.test", 0, 0, 0, "."),
        ("_xmpps-client._tcp.none.test", 0, 0, 0, "."),
        ("_xmpps-client._tcp.old.test", 0, 0, 0, "."),
        ("_xmpp-client._tcp.new.test", 0, 0, 0, "."),
        ("_xmpps-client._tcp.new.test", 0, 0, 443, "here.test"),
    ]);
    assert_eq!(candidates("none.test", Security::Auto, None, &resolver).await, Err(Unreachable::NoService));
    assert_eq!(candidates("new.test", Security::StartTls, None, &resolver).await, Err(Unreachable::NoService));
    assert_eq!(candidates("new.test", Security::Auto, None, &resolver).await, Ok(vec![direct("here.test", 443)]));
    assert_eq!(candidates("old.test", Security::Auto, None, &resolver).await, Ok(vec![starttls("old.test", 5222)]));
}

#[tokio::test]
async fn without_records_the_domain_itself_is_tried() {
    let resolver = resolver(Vec::new());
    assert_eq!(candidates("a.test", Security::Auto, None, &resolver).await, Ok(vec![starttls("a.test", 5222)]));
    assert_eq!(candidates("a.test", Security::DirectTls, None, &resolver).await, Ok(vec![direct("a.test", 5223)]));
    let nobody = Resolver::default();
    assert_eq!(candidates("bücher.test", Security::Auto, None, &nobody).await, Ok(vec![starttls("xn--bcher-kva.test", 5222)]));
}

#[tokio::test]
async fn addresses_and_localhost_need_no_records() {
    let resolver = resolver(vec![("_xmpp-client._tcp.localhost", 0, 0, 1, "evil.test")]);
    for (domain, host) in [("localhost", "localhost"), ("127.0.0.1", "127.0.0.1"), ("[::1]", "::1")] {
        assert_eq!(candidates(domain, Security::Auto, None, &resolver).await, Ok(vec![starttls(host, 5222)]));
    }
}

#[tokio::test]
async fn a_host_named_by_hand_takes_the_place_of_the_records() {
    let resolver = resolver(vec![("_xmpp-client._tcp.a.test", 0, 0, 1, "other.test")]);
    for (text, security, expected) in [
        ("h.test", Security::Auto, starttls("h.test", 5222)),
        ("h.test:443", Security::Auto, direct("h.test", 443)),
        ("h.test:5223", Security::Auto, direct("h.test", 5223)),
        ("h.test:5270", Security::Auto, direct("h.test", 5270)),
        ("h.test:443", Security::StartTls, starttls("h.test", 443)),
        ("h.test", Security::DirectTls, direct("h.test", 5223)),
        ("[::1]:5555", Security::Auto, starttls("::1", 5555)),
    ] {
        let host = Host::parse(text).unwrap();
        assert_eq!(candidates("a.test", security, Some(&host), &resolver).await, Ok(vec![expected]), "{text}");
    }
}

#[tokio::test]
async fn the_name_server_knows_a_host_that_the_system_does_not() {
    let resolver = resolver(Vec::new());
    assert_eq!(resolver.addresses("here.test").await, ["127.0.0.1".parse::<IpAddr>().unwrap()]);
    assert!(resolver.addresses("there.test").await.is_empty());
}

#[test]
fn chance_among_equals_goes_by_weight() {
    let service = |host: &str, priority, weight| Service { priority, weight, host: host.into(), port: 1, mode: Mode::StartTls };
    let services = vec![service("late", 2, 9), service("heavy", 1, 60), service("light", 1, 40), service("none", 1, 0)];
    let hosts = |chosen: u32| -> Vec<String> {
        order(services.clone(), |limit| chosen.min(limit)).into_iter().map(|service| service.host).collect()
    };
    assert_eq!(hosts(0), ["none", "light", "heavy", "late"]);
    assert_eq!(hosts(40), ["light", "heavy", "none", "late"]);
    assert_eq!(hosts(100), ["heavy", "light", "none", "late"]);
}
