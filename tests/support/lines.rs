//! JSON lines from a child process, waited for with a deadline, in whatever order they come.

use serde_json::Value;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Lines not asked for yet are kept, so that a test may wait for things in another order than they happen.
#[derive(Debug)]
pub struct JsonLines {
    arriving: Receiver<Value>,
    kept: VecDeque<Value>,
}

impl JsonLines {
    pub fn of(output: impl Read + Send + 'static) -> Self {
        let (sender, arriving) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let value = serde_json::from_str(&line).unwrap_or(Value::String(line));
                if sender.send(value).is_err() {
                    break;
                }
            }
        });
        Self { arriving, kept: VecDeque::new() }
    }

    /// Takes the first line that fits. Panics when none comes in time, with all that came instead.
    pub fn wait_for(&mut self, deadline: Duration, what: &str, fits: impl FnMut(&Value) -> bool) -> Value {
        match self.try_for(deadline, fits) {
            Ok(value) => value,
            Err(why) => panic!("{why} while waiting for {what}; what came: {:#?}", self.kept),
        }
    }

    /// As `wait_for`, with an error instead of a panic.
    pub fn try_for(&mut self, deadline: Duration, mut fits: impl FnMut(&Value) -> bool) -> Result<Value, &'static str> {
        if let Some(found) = self.kept.iter().position(&mut fits) {
            return Ok(self.kept.remove(found).unwrap());
        }
        let end = Instant::now() + deadline;
        loop {
            match self.arriving.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(value) if fits(&value) => return Ok(value),
                Ok(value) => self.kept.push_back(value),
                Err(RecvTimeoutError::Timeout) => return Err("time is over"),
                Err(RecvTimeoutError::Disconnected) => return Err("the process has ended"),
            }
        }
    }

    /// All that has come and was not taken, without waiting.
    pub fn so_far(&mut self) -> Vec<Value> {
        self.kept.extend(self.arriving.try_iter());
        self.kept.drain(..).collect()
    }
}
