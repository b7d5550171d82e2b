"""What a client and all that it started pay: processor time and memory, by /proc."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from waiting import end  # noqa: E402

# A client is settled when it has paid no more than this share of a processor for so many seconds; some never are.
CALM, HARDLY, RESTLESS = 3, 0.01, 120


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
    """Waits until hardly anything is paid for a while; what was paid until then."""
    last, since, begun = cpu(pid), time.monotonic(), time.monotonic()
    while time.monotonic() - since < CALM and time.monotonic() - begun < RESTLESS:
        time.sleep(0.25)
        now = cpu(pid)
        if now - last > HARDLY * CALM:
            last, since = now, time.monotonic()
    return cpu(pid)


def end_family(process):
    """Ends what was started and all that it started: a message bus outlives whoever started it."""
    if process is None:
        return
    members = family(process.pid)
    end(process)
    for member in members[1:]:
        try:
            os.kill(member, signal.SIGKILL)
        except ProcessLookupError:
            continue
