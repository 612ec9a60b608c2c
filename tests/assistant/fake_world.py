"""A world for dialogue tests: one shop, a small catalogue, a calendar that is told what is taken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from pawline.assistant.dialogue import context_of, step
from pawline.assistant.facts import (
    BreedDefault,
    DayHours,
    Found,
    Groomer,
    KnownBooking,
    KnownPet,
    Lang,
    LastTime,
    Offer,
    Priced,
    Ranged,
    ServiceOption,
    ShopFacts,
    VisitNow,
    Words,
)
from pawline.assistant.model import Choice, Dialogue, Heard, PetDraft, Propose, Say, Turn, Wish
from pawline.assistant.understand import understand

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Shanghai")
SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=ZONE)

_BREEDS = {
    "金毛": BreedDefault("golden", Words("金毛", "Golden retriever"), "dog", "L", "double"),
    "泰迪": BreedDefault("poodle", Words("泰迪", "Poodle"), "dog", "S", "curly"),
    "土狗": BreedDefault("village", Words("中华田园犬", "Village dog"), "dog", None, None),
    "布偶": BreedDefault("ragdoll", Words("布偶", "Ragdoll"), "cat", None, "long"),
}
_BREEDS["golden retriever"] = _BREEDS["golden"] = _BREEDS["金毛"]
_BREEDS["poodle"] = _BREEDS["泰迪"]
_BREEDS["ragdoll"] = _BREEDS["布偶"]

_SERVICES = {
    "bath": ServiceOption("bath", Words("基础洗护", "Basic bath")),
    "spa": ServiceOption("spa", Words("精洗 SPA", "Spa bath")),
    "groom": ServiceOption("groom", Words("美容造型", "Full groom")),
    "tidy": ServiceOption("tidy", Words("局修", "Tidy")),
    "cat_bath": ServiceOption("cat_bath", Words("猫洗护", "Cat bath")),
    "teeth": ServiceOption("teeth", Words("刷牙", "Teeth brushing"), is_extra=True),
    "deshed": ServiceOption("deshed", Words("去底毛", "De-shed"), is_extra=True),
    "boarding": ServiceOption("boarding", Words("寄养", "Boarding"), is_bookable=False),
}
_LABELS = {
    ("bath", "dog"): ("bath", "spa"),
    ("spa", "dog"): ("spa",),
    ("groom", "dog"): ("groom",),
    ("shave", "dog"): ("groom",),
    ("tidy", "dog"): ("tidy",),
    ("nail", "dog"): ("bath", "tidy"),
    ("bath", "cat"): ("cat_bath",),
    ("nail", "cat"): ("cat_bath",),
    ("teeth", "dog"): ("teeth",),
    ("deshed", "dog"): ("deshed",),
}
_CENTS = {"bath": 18800, "spa": 26800, "groom": 42800, "tidy": 9800, "cat_bath": 18800, "teeth": 2000, "deshed": 12000}


@dataclass
class FakeWorld:
    """Answers from its fields; `taken` are starts that are gone, `closed` weekdays count from 1."""

    lang: Lang = "zh"
    now: datetime = SUNDAY
    known: tuple[KnownPet, ...] = ()
    booked: tuple[KnownBooking, ...] = ()
    taken: set[datetime] = field(default_factory=set)
    today: VisitNow | None = None
    last: LastTime | None = None
    has_vet: bool = False
    is_open: bool = True
    calling: str | None = None
    settings: dict[str, str | None] = field(default_factory=dict[str, "str | None"])

    def shop(self) -> ShopFacts:
        facts = ShopFacts(
            name=Words("毛球宠物", "Furball"), phone="010-5550", address="望京街 9 号", zone=ZONE,
            hours=DayHours("09:00", "21:00"), closed_weekdays=(4,), hold_minutes=10, cancel_free_hours=24,
            late_percent=30, emergency_name="望京宠物急诊", emergency_phone="010-5559", has_vet=self.has_vet,
            is_open_now=self.is_open, next_opening=None if self.is_open else SUNDAY + timedelta(days=1),
        )  # fmt: skip
        return replace(facts, **self.settings)  # type: ignore[arg-type]

    def pets(self) -> tuple[KnownPet, ...]:
        return self.known

    def breed(self, said: str) -> BreedDefault | None:
        return _BREEDS.get(said.lower())

    def size_of(self, weight_g: int) -> str:
        return "S" if weight_g <= 8000 else "M" if weight_g <= 20000 else "L"

    def services(self, label: str, species: str) -> tuple[ServiceOption, ...]:
        return tuple(_SERVICES[code] for code in _LABELS.get((label, species), ()))

    def service(self, code: str) -> ServiceOption | None:
        return _SERVICES.get(code)

    def find(self, wish: Wish) -> Found:
        when = wish.when
        if when.at is not None:
            return self._at(when.at.replace(tzinfo=ZONE))
        start = when.day or (when.from_ or self.now).date()
        offers = self._day(start)
        if when.from_ is not None and when.to is not None:
            offers = tuple(offer for offer in offers if when.from_ <= offer.start.replace(tzinfo=None) < when.to)
        return Found(near=offers)

    def _at(self, moment: datetime) -> Found:
        if self.hours_on(moment.date()) is None:
            near = self._day(moment.date() + timedelta(days=1))
            return Found(near=near, reason=Words("这天我们休息", "We're closed that day"))
        if moment < self.now:
            return Found(near=self._day(self.now.date()), reason=Words("这个时间已经过了", "That time has passed"))
        if moment in self.taken:
            return Found(near=self._day(moment.date()), reason=Words("15:00 约满了", "15:00 is taken"))
        return Found(exact=self._offer(moment))

    def _day(self, day: date) -> tuple[Offer, ...]:
        starts = [datetime(day.year, day.month, day.day, hour, tzinfo=ZONE) for hour in (9, 11, 14, 16)]
        return tuple(self._offer(start) for start in starts if start not in self.taken and start > self.now)

    def _offer(self, start: datetime) -> Offer:
        return Offer(f"offer{start:%m%d%H%M}", start, start + timedelta(hours=2), "lin", "小林", 18800)

    def price(self, wish: Wish) -> Priced | None:
        codes = wish.codes or ()
        if not codes:
            return None
        name = _SERVICES[codes[0]].name
        return Priced(name, sum(_CENTS[code] for code in codes), 120, (Words("剪指甲", "nails"),))

    def price_range(self, codes: tuple[str, ...], pet: PetDraft) -> Ranged | None:
        cents = sum(_CENTS[code] for code in codes)
        return Ranged(_SERVICES[codes[0]].name, cents, 2 * cents, ("size",))

    def bookings(self) -> tuple[KnownBooking, ...]:
        return self.booked

    def visit(self) -> VisitNow | None:
        return self.today

    def last_time(self) -> LastTime | None:
        return self.last

    def groomers(self) -> tuple[Groomer, ...]:
        return (Groomer("lin", "小林"), Groomer("may", "阿May"))

    def hours_on(self, day: date) -> DayHours | None:
        return None if day.isoweekday() == 4 else DayHours("09:00", "21:00")

    def called(self) -> str | None:
        return self.calling


DOUDOU = KnownPet("p1", "豆豆", "dog", Words("泰迪", "Poodle"), "poodle", "S", "curly")
MIMI = KnownPet("p2", "咪咪", "cat", Words("布偶", "Ragdoll"), "ragdoll", None, "long")
BOOKING = KnownBooking(
    "b1", 2, False, datetime(2026, 11, 24, 15, 0, tzinfo=ZONE), "p1", "豆豆", Words("基础洗护", "Basic bath"), ("bath",)
)


class Talk:
    """A conversation with the dialogue, step by step; checks what every turn must keep to."""

    def __init__(self, world: FakeWorld | None = None, state: Dialogue | None = None) -> None:
        self.world = world or FakeWorld()
        self.state = state or Dialogue(lang=self.world.lang)
        self.turn = Turn(self.state)

    def hear(self, text: str) -> Turn:
        read = understand(text, self.world.now, ZONE, context_of(self.state, self.world))
        return self.do(read)

    def tap(self, choice: str, text: str = "") -> Turn:
        read = understand(text, self.world.now, ZONE, context_of(self.state, self.world))
        return self.do(Choice(choice, text, read))

    def do(self, heard: Heard) -> Turn:
        self.turn = step(self.state, heard, self.world)
        self.state = self.turn.state
        if self.turn.effects or self.world.calling is None:
            check_turn(self.turn)
        return self.turn

    @property
    def text(self) -> str:
        return " ".join(say.text for say in says(self.turn))

    @property
    def chips(self) -> list[str]:
        return [chip.id for say in says(self.turn) for chip in say.chips]

    def effect(self, kind: type[T]) -> T | None:
        return next((effect for effect in self.turn.effects if isinstance(effect, kind)), None)


def says(turn: Turn) -> list[Say]:
    """Everything a turn says, a proposal's sentence included."""
    spoken: list[Say] = []
    for effect in turn.effects:
        if isinstance(effect, Say):
            spoken.append(effect)
        elif isinstance(effect, Propose):
            spoken.append(effect.said)
    return spoken


def check_turn(turn: Turn) -> None:
    """One question at most, something is done, and nothing is promised that is not booked."""
    assert turn.effects
    assert sum(say.is_question for say in says(turn)) <= 1
    for say in says(turn):
        assert say.text.strip()
        assert "已预约" not in say.text
        assert "None" not in say.text
