"""Who is who: owners, staff and the assistant; what a role may be."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pawline.platform.ids import AccountId, DeviceId, ShopId

Kind = Literal["owner", "staff", "bot"]
Lang = Literal["zh", "en"]


class Role(StrEnum):
    """What a person is in the shop."""

    OWNER = "owner"
    MANAGER = "manager"
    DESK = "desk"
    GROOMER = "groomer"
    VET = "vet"
    BOT = "bot"
    PROGRAM = "program"


STAFF_ROLES = frozenset({Role.MANAGER, Role.DESK, Role.GROOMER, Role.VET})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: goes into every verb and question."""

    shop_id: ShopId
    account_id: AccountId
    kind: Kind
    role: Role
    device_id: DeviceId
    lang: Lang = "zh"
    is_loadtest: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether this is a person who works in the shop."""
        return self.kind == "staff"


@dataclass(frozen=True, slots=True)
class Person:
    """What others may see of an account. `title` is the shop's word for the role, empty for owners."""

    id: AccountId
    name: str
    kind: Kind
    role: Role
    title: str
