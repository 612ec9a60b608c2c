"""`pawline serve` and `pawline migrate`."""

import argparse
import asyncio
import os
import sys

from pawline.app import House, web_app
from pawline.cli.demo_shop import forget_unfinished, house_of, marker, seed_demo
from pawline.cli.installation import ROOT, prepare
from pawline.cli.workers import WORKER, check_engines, watch_workers
from pawline.platform.config import Config
from pawline.platform.log import set_up_logs
from pawline.platform.web.build import ensure_web
from pawline.serve import is_free, server_of, shared_socket

NEW_PASSWORDS = (
    "\n  店员用上面的账号登录，例如 manager；密码以后不再显示\n"
    "  Staff sign in with the names and passwords above, such as manager; they are not shown again\n"
)
OLD_PASSWORDS = (
    "\n  店员登录：manager，密码在第一次启动时显示过；忘了运行 .venv/bin/pawline reset-password manager\n"
    "  Staff sign in as manager, password shown at the first start; forgotten:\n"
    "  .venv/bin/pawline reset-password manager\n"
)


def run_migrate(_args: argparse.Namespace, config: Config) -> int:
    """Brings the database to the newest schema."""
    sys.stdout.write("migrated\n" if prepare(config) else "nothing to do\n")
    return 0


def run_serve(args: argparse.Namespace, config: Config) -> int:
    """Serves until a signal; 1 when the port is taken."""
    if os.environ.get(WORKER):
        return _work(config)
    if args.workers > 1:
        check_engines(config)
    if not config.skip_web:
        ensure_web(ROOT)
    if not is_free(config.host, config.port_number):
        sys.stderr.write(
            f"端口 {config.port} 已被占用；换一个：PAWLINE_PORT=8081 make run\n"
            f"Port {config.port} is taken; choose another: PAWLINE_PORT=8081 make run\n"
        )
        return 1
    set_up_logs()
    forget_unfinished(config)
    prepare(config)
    is_new_demo = args.demo and asyncio.run(seed_demo(config))
    if not config.is_durable:
        sys.stderr.write("not durable: PAWLINE_SYNCHRONOUS is below FULL\n")
    say_links(config, is_new_demo=is_new_demo)
    if args.workers > 1:
        return watch_workers(config, args.workers)
    house, more = house_of(config)
    _say_durability(house)
    server_of(house, web_app(house, more)).run()
    return 0


def _work(config: Config) -> int:
    """One of several processes on the port; the parent has prepared everything."""
    set_up_logs()
    house, more = house_of(config)
    _say_durability(house)
    one = shared_socket(config.host, config.port_number)
    server_of(house, web_app(house, more), shares_port=True).run(sockets=[one])
    return 0


def _say_durability(house: House) -> None:
    if not house.config.is_sqlite and not house.db.is_durable():
        sys.stderr.write("not durable: fsync, full_page_writes or synchronous_commit of PostgreSQL is off\n")


def say_links(config: Config, *, is_new_demo: bool) -> None:
    """Where everything is, and in a demo how to sign in; `is_new_demo`: the passwords stand just above."""
    base = f"http://{'127.0.0.1' if config.host in ('0.0.0.0', '::') else config.host}:{config.port}"  # noqa: S104
    sys.stdout.write(
        f"\n  客人聊天 Owner's chat   {base}/\n"
        f"  门店工作台 Staff desk    {base}/desk\n"
        f"  接口文档 API             {base}/apidocs\n"
    )
    if marker(config).exists():
        sys.stdout.write(
            f"  演示短信 Demo messages   {base}/demo\n" + (NEW_PASSWORDS if is_new_demo else OLD_PASSWORDS)
        )
    sys.stdout.write("\n")
    sys.stdout.flush()
