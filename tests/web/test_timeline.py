"""The timeline's geometry."""

from datetime import date

from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import Compliance
from tracker.web import timeline
from tracker.web.timeline import Item

TODAY = date(2026, 12, 7)  # Monday
EVENT = (date(2026, 12, 15), date(2026, 12, 16))


def item(
    name: str = "Báo cáo", code: Compliance = Compliance.OPEN_IN_TIME, due: date = date(2026, 12, 11), **values: object
) -> Item:
    return Item(name=name, code=code, due=due, **values)  # type: ignore[arg-type]  # the test's own names


def draw(*items: Item) -> timeline.Timeline:
    found = timeline.build(items, today=TODAY, event=EVENT, calendar=VIETNAM)
    assert found is not None
    return found


def test_nothing_to_draw_is_no_drawing() -> None:
    assert timeline.build([], today=TODAY, event=EVENT, calendar=VIETNAM) is None


def test_everything_lies_within_the_drawing() -> None:
    drawing = draw(item(), item(due=date(2024, 1, 2), code=Compliance.OPEN_OVERDUE), item(due=date(2027, 1, 29)))
    places = (
        [mark.x for line in drawing.lines for mark in line.marks]
        + [drawing.today]
        + [band.x + band.width for band in drawing.days_off]
    )
    assert all(timeline.NAMES <= x <= timeline.WIDTH + 0.01 for x in places)


def test_a_delay_reaches_from_the_due_date_to_today_and_ends_with_the_submission() -> None:
    drawing = draw(
        item(code=Compliance.OPEN_OVERDUE, due=date(2026, 12, 2)),
        item(code=Compliance.DONE_LATE, due=date(2026, 12, 2), submitted_on=date(2026, 12, 4)),
        item(),
    )
    open_, done, none = (line.late for line in drawing.lines)
    assert open_ is not None
    assert done is not None
    assert (open_[0] == done[0], open_[1] == drawing.today, done[1] < open_[1], none) == (True, True, True, None)


def test_a_group_has_one_row_with_counted_marks_that_do_not_cover_each_other() -> None:
    speech = {"group": "Tham luận, 4 đơn vị", "due": date(2026, 12, 4)}
    drawing = draw(
        item(code=Compliance.DONE_ON_TIME, submitted_on=date(2026, 12, 3), **speech),
        item(code=Compliance.DONE_ON_TIME, submitted_on=date(2026, 12, 4), **speech),
        item(code=Compliance.OPEN_OVERDUE, **speech),
        item(code=Compliance.OPEN_IN_TIME, **speech),
    )
    [line] = drawing.lines
    assert [(mark.shape, mark.text) for mark in line.marks] == [("done", "2"), ("open", ""), ("over", "!")]
    gaps = [right.x - left.x for left, right in zip(line.marks, line.marks[1:], strict=False)]
    assert min(gaps) >= timeline.CLOSEST


def test_days_off_are_shaded_holidays_too() -> None:
    drawing = timeline.build([item(due=date(2026, 12, 31))], today=date(2026, 12, 28), event=None, calendar=VIETNAM)
    assert drawing is not None
    assert len(drawing.days_off) == 3  # 1/1/2027, a Friday, then the weekend


def test_a_blocking_task_has_a_ring_and_a_name_that_fits() -> None:
    [line] = draw(item("Chủ trì xây dựng chương trình hội nghị tổng kết", blocking=True)).lines
    assert (line.blocking, line.marks[0].ring, len(line.name) <= timeline.LONGEST_BOLD_NAME) == (True, True, True)


def test_what_is_not_counted_is_not_drawn() -> None:
    assert len(draw(item(), item(code=Compliance.NOT_COUNTED)).lines) == 1
