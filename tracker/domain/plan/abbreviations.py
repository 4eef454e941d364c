"""Short forms defined in the text itself, "Khoa học và Công nghệ (KH&CN)", and the few that every plan uses."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tracker.domain.normalise import fold_tone, search_key

_DEFINED = re.compile(
    r"\(\s*(?:sau đây (?:gọi|viết) (?:tắt )?là:?\s*|gọi tắt là:?\s*|"
    r"viết tắt là:?\s*)?[\"“']?(?P<short>[A-ZĐ][A-ZĐ&.\-]{1,14})[\"”']?\s*\)"
)
_COMMON: Mapping[str, str] = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "kh&cn": "khoa học và công nghệ",
    "khcn": "khoa học và công nghệ",
    "gd&đt": "giáo dục và đào tạo",
    "gdđt": "giáo dục và đào tạo",
    "ptnt": "phát triển nông thôn",
    "nn&ptnt": "nông nghiệp và phát triển nông thôn",
    "tt&tt": "thông tin và truyền thông",
    "tn&mt": "tài nguyên và môi trường",
    "nn&mt": "nông nghiệp và môi trường",
    "cntt": "công nghệ thông tin",
    "shtt": "sở hữu trí tuệ",
    "mttq": "mặt trận tổ quốc",
    "vhtt": "văn hóa thông tin",
    "vh&tt": "văn hóa và thông tin",
    "lđlđ": "liên đoàn lao động",
    "tp": "thành phố",
    "vp": "văn phòng",
    "đ/c": "đồng chí",
    "bch": "ban chấp hành",
    "btc": "ban tổ chức",
    "qlkhcn": "quản lý khoa học và công nghệ",
    "btv": "ban thường vụ",
}
_FILLER = {"va", "cua", "cac"}


@dataclass(frozen=True)
class Abbreviations:
    """Short form (lower case) → full words."""

    defined: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _all(self) -> Mapping[str, str]:
        return {**_COMMON, **self.defined}

    @cached_property
    def _seen(self) -> dict[str, str]:
        return {}

    def written_out(self, name: str) -> str:
        """A key for comparing names: abbreviations written out, marks and linking words dropped."""
        if name not in self._seen:
            words = [self._all.get(word, word) for word in re.findall(r"đ/c|\w+(?:&\w+)*", fold_tone(name))]
            kept = [word for word in search_key(" ".join(words)).split() if word not in _FILLER]
            self._seen[name] = " ".join(kept)
        return self._seen[name]


def harvest(texts: Iterable[str]) -> Abbreviations:
    """Definitions whose letters are the initials of the words right before the bracket."""
    defined: dict[str, str] = {}
    for text in texts:
        for match in _DEFINED.finditer(text):
            short = match.group("short")
            meaning = _meaning(text[: match.start()], short)
            if meaning:
                defined.setdefault(fold_tone(short), fold_tone(meaning))
    return Abbreviations(defined)


def _meaning(before: str, short: str) -> str | None:
    letters = re.sub(r"[^a-z]", "", search_key(short))
    words = before.split()[-(len(letters) + 4) :]
    for start in range(len(words)):
        phrase = words[start:]
        initials = "".join(search_key(word)[:1] for word in phrase)
        kept = "".join(search_key(word)[:1] for word in phrase if search_key(word) not in _FILLER)
        if letters in {initials, kept}:
            return " ".join(phrase)
    return None
