"""Messengers that only come online in a world of their own: names, authorities and a message bus that are ours, for no process but theirs."""

import base64
import json
import os
import pwd
import sqlite3
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from server import DOMAIN, PASSWORD, USER  # noqa: E402
from waiting import wait_until  # noqa: E402

from processes import end_family  # noqa: E402

NOBODY = pwd.getpwnam("nobody")

# $1 the names, $2 the resolver, $3 the authorities; what follows is the client.
WORLD = """
mount --bind "$1" /etc/hosts && mount --bind "$2" /etc/resolv.conf && mount --bind "$3" /etc/ssl/certs || exit 1
shift 3
exec setpriv --reuid="$(id -u nobody)" --regid="$(id -g nobody)" --clear-groups -- dbus-run-session -- "$@"
"""


class Peer:
    """A client of whoever is nobody else (Gajim refuses root), in a home that it owns."""

    name = program = ""
    command = ()
    # Enters the room by the bookmark that the server keeps.
    by_bookmark = True
    environment = {}

    def __init__(self, home, server, environment, in_room):
        if os.getuid() != 0:
            raise PermissionError(f"{self.name} is measured with names and authorities of its own, which only root may mount")
        self.home, self.server, self.in_room = home, server, in_room
        self.display = {**environment, **self.environment, "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run")}
        self.write("hosts", f"127.0.0.1 localhost {DOMAIN}\n")
        # Nobody listens there: what is not in the names fails at once.
        self.write("resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
        # As one file and as a folder of hashes: some look here, some there.
        authority = server.ca.read_text()
        name = subprocess.run(["openssl", "x509", "-noout", "-hash"], input=authority, capture_output=True, text=True, check=True).stdout.strip()
        self.write("authorities/ca-certificates.crt", authority)
        self.write(f"authorities/{name}.0", authority)
        self.write("run/.keep", "").parent.chmod(0o700)
        self.configure()
        self.give_home()

    def give_home(self):
        for path in (self.home, *self.home.rglob("*")):
            os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)

    def write(self, name, text):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def configure(self):
        raise NotImplementedError

    def start(self):
        world = ("unshare", "--mount", "--propagation", "private", "sh", "-c", WORLD, "world")
        files = (self.home / "hosts", self.home / "resolv.conf", self.home / "authorities")
        return subprocess.Popen(
            [*world, *files, *self.command], env=self.display, cwd=self.home, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )

    def measured(self, members):
        """The client itself among the processes that were started for it: neither its terminal nor its message bus."""
        for member in members:
            words = Path(f"/proc/{member}/cmdline").read_bytes().split(b"\0")
            # An interpreter has its program as the second word.
            if any(Path(os.fsdecode(word)).name == self.program for word in words[:2]):
                return member
        raise ProcessLookupError(f"{self.name} has ended")

    def sign_in(self):
        """It does so by itself."""

    def stored(self):
        raise NotImplementedError

    def asked(self, pattern, query):
        """A number out of the client's own database, read as it stands."""
        for path in self.home.glob(pattern):
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5) as database:
                return database.execute(query).fetchone()[0]
        return 0


class Gajim(Peer):
    name = program = "gajim"
    command = ("gajim",)

    def configure(self):
        self.write(".config/gajim/.keep", "")
        account = {
            "name": "you", "hostname": DOMAIN, "password": PASSWORD, "savepass": True, "active": True, "autoconnect": True,
            "use_custom_host": True, "custom_host": "127.0.0.1", "custom_port": self.server.port, "custom_type": "START TLS",
            "resource": "gajim", "account_label": USER, "address": USER,
        }
        app = {"use_keyring": False, "check_for_update": False, "show_main_window_on_startup": "always", "remote_control": False}
        workspace = {"0ab3bc6d-0001-4cba-a66b-8b7ab0a6dbf1": {"name": "One", "color": "rgb(191,99,186)", "avatar_sha": "", "chats": []}}
        with sqlite3.connect(self.home / ".config/gajim/settings.sqlite") as database:
            database.executescript(
                "CREATE TABLE settings (name TEXT UNIQUE, settings TEXT); CREATE TABLE account_settings (account TEXT UNIQUE, settings TEXT);"
                "PRAGMA user_version=5;"
            )
            kept = {"app": app, "soundevents": {}, "status_presets": {}, "proxies": {}, "plugins": {}, "workspaces": workspace}
            database.executemany("INSERT INTO settings VALUES (?, ?)", [(name, json.dumps(value)) for name, value in kept.items()])
            whole = json.dumps({"account": account, "contact": {}, "group_chat": {}})
            database.execute("INSERT INTO account_settings VALUES ('you', ?)", (whole,))

    def stored(self):
        return self.asked(".local/share/gajim/logs.db", "SELECT count(*) FROM logs WHERE kind IN (2, 3, 4, 5, 6) AND message IS NOT NULL")


class Dino(Peer):
    """It has no field for the server: it goes by the name, to the port that RFC 6120 gives."""

    name = "dino"
    program = "dino-im"
    command = ("dino-im",)
    def configure(self):
        """It makes its database at its first start, which is not measured."""
        self.give_home()
        first = self.start()
        try:
            wait_until("Dino has made its database", lambda: self.asked(".local/share/dino/dino.db", "SELECT count(*) FROM sqlite_master WHERE name = 'mam_catchup'"))
        finally:
            end_family(first)
        with sqlite3.connect(self.home / ".local/share/dino/dino.db") as database:
            database.execute(
                "INSERT INTO account (bare_jid, resourcepart, password, alias, enabled, roster_version, mam_earliest_synced)"
                " VALUES (?, 'dino', ?, '', 1, '', 0)",
                (USER, PASSWORD),
            )

    def stored(self):
        return self.asked(".local/share/dino/dino.db", "SELECT count(*) FROM message")


class Profanity(Peer):
    name = program = "profanity"
    command = ("xterm", "-geometry", "120x40", "-e", "profanity")

    def configure(self):
        self.write(
            ".local/share/profanity/accounts",
            f"[you]\nenabled=true\njid={USER}\nresource=profanity\nserver=127.0.0.1\nport={self.server.port}\npassword={PASSWORD}\n"
            "tls.policy=trust\npresence.last=online\npresence.login=online\npriority.online=0\nmuc.nick=you\n",
        )
        self.write(
            ".config/profanity/profrc",
            "[connection]\naccount=you\n[logging]\nchlog=true\n[ui]\nsplash=true\nconsole.muc=all\nroster=true\noccupants=true\n",
        )

    def stored(self):
        return self.asked(".local/share/profanity/database/*/chatlog.db", "SELECT count(*) FROM ChatLogs")


class Psi(Peer):
    name = "psi"
    program = "psi-plus"
    command = ("psi-plus", "--profile=default")

    def configure(self):
        hidden = "".join(f"{ord(letter) ^ ord(USER[place % len(USER)]):04x}" for place, letter in enumerate(PASSWORD))
        fields = (
            ("name", "QString", "you"), ("jid", "QString", USER), ("password", "QString", hidden), ("enabled", "bool", "true"),
            ("auto", "bool", "true"), ("log", "bool", "true"), ("use-host", "bool", "true"), ("host", "QString", "127.0.0.1"),
            ("port", "int", str(self.server.port)), ("ssl", "QString", "yes"), ("resource", "QString", "psi"), ("priority", "int", "5"),
            ("automatic-resource", "bool", "false"), ("priority-depends-on-status", "bool", "false"), ("legacy-ssl-probe", "bool", "false"),
            ("allow-plain", "QString", "over encryped"), ("id", "QString", "{11111111-2222-3333-4444-555555555555}"),
            ("ignore-SSL-warnings", "bool", "true"),
        )
        account = "".join(f'<{field} type="{kind}">{escape(value)}</{field}>' for field, kind, value in fields)
        profile = ".config/psi+/profiles/default"
        self.write(
            f"{profile}/accounts.xml",
            '<!DOCTYPE accounts>\n<accounts xmlns="http://psi-im.org/options" version="1.4"><accounts comment="">'
            f'<a0 comment="">{account}</a0></accounts></accounts>\n',
        )
        self.write(
            f"{profile}/options.xml",
            '<!DOCTYPE psi>\n<psi xmlns="http://psi-im.org/options" version="1.4"><options comment="">'
            '<keychain comment=""><enabled type="bool">false</enabled></keychain>'
            '<ui comment=""><tip comment=""><show type="bool">false</show></tip></ui>'
            '<startup comment=""><auto-update comment=""><enabled type="bool">false</enabled></auto-update></startup></options></psi>\n',
        )

    def stored(self):
        history = (self.home / ".local/share/psi+/profiles/default/history").glob("*.history")
        return sum(path.read_bytes().count(b"\n") for path in history)


class Kaidan(Peer):
    name = program = "kaidan"
    command = ("kaidan",)
    environment = {"QT_QUICK_BACKEND": "software", "QT_QUICK_CONTROLS_STYLE": "Default"}

    def configure(self):
        hidden = base64.b64encode(PASSWORD.encode()).decode()
        for folder in ("kaidan", "KDE"):
            self.write(
                f".config/{folder}/kaidan.conf",
                f"[auth]\nhost=127.0.0.1\njid={USER}\njidResourcePrefix=kaidan\nonline=true\npassword={hidden}\nport={self.server.port}\n",
            )

    def stored(self):
        return self.asked(".local/share/kaidan/*.sqlite3", "SELECT count(*) FROM messages")


KINDS = (Gajim, Dino, Profanity, Psi, Kaidan)
