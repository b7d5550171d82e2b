//! Requests and their answers (RFC 6120 §8.2.3): an answer counts only from whom it was asked, with an id nobody can guess.

use crate::model::Problem;
use jid::{BareJid, Jid};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use xmpp_parsers::iq::Iq;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::stanza_error::{DefinedCondition, ErrorType, StanzaError};

/// How long an answer is awaited.
pub const LIMIT: Duration = Duration::from_secs(30);

/// What was asked, kept until it is answered.
#[derive(Debug)]
struct Waiting<P> {
    /// Whose answer counts; `None` is our own account.
    to: Option<Jid>,
    purpose: P,
    until: Instant,
}

/// The requests that wait for an answer, each with its purpose.
#[derive(Debug)]
pub struct Requests<P> {
    waiting: HashMap<String, Waiting<P>>,
}

impl<P> Default for Requests<P> {
    fn default() -> Self {
        Self { waiting: HashMap::new() }
    }
}

/// An answer: the payload, or why there is none.
pub type Answer = Result<Option<Element>, Problem>;

impl<P> Requests<P> {
    /// A request to be sent, under a new id.
    pub fn ask(&mut self, request: Request, purpose: P, now: Instant) -> Iq {
        let id = uuid::Uuid::new_v4().to_string();
        let Request { to, set, payload } = request;
        self.waiting.insert(id.clone(), Waiting { to: to.clone(), purpose, until: now + LIMIT });
        let from = None;
        if set { Iq::Set { from, to, id, payload } } else { Iq::Get { from, to, id, payload } }
    }

    /// The purpose that a result or error answers. `None` for what nobody asked, or another was asked (CVE-2013-6483).
    /// `cut` says that the guard shortened it: then the request has failed, whatever is left of the answer.
    pub fn on_answer(&mut self, iq: Iq, own: &Own, cut: bool) -> Option<(P, Answer)> {
        let (from, id, answer) = match iq {
            Iq::Result { from, id, payload, .. } => (from, id, Ok(payload)),
            Iq::Error { from, id, error, .. } => (from, id, Err(problem(error))),
            Iq::Get { .. } | Iq::Set { .. } => return None,
        };
        let waiting = self.waiting.get(&id)?;
        let fits = answers_for(waiting.to.as_ref(), from.as_ref(), own);
        if !fits {
            return None;
        }
        let purpose = self.waiting.remove(&id)?.purpose;
        Some((purpose, if cut { Err(Problem::stanza("resource-constraint")) } else { answer }))
    }

    /// An answer that could not be read, with this id, from whomever: the request has failed if it was theirs.
    pub fn on_unreadable(&mut self, id: &str, from: Option<&str>, own: &Own) -> Option<(P, Answer)> {
        let from: Option<Jid> = from.map(str::parse).transpose().ok()?;
        let theirs = answers_for(self.waiting.get(id)?.to.as_ref(), from.as_ref(), own);
        if !theirs {
            return None;
        }
        let purpose = self.waiting.remove(id)?.purpose;
        Some((purpose, Err(Problem::stanza("bad-request"))))
    }

    /// When the next one has waited for long enough.
    pub fn next_limit(&self) -> Option<Instant> {
        self.waiting.values().map(|waiting| waiting.until).min()
    }

    /// Those that have waited for long enough.
    pub fn timed_out(&mut self, now: Instant) -> Vec<P> {
        self.waiting.extract_if(|_, waiting| waiting.until <= now).map(|(_, waiting)| waiting.purpose).collect()
    }

    /// All of them: the session they belong to has ended.
    pub fn abandon(&mut self) -> Vec<P> {
        self.waiting.drain().map(|(_, waiting)| waiting.purpose).collect()
    }
}

/// Whether an answer from there is the word of whom we asked.
fn answers_for(to: Option<&Jid>, from: Option<&Jid>, own: &Own) -> bool {
    match (to, from) {
        (Some(to), Some(from)) => to == from,
        // Our own account and our server answer for the account in any of these ways.
        (None, None) => true,
        (None, Some(from)) if from.to_bare() == own.account => from.resource().is_none_or(|resource| own.is(resource.as_str())),
        (None, Some(from)) => from.to_string() == own.account.domain().as_str(),
        (Some(to), None) => to.is_bare() && to.to_bare() == own.account,
    }
}

/// Who we are to our server.
#[derive(Debug, Clone)]
pub struct Own {
    pub account: BareJid,
    /// The resource of this session, once the server has given it.
    pub bound: Option<String>,
}

impl Own {
    /// Another device of ours is not our server. Before we have a resource it may be named in any way.
    fn is(&self, resource: &str) -> bool {
        self.bound.as_deref().is_none_or(|bound| bound == resource)
    }
}

/// A request without its id.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// `None` asks our own account.
    pub to: Option<Jid>,
    pub set: bool,
    pub payload: Element,
}

impl Request {
    pub fn get(to: impl Into<Option<Jid>>, payload: impl Into<Element>) -> Self {
        Self { to: to.into(), set: false, payload: payload.into() }
    }

    pub fn set(to: impl Into<Option<Jid>>, payload: impl Into<Element>) -> Self {
        Self { to: to.into(), set: true, payload: payload.into() }
    }
}

/// What a stanza error says (RFC 6120 §8.3).
pub fn problem(error: StanzaError) -> Problem {
    let text = error.texts.get("en").or_else(|| error.texts.values().next()).cloned();
    let condition = Element::from(error.defined_condition).name().to_owned();
    Problem::Stanza { condition, text: text.filter(|text| !text.trim().is_empty()) }
}

/// A refusal of a request that was sent to us.
pub fn refusal(to: Option<Jid>, id: &str, type_: ErrorType, condition: DefinedCondition) -> Iq {
    let error = StanzaError { type_, by: None, defined_condition: condition, texts: std::collections::BTreeMap::new(), other: None };
    Iq::Error { from: None, to, id: id.to_owned(), error, payload: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xmpp_parsers::ping::Ping;

    fn own() -> Own {
        Own { account: "romeo@montague.lit".parse().unwrap(), bound: Some("home".into()) }
    }

    fn result(id: &str, from: Option<&str>) -> Iq {
        Iq::Result { from: from.map(|from| from.parse().unwrap()), to: None, id: id.into(), payload: None }
    }

    fn ask(requests: &mut Requests<&'static str>, to: Option<&str>) -> String {
        let to = to.map(|to| to.parse::<Jid>().unwrap());
        requests.ask(Request::get(to, Ping), "ping", Instant::now()).id().to_owned()
    }

    #[test]
    fn an_answer_from_whom_it_was_asked_counts_once() {
        let mut requests = Requests::default();
        let id = ask(&mut requests, Some("juliet@capulet.lit/balcony"));
        let answer = result(&id, Some("juliet@capulet.lit/balcony"));
        assert_eq!(requests.on_answer(answer.clone(), &own(), false), Some(("ping", Ok(None))));
        assert_eq!(requests.on_answer(answer, &own(), false), None);
    }

    #[test]
    fn cve_2013_6483_an_answer_from_somebody_else_is_ignored_even_with_the_right_id() {
        let mut requests = Requests::default();
        let id = ask(&mut requests, Some("juliet@capulet.lit/balcony"));
        for from in [None, Some("tybalt@capulet.lit/x"), Some("juliet@capulet.lit"), Some("romeo@montague.lit")] {
            assert_eq!(requests.on_answer(result(&id, from), &own(), false), None, "{from:?}");
        }
        let id = ask(&mut requests, None);
        for from in [Some("tybalt@capulet.lit/x"), Some("capulet.lit"), Some("romeo@montague.lit/elsewhere")] {
            assert_eq!(requests.on_answer(result(&id, from), &own(), false), None, "{from:?}");
        }
        for from in [None, Some("romeo@montague.lit"), Some("montague.lit"), Some("romeo@montague.lit/home")] {
            let id = ask(&mut requests, None);
            assert!(requests.on_answer(result(&id, from), &own(), false).is_some(), "{from:?}");
        }
    }

    #[test]
    fn cve_2013_6483_an_unreadable_answer_counts_only_from_whom_it_was_asked() {
        let mut requests = Requests::default();
        let id = ask(&mut requests, None);
        for from in [Some("tybalt@capulet.lit/x"), Some("@@")] {
            assert_eq!(requests.on_unreadable(&id, from, &own()), None, "{from:?}");
        }
        assert!(requests.on_unreadable(&id, Some("romeo@montague.lit"), &own()).is_some());
    }

    #[test]
    fn an_answer_that_was_cut_has_failed() {
        let mut requests = Requests::default();
        let id = ask(&mut requests, None);
        let answer = requests.on_answer(result(&id, None), &own(), true);
        assert!(matches!(answer, Some(("ping", Err(_)))));
    }

    #[test]
    fn what_is_not_answered_in_time_is_given_up() {
        let mut requests = Requests::default();
        let now = Instant::now();
        let _ = requests.ask(Request::get(None, Ping), "ping", now);
        assert_eq!(requests.timed_out(now), [""; 0]);
        assert_eq!(requests.next_limit(), Some(now + LIMIT));
        assert_eq!(requests.timed_out(now + LIMIT), ["ping"]);
    }

    #[test]
    fn an_error_is_a_problem_with_its_condition_and_words() {
        let xml = "<error xmlns='jabber:client' type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
                   <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>You are banned</text></error>";
        let error = StanzaError::try_from(xml.parse::<Element>().unwrap()).unwrap();
        let expected = Problem::Stanza { condition: "forbidden".into(), text: Some("You are banned".into()) };
        assert_eq!(problem(error), expected);
    }
}
