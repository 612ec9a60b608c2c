"""`pawline backup`, `restore`, `export`, `import`, `new-epoch`: what keeps an installation and moves it."""

import argparse
import json
import sys
from pathlib import Path

from pawline.cli.backup import back_up, restore
from pawline.cli.export import Moved, bring, export
from pawline.cli.installation import opened
from pawline.platform.clock import SystemClock
from pawline.platform.config import Config
from pawline.platform.ids import RandomIds


def run_backup(args: argparse.Namespace, config: Config) -> int:
    """Writes the installation to one file."""
    name = SystemClock().now().strftime("pawline-%Y%m%d-%H%M%S.tar.gz")
    target: Path = args.file or Path(name)
    size = back_up(config, target, _progress) if config.is_sqlite else export(config, target, _progress).bytes
    sys.stdout.write(f"{target} {size} bytes\n")
    return 0


def run_restore(args: argparse.Namespace, config: Config) -> int:
    """Fills an empty data folder; clients notice a new epoch."""
    if config.is_sqlite:
        restore(config, args.file, RandomIds().new(), _progress)
    else:
        bring(config, args.file, _progress, new_epoch=RandomIds().new())
    sys.stdout.write(
        f"已恢复到 {config.data_dir}。启动后页面会自己重新读取，没发出去的会补发。\n"
        f"Restored into {config.data_dir}. Pages read anew by themselves and send what was not acknowledged.\n"
    )
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
