"""Kill storm: workers are killed (kill −9) at random while they send; and, beside it, schedulers nobody disturbs.

    .venv/bin/python -m benchmarks.faults_kill [--mails 20000] [--kills 500] [--workers 4] [--on sqlite|postgresql|both]

Promise: nothing lost, at most one repeat for each kill, the same Message-ID on it.
"""

import argparse
import random
import time
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from benchmarks._ground import figure, headline
from benchmarks._postgresql import running_postgresql
from benchmarks._stage import Reckoning, stage

LEASE = 4.0  # seconds


def storm(kind: str, mails: int, kills: int, workers: int = 4, *, server: Any = None) -> tuple[Reckoning, int, float]:
    """(what arrived, how many were killed, seconds)."""
    chance = random.Random(2026)  # the same storm each time
    with stage(kind, mails, server=server) as show:
        began = time.monotonic()
        for _ in range(workers):
            show.start(lease=LEASE)
        killed = 0
        while killed < kills and show.waiting() > 0:
            due = mails * killed // (kills + 1)  # kills are spread over the run
            show.wait_until(lambda due=due: show.arrived() >= due or show.waiting() == 0)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.02))
            show.kill(chance.choice(show.workers))
            killed += 1
            show.start(lease=LEASE)
        show.finish()
        return show.reckon(), killed, time.monotonic() - began


def calm(kind: str, mails: int, workers: int, *, server: Any = None) -> tuple[Reckoning, float]:
    """Several schedulers and no faults."""
    with stage(kind, mails, server=server) as show:
        began = time.monotonic()
        for _ in range(workers):
            show.start(lease=600.0)
        show.finish()
        return show.reckon(), time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--on", choices=["sqlite", "postgresql", "both"], default="both")
    wanted = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if wanted.on == "both" else [wanted.on]
    with ExitStack() as stack:
        server = stack.enter_context(running_postgresql()) if "postgresql" in kinds else None
        for kind in kinds:
            headline(f"Kill storm on {kind}: {wanted.mails} reminders, {wanted.workers} workers")
            found, killed, seconds = storm(kind, wanted.mails, wanted.kills, wanted.workers, server=server)
            figure("killed", str(killed))
            tell(found, seconds)
            for number in (1, 2, 4):
                headline(f"No faults on {kind}: {wanted.mails // 10} reminders, {number} schedulers")
                calmly, seconds = calm(kind, wanted.mails // 10, number, server=server)
                tell(calmly, seconds)


def tell(found: Reckoning, seconds: float) -> None:
    for name, value in asdict(found).items():
        figure(name.replace("_", " "), str(value))
    figure("took", f"{seconds:.1f} s")
    figure("mails per second", f"{found.mails / seconds:.0f}")


if __name__ == "__main__":
    main()
