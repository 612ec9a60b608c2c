"""Accounts and sessions: who gets in, who is kept out, what is stored."""

import pytest
import sqlalchemy as sa

from pawline.people import Actor, People, Phones, PhoneVerified, Role, SignedIn, Staff, phone_of
from pawline.people.errors import (
    InvitationGone,
    LastManager,
    LoginTaken,
    NotAPhone,
    TooManyArrivals,
    TooManyCodes,
    TooManyTries,
    WeakPassword,
    WrongCode,
    WrongPassword,
)
from pawline.people.store import account, attempt, session
from pawline.platform.clock import VirtualClock
from pawline.platform.errors import NotFound, PawlineError, StorageFull
from pawline.platform.ids import ShopId

RIGHT = "a long enough password"


class SmsToTest:
    """Where the codes go in these tests."""

    inbox = None

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    async def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))

    def code(self) -> str:
        return "".join(one for one in self.sent[-1][1] if one.isdigit())[:6]


@pytest.fixture
def staff(people: People) -> Staff:
    return Staff(people)


@pytest.fixture
def sms() -> SmsToTest:
    return SmsToTest()


@pytest.fixture
def phones(people: People, sms: SmsToTest) -> Phones:
    return Phones(people, sms)


async def join(people: People, staff: Staff, shop: ShopId, login: str, role: Role = Role.MANAGER) -> SignedIn:
    token = await people.db.write(lambda tx: staff.invite_in(tx, shop, login, role))
    return await staff.accept(token, RIGHT, login, None)


async def seen_ms(people: People, one: Actor) -> int:
    where = session.c.account_id == one.account_id
    return await people.db.read(lambda tx: tx.execute(sa.select(session.c.seen_ms).where(where)).scalar_one())


async def test_a_guest_is_known_by_the_token_alone(people: People, shop_a: ShopId, shop_b: ShopId) -> None:
    one, other = await people.arrive(shop_a, "zh"), await people.arrive(shop_b, "en")
    assert await people.authenticate(one.token) == one.actor
    assert await people.authenticate(other.token) == other.actor
    assert (one.actor.shop_id, other.actor.shop_id) == (shop_a, shop_b)
    assert await people.authenticate(one.token + "x") is None
    stored = await people.db.read(lambda tx: tx.execute(sa.select(session.c.token)).scalars().all())
    assert one.token not in stored


async def test_a_session_ends_by_sign_out_and_by_age(people: People, clock: VirtualClock, shop_a: ShopId) -> None:
    one, other = await people.arrive(shop_a, "zh"), await people.arrive(shop_a, "zh")
    await people.sign_out(one.actor, one.token)
    assert await people.authenticate(one.token) is None
    assert await people.authenticate(other.token) is not None
    clock.advance(181 * 86_400)
    assert await people.authenticate(other.token) is None


async def test_who_comes_back_stays_signed_in(people: People, clock: VirtualClock, shop_a: ShopId) -> None:
    one = await people.arrive(shop_a, "zh")
    for _ in range(5):
        clock.advance(170 * 86_400)
        assert await people.authenticate(one.token) == one.actor
    clock.advance(181 * 86_400)
    assert await people.authenticate(one.token) is None


async def test_who_was_here_lately_is_noted(people: People, clock: VirtualClock, shop_a: ShopId) -> None:
    one = await people.arrive(shop_a, "zh")
    first = await seen_ms(people, one.actor)
    clock.advance(60)
    await people.authenticate(one.token)
    assert await seen_ms(people, one.actor) == first
    clock.advance(3600)
    await people.authenticate(one.token)
    assert await seen_ms(people, one.actor) == clock.now_ms()


async def test_who_comes_back_is_let_in_while_nothing_can_be_written(
    people: People, clock: VirtualClock, shop_a: ShopId, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await people.arrive(shop_a, "zh")
    clock.advance(3600)

    async def full(_work: object) -> None:
        raise StorageFull

    monkeypatch.setattr(people.db, "write", full)
    assert await people.authenticate(one.token) == one.actor


async def test_one_network_opens_sixty_guests_an_hour(
    people: People, clock: VirtualClock, shop_a: ShopId, shop_b: ShopId
) -> None:
    for _ in range(60):
        await people.arrive(shop_a, "zh", "1.2.3.4")
    with pytest.raises(TooManyArrivals):
        await people.arrive(shop_a, "zh", "1.2.3.4")
    await people.arrive(shop_a, "zh", "1.2.3.5")
    await people.arrive(shop_b, "zh", "1.2.3.4")
    await people.arrive(shop_a, "zh")
    clock.advance(3601)
    await people.arrive(shop_a, "zh", "1.2.3.4")


async def test_a_network_is_stored_sealed(people: People, shop_a: ShopId) -> None:
    await people.arrive(shop_a, "zh", "1.2.3.4")
    stored = await people.db.read(
        lambda tx: [
            tx.execute(sa.select(account.c.origin)).scalar_one(),
            tx.execute(sa.select(attempt.c.about)).scalar_one(),
        ]
    )
    assert stored[0] == stored[1]
    assert "1.2.3.4" not in stored[0]
    assert len(stored[0]) == 64


async def test_signing_in(people: People, staff: Staff, shop_a: ShopId, shop_b: ShopId) -> None:
    await join(people, staff, shop_a, "lin")
    done = await people.sign_in(shop_a, "lin", RIGHT)
    assert done.actor.role is Role.MANAGER
    for shop, login, password in ((shop_a, "lin", "wrong"), (shop_b, "lin", RIGHT), (shop_a, "nobody", RIGHT)):
        with pytest.raises(WrongPassword):
            await people.sign_in(shop, login, password)


async def test_guessing_stops_the_guesser_not_the_colleague(
    people: People, staff: Staff, clock: VirtualClock, shop_a: ShopId
) -> None:
    await join(people, staff, shop_a, "lin")
    for _ in range(5):
        with pytest.raises(WrongPassword):
            await people.sign_in(shop_a, "lin", "guess", "1.2.3.4")
    with pytest.raises(TooManyTries):
        await people.sign_in(shop_a, "lin", RIGHT, "1.2.3.4")
    assert (await people.sign_in(shop_a, "lin", RIGHT, "5.6.7.8")).actor.shop_id == shop_a
    clock.advance(15 * 60 + 1)
    assert (await people.sign_in(shop_a, "lin", RIGHT, "1.2.3.4")).actor.shop_id == shop_a


async def test_guessing_from_everywhere_stops_too(people: People, staff: Staff, shop_a: ShopId) -> None:
    await join(people, staff, shop_a, "lin")
    for number in range(30):
        with pytest.raises(WrongPassword):
            await people.sign_in(shop_a, "lin", "guess", f"1.2.3.{number}")
    with pytest.raises(TooManyTries):
        await people.sign_in(shop_a, "lin", "guess", "1.2.4.1")


async def test_an_invitation_works_once_and_for_a_week(
    people: People, staff: Staff, clock: VirtualClock, shop_a: ShopId
) -> None:
    token = await people.db.write(lambda tx: staff.invite_in(tx, shop_a, "小林", Role.GROOMER))
    done = await staff.accept(token, RIGHT, "lin", None)
    assert (done.actor.shop_id, done.actor.role) == (shop_a, Role.GROOMER)
    with pytest.raises(InvitationGone):
        await staff.accept(token, RIGHT, "other", None)
    late = await people.db.write(lambda tx: staff.invite_in(tx, shop_a, "阿May", Role.DESK))
    clock.advance(8 * 86_400)
    with pytest.raises(InvitationGone):
        await staff.look_at(late)


async def test_a_taken_login_leaves_the_invitation_good(people: People, staff: Staff, shop_a: ShopId) -> None:
    await join(people, staff, shop_a, "lin")
    token = await people.db.write(lambda tx: staff.invite_in(tx, shop_a, "另一位", Role.DESK))
    with pytest.raises(LoginTaken):
        await staff.accept(token, RIGHT, "lin", None)
    assert (await staff.accept(token, RIGHT, "lin2", None)).actor.role is Role.DESK


async def test_a_reset_ends_every_session_and_the_old_password(people: People, staff: Staff, shop_a: ShopId) -> None:
    manager = await join(people, staff, shop_a, "boss")
    lin = await join(people, staff, shop_a, "lin", Role.GROOMER)
    token = await staff.reset(manager.actor, lin.actor.account_id)
    again = await staff.accept(token, "another good password", None, None)
    assert again.actor.account_id == lin.actor.account_id
    assert await people.authenticate(lin.token) is None
    with pytest.raises(WrongPassword):
        await people.sign_in(shop_a, "lin", RIGHT)


async def test_a_reset_leaves_no_other_link_good(people: People, staff: Staff, shop_a: ShopId) -> None:
    manager = await join(people, staff, shop_a, "boss")
    lin = await join(people, staff, shop_a, "lin", Role.GROOMER)
    older = await staff.reset(manager.actor, lin.actor.account_id)
    newer = await staff.reset(manager.actor, lin.actor.account_id)
    await staff.accept(newer, "another good password", None, None)
    for link in (older, newer):
        with pytest.raises(InvitationGone):
            await staff.accept(link, "the thief's password", None, None)
    last = await staff.reset(manager.actor, lin.actor.account_id)
    await staff.deactivate(manager.actor, lin.actor.account_id)
    with pytest.raises(InvitationGone):
        await staff.accept(last, "the thief's password", None, None)


async def test_a_login_of_somebody_who_left_stays_theirs(people: People, staff: Staff, shop_a: ShopId) -> None:
    manager = await join(people, staff, shop_a, "boss")
    lin = await join(people, staff, shop_a, "lin", Role.GROOMER)
    await staff.deactivate(manager.actor, lin.actor.account_id)
    with pytest.raises(LoginTaken):
        await join(people, staff, shop_a, "lin", Role.GROOMER)


@pytest.mark.parametrize(
    "password", ["short", "1234567890", "0987654321", "aaaaaaaaaaaa", "QWERTYUIOP", "abababababab"]
)
async def test_passwords_that_are_tried_first(people: People, password: str) -> None:
    with pytest.raises(WeakPassword):
        await people.passwords.hash(password)


async def test_only_colleagues_of_the_same_shop(people: People, staff: Staff, shop_a: ShopId, shop_b: ShopId) -> None:
    manager = await join(people, staff, shop_a, "boss")
    theirs = await join(people, staff, shop_b, "boss")
    guest = await people.arrive(shop_a, "zh")
    for other in (theirs, guest):
        with pytest.raises(NotFound):
            await staff.reset(manager.actor, other.actor.account_id)
        with pytest.raises(NotFound):
            await staff.deactivate(manager.actor, other.actor.account_id)
    assert [row.login for row in await staff.team(manager.actor)] == ["boss"]


async def test_leaving_ends_access_and_the_last_manager_stays(people: People, staff: Staff, shop_a: ShopId) -> None:
    manager = await join(people, staff, shop_a, "boss")
    lin = await join(people, staff, shop_a, "lin", Role.GROOMER)
    await staff.deactivate(manager.actor, lin.actor.account_id)
    assert await people.authenticate(lin.token) is None
    with pytest.raises(WrongPassword):
        await people.sign_in(shop_a, "lin", RIGHT)
    with pytest.raises(LastManager):
        await staff.deactivate(manager.actor, manager.actor.account_id)


async def test_a_phone_is_proved_by_its_code(people: People, phones: Phones, sms: SmsToTest, shop_a: ShopId) -> None:
    one = await people.arrive(shop_a, "zh")
    await phones.send_code(one.actor, "+86 138 0000 0001")
    assert sms.sent[-1][0] == "13800000001"
    done = await phones.verify(one.actor, one.token, "13800000001", sms.code())
    assert done.actor.account_id == one.actor.account_id
    assert await people.db.read(lambda tx: phone_of(tx, shop_a, one.actor.account_id)) == "13800000001"


async def test_a_known_phone_signs_in_as_its_owner_in_this_shop_only(
    people: People, phones: Phones, sms: SmsToTest, clock: VirtualClock, shop_a: ShopId, shop_b: ShopId
) -> None:
    async def prove(one: SignedIn) -> SignedIn:
        clock.advance(60)
        await phones.send_code(one.actor, "13800000001")
        return await phones.verify(one.actor, one.token, "13800000001", sms.code())

    first, again, elsewhere = [await people.arrive(shop, "zh") for shop in (shop_a, shop_a, shop_b)]
    assert (await prove(first)).actor.account_id == first.actor.account_id
    proved = await prove(again)
    assert proved.actor.account_id == first.actor.account_id
    assert (await prove(elsewhere)).actor.account_id == elsewhere.actor.account_id
    # A new session for the device: the guest's token, which others may have seen, is worth nothing.
    assert await people.authenticate(again.token) is None
    assert await people.authenticate(proved.token) == proved.actor


async def test_a_known_owner_who_proves_another_known_number_is_another_person(
    people: People, phones: Phones, sms: SmsToTest, clock: VirtualClock, shop_a: ShopId
) -> None:
    """Nothing of the first goes over to the second: only a guest becomes somebody."""
    merged: list[str | None] = []
    people.db.reacts(PhoneVerified, lambda _tx, fact: merged.append(fact.was))

    async def prove(one: SignedIn, number: str) -> SignedIn:
        clock.advance(60)
        await phones.send_code(one.actor, number)
        return await phones.verify(one.actor, one.token, number, sms.code())

    lin = await prove(await people.arrive(shop_a, "zh"), "13800000001")
    chen = await prove(await people.arrive(shop_a, "zh"), "13800000002")
    now = await prove(lin, "13800000002")
    assert now.actor.account_id == chen.actor.account_id
    assert merged == [None, None, None]


async def test_a_code_counts_five_minutes_and_five_tries(
    people: People, phones: Phones, sms: SmsToTest, clock: VirtualClock, shop_a: ShopId
) -> None:
    one = await people.arrive(shop_a, "zh")

    async def tried(code: str) -> None:
        with pytest.raises(WrongCode):
            await phones.verify(one.actor, one.token, "13800000001", code)

    await phones.send_code(one.actor, "13800000001")
    clock.advance(301)
    await tried(sms.code())
    await phones.send_code(one.actor, "13800000001")
    wrong = "000000" if sms.code() != "000000" else "111111"
    for _ in range(5):
        await tried(wrong)
    await tried(sms.code())


async def test_a_code_is_for_one_number_and_one_asker(
    people: People, phones: Phones, sms: SmsToTest, shop_a: ShopId
) -> None:
    one, other = await people.arrive(shop_a, "zh"), await people.arrive(shop_a, "zh")
    await phones.send_code(one.actor, "13800000001")
    code = sms.code()
    with pytest.raises(WrongCode):
        await phones.verify(one.actor, one.token, "13800000002", code)
    with pytest.raises(WrongCode):
        await phones.verify(other.actor, other.token, "13800000001", code)


async def test_codes_are_limited(people: People, phones: Phones, clock: VirtualClock, shop_a: ShopId) -> None:
    one = await people.arrive(shop_a, "zh")
    await phones.send_code(one.actor, "13800000001")
    with pytest.raises(TooManyCodes):
        await phones.send_code(one.actor, "13800000001")
    for _ in range(5):
        clock.advance(31)
        await phones.send_code(one.actor, "13800000001")
    clock.advance(31)
    with pytest.raises(TooManyCodes):
        await phones.send_code(one.actor, "13800000002")


@pytest.mark.parametrize("text", ["", "123", "1380000000", "abcdefghijk", "12800000001", "+", "+1"])
async def test_what_is_no_phone(people: People, phones: Phones, shop_a: ShopId, text: str) -> None:
    one = await people.arrive(shop_a, "zh")
    with pytest.raises(NotAPhone):
        await phones.send_code(one.actor, text)


def test_every_refusal_speaks_both_languages() -> None:
    def kinds(kind: type[PawlineError]) -> list[type[PawlineError]]:
        return [kind, *(deeper for one in kind.__subclasses__() for deeper in kinds(one))]

    for kind in kinds(PawlineError):
        assert kind.zh, kind
        assert kind.en, kind
        assert kind.zh != kind.en, kind
