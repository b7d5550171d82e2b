"""The buddies of a measurement, and a room full of people: one component (XEP-0114) that speaks for all, as fast as the server takes it."""

import hashlib
import re
import socket
import threading
from xml.sax.saxutils import quoteattr

HOST = "contacts.fantail.example"
SECRET = "measured"
ROOM = f"room@{HOST}"


class Contacts(threading.Thread):
    """Shows `count` buddies to whoever comes online, lets them into a room of `occupants`, and writes messages when told to."""

    def __init__(self, port, count, occupants=0):
        super().__init__(daemon=True)
        self.count = count
        self.occupants = occupants
        self.user = None
        self.online = threading.Event()
        self.joined = threading.Event()
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.send(f"<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='{HOST}'>")
        greeting = self.read_until(rb"<stream:stream[^>]*>")
        identity = re.search(rb"\bid=['\"]([^'\"]+)", greeting).group(1).decode()
        self.send(f"<handshake>{hashlib.sha1((identity + SECRET).encode()).hexdigest()}</handshake>")
        self.read_until(rb"<handshake\s*/>|<handshake>\s*</handshake>")

    def send(self, xml):
        self.socket.sendall(xml.encode())

    def read_until(self, pattern):
        seen = b""
        while not re.search(pattern, seen):
            chunk = self.socket.recv(65536)
            if not chunk:
                raise ConnectionError(f"the server hung up on the buddies: {seen!r}")
            seen += chunk
        return seen

    def run(self):
        rest = ""
        while chunk := self.socket.recv(1 << 20):
            rest += chunk.decode(errors="replace")
            # Whole stanzas only; ours never hold one of their own kind inside.
            end = max(rest.rfind(f"</{kind}>") + len(kind) + 3 for kind in ("presence", "iq", "message"))
            end = max(end, rest.rfind("/>") + 2) if rest.rstrip().endswith("/>") else end
            whole, rest = rest[:end], rest[end:]
            for stanza in re.findall(r"<(?:presence|iq)\b[^>]*>", whole):
                self.hear(stanza)

    def hear(self, stanza):
        about = dict(re.findall(r"(\w+)=['\"]([^'\"]*)", stanza))
        if stanza.startswith("<iq") and about.get("type") in ("get", "set"):
            self.send(
                f"<iq type='error' id={quoteattr(about['id'])} from='{about['to']}' to='{about['from']}'>"
                "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
            )
        elif stanza.startswith("<presence") and "type" not in about and about.get("to", "").startswith(f"{ROOM}/"):
            self.let_in(about["from"], about["to"])
        elif stanza.startswith("<presence") and "type" not in about and not self.online.is_set():
            self.user = about["from"]
            self.online.set()
            here = f"to='{self.user}'><status>on the balcony</status></presence>"
            self.send("".join(f"<presence from='c{number}@{HOST}/desk' {here}" for number in range(self.count)))

    def let_in(self, user, occupant):
        """The others, then the newcomer, then the subject (XEP-0045 §7.2)."""
        item = "<item affiliation='none' role='participant'/>"
        inside = f"<x xmlns='http://jabber.org/protocol/muc#user'>{item}</x>"
        others = (f"<presence from='{ROOM}/Student {number}' to='{user}'>{inside}</presence>" for number in range(self.occupants))
        own = f"<x xmlns='http://jabber.org/protocol/muc#user'>{item}<status code='110'/></x>"
        self.send("".join(others) + f"<presence from={quoteattr(occupant)} to='{user}'>{own}</presence>")
        self.send(f"<message type='groupchat' from='{ROOM}' to='{user}'><subject>Sheet 4 until Friday</subject></message>")
        self.joined.set()

    def change(self, number):
        """The first of the buddies says something else of himself."""
        self.send(f"<presence from='c0@{HOST}/desk' to='{self.user}'><status>on the balcony, step {number}</status></presence>")

    def write(self, count):
        """So many messages of one buddy, one after the other."""
        self.send("".join(
            f"<message type='chat' id='m{number}' from='c1@{HOST}/desk' to='{self.user}'><body>Message {number}: the slides are done</body></message>"
            for number in range(count)
        ))
