"""The timeline's geometry: rows and marks, what is shaded, what is against the order, the sheets for paper."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.glossary import Compliance
from tracker.web import timeline
from tracker.web.timeline import Order, Row, Timeline
from tracker.web.timeline_marks import CLOSEST, Item
from tracker.web.timeline_scale import PAPER, SCREEN, Band

TODAY = date(2026, 12, 7)  # Monday
EVENT = (date(2026, 12, 15), date(2026, 12, 16))


def item(number: int = 1, /, due: date = date(2026, 12, 11), **values: object) -> Item:
    return Item(id=number, due=due, **({"code": Compliance.OPEN_IN_TIME} | values))  # type: ignore[arg-type]


def row(*items: Item, name: str = "Báo cáo", **values: str) -> Row:
    return Row(name=name, items=items, **values)


def draw(
    *rows: Row,
    today: date = TODAY,
    event: tuple[date, date] | None = EVENT,
    calendar: WorkingCalendar = VIETNAM,
    orders: Sequence[Order] = (),
) -> Timeline:
    found = timeline.build(rows, today=today, event=event, calendar=calendar, orders=orders)
    assert found is not None
    return found


def days_of(drawing: Timeline, band: Band) -> float:
    """The width of a band in days."""
    width = drawing.frame.width - drawing.frame.names
    monday = [week.x for week in drawing.weeks]
    return round(band.width / ((monday[1] - monday[0]) / 7 if len(monday) > 1 else width / 7), 2)


def test_nothing_to_draw_is_no_drawing() -> None:
    nothing = [(), (Row(name="Văn phòng Sở"),), (row(item(code=Compliance.NOT_COUNTED)),)]
    assert [timeline.build(rows, today=TODAY, event=EVENT, calendar=VIETNAM) for rows in nothing] == [None] * 3


def test_everything_lies_within_the_drawing() -> None:
    old = item(due=date(2024, 1, 2), code=Compliance.OPEN_OVERDUE)
    drawing = draw(row(item()), row(old), row(item(due=date(2027, 1, 29))))
    bands = [*drawing.weekends, *(one.band for one in drawing.holidays), *(one.band for one in drawing.provisional)]
    places = [mark.x for line in drawing.lines for mark in line.marks] + [drawing.today]
    assert all(SCREEN.names <= x <= SCREEN.width + 0.01 for x in places + [band.x + band.width for band in bands])


def test_a_delay_reaches_from_the_due_date_to_today_and_ends_with_the_submission() -> None:
    late = {"due": date(2026, 12, 2)}
    drawing = draw(
        row(item(code=Compliance.OPEN_OVERDUE, **late)),
        row(item(code=Compliance.DONE_LATE, submitted_on=date(2026, 12, 4), **late)),
        row(item()),
    )
    open_, done, none = (line.late for line in drawing.lines)
    assert open_ is not None
    assert done is not None
    assert (open_[0] == done[0], open_[1] == drawing.today, done[1] < open_[1], none) == (True, True, True, None)


def test_tasks_of_one_row_have_counted_marks_that_do_not_cover_each_other() -> None:
    speech = {"due": date(2026, 12, 4)}
    drawing = draw(
        row(
            item(1, code=Compliance.DONE_ON_TIME, submitted_on=date(2026, 12, 3), **speech),
            item(2, code=Compliance.DONE_ON_TIME, submitted_on=date(2026, 12, 4), **speech),
            item(3, code=Compliance.OPEN_OVERDUE, **speech),
            item(4, code=Compliance.OPEN_IN_TIME, **speech),
        )
    )
    [line] = drawing.lines
    assert [(mark.shape, mark.text) for mark in line.marks] == [("done", "2"), ("open", ""), ("over", "!")]
    gaps = [right.x - left.x for left, right in pairwise(line.marks)]
    assert min(gaps) >= CLOSEST


def test_weekends_are_bands_and_holidays_are_named_apart_from_them() -> None:
    drawing = draw(row(item(due=date(2026, 12, 31))), today=date(2026, 12, 28), event=None)
    assert [(one.name, days_of(drawing, one.band)) for one in drawing.holidays] == [("Tết Dương lịch", 1)]
    assert [days_of(drawing, band) for band in drawing.weekends] == [2]


def test_the_tet_break_is_one_block_with_its_weekend() -> None:
    drawing = draw(
        row(item(due=date(2023, 1, 18))), row(item(due=date(2023, 1, 30))), today=date(2023, 1, 12), event=None
    )
    [tet] = drawing.holidays
    assert (tet.name, tet.label, tet.first, tet.last) == (
        "Tết Nguyên đán", "Tết Nguyên đán", date(2023, 1, 20), date(2023, 1, 26)
    )  # fmt: skip
    assert days_of(drawing, tet.band) == 7


def test_a_saturday_that_is_worked_is_not_shaded() -> None:
    drawing = draw(row(item(due=date(2026, 8, 26))), today=date(2026, 8, 19), event=None)
    assert days_of(drawing, drawing.weekends[0]) == 1  # Sunday 23/8; Saturday 22/8/2026 is worked


def test_holidays_on_end_do_not_write_over_each_other() -> None:
    drawing = draw(
        row(item(due=date(2026, 4, 24))), row(item(due=date(2026, 5, 6))), today=date(2026, 4, 20), event=None
    )
    written = [one for one in drawing.holidays if one.label]
    edges = [(one.at - len(one.label) * 2.9, one.at + len(one.label) * 2.9) for one in written]
    assert len(drawing.holidays) == 2
    assert all(left[1] < right[0] for left, right in pairwise(edges))


def test_a_year_that_is_not_announced_is_marked_until_an_administrator_says_it_is() -> None:
    rows, announced = row(item(due=date(2027, 1, 6))), WorkingCalendar(announced=[2027])
    marked = [draw(rows, calendar=calendar, event=None).provisional for calendar in (VIETNAM, announced)]
    assert [[one.year for one in years] for years in marked] == [[2027], []]


def test_a_blocking_task_has_a_ring_and_a_name_that_fits() -> None:
    [line] = draw(row(item(blocking=True), name="Chủ trì xây dựng chương trình hội nghị tổng kết")).lines
    assert (line.blocking, line.marks[0].ring, len(line.name) <= SCREEN.bold_letters) == (True, True, True)


def test_the_latest_date_of_open_work_has_a_tick() -> None:
    ceiling = {"latest": date(2026, 12, 14)}
    open_, done = draw(
        row(item(**ceiling)), row(item(code=Compliance.DONE_ON_TIME, submitted_on=TODAY, **ceiling))
    ).lines
    assert (len(open_.latest), open_.latest[0] > open_.end, done.latest) == (1, True, ())


def test_what_is_not_counted_is_not_drawn() -> None:
    assert len(draw(row(item()), row(item(code=Compliance.NOT_COUNTED))).lines) == 1


def test_today_far_from_all_work_stands_at_the_edge_without_widening_the_drawing() -> None:
    far = draw(row(item()), today=date(2026, 6, 1))
    after = draw(row(item()), today=date(2027, 6, 1))
    assert (far.beyond, len(far.weeks), after.beyond, draw(row(item())).beyond) == (-1, 2, 1, 0)


def test_two_against_the_order_are_linked_from_mark_to_mark_and_numbered() -> None:
    late, early = item(1, due=date(2026, 12, 11)), item(2, due=date(2026, 12, 9))
    drawing = draw(row(early), row(late), orders=[Order(number=4, before_id=1, after_id=2, words="…")])
    first, second = drawing.lines
    [link] = drawing.links
    assert ((link.x1, link.y1), (link.x2, link.y2)) == ((second.marks[0].x, second.y), (first.marks[0].x, first.y))
    assert [line.marks[0].orders for line in drawing.lines] == ["4", "4"]


def test_a_date_on_the_wrong_side_of_the_event_is_linked_to_the_event() -> None:
    drawing = draw(
        row(item(1, due=date(2026, 12, 18))), orders=[Order(number=1, before_id=1, after_id=None, words="…")]
    )
    assert drawing.event is not None
    [link] = drawing.links
    assert (link.x2, link.y1 == link.y2) == (drawing.event.x + drawing.event.width, True)


def sheets(*rows: Row, orders: Sequence[Order] = ()) -> list[Timeline]:
    return timeline.pages(rows, today=TODAY, event=EVENT, calendar=VIETNAM, orders=orders)


def test_sheets_have_all_rows_once_and_one_time_axis() -> None:
    rows = [row(item(n, due=TODAY + timedelta(days=n % 9)), name=f"Việc {n}") for n in range(1, 61)]
    found = sheets(*rows)
    assert [len(sheet.lines) for sheet in found] == [22, 22, 16]
    assert [line.name for sheet in found for line in sheet.lines] == [f"Việc {n}" for n in range(1, 61)]
    assert len({(sheet.today, sheet.weeks, sheet.frame) for sheet in found}) == 1
    assert found[0].frame is PAPER


def test_a_heading_is_on_the_sheet_of_its_first_task_and_none_is_left_without_tasks() -> None:
    tasks = [row(item(n), name=f"Việc {n}") for n in range(1, 24)]
    heading, empty = Row(name="Văn phòng Sở"), Row(name="Trống")
    found = sheets(*tasks[:21], empty, heading, *tasks[21:], empty)
    assert [[line.name for line in sheet.lines if not line.marks] for sheet in found] == [[], ["Văn phòng Sở"]]


def test_what_is_on_different_sheets_has_numbers_but_no_link() -> None:
    rows = [row(item(n), name=f"Việc {n}") for n in range(1, 31)]
    found = sheets(*rows, orders=[Order(number=1, before_id=30, after_id=1, words="…")])
    numbers = [[mark.orders for line in sheet.lines for mark in line.marks if mark.orders] for sheet in found]
    assert ([sheet.links for sheet in found], numbers) == ([(), ()], [["1"], ["1"]])
