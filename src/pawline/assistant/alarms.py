"""What makes an alarm: senses of `emergency_words_zh` and `_en` that stand near each other, in any order."""

from __future__ import annotations

import re
from itertools import pairwise

from . import emergency_words_en, emergency_words_zh
from .lexicon import Lexicon, Rule, Spans, raised, rule

_NEAR, _ABOUT, _CLAUSE, _FAR = 4, 9, 12, 16
"""The next word or so, most of a clause, a clause, the same message as owners write it."""

# Each line: the flag, the senses, how far apart.
_RULES: tuple[Rule, ...] = tuple(
    rule(flag, senses, far)
    for flag, senses, far in (
        ("poison", "poison taken", _CLAUSE),
        ("poison", "poison got_at", _ABOUT),
        ("poison", "poison eats done", _ABOUT),
        ("poison", "poison empty", _ABOUT),
        ("poison", "poison acute", _FAR),
        ("poison", "poison mouth residue", _FAR),
        ("poison", "medicine empty", _FAR),
        ("poison", "medicine got_at", _FAR),
        ("poison", "medicine taken amount", _FAR),
        ("poison", "medicine taken mouth", _FAR),
        ("poison", "medicine acute", _ABOUT),
        ("poison", "medicine mouth residue", _FAR),
        ("poison", "drugged acute", _FAR),
        ("poison", "got_at mouth residue", _FAR),
        ("poison", "mouth odd_residue", _NEAR),
        ("poison", "thing swallowed", _ABOUT),
        ("poison", "sharp taken", _NEAR),
        ("poison", "thing got_at empty", _FAR),
        ("poison", "thing empty acute", _FAR),
        ("poison", "thing empty mouth", _FAR),
        ("breathing", "thing throat stuck", _FAR),
        ("breathing", "stuck throat acute", _FAR),
        ("breathing", "stuck gullet", _NEAR),
        ("breathing", "gullet noise", _NEAR),
        ("breathing", "thing chokes", _FAR),
        ("breathing", "chokes colour", _FAR),
        ("breathing", "cat pants", _ABOUT),
        ("breathing", "breath no_stand", _ABOUT),
        ("breathing", "coughs dark", _NEAR),
        ("trauma", "thing rear comes_out", _FAR),
        ("trauma", "sharp throat stuck", _ABOUT),
        ("bleeding", "blood flows", _ABOUT),
        ("bleeding", "blood wound", _ABOUT),
        ("trauma", "wound inside", _ABOUT),
        ("trauma", "sharp wound limb", _ABOUT),
        ("trauma", "sharp wound inside", _FAR),
        ("trauma", "skin inside", _NEAR),
        ("trauma", "stuck limb swollen", _FAR),
        ("trauma", "hot on skin", _FAR),
        ("trauma", "poison on skin", _ABOUT),
        ("trauma", "hot fell_in", _ABOUT),
        ("burn", "hot flayed", _FAR),
        ("burn", "skin flayed", _NEAR),
        ("trauma", "poison flayed", _FAR),
        ("trauma", "poison eye", _ABOUT),
        ("trauma", "sharp eye", _ABOUT),
        ("trauma", "eye eye_hurt", _NEAR),
        ("trauma", "wire taken", _ABOUT),
        ("trauma", "wire acute", _FAR),
        ("trauma", "wire falls_over", _FAR),
        ("seizure", "twitch not_over", _ABOUT),
        ("seizure", "twitch lost_grip", _FAR),
        ("seizure", "body jerks lost_grip", _FAR),
        ("seizure", "body jerks not_over", _FAR),
        ("seizure", "body jerks falls_over", _FAR),
        ("seizure", "jerks lost_grip", _ABOUT),
        ("seizure", "drools lost_grip", _FAR),
        ("seizure", "trembles drools", _FAR),
        ("collapse", "trembles vomits", _FAR),
        ("collapse", "trembles no_stand", _FAR),
        ("collapse", "drools no_stand", _FAR),
        ("collapse", "no_answer", 0),
        ("collapse", "falls_over no_stand", _FAR),
        ("collapse", "falls_over mucosa colour", _FAR),
        ("collapse", "falls_over out_for", _FAR),
        ("seizure", "nursing jerks", _FAR),
        ("seizure", "nursing burning", _FAR),
        ("seizure", "jerks burning", _FAR),
        ("seizure", "falls_over jerks", _ABOUT),
        ("seizure", "lopsided body", _FAR),
        ("collapse", "limp body", _NEAR),
        ("collapse", "limp acute", _FAR),
        ("collapse", "body cold", _NEAR),
        ("collapse", "dull cold", _FAR),
        ("collapse", "dull vomits", _FAR),
        ("collapse", "dull no_stand", _FAR),
        ("collapse", "burning no_stand", _FAR),
        ("collapse", "burning breath", _FAR),
        ("breathing", "breath breath_bad", _NEAR),
        ("breathing", "mucosa colour", _NEAR),
        ("breathing", "colour_part cyan", _NEAR),
        ("bloat", "belly swells retch", _FAR),
        ("bloat", "belly swells drools", _FAR),
        ("urinary", "urine none_out tries", _FAR),
        ("urinary", "urine none_out cries", _FAR),
        ("urinary", "toilet none_out", _FAR),
        ("urinary", "tries none_out cries", _FAR),
        ("urinary", "urine stuck", _NEAR),
        ("urinary", "squats no_flow", _FAR),
        ("urinary", "no_urine since", _FAR),
        ("urinary", "no_urine cries", _FAR),
        ("urinary", "no_urine tries", _FAR),
        ("urinary", "urine dark", _NEAR),
        ("bleeding", "stool dark", _NEAR),
        ("bleeding", "vomits dark", _NEAR),
        ("urinary", "urine blood", _NEAR),
        ("bleeding", "stool blood", _NEAR),
        ("birth", "newborn fades", _FAR),
        ("birth", "birth no_birth", _ABOUT),
        ("birth", "young not_out", _NEAR),
        ("birth", "no_pup since", _ABOUT),
        ("heatstroke", "hot_place hot_sign", _FAR),
        ("collapse", "water water_sign", _FAR),
        ("collapse", "heart breath_bad", _NEAR),
        ("trauma", "sutures gives_way", _NEAR),
        ("heatstroke", "shut_place left_in", _NEAR),
        ("trauma", "limb grievous", _NEAR),
        ("trauma", "skin grievous", _NEAR),
        ("bleeding", "limb wound flows", _FAR),
        ("trauma", "limb deformed", _NEAR),
        ("collapse", "low_heat bad_degrees", _NEAR),
        ("collapse", "vision sudden", _ABOUT),
        ("trauma", "height drops", _NEAR),
        ("trauma", "low_place drops hurt_after", _FAR),
        ("trauma", "drops hurt_after", _FAR),
        ("trauma", "vehicle hits", _NEAR),
        ("trauma", "crush limb", _NEAR),
        ("trauma", "crush cries", _FAR),
        ("trauma", "crush crush_by", _NEAR),
        ("trauma", "biter bites bite_sign", _FAR),
        ("trauma", "bites bite_sign limb", _ABOUT),
        ("collapse", "hind paralysed", _NEAR),
        ("trauma", "rear comes_out", _NEAR),
        ("swelling", "face swollen", _NEAR),
        ("swelling", "injection shock", _ABOUT),
        ("swelling", "hives all_over", _NEAR),
        ("collapse", "small_pet shuts_down", _FAR),
        ("collapse", "insulin acute", _FAR),
        ("poison", "insulin overdose", _ABOUT),
        ("poison", "medicine overdose", _ABOUT),
    )
)

SENSES = frozenset(sense for one in _RULES for sense in one.senses)
"""What the rules speak of: senses of both tables of words."""
_LEXICON = Lexicon(emergency_words_zh.WORDS, emergency_words_en.WORDS)


UNWELL = "unwell"
"""The flag of a message that speaks of nothing but harm, though no rule names the harm."""


def composed(plain: str, *, is_chinese: bool) -> set[str]:
    """The flags that words near each other raise in a folded text; a clause struck out is a space in it."""
    spans = _LEXICON.find(plain.replace("'", ""))
    flags = raised(_RULES, spans, is_chinese=is_chinese)
    return flags if flags or not _is_of_harm_alone(spans) else {UNWELL}


def _is_of_harm_alone(spans: Spans) -> bool:
    """Whether an owner asks the shop for nothing, and tells of one grave thing or of two signs together."""
    if "business" in spans:
        return False
    if "grave" in spans:
        return True
    starts = {start for start, _ in spans.get("sign", ())}
    return len(starts) > 1 or (bool(starts) and "context" in spans)


_SLIPS: dict[str, str] = {
    wrong: right for wrong, _, right in (pair.partition(":") for pair in emergency_words_zh.SLIPS.split())
}
_SLIP_STARTS = frozenset(slip[:2] for slip in _SLIPS)
_SLIP = re.compile("|".join(_SLIPS))


def righted(folded: str) -> str:
    """The text with words of an emergency that sound like others set right, at the same length."""
    if _SLIP_STARTS.isdisjoint(map("".join, pairwise(folded))):
        return folded
    return _SLIP.sub(lambda match: _SLIPS[match[0]], folded)
