"""A file that somebody has sent, given out again: always a download, never a page of ours."""

from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

# Shown by name in the browser's download; anything else is bytes. None of these can run in our pages.
_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(filename: str, content: bytes, sha256: str) -> Response:
    """The file under its own name; kept by no cache."""
    ending = filename[filename.rfind(".") :].lower()
    kind = _TYPES.get(ending, "application/octet-stream")
    response = send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=filename, etag=sha256)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
