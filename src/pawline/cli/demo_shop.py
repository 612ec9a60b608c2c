"""The demo shop: made at the first start, marked as such in its data folder."""

import os
import sys
from pathlib import Path
from typing import Any

from pawline.app import House
from pawline.cli.installation import inside
from pawline.platform.config import Config
from pawline.platform.errors import PawlineError

SEEDING = "seeding"


class UnfinishedDemo(PawlineError):
    """The demo's making was cut off in a database that is not ours to delete."""

    code = "unfinished_demo"
    zh = "演示门店只做了一半就断了。请删掉并重建这个数据库（里面没有真实数据），再删掉 {marker}。"
    en = "The demo was cut off half made. Drop and create its database (nothing real is in it), then delete {marker}."


def marker(config: Config) -> Path:
    """Its presence makes an installation a demo; a real shop never has it. It says whether the demo is complete."""
    return config.data_dir / "demo"


def mark(config: Config, state: str) -> None:
    """Writes how far the demo is: `SEEDING` or ready."""
    handle = os.open(marker(config), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(state)


def forget_unfinished(config: Config) -> None:
    """A demo whose seeding was cut off is made anew: there is nothing real in it. Raises UnfinishedDemo."""
    made = marker(config)
    if made.exists() and made.read_text() == SEEDING:
        if not config.is_sqlite:
            raise UnfinishedDemo(marker=str(made))
        for path in config.data_dir.glob("pawline.db*"):
            path.unlink()
        made.unlink()


def house_of(config: Config) -> tuple[House, list[Any]]:
    """The house, with the demo's SMS page only in a demo."""
    if not marker(config).exists():
        return House(config), []
    from pawline.demo import DemoSms
    from pawline.platform.clock import SystemClock

    clock = SystemClock()
    sms = DemoSms(clock)
    return House(config, clock=clock, sms=sms), sms.routes()


async def seed_demo(config: Config) -> bool:
    """Makes the demo shop where there is none, and prints its sign-ins; returns whether it did."""
    from pawline.demo import seed

    async def work(house: House) -> bool:
        if await house.db.read(house.shops.shops):
            return False
        mark(config, SEEDING)
        sys.stdout.write("正在准备演示门店… Preparing the demo shop…\n")
        sys.stdout.flush()
        made = await seed(house)
        mark(config, "ready")
        sys.stdout.write("\n演示账号（只显示这一次） Demo sign-ins (shown only now):\n")
        for login, password in made.passwords.items():
            sys.stdout.write(f"  {login:<8} {password}\n")
        return True

    return await inside(House(config), work)
