"""Consents: the shop's texts and their versions, who agreed to which for whom, and who sees nothing of it."""

from dataclasses import dataclass

import pytest

from pawline.people import Actor, People, PhoneVerified, Role
from pawline.pets import (
    BadConsent,
    ConsentChange,
    ConsentChanged,
    ConsentForm,
    Consents,
    ConsentView,
    NewPet,
    NoSuchConsent,
    NoSuchPet,
    PetService,
    react,
)
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.errors import Forbidden
from pawline.platform.ids import AccountId, DeviceId, SeededIds, ShopId
from pawline.shop import Label, NewShop, NotKnownHere, ShopService

pytestmark = pytest.mark.asyncio


def who(shop_id: ShopId, account_id: str, role: Role) -> Actor:
    kind = {Role.OWNER: "owner", Role.BOT: "bot"}.get(role, "staff")
    return Actor(shop_id, AccountId(account_id), kind, role, DeviceId("d"))  # type: ignore[arg-type]


def worded(form: ConsentForm, **changes: object) -> ConsentChange:
    """A consent as it is, with some of it changed."""
    fields = {name: getattr(form, name) for name in ConsentChange.__struct_fields__}
    lists = {"services": tuple(form.services), "species": tuple(form.species)}
    return ConsentChange(**{**fields, **lists, **changes})


@dataclass
class Two:
    """Two shops, two owners of the first, and a dog."""

    consents: Consents
    pets: PetService
    db: Database
    owner: Actor
    other: Actor
    desk: Actor
    boss: Actor
    boss_b: Actor
    pet: str

    async def form(self, code: str, boss: Actor | None = None) -> ConsentForm:
        forms = await self.db.read(lambda tx: self.consents.forms(tx, boss or self.boss))
        return next(one for one in forms if one.code == code)

    async def set(self, code: str, **changes: object) -> ConsentForm:
        return await self.consents.change(self.boss, code, worded(await self.form(code), **changes))

    async def shown(self, actor: Actor, code: str = "emergency", pet: str | None = None) -> ConsentView:
        view = await self.db.read(lambda tx: self.consents.of_pet(tx, actor, pet or self.pet))
        return next(one for one in view.consents if one.code == code)

    async def codes(self, pet: str) -> list[str]:
        view = await self.db.read(lambda tx: self.consents.of_pet(tx, self.desk, pet))
        return [one.code for one in view.consents]


@pytest.fixture
async def two(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Two:
    shops, pets = ShopService(db, clock, ids), PetService(db, clock, ids)
    react(db, pets)
    a = (await shops.open_shop(NewShop(slug="a", name="毛球"))).id
    b = (await shops.open_shop(NewShop(slug="b", name="Fluff", zone="America/New_York"))).id
    names = {"lin": (Role.DESK, "小林"), "owner": (Role.OWNER, "林女士"), "zhou": (Role.OWNER, "周女士")}
    for account_id, (role, name) in names.items():
        login = account_id if role is Role.DESK else None
        await db.write(
            lambda tx, i=AccountId(account_id), r=role, n=name, li=login: people.open_account(
                tx, a, i, r, name=n, login=li
            )
        )
    owner = who(a, "owner", Role.OWNER)
    pet = await pets.add_pet(owner, NewPet(name="豆豆", species="dog"))
    boss, boss_b = who(a, "boss", Role.MANAGER), who(b, "boss", Role.MANAGER)
    consents = Consents(db, clock, ids, pets)
    return Two(consents, pets, db, owner, who(a, "zhou", Role.OWNER), who(a, "lin", Role.DESK), boss, boss_b, pet.id)


async def test_other_words_are_another_version_and_other_rules_are_not(two: Two) -> None:
    first = await two.form("emergency")
    assert (first.version, first.is_on, first.is_must) == (1, True, False)
    ruled = await two.set("emergency", is_must=True, services=("bath",), species=("cat", "dog"), from_years=8)
    assert (ruled.version, ruled.services, ruled.species, ruled.from_years) == (1, ["bath"], ["dog", "cat"], 8)
    again = await two.set("emergency", text=Label(f"  {first.text.zh} ", first.text.en))
    assert again.version == 1, "spaces around it are not words"
    for n, change in enumerate(({"text": Label("先打电话", first.text.en)}, {"name": Label("送医", "Vet")}), 2):
        changed = await two.set("emergency", **change)
        assert (changed.version, changed.is_must, changed.services) == (n, True, ["bath"])
    assert await two.form("emergency") == changed
    other_shop = await two.form("emergency", two.boss_b)
    assert other_shop == first, "the other shop keeps its own"


async def test_an_owner_agrees_once_and_a_new_wording_asks_again(two: Two, clock: VirtualClock) -> None:
    assert (await two.shown(two.owner)).state == "open"
    await two.consents.agree(two.owner, two.pet, "emergency", 1)
    first_ms = clock.now_ms()
    clock.advance(60)
    await two.consents.agree(two.owner, two.pet, "emergency", 1)
    one = await two.shown(two.owner)
    assert (one.state, len(one.signed)) == ("agreed", 1), "a double tap is one"
    assert (one.signed[0].by, one.signed[0].noted_by, one.signed[0].at_ms) == ("林女士", None, first_ms)

    words = one.text
    await two.set("emergency", text=Label("新的写法", "New words"))
    one = await two.shown(two.desk)
    assert (one.state, one.text.zh, one.signed[0].text) == ("changed", "新的写法", words)
    with pytest.raises(ConsentChanged):
        await two.consents.agree(two.owner, two.pet, "emergency", 1)
    for never in (0, 3, -1):
        with pytest.raises(ConsentChanged):
            await two.consents.agree(two.owner, two.pet, "emergency", never)
    await two.consents.agree(two.owner, two.pet, "emergency", 2)
    one = await two.shown(two.owner)
    assert (one.state, [each.version for each in one.signed]) == ("agreed", [2, 1])


async def test_staff_note_what_was_said_at_the_shop(two: Two) -> None:
    await two.consents.agree(two.desk, two.pet, "emergency", 1)
    one = await two.shown(two.owner)
    assert (one.state, one.signed[0].by, one.signed[0].noted_by) == ("agreed", "林女士", "小林")
    bot = who(two.desk.shop_id, "bot", Role.BOT)
    for verb in (
        two.consents.agree(bot, two.pet, "emergency", 1),
        two.consents.withdraw(bot, two.pet, "emergency"),
    ):
        with pytest.raises(Forbidden):
            await verb
    assert len((await two.shown(two.owner)).signed) == 1


async def test_what_is_taken_back_is_kept_and_counts_no_longer(two: Two, clock: VirtualClock) -> None:
    await two.consents.agree(two.owner, two.pet, "emergency", 1)
    clock.advance(60)
    await two.consents.withdraw(two.owner, two.pet, "emergency")
    taken_ms = clock.now_ms()
    clock.advance(60)
    # Said once more it stays with when it was.
    await two.consents.withdraw(two.owner, two.pet, "emergency")
    one = await two.shown(two.desk)
    assert (one.state, len(one.signed)) == ("withdrawn", 1)
    assert (one.signed[0].withdrawn_by, one.signed[0].withdrawn_ms) == ("林女士", taken_ms)
    await two.consents.agree(two.owner, two.pet, "emergency", 1)
    one = await two.shown(two.owner)
    assert (one.state, [each.withdrawn_ms for each in one.signed]) == ("agreed", [None, taken_ms])
    # An older wording is taken back as well: nothing of it is left.
    await two.set("emergency", text=Label("新的写法", "New words"))
    await two.consents.withdraw(two.desk, two.pet, "emergency")
    one = await two.shown(two.owner)
    assert (one.state, one.signed[0].withdrawn_by) == ("withdrawn", "小林")


async def test_a_file_shows_what_may_concern_the_pet_and_what_was_ever_agreed_to(two: Two) -> None:
    await two.set("senior", is_on=True)
    await two.set("stress", is_on=True)
    old_cat = await two.pets.add_pet(two.owner, NewPet(name="咪咪", species="cat", born="2015"))
    assert await two.codes(two.pet) == ["demat", "emergency"]
    assert await two.codes(old_cat.id) == ["demat", "emergency", "senior", "stress"]
    await two.consents.agree(two.owner, two.pet, "emergency", 1)
    await two.set("emergency", is_on=False)
    assert await two.codes(two.pet) == ["demat", "emergency"]
    assert await two.codes(old_cat.id) == ["demat", "senior", "stress"]
    with pytest.raises(NoSuchConsent):
        await two.consents.agree(two.owner, old_cat.id, "emergency", 1)
    # What is switched off can still be taken back.
    await two.consents.withdraw(two.owner, two.pet, "emergency")
    assert (await two.shown(two.owner)).state == "withdrawn"


async def test_nobody_elses_pet(two: Two) -> None:
    await two.consents.agree(two.owner, two.pet, "emergency", 1)
    before = await two.shown(two.owner)
    for stranger in (two.other, two.boss_b, who(two.boss_b.shop_id, "owner", Role.OWNER)):
        with pytest.raises(NoSuchPet):
            await two.shown(stranger)
        for verb in (
            two.consents.agree(stranger, two.pet, "demat", 1),
            two.consents.withdraw(stranger, two.pet, "emergency"),
        ):
            with pytest.raises(NoSuchPet):
                await verb
    assert await two.shown(two.owner) == before
    for nobody in (two.owner, two.desk, who(two.desk.shop_id, "bot", Role.BOT)):
        with pytest.raises(Forbidden):
            await two.db.read(lambda tx, one=nobody: two.consents.forms(tx, one))
        with pytest.raises(Forbidden):
            await two.consents.change(nobody, "emergency", worded(await two.form("emergency"), is_must=True))


async def test_a_guest_who_turns_out_to_be_known_has_agreed(two: Two) -> None:
    """The pet moves along, and so does whose yes it was."""
    await two.consents.agree(two.owner, two.pet, "emergency", 1)
    await two.db.write(
        lambda tx: tx.emit(
            PhoneVerified(
                shop_id=two.owner.shop_id, key="zhou", account_id=two.other.account_id, was=two.owner.account_id
            )
        )
    )
    one = await two.shown(two.other)
    assert (one.state, one.signed[0].by) == ("agreed", "周女士")


@pytest.mark.parametrize(
    ("changes", "refusal", "said"),
    [
        ({"name": Label("", "Vet")}, BadConsent, "名称"),
        ({"name": Label("送医", "  ")}, BadConsent, "名称"),
        ({"name": Label("长" * 41, "Vet")}, BadConsent, "名称"),
        ({"text": Label(" ", "Words")}, BadConsent, "正文"),
        ({"text": Label("好", "w" * 1001)}, BadConsent, "正文"),
        ({"text": Label("好\x00", "Words")}, BadConsent, "正文"),
        ({"services": ("bath", "bath")}, BadConsent, "哪些项目"),
        ({"services": ("",)}, BadConsent, "哪些项目"),
        ({"services": ("x" * 33,)}, BadConsent, "哪些项目"),
        ({"services": tuple(f"s{n}" for n in range(201))}, BadConsent, "哪些项目"),
        ({"from_years": 0}, BadConsent, "年龄"),
        ({"from_years": 31}, BadConsent, "年龄"),
        ({"from_years": -(10**30)}, BadConsent, "年龄"),
        ({"species": ("dragon",)}, NotKnownHere, "dragon"),
    ],
)
async def test_what_nobody_could_agree_to_is_refused(
    two: Two, changes: dict[str, object], refusal: type[BadConsent], said: str
) -> None:
    before = await two.form("emergency")
    with pytest.raises(refusal) as refused:
        await two.set("emergency", **changes)
    assert said in refused.value.sentence("zh")
    assert refused.value.sentence("en").endswith("Nothing was changed.")
    assert await two.form("emergency") == before


async def test_only_what_a_shop_has_is_changed_or_agreed_to(two: Two) -> None:
    form = await two.form("emergency")
    for code in ("nothing", "", "\x00", "e" * 500):
        with pytest.raises(NoSuchConsent):
            await two.consents.change(two.boss, code, worded(form))
        with pytest.raises(NoSuchConsent):
            await two.consents.agree(two.owner, two.pet, code, 1)
        with pytest.raises(NoSuchConsent):
            await two.consents.withdraw(two.owner, two.pet, code)
