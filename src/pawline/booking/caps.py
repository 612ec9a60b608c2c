"""How much somebody does in a day: so many pets, and so many large ones. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pawline.shop import Label

from .model import Caps, Load, Subject, Worker

# What one pet is to whoever does it.
ONE, LARGE_ONE = Load(1, 0), Load(1, 1)


def both(load: Load, more: Load) -> Load:
    """One with the other."""
    return Load(load.pets + more.pets, load.large + more.large)


def load_of(pets: Iterable[Subject]) -> Load:
    """What so many pets are to whoever does them."""
    large = [one.is_large for one in pets]
    return Load(len(large), sum(large))


def has_room(worker: Worker, pets: Iterable[Subject]) -> bool:
    """Whether all of these may come to somebody that day on top of what does already."""
    # Most people are not limited, and every question about free times asks for each of them and each day.
    is_limited = worker.caps.pets is not None or worker.caps.large is not None
    return not is_limited or _full_of(worker, load_of(pets)) is None


def with_load(worker: Worker, more: Load) -> Worker:
    """The same person with that to do as well."""
    return replace(worker, load=both(worker.load, more))


def caps_with(caps: Caps, load: Load, own: Load) -> Caps:
    """What somebody may do who has `load` and keeps `own`: whatever came to them before they were given less to do
    may stay with them."""
    return Caps(_raised(caps.pets, load.pets, own.pets), _raised(caps.large, load.large, own.large))


def full_reason(worker: Worker, pets: Iterable[Subject], name: Label) -> Label | None:
    """That somebody has enough to do that day, in words; None when these may come as well."""
    full = _full_of(worker, load_of(pets))
    if full is None:
        return None
    if full.pets is not None:
        if full.pets == 0:
            return Label(f"{name.zh} 不接单。", f"{name.en} doesn't take any pets.")
        return Label(f"{name.zh} 这天已经排满 {full.pets} 只。", f"{name.en} is full that day: {full.pets} at most.")
    if full.large == 0:
        return Label(f"{name.zh} 不做大型的毛孩子。", f"{name.en} doesn't take large pets.")
    return Label(
        f"{name.zh} 这天大型的已经排满 {full.large} 只。",
        f"{name.en} is full that day: {full.large} large pets at most.",
    )


def _full_of(worker: Worker, more: Load) -> Caps | None:
    """The cap that does not allow so much more; None when all of it may come."""
    caps, load = worker.caps, worker.load
    if caps.pets is not None and load.pets + more.pets > caps.pets:
        return Caps(pets=caps.pets)
    # Somebody who has enough large ones may have a small one.
    if caps.large is not None and more.large and load.large + more.large > caps.large:
        return Caps(large=caps.large)
    return None


def _raised(most: int | None, load: int, own: int) -> int | None:
    return most if most is None or not own else max(most, load + own)
