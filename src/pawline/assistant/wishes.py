"""What a message adds to a wish: which pet, which services, when, what to mind. The last word wins."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from .facts import KnownPet, ServiceOption, Words
from .model import Note, PetDraft, When, Wish
from .pets_said import PetSaid
from .staying import STAYS, stay_of, with_stay
from .time_model import TimeMention
from .understand import Understanding
from .vocabulary import CLINIC_LABELS
from .world import World

INCLUDED = frozenset({"nail", "ear", "anal_gland", "paw"})
"""Little things that every bath holds."""

MAINS = frozenset({"bath", "groom", "shave", "spa", "tidy"})
_DAY = timedelta(days=1)


def absorbed(wish: Wish, read: Understanding, world: World) -> Wish:
    """The wish with everything this message says about it."""
    before = wish
    wish = replace(wish, pet=_pet(wish.pet, read, world))
    if before.pet.species not in (None, wish.pet.species):
        # What a dog was to get is no service for a cat: the words stay, and mean another one.
        wish = replace(wish, codes=None)
    wish = _with_services(wish, read)
    wish = replace(
        wish,
        when=_when(wish.when, read, world),
        notes=wish.notes + tuple(note for note in notes_in(read) if note not in wish.notes),
    )
    if read.groomer is not None:
        wish = replace(wish, groomer_id=_groomer_id(read.groomer, world))
    if "same_again" in read.topics:
        wish = _same_again(wish, world)
    stays = stay_of(wish.labels, wish.pet.species, world) is not None or wish.nights is not None
    return with_stay(wish, read, before) if stays else wish


def _groomer_id(name: str, world: World) -> str | None:
    return next((one.id for one in world.groomers() if one.name == name), None)


def _same_again(wish: Wish, world: World) -> Wish:
    last = world.last_time()
    if last is None:
        return wish
    known = next((pet for pet in world.pets() if pet.id == last.pet_id), None)
    pet = wish.pet if wish.pet.id or known is None else draft_of(known)
    return replace(wish, pet=pet, codes=wish.codes or last.codes, groomer_id=wish.groomer_id or last.groomer_id)


def notes_in(read: Understanding) -> tuple[Note, ...]:
    """What this message asks to be minded."""
    return tuple(Note(need.kind, need.text, need.severity) for need in read.needs)


# Pets.


def draft_of(pet: KnownPet) -> PetDraft:
    """A pet of the owner's file as the subject of a wish."""
    return PetDraft(
        id=pet.id,
        name=pet.name,
        species=pet.species,
        breed=pet.breed_code,
        breed_name=pet.breed,
        size=pet.size,
        coat=pet.coat,
        is_breed_known=pet.breed_code is not None,
    )


def _pet(draft: PetDraft, read: Understanding, world: World) -> PetDraft:
    if not read.pets:
        return draft
    said = read.pets[0]
    known = _known_pet(said, draft, world)
    if known is not None:
        return draft_of(known)
    if _is_another(draft, said):
        draft = PetDraft()
    return _described(draft, said, world)


def _known_pet(said: PetSaid, draft: PetDraft, world: World) -> KnownPet | None:
    """The one pet of the owner that fits what was said; None when none or several do."""
    pets = world.pets()
    if said.name:
        by_name = [pet for pet in pets if pet.name == said.name]
        if by_name:
            return by_name[0]
    if said.breed:
        found = world.breed(said.breed)
        code = found.code if found else None
        fitting = [pet for pet in pets if code is not None and pet.breed_code == code]
    elif said.species and not (draft.id and draft.species == said.species):
        fitting = [pet for pet in pets if pet.species == said.species]
    else:
        return None
    return fitting[0] if len(fitting) == 1 else None


def _is_another(draft: PetDraft, said: PetSaid) -> bool:
    """Whether the message speaks of a different animal than the wish so far."""
    if said.species is not None and draft.species not in (None, said.species):
        return True
    return draft.id is not None and said.breed is not None


def _described(draft: PetDraft, said: PetSaid, world: World) -> PetDraft:
    if said.breed is not None:
        draft = _of_breed(draft, said, world)
    weight = said.weight_g or draft.weight_g
    size = world.size_of(said.weight_g) if said.weight_g and (said.species or draft.species) != "cat" else None
    return replace(
        draft,
        species=said.species or draft.species,
        name=said.name or draft.name,
        weight_g=weight,
        size=size or draft.size or said.size,
        coat=draft.coat or said.coat,
    )


def _of_breed(draft: PetDraft, said: PetSaid, world: World) -> PetDraft:
    found = world.breed(said.breed or "") or world.breed(said.breed_name or "")
    if found is None:
        name = said.breed or ""
        return replace(draft, species=said.species, breed_name=Words(name, name), breed=None, is_breed_known=True)
    return replace(
        draft,
        species=found.species,
        breed=found.code,
        breed_name=found.name,
        size=found.size,
        coat=found.coat,
        is_breed_known=True,
    )


def chosen_pet(wish: Wish, pet: KnownPet) -> Wish:
    """The wish for this pet of the owner's file."""
    return replace(wish, pet=draft_of(pet))


# Services.


def _with_services(wish: Wish, read: Understanding) -> Wish:
    ruled_out = set(read.services_negated)
    kept = tuple(label for label in wish.labels if label not in ruled_out)
    if not read.services:
        return replace(wish, labels=kept, codes=None if kept != wish.labels else wish.codes)
    mains = [label for label in read.services if label in MAINS]
    if mains and not read.has("add_on"):
        kept = tuple(label for label in kept if label not in MAINS)
    labels = tuple(dict.fromkeys((*kept, *read.services)))
    more = set(labels) - set(wish.labels)
    is_settled = set(wish.labels) <= set(labels) and not more & (MAINS | INCLUDED | set(STAYS))
    settled = wish.codes if is_settled else None
    return replace(wish, labels=labels, codes=settled)


def is_plain_bath(labels: tuple[str, ...], species: str, world: World) -> bool:
    """A "bath" and no more, where the shop has several: which one is a light question."""
    is_bath = "bath" in labels and not set(labels) & (MAINS - {"bath"})
    return is_bath and len(_mains_of("bath", species, world)) > 1


def baths(species: str, world: World) -> list[ServiceOption]:
    """Every bath of the shop for such a pet, the plain one first."""
    return _mains_of("bath", species, world)


def is_bath_or_groom_open(labels: tuple[str, ...]) -> bool:
    """ "洗澡，顺便做个美容": a full groom holds the bath, so which is meant must be asked."""
    return "bath" in labels and "groom" in labels


def main_code(labels: tuple[str, ...], species: str, world: World) -> str | None:
    """The main service the labels mean, a stay before all others; None when they name none that the shop has."""
    stay = stay_of(labels, species, world)
    if stay is not None:
        return stay
    for label in ("shave", "groom", "spa", "bath", "tidy", *sorted(INCLUDED)):
        if label not in labels:
            continue
        options = _mains_of(label, species, world)
        if options:
            preferred = "tidy" if label in INCLUDED else None
            return next((one.code for one in options if one.code == preferred), options[0].code)
    return None


def _mains_of(label: str, species: str, world: World) -> list[ServiceOption]:
    return [one for one in world.services(label, species) if one.is_bookable and not one.is_extra]


def extra_codes(labels: tuple[str, ...], species: str, world: World) -> tuple[str, ...]:
    """Add-ons on sale that the labels name."""
    codes: list[str] = []
    for label in labels:
        if label in MAINS or label in INCLUDED or (label == "pickup" and world.shop().rides):
            # Where the shop drives, a ride is no add-on but has its own time on the card.
            continue
        sold = [one for one in world.services(label, species) if one.is_bookable]
        codes.extend(one.code for one in sold[:1] if one.is_extra)
    return tuple(dict.fromkeys(codes))


def clinic_labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Services of a clinic among the labels."""
    return tuple(label for label in labels if label in CLINIC_LABELS)


def arranged_labels(labels: tuple[str, ...], species: str | None, world: World) -> tuple[str, ...]:
    """Stays that people arrange, because owners cannot book them."""
    return tuple(label for label in labels if label in STAYS and stay_of((label,), species, world) is None)


# Times.


def nearest(world: World) -> When:
    """Any time from now on."""
    return When(from_=wall(world.now.replace(second=0, microsecond=0)), is_any=True)


def _when(known: When, read: Understanding, world: World) -> When:
    wanted = [time for time in read.times if time.role in ("when", "new")]
    if wanted:
        return _combined(known, read, wanted, world.now.date())
    if "any_time" in read.topics and not known.is_said:
        return nearest(world)
    if any(time.role == "not" and _covers(time, known) for time in read.times):
        return When()
    return known


def _covers(ruled_out: TimeMention, known: When) -> bool:
    start = known.at or known.from_
    day = known.day or (start.date() if start else None)
    if ruled_out.start is None or day is None:
        return False
    end = ruled_out.end or ruled_out.start + _DAY
    return ruled_out.start.date() <= day <= (end - timedelta(seconds=1)).date()


def _combined(known: When, read: Understanding, wanted: list[TimeMention], today: date) -> When:
    """One wish out of the times said: a clock narrows a day, whichever came first."""
    result = known
    # A wish told anew, with its service, does not go on from the day of the one before.
    is_going_on = read.has("correct") or not read.services
    for mention in wanted:
        said = when_of(mention)
        if mention.is_weekday_only and is_going_on:
            said = _in_week_of(said, result, today)
        result = _narrowed(result, said, mention.has_date)
        is_going_on = True
    return result


def _in_week_of(said: When, known: When, today: date) -> When:
    """ "No, Wednesday": the Wednesday of the week spoken of, unless that has gone by."""
    before, day = _first_day(known), _first_day(said)
    if before is None or day is None or known.is_any:
        return said
    shift = timedelta(days=before.weekday() * -1 + day.weekday()) + (before - day)
    if day + shift < today:
        return said
    return replace(
        said,
        day=said.day + shift if said.day else None,
        at=said.at + shift if said.at else None,
        from_=said.from_ + shift if said.from_ else None,
        to=said.to + shift if said.to else None,
    )


def _first_day(when: When) -> date | None:
    start = when.at or when.from_
    return when.day or (start.date() if start else None)


def _narrowed(known: When, said: When, has_date: bool) -> When:
    if said.day is not None and known.at is not None:
        return replace(said, day=None, at=_on(said.day, known.at))
    if said.day is not None and known.from_ is not None and known.to is not None and _is_part(known):
        return replace(_moved_to(known, said.day), is_vague=said.is_vague)
    if not has_date:
        day = known.day or (known.at.date() if known.at else None)
        if day is None and known.from_ is not None and known.to is not None and _is_part(known):
            day = known.from_.date()
        if day is not None:
            return _moved_to(said, day)
    return said


def _is_part(when: When) -> bool:
    assert when.from_ is not None
    assert when.to is not None
    return when.to - when.from_ < _DAY


def _on(day: date, clock: datetime) -> datetime:
    return datetime.combine(day, clock.time())


def _moved_to(said: When, day: date) -> When:
    """The same hours from another day on; what lasts until midnight ends on the day behind it."""
    first = _first_day(said)
    shift = timedelta() if first is None else day - first
    return replace(
        said,
        at=said.at + shift if said.at else None,
        from_=said.from_ + shift if said.from_ else None,
        to=said.to + shift if said.to else None,
    )


def wall(moment: datetime | None) -> datetime | None:
    """A moment of the shop's zone as its wall clock shows it."""
    return None if moment is None else moment.replace(tzinfo=None)


def when_of(mention: TimeMention) -> When:
    """A time mention as bounds of a wish."""
    start, end = wall(mention.start), wall(mention.end)
    if mention.is_instant:
        return When(at=start, is_vague=mention.is_ambiguous)
    if mention.grain == "day" and start is not None:
        return When(day=start.date(), is_vague=mention.is_ambiguous)
    if mention.grain == "open" and start is not None:
        return When(from_=start, to=_next_midnight(start))
    if mention.grain == "open" and end is not None:
        return When(from_=datetime.combine((end - timedelta(seconds=1)).date(), time()), to=end)
    return When(from_=start, to=end, is_vague=mention.is_ambiguous)


def _next_midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + _DAY, time())
