"""Who stands for a unit on a day, through every change up to then."""

from dataclasses import dataclass
from datetime import date

import pytest

from tracker.domain.succession import by_unit, heirs, makes_ring


@dataclass(frozen=True)
class Change:
    unit_id: int
    successor_id: int | None
    effective: date


MARCH, JULY = date(2025, 3, 1), date(2025, 7, 1)
LINKS = by_unit(
    [
        Change(1, 2, MARCH),  # went into 2 …
        Change(2, 3, JULY),  # … which went into 3
        Change(4, 5, JULY),  # split in two
        Change(4, 6, JULY),
        Change(7, None, JULY),  # abolished
        Change(8, 9, JULY),  # a ring that somebody made by mistake
        Change(9, 8, JULY),
    ]
)


@pytest.mark.parametrize(
    ("unit", "day", "ids", "changed"),
    [
        (1, date(2025, 2, 28), (1,), False),
        (1, MARCH, (2,), True),
        (1, JULY, (3,), True),
        (4, date(2025, 6, 30), (4,), False),
        (4, JULY, (5, 6), True),
        (7, JULY, (), True),
        (8, JULY, (), True),
        (99, JULY, (99,), False),
    ],
)
def test_changes_are_followed_up_to_the_day(unit: int, day: date, ids: tuple[int, ...], changed: bool) -> None:
    found = heirs(unit, LINKS, day)
    assert (found.ids, found.changed) == (ids, changed)


def test_one_heir_is_the_one_and_several_are_none() -> None:
    assert (heirs(1, LINKS, JULY).one, heirs(4, LINKS, JULY).one) == (3, None)


def test_a_unit_cannot_go_into_one_that_went_into_it() -> None:
    assert (makes_ring(3, [1], LINKS), makes_ring(3, [5], LINKS)) == (True, False)
