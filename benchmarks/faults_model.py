"""People and time in random order against the ledger (a hypothesis state machine): see tests/faults/model.py.

.venv/bin/python -m benchmarks.faults_model [--examples 500] [--steps 60] [--random]
"""

import argparse
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from benchmarks._ground import application, figure, headline
from tests.faults.model import Conference


def run(examples: int, steps: int, *, derandomize: bool = True) -> None:
    """Fails with the shortest story it finds that breaks a rule."""
    with application() as app:
        machine = type("Conference", (Conference,), {"app": app})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=derandomize,
                suppress_health_check=list(HealthCheck), database=None,
            ),
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=500)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--random", action="store_true", help="other stories each time")
    wanted = parser.parse_args()
    headline(f"{wanted.examples} stories of up to {wanted.steps} steps")
    began = time.monotonic()
    run(wanted.examples, wanted.steps, derandomize=not wanted.random)
    figure("rules broken", "0")
    figure("took", f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
