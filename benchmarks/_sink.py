"""An SMTP server in a process of its own that takes everything and keeps nothing: ``python -m benchmarks._sink``.

A message is read at once, not line by line, so that what is measured is the sender.
"""

import asyncio
from contextlib import AbstractContextManager

from benchmarks._listener import listening


def running_sink() -> AbstractContextManager[int]:
    """Its port."""
    return listening("benchmarks._sink")


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        word = line[:4].upper().strip()
        if word == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
        if word == b"QUIT":
            break
    writer.close()


async def serve() -> None:
    server = await asyncio.start_server(converse, "127.0.0.1", 0, limit=2**24)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
