"""Waiting for things to happen, with a deadline, and ending what was started."""

import subprocess
import time

PATIENCE = 30


class Failed(Exception):
    """A step of the demo did not happen; the words are for the user."""


def wait_until(what, ask, seconds=PATIENCE):
    """Asks until the answer is true, and gives it."""
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Failed(f"not within {seconds} s: {what}")
        time.sleep(0.1)


def end(process):
    """Ends a process we started: in an orderly way when it listens, else not."""
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
