"""Two versions of a plan: what is the same duty, what became of it, and that nothing is counted twice or lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.amendment import ChangeKind, Difference, Duty, Side, compare, later_places, same_words, word_diff
from tracker.domain.glossary import AssignmentRole

LEAD, COORDINATE, CONTRIBUTE = AssignmentRole.LEAD, AssignmentRole.COORDINATE, AssignmentRole.CONTRIBUTE
PROGRAMME = "Chủ trì xây dựng chương trình Hội nghị và kịch bản điều hành"
REPORT = "Chuẩn bị báo cáo sơ kết công tác khoa học 6 tháng"
HALL = "Bố trí hội trường, âm thanh, khánh tiết phục vụ Hội nghị"


def duty(key: int, words: str, unit: str = "phòng", **values: object) -> Duty:
    plain = {"key": key, "unit": unit, "words": words, "role": LEAD, "kind": "other"}
    return Duty(**(plain | values))  # type: ignore[arg-type]  # as the fields are


def only(old: Duty, new: Duty) -> tuple[ChangeKind, tuple[str, ...]]:
    found = compare([old], [new])
    return found[0].kind, found[0].fields


def kinds(old: list[Duty], new: list[Duty]) -> list[tuple[str, int | None, int | None]]:
    return [(str(one.kind), one.old, one.new) for one in compare(old, new)]


def test_a_paragraph_put_in_front_changes_nothing_of_what_follows() -> None:
    old = [duty(1, PROGRAMME), duty(2, REPORT)]
    new = [duty(1, HALL), duty(2, PROGRAMME), duty(3, REPORT)]
    assert kinds(old, new) == [("added", None, 1), ("unchanged", 1, 2), ("unchanged", 2, 3)]


def test_a_duty_at_another_place_is_moved_and_nothing_else() -> None:
    old = [duty(1, PROGRAMME), duty(2, REPORT), duty(3, HALL)]
    new = [duty(1, HALL), duty(2, PROGRAMME), duty(3, REPORT)]
    assert kinds(old, new) == [("moved", 3, 1), ("unchanged", 1, 2), ("unchanged", 2, 3)]


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("Chủ trì xây dựng chương trình Hội nghị và kịch bản điều hành;", ()),
        ("CHỦ TRÌ xây dựng chương trình Hội nghị, và kịch bản điều hành.", ()),
        ("Chủ trì xây dựng chương trình Hội nghị và kịch bản chi tiết", ("words",)),
        ("Chủ trì xây dựng chương trình Hội nghị và kịch bản điều hành, trình Giám đốc Sở phê duyệt", ("words",)),
    ],
)
def test_punctuation_is_no_change_and_words_are(words: str, fields: tuple[str, ...]) -> None:
    assert only(duty(1, PROGRAMME), duty(1, words))[1] == fields


def test_each_field_is_told_by_itself() -> None:
    old = duty(1, PROGRAMME, due="trước 10/6", partners=frozenset({"văn phòng"}))
    new = duty(1, PROGRAMME, due="trước 12/6", partners=frozenset({"công đoàn"}), role=COORDINATE, kind="programme")
    assert only(old, new) == (ChangeKind.CHANGED, ("due", "role", "kind", "partners"))


def test_the_same_work_with_another_unit_is_handed_over() -> None:
    old, new = duty(1, PROGRAMME, "phòng"), duty(4, PROGRAMME, "văn phòng", due="trước 12/6")
    assert compare([old], [new]) == (Difference(kind=ChangeKind.REASSIGNED, old=1, new=4, fields=("due",)),)


def test_work_that_only_resembles_is_not_handed_over() -> None:
    old, new = duty(1, PROGRAMME, "phòng"), duty(1, "Chủ trì xây dựng chương trình tham quan", "văn phòng")
    assert kinds([old], [new]) == [("added", None, 1), ("withdrawn", 1, None)]


def test_a_speech_is_the_speakers_own() -> None:
    old = duty(1, "Chuẩn bị nội dung tham luận tại Hội nghị", "xã A", role=CONTRIBUTE)
    new = duty(1, "Chuẩn bị nội dung tham luận tại Hội nghị", "xã B", role=CONTRIBUTE)
    assert kinds([old], [new]) == [("added", None, 1), ("withdrawn", 1, None)]


def test_what_several_units_owe_alike_is_not_handed_over() -> None:
    old = [duty(key, REPORT, unit, shared=True) for key, unit in enumerate(("a", "b"))]
    new = [duty(key, REPORT, unit, shared=True) for key, unit in enumerate(("a", "c"))]
    assert kinds(old, new) == [("unchanged", 0, 0), ("added", None, 1), ("withdrawn", 1, None)]


def test_work_of_another_kind_is_another_duty_although_the_sentences_are_alike() -> None:
    old = duty(1, "Chủ trì xây dựng chương trình Hội nghị", kind="programme")
    new = duty(1, "Chủ trì xây dựng báo cáo Hội nghị", kind="main_report")
    assert kinds([old], [new]) == [("added", None, 1), ("withdrawn", 1, None)]


def test_the_better_of_two_candidates_is_taken_whatever_the_order() -> None:
    old = [duty(1, "Chuẩn bị báo cáo sơ kết công tác khoa học")]
    near, nearest = duty(1, "Chuẩn bị báo cáo tổng kết công tác thi đua"), duty(2, REPORT)
    for new in ([near, nearest], [nearest, near]):
        assert next(one.new for one in compare(old, new) if one.old == 1) == 2


def test_words_are_marked_where_they_differ() -> None:
    pieces = word_diff("xong trước ngày 10/6/2026 tại Sở", "xong trước ngày 12/6/2026 tại Sở")
    assert [(piece.side, piece.text) for piece in pieces] == [
        (Side.BOTH, "xong trước ngày"), (Side.OLD, " 10/6/2026"), (Side.NEW, " 12/6/2026"), (Side.BOTH, " tại Sở"),
    ]  # fmt: skip


def test_a_mark_behind_a_word_is_a_piece_of_its_own() -> None:
    pieces = word_diff("báo cáo cấp xã; phương hướng", "báo cáo cấp xã, xong ngày 25/11; phương hướng")
    assert [piece.text for piece in pieces if piece.side is not Side.BOTH] == [", xong ngày 25/11"]


# ---- what holds for any two texts ----

WORDS = st.lists(st.sampled_from(f"{PROGRAMME} {REPORT} {HALL}".split()), min_size=1, max_size=9).map(" ".join)
DUTIES = st.lists(
    st.builds(
        duty,
        st.just(0),
        WORDS,
        st.sampled_from(["a", "b", "c"]),
        role=st.sampled_from(list(AssignmentRole)),
        kind=st.sampled_from(["other", "programme", "main_report"]),
        due=st.sampled_from([None, "trước 10/6", "trước 12/6"]),
        shared=st.booleans(),
    ),
    max_size=12,
).map(lambda found: [replace(one, key=key) for key, one in enumerate(found)])


@given(DUTIES)
def test_a_plan_compared_with_itself_is_unchanged(old: list[Duty]) -> None:
    assert {one.kind for one in compare(old, old)} <= {ChangeKind.UNCHANGED}


@given(DUTIES, st.randoms())
def test_paragraphs_in_another_order_are_moved_at_most(old: list[Duty], chance: object) -> None:
    distinct = list({(one.unit, one.role, one.words.casefold()): one for one in old}.values())
    shuffled = list(distinct)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    found = compare(distinct, shuffled)
    assert {one.kind for one in found} <= {ChangeKind.UNCHANGED, ChangeKind.MOVED}
    assert all(one.old == one.new for one in found)
    assert any(one.kind is ChangeKind.MOVED for one in found) == (shuffled != distinct)


@given(DUTIES, DUTIES)
def test_every_duty_of_both_sides_appears_exactly_once(old: list[Duty], new: list[Duty]) -> None:
    found = compare(old, new)
    assert sorted(one.old for one in found if one.old is not None) == [one.key for one in old]
    assert sorted(one.new for one in found if one.new is not None) == [one.key for one in new]


@given(DUTIES, DUTIES)
def test_the_other_way_round_the_same_duties_belong_together(old: list[Duty], new: list[Duty]) -> None:
    def pairs(found: tuple[Difference, ...]) -> set[tuple[int | None, int | None]]:
        return {(one.old, one.new) for one in found}

    assert pairs(compare(old, new)) == {(i, j) for j, i in pairs(compare(new, old))}


@given(WORDS, WORDS)
def test_marked_words_give_both_wordings_back(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(one.text for one in pieces if one.side is not Side.NEW) == old
    assert "".join(one.text for one in pieces if one.side is not Side.OLD) == new
    assert same_words(old, new) or any(one.side is not Side.BOTH for one in pieces)


@given(st.permutations(range(8)))
def test_what_stays_keeps_its_order(order: list[int]) -> None:
    stayed = [value for value, late in zip(order, later_places(order), strict=True) if not late]
    assert stayed == sorted(stayed)
    assert bool(stayed)
