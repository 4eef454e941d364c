"""What the form of the working calendar carries: lines of ``from_0``, ``to_0``, ``wish_0``, ``name_0``, and so on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.calendar_edit import MOST_DAYS, Entry, Wish
from tracker.domain.errors import InvalidInput, noting, raise_all
from tracker.web.task_forms import read_days

LINES = 3
"""Empty lines at first: a swap is two."""

MORE = 4
OPEN_YEAR = "bo-"
"""Before a year that shall not be marked as announced any more."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """One line as it was typed."""

    first: str = ""
    last: str = ""
    wish: str = Wish.OFF
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
    """The whole form as it was typed. ``year``: "2027", "bo-2027" or nothing."""

    lines: tuple[Typed, ...]
    year: str = ""
    decision: str = ""
    more: bool = False

    def padded(self) -> tuple[Typed, ...]:
        """The lines that the page shows."""
        wanted = max(LINES, len(self.lines) + (MORE if self.more else 0))
        return self.lines + (Typed(),) * (min(wanted, MOST_DAYS) - len(self.lines))

    def fields(self) -> dict[str, str]:
        """The same as hidden fields."""
        found = {"year": self.year, "decision": self.decision}
        for number, line in enumerate(self.lines):
            found |= {f"from_{number}": line.first, f"to_{number}": line.last}
            found |= {f"wish_{number}": line.wish, f"name_{number}": line.name}
        return found


def read(values: Mapping[str, str]) -> Form:
    """What was typed, as it stands. Lines without a word are left out, the others numbered anew."""
    lines = (
        Typed(
            first=values.get(f"from_{n}", "").strip(),
            last=values.get(f"to_{n}", "").strip(),
            wish=values.get(f"wish_{n}", Wish.OFF),
            name=values.get(f"name_{n}", "").strip(),
        )
        for n in range(MOST_DAYS)
    )
    return Form(
        lines=tuple(line for line in lines if line.first or line.last or line.name),
        year=values.get("year", ""),
        decision=values.get("decision", ""),
        more=values.get("act") == "more",
    )


def entries(lines: Sequence[Typed]) -> list[Entry]:
    """The lines as the core takes them.

    Raises:
        InvalidInput: "from_2", "to_2" or "wish_2" of the line 2 cannot be read; all of them at once.
    """
    found: list[Entry] = []
    wrong: list[InvalidInput] = []
    for number, line in enumerate(lines):
        with noting(wrong):
            found.append(_entry(number, line))
    raise_all(wrong)
    return found


def years(typed: str) -> dict[int, bool]:
    """Year → whether it is announced.

    Raises:
        InvalidInput: ``choice_unknown``.
    """
    if not typed:
        return {}
    digits = typed.removeprefix(OPEN_YEAR)
    if not (digits.isascii() and digits.isdigit() and len(digits) == len("2027")):
        raise InvalidInput("choice_unknown", field="year")
    return {int(digits): digits == typed}


def _entry(number: int, line: Typed) -> Entry:
    if line.wish not in set(Wish):
        raise InvalidInput("choice_unknown", field=f"wish_{number}")
    first, last = read_days({f"from_{number}": line.first, f"to_{number}": line.last}, f"from_{number}", f"to_{number}")
    return Entry(first=first, last=last, wish=Wish(line.wish), name=line.name)
