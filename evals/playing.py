"""One trial: a customer with a matter, in a shop of his own, until nobody has anything left to say."""

from __future__ import annotations

from dataclasses import dataclass, field

from evals.customer import Customer
from evals.grading import Ending, faults_of
from evals.prices import price_table
from evals.scenario import Scenario, Then, households
from evals.screen import Screen
from evals.shop import Counter, Shops
from evals.talk import Exchange, Move, Say, Talk, Tap
from pawline.platform.db import Tx

# Nobody talks longer than this with an assistant.
MOST_TURNS = 16


@dataclass
class Trial:
    """How it went: `faults` is empty when it passed, `turns` are the owner's."""

    scenario: Scenario
    seed: int
    faults: list[str]
    turns: int
    said: list[str] = field(default_factory=list[str])

    @property
    def is_passed(self) -> bool:
        """Whether everything was as it has to be."""
        return not self.faults


async def play(shops: Shops, scenario: Scenario, seed: int) -> Trial:
    """Plays and grades one scenario with one seed."""
    async with shops.open(scenario, households()[scenario.owner], seed) as counter:
        talk = Talk(counter)
        await talk.begin()
        await _Play(counter, talk, scenario, seed).run()
        ending = await _ending(talk, scenario)
        faults = faults_of(scenario, talk.exchanges, ending)
    return Trial(scenario, seed, faults, _turns(talk.exchanges), transcript(talk.exchanges))


class _Play:
    def __init__(self, counter: Counter, talk: Talk, scenario: Scenario, seed: int) -> None:
        self._counter = counter
        self._talk = talk
        self._customer = Customer(scenario, seed)
        self._opens = scenario.opens
        self._left = list(scenario.then)
        self._screen = Screen([])
        self._turns = 0

    async def run(self) -> None:
        """Until nothing is left to say, or too much was said."""
        await self._do(self._customer.says(self._opens, self._counter.now))
        while self._turns < MOST_TURNS:
            following = self._left[0] if self._left else None
            if following is not None and following.on != "quiet" and self._is_due(following):
                await self._happen(self._left.pop(0))
                continue
            move = self._customer.reply(self._screen, self._counter.now)
            if move is not None:
                await self._do(move)
            elif self._left:
                await self._happen(self._left.pop(0))
            else:
                return

    def _is_due(self, one: Then) -> bool:
        screen, last = self._screen, self._talk.exchanges[-1]
        kind, _, what = one.on.partition(".")
        if kind == "card":
            return screen.held is not None
        if kind == "slots":
            return bool(screen.slots)
        if kind == "asked":
            return screen.asks == what if what else screen.asks is not None
        if kind == "booked":
            return bool(last.booked)
        raise ValueError(f"nothing is ever {one.on!r}")

    async def _happen(self, one: Then) -> None:
        if one.becomes is not None:
            self._customer.turns_mind(one.becomes)
        if one.after_min:
            await self._counter.settle(one.after_min * 60)
        if one.shop is not None:
            self._look_at(await self._talk.by_shop(one.shop))
        if one.tap is not None:
            chip = next((chip for chip in self._screen.chips if chip.id.startswith(one.tap)), None)
            if chip is not None:
                await self._do(Tap(chip.id, chip.label))
        if one.say:
            await self._do(self._customer.says(one.say, self._counter.now))

    async def _do(self, move: Move) -> None:
        self._turns += 1
        self._look_at(await self._talk.do(move, self._customer.pause_s()))

    def _look_at(self, done: Exchange) -> None:
        # What nobody has answered yet stays on the page.
        if not done.screen.is_empty:
            self._screen = done.screen
        if not done.heard:
            self._screen = Screen([], held=None)


async def _ending(talk: Talk, scenario: Scenario) -> Ending:
    counter, owner = talk.counter, talk.counter.owner
    found = await talk.conversation()

    def look(tx: Tx) -> Ending:
        pets = counter.house.pets.pets_of_owner(tx, owner, owner.account_id)
        return Ending(
            bookings=[one for one in _upcoming(counter, tx) if one.status == "confirmed"],
            hold=counter.house.bookings.live_hold(tx, owner.shop_id, counter.c),
            pets=pets, writes=len(talk.writes), refusals=talk.refusals,
            state=found.state.value, reason=found.reason, waits=0,
            prices=price_table(tx, counter, pets, scenario),
        )  # fmt: skip

    ending = await counter.house.db.read(look)
    ending.waits = await talk.waits()
    return ending


def _upcoming(counter: Counter, tx: Tx):  # type: ignore[no-untyped-def]
    owner = counter.owner
    return counter.house.bookings.bookings_of(tx, owner, owner.account_id).upcoming


def _turns(exchanges: list[Exchange]) -> int:
    return sum(1 for one in exchanges if one.move is not None)


def transcript(exchanges: list[Exchange]) -> list[str]:
    """The talk in lines, for who looks at a failure."""
    lines: list[str] = []
    for one in exchanges:
        who = "customer" if isinstance(one.move, Say | Tap) else "        "
        lines.append(f"{who} > {one.what}")
        lines += [f"    shop < {text}" for text in one.texts]
        if one.screen.chips:
            lines.append(f"           {' '.join(f'[{chip.label}]' for chip in one.screen.chips)}")
        if one.screen.slots:
            lines.append(f"           ({len(one.screen.slots)} times)")
        if one.held is not None:
            codes = "+".join(service.code for service in one.held.services)
            lines.append(f"           (held: {one.held.pet.name} {codes})")
    return lines
