"""Why a document cannot be read, and what to do instead."""

from flask_babel import lazy_gettext as _l

MESSAGES: dict[str, object] = {
    "nothing_sent": _l("Nothing was sent. Choose a file, or paste the text of the plan."),
    "no_plan": _l(
        "This text does not look like a plan: no assignment, no section on organisation, no programme, no date of an "
        "event. Check that it is the right file; if it is, paste the part that says who does what."
    ),
    "classified": _l(
        "This document is marked “%(degree)s”. Classified documents must not be put into this system; nothing of it "
        "was kept. Handle it as the rules on state secrets require."
    ),
    "unsupported": _l(
        "Files of this kind cannot be read. Open it in Word or LibreOffice and save it as .docx or .pdf, or paste the "
        "text."
    ),
    "broken": _l(
        "The file is damaged and cannot be read. Open it where it was made and save it again as .docx or .pdf, or "
        "paste the text."
    ),
    "encrypted": _l("The file is protected by a password. Save a copy without one and send that, or paste the text."),
    "empty": _l("There is no text in it. Check that it is the right file, or paste the text of the plan."),
    "scanned": _l(
        "The file holds pictures of pages (a scan), no text, and this server has no text recognition: the "
        "administrator can install the packages tesseract-ocr and tesseract-ocr-vie. Until then, send the original "
        ".docx or paste the text."
    ),
    "office_missing": _l(
        "Files of the kind %(suffix)s are read through LibreOffice, which this server does not have: the administrator "
        "can install the package %(package)s. Until then, save the file as .docx or .pdf, or paste the text."
    ),
    "reading_cancelled": _l("The reading was stopped."),
    "reading_failed": _l(
        "The file could not be read because of a fault of ours, which has been recorded. Paste the text of the plan, "
        "or save the file as .docx and try that."
    ),
    "macros": _l(
        "The file contains macros, which are not accepted for safety. Save it as .docx (Word document without macros)."
    ),
    "zip_bomb": _l(
        "The file unpacks to far more than a plan needs and was not opened, for safety. Save it again as .docx or "
        ".pdf, or paste the text."
    ),
    "too_large": _l(
        "The document is too large or too long to be read. Send only the plan itself, without scanned or bulky "
        "appendices, or paste the text."
    ),
    "timeout": _l(
        "Reading the file took too long and was stopped. Save it again as .docx, or paste the text of the plan."
    ),
}
