"""The command line: serve, init, demo, doctor and what keeps an installation well."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from pawline.app import House, web_app
from pawline.cli_backup import back_up, restore
from pawline.cli_doctor import Finding, examine
from pawline.cli_export import Moved, bring, export
from pawline.cli_loadtest import loadtest_users
from pawline.cli_workers import WORKER, check_engines, watch_workers
from pawline.platform.config import Config
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import upgrade
from pawline.platform.errors import PawlineError
from pawline.platform.log import set_up_logs
from pawline.platform.web.build import ensure_web
from pawline.serve import is_free, server_of, shared_socket

ROOT = Path(__file__).parents[2]
SEEDING = "seeding"
NO_SMS = (
    "\n短信还没接通：PAWLINE_SMS_URL 指向短信网关之前，客人无法验证手机号。\n"
    "可以先接通短信，或在工作台「设置」里关掉「确认预约前要验证手机号」。\n"
    "No text messages yet: until PAWLINE_SMS_URL names a gateway, owners cannot prove a phone.\n"
    "Set one up, or switch off the phone check in the desk's settings.\n"
)


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
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., Any], about: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=about, description=about)
        one.set_defaults(run=run)
        return one

    serve = command("serve", _serve, "Serve pages, API and sockets on one port.")
    serve.add_argument("--demo", action="store_true", help="make the demo shop first if there is no shop yet")
    serve.add_argument("--workers", type=_count, default=1, help="processes on the port (PostgreSQL and NATS needed)")
    command("migrate", _migrate, "Bring the database to the newest schema.")
    start = command("init", _init, "Open a real shop: no demo data; prints the manager's invitation link.")
    start.add_argument("--slug", default="shop", help="short name used in links (default: shop)")
    start.add_argument("--name", required=True)
    start.add_argument("--name-en", default="")
    start.add_argument("--zone", default="Asia/Shanghai", help="IANA time zone (default: Asia/Shanghai)")
    start.add_argument("--opens", type=_minutes, default="09:00")
    start.add_argument("--closes", type=_minutes, default="21:00")
    start.add_argument("--closed", type=_weekdays, default="", help="weekdays closed, 1 Monday to 7 Sunday, e.g. 4,7")
    start.add_argument("--manager", default="店长", help="the first manager's name")
    doctor = command("doctor", _doctor, "Say in plain words what is wrong with this set-up.")
    doctor.add_argument("--json", action="store_true")
    keep = command("backup", _backup, "Write the whole installation to one file, while it serves.")
    keep.add_argument("file", nargs="?", type=Path, help="default: pawline-DATE-TIME.tar.gz here")
    bring = command("restore", _restore, "Put a backup into an empty data folder (PAWLINE_DATA).")
    bring.add_argument("file", type=Path)
    out = command("export", _export, "Write everything in a form that every engine can take, to move to another.")
    out.add_argument("target", type=Path, help="a new folder, or a new file that ends with .tar.gz")
    out.add_argument("--json", action="store_true", help="tell the result as JSON")
    into = command("import", _import, "Fill an empty database and data folder from an export.")
    into.add_argument("source", type=Path)
    into.add_argument("--json", action="store_true", help="tell the result as JSON")
    command("new-epoch", _new_epoch, "After restoring a database by its own tools: pages read everything anew.")
    load = command("loadtest-users", _loadtest, "Make accounts for load tests (needs PAWLINE_LOADTEST=1).")
    load.add_argument("--count", type=int, required=True)
    load.add_argument("--groups", type=int, default=0)
    load.add_argument("--group-size", type=int, default=0)
    load.add_argument("--shops", type=_count, default=1, help="spread the pairs over so many shops (no groups then)")
    judge = command("eval", _eval, "Read JSON lines, write what the assistant understands of them.")
    judge.add_argument("what", choices=("time", "messages"))
    forgot = command("reset-password", _reset_password, "Print a link by which a member of staff sets a new password.")
    forgot.add_argument("login")
    forgot.add_argument("--shop", default=None, help="the shop's short name (default: the first shop)")
    command("settings", _settings, "List every setting of an installation.").add_argument("--json", action="store_true")
    return parser


class DatabaseAway(PawlineError):
    """The database of the settings does not answer."""

    code = "database_away"
    zh = "连不上数据库：请检查 PAWLINE_DATABASE_URL，以及 PostgreSQL 是否在运行。什么都没有改动。"
    en = "The database does not answer: check PAWLINE_DATABASE_URL and that PostgreSQL runs. Nothing was changed."


def _migrate(_args: argparse.Namespace, config: Config) -> int:
    sys.stdout.write("migrated\n" if _prepare(config) else "nothing to do\n")
    return 0


def _prepare(config: Config) -> bool:
    """Brings the database to the newest schema; returns whether anything had to be done. Raises DatabaseAway."""
    config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = open_engine(config.database, config.synchronous)
    try:
        return upgrade(engine)
    except OperationalError as error:
        if config.is_sqlite:
            raise
        raise DatabaseAway from error
    finally:
        engine.dispose()


def _marker(config: Config) -> Path:
    """Its presence makes an installation a demo; a real shop never has it. It says whether the demo is complete."""
    return config.data_dir / "demo"


def _mark(config: Config, state: str) -> None:
    handle = os.open(_marker(config), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(state)


class UnfinishedDemo(PawlineError):
    """The demo's making was cut off in a database that is not ours to delete."""

    code = "unfinished_demo"
    zh = "演示门店只做了一半就断了。请删掉并重建这个数据库（里面没有真实数据），再删掉 {marker}。"
    en = "The demo was cut off half made. Drop and create its database (nothing real is in it), then delete {marker}."


def _forget_unfinished(config: Config) -> None:
    """A demo whose seeding was cut off is made anew: there is nothing real in it. Raises UnfinishedDemo."""
    marker = _marker(config)
    if marker.exists() and marker.read_text() == SEEDING:
        if not config.is_sqlite:
            raise UnfinishedDemo(marker=str(marker))
        for path in config.data_dir.glob("pawline.db*"):
            path.unlink()
        marker.unlink()


def _serve(args: argparse.Namespace, config: Config) -> int:
    if os.environ.get(WORKER):
        return _work(config)
    if args.workers > 1:
        check_engines(config)
    if not config.skip_web:
        ensure_web(ROOT)
    if not is_free(config.host, int(config.port)):
        sys.stderr.write(
            f"端口 {config.port} 已被占用；换一个：PAWLINE_PORT=8081 make run\n"
            f"Port {config.port} is taken; choose another: PAWLINE_PORT=8081 make run\n"
        )
        return 1
    set_up_logs()
    _forget_unfinished(config)
    _prepare(config)
    if args.demo:
        asyncio.run(_seed_demo(config))
    if not config.is_durable:
        sys.stderr.write("not durable: PAWLINE_SYNCHRONOUS is below FULL\n")
    _say_links(config)
    if args.workers > 1:
        return watch_workers(config, args.workers)
    house, more = _house(config)
    _say_durability(house)
    server_of(house, web_app(house, more)).run()
    return 0


def _work(config: Config) -> int:
    """One of several processes on the port; the parent has prepared everything."""
    set_up_logs()
    house, more = _house(config)
    _say_durability(house)
    one = shared_socket(config.host, int(config.port))
    server_of(house, web_app(house, more), shares_port=True).run(sockets=[one])
    return 0


def _say_durability(house: House) -> None:
    if not house.config.is_sqlite and not house.db.is_durable():
        sys.stderr.write("not durable: fsync, full_page_writes or synchronous_commit of PostgreSQL is off\n")


def _house(config: Config) -> tuple[House, list[Any]]:
    """The house, with the demo's SMS page only in a demo."""
    if not _marker(config).exists():
        return House(config), []
    from pawline.demo import DemoSms
    from pawline.platform.clock import SystemClock

    clock = SystemClock()
    sms = DemoSms(clock)
    return House(config, clock=clock, sms=sms), sms.routes()


async def _seed_demo(config: Config) -> None:
    from pawline.demo import seed

    async def work(house: House) -> None:
        if await house.db.read(house.shops.shops):
            return
        _mark(config, SEEDING)
        sys.stdout.write("正在准备演示门店… Preparing the demo shop…\n")
        sys.stdout.flush()
        made = await seed(house)
        _mark(config, "ready")
        sys.stdout.write("\n演示账号（只显示这一次） Demo sign-ins (shown only now):\n")
        for login, password in made.passwords.items():
            sys.stdout.write(f"  {login:<8} {password}\n")

    await _inside(House(config), work)


class NoShopHere(PawlineError):
    """The data folder holds no installation."""

    code = "no_shop_here"
    zh = "这个数据目录里还没有门店：{folder}。用 PAWLINE_DATA 指到门店的目录，或先运行 pawline init。"
    en = "There is no shop in {folder} yet. Point PAWLINE_DATA at the shop's folder, or run pawline init first."


def _opened(config: Config) -> House:
    """The house of an installation that exists. Raises NoShopHere."""
    if config.database.startswith("sqlite") and not (config.data_dir / "pawline.db").exists():
        raise NoShopHere(folder=str(config.data_dir))
    _prepare(config)
    return House(config)


async def _inside(house: House, work: Callable[[House], Awaitable[Any]]) -> Any:
    """Runs work with the database started and nothing else."""
    await house.db.start()
    try:
        return await work(house)
    finally:
        await house.db.stop()


def _say_links(config: Config) -> None:
    base = f"http://{'127.0.0.1' if config.host in ('0.0.0.0', '::') else config.host}:{config.port}"  # noqa: S104
    sys.stdout.write(
        f"\n  客人聊天 Owner's chat   {base}/\n"
        f"  门店工作台 Staff desk    {base}/desk\n"
        f"  接口文档 API             {base}/apidocs\n"
    )
    if _marker(config).exists():
        sys.stdout.write(
            f"  演示短信 Demo messages   {base}/demo\n"
            "\n  店员登录：manager，密码在第一次启动时显示过；忘了运行 .venv/bin/pawline reset-password manager\n"
            "  Staff sign in as manager, password shown at the first start; forgotten: pawline reset-password manager\n"
        )
    sys.stdout.write("\n")
    sys.stdout.flush()


def _init(args: argparse.Namespace, config: Config) -> int:
    from pawline.people import Role, system_actor
    from pawline.shop import NewShop, Opening, standard_places

    if _marker(config).exists():
        sys.stderr.write(
            "这个数据目录是演示门店，真实门店请换一个：PAWLINE_DATA=/srv/pawline\n"
            "This data folder holds the demo shop; give the real one its own: PAWLINE_DATA=/srv/pawline\n"
        )
        return 1
    hours = tuple(Opening(day, args.opens, args.closes) for day in range(1, 8) if day not in args.closed)
    _prepare(config)

    async def work(house: House) -> str:
        new = NewShop(slug=args.slug, name=args.name, name_en=args.name_en, zone=args.zone, hours=hours)
        made = await house.shops.open_shop(new)
        for place in standard_places():
            await house.shops.add_station(system_actor(made.id), place)
        token = await house.db.write(lambda tx: house.staff.invite_in(tx, made.id, args.manager, Role.MANAGER))
        return await house.join_link(made.id, token)

    link = asyncio.run(_inside(House(config), work))
    sys.stdout.write(
        f"开店成功。请店长在七天内打开这个链接设置密码：\n"
        f"The shop is open. The manager sets a password with this link within seven days:\n\n"
        f"  http://{config.host}:{config.port}{link}\n\n"
        "启动 Start: pawline serve\n" + ("" if config.sms_url else NO_SMS)
    )
    return 0


def _count(text: str) -> int:
    if not 1 <= int(text) <= 64:
        raise ValueError(text)
    return int(text)


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    if not 0 <= int(hour) * 60 + int(minute or 0) <= 24 * 60:
        raise ValueError(clock)
    return int(hour) * 60 + int(minute or 0)


def _weekdays(days: str) -> set[int]:
    found = {int(day) for day in days.split(",") if day.strip()}
    if not found <= set(range(1, 8)):
        raise ValueError(days)
    return found


def _doctor(args: argparse.Namespace, config: Config) -> int:
    findings = examine(config, ROOT)
    if args.json:
        sys.stdout.write(json.dumps([vars(one) for one in findings], ensure_ascii=False, indent=1) + "\n")
    else:
        for one in findings:
            sys.stdout.write(f"{'ok  ' if one.is_ok else 'FIX '} {one.what}: {one.words}\n")
    return 0 if all(one.is_ok for one in findings) else 1


def _backup(args: argparse.Namespace, config: Config) -> int:
    from pawline.platform.clock import SystemClock

    name = SystemClock().now().strftime("pawline-%Y%m%d-%H%M%S.tar.gz")
    target: Path = args.file or Path(name)
    size = back_up(config, target, _progress) if config.is_sqlite else export(config, target, _progress).bytes
    sys.stdout.write(f"{target} {size} bytes\n")
    return 0


def _restore(args: argparse.Namespace, config: Config) -> int:
    from pawline.platform.ids import RandomIds

    if config.is_sqlite:
        restore(config, args.file, RandomIds().new(), _progress)
    else:
        bring(config, args.file, _progress, new_epoch=RandomIds().new())
    sys.stdout.write(
        f"已恢复到 {config.data_dir}。启动后页面会自己重新读取，没发出去的会补发。\n"
        f"Restored into {config.data_dir}. Pages read anew by themselves and send what was not acknowledged.\n"
    )
    return 0


def _export(args: argparse.Namespace, config: Config) -> int:
    return _told(export(config, args.target, _progress), args)


def _import(args: argparse.Namespace, config: Config) -> int:
    return _told(bring(config, args.source, _progress), args)


def _told(moved: Moved, args: argparse.Namespace) -> int:
    _progress("")
    words = f"{moved.rows} rows of {len(moved.tables)} tables, {moved.bytes} bytes, epoch {moved.epoch}"
    sys.stdout.write((json.dumps(vars(moved)) if args.json else words) + "\n")
    return 0


def _new_epoch(_args: argparse.Namespace, config: Config) -> int:
    from pawline.platform.ids import RandomIds

    _opened(config).db.change_epoch(RandomIds().new())
    sys.stdout.write("a new epoch: start the server again\n")
    return 0


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{words}   ")


def _loadtest(args: argparse.Namespace, config: Config) -> int:
    if config.loadtest != "1":
        sys.stderr.write("refused: set PAWLINE_LOADTEST=1; these accounts have raised limits\n")
        return 1
    _prepare(config)

    async def work(house: House) -> None:
        async for line in loadtest_users(house, args.count, args.groups, args.group_size, args.shops):
            sys.stdout.write(json.dumps(line) + "\n")

    asyncio.run(_inside(House(config), work))
    return 0


def _reset_password(args: argparse.Namespace, config: Config) -> int:
    from pawline.people import Role
    from pawline.people.store import find_by_login
    from pawline.platform.errors import NotFound

    async def work(house: House) -> str:
        shop = await house.shop_named(args.shop)
        row = await house.db.read(lambda tx: find_by_login(tx, shop.id, args.login))
        if row is None:
            raise NotFound
        token = await house.db.write(lambda tx: house.staff.invite_in(tx, shop.id, row.name, Role(row.role), row.id))
        return await house.join_link(shop.id, token)

    link = asyncio.run(_inside(_opened(config), work))
    sys.stdout.write(f"http://{config.host}:{config.port}{link}\n")
    return 0


def _eval(args: argparse.Namespace, _config: Config) -> int:
    from pawline.assistant import evaluate_messages, evaluate_time

    for line in {"time": evaluate_time, "messages": evaluate_messages}[args.what](sys.stdin):
        sys.stdout.write(line.rstrip("\n") + "\n")
    return 0


def _settings(args: argparse.Namespace, _config: Config) -> int:
    from dataclasses import fields

    rows = [(f.metadata["env"], str(f.default), f.metadata["about"]) for f in fields(Config)]
    if args.json:
        sys.stdout.write(json.dumps([dict(zip(("env", "default", "about"), r, strict=True)) for r in rows]) + "\n")
        return 0
    for env, default, about in rows:
        sys.stdout.write(f"{env:<22} {default or '-':<12} {about}\n")
    return 0


__all__ = ["Finding", "main"]
