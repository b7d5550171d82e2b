#!/usr/bin/env python3
"""Messengers measured in one run, each in a home of its own: what a person waits for, and what the computer pays."""

import argparse
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

import clients  # noqa: E402
from contacts import HOST, ROOM, SECRET, Contacts  # noqa: E402
from processes import cpu, end_family, family, pss, settle  # noqa: E402
from screen import Screen  # noqa: E402
from server import DOMAIN, PASSWORD, Server, encoded, free_port  # noqa: E402
from waiting import Failed, end  # noqa: E402

# So many seconds a settled client is looked at, and so many it may take to be seen or heard of.
REST, PATIENCE = 10, 60
# So many changes are looked at, one by one.
CHANGES = 200
COLUMNS = ("window s", "online s", "settled CPU s", "PSS MiB", "flood CPU s", "flood MiB", "stored", "at rest CPU s", "one row ms", "whole list ms")
ROOM_COLUMNS = ("in after s", "settled CPU s", "PSS MiB")
# RFC 6120 3.2.2: where a client looks that has no field for it and finds no SRV record.
STANDARD_PORT = 5222
# XEP-0048 in XEP-0049, as Prosody stores it.
BOOKMARK = f"""return {{ ["storage:storage:bookmarks"] = {{
  name = "storage"; attr = {{ xmlns = "storage:bookmarks" }};
  {{ name = "conference"; attr = {{ jid = "{ROOM}"; name = "Room"; autojoin = "true" }}; {{ name = "nick"; attr = {{}}; "you" }} }};
}} }};
"""


class BenchServer(Server):
    """With as many buddies on the user's list as are wanted, played by a component."""

    def __init__(self, folder, contacts, bookmarked):
        super().__init__(folder)
        self.contacts, self.bookmarked = contacts, bookmarked
        self.component = free_port()
        self.settings = f"component_ports = {{ {self.component} }}; component_interfaces = {{ '127.0.0.1' }}\n" \
            f"c2s_ports = {{ {self.port}, {STANDARD_PORT} }}\n" \
            "limits = {}; c2s_stanza_size_limit = 16 * 1024 * 1024; component_stanza_size_limit = 16 * 1024 * 1024"
        self.hosts = f'Component "{HOST}"\n  component_secret = "{SECRET}"'

    def write_people(self):
        home = self.folder / "data" / encoded(DOMAIN)
        (home / "accounts").mkdir(parents=True)
        (home / "roster").mkdir()
        (home / "accounts" / "you.dat").write_text(f'return {{ ["password"] = "{PASSWORD}"; }};\n')
        buddies = "".join(
            f'  ["c{number}@{HOST}"] = {{ ["name"] = "Buddy {number}"; ["subscription"] = "both"; '
            f'["groups"] = {{ ["Group {number % 20}"] = true; }}; }};\n'
            for number in range(self.contacts)
        )
        roster = f'return {{\n  [false] = {{ ["version"] = 1; ["pending"] = {{}}; }};\n{buddies}}};\n'
        (home / "roster" / "you.dat").write_text(roster)
        if self.bookmarked:
            (home / "private").mkdir()
            (home / "private" / "you.dat").write_text(BOOKMARK)


class Stage:
    """A server with its buddies and one client on a display, for one life."""

    def __init__(self, folder, make, contacts, occupants):
        folder.chmod(0o755)
        (folder / "server").mkdir()
        self.process = None
        self.server = BenchServer(folder / "server", contacts, occupants > 0 and make.by_bookmark)
        self.screen = Screen(folder)
        self.contacts, self.occupants, self.make, self.home = contacts, occupants, make, folder / "home"
        self.home.mkdir()

    def __enter__(self):
        try:
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def begin(self):
        self.server.start()
        self.screen.start()
        environment = {**self.screen.environment, "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "DBUS_SESSION_BUS_ADDRESS"):
            environment.pop(name, None)
        self.buddies = Contacts(self.server.component, self.contacts, self.occupants)
        self.buddies.start()
        self.client = self.make(self.home, self.server, environment, self.occupants > 0)

    def __exit__(self, *_):
        end_family(self.process)
        self.screen.stop()
        end(self.server.process)

    def start(self):
        """Seconds until its first window is there."""
        begun = time.monotonic()
        self.process = self.client.start()
        while "0x" not in self.screen.output("xprop", "-root", "_NET_CLIENT_LIST"):
            if time.monotonic() - begun > PATIENCE:
                raise Failed(f"no window within {PATIENCE} s")
            time.sleep(0.02)
        return time.monotonic() - begun

    def measured(self):
        return self.client.measured(family(self.process.pid))

    def until(self, event, what):
        """Seconds until something has happened, from signing in on."""
        begun = time.monotonic()
        self.client.sign_in()
        if not event.wait(PATIENCE):
            raise Failed(f"{what} within {PATIENCE} s")
        return time.monotonic() - begun

    def one_row(self, pid):
        """Processor milliseconds for each change of one buddy in view."""
        return self.paid(pid, lambda number: self.buddies.change(number))

    def whole_list(self, pid):
        """The same for each page of the list, down and up again: all of it is drawn anew."""
        self.screen.output("xdotool", "search", "--onlyvisible", "--name", "Buddy", "windowactivate")
        return self.paid(pid, lambda number: self.screen.output("xdotool", "key", "Prior" if number % 2 else "Next"))

    def paid(self, pid, act):
        time.sleep(1)
        before = cpu(pid)
        for number in range(CHANGES):
            act(number)
            # Slower than any screen, so that each is a picture of its own.
            time.sleep(0.05)
        time.sleep(1)
        return (cpu(pid) - before) * 1000 / CHANGES


def measure_room(make, occupants):
    """A client that enters a full room, as numbers in the order of ROOM_COLUMNS."""
    with tempfile.TemporaryDirectory(prefix="fantail-bench-") as folder, Stage(Path(folder), make, 10, occupants) as stage:
        stage.start()
        inside = stage.until(stage.buddies.joined, "did not enter the room")
        pid = stage.measured()
        settled = settle(pid)
        return inside, settled, pss(pid)


def measure(make, contacts, messages):
    """One life of one client, as numbers in the order of COLUMNS."""
    with tempfile.TemporaryDirectory(prefix="fantail-bench-") as folder, Stage(Path(folder), make, contacts, 0) as stage:
        window = stage.start()
        online = stage.until(stage.buddies.online, "did not come online")
        pid = stage.measured()
        settled = settle(pid)
        memory = pss(pid)
        stage.buddies.write(messages)
        flood = settle(pid) - settled
        more = pss(pid) - memory
        stored = stage.client.stored()
        before = cpu(pid)
        time.sleep(REST)
        rest = cpu(pid) - before
        return window, online, settled, memory, flood, more, stored, rest, stage.one_row(pid), stage.whole_list(pid)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--contacts", default="10,1000,10000")
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--room", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--clients", default=",".join(clients.KINDS))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    makers = list(clients.installed(options.clients.split(","), options.binary))
    print(f"medians of {options.runs} runs; {options.messages} messages at once; {os.cpu_count()} processors")
    for contacts in map(int, filter(None, options.contacts.split(","))):
        head(f"{contacts} buddies", COLUMNS)
        for name, make in makers:
            line(name, lambda make=make: measure(make, contacts, options.messages), options.runs)
    if options.room:
        head(f"a room of {options.room}", ROOM_COLUMNS)
        for name, make in makers:
            line(name, lambda make=make: measure_room(make, options.room), options.runs)


def head(what, columns):
    print(f"\n{what}\n{'':10}" + "".join(f"{column:>16}" for column in columns))


def line(name, measured, runs):
    try:
        medians = [statistics.median(values) for values in zip(*(measured() for _ in range(runs)))]
    except (Failed, OSError, sqlite3.Error, subprocess.SubprocessError) as problem:
        return print(f"{name:10}{problem}", flush=True)
    print(f"{name:10}" + "".join(f"{value:16.2f}" for value in medians), flush=True)


if __name__ == "__main__":
    main()
