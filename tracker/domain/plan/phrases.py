"""Where a unit's name starts and ends inside a sentence."""

import re
from collections.abc import Sequence

from tracker.domain.plan.verbs import NAME_BEFORE_VERB, NEVER_IN_NAMES, NOT_A_VERB, STOPS, TASK_NOUNS, VERBS
from tracker.domain.plan.vocabulary import ABSORBING_HEADS, NOT_A_UNIT, PLURALS, TASK_GROUPS, UNIT_HEADS, WHOLE_NAMES
from tracker.domain.plan.words import Lexicon, Word, words_of

HEADS = Lexicon(UNIT_HEADS)
PREDICATES = Lexicon((*VERBS, *STOPS))
STRONG = Lexicon(("có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ", "chủ trì"))
_OPENERS = Lexicon((*VERBS, *TASK_NOUNS))
_PLURALS = Lexicon(PLURALS)
_BRACKETS = re.compile(r"\([^()]*\)")
# Verbs that also describe which units are meant ("các đồng chí … phụ trách địa bàn"); a later "có trách nhiệm"
# shows that they do.
_DESCRIBING = frozenset(
    {
        "phụ trách",
        "tham gia",
        "tham dự",
        "dự",
        "quản lý",
        "sử dụng",
        "trực tiếp",
        "tổ chức",
        "thực hiện",
        "theo dõi",
        "làm",
        "được giao",
        "tại",
        "trong",
        "làm việc",
        "theo phân công",
        "là",
    }
)
# "tổ chức" is a noun before these and after a plural.
_ORGANISATION_OF = frozenset(
    {"đảng", "chính", "xã", "đoàn", "cơ", "hội", "tín", "liên", "công", "có", "trực", "thuộc", "cá", "quần"}
)
_PASSIVE = frozenset({"được", "bị", "phân công", "giao", "và", "hoặc"})
_SEATS = frozenset({"tỉnh", "huyện", "xã", "phường", "quận", "thành", "thị", "sở", "bộ", "nhà", "chính", "nhân"})
_TOGETHER = Lexicon(("phối hợp", "phối kết hợp", "tham mưu", "chịu", "giao"))
_LEADS_ON = Lexicon(("sau", "việc", "dung", "vụ", "gồm", "thể", "hiện", "chức"))  # end of a lead-in, not of a name
_GROUP_NAME = 24  # words of the longest name of a working group after its head
_SEARCH = 45  # words: no unit phrase of one sentence is longer


def masked(text: str) -> str:
    """The text with bracketed asides blanked, every position kept."""
    previous = ""
    while previous != text:
        previous, text = text, _BRACKETS.sub(lambda aside: " " * len(aside.group()), text)
    return text


def head_at(words: Sequence[Word], index: int) -> tuple[str, int] | None:
    """The head of a unit's name at ``index`` and the number of words up to its end, a plural before it included."""
    start = index
    while index < len(words) and (plural := _PLURALS.at(words, index)):
        index += plural[1]
    found = HEADS.at(words, index)
    if found is None:
        return None
    head, length = found
    after = words[index + length] if index + length < len(words) else None
    proper = after is not None and not after.lower and not words[index].lower and not after.text.isupper()
    if after and after.joined and after.key in NOT_A_UNIT.get(head, ()) and not proper:
        return None
    if head == "phòng" and after and after.gap.strip() == "," and after.key == "chống":
        return None
    return head, index + length - start


def is_plural(words: Sequence[Word], index: int) -> bool:
    return _PLURALS.at(words, index) is not None


def opens_task(text: str) -> bool:
    """The text starts with a verb of duty or a noun that names one; not with "Chi cục …" or "Thanh tra tỉnh"."""
    words = words_of(text)
    found = _OPENERS.at(words, 0) if words else None
    if found is None:
        return False
    word, length = found
    after = words[length].key if length < len(words) and words[length].joined else ""
    return after not in NOT_A_VERB.get(word, ()) and not (word in WHOLE_NAMES and after in _SEATS)


def names_only(text: str) -> bool:
    """A heading that is a unit's name though it has verbs in it: "Tiểu ban Tuyên truyền, khánh tiết", "Phòng kiểm tra
    và giám sát".
    """
    words = words_of(masked(text))
    head = head_at(words, 0) if words else None
    if head is None or len(words) > head[1] + _GROUP_NAME or is_plural(words, 0):
        return False
    for index in range(head[1], len(words)):
        verb = PREDICATES.at(words, index) if words[index].lower else None
        foreign = verb is not None and verb[0] in NEVER_IN_NAMES and head[0] not in TASK_GROUPS
        if foreign or STRONG.at(words, index) or _TOGETHER.at(words, index):
            return False
    return True


def predicate_at(words: Sequence[Word], start: int) -> int | None:
    """Index of the word where the duty begins, for a unit's name that starts at ``start``; None if the phrase fills
    the sentence.
    """
    head = head_at(words, start)
    first = start + (head[1] if head else 1)
    plural = is_plural(words, start)
    if head and (colon := _colon_after(words, first, head[0])):
        return colon
    for index in range(first, min(len(words), start + _SEARCH)):
        if words[index].gap.strip()[:1] in {".", ":"} and _ends_phrase(words, index):
            return index
        if words[index].gap.strip() in {"-", "–"} and words[index].lower and is_plural(words, index):
            return index
        if words[index].key == "mỗi" and words[index].lower and index > first:
            return index  # "Khoa A, Khoa B mỗi khoa chuẩn bị …"
        verb = _predicate(words, index, head=head[0] if head and index == first and not plural else "")
        if verb is None:
            continue
        if verb in _DESCRIBING and (later := _later_strong(words, index + 1)):
            return later
        return index
    return None


def _colon_after(words: Sequence[Word], first: int, head: str) -> int | None:
    """The word after the colon that ends a name with verbs in it: "Tiểu ban Tuyên truyền, khánh tiết: …", "Báo và
    phát thanh, truyền hình tỉnh: …".
    """
    for index in range(first, min(len(words), first + _GROUP_NAME + 1)):
        gap = words[index].gap.strip()[:1]
        if gap == ":":
            return None if _LEADS_ON.at(words, index - 1) else index
        verb = PREDICATES.at(words, index)
        foreign = verb is not None and verb[0] in NEVER_IN_NAMES and head not in TASK_GROUPS
        if gap not in {"", ",", ";", "-", "–", "&"} or foreign or STRONG.at(words, index) or _TOGETHER.at(words, index):
            return None
    return None


def _ends_phrase(words: Sequence[Word], index: int) -> bool:
    return words[index].gap.strip()[:1] == ":" or not words[index].lower


def _predicate(words: Sequence[Word], index: int, *, head: str) -> str | None:
    word = words[index]
    if not word.lower:
        strong = STRONG.at(words, index)
        return strong[0] if strong and word.joined else None
    found = PREDICATES.at(words, index)
    if found is None or (head in ABSORBING_HEADS and word.joined) or _follows_passive(words, index):
        return None
    if found[0] == "tổ chức" and _is_noun(words, index):
        return None
    return None if _inside_name(words, index, *found) else found[0]


def _inside_name(words: Sequence[Word], index: int, verb: str, length: int) -> bool:
    """The verb's syllables are part of a noun or of a name: "dự án", "Công nghệ thông tin", "Đào tạo"."""
    after = words[index + length] if index + length < len(words) else None
    if after and (after.joined or after.gap.strip() == ",") and after.key in NOT_A_VERB.get(verb, ()):
        return True
    before = words[index - 1]
    if not words[index].joined:
        return False
    own_head = HEADS.at(words[:index], index - 2) if index > 1 else None  # "Văn phòng" is whole, "phòng" is not
    if before.key in NAME_BEFORE_VERB.get(verb, ()) and not (own_head and own_head == ("văn phòng", 2)):
        return True
    pair = (before, words[index])
    if length == 1 and (post := HEADS.at(pair, 0)) and post[1] == 2:
        return True  # "thư ký", "văn thư": the second syllable of a post
    compound = PREDICATES.at(pair, 0)
    return length == 1 and not before.lower and compound is not None and compound[1] == 2


def _is_noun(words: Sequence[Word], index: int) -> bool:
    after = words[index + 2] if index + 2 < len(words) else None
    if after and after.key == "hội" and index + 3 < len(words) and words[index + 3].key in NOT_A_UNIT["hội"]:
        return False  # "tổ chức hội nghị"
    return is_plural(words, index - 1) or (
        after is not None and (after.key in _ORGANISATION_OF or after.gap.strip().startswith(","))
    )


def _follows_passive(words: Sequence[Word], index: int) -> bool:
    if index == 0 or not words[index].joined:
        return False
    before = words[index - 1].key
    pair = f"{words[index - 2].key} {before}" if index > 1 else ""
    return before in {"được", "bị"} or pair in {"phân công", "được giao"}


def _later_strong(words: Sequence[Word], index: int) -> int | None:
    for later in range(index, min(len(words), index + 20)):
        if re.search(r"[;:.]", words[later].gap):
            return None
        if STRONG.at(words, later) and not _follows_passive(words, later):
            return later
    return None
