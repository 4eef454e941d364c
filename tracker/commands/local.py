"""``flask local``: everything in one process, to try the service on one's own machine (``make run``)."""

import logging
import os
import signal
import threading
from dataclasses import replace

import click
from flask import current_app
from werkzeug.serving import make_server

from tracker import clock, schema
from tracker.commands.context import database, mailer, plainly
from tracker.demo import load as loader
from tracker.demo.accounts import DEMO_ACCOUNTS
from tracker.scheduler import Ticker


@click.command("local")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@plainly
def command(host: str, port: int) -> None:
    """Migrate, load the demo, serve pages and scheduler until Ctrl-C. Not for production: see README.md there."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s", datefmt="%H:%M:%S")
    for quiet in ("apscheduler", "alembic", "werkzeug"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    _link_here(host, port)
    schema.upgrade(database().engine)
    database().transact(lambda session: loader.load(session, mailer(), now=clock.now()))
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's own way to the object
    try:
        server = make_server(host, port, app, threaded=True)
    except (OSError, SystemExit):
        raise click.ClickException(
            f'Port {port} is taken: choose another, as in: make run ARGS="--port {port + 1}"'
        ) from None
    ticker = Ticker(database(), mailer())
    ticker.start()
    _greet(host, port)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("")
    ticker.stop()
    click.echo("Stopped; nothing is lost.")


def _link_here(host: str, port: int) -> None:
    """Links in the trial's mails lead to this server, unless SITE_URL names another address."""
    if not os.environ.get("SITE_URL"):
        mailer().settings = replace(mailer().settings, site_url=f"http://{host}:{port}")


def _greet(host: str, port: int) -> None:
    click.echo(f"\nSẵn Sàng:  http://{host}:{port}\n")
    click.echo("Tài khoản dùng thử (demo accounts):")
    for account in DEMO_ACCOUNTS:
        click.echo(f"  {account.email:<34} {account.password}   {account.name}, {account.post}")
    click.echo(
        "\nCtrl-C: dừng (stop). Thư xem ở trang “Hộp thư gửi” (mails are read there, none leaves this machine).\n"
    )
