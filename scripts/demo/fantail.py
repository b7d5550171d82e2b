"""Fantail in a profile of its own, as its remote control sees it."""

import json
import subprocess
from pathlib import Path

from waiting import Failed, wait_until


class Fantail:
    def __init__(self, binary, profile, environment):
        self.command = [str(binary), "--profile", str(profile)]
        self.log = Path(profile).with_suffix(".log")
        self.environment = environment
        self.process = None

    def start(self, *arguments):
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [*self.command, *arguments], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )
        wait_until("Fantail's remote control answers", self.answers)

    def answers(self):
        if self.process.poll() is not None:
            raise Failed(f"Fantail ended at its start with {self.process.returncode}:\n{self.log.read_text()}")
        return self.run("accounts").returncode == 0

    def run(self, *arguments, stdin=""):
        return subprocess.run([*self.command, "ctl", *arguments], env=self.environment, input=stdin, text=True, capture_output=True, check=False)

    def ctl(self, *arguments, stdin=""):
        """The objects a verb prints."""
        answer = self.run(*arguments, stdin=stdin)
        if answer.returncode != 0:
            raise Failed(f"fantail ctl {' '.join(arguments)}: {answer.stderr.strip()}")
        return [json.loads(line) for line in answer.stdout.splitlines()]

    def wait_for(self, what, arguments, fits):
        """Waits until one of the objects a verb prints fits."""
        return wait_until(what, lambda: next((found for found in self.ctl(*arguments) if fits(found)), None))

    def history_when_known(self, address, what, fits):
        """As `wait_for`, for a conversation that may not exist yet."""

        def ask():
            answer = self.run("history", address)
            return next((line for line in map(json.loads, answer.stdout.splitlines()) if fits(line)), None)

        return wait_until(what, ask)
