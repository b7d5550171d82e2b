#!/usr/bin/env python3
"""Messengers measured in one run, each in a home of its own: what a person waits for, and what the computer pays."""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

import clients  # noqa: E402
from contacts import HOST, SECRET, Contacts  # noqa: E402
from screen import Screen  # noqa: E402
from server import DOMAIN, PASSWORD, Server, encoded, free_port  # noqa: E402
from waiting import end, wait_until  # noqa: E402

# So long nothing may be paid before a client counts as settled, and so long it is looked at then.
CALM, REST = 3, 10
COLUMNS = ("window s", "online s", "settled CPU s", "PSS MiB", "flood CPU s", "stored", "at rest CPU s")
ROOM_COLUMNS = ("in after s", "settled CPU s", "PSS MiB")


class BenchServer(Server):
    """With as many buddies on the user's list as are wanted, played by a component."""

    def __init__(self, folder, contacts):
        super().__init__(folder)
        self.contacts = contacts
        self.component = free_port()
        self.settings = f"component_ports = {{ {self.component} }}; component_interfaces = {{ '127.0.0.1' }}\n" \
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


def family(pid):
    """The process and all that it started."""
    found, names = [pid], [pid]
    while names:
        children = subprocess.run(["pgrep", "-P", ",".join(map(str, names))], capture_output=True, text=True, check=False).stdout
        names = [int(child) for child in children.split()]
        found += names
    return found


def cpu(pid):
    total = 0
    for member in family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def pss(pid):
    total = 0
    for member in family(pid):
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def settle(pid):
    """Waits until nothing is paid for a while; what was paid until then."""
    last, since = cpu(pid), time.monotonic()
    while time.monotonic() - since < CALM:
        time.sleep(0.25)
        now = cpu(pid)
        if now - last > 0.02:
            last, since = now, time.monotonic()
    return cpu(pid)


class Stage:
    """A server with its buddies and one client on a display, for one life."""

    def __init__(self, folder, make, contacts, occupants):
        folder.chmod(0o755)
        (folder / "server").mkdir()
        self.process = None
        self.server, self.screen = BenchServer(folder / "server", contacts), Screen(folder)
        self.contacts, self.occupants, self.make, self.home = contacts, occupants, make, folder / "home"
        self.home.mkdir()

    def __enter__(self):
        self.server.start()
        self.screen.start()
        environment = {**self.screen.environment, "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "DBUS_SESSION_BUS_ADDRESS"):
            environment.pop(name, None)
        self.buddies = Contacts(self.server.component, self.contacts, self.occupants)
        self.buddies.start()
        self.client = self.make(self.home, self.server, environment, self.occupants > 0)
        return self

    def __exit__(self, *_):
        end(self.process)
        self.screen.stop()
        end(self.server.process)

    def start(self):
        """Seconds until its first window is there."""
        begun = time.monotonic()
        self.process = self.client.start()
        while not self.screen.windows():
            time.sleep(0.02)
        return time.monotonic() - begun

    def until(self, event, what):
        """Seconds until something has happened, from signing in on."""
        begun = time.monotonic()
        self.client.sign_in()
        if not event.wait(60):
            raise TimeoutError(f"{what} in 60 s")
        return time.monotonic() - begun


def measure_room(make, occupants):
    """A client that enters a full room, as numbers in the order of ROOM_COLUMNS."""
    with tempfile.TemporaryDirectory(prefix="fantail-bench-") as folder, Stage(Path(folder), make, 10, occupants) as stage:
        stage.start()
        inside = stage.until(stage.buddies.joined, "did not enter the room")
        settled = settle(stage.process.pid)
        return inside, settled, pss(stage.process.pid)


def measure(make, contacts, messages):
    """One life of one client, as numbers in the order of COLUMNS."""
    with tempfile.TemporaryDirectory(prefix="fantail-bench-") as folder, Stage(Path(folder), make, contacts, 0) as stage:
        window = stage.start()
        online = stage.until(stage.buddies.online, "did not come online")
        pid = stage.process.pid
        settled = settle(pid)
        memory = pss(pid)
        stage.buddies.write(messages)
        flood = settle(pid) - settled
        stored = stage.client.stored()
        before = cpu(pid)
        time.sleep(REST)
        return window, online, settled, memory, flood, stored, cpu(pid) - before


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--contacts", default="10,1000,10000")
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--room", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--clients", default="fantail,pidgin")
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
    except TimeoutError as problem:
        return print(f"{name:10}{problem}", flush=True)
    print(f"{name:10}" + "".join(f"{value:16.2f}" for value in medians), flush=True)


if __name__ == "__main__":
    main()
