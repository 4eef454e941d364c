"""The back-planning rules of an agency."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "rule_same": _l("Nothing would change: the rules are like this already."),
    "rule_number": _l("“%(text)s” is not a whole number."),
    "rule_offset_sign": _l(
        "The sign does not fit: days before the opening count backwards, those after the closing forwards. "
        "Leave the sign out."
    ),
    "rule_offset_range": _l("A rule counts at most %(most)s working days from the event."),
    "rule_latest_range": _l(
        "The latest day lies at most %(most)s working days from the event, on the same side as the due date."
    ),
    "rule_latest_first": _l("The latest day would be before the due date: it is the ceiling of any extension."),
    "rule_anchor_fixed": _l("What fits no other row keeps its side of the event: change the number of days instead."),
    "rule_next_month_before": _l("“End of the next month” is only for work after the event."),
    "rule_next_month_short": _l(
        "With “end of the next month” at most %(most)s working days: around Tết that is all there is."
    ),
    "rule_basis_long": _l("The basis is longer than %(most)s characters: name the document only."),
    "rule_phrase_length": _l("“%(words)s”: a phrase has %(least)s to %(most)s characters."),
    "rule_phrase_twice": _l("“%(words)s” already stands for “%(kind)s”: a phrase means one kind only."),
    "rule_phrases_many": _l("At most %(most)s phrases for one kind."),
    "rule_looser": _l("This is looser than the law: confirm that you mean it."),
    "factor_range": _l("Between %(least)s and %(most)s per cent."),
}
