"""A private Prosody on loopback for the demo: its own data, ports and certificate, all in one temporary folder."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

from waiting import Failed, wait_until

DOMAIN = "fantail.example"
ROOMS = f"conference.{DOMAIN}"
PASSWORD = "demo"
USER = f"you@{DOMAIN}"
BUDDIES = ("ada", "ben", "clara")

CONFIG = """
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
log = {{ {{ levels = {{ min = "info" }}; to = "file"; filename = "{folder}/prosody.log" }} }}
interfaces = {{ "127.0.0.1" }}
local_interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
c2s_direct_tls_ports = {{ }}
s2s_ports = {{ }}
s2s_direct_tls_ports = {{ }}
http_ports = {{ }}
https_ports = {{ }}
ssl = {{ key = "{folder}/server.key"; certificate = "{folder}/server.pem" }}
c2s_require_encryption = true
authentication = "internal_plain"
modules_enabled = {{ "roster"; "saslauth"; "tls"; "disco"; "carbons"; "pep"; "private"; "blocklist"; "vcard4"; "vcard_legacy";
  "version"; "time"; "ping"; "mam"; "smacks"; "csi"; "csi_simple"; "bookmarks" }}
modules_disabled = {{ "s2s" }}
statistics = false
{settings}
VirtualHost "{domain}"
Component "{rooms}" "muc"
  modules_enabled = {{ "muc_mam" }}
{hosts}
"""

# Ada and Clara are on the user's list from the start; Ben has yet to ask.
ROSTER_OF_USER = """return {{
  [false] = {{ ["version"] = 1; ["pending"] = {{}}; }};
  ["ada@{domain}"] = {{ ["name"] = "Ada"; ["subscription"] = "both"; ["groups"] = {{ ["Friends"] = true; }}; }};
  ["clara@{domain}"] = {{ ["name"] = "Clara"; ["subscription"] = "both"; ["groups"] = {{ ["Friends"] = true; }}; }};
}};
"""
ROSTER_OF_BUDDY = """return {{
  [false] = {{ ["version"] = 1; ["pending"] = {{}}; }};
  ["{user}"] = {{ ["subscription"] = "both"; ["groups"] = {{}}; }};
}};
"""


class Server:
    """Started by `start`, ended by `waiting.end`; the folder belongs to the caller."""

    # Further lines of the configuration, for all hosts and below them.
    settings = hosts = ""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.ca = self.folder / "ca.pem"
        self.port = free_port()
        self.process = None

    def start(self):
        if not shutil.which("prosody"):
            raise Failed("Prosody is not installed")
        make_certificates(self.folder)
        self.write_people()
        config = self.folder / "prosody.cfg.lua"
        config.write_text(CONFIG.format(folder=self.folder, port=self.port, domain=DOMAIN, rooms=ROOMS, settings=self.settings, hosts=self.hosts))
        account = unprivileged_account(self.folder)
        self.process = subprocess.Popen(
            ["prosody", "--config", config], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, cwd=self.folder, **account,
        )
        wait_until("Prosody listens", self.listens)

    def listens(self):
        if self.process.poll() is not None:
            log = self.folder / "prosody.log"
            raise Failed("Prosody ended at its start:\n" + (log.read_text() if log.exists() else "(no log)"))
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def write_people(self):
        home = self.folder / "data" / encoded(DOMAIN)
        (home / "accounts").mkdir(parents=True)
        (home / "roster").mkdir()
        for name in ("you", *BUDDIES):
            (home / "accounts" / f"{name}.dat").write_text(f'return {{ ["password"] = "{PASSWORD}"; }};\n')
        (home / "roster" / "you.dat").write_text(ROSTER_OF_USER.format(domain=DOMAIN))
        for name in ("ada", "clara"):
            (home / "roster" / f"{name}.dat").write_text(ROSTER_OF_BUDDY.format(user=USER))


def encoded(name):
    """Prosody's file names: everything but letters and digits as %xx."""
    return "".join(c if c.isascii() and c.isalnum() else f"%{ord(c):02x}" for c in name)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificates(folder):
    """An authority of the demo's own and the server's certificate, good for two days. No other key ever sees them."""

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    (folder / "server.ext").write_text(
        "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n"
        f"subjectAltName=DNS:{DOMAIN},DNS:{ROOMS}\n"
    )
    openssl("req", "-x509", *curve, "-days", "2", "-subj", "/CN=Fantail demo", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *curve, "-subj", f"/CN={DOMAIN}", "-keyout", "server.key", "-out", "server.csr")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "server.ext", "-out", "server.pem")
    (folder / "ca.key").unlink()


def unprivileged_account(folder):
    """Prosody refuses to run as root: as its own user then, who gets the folder."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("prosody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": grp.getgrgid(user.pw_gid).gr_gid, "extra_groups": []}
