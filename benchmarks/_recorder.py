"""An SMTP server in a process of its own that takes everything and notes each mail it has accepted in a file.

``python -m benchmarks._recorder FILE HOLD``: one line "when Message-ID recipient" per mail, written before the reply,
so that a worker killed while it waits for the reply has sent its mail. ``HOLD``: seconds that the reply takes. "When"
is by the monotonic clock, which all processes of a machine share.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from benchmarks._listener import listening

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextmanager
def running_recorder(file: Path, *, hold: float = 0.0) -> Iterator[int]:
    """Its port; what it accepts is noted in ``file``."""
    file.touch()
    with listening("benchmarks._recorder", str(file), str(hold)) as port:
        yield port


class Arrival(NamedTuple):
    """A mail that was taken: when (monotonic seconds), which, for whom."""

    at: float
    message_id: str
    recipient: str


class Notes:
    """What a recorder has noted in ``file``: each line is read once, however often it is asked."""

    def __init__(self, file: Path) -> None:
        self._lines: IO[bytes] = file.open("rb")
        self._rest = b""
        self._arrivals: list[Arrival] = []

    def arrivals(self) -> list[Arrival]:
        """In order."""
        *lines, self._rest = (self._rest + self._lines.read()).split(b"\n")
        for line in lines:
            at, *words = line.decode().split(" ")
            if len(words) == 2:  # a poisonous recipient may have others
                self._arrivals.append(Arrival(float(at), *words))
        return self._arrivals

    def close(self) -> None:
        self._lines.close()


def take(notes: IO[bytes], hold: float) -> Conversation:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):  # its sender was killed
            await _lines(reader, writer)
        writer.close()

    async def _lines(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 recorder\r\n")
        recipient, message_id = "", ""
        while line := await reader.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                message_id = await _read(reader)
                if message_id:
                    notes.write(f"{time.monotonic():.6f} {message_id} {recipient}\n".encode())
                    if hold:
                        await asyncio.sleep(hold)
            writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                break

    return converse


async def _read(reader: asyncio.StreamReader) -> str:
    """The Message-ID of one mail, read to its end; "" when the sender died before it."""
    found = ""
    while (line := await reader.readline()) != b".\r\n":
        if not line:
            return ""
        if not found and line.lower().startswith(b"message-id:"):
            found = line.split(b":", 1)[1].strip().decode()
    return found


async def serve(file: Path, hold: float) -> None:
    with file.open("ab", buffering=0) as notes:
        server = await asyncio.start_server(take(notes, hold), "127.0.0.1", 0, limit=2**20)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), float(sys.argv[2])))
