"""The timeline's time axis as geometry: where a day stands, what is shaded, which weeks and holidays are named.

Units are those of the drawing's view box; a column of names, then the days, each as wide as the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.calendar import WorkingCalendar

MOST_WEEKS = 20  # more would make the days too narrow to tell apart; what is earlier stands at the left edge
MOST_LABELS = 8
LETTER = 5.9  # width of a letter of a holiday's name
LONGEST_LABEL = 26
DAY = timedelta(days=1)
FAR = timedelta(weeks=4)  # today is not drawn into weeks without anything


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A drawing's measures: its width, where the days begin, the height of a row, the letters that fit a name."""

    width: int
    names: int
    row: int
    letters: int
    bold_letters: int  # a blocking task's name is bold, with a sign behind it


SCREEN = Frame(width=960, names=232, row=30, letters=32, bold_letters=26)
PAPER = Frame(width=1300, names=420, row=29, letters=56, bold_letters=46)


@dataclass(frozen=True, kw_only=True)
class Band:
    x: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """Public holidays on end. ``label`` is empty where names would run into each other; ``at`` is its middle."""

    band: Band
    name: str
    first: date
    last: date
    label: str
    at: float


@dataclass(frozen=True, kw_only=True)
class Week:
    """A Monday; ``label`` is empty where labels would run into each other."""

    x: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Provisional:
    """Days of a year whose holidays are not announced yet."""

    band: Band
    year: int


@dataclass(frozen=True, kw_only=True)
class Scale:
    """``days`` days from ``first`` on."""

    frame: Frame
    first: date
    days: int

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    def left(self, day: date) -> float:
        """Where ``day`` begins; what is outside stands at the edge."""
        return self._at(min(max((day - self.first).days, 0), self.days))

    def middle(self, day: date) -> float:
        return self._at(min(max((day - self.first).days + 0.5, 0.5), self.days - 0.5))

    def band(self, first: date, last: date) -> Band:
        left = self.left(first)
        return Band(x=left, width=self.left(last + DAY) - left)

    def _at(self, number: float) -> float:
        return self.frame.names + number * (self.frame.width - self.frame.names) / self.days


def scale_for(dues: Iterable[date], today: date, event: tuple[date, date] | None, frame: Frame) -> Scale:
    """Whole weeks around the due dates and the event, and today unless it is far from them."""
    days = [*dues, *(event or ())]
    if min(days) - FAR <= today <= max(days) + FAR:
        days.append(today)
    first, last = _monday(min(days)), max(days) + timedelta(days=3)
    weeks = (last - first).days // 7 + 1
    if weeks > MOST_WEEKS:
        first = max(first, min(_monday(today) - timedelta(weeks=2), _monday(last) - timedelta(weeks=MOST_WEEKS - 1)))
        weeks = min((last - first).days // 7 + 1, 2 * MOST_WEEKS)
    return Scale(frame=frame, first=first, days=weeks * 7)


def fitting(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(scale: Scale) -> Iterator[Week]:
    count = scale.days // 7
    every = -(-count // MOST_LABELS)
    for number in range(count):
        monday = scale.first + timedelta(weeks=number)
        yield Week(x=scale.left(monday), label=f"{monday.day}/{monday.month}" if number % every == 0 else "")


def weekends(scale: Scale, calendar: WorkingCalendar) -> tuple[Band, ...]:
    """Days off that are no holidays, those on end as one band; a Saturday that is worked is none of them."""
    named = {day for run in _holiday_runs(scale, calendar) for day in _span(run)}
    plain = [day for day, _name in calendar.days_off(scale.first, scale.last) if day not in named]
    return tuple(scale.band(run[0], run[-1]) for run in _runs(plain))


def holidays(scale: Scale, calendar: WorkingCalendar) -> tuple[Holiday, ...]:
    """The public holidays, those on end as one, with the names that fit beside each other."""
    found: list[Holiday] = []
    free = float(scale.frame.names)
    for run in _holiday_runs(scale, calendar):
        days = list(run)
        band, name = scale.band(days[0], days[-1]), _name(run)
        short = fitting(name, LONGEST_LABEL)
        half = len(short) * LETTER / 2
        at = min(max(band.x + band.width / 2, scale.frame.names + half), scale.frame.width - half)
        fits = at - half >= free
        free = at + half + LETTER if fits else free
        found.append(Holiday(band=band, name=name, first=days[0], last=days[-1], label=short if fits else "", at=at))
    return tuple(found)


def provisional(scale: Scale, calendar: WorkingCalendar) -> tuple[Provisional, ...]:
    years = [year for year in range(scale.first.year, scale.last.year + 1) if calendar.provisional(year)]
    return tuple(
        Provisional(year=year, band=scale.band(max(date(year, 1, 1), scale.first), min(date(year, 12, 31), scale.last)))
        for year in years
    )


def _holiday_runs(scale: Scale, calendar: WorkingCalendar) -> list[Mapping[date, str]]:
    """Named days off with nothing but days off between them: their names by day."""
    off = dict(calendar.days_off(scale.first, scale.last))
    found: list[Mapping[date, str]] = []
    for run in _runs(sorted(off)):
        names = {day: name for day in run if (name := off[day])}
        if names:
            found.append(names)
    return found


def _runs(days: Sequence[date]) -> Iterator[list[date]]:
    """Days on end."""
    run: list[date] = []
    for day in days:
        if run and day != run[-1] + DAY:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _span(run: Mapping[date, str]) -> Iterator[date]:
    first, last = min(run), max(run)
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _name(run: Mapping[date, str]) -> str:
    """The Tết break is one name; a day off in exchange for another has that holiday's, where there is one."""
    names = list(dict.fromkeys(name.split(" (")[0].removeprefix("Ngày ") for name in run.values()))
    if any("tết nguyên đán" in name.lower() for name in names):
        return "Tết Nguyên đán"
    real = [name for name in names if not name.startswith("nghỉ")]
    return ", ".join(real or [next(iter(run.values())).split(" (")[0]])
