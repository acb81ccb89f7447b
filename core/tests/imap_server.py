"""A small IMAP server over TLS on loopback, with one mailbox that only remembers what was asked."""

import base64
import re
import socketserver
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = 'app "pass"'


@dataclass
class FakeMailbox:
    """What the server holds, and the commands it was given."""

    messages: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    capabilities: str = "IMAP4rev1 AUTH=PLAIN"
    port: int = 0
    certificate: str = ""
    said: list[str] = field(default_factory=list)
    lies_about_size: bool = False


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.box = self.server.box
        self._say(f"* OK [CAPABILITY {self.box.capabilities}] ready")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            tag, _, rest = line.partition(" ")
            self.box.said.append(rest)
            if rest == "LOGOUT":
                self._say("* BYE now", f"{tag} OK done")
                return
            self._answer(tag, rest)

    def _answer(self, tag, rest):
        for pattern, answer in _ANSWERS:
            if found := re.fullmatch(pattern, rest):
                answer(self, tag, *found.groups())
                return
        self._say(f"{tag} BAD what")

    def _capability(self, tag):
        self._say(f"* CAPABILITY {self.box.capabilities}", f"{tag} OK done")

    def _authenticate(self, tag):
        self._say("+ ")
        told = base64.b64decode(self.rfile.readline().strip()).decode()
        is_right = told == f"\0sam@mail.example\0{PASSWORD}"
        self._say(f"{tag} OK done" if is_right else f"{tag} NO [AUTHENTICATIONFAILED] wrong")

    def _login(self, tag, told):
        is_right = told == '"sam@mail.example" "app \\"pass\\""'
        self._say(f"{tag} OK done" if is_right else f"{tag} NO wrong")

    def _examine(self, tag, folder):
        if folder not in {"INBOX", "B&APw-ro"}:
            self._say(f"{tag} NO no such folder")
            return
        held = [f"* {len(self.box.messages)} EXISTS", f"* OK [UIDVALIDITY {self.box.validity}] it"]
        self._say(*held, f"{tag} OK [READ-ONLY] done")

    def _search(self, tag, first):
        known = sorted(self.box.messages)
        # As real servers do: `n:*` always means the last one too.
        hits = [uid for uid in known if uid >= int(first)] or known[-1:]
        self._say(f"* SEARCH {' '.join(map(str, hits))}", f"{tag} OK done")

    def _size(self, tag, uid):
        size = 100 if self.box.lies_about_size else len(self.box.messages[int(uid)])
        self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {size})", f"{tag} OK done")

    def _body(self, tag, uid):
        content = self.box.messages[int(uid)]
        stated = 10**12 if self.box.lies_about_size else len(content)
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[] {{{stated}}}\r\n".encode() + content)
        self._say(")", f"{tag} OK done")

    def _say(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


_ANSWERS = (
    (r"CAPABILITY", _Handler._capability),
    (r"AUTHENTICATE PLAIN", _Handler._authenticate),
    (r"LOGIN (.*)", _Handler._login),
    (r'EXAMINE "(.*)"', _Handler._examine),
    (r"UID SEARCH UID (\d+):\* SINCE \d\d-\w{3}-\d{4}", _Handler._search),
    (r"UID FETCH (\d+) \(RFC822\.SIZE\)", _Handler._size),
    (r"UID FETCH (\d+) \(BODY\.PEEK\[\]\)", _Handler._body),
)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def get_request(self):
        plain, where = super().get_request()
        return self.context.wrap_socket(
            plain, server_side=True, do_handshake_on_connect=False
        ), where

    def handle_error(self, request, client_address):
        """A client that hangs up is no event."""


def _certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "imap.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return str(path)


@contextmanager
def imap_server(folder):
    """Serve a mailbox; its certificate is its own authority."""
    box = FakeMailbox(certificate=_certificate(folder))
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.box, box.port = box, server.server_address[1]
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(box.certificate)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()
