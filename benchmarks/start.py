"""How long a start takes: the application, `flask demo load` the first and the second time; bare imports beside it."""

import os
import subprocess
import sys
import tempfile

from benchmarks._ground import figure, headline, median, ms, timed, times
from config import ROOT


def python(*args: str, **env: str) -> None:
    subprocess.run([sys.executable, *args], cwd=ROOT, env=os.environ | env, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    headline("Starting")
    with tempfile.TemporaryDirectory() as folder:
        local = {
            "SANSANG_ENV": "local",
            "DATABASE_URL": f"sqlite:///{folder}/start.sqlite3",
            "MAIL_FOLDER": f"{folder}/mail",
        }
        empty = median(lambda: python("-c", "pass"), runs=5)
        imports = median(lambda: python("-c", "import flask, sqlalchemy.orm, flask_babel, holidays, argon2"), runs=5)
        app = median(lambda: python("-c", "import wsgi", **local), runs=5)
        figure("an empty Python process", ms(empty))
        figure("importing the libraries alone", ms(imports))
        figure("importing and creating the application", ms(app))
        figure("beside the libraries alone", times(app, imports))
        flask = ("-m", "flask", "--app", "wsgi")
        figure("flask db upgrade of an empty database", ms(timed(lambda: python(*flask, "db", "upgrade", **local))))
        figure("flask db upgrade again", ms(median(lambda: python(*flask, "db", "upgrade", **local), runs=3)))
        figure("flask demo load the first time", ms(timed(lambda: python(*flask, "demo", "load", **local))))
        figure("flask demo load again", ms(median(lambda: python(*flask, "demo", "load", **local), runs=3)))


if __name__ == "__main__":
    main()
