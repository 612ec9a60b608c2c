"""`pawline export-csv` and `import-csv`: a shop's lists as files, without the desk."""

import argparse
import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import msgspec

from pawline.app import House
from pawline.cli.installation import inside, opened
from pawline.people import Actor, Lang, system_actor
from pawline.platform.config import Config
from pawline.platform.errors import PawlineError
from pawline.records import CannotBring, Kind, Problem, Report

STANDARD = "-"


class FileGone(PawlineError):
    """The file cannot be read."""

    code = "file_gone"
    zh = "读不到文件 {file}。什么都没有改动。"
    en = "The file {file} can't be read. Nothing was changed."


class FileThere(PawlineError):
    """An export never overwrites anything."""

    code = "file_exists"
    zh = "{file} 已经存在，换个名字，或先把它移走。"
    en = "{file} is there already: choose another name, or move it away."


def run_export_csv(args: argparse.Namespace, config: Config) -> int:
    """Writes a list of a shop to a file that only this user can read. Raises NoShopHere, NoSuchShop, FileThere."""
    target, kind = args.file or Path(f"pawline-{args.list}.csv"), Kind(args.list)
    if str(target) != STANDARD and target.exists():
        raise FileThere(file=str(target))

    async def work(house: House) -> bytes:
        actor = await _manager(house, args.shop)
        return await house.db.read(lambda tx: house.records.export(tx, actor, kind))

    content: bytes = asyncio.run(inside(opened(config), work))
    if str(target) == STANDARD:
        sys.stdout.buffer.write(content)
        return 0
    target.write_bytes(content)
    told = {"file": str(target), "bytes": len(content)}
    sys.stdout.write(f"{msgspec.json.encode(told).decode()}\n" if args.json else f"{target} {len(content)} bytes\n")
    return 0


def run_import_csv(args: argparse.Namespace, config: Config) -> int:
    """Brings a file in, or with `--dry-run` says what it would do; 1 when something in it is wrong, and then nothing
    was changed. Raises NoShopHere, NoSuchShop, FileGone, FileTooLarge, NotText, EmptyFile.
    """
    raw, kind = _read(args.file), Kind(args.list)

    async def work(house: House) -> Report:
        actor = await _manager(house, args.shop)
        if args.dry_run:
            return await house.records.preview(actor, kind, raw)
        try:
            return await house.records.bring(actor, kind, raw)
        except CannotBring as refusal:
            return refusal.report

    report: Report = asyncio.run(inside(opened(config), work))
    if args.json:
        sys.stdout.write(f"{msgspec.json.encode(report).decode()}\n")
    else:
        _tell(report, sys.stdout)
    return 1 if report.problems else 0


async def _manager(house: House, slug: str | None) -> Actor:
    shop = await house.shop_named(slug)
    return replace(system_actor(shop.id), lang=_lang())


def _lang() -> Lang:
    return "zh" if os.environ.get("LANG", "").startswith("zh") else "en"


def _read(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == STANDARD else file.read_bytes()
    except OSError as error:
        raise FileGone(file=str(file)) from error


def _tell(report: Report, to: TextIO) -> None:
    """The numbers, then a line for each problem."""
    is_zh = _lang() == "zh"
    for one in report.problems:
        to.write(f"{_place(one, is_zh)}: {one.words.zh if is_zh else one.words.en}\n")
    if report.more:
        to.write(f"… 还有 {report.more} 处\n" if is_zh else f"… and {report.more} more\n")
    counts = (report.new, report.changed, report.unchanged)
    if report.problems:
        to.write("什么都没有导入。\n" if is_zh else "Nothing was imported.\n")
    elif is_zh:
        to.write("{}：新增 {}，改动 {}，没变 {}\n".format("已导入" if report.is_done else "试运行", *counts))
    else:
        to.write("{}: {} new, {} changed, {} unchanged\n".format("imported" if report.is_done else "dry run", *counts))


def _place(one: Problem, is_zh: bool) -> str:
    column = (one.column.zh if is_zh else one.column.en) if one.column else ""
    return (
        (f"第 {one.line} 行" + (f"「{column}」" if column else ""))
        if is_zh
        else (f"line {one.line}" + (f", {column}" if column else ""))
    )
