"""Is this written word a Vietnamese syllable? Every one is an onset, a nucleus and a coda out of short lists, its tone
on one letter of the nucleus.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPS, _STOPPED_TONES = {"c", "ch", "p", "t"}, {"\u0301", "\u0323"}  # before a stop one of two tones stands
_FRONT = "eêiy"
_NUCLEI = (
    "uyê uya uyu oai oao oay oeo uây uôi uêu ươi ươu iêu yêu ai ao au ay âu ây eo êu ia iê iu oa oă oe oi ôi ơi oo "
    "ua uâ uă uê ui uô uơ uy ưa ưi ươ ưu iê yê ya a ă â e ê i o ô ơ u ư y"
)
_SYLLABLE = re.compile(
    rf"(?:ngh(?=[{_FRONT}])|gh(?=[{_FRONT}])|k(?=[{_FRONT}])|c(?![{_FRONT}h])|ng(?![{_FRONT}h])|qu|gi|g(?!h)|"
    rf"nh|n(?!h)|ch|kh|ph|th|tr|t|[bdđhlmprsvx])?(?P<nucleus>{'|'.join(_NUCLEI.split())})"
    r"(?P<coda>ch|c|m|ng|nh|n|p|t)?"
)
_SHAPED = "ăâêôơư"
_EITHER = {"oa", "oe", "uy"}  # hòa or hoà


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    plain, tones = "", list[tuple[int, str]]()
    for letter in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", letter)
        tones += [(len(plain), sign) for sign in parts if sign in _TONES]
        plain += unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in _TONES))
    found = _SYLLABLE.fullmatch(plain)
    if found is None or len(tones) > 1:
        return False
    nucleus, coda = found.group("nucleus"), found.group("coda") or ""
    if not tones:
        return coda not in _STOPS
    place, tone = tones[0]
    return place - found.start("nucleus") in _places(nucleus, coda) and (coda not in _STOPS or tone in _STOPPED_TONES)


def _places(nucleus: str, coda: str) -> set[int]:
    """On which letters of the nucleus its tone may stand."""
    shaped = [index for index, letter in enumerate(nucleus) if letter in _SHAPED]
    if shaped:
        return {shaped[0] if nucleus == "ưa" else shaped[-1]} if nucleus not in {"ưu", "ưi"} else {0}
    if len(nucleus) == 1:
        return {0}
    if len(nucleus) == 3:
        return {1}
    if nucleus in _EITHER:
        return {1} if coda else {0, 1}
    return {1} if coda else {0}
