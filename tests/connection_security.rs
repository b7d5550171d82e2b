//! A server that lies, downgrades or sends us elsewhere: what Fantail says to it, and above all what it does not say.

#![allow(clippy::unwrap_used)]

mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use std::time::Duration;
use support::certificates::Kind;
use support::fantail::Fantail;
use support::scram_server::{Exchange, Hash, Scram};
use support::scripted::{Connection, DOMAIN, FEATURES, ScriptedServer};
use support::xml;

const JID: &str = "romeo@scripted.test";
const PASSWORD: &str = "secret";
/// Longer than the first wait before another attempt, which is a second and a fifth at most.
const NEXT_ATTEMPT: Duration = Duration::from_secs(2);

/// Romeo's account at this server, and Fantail on its way there.
fn romeo_at(server: &ScriptedServer) -> Fantail {
    let fantail = Fantail::start();
    fantail.add_account(JID, PASSWORD, &server.address(), &server.ca());
    fantail
}

/// The user tries once more.
fn try_again(fantail: &Fantail) {
    fantail.ctl_with_stdin(&["account", "password", JID], PASSWORD);
}

/// The account has failed for good, with this in its words.
fn failed(fantail: &Fantail, condition: &str, words: &str) -> Value {
    let account = fantail.wait_for(&["accounts"], "the account failed", |account| account["state"] == "failed");
    assert_eq!((&account["error"], &account["retry_at"]), (&condition.into(), &Value::Null), "{account}");
    assert!(account["text"].as_str().unwrap().contains(words), "{account}");
    account
}

/// Fantail does not come back by itself.
fn stays_away(server: &ScriptedServer) {
    assert!(server.accept_within(NEXT_ATTEMPT).is_none(), "it tries again");
}

/// The account could not connect for a reason with these words, and goes on trying.
fn goes_on_trying(fantail: &Fantail, condition: &str, words: &str) -> Value {
    let account = fantail.wait_for(&["accounts"], words, |account| {
        account["error"] == condition && account["text"].as_str().is_some_and(|text| text.contains(words))
    });
    assert_eq!(account["state"], "connecting", "{account}");
    account
}

/// The client hangs up without a word that could tell a password.
fn ends_without_credentials(mut connection: Connection) {
    for piece in connection.expect_end() {
        assert!(!piece.contains("<auth") && !piece.contains("jabber:iq:auth") && !piece.contains("<response"), "{piece}");
    }
}

fn scram() -> Scram {
    Scram::new(Hash::Sha256, PASSWORD)
}

const WEAKER: &str = "weaker way to sign in";
const IMPOSTOR: &str = "could not prove that it knows your password";
const NO_ENCRYPTION: &str = "offers no encryption";

#[test]
fn on_tls_1_3_the_sign_in_is_bound_to_the_connection_and_less_is_refused_from_then_on() {
    let server = ScriptedServer::start();
    let mut fantail = romeo_at(&server);
    let mut connection = server.accept_starttls();
    connection.offer(&["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"], &["tls-server-end-point", "tls-exporter"]);
    assert_eq!(connection.play(&scram()).gs2_header, "p=tls-exporter,,");
    connection.serve_login(FEATURES);
    let account = fantail.wait_online(None);
    assert_eq!((&account["tls"], &account["mechanism"]), (&"TLSv1.3".into(), &"SCRAM-SHA-256-PLUS".into()));

    connection.abort();
    let mut stripped = server.accept_starttls();
    stripped.offer(&["PLAIN", "SCRAM-SHA-256"], &[]);
    ends_without_credentials(stripped);
    failed(&fantail, "auth-failed", WEAKER);

    fantail.restart();
    try_again(&fantail);
    let mut stripped = server.accept_starttls();
    stripped.offer(&["SCRAM-SHA-512", "SCRAM-SHA-256-PLUS"], &[]);
    ends_without_credentials(stripped);
    failed(&fantail, "auth-failed", WEAKER);
    stays_away(&server);
}

#[test]
fn on_tls_1_2_the_sign_in_is_bound_by_the_certificate() {
    let server = ScriptedServer::start_with(Kind::Good, &[&rustls::version::TLS12]);
    let fantail = romeo_at(&server);
    let mut connection = server.accept_starttls();
    connection.offer(&["SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"], &["tls-exporter", "tls-server-end-point"]);
    assert_eq!(connection.play(&scram()).gs2_header, "p=tls-server-end-point,,");
    connection.serve_login(FEATURES);
    let account = fantail.wait_online(None);
    assert_eq!((&account["tls"], &account["mechanism"]), (&"TLSv1.2".into(), &"SCRAM-SHA-256-PLUS".into()));
}

#[test]
fn what_fantail_says_about_channel_binding_depends_on_what_is_offered() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let cases: [(&[&str], &[&str], &str, Hash); 4] = [
        // None with a weaker hash than the one before.
        (&["SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-512-PLUS"], &[], "n,,", Hash::Sha1),
        (&["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"], &[], "y,,", Hash::Sha256),
        (&["SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"], &["tls-unique"], "n,,", Hash::Sha256),
        (&["SCRAM-SHA-1", "SCRAM-SHA-512"], &["tls-exporter"], "y,,", Hash::Sha512),
    ];
    for (mechanisms, types, gs2_header, hash) in cases {
        let mut connection = server.accept_starttls();
        connection.offer(mechanisms, types);
        let attempt = connection.play(&Scram::new(hash, PASSWORD));
        assert_eq!((attempt.gs2_header.as_str(), attempt.mechanism.as_str()), (gs2_header, hash.mechanism()));
        connection.serve_login(FEATURES);
        assert_eq!(fantail.wait_online(None)["mechanism"], hash.mechanism());
        // Were it gone before, the next one could be its replacement, given up at once.
        try_again(&fantail);
        connection.expect_end();
    }
}

#[test]
fn a_challenge_that_could_betray_the_password_is_not_answered() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let false_challenges = [
        Scram { foreign_nonce: true, ..scram() },
        Scram { nonce_not_extended: true, ..scram() },
        Scram { iterations: 1, ..scram() },
        Scram { iterations: 1_000_000_000, ..scram() },
        Scram { mandatory_extension: true, ..scram() },
    ];
    for (number, challenge) in false_challenges.into_iter().enumerate() {
        if number > 0 {
            try_again(&fantail);
        }
        let mut connection = server.accept_starttls();
        connection.offer(&["PLAIN", "SCRAM-SHA-256"], &[]);
        let answer = connection.try_play(&challenge).expect_err("a false challenge is refused");
        assert!(answer.contains("hung up") || answer.starts_with("<abort") || answer.starts_with("</stream"), "{challenge:?}: {answer}");
        ends_without_credentials(connection);
        failed(&fantail, "auth-failed", IMPOSTOR);
    }
    stays_away(&server);
}

#[test]
fn a_server_that_does_not_know_the_password_is_not_believed() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let ends = [Scram { forged_signature: true, ..scram() }, Scram { no_signature: true, ..scram() }];
    for (number, end) in ends.into_iter().enumerate() {
        if number > 0 {
            try_again(&fantail);
        }
        let mut connection = server.accept_starttls();
        connection.authenticate(&end);
        let after = connection.expect_end();
        assert!(!after.iter().any(|piece| piece.starts_with("<stream") || piece.starts_with("<iq")), "{end:?}: {after:?}");
        failed(&fantail, "auth-failed", IMPOSTOR);
    }
    stays_away(&server);
}

#[test]
fn a_server_that_skips_its_proof_is_not_believed() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let mut connection = server.accept_starttls();
    connection.offer(&["SCRAM-SHA-256"], &[]);
    connection.expect("<auth");
    connection.send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    ends_without_credentials(connection);
    failed(&fantail, "auth-failed", IMPOSTOR);
    stays_away(&server);
}

#[test]
fn where_scram_was_once_plain_is_refused_and_nothing_is_sent() {
    let server = ScriptedServer::start();
    let mut fantail = romeo_at(&server);
    let connection = server.accept_online(PASSWORD);
    fantail.wait_online(None);
    connection.abort();
    let mut downgraded = server.accept_starttls();
    downgraded.offer(&["PLAIN"], &[]);
    ends_without_credentials(downgraded);
    failed(&fantail, "auth-failed", WEAKER);

    fantail.restart();
    try_again(&fantail);
    let mut downgraded = server.accept_starttls();
    downgraded.offer(&["PLAIN"], &[]);
    ends_without_credentials(downgraded);
    failed(&fantail, "auth-failed", WEAKER);
    stays_away(&server);
}

#[test]
fn plain_is_not_used_beside_a_scram_that_we_cannot_do() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let mut connection = server.accept_starttls();
    connection.offer(&["PLAIN", "SCRAM-SHA3-512", "DIGEST-MD5"], &[]);
    ends_without_credentials(connection);
    failed(&fantail, "auth-failed", "no safe way to sign in");
    stays_away(&server);
}

#[test]
fn without_encryption_no_credentials_are_sent() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let mut stripped = server.accept();
    stripped.open("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>");
    ends_without_credentials(stripped);
    goes_on_trying(&fantail, "unreachable", NO_ENCRYPTION);

    let mut refused = server.accept();
    refused.open("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    refused.expect("<starttls");
    refused.send("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>");
    ends_without_credentials(refused);
    goes_on_trying(&fantail, "unreachable", NO_ENCRYPTION);

    let mut before_xmpp_1 = server.accept();
    before_xmpp_1.expect("<stream:stream");
    before_xmpp_1.send(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
         from='scripted.test' id='old'>\
         <iq type='result' id='old'><query xmlns='jabber:iq:auth'><username/><password/></query></iq>",
    );
    ends_without_credentials(before_xmpp_1);
    fantail.wait_for(&["accounts"], "still not connected", |account| account["state"] == "connecting");
}

#[test]
fn plain_text_smuggled_in_behind_proceed_ends_the_attempt() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let mut connection = server.accept();
    connection.open("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>");
    connection.expect("<starttls");
    connection.send(
        "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><stream:features>\
         <mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>",
    );
    assert!(connection.try_start_tls().is_err(), "no handshake follows");
    goes_on_trying(&fantail, "unreachable", "");
}

#[test]
fn a_server_with_only_the_old_sign_in_gets_nothing() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let mut connection = server.accept_starttls();
    connection.open("<auth xmlns='http://jabber.org/features/iq-auth'/>");
    ends_without_credentials(connection);
    failed(&fantail, "auth-failed", "no safe way to sign in");
    stays_away(&server);
}

/// The server ends the stream with this error.
fn end_with(connection: &mut Connection, condition: &str) {
    connection.send(&format!(
        "<stream:error>{condition}<text xmlns='urn:ietf:params:xml:ns:xmpp-streams' xml:lang='en'>Said by the server.</text>\
         </stream:error></stream:stream>"
    ));
}

const NS: &str = "xmlns='urn:ietf:params:xml:ns:xmpp-streams'";

#[test]
fn nobody_can_send_us_to_another_host() {
    let server = ScriptedServer::start();
    let elsewhere = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let mut connection = server.accept_online(PASSWORD);
    fantail.wait_online(None);
    end_with(&mut connection, &format!("<see-other-host {NS}>{}</see-other-host>", elsewhere.address()));
    goes_on_trying(&fantail, "see-other-host", "Said by the server.");
    assert!(elsewhere.accept_within(NEXT_ATTEMPT).is_none(), "the redirection was followed");

    try_again(&fantail);
    let mut plain = server.accept();
    plain.expect("<stream:stream");
    plain.send(&format!(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
         from='{DOMAIN}' id='other' version='1.0'>"
    ));
    end_with(&mut plain, &format!("<see-other-host {NS}>{}</see-other-host>", elsewhere.address()));
    ends_without_credentials(plain);
    goes_on_trying(&fantail, "see-other-host", "Said by the server.");
    assert!(elsewhere.accept_within(NEXT_ATTEMPT).is_none(), "the redirection was followed");
}

#[test]
fn a_domain_the_server_does_not_serve_is_said_so() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let mut connection = server.accept();
    connection.expect("<stream:stream");
    connection
        .send("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>");
    end_with(&mut connection, &format!("<host-unknown {NS}/>"));
    ends_without_credentials(connection);
    goes_on_trying(&fantail, "host-unknown", "");
}

#[test]
fn a_session_that_was_replaced_does_not_come_back_by_itself() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let mut connection = server.accept_online(PASSWORD);
    fantail.wait_online(None);
    end_with(&mut connection, &format!("<conflict {NS}/>"));
    failed(&fantail, "conflict", "");
    assert_eq!(fantail.refused(&["wait", "online"]), "conflict");
    stays_away(&server);
}

#[test]
fn a_server_that_throws_us_out_at_once_is_left_in_peace_for_a_while() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let mut connection = server.accept_online(PASSWORD);
    fantail.wait_online(None);
    end_with(&mut connection, &format!("<policy-violation {NS}/>"));
    let account = goes_on_trying(&fantail, "policy-violation", "Said by the server.");
    let retry_at: jiff::Timestamp = account["retry_at"].as_str().unwrap().parse().unwrap();
    assert!(retry_at.duration_since(jiff::Timestamp::now()).as_secs() > NEXT_ATTEMPT.as_secs() as i64, "{account}");
    assert!(server.accept_within(NEXT_ATTEMPT).is_none(), "it is back at once");
}

#[test]
fn one_that_throws_us_out_after_a_resumption_is_left_in_peace_as_well() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let connection = server.accept_online(PASSWORD);
    fantail.wait_online(None);
    connection.abort();
    let mut again = server.accept_signed_in(PASSWORD);
    again.expect("<resume");
    again.send("<resumed xmlns='urn:xmpp:sm:3' previd='scripted-session' h='0'/>");
    fantail.wait_for(&["accounts"], "it is resumed", |account| account["resumed"] == true);
    end_with(&mut again, &format!("<policy-violation {NS}/>"));
    let account = goes_on_trying(&fantail, "policy-violation", "Said by the server.");
    assert!(account["retry_at"].is_string() && server.accept_within(NEXT_ATTEMPT).is_none(), "{account}");
}

#[test]
fn a_link_that_only_broke_is_made_again_at_once() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    for _ in 0..3 {
        let mut connection = server.accept_starttls();
        connection.authenticate(&scram());
        connection.serve_login("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>");
        fantail.wait_online(None);
        connection.abort();
    }
    drop(server.accept_within(NEXT_ATTEMPT).expect("it comes back within a second"));
}

#[test]
fn a_password_that_cannot_be_checked_now_is_tried_again_later() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let mut connection = server.accept_starttls();
    connection.offer(&["SCRAM-SHA-256"], &[]);
    connection.expect("<auth");
    connection.send("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><temporary-auth-failure/></failure>");
    let account = goes_on_trying(&fantail, "auth-failed", "cannot check the password at the moment");
    assert!(account["retry_at"].is_string(), "{account}");
}

#[test]
fn a_disabled_account_is_not_tried_again() {
    let server = ScriptedServer::start();
    let fantail = romeo_at(&server);
    let refusals = [
        ("<account-disabled/>", "disabled this account"),
        ("<credentials-expired/>", "expired"),
        ("<invalid-authzid/>", "not because of the password"),
        ("<malformed-request/>", "not because of the password"),
        ("<text xml:lang='en'>No.</text>", "not because of the password"),
        ("", "not because of the password"),
    ];
    for (number, (condition, words)) in refusals.into_iter().enumerate() {
        if number > 0 {
            try_again(&fantail);
        }
        let mut connection = server.accept_starttls();
        connection.offer(&["SCRAM-SHA-256"], &[]);
        connection.expect("<auth");
        connection.send(&format!("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{condition}</failure>"));
        failed(&fantail, "auth-failed", words);
    }
    stays_away(&server);
}

/// Every form in which these bytes might stand in a log.
fn forms(secret: &[u8]) -> Vec<String> {
    let mut forms = vec![format!("{secret:?}").trim_matches(['[', ']']).to_owned()];
    forms.extend(std::str::from_utf8(secret).map(str::to_owned));
    forms.push(secret.iter().map(|byte| format!("{byte:02x}")).collect());
    // Base64 looks different for each place in a group of three; what depends on the neighbours is left out.
    for shift in 0..3 {
        let shifted = [vec![0; shift], secret.to_vec()].concat();
        let text = BASE64.encode(&shifted[..shifted.len() / 3 * 3]);
        forms.push(text[if shift == 0 { 0 } else { 4 }..].to_owned());
    }
    forms
}

#[test]
fn no_secret_stands_in_the_log_or_in_the_profile_however_much_is_logged() {
    const SECRET: &str = "Wherefore-art-thou-7351";
    let server = ScriptedServer::start();
    let mut fantail = Fantail::start_logging("trace");
    fantail.add_account(JID, SECRET, &server.address(), &server.ca());
    let mut connection = server.accept_starttls();
    connection.offer(&["PLAIN"], &[]);
    let plain = connection.expect("<auth");
    assert_eq!(BASE64.decode(xml::text(&plain)).unwrap(), format!("\0romeo\0{SECRET}").as_bytes());
    connection.send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    connection.serve_login(FEATURES);
    assert_eq!(fantail.wait_online(None)["mechanism"], "PLAIN");

    // By SCRAM, with what the exchange says written down.
    fantail.ctl_with_stdin(&["account", "password", JID], SECRET);
    let mut connection = server.accept_starttls();
    connection.offer(&["SCRAM-SHA-256"], &[]);
    let decoded = |piece: &str| String::from_utf8(BASE64.decode(xml::text(piece)).unwrap()).unwrap();
    let exchange = Exchange::begin(&Scram::new(Hash::Sha256, SECRET), &decoded(&connection.expect("<auth")));
    let challenge = BASE64.encode(exchange.server_first());
    connection.send(&format!("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{challenge}</challenge>"));
    let response = decoded(&connection.expect("<response"));
    let end = BASE64.encode(exchange.finish(&response, &[]).unwrap());
    connection.send(&format!("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{end}</success>"));
    connection.serve_login(FEATURES);
    assert_eq!(fantail.wait_online(None)["mechanism"], "SCRAM-SHA-256");

    let (_, proof) = response.rsplit_once(",p=").unwrap();
    let secrets = [SECRET.as_bytes(), proof.as_bytes(), &BASE64.decode(proof).unwrap()].map(forms).concat();
    let told: Vec<String> = fantail.events().so_far().iter().chain(&fantail.ctl(&["accounts"])).map(ToString::to_string).collect();
    fantail.quit();
    let log = fantail.log();
    assert!(log.contains("DEBUG fantail::"), "the log says a lot: {log}");
    // What the stream's library writes there, each stanza as it is, has nowhere to go.
    assert!(!log.contains("SEND") && !log.contains("<auth") && !log.contains("<presence"), "the stream is logged: {log}");
    let mut files: Vec<Vec<u8>> = vec![log.into_bytes(), told.join("\n").into_bytes()];
    let mut folders = vec![fantail.profile().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => files.extend(std::fs::read(entry.path())),
            }
        }
    }
    assert!(files.len() > 2, "the profile has files");
    for secret in secrets {
        let found = files.iter().any(|file| file.windows(secret.len()).any(|part| part == secret.as_bytes()));
        assert!(!found, "{secret} stands somewhere");
    }
}
