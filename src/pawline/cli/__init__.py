"""The command line: serve, init, demo, doctor and what keeps an installation well."""

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pawline import __version__
from pawline.cli import asking, keeping, opening, records, serving
from pawline.platform.config import Config
from pawline.platform.errors import PawlineError
from pawline.records import Kind


def main(argv: list[str] | None = None) -> int:
    """Runs one command; the exit code is 0, 1 for a refusal, 2 for wrong words."""
    # Owners' conversations and pictures are nobody else's business on this machine.
    os.umask(0o077)
    parser = _parser()
    args = parser.parse_args(argv)
    try:
        return int(args.run(args, Config.from_env()) or 0)
    except PawlineError as error:
        sys.stderr.write(error.sentence("zh" if os.environ.get("LANG", "").startswith("zh") else "en") + "\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pawline", description="One conversation in which a pet shop works.")
    parser.add_argument("--version", action="version", version=f"pawline {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., Any], about: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=about, description=about)
        one.set_defaults(run=run)
        return one

    serve = command("serve", serving.run_serve, "Serve pages, API and sockets on one port.")
    serve.add_argument("--demo", action="store_true", help="make the demo shop first if there is no shop yet")
    serve.add_argument("--workers", type=_count, default=1, help="processes on the port (PostgreSQL and NATS needed)")
    command("migrate", serving.run_migrate, "Bring the database to the newest schema.")
    start = command("init", opening.run_init, "Open a real shop: no demo data; prints the manager's invitation link.")
    start.add_argument("--slug", default="shop", help="short name used in links (default: shop)")
    start.add_argument("--name", required=True)
    start.add_argument("--name-en", default="")
    start.add_argument("--zone", default="Asia/Shanghai", help="IANA time zone (default: Asia/Shanghai)")
    start.add_argument("--opens", type=_minutes, default="09:00")
    start.add_argument("--closes", type=_minutes, default="21:00")
    start.add_argument("--closed", type=_weekdays, default="", help="weekdays closed, 1 Monday to 7 Sunday, e.g. 4,7")
    start.add_argument("--manager", default="店长", help="the first manager's name")
    doctor = command("doctor", asking.run_doctor, "Say in plain words what is wrong with this set-up.")
    doctor.add_argument("--json", action="store_true")
    keep = command("backup", keeping.run_backup, "Write the whole installation to one sealed file, while it serves.")
    keep.add_argument("file", nargs="?", type=Path, help="default: pawline-DATE-TIME.backup here")
    keep.add_argument("--json", action="store_true", help="tell the result as JSON")
    bring = command("restore", keeping.run_restore, "Put a backup into an empty data folder (PAWLINE_DATA).")
    bring.add_argument("file", type=Path)
    bring.add_argument(
        "--key", type=Path, help="secret.key, or a file with the recovery code (default: secret.key there, or asked)"
    )
    code = command("recovery-code", keeping.run_recovery_code, "Print what opens the backups, to be kept on paper.")
    code.add_argument("--json", action="store_true")
    key = command("new-key", keeping.run_new_key, "Another secret for an installation that is stopped.")
    key.add_argument("--json", action="store_true")
    out = command(
        "export", keeping.run_export, "Write everything in a form that every engine can take, to move to another."
    )
    out.add_argument("target", type=Path, help="a new folder, or a new file that ends with .tar.gz")
    out.add_argument("--json", action="store_true", help="tell the result as JSON")
    into = command("import", keeping.run_import, "Fill an empty database and data folder from an export.")
    into.add_argument("source", type=Path)
    into.add_argument("--json", action="store_true", help="tell the result as JSON")
    for name, run, about in (
        ("export-csv", records.run_export_csv, "Write a list of the shop to a CSV file for spreadsheet programs."),
        (
            "import-csv",
            records.run_import_csv,
            "Bring in such a file, the whole of it or nothing; owners are not told.",
        ),
    ):
        one = command(name, run, about)
        one.add_argument("list", choices=[kind.value for kind in Kind])
        one.add_argument(
            "file", type=Path, nargs="?" if name == "export-csv" else None,
            help="- is the standard output" if name == "export-csv" else "- is the standard input",
        )  # fmt: skip
        one.add_argument("--shop", default=None, help="the shop's short name (default: the first shop)")
        one.add_argument("--json", action="store_true", help="tell the result as JSON")
        if name == "import-csv":
            one.add_argument("--dry-run", action="store_true", help="only say what it would do")
    command("new-epoch", keeping.run_new_epoch, "After restoring a database by its own tools: pages read anew.")
    load = command("loadtest-users", opening.run_loadtest, "Make accounts for load tests (needs PAWLINE_LOADTEST=1).")
    load.add_argument("--count", type=int, required=True)
    load.add_argument("--groups", type=int, default=0)
    load.add_argument("--group-size", type=int, default=0)
    load.add_argument("--shops", type=_count, default=1, help="spread the pairs over so many shops (no groups then)")
    judge = command("eval", asking.run_eval, "Read JSON lines, write what the assistant understands of them.")
    judge.add_argument("what", choices=("time", "messages"))
    forgot = command("reset-password", opening.run_reset_password, "Print a link by which staff set a new password.")
    forgot.add_argument("login")
    forgot.add_argument("--shop", default=None, help="the shop's short name (default: the first shop)")
    command("settings", asking.run_settings, "List every setting of an installation.").add_argument(
        "--json", action="store_true"
    )
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 64")
    return int(text)


def _minutes(clock: str) -> int:
    found = re.fullmatch(r"(\d{1,2})(?::([0-5]\d))?", clock)
    minutes = int(found[1]) * 60 + int(found[2] or 0) if found else -1
    if not 0 <= minutes <= 24 * 60:
        raise argparse.ArgumentTypeError(f"{clock!r} is no time of day such as 9:00 or 21:30")
    return minutes


def _weekdays(days: str) -> set[int]:
    found = {day.strip() for day in days.split(",") if day.strip()}
    if not found <= set("1234567"):
        raise argparse.ArgumentTypeError(f"{days!r} are no weekdays from 1 (Monday) to 7 (Sunday), such as 4,7")
    return {int(day) for day in found}
