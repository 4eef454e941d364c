"""A plan's file as it was sent: always a download, whatever it contains."""

import re

from flask import make_response
from werkzeug.wrappers import Response


def attachment(filename: str, content: bytes) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = "application/octet-stream"
    answer.headers["Cache-Control"] = "no-store"
    name = re.sub(r'[\x00-\x1f"\\/]', "_", filename)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
