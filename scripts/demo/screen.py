"""A virtual display with a window manager, driven by keys, for machines without a screen."""

import os
import subprocess
import tempfile
from pathlib import Path

from waiting import Failed, end, wait_until


class Screen:
    def __init__(self, pictures):
        self.pictures = Path(pictures)
        self.server = self.manager = None
        self.environment = dict(os.environ)

    def start(self):
        read, write = os.pipe()
        # The server chooses a free display and says which.
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
            pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        if not number:
            raise Failed("Xvfb did not start")
        self.environment["DISPLAY"] = ":" + number
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.manager = subprocess.Popen(
            ["openbox"], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until("the window manager is there", lambda: self.output("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").count("#"))

    def stop(self):
        end(self.manager)
        end(self.server)

    def output(self, *command):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False).stdout

    def windows(self, title=""):
        """Ids of the visible windows whose title contains this."""
        return self.output("xdotool", "search", "--onlyvisible", "--name", title or ".").split()

    def focus(self, title):
        """Waits for a window, gives it the keyboard, and waits until it is drawn and calm."""
        window = wait_until(f"a window {title!r} opens", lambda: self.windows(title))[-1]
        self.take(window)
        return window

    def focus_new(self, known):
        """As `focus`, for the one window that was not there before."""
        window = wait_until("a new window opens", lambda: [w for w in self.windows() if w not in known])[-1]
        self.take(window)
        return window

    def take(self, window):
        def has_focus():
            self.output("xdotool", "windowactivate", window)
            return self.output("xdotool", "getwindowfocus").strip() == window

        wait_until(f"window {window} has the keyboard", has_focus)
        last = [b""]

        def calm():
            before, last[0] = last[0], self.image(window)
            return last[0] and before == last[0]

        wait_until(f"window {window} is drawn", calm)

    def image(self, window):
        command = ["import", "-window", window, "-depth", "8", "rgb:-"]
        return subprocess.run(command, env=self.environment, capture_output=True, check=False).stdout

    def key(self, *keys):
        self.output("xdotool", "key", "--clearmodifiers", "--delay", "60", *keys)

    def type(self, text):
        self.output("xdotool", "type", "--clearmodifiers", "--delay", "25", text)

    def fill(self, text):
        """Types over what stands in the focused field."""
        self.key("ctrl+a")
        self.type(text)

    def picture(self, name):
        """The whole screen as a PNG; complete or not there."""
        path = self.pictures / f"{name}.png"
        with tempfile.NamedTemporaryFile(dir=self.pictures, suffix=".png", delete=False) as file:
            pass
        self.output("import", "-window", "root", file.name)
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
        return path
