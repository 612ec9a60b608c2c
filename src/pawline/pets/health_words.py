"""What stands in the way of a visit, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pawline.shop import CONDITIONS, VACCINES, Label, date_said, day_said

from .health import Obstacle

_BRING = Label("来的时候带上疫苗本", "please bring the booklet")
# What to do, by what is lacking and whether the visit is refused for it.
_TO_DO = {
    ("missing", True): Label("先记在疫苗本里再约", "please add it to the pet's file first"),
    ("missing", False): _BRING,
    ("expired", True): Label("打了新的再来", "a new one comes first"),
    ("expired", False): Label("记得补打", "time for a new one"),
    ("unverified", True): Label("先给店里看一眼疫苗本", "please show us the booklet first"),
    ("unverified", False): _BRING,
}

# The same of a condition, by what the shop does about it: until it is over, or until the day on which it will be.
_OPEN = {
    "no": Label("等好了再来", "please come once that is over"),
    "vet": Label("先问过医生，再跟店里说一声", "please ask your vet first, then have a word with us"),
    "said": Label("来的时候先跟店员说一声", "please tell the team when you come in"),
}
_DATED = {
    "no": Label("{day}起再来", "please come from {day}"),
    "vet": Label("先问过医生再跟店里说一声，或者{day}起再来", "please ask your vet and us first, or come from {day}"),
}


def words_of(found: Sequence[Obstacle], day: date) -> list[Label]:
    """A sentence for each kind of obstacle of each pet, on the day of the visit."""
    groups: dict[tuple[object, ...], list[Obstacle]] = {}
    for one in found:
        groups.setdefault((one.pet_id, one.kind, one.day, one.is_must), []).append(one)
    return [_sentence(group, day) for group in groups.values()]


def why_not(found: Sequence[Obstacle], day: date) -> Label | None:
    """Everything that refuses the visit, together; None when nothing does."""
    words = words_of([one for one in found if one.is_must], day)
    if not words:
        return None
    return Label("".join(one.zh for one in words), " ".join(one.en for one in words))


def _sentence(group: Sequence[Obstacle], day: date) -> Label:
    one = group[0]
    if one.kind in _OPEN:
        return _of_conditions(group)
    name, names = one.pet_name, [VACCINES[each.about].name for each in group]
    zh, en = "、".join(each.zh for each in names), " and ".join(each.en.lower() for each in names)
    if one.kind == "recent" and one.day is not None:
        back = day_said(one.day)
        return Label(f"{name}疫苗刚打，建议{back.zh}起再来。", f"{name} has just been vaccinated: best from {back.en}.")
    do = _TO_DO[one.kind, one.is_must]
    if one.kind == "expired" and one.day is not None:
        ends = date_said(one.day, day)
        return Label(f"{name}的{zh}{ends.zh}到期，{do.zh}。", f"{name}'s {en} vaccine ends on {ends.en}: {do.en}.")
    if one.kind == "unverified":
        return Label(f"{name}的{zh}还没核对，{do.zh}。", f"{name}'s {en} vaccine isn't checked yet: {do.en}.")
    return Label(f"{name}还没记{zh}，{do.zh}。", f"No {en} vaccine is noted for {name}: {do.en}.")


def _of_conditions(group: Sequence[Obstacle]) -> Label:
    one = group[0]
    states = [CONDITIONS[each.about].said for each in group]
    do = _OPEN[one.kind]
    if one.day is not None and one.kind in _DATED:
        day, dated = day_said(one.day), _DATED[one.kind]
        do = Label(dated.zh.format(day=day.zh), dated.en.format(day=day.en))
    zh, en = "、".join(each.zh for each in states), " and ".join(each.en for each in states)
    return Label(f"{one.pet_name}{zh}，{do.zh}。", f"{one.pet_name} {en}: {do.en}.")
