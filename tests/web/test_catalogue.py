"""The Vietnamese catalogue is complete: whatever the sources hold now has a translation with the same placeholders."""

import io
import os
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from config import ROOT

VIETNAMESE = ROOT / "tracker" / "translations" / "vi" / "LC_MESSAGES" / "messages.po"
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}  # those of `make i18n`
PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])")


@cache
def catalogue() -> Catalog:
    with VIETNAMESE.open("rb") as file:
        return read_po(file, locale="vi")


def entries() -> Iterator[Message]:
    return (entry for entry in catalogue() if entry.id)


def translations(entry: Message) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)


def sources(entry: Message) -> tuple[str, ...]:
    return (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)


@cache
def extracted() -> dict[str, str]:
    """Text (its singular) → file and line, as babel finds them with the settings of pyproject.toml."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    options = {
        one["pattern"]: {key: value for key, value in one.items() if key not in {"pattern", "method"}}
        for one in mappings
    }
    messages = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, directory_filter=_holds_texts)
    return {
        text if isinstance(text, str) else text[0]: f"{name}:{line}"
        for name, line, text, _comments, _context in messages
    }


def _holds_texts(folder: str | os.PathLike[str]) -> bool:
    return Path(folder).relative_to(ROOT).parts[0] in {"tracker", "templates"}


def test_something_is_extracted_from_sources_and_templates() -> None:
    folders = {place.partition("/")[0] for place in extracted().values()}
    assert folders == {"tracker", "templates"}


def test_every_text_is_in_the_catalogue() -> None:
    known = {sources(entry)[0] for entry in entries()}
    assert {text: place for text, place in extracted().items() if text not in known} == {}


def test_every_text_is_translated() -> None:
    assert [entry.id for entry in entries() if not all(translations(entry))] == []


def test_no_translation_is_a_guess() -> None:
    assert [entry.id for entry in entries() if entry.fuzzy] == []


def test_no_text_has_gone_from_the_sources() -> None:
    assert [entry.id for entry in entries() if sources(entry)[0] not in extracted()] == []


def test_placeholders_are_those_of_the_text() -> None:
    """Where the singular spells the number out, the translation, which serves both forms, may show it."""
    wrong = []
    for entry in entries():
        allowed = {found for text in sources(entry) for found in PLACEHOLDER.findall(text)}
        needed = set.intersection(*({*PLACEHOLDER.findall(text)} for text in sources(entry)))
        for text in translations(entry):
            used = set(PLACEHOLDER.findall(text))
            if not needed <= used <= allowed:
                wrong.append((entry.id, text))
    assert wrong == []


def test_percent_signs_that_are_no_placeholders_are_doubled_alike() -> None:
    """A single one in a text with placeholders breaks it at run time."""
    stray = re.compile(r"%(?!\(\w+\)[sd]|%)")
    bare = [
        text
        for entry in entries()
        if "python-format" in entry.flags
        for text in (*sources(entry), *translations(entry))
        if stray.search(text.replace("%%", ""))
    ]
    assert bare == []


def test_the_catalogue_compiles() -> None:
    target = io.BytesIO()
    write_mo(target, catalogue())
    assert target.getvalue()[:4] == b"\xde\x12\x04\x95"
    assert [error for _entry, errors in catalogue().check() for error in errors] == []
