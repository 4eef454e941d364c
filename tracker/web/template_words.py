"""The words and helpers that every template may use by name."""

from typing import TYPE_CHECKING

from flask import Flask

from tracker.domain.permissions import Action, can
from tracker.web import (
    amendment_history,
    bar_words,
    due_words,
    fact_forms,
    fact_words,
    feed_words,
    finding_words,
    labels,
    link_words,
    order_words,
    person_words,
    reason_words,
    replan_words,
    rule_notes,
    subjects,
)

if TYPE_CHECKING:
    from tracker.demo.accounts import DemoAccount

WORDS = (
    labels.role_label, labels.state_label, labels.conference_state_label, labels.unit_kind_label,
    labels.member_role_label, labels.kind_label, labels.audience_label, labels.light_label, labels.light_class,
    labels.light_icon, labels.compliance_colour, labels.compliance_icon, labels.compliance_label, labels.left_label,
    labels.stage_label, labels.unsent_label, labels.mail_state_label, labels.mail_state_colour, labels.mail_state_icon,
    due_words.due_source_sentence, due_words.standing_notes, due_words.event_words,
    order_words.order_sentence, order_words.order_advice, order_words.order_more, order_words.order_name,
    bar_words.bar_text, bar_words.count_words, reason_words.reason_text, reason_words.needed_text,
    finding_words.finding_text, finding_words.finding_quote, finding_words.doubt_text,
    fact_words.severity_label, fact_words.conference_kind_label, fact_words.meeting_mode_label,
    fact_words.session_words, fact_words.money_words, fact_words.signer_words,
    replan_words.replan_subject, feed_words.mail_calendar, subjects.subject_line,
    person_words.event_person, person_words.file_person, person_words.asking_person,
    link_words.mail_text,
    fact_words.conference_kinds, fact_words.conference_scales, fact_words.meeting_modes,
    fact_words.scale_label, rule_notes.rule_notes, fact_words.details_shown, fact_forms.facts_present,
)  # fmt: skip


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        amended_field=amendment_history.field_label, amended_value=amendment_history.field_value
    )
    app.jinja_env.globals.update({words.__name__: words for words in WORDS})
    app.jinja_env.globals.update(can=can, Action=Action, demo_accounts=_demo_accounts)


def _demo_accounts() -> "tuple[DemoAccount, ...]":
    from tracker.demo.accounts import DEMO_ACCOUNTS  # only a trial installation needs it

    return DEMO_ACCOUNTS
