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
from pawline.people.store import find_by_login, staff_of
from pawline.platform.config import Config
from pawline.platform.errors import NotFound, PawlineError
from pawline.shop import BadShop, NewShop, Opening, Shop, SlugTaken, standard_places

# What `init` can be told wrongly: by which option, and what is right.
RIGHT = {
    "slug": ("--slug", "maoqiu (a-z 0-9 -)"),
    "zone": ("--zone", "Asia/Shanghai, Europe/Berlin"),
    "hours": ("--opens, --closes", "--opens 9:00 --closes 21:00"),
}


class BadOption(PawlineError):
    """A shop cannot be opened with what an option says."""

    code = "bad_option"
    zh = "{option} 的值 {value} 用不了，请照这样写：{example}。没有开店。"
    en = "{option} can't be {value}; right is, for instance: {example}. No shop was opened."


class ShopIsOpen(SlugTaken):
    """`init` where it was run before."""

    code = "shop_is_open"
    zh = (
        "这里已经有短名为 {slug} 的门店了，没有改动。店长要重新登录：pawline reset-password 登录名；"
        "再开一家：pawline init --slug 另一个短名 …"
    )
    en = (
        "A shop with the short name {slug} is open here already; nothing was changed. To let its manager in again: "
        "pawline reset-password LOGIN. To open another beside it: pawline init --slug ANOTHER …"
    )


class NoSuchLogin(NotFound):
    """Nobody of the shop signs in with that."""

    code = "no_such_login"
    zh = "门店 {shop} 没有登录名 {login}；现有：{logins}。别的门店用 --shop 短名。什么都没有改动。"
    en = (
        "Nobody of the shop {shop} signs in as {login}; there are: {logins}. Another shop: --shop NAME. "
        "Nothing was changed."
    )


NO_SMS = (
    "\n短信还没接通：PAWLINE_SMS_URL 指向短信网关之前，客人无法验证手机号。\n"
    "可以先接通短信，或在工作台「设置」里关掉「确认预约前要验证手机号」。\n"
    "No text messages yet: until PAWLINE_SMS_URL names a gateway, owners cannot prove a phone.\n"
    "Set one up, or switch off the phone check in the desk's booking rules.\n"
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
        made = await _open(house, new)
        for place in standard_places():
            await house.shops.roster.add_station(system_actor(made.id), place)
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


async def _open(house: House, new: NewShop) -> Shop:
    try:
        return await house.shops.open_shop(new)
    except SlugTaken:
        raise ShopIsOpen(slug=new.slug) from None
    except BadShop as error:
        if (reason := str(error.data["reason"])) not in RIGHT:
            raise
        option, example = RIGHT[reason]
        raise BadOption(option=option, value=_said(new, reason), example=example) from None


def _said(new: NewShop, field: str) -> str:
    if field != "hours":
        return str(getattr(new, field))
    return "–".join(
        f"{minutes // 60}:{minutes % 60:02}" for minutes in (new.hours[0].opens_min, new.hours[0].closes_min)
    )


def run_reset_password(args: argparse.Namespace, config: Config) -> int:
    """Prints a link for a new password. Raises NoShopHere, NoSuchLogin."""

    async def work(house: House) -> str:
        shop = await house.shop_named(args.shop)
        row = await house.db.read(lambda tx: find_by_login(tx, shop.id, args.login))
        if row is None:
            team = await house.db.read(lambda tx: staff_of(tx, shop.id))
            logins = ", ".join(one.login for one in team if one.login and one.is_active) or "–"
            raise NoSuchLogin(login=args.login, shop=shop.slug, logins=logins)
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
