"""Own assets and the locked front-end libraries, served by the application: nothing comes from another host."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from config import ROOT, Settings

OWN = ROOT / "tracker" / "static"
# name under /static/lib → where the locked package keeps it
LIBRARIES = {"htmx.js": Path("htmx.org/dist/htmx.min.js")}


def register(app: Flask, settings: Settings) -> None:
    """Serve ``/static/…``; templates write ``asset('app.css')`` and get an address that changes with the content."""
    libraries = {
        name: settings.frontend / path for name, path in LIBRARIES.items() if (settings.frontend / path).is_file()
    }
    files = WhiteNoise(app.wsgi_app, max_age=31_536_000 if settings.environment == "production" else 60)
    files.add_files(str(OWN), prefix="static/")
    for name, path in libraries.items():
        files.add_file_to_dictionary(f"/static/lib/{name}", str(path))
    app.wsgi_app = files  # type: ignore[method-assign]  # Flask's documented way to wrap

    def asset(name: str) -> str:
        path = libraries[name.removeprefix("lib/")] if name.startswith("lib/") else OWN / name
        return f"/static/{name}?v={_fingerprint(path, path.stat().st_mtime_ns)}"

    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["has_scripts"] = bool(libraries)


@lru_cache(maxsize=64)
def _fingerprint(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
