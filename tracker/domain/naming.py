"""Whom a remark names: "@" and a person's name, of those who may read it. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from tracker.domain.normalise import collapse, fold_tone, search_key

_SIGN = re.compile(r"(?<![\w.])[@＠][ \t]?(?=\w)")  # not the one inside an address

_MARKS = ".,;:!?…\"'“”‘’()[]{}«»*_"

Words = tuple[str, ...]


def named(text: str, people: Mapping[int, str]) -> tuple[int, ...]:
    """The ids of ``people`` (id → full name) whom ``text`` names, in the order of their first naming.

    Names have spaces and no mark at their end, so the longest name that fits stands: "@Trần Thu Hà Anh" is not Trần Thu
    Hà where there is such a person, and "@Trần Thu Hàng" is nobody's. Composed or decomposed, in capitals, with the
    tone on either vowel are all the same; typed without any marks, a name counts where it can only be one person's.
    Two of one name are both named: either may be meant, and both may read it.
    """
    whole = unicodedata.normalize("NFC", text)
    found: dict[int, None] = {}
    for sign in _SIGN.finditer(whole):
        typed = _words(whole[sign.end() : sign.end() + 300])
        found |= dict.fromkeys(_longest(typed, people))
    return tuple(found)


def _longest(typed: Words, people: Mapping[int, str]) -> list[int]:
    exact = _fitting(tuple(map(fold_tone, typed)), _forms(people, fold_tone))
    if exact:
        return exact
    plain = _fitting(tuple(map(search_key, typed)), _forms(people, search_key))
    unmarked = [one for one in plain if _is_plain(typed[: len(_words(people[one]))])]
    return unmarked if len(unmarked) == 1 else []


def _forms(people: Mapping[int, str], form: Callable[[str], str]) -> dict[int, Words]:
    return {one: tuple(form(word) for word in _words(name)) for one, name in people.items()}


def _fitting(typed: Words, names: Mapping[int, Words]) -> list[int]:
    fitting = {one: name for one, name in names.items() if name and typed[: len(name)] == name}
    most = max((len(name) for name in fitting.values()), default=0)
    return [one for one, name in fitting.items() if len(name) == most]


def _is_plain(typed: Iterable[str]) -> bool:
    return all(word.isascii() for word in typed)


def _words(text: str) -> Words:
    """Up to the end of the line, without the punctuation around each word: "@Trần Thu Hà, xem giúp"."""
    words: list[str] = []
    for raw in collapse(text.partition("\n")[0]).split(" "):
        begun = raw.lstrip(_MARKS)
        words.append(begun.rstrip(_MARKS))
        if words[-1] != begun:  # a name does not go on after a comma
            break
    return tuple(word for word in words if word)
