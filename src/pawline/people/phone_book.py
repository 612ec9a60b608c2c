"""Owners by their telephone numbers, many at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pawline.people import store
from pawline.people.model import Lang
from pawline.people.phones import ABOUT, opened
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId

# Both engines take only so many values in one statement.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class KnownOwner:
    """An owner whose number the shop knows; the name is empty when nobody has told one."""

    id: AccountId
    phone: str
    name: str
    lang: Lang


def phone_book(tx: Tx, shop_id: str) -> list[KnownOwner]:
    """Every owner of the shop whose number is known, by number."""
    rows = {row.id: row for row in store.owners_with_phone(tx, shop_id)}
    numbers = opened(tx, shop_id, {row.id: row.phone_sealed for row in rows.values()})
    found = [KnownOwner(AccountId(one), number, rows[one].name, rows[one].lang) for one, number in numbers.items()]
    return sorted(found, key=lambda one: one.phone)


def owners_at(tx: Tx, shop_id: str, numbers: Iterable[str]) -> dict[str, KnownOwner]:
    """The owners of these numbers, by number; one that nobody has is left out."""
    keys = tx.vault.find(tx, shop_id)
    by_tag = {keys.tag(number, ABOUT): number for number in numbers} if keys else {}
    found: dict[str, KnownOwner] = {}
    for tags in _parts(list(by_tag)):
        for row in store.owners_by_tags(tx, shop_id, tags):
            number = by_tag[row.phone_tag]
            found[number] = KnownOwner(AccountId(row.id), number, row.name, row.lang)
    return found


def _parts(tags: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(tags), AT_ONCE):
        yield tags[at : at + AT_ONCE]
