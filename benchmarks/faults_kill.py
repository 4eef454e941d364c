"""Kill storm: workers are killed (kill −9) at random while they send, or while they plan and send; and, beside it,
schedulers nobody disturbs.

    .venv/bin/python -m benchmarks.faults_kill [--mails 20000] [--kills 500] [--workers 4] [--on sqlite|postgresql|both]
                                               [--units 600] [--planning-kills 100]

Promise: nothing lost, at most one repeat for each kill, the same Message-ID on it. Ends with 1 where one is broken.
"""

import argparse
import random
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from benchmarks._ground import figure, headline
from benchmarks._planning_storm import planning_storm
from benchmarks._postgresql import running_postgresql
from benchmarks._promises import Promises
from benchmarks._recovery import Recovery, tell_recovery
from benchmarks._stage import Reckoning, stage

LEASE = 8.0  # seconds: short, and long enough that no living worker loses its claim on a busy machine


@dataclass(frozen=True, kw_only=True)
class Storm:
    found: Reckoning
    killed: int
    recovery: Recovery
    seconds: float


def storm(kind: str, mails: int, kills: int, workers: int = 4, *, lease: float = LEASE, server: Any = None) -> Storm:
    """The kills are spread over the run."""
    chance = random.Random(2026)  # the same victims each time
    with stage(kind, mails, server=server) as show:
        began = time.monotonic()
        for _ in range(workers):
            show.start(lease=lease)
        for killed in range(kills):
            due = mails * killed // (kills + 1)
            show.wait_until(lambda due=due: show.arrived() >= due)  # type: ignore[misc]  # bound as a default
            time.sleep(chance.uniform(0, 0.02))
            show.hit(chance.choice(show.workers))
            show.start(lease=lease)
        show.finish()
        seconds = time.monotonic() - began
        return Storm(found=show.reckon(), killed=kills, recovery=show.recovery(), seconds=seconds)


def calm(kind: str, mails: int, workers: int, *, server: Any = None) -> tuple[Reckoning, float]:
    """Several schedulers and no faults: what arrived, and seconds."""
    with stage(kind, mails, server=server) as show:
        began = time.monotonic()
        for _ in range(workers):
            show.start(lease=600.0)
        show.finish()
        return show.reckon(), time.monotonic() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--units", type=int, default=600)
    parser.add_argument("--planning-kills", type=int, default=100)
    parser.add_argument("--on", choices=["sqlite", "postgresql", "both"], default="both")
    wanted = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if wanted.on == "both" else [wanted.on]
    promises, began = Promises(), time.monotonic()
    with ExitStack() as stack:
        server = stack.enter_context(running_postgresql()) if "postgresql" in kinds else None
        for kind in kinds:
            _storm(promises, kind, wanted, server)
            _planning(promises, kind, wanted, server)
            _calm(promises, kind, wanted.mails // 10, server)
    figure("\n  all of it took", f"{time.monotonic() - began:.0f} s")
    return promises.status


def _storm(promises: Promises, kind: str, wanted: argparse.Namespace, server: Any) -> None:
    headline(f"Kill storm on {kind}: {wanted.mails} reminders, {wanted.kills} kills, {wanted.workers} workers")
    seen = storm(kind, wanted.mails, wanted.kills, wanted.workers, server=server)
    promises.of_mail(seen.found, repeats=seen.killed)
    tell_recovery(seen.recovery)
    _pace(seen.found, seen.seconds)


def _planning(promises: Promises, kind: str, wanted: argparse.Namespace, server: Any) -> None:
    units, kills = wanted.units, wanted.planning_kills
    headline(f"Planning and sending for {units} units on {kind}: {kills} kills, {wanted.workers} workers")
    seen = planning_storm(kind, units, kills, wanted.workers, lease=LEASE, server=server)
    promises.of_mail(seen.found, repeats=seen.killed)
    promises.exactly("lines of the ledger missing", seen.missing, 0)
    promises.exactly("lines of the ledger that nobody is owed", seen.strange, 0)
    promises.exactly("lines of the ledger written twice", seen.twice, 0)
    promises.exactly("units by number of their digests of the day", seen.digests, {1: units})
    tell_recovery(seen.recovery)
    _pace(seen.found, seen.seconds)


def _calm(promises: Promises, kind: str, mails: int, server: Any) -> None:
    for number in (1, 2, 4):
        headline(f"No faults on {kind}: {mails} reminders, {number} schedulers")
        found, seconds = calm(kind, mails, number, server=server)
        promises.of_mail(found, repeats=0)
        _pace(found, seconds)


def _pace(found: Reckoning, seconds: float) -> None:
    figure("took", f"{seconds:.1f} s")
    figure("mails per second", f"{found.mails / seconds:.0f}")


if __name__ == "__main__":
    sys.exit(main())
