"""What each time of a message is for: the wished one, the old one, one ruled out, one only told."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from . import signals
from .time_model import Role, TimeMention

_BEFORE_NEW = re.compile(
    r"(?:到|成|去|至|为|改|换|是|约|\bto|\bfor|\binto|\bmake it|\bdo|\binstead)\s*(?:the|下|了|on|at|next)?\s*$"
)
_BEFORE_NOT = re.compile(
    r"(?:不是|唔系|除了|不要|别|不约|不能|唔好|\bnot|\bexcept|\bisn'?t|\bno(?! later| earlier)|\bcan'?t (?:do|make|come)|\banything but|\b(?:any|every) ?(?:day|time)? but|\bavoid)\s*(?:on|the|at|约|在)?\s*$"
)
_AFTER_NOT = re.compile(
    r"^\s*(?:就|都|那天|我|是|又|也|肯定|恐怕|可能)*(?:不行|不可以|不方便|没空|没时间|有事|不得|不在|来不|去不|不能|冇空|唔得|不了|上班|要上班|(?:is|are|'s|doesn'?t|does not|won'?t|isn'?t|i'?m|i can'?t|we can'?t)[^,.;]{0,12}(?:no good|not good|work\b(?= for)|bad|busy|out|impossible|off the table)|(?:doesn'?t|does not|won'?t|isn'?t) (?:work|good|possible|great|suit)|i'?m (?:busy|away|out)|i (?:can'?t|cannot)|no good)"
)
_AFTER_OLD = re.compile(
    r"^\s*(?:上午|下午|\d+点)?\s*(?:的|那|嘅|預|预|約|约|appointment|booking|slot|one\b|bath|groom)"
)
_BEFORE_OLD = re.compile(
    r"(?:把|将|取消|退掉|退|原来|原本|本来|原定|约的|约了|约在|订的|订了|\bmy|\bfrom|\bcancel|\bbooked for|\bwas|\bappointment (?:on|for|at)|\bthe)\s*(?:的|on|for|at|the|是|我|appointment|booking)?\s*$"
)
_PAST_FACT = re.compile(
    r"(?:上次|刚|已经|过了|过的|打过|洗过|剪过|做过|绝育过|驱过|生日|打的|洗的|剪的|买的|was|were|did|had|last)"
)
_ASKED_CLOCK = re.compile(r"^\s*几点|^(?:\s*(?:what time|when))")


def with_roles(times: tuple[TimeMention, ...], folded: str, ref: datetime) -> tuple[TimeMention, ...]:
    """The mentions with their roles: wanted, old, new, ruled out, told."""
    kept = [time for time in times if not _ASKED_CLOCK.match(folded[time.span[1] :])]
    is_move = signals.RESCHEDULE.search(folded) is not None
    # "Tell me when somebody cancels" cancels nothing.
    is_cancel = signals.CANCEL.search(folded) is not None and not is_move and not signals.WAITLIST.search(folded)
    roles = [_role(time, folded, ref, is_move, is_cancel) for time in kept]
    if is_move and len(kept) > 1 and "old" not in roles and roles.count("when") + roles.count("new") > 1:
        roles[0] = "old"
    if is_move:
        roles = ["new" if role == "when" else role for role in roles]
    return tuple(replace(time, role=role) for time, role in zip(kept, roles, strict=True))


def _role(time: TimeMention, folded: str, ref: datetime, is_move: bool, is_cancel: bool) -> Role:
    before, after = folded[max(0, time.span[0] - 22) : time.span[0]], folded[time.span[1] :]
    if _BEFORE_NOT.search(before) or _AFTER_NOT.match(after):
        return "not"
    if is_cancel:
        return "old"
    if is_move:
        if _BEFORE_NEW.search(before) and not re.search(r"\bfor\s*$", before):
            return "new"
        if _AFTER_OLD.match(after) or _BEFORE_OLD.search(before):
            return "old"
    last = time.end or time.start
    is_past = last is not None and last.replace(tzinfo=None) <= ref
    if is_past and time.grain != "open":
        return "info"
    return "when"
