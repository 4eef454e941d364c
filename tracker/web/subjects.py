"""How the subjects of mails are put together: the action and the date first, then what they are about."""

import unicodedata

MOST = 78
"""Visible characters of a subject (RFC 5322, 2.1.1 asks no more of a line); the action itself is never cut."""

LEAST = 12
"""Fewer characters of a name say nothing."""

LEAST_ABOUT = 32
"""So much of what a mail is about is always said, whatever the action takes."""


def subject_line(action: str, about: str, who: str = "") -> str:
    """Written as "action: about – who", the two cut at a word or left out so that the whole keeps to :data:`MOST`.

    ``about`` goes before ``who``, the reader's own name.
    """
    line = action.strip()
    if about:
        line += _tail(": ", about, max(LEAST_ABOUT, MOST - visible(line)))
    if who:
        line += _tail(" – ", who, MOST - visible(line))
    return line


def _tail(mark: str, words: str, room: int) -> str:
    words, room = " ".join(words.split()), room - visible(mark)
    if visible(words) <= room:
        return mark + words
    return mark + at_word(words, room) if room >= LEAST else ""


def at_word(text: str, most: int) -> str:
    """``text`` in at most ``most`` visible characters, cut after a word, with an ellipsis where anything is missing."""
    if visible(text) <= most:
        return text
    kept = ""
    for word in text.split():
        longer = f"{kept} {word}".strip()
        if visible(longer) > most - 1:
            break
        kept = longer
    return f"{kept.rstrip(' ,;:–-')}…" if kept else f"{_letters(text, most - 1)}…"


def _letters(text: str, most: int) -> str:
    """The first letters with their marks: a single word longer than the room."""
    kept = ""
    for char in text:
        if visible(kept + char) > most:
            break
        kept += char
    return kept


def visible(text: str) -> int:
    """How many characters are seen: marks that sit on a letter take no room."""
    return sum(1 for char in text if not unicodedata.combining(char))
