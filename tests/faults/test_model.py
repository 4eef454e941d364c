"""The model of ``tests/faults/model.py``, short; ``benchmarks/faults_model.py`` runs it for long."""

from benchmarks.faults_model import run


def test_in_whatever_order_people_act_and_time_passes_what_is_sent_is_true_and_said_once() -> None:
    run(examples=8, steps=25)
