"""People and time in random order against the ledger (a hypothesis state machine): see tests/faults/model.py.

    .venv/bin/python -m benchmarks.faults_model [--examples 500] [--steps 60] [--random]
    .venv/bin/python -m benchmarks.faults_model --planted [--examples 150]

Ends with 1 and the shortest story it finds that breaks a rule. ``--planted``: the service is made worse in one place
after the other (tests/faults/planted.py), and each time the same search must find it.
"""

import argparse
import sys
import time

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from benchmarks._ground import application, figure, headline
from tests.faults.model import ConferenceModel
from tests.faults.planted import BUGS, planted

LONG = 500  # stories
FINDING = 150  # stories within which a planted bug must be found


def run(examples: int, steps: int, *, derandomize: bool = True, shrink: bool = True) -> None:
    """Fails with a story that breaks a rule, the shortest that it finds unless ``shrink`` is False."""
    with application() as app:
        machine = type("ConferenceModel", (ConferenceModel,), {"app": app})
        phases = set(Phase) - {Phase.explain} - (set() if shrink else {Phase.shrink})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=derandomize,
                suppress_health_check=list(HealthCheck), database=None, phases=phases, print_blob=False,
            ),
        )  # fmt: skip


def finds(bug: str, *, examples: int = FINDING, steps: int = 40) -> str:
    """What the search says of a service with ``bug``; "" where it finds nothing."""
    with planted(bug):
        try:
            run(examples, steps, shrink=False)
        except AssertionError as broken:
            return str(broken).splitlines()[0]
    return ""


def _all_planted(examples: int) -> int:
    headline(f"{len(BUGS)} planted bugs, {examples} stories for each at most")
    missed = 0
    for bug in BUGS:
        began = time.monotonic()
        found = finds(bug, examples=examples)
        missed += not found
        figure(bug, f"{'found' if found else 'NOT FOUND'}, {time.monotonic() - began:.0f} s")
        print(f"    {found[:150]}")
    figure("planted bugs not found (promised: 0)", str(missed))
    return 1 if missed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--random", action="store_true", help="other stories each time")
    parser.add_argument("--planted", action="store_true", help="whether planted bugs are found")
    wanted = parser.parse_args()
    if wanted.planted:
        return _all_planted(wanted.examples or FINDING)
    headline(f"{wanted.examples or LONG} stories of up to {wanted.steps} steps")
    began = time.monotonic()
    run(wanted.examples or LONG, wanted.steps, derandomize=not wanted.random)
    figure("rules broken (promised: 0)", "0")
    figure("took", f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
