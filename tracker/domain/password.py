"""What a password must be: at least 8 characters of 4 classes (QCVN 12:2026/BCA), and not the person's own name."""

from tracker.domain.errors import InvalidInput
from tracker.domain.normalise import search_key

SHORTEST = 8


def check_password(password: str, *, context: tuple[str, ...] = ()) -> None:
    """Accept ``password`` or say what it lacks; ``context`` holds words it must not contain (name, mail address).

    Raises:
        InvalidInput: ``password_short`` (``least``), ``password_classes`` or ``password_personal``.
    """
    if len(password) < SHORTEST:
        raise InvalidInput("password_short", field="password", least=SHORTEST)
    if len({_class(letter) for letter in password}) < 4:
        raise InvalidInput("password_classes", field="password")
    folded = search_key(password)
    if any(
        len(word) >= 4 and word in folded for text in context for word in search_key(text).replace("@", " ").split()
    ):
        raise InvalidInput("password_personal", field="password")


def _class(letter: str) -> str:
    if letter.isdigit():
        return "digit"
    if letter.isupper():
        return "upper"
    return "lower" if letter.islower() else "other"
