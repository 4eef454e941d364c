"""An SMTP server in a process of its own that takes everything and notes each mail it has accepted in a file.

``python -m benchmarks._recorder FILE [--hold SECONDS]``: one line "Message-ID recipient" per mail, written before the
reply, so that a worker killed while it waits for the reply has sent its mail. ``--hold``: the reply takes that long.
"""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config import ROOT

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextmanager
def running_recorder(file: Path, *, hold: float = 0.0) -> Iterator[int]:
    """Its port; what it accepts is noted in ``file``."""
    file.touch()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks._recorder", str(file), str(hold)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def accepted(file: Path) -> list[tuple[str, str]]:
    """(Message-ID, recipient) of every mail taken so far."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [(words[0], words[1]) for words in (line.split(" ") for line in lines) if len(words) == 2]


def take(file: Path, hold: float) -> Conversation:
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
                    with file.open("a", encoding="utf-8") as notes:
                        notes.write(f"{message_id} {recipient}\n")
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
    server = await asyncio.start_server(take(file, hold), "127.0.0.1", 0, limit=2**20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), float(sys.argv[2])))
