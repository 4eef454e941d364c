"""What a password must be (QCVN 12:2026/BCA: eight characters of four classes)."""

import pytest

from tracker.domain.errors import InvalidInput
from tracker.domain.password import check_password

WHO = ("Trần Thu Hà", "thuha@skhcn.example".partition("@")[0])


def refusal(password: str, context: tuple[str, ...] = ()) -> str:
    with pytest.raises(InvalidInput) as refused:
        check_password(password, context=context)
    assert refused.value.params["field"] == "password"
    return refused.value.code


@pytest.mark.parametrize("password", ["Abcdef1-", "Hải-Bình-2026", "đường Về 5", "ПАРОЛЬпароль1!", "x" * 200 + "X1 "])
def test_eight_characters_of_four_classes_will_do(password: str) -> None:
    check_password(password, context=WHO)


@pytest.mark.parametrize("password", ["", "Ab1-", "Abcde1-"])
def test_shorter_ones_are_refused_with_the_least_length(password: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_password(password)
    assert (refused.value.code, refused.value.params["least"]) == ("password_short", 8)


@pytest.mark.parametrize("password", ["abcdefgh1-", "ABCDEFGH1-", "Abcdefgh-", "Abcdefgh1", "12345678", "ĐẶNGđặng1"])
def test_a_missing_class_is_refused(password: str) -> None:
    assert refusal(password) == "password_classes"


@pytest.mark.parametrize("password", ["ThuHa-2026x", "Thuha@1234", "xx-THUHÀ-1x"])
def test_ones_own_address_inside_is_refused_however_it_is_written(password: str) -> None:
    assert refusal(password, WHO) == "password_personal"


def test_a_name_inside_is_refused_with_or_without_its_marks() -> None:
    assert refusal("Nguyễn-2026", ("Lê Nguyên",)) == "password_personal"
    assert refusal("nguyen-2026X", ("Lê Nguyên",)) == "password_personal"


def test_short_words_of_a_name_may_occur() -> None:
    check_password("Hoa-thu-99", context=("Trần Thu Hoa",))
