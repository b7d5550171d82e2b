"""How each messenger is started with an account that signs in by itself, and how many messages it has stored."""

import functools
import json
import shutil
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from server import DOMAIN, PASSWORD, USER  # noqa: E402
from waiting import wait_until  # noqa: E402

from contacts import ROOM  # noqa: E402


class Fantail:
    name = "fantail"
    enters_rooms = True

    def __init__(self, binary, home, server, environment, in_room):
        self.in_room = in_room
        self.command = [binary, "--profile", str(home / "profile")]
        self.server, self.environment = server, environment

    def start(self):
        return subprocess.Popen(self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

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
    enters_rooms = True

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

    def sign_in(self):
        """It does so by itself."""

    def stored(self):
        logs = (self.home / ".purple" / "logs").rglob("*.txt")
        return sum(log.read_text(errors="replace").count("Message ") for log in logs)


class Psi:
    """Psi+, which takes any certificate when told to."""

    name, program = "psi", "psi-plus"
    # Its bookmarks are on the server.
    enters_rooms = False

    def __init__(self, home, server, environment, in_room):
        self.home, self.environment = home, environment
        profile = home / ".config" / "psi+" / "profiles" / "default"
        profile.mkdir(parents=True)
        # The password as Psi+ keeps it: each letter beside one of the address.
        password = "".join(f"{ord(letter) ^ ord(USER[at % len(USER)]):04x}" for at, letter in enumerate(PASSWORD))
        settings = [
            ("name", "QString", "you"), ("jid", "QString", USER), ("password", "QString", password), ("enabled", "bool", "true"),
            ("auto", "bool", "true"), ("log", "bool", "true"), ("use-host", "bool", "true"), ("host", "QString", "127.0.0.1"),
            ("port", "int", str(server.port)), ("ssl", "QString", "yes"), ("resource", "QString", "psi"),
            ("allow-plain", "QString", "over encrypted"), ("id", "QString", "{11111111-2222-3333-4444-555555555555}"),
            ("ignore-SSL-warnings", "bool", "true"), ("reconn", "bool", "true"), ("legacy-ssl-probe", "bool", "false"), ("priority", "int", "5"),
            ("automatic-resource", "bool", "false"), ("priority-depends-on-status", "bool", "false"),
        ]
        account = "".join(f'<{name} type="{kind}">{escape(value)}</{name}>' for name, kind, value in settings)
        (profile / "accounts.xml").write_text(
            '<!DOCTYPE accounts>\n<accounts xmlns="http://psi-im.org/options" version="1.4"><accounts comment="">'
            f'<a0 comment="">{account}</a0></accounts></accounts>\n'
        )
        (profile / "options.xml").write_text(
            '<!DOCTYPE psi>\n<psi xmlns="http://psi-im.org/options" version="1.4"><options comment="">'
            '<keychain comment=""><enabled type="bool">false</enabled></keychain><ui comment=""><tip comment=""><show type="bool">false</show></tip>'
            '<notifications comment=""><sounds comment=""><enable type="bool">false</enable></sounds></notifications></ui>'
            '<startup comment=""><auto-update comment=""><enabled type="bool">false</enabled></auto-update></startup></options></psi>\n'
        )

    def start(self):
        command = ["psi-plus", "--profile=default"]
        return subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def sign_in(self):
        """It does so by itself."""

    def stored(self):
        logs = (self.home / ".local" / "share" / "psi+" / "profiles" / "default" / "history").glob("*.history")
        return sum(log.read_text(errors="replace").count("Message ") for log in logs)


KINDS = {kind.name: kind for kind in (Fantail, Pidgin, Psi)}


def installed(names, binary):
    """The clients that are here, as makers; the others are named."""
    for name in names:
        kind = KINDS.get(name)
        if kind is None:
            sys.exit(f"nobody knows how to measure {name}; known: {', '.join(KINDS)}")
        if kind is Fantail:
            yield name, functools.partial(Fantail, binary)
        elif shutil.which(kind.program):
            yield name, kind
        else:
            print(f"{name} is not installed: left out")
