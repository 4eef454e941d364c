"""An SMTP server that does at each step what a test tells it: it answers anything, hangs, drips, drops, forgets TLS."""

import socket
import socketserver
import ssl
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

HANG, DROP = "hang", "drop"
DRIP = "drip "  # "drip 250 ok": a byte now and then
THEN_DROP = " …and drop"  # "250 ok …and drop"
EVERY = 0.05  # seconds between the bytes of a drip

PLAIN = {
    "banner": "220 relay ready",
    "ehlo": "250 relay",
    "helo": "250 relay",
    "starttls": "220 go ahead",
    "auth": "235 welcome",
    "mail": "250 ok",
    "rcpt": "250 ok",
    "data": "354 go on",
    "text": "250 queued",
    "rset": "250 ok",
    "quit": "221 bye",
}


@dataclass
class Scripted:
    """``script``: step → what to do, or a sequence of such for one time after the other (the last one stays).

    ``tls``: what STARTTLS turns on; ``accepted``: recipients of what the server has taken responsibility for.
    """

    script: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    port: int = 0
    accepted: list[str] = field(default_factory=list)
    connections: int = 0
    over: Event = field(default_factory=Event)
    asked: dict[str, int] = field(default_factory=dict)

    def act(self, step: str) -> str:
        planned = self.script.get(step, PLAIN[step])
        number = self.asked[step] = self.asked.get(step, 0) + 1
        return planned if isinstance(planned, str) else planned[min(number, len(planned)) - 1]


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    relay: Scripted

    def handle(self) -> None:
        self.relay.connections += 1
        with suppress(OSError, ConnectionError):
            self.say("banner")
            while line := self.rfile.readline():
                self.answer(line)

    def answer(self, line: bytes) -> None:
        step = line[:8].split()[0].decode("ascii", "replace").lower().partition(":")[0] if line.split() else ""
        if step == "mail":
            self.recipient = ""
        if step == "rcpt":
            self.recipient = line.decode().partition("<")[2].partition(">")[0]
        code = self.say(step if step in PLAIN else "rset")
        if step == "starttls" and code == "220":
            self.encrypt()
        if step == "data" and code == "354":
            while self.rfile.readline() not in {b".\r\n", b""}:
                pass
            self.say("text")

    def say(self, step: str) -> str:
        act = self.relay.act(step)
        if act == HANG:
            self.relay.over.wait(20)
        if act in {HANG, DROP}:
            raise ConnectionError
        if step == "text" and "250" in act[:8]:
            self.relay.accepted.append(self.recipient)
        words = act.removeprefix(DRIP).removesuffix(THEN_DROP)
        data = words.encode() + b"\r\n"
        for part in [data] if words == act or act.endswith(THEN_DROP) else [bytes([one]) for one in data]:
            self.wfile.write(part)
            if len(part) == 1 and self.relay.over.wait(EVERY):
                raise ConnectionError
        if act.endswith(THEN_DROP):
            raise ConnectionError
        return words[:3]

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.request.close()  # once wrapped for TLS it is not the socket that the server knows

    def encrypt(self) -> None:
        if self.relay.tls is None:
            self.relay.over.wait(20)  # promises TLS and does nothing
            raise ConnectionError
        self.request = self.relay.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 16

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle is what many tests are about."""


@contextmanager
def scripted(
    script: Mapping[str, str | Sequence[str]] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Scripted]:
    relay = Scripted(script=script or {}, tls=tls)
    with _Server(("127.0.0.1", 0), type("Told", (Conversation,), {"relay": relay})) as server:
        relay.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield relay
        finally:
            relay.over.set()
            server.shutdown()
            thread.join()


def nobody_listens() -> int:
    """A port of this machine that answers with a refusal."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def certificate(folder: Path, name: str, *, days: int = 2) -> Path:
    """A self-signed certificate for ``name`` with its key in one file; ``days`` negative: it has run out."""
    key, request, made = folder / f"{name}.key", folder / f"{name}.csr", folder / f"{name}{days}.pem"
    names = folder / f"{name}.names"
    names.write_text(f"subjectAltName=DNS:{name}\nbasicConstraints=CA:TRUE\n")
    _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(key),
             "-out", str(request), "-subj", f"/CN={name}")  # fmt: skip
    _openssl("x509", "-req", "-in", str(request), "-signkey", str(key), "-out", str(made), "-days", str(days),
             "-extfile", str(names))  # fmt: skip
    made.write_bytes(made.read_bytes() + key.read_bytes())
    return made


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def speaking_for(pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
