"""An installation from the command line: its database brought up to date, its house opened."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from pawline.app import House
from pawline.platform.config import Config
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import upgrade
from pawline.platform.errors import PawlineError

ROOT = Path(__file__).parents[3]


class DatabaseAway(PawlineError):
    """The database of the settings does not answer."""

    code = "database_away"
    zh = "连不上数据库：请检查 PAWLINE_DATABASE_URL，以及 PostgreSQL 是否在运行。什么都没有改动。"
    en = "The database does not answer: check PAWLINE_DATABASE_URL and that PostgreSQL runs. Nothing was changed."


class NoShopHere(PawlineError):
    """The data folder holds no installation."""

    code = "no_shop_here"
    zh = "这个数据目录里还没有门店：{folder}。用 PAWLINE_DATA 指到门店的目录，或先运行 pawline init。"
    en = "There is no shop in {folder} yet. Point PAWLINE_DATA at the shop's folder, or run pawline init first."


def prepare(config: Config) -> bool:
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


def opened(config: Config) -> House:
    """The house of an installation that exists. Raises NoShopHere."""
    if config.database.startswith("sqlite") and not (config.data_dir / "pawline.db").exists():
        raise NoShopHere(folder=str(config.data_dir))
    prepare(config)
    return House(config)


async def inside(house: House, work: Callable[[House], Awaitable[Any]]) -> Any:
    """Runs work with the database started and nothing else."""
    await house.db.start()
    try:
        return await work(house)
    finally:
        await house.db.stop()
