"""Mails that cannot be sent as they are stand first in the queue; the rest goes out all the same.

.venv/bin/python -m benchmarks.faults_poison
"""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from benchmarks._ground import figure, headline
from benchmarks._postgresql import running_postgresql
from benchmarks._promises import Promises
from benchmarks._stage import BEFORE, Stage, stage
from tracker.models import MailState, OutboxMail

POISON: Mapping[str, Mapping[str, str]] = {
    "an address with a newline": {"recipient": "a@haibinh.example\r\nRCPT TO:<b@haibinh.example>"},
    "no address": {"recipient": ""},
    "words for an address": {"recipient": "Phòng Quản lý Khoa học"},
    "a name with a newline": {"recipient_name": "Phòng\r\nBcc: ke.la@haibinh.example"},
    "a subject with a newline": {"subject": "Nhắc việc\r\nBcc: ke.la@haibinh.example"},
    "a subject of 10 KB": {"subject": "Đề nghị báo cáo " * 700},
    "a text of 1 MB": {"text": "Kính gửi đơn vị.\n" * 60_000},
}
LONG_NAME = {"a name of 10 KB": {"recipient_name": "Đơn vị " * 1500}}  # PostgreSQL keeps to the column's length


@dataclass(frozen=True, kw_only=True)
class Poisoned:
    """``missing``: sound mails that did not arrive; ``injected``: mails to an address that only a header names;
    ``ends``: what became of each poisonous one; ``seconds`` until the sound ones had arrived.
    """

    missing: int
    injected: int
    ends: Mapping[str, str]
    seconds: float


def poisoned(kind: str, sound: int, *, server: Any = None) -> Poisoned:
    poison = {**POISON, **(LONG_NAME if kind == "sqlite" else {})}
    with stage(kind, sound + len(poison), server=server) as show:
        ids = _spoil(show, poison)
        show.start()
        seconds = show.wait_until(lambda: _sound_waiting(show, ids) == 0)
        show.wait_until(lambda: not _states(show, ids) & {MailState.SENDING})
        with show.database.readers() as session:
            rows = session.execute(select(OutboxMail.id, OutboxMail.recipient, OutboxMail.state)).all()
        arrived = {arrival.recipient for arrival in show.arrivals()}
        ends = {mail_id: str(state) for mail_id, _to, state in rows}
        return Poisoned(
            missing=sum(to not in arrived for mail_id, to, _state in rows if mail_id not in ids),
            injected=sum(to in {"b@haibinh.example", "ke.la@haibinh.example"} for to in arrived),
            ends={name: ends[mail_id] for name, mail_id in zip(poison, ids, strict=True)},
            seconds=seconds,
        )


def _spoil(show: Stage, poison: Mapping[str, Mapping[str, str]]) -> list[int]:
    with show.database.sessions() as session:
        ids = list(session.scalars(select(OutboxMail.id).order_by(OutboxMail.id).limit(len(poison))))
        for mail_id, values in zip(ids, poison.values(), strict=True):
            session.execute(update(OutboxMail).where(OutboxMail.id == mail_id).values(**values, not_before=BEFORE))
        session.commit()
    return ids


def _sound_waiting(show: Stage, ids: list[int]) -> int:
    with show.database.readers() as session:
        return len(
            session.scalars(
                select(OutboxMail.id).where(OutboxMail.id.not_in(ids), OutboxMail.state != MailState.SENT)
            ).all()
        )


def _states(show: Stage, ids: list[int]) -> set[MailState]:
    with show.database.readers() as session:
        return set(session.scalars(select(OutboxMail.state).where(OutboxMail.id.in_(ids))))


def main() -> int:
    promises = Promises()
    with ExitStack() as stack:
        server = stack.enter_context(running_postgresql())
        for kind in ("sqlite", "postgresql"):
            headline(f"Poison at the head of the queue, 50 sound mails behind it ({kind})")
            found = poisoned(kind, 50, server=server)
            for name, end in found.ends.items():
                promises.exactly(name, end, "dead" if "address" in name else end)
            promises.exactly("sound mails missing", found.missing, 0)
            promises.exactly("mails to an injected address", found.injected, 0)
            figure("the sound ones had arrived after", f"{found.seconds:.1f} s")
    return promises.status


if __name__ == "__main__":
    sys.exit(main())
