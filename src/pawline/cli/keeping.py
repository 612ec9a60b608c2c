"""`pawline backup`, `restore`, `export`, `import`, `new-epoch`: what keeps an installation and moves it."""

import argparse
import json
import sys
from getpass import getpass
from pathlib import Path
from secrets import token_bytes

from pawline.cli.backup import back_up, check_readable, is_sealed, restore
from pawline.cli.export import Moved, bring, export
from pawline.cli.installation import opened
from pawline.platform import keys
from pawline.platform.clock import SystemClock
from pawline.platform.config import Config
from pawline.platform.durable import sync_folder
from pawline.platform.errors import PawlineError
from pawline.platform.ids import RandomIds
from pawline.platform.keys import recovery_code, secret_in, secret_of, write_secret
from pawline.serve import is_free

NEEDS_CODE = (
    "恢复时需要恢复码（pawline recovery-code），请与备份分开保管。\n"
    "Restoring it takes the recovery code (pawline recovery-code): keep that apart from the backup.\n"
)
KEEP_CODE = (
    "请抄在纸上、放在别处：这台机器坏了，只有它能打开备份。拿到它的人也能打开，别发给任何人。\n"
    "Write it down and keep it elsewhere: when this machine is gone, only this opens your backups. Whoever has it can\n"
    "open them too, so send it to nobody.\n"
)


class StillServing(PawlineError):
    """A running server would go on wrapping by the secret that is being replaced."""

    code = "still_serving"
    zh = "端口 {port} 上还有服务在运行。请先停下它，再换密钥。什么都没有改动。"
    en = "Something still serves on port {port}. Stop it first, then change the key. Nothing was changed."


def run_backup(args: argparse.Namespace, config: Config) -> int:
    """Writes the installation to one sealed file."""
    target: Path = args.file or Path(SystemClock().now().strftime("pawline-%Y%m%d-%H%M%S.backup"))
    size = back_up(config, target, _progress)
    told = json.dumps({"file": str(target), "bytes": size}) + "\n"
    sys.stdout.write(told if args.json else f"{target} {size} bytes\n{NEEDS_CODE}")
    return 0


def run_restore(args: argparse.Namespace, config: Config) -> int:
    """Fills an empty data folder; clients notice a new epoch."""
    source: Path = args.file
    secret = None
    for one in (source, args.key):
        if one:
            check_readable(one)
    if is_sealed(source) and not (config.data_dir / keys.FILE).exists():
        secret = secret_in(args.key.read_bytes()) if args.key else secret_of(_asked_code())
    restore(config, source, RandomIds().new(), _progress, secret)
    sys.stdout.write(
        f"已恢复到 {config.data_dir}。启动后页面会自己重新读取，没发出去的会补发。\n"
        f"Restored into {config.data_dir}. Pages read anew by themselves and send what was not acknowledged.\n"
    )
    return 0


def _asked_code() -> str:
    if sys.stdin.isatty():
        return getpass("恢复码 Recovery code: ")
    return sys.stdin.readline()


def run_recovery_code(args: argparse.Namespace, config: Config) -> int:
    """Prints the secret for paper. Raises NoShopHere."""
    return _tell_code(opened(config).keys.secret, args, config)


def run_new_key(args: argparse.Namespace, config: Config) -> int:
    """Another secret, which wraps the shops' keys; nothing else changes. Raises NoShopHere, WrongKey, StillServing."""
    if not is_free(config.host, config.port_number):
        raise StillServing(port=config.port)
    house = opened(config)
    current, following = config.data_dir / keys.FILE, config.data_dir / keys.NEXT_FILE
    # The database opened by the other one: this is from a change that was cut off before it had come that far.
    following.unlink(missing_ok=True)
    secret = token_bytes(keys.SECRET_BYTES)
    # Whichever of the two the database was left with, the next start finds it.
    write_secret(following, secret)
    with house.db.engine.begin() as conn:
        house.db.vault.rewrap(conn, secret)
    following.replace(current)
    sync_folder(config.data_dir)
    return _tell_code(secret, args, config)


def _tell_code(secret: bytes, args: argparse.Namespace, config: Config) -> int:
    (config.data_dir / keys.CODE_SHOWN).write_text("")
    code = recovery_code(secret)
    sys.stdout.write(json.dumps({"recovery_code": code}) + "\n" if args.json else f"\n  {code}\n\n{KEEP_CODE}")
    return 0


def run_export(args: argparse.Namespace, config: Config) -> int:
    """Writes what every engine can take."""
    return _told(export(config, args.target, _progress), args)


def run_import(args: argparse.Namespace, config: Config) -> int:
    """Fills an empty database from that."""
    return _told(bring(config, args.source, _progress), args)


def _told(moved: Moved, args: argparse.Namespace) -> int:
    _progress("")
    words = f"{moved.rows} rows of {len(moved.tables)} tables, {moved.bytes} bytes, epoch {moved.epoch}"
    sys.stdout.write((json.dumps(vars(moved)) if args.json else words) + "\n")
    return 0


def run_new_epoch(_args: argparse.Namespace, config: Config) -> int:
    """Makes every client read anew. Raises NoShopHere."""
    opened(config).db.change_epoch(RandomIds().new())
    sys.stdout.write("a new epoch: start the server again\n")
    return 0


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{words}   ")
