#!/usr/bin/env python3
"""Fantail for someone without an account: a private server on this machine, three buddies on it, and Fantail signed in.

All of it, server, buddies, profile, lives in one temporary folder and ends with the demo, however it ends. With a display it
runs until Fantail is closed; without one it walks through everything on a virtual display (`walk.py`).
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from fantail import Fantail
from screen import Screen
from server import DOMAIN, PASSWORD, ROOMS, USER, Server
from waiting import Failed, end
from walk import walk


def say(what, seen=None):
    print(f"  {what}" + (f": {seen}" if seen else ""), flush=True)


def has_display():
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def start_buddies(server):
    buddies = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("buddies.py"), "--domain", DOMAIN, "--rooms", ROOMS, "--password", PASSWORD,
         "--ca", server.ca, "--port", str(server.port)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )
    if buddies.stdout.readline().strip() != "ready":
        raise Failed("the buddies did not come online")
    return buddies


def sign_in(fantail, server):
    """Starts without a window, so that the first one to open is a buddy list that is signed in."""
    fantail.start("--hidden")
    account = ["account", "add", USER, "--server", f"127.0.0.1:{server.port}", "--ca", str(server.ca)]
    fantail.ctl(*account, stdin=PASSWORD + "\n")
    account = fantail.ctl("wait", "online", "--account", USER)[0]
    fantail.ctl("show")
    return f"{account['account']} ({account['tls']}, {account['mechanism']})"


def demo(options, folder):
    pictures = Path(options.pictures)
    pictures.mkdir(parents=True, exist_ok=True)
    for old in pictures.glob("*.png"):
        old.unlink()
    by_itself = not has_display()
    home = folder / "server"
    home.mkdir()
    # Prosody runs as another user when we are root, and must be able to walk to its folder.
    folder.chmod(0o711)
    server, screen, fantail, buddies = Server(home), Screen(pictures), None, None
    try:
        print("Fantail demo", flush=True)
        server.start()
        say("A private server runs on this machine", f"127.0.0.1:{server.port}")
        buddies = start_buddies(server)
        say("Ada, Ben and Clara are online")
        if by_itself:
            screen.start()
            screen.environment["LANG"] = "en_US.UTF-8"
            for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
                screen.environment.pop(name, None)
        fantail = Fantail(options.binary, folder / "profile", screen.environment)
        say("Fantail is signed in", sign_in(fantail, server))
        if by_itself:
            try:
                walk(fantail, screen, say)
            except Exception:
                screen.picture("failed")
                raise
            fantail.ctl("quit")
            fantail.process.wait(10)
            say("Screenshots", pictures)
        else:
            say("Write to Ada, she answers. Ben will ask to be authorized. Clara sits in the room", f"tea@{ROOMS} (Ctrl+J)")
            say("Close Fantail or press Ctrl+C here to end the demo; nothing of it stays")
            fantail.process.wait()
    finally:
        if fantail:
            end(fantail.process)
        end(buddies)
        screen.stop()
        end(server.process)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--pictures", required=True)
    options = parser.parse_args()

    def leave(number, _):
        # Whatever ends the demo, `finally` ends its servers.
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    try:
        with tempfile.TemporaryDirectory(prefix="fantail-demo-") as folder:
            demo(options, Path(folder))
    except KeyboardInterrupt:
        sys.exit(130)
    except (Failed, AssertionError, OSError, subprocess.SubprocessError) as error:
        print(f"The demo failed: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
