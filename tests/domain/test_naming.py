"""Whom a remark names."""

import unicodedata

import pytest

from tracker.domain.naming import named

PEOPLE = {1: "Trần Thu Hà", 2: "Trần Thu Hà Anh", 3: "Nguyễn Văn Hòa", 4: "Lê Minh Đức", 5: "Trần Thu Hạ"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Trần Thu Hà xem giúp", (1,)),
        ("Nhờ @Trần Thu Hà, @Lê Minh Đức và @Trần Thu Hà cho ý kiến.", (1, 4)),
        ("@Trần Thu Hà Anh xem giúp", (2,)),
        ("@Trần Thu Hà. Anh Đức cho ý kiến", (1,)),
        ("(@trần thu hà)", (1,)),
        ("@TRẦN THU HÀ!", (1,)),
        ("@ Trần  Thu\tHà?", (1,)),
        ("@Nguyễn Văn Hoà", (3,)),
        ("@le minh duc xem", (4,)),
        ("xong\n@Lê Minh Đức\nTrần Thu Hà", (4,)),
        ("“@Lê Minh Đức”…", (4,)),
    ],
)
def test_a_person_is_named_by_the_sign_and_the_whole_name(text: str, who: tuple[int, ...]) -> None:
    for form in ("NFC", "NFD"):
        assert named(unicodedata.normalize(form, text), PEOPLE) == who  # type: ignore[arg-type]  # a literal in the stubs


@pytest.mark.parametrize(
    "text",
    [
        "Trần Thu Hà xem giúp", "@Trần Thu Hàng", "@Trần Thu", "@Trần, Thu Hà", "thu.ha@Lê Minh Đức", "@",
        "ha@haibinh.example", "@tran thu ha", "@Lê\nMinh Đức", "@Lê Mính Đức", "@@", "",
    ],
)  # fmt: skip
def test_what_is_no_whole_name_or_could_be_two_names_nobody(text: str) -> None:
    assert named(text, PEOPLE) == ()


def test_two_people_of_one_name_are_both_meant() -> None:
    assert named("@Lê Minh Đức", {4: "Lê Minh Đức", 9: "Lê Minh Đức"}) == (4, 9)


def test_a_long_text_without_an_end_is_read_in_no_time() -> None:
    assert named("@Trần " * 20_000, PEOPLE) == ()
