"""What a WSGI server loads: ``gunicorn wsgi:app``; the ``flask`` command finds the same."""

import config
from tracker.app import create_app

try:
    app = create_app(config.load())
except config.ConfigError as error:
    raise SystemExit(f"Sẵn Sàng cannot start: {error}") from None
