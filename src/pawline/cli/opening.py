"""`pawline init` and what lets people in: a shop, its manager, a forgotten password, accounts for load tests."""

import argparse
import asyncio
import json
import sys

from pawline.app import House
from pawline.cli.demo_shop import marker
from pawline.cli.installation import inside, opened, prepare
from pawline.cli.loadtest import loadtest_users
from pawline.people import Role, system_actor
from pawline.people.store import find_by_login
from pawline.platform.config import Config
from pawline.platform.errors import NotFound
from pawline.shop import NewShop, Opening, standard_places

NO_SMS = (
    "\n短信还没接通：PAWLINE_SMS_URL 指向短信网关之前，客人无法验证手机号。\n"
    "可以先接通短信，或在工作台「设置」里关掉「确认预约前要验证手机号」。\n"
    "No text messages yet: until PAWLINE_SMS_URL names a gateway, owners cannot prove a phone.\n"
    "Set one up, or switch off the phone check in the desk's settings.\n"
)


def run_init(args: argparse.Namespace, config: Config) -> int:
    """Opens a real shop; 1 where the demo is."""
    if marker(config).exists():
        sys.stderr.write(
            "这个数据目录是演示门店，真实门店请换一个：PAWLINE_DATA=/srv/pawline\n"
            "This data folder holds the demo shop; give the real one its own: PAWLINE_DATA=/srv/pawline\n"
        )
        return 1
    hours = tuple(Opening(day, args.opens, args.closes) for day in range(1, 8) if day not in args.closed)
    prepare(config)

    async def work(house: House) -> str:
        new = NewShop(slug=args.slug, name=args.name, name_en=args.name_en, zone=args.zone, hours=hours)
        made = await house.shops.open_shop(new)
        for place in standard_places():
            await house.shops.add_station(system_actor(made.id), place)
        token = await house.db.write(lambda tx: house.staff.invite_in(tx, made.id, args.manager, Role.MANAGER))
        return await house.join_link(made.id, token)

    link = asyncio.run(inside(House(config), work))
    sys.stdout.write(
        f"开店成功。请店长在七天内打开这个链接设置密码：\n"
        f"The shop is open. The manager sets a password with this link within seven days:\n\n"
        f"  http://{config.host}:{config.port}{link}\n\n"
        "启动 Start: pawline serve\n" + ("" if config.sms_url else NO_SMS)
    )
    return 0


def run_reset_password(args: argparse.Namespace, config: Config) -> int:
    """Prints a link for a new password. Raises NoShopHere, NotFound."""

    async def work(house: House) -> str:
        shop = await house.shop_named(args.shop)
        row = await house.db.read(lambda tx: find_by_login(tx, shop.id, args.login))
        if row is None:
            raise NotFound
        token = await house.db.write(lambda tx: house.staff.invite_in(tx, shop.id, row.name, Role(row.role), row.id))
        return await house.join_link(shop.id, token)

    link = asyncio.run(inside(opened(config), work))
    sys.stdout.write(f"http://{config.host}:{config.port}{link}\n")
    return 0


def run_loadtest(args: argparse.Namespace, config: Config) -> int:
    """Prints one account a line, as JSON; 1 unless the installation allows it."""
    if config.loadtest != "1":
        sys.stderr.write("refused: set PAWLINE_LOADTEST=1; these accounts have raised limits\n")
        return 1
    prepare(config)

    async def work(house: House) -> None:
        async for line in loadtest_users(house, args.count, args.groups, args.group_size, args.shops):
            sys.stdout.write(json.dumps(line) + "\n")

    asyncio.run(inside(House(config), work))
    return 0
