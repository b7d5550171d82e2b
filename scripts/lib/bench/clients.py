"""How each messenger is started with an account that signs in by itself, and how many messages it has stored."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from server import DOMAIN, PASSWORD, USER  # noqa: E402
from waiting import wait_until  # noqa: E402

import peers  # noqa: E402
from contacts import ROOM  # noqa: E402


class Fantail:
    name = "fantail"
    by_bookmark = False

    # The program to be measured, before the first is made.
    binary = None

    def __init__(self, home, server, environment, in_room):
        self.in_room = in_room
        self.command = [self.binary, "--profile", str(home / "profile")]
        self.server, self.environment = server, environment

    def start(self):
        return subprocess.Popen(self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def measured(self, members):
        return members[0]

    def sign_in(self):
        """Without a keyring the password is given at each start."""
        wait_until("Fantail answers", lambda: self.ctl("accounts").returncode == 0)
        self.ctl("account", "add", USER, "--server", f"127.0.0.1:{self.server.port}", "--ca", str(self.server.ca), stdin=PASSWORD + "\n")
        self.ctl("show")
        if self.in_room:
            self.ctl("wait", "online")
            self.ctl("room", "join", ROOM, "--nick", "you")

    def stored(self):
        lines = self.ctl("conversations").stdout.splitlines()
        return sum(json.loads(line)["unread"] for line in lines)

    def ctl(self, *words, stdin=""):
        return subprocess.run([*self.command, "ctl", *words], env=self.environment, input=stdin, capture_output=True, text=True, check=False)


class Pidgin:
    name = program = "pidgin"
    by_bookmark = False

    def __init__(self, home, server, environment, in_room):
        self.home, self.environment = home, environment
        purple = home / ".purple"
        trusted = purple / "certificates" / "x509" / "tls_peers"
        trusted.mkdir(parents=True)
        # Accepted by hand, as a user would: Pidgin has no way to add an authority.
        for name in (DOMAIN, "127.0.0.1"):
            (trusted / name).write_text((server.folder / "server.pem").read_text())
        (purple / "accounts.xml").write_text(
            "<?xml version='1.0' encoding='UTF-8' ?>\n<account version='1.0'><account><protocol>prpl-jabber</protocol>"
            f"<name>{USER}/pidgin</name><password>{PASSWORD}</password>"
            "<statuses><status type='available' name='Available' active='true'><attributes/></status></statuses>"
            f"<settings><setting name='connect_server' type='string'>127.0.0.1</setting><setting name='port' type='int'>{server.port}</setting>"
            "<setting name='connection_security' type='string'>require_tls</setting></settings>"
            "<settings ui='gtk-gaim'><setting name='auto-login' type='bool'>1</setting></settings></account></account>\n"
        )
        (purple / "prefs.xml").write_text(
            "<?xml version='1.0' encoding='UTF-8' ?>\n<pref version='1' name='/'><pref name='pidgin'>"
            "<pref name='blist'><pref name='list_visible' type='bool' value='1'/><pref name='show_offline_buddies' type='bool' value='1'/></pref>"
            "<pref name='sound'><pref name='method' type='string' value='none'/></pref></pref><pref name='purple'><pref name='logging'>"
            "<pref name='log_ims' type='bool' value='1'/><pref name='format' type='string' value='txt'/></pref></pref></pref>\n"
        )
        room, service = ROOM.split("@")
        chat = (
            f"<group name='Chats'><chat proto='prpl-jabber' account='{USER}/pidgin'><component name='handle'>you</component>"
            f"<component name='room'>{room}</component><component name='server'>{service}</component>"
            "<setting name='gtk-autojoin' type='bool'>1</setting></chat></group>"
        )
        chats = chat if in_room else ""
        (purple / "blist.xml").write_text(f"<?xml version='1.0' encoding='UTF-8' ?>\n<purple version='1.0'><blist>{chats}</blist><privacy/></purple>\n")

    def start(self):
        return subprocess.Popen(["pidgin"], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def measured(self, members):
        return members[0]

    def sign_in(self):
        """It does so by itself."""

    def stored(self):
        logs = (self.home / ".purple" / "logs").rglob("*.txt")
        return sum(log.read_text(errors="replace").count("Message ") for log in logs)


KINDS = {kind.name: kind for kind in (Fantail, Pidgin, *peers.KINDS)}


def installed(names, binary):
    """The clients that are here, as makers; the others are named."""
    for name in names:
        kind = KINDS.get(name)
        if kind is None:
            sys.exit(f"nobody knows how to measure {name}; known: {', '.join(KINDS)}")
        if kind is Fantail:
            Fantail.binary = binary
            yield name, kind
        elif shutil.which(kind.program):
            yield name, kind
        else:
            print(f"{name} is not installed: left out")
