"""What a message says of pets: kind, breed, size, age, weight, name, coat."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .numerals import ZH_NUMBER, en_number, zh_number
from .script import fold
from .vocabulary import (
    BREED_PATTERN,
    BREED_WORDS,
    COAT_PATTERNS,
    SIZE_PATTERNS,
    SPECIES_PATTERNS,
    Species,
)


@dataclass(frozen=True, slots=True)
class PetSaid:
    """A pet as the message tells of it; None is not said. `breed` and `name` are in the owner's words."""

    species: Species | None = None
    breed: str | None = None
    breed_name: str | None = None
    size: str | None = None
    coat: str | None = None
    sex: str | None = None
    age: str | None = None
    weight: str | None = None
    weight_g: int | None = None
    name: str | None = None
    count: int = 1

    @property
    def is_empty(self) -> bool:
        """Nothing at all was said."""
        return self == PetSaid()


_AGE = re.compile(
    rf"(?:{ZH_NUMBER}|半)(?:来|多)?个?半?(?:岁半?多?|周岁|个?多?月大|个半月|个多月|个月(?!后|前|内|没))|"
    r"\b\d+(?:\.5)?[- ]?(?:years?|yrs?|months?|mths?|mo|weeks?|wks?)[- ]old\b|\b\d+ (?:yr|year|month|mth|week)\b(?= old| [a-z]+ ?(?:dog|cat|pup|boy|girl|\w+er\b))|(?<=s )\d+ ?(?:months?|mths?|yrs?|years?)\b(?! (?:ago|later|since|time))|(?<=, )\d+ ?(?:months?|mths?|yrs?|years?)\b(?! (?:ago|later|since|time))|\b(?:\d+|one|two|three|four|five|six) and a half\b|\b\d+ ?(?:yo|y/o|mo|m/o|mo old)\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[- ](?:years?|months?)[- ]old\b"
)
_WEIGHT = re.compile(
    rf"(?<![瘦胖重轻]了)(?<![瘦胖重轻])(?P<n>{ZH_NUMBER})(?:多|来|几)?(?P<u>公斤|千克|斤|kg|kilos?|kgs)(?P<half>半)?|"
    r"\b(?P<n2>\d+(?:\.\d+)?) ?(?P<u2>kgs?|kilos?|kilograms?|lbs?|pounds?)\b"
)
_SEX = re.compile(
    r"(?P<m>公(?:的|狗|猫|犬)|弟弟|男孩|\b(?:male|boy)\b)|(?P<f>母(?:的|狗|猫|犬)|妹妹|女孩|\b(?:female|girl)\b)"
)
_NAME_ZH = re.compile(
    r"(?:名字(?:是|叫)|名叫|小名|叫做|它叫|他叫|她叫|(?<![嗷吠乱大会别乱狂么])叫(?!你|我|老板|店|人|不|做|个|车|了|醒|醒|没|都|也|了|它|他|她|什么|啥|声|得|号))([\u4e00-\u9fff]{1,4}?|[a-z]{2,12})(?=$|[,。,.!?、 ~]|是|的|今[天晚早儿]|明[天早晚儿]|后天|他|她|它|公|母|[一二两三四五六七八九十\d]|金毛|泰迪|柯基|博美|比熊|布偶|英短)"
)
_NAME_HOME = re.compile(
    r"(?:我家|俺家|我们家|咱家|我屋企)的?(?P<n>([\u4e00-\u9fff])\2(?:宝|仔)?|小[\u4e00-\u9fff]|[a-z]{2,12}|[\u4e00-\u9fff]{1,2}[宝仔豆崽球](?![\u4e00-\u9fff]{0,1}[狗猫]))(?=[想要约洗剪今明后昨下这上周的在弄好怎是,，。 ]|$)"
)
_NAME_FIRST = re.compile(
    r"^(?P<n>([\u4e00-\u9fff])\2(?:宝|仔)?|小[\u4e00-\u9fff])(?=(?:今天|现在)?(?:啥情况|什么情况|情况|到哪|洗|剪|弄|吹|做|乖|怎么样|咋样|好了|状态|情况|在店|叫|是[男女公母]))"
)
_NAME_OF_VISIT = re.compile(
    r"^(?P<n>[\u4e00-\u9fff]{2,3}?)(?=到哪|洗好|剪好|弄好|做好|吹好|好了没|好了吗|吹干|乖不|洗得怎|弄得怎|洗完没|怎么样了)"
)
_NO_NAME = re.compile(r"[我你您它他她们咱这那的了狗猫犬请问现在今大概什么时候可以已经还有都不]|毛孩|宝贝|孩子|老板")
_NOT_FIRST = re.compile(
    r"^(?:刚刚|天天|妈妈|爸爸|谢谢|看看|问问|慢慢|常常|等等|好好|明明|偏偏|每每|渐渐|仅仅|多多[指关]|小心|小声|小时|小区|小店|小姐|小哥)"
)
_NOT_NAMES = {
    "小狗",
    "小猫",
    "狗狗",
    "猫猫",
    "猫咪",
    "宝宝",
    "小区",
    "小孩",
    "毛孩",
    "狗仔",
    "小的",
    "小型",
    "娃娃",
    "汪汪",
    "喵喵",
    "dog",
    "cat",
    "小家",
    "小泰",
    "小柴",
    "小金",
    "小比",
    "小布",
}
_NAME_EN = re.compile(
    r"\b(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Tt]he|[Dd]og'?s|[Cc]at'?s) names? (?:is|are|'s) (?P<a>[A-Za-z]+)|\b(?:[Nn]amed|[Cc]alled) (?P<b>[A-Z]?[a-z]+)|"
    r"\b(?:how'?s|How'?s|how is|How is|is|Is|for|For|my dog|my cat|bring|Bring|pick up|collect) (?P<c>[A-Z][a-z]{1,11})\b(?! (?:Monday|at|[Rr]etriever))"
)
_NAME_SMALL = re.compile(
    r"\b(?:book(?:ing)?|bring(?:ing)?|drop(?:ping)?|get|fit|squeeze|pop) (?P<d>[a-z]{3,11}) in\b|\b(?:is|hows|how's|how is|how did) (?P<e>[a-z]{3,11}) (?:done|ready|doing|finished|getting on|get on|coming|behaving)\b"
)
_NOT_SMALL = frozenset(
    {
        "him",
        "her",
        "them",
        "you",
        "the",
        "she",
        "they",
        "this",
        "that",
        "everything",
        "someone",
        "somebody",
        "everyone",
        "all",
        "both",
        "one",
        "two",
        "it's",
        "its",
        "there",
        "dog",
        "dogs",
        "cat",
        "cats",
        "puppy",
        "kitten",
        "pup",
        "boy",
        "girl",
        "baby",
        "what",
        "who",
        "mine",
        "yours",
        "anything",
        "business",
        "work",
    }
)
_NOT_EN_NAMES = re.compile(
    r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|^(?:I|It|The|There|This|That|My|He|She|You|Your|A|An|Tomorrow|Today|Next|Christmas|Easter|New|Chinese|Spring)$|^(?:Golden|Labrador|Poodle|Corgi|Husky|Persian|Ragdoll|British|Maine|French|German|Shih|Border|Cocker)"
)
_COUNT = re.compile(r"([一两二俩三四五六七八九十\d]+)[只条个]$|\b(one|two|three|four|five|2|3|4|5|both|a) (?:\w+ )?$")


def pets_in(folded: str, text: str, names: Sequence[str] = (), *, asks_name: bool = False) -> tuple[PetSaid, ...]:
    """The pets a message speaks of. `names` are pets already known to belong to the owner; `asks_name`: it answers a question for the name.

    Details (age, weight, name) belong to the only pet; of several, to the first.
    """
    pets = _by_breed(folded, text)
    if not pets:
        pets = _by_species(folded)
    details = _details(folded, text, names)
    if asks_name and details.name is None:
        details = replace(details, name=_answered_name(folded, text))
    others = tuple(PetSaid(name=name) for name in _known_names(folded, names) if name != details.name)
    if not pets:
        return others if details.is_empty else (details, *others)
    first = _merged(pets[0], details)
    return (first, *(pets[1:] or others))


_RULED_OUT = re.compile(r"(?:别的|其他|其它|陌生|\bother|\banother|(?<!是)不是|唔系|\bnot an?|\bnot|\bisn'?t an?) ?$")
# What was named before it was a slip of the tongue.
_TAKEN_BACK = re.compile(r"[说打写搞弄]错|不对|口误|\b(?:sorry|oops|i mean|i meant|scratch that)\b")
_CROSS = re.compile(r"(?: (?:cross|mix|x)\b|串|混)?")


def _by_breed(folded: str, text: str) -> list[PetSaid]:
    pets: list[PetSaid] = []
    for match in BREED_PATTERN.finditer(folded):
        if _RULED_OUT.search(folded[: match.start()]):
            continue
        word = BREED_WORDS[match[0]]
        cross = _CROSS.match(folded, match.end())
        end = cross.end() if cross else match.end()
        said = PetSaid(species=word.species, breed=text[match.start() : end], breed_name=word.name)
        if all(pet.breed_name != said.breed_name for pet in pets):
            pets.append(replace(said, count=_count_before(folded, match.start())))
    others = _by_species(BREED_PATTERN.sub(" ", folded))
    known = {pet.species for pet in pets}
    return pets + ([pet for pet in others if pet.species not in known] if pets else [])


def _by_species(folded: str) -> list[PetSaid]:
    found: list[tuple[int, PetSaid]] = []
    for species, pattern in SPECIES_PATTERNS.items():
        match = next((one for one in pattern.finditer(folded) if not _RULED_OUT.search(folded[: one.start()])), None)
        if match:
            found.append((match.start(), PetSaid(species=species, count=_count_before(folded, match.start()))))
    return [pet for _, pet in sorted(found, key=lambda item: item[0])]


def _count_before(folded: str, at: int) -> int:
    match = _COUNT.search(folded[max(0, at - 12) : at])
    if match is None:
        return 1
    if match[1]:
        return int(zh_number(match[1]) or 1)
    return 2 if match[2] == "both" else int(en_number(match[2]) or 1)


def _details(folded: str, text: str, names: Sequence[str]) -> PetSaid:
    age, weight, sex = _age(folded), _WEIGHT.search(folded), _SEX.search(folded)
    return PetSaid(
        size=_first_of(SIZE_PATTERNS, folded),
        coat=_first_of(COAT_PATTERNS, folded),
        sex=None if sex is None else "m" if sex["m"] else "f",
        age=text[age.start() : age.end()] if age else None,
        weight=text[weight.start() : weight.end()] if weight else None,
        weight_g=_grams(weight) if weight else None,
        name=_name(folded, text, names),
    )


_SINCE = re.compile(r"(?:术后?|完|过|后|了|隔|有|生)$")


def _age(folded: str) -> re.Match[str] | None:
    """The age said; "a month after surgery" is none."""
    for match in _AGE.finditer(folded):
        if not (match[0].endswith("个月") and _SINCE.search(folded[: match.start()])):
            return match
    return None


def _first_of(patterns: dict[str, re.Pattern[str]], folded: str) -> str | None:
    return next((name for name, pattern in patterns.items() if pattern.search(folded)), None)


def _grams(match: re.Match[str]) -> int | None:
    number, unit = match["n"] or match["n2"], match["u"] or match["u2"]
    value = zh_number(number)
    if value is None:
        return None
    value += 0.5 if match["half"] else 0
    grams = 500 if unit == "斤" else 453.6 if unit.startswith(("lb", "pound")) else 1000
    return round(value * grams) if value < 500 else None


def _name(folded: str, text: str, names: Sequence[str]) -> str | None:
    said_names = _known_names(folded, names)
    if said_names:
        return said_names[0]
    for pattern in (_NAME_ZH, _NAME_HOME, _NAME_FIRST, _NAME_OF_VISIT):
        match = pattern.search(folded)
        if match and pattern is _NAME_OF_VISIT and _NO_NAME.search(match["n"]):
            continue
        if match and not (pattern is _NAME_FIRST and _NOT_FIRST.match(folded)):
            group = 1 if pattern is _NAME_ZH else "n"
            said = text[match.start(group) : match.end(group)]
            if said not in _NOT_NAMES and said.lower() not in BREED_WORDS:
                return said
    match = _NAME_SMALL.search(folded)
    if match and (said := match["d"] or match["e"]) not in _NOT_SMALL and said not in BREED_WORDS:
        at = match.start("d") if match["d"] else match.start("e")
        return text[at : at + len(said)]
    for match in _NAME_EN.finditer(text):
        said = match["a"] or match["b"] or match["c"]
        if said and not _NOT_EN_NAMES.match(said) and said.lower() not in BREED_WORDS:
            return said
    return None


_BARE_NAME = re.compile(
    r"^\s*(?:(?:它|他|她|就|大名|小名)?(?:叫|是))?([\u3400-\u9fff]{1,4}|[a-z][a-z'-]{1,11})(?=$|[ ,，。.!~、]|[和跟]|呀|啦)"
)
_NO_ANSWER = re.compile(
    r"^(?:没有?|还没|不|随便|什么|为什么|怎么|好|嗯|谢谢|你好|我|稍等|等|no|yes|not|none|why|what|sorry|hi|hello|ok|okay|thanks|the|her|his|he|she|it|its|my|we|i|a|um|oh)"
)


_ASKS_BACK = re.compile(r"[?]|吗|多少|什么|怎么|几[点个号天]|哪|为啥|\b(?:what|why|how|when|who)\b")


def _answered_name(folded: str, text: str) -> str | None:
    """The word that an answer to "what's the name?" begins with, unless it is a breed or no name at all."""
    match = _BARE_NAME.match(folded)
    if match is None or _ASKS_BACK.search(folded) or _NO_ANSWER.match(match[1]) or BREED_PATTERN.search(match[1]):
        return None
    said = text[match.start(1) : match.end(1)]
    is_kind = any(pattern.search(match[1]) for pattern in SPECIES_PATTERNS.values())
    return None if is_kind or said in _NOT_NAMES else said


def _known_names(folded: str, names: Sequence[str]) -> list[str]:
    """The names of the owner's pets in a message, as they come; "不是可可" is none."""
    found: list[tuple[int, str]] = []
    for name in names:
        # Latin names count only as whole words.
        edge = r"\b" if name.isascii() else ""
        for match in re.finditer(rf"{edge}{re.escape(fold(name))}{edge}", folded) if name else ():
            if not _RULED_OUT.search(folded[: match.start()]):
                found.append((match.start(), name))
                break
    found.sort()
    taken_back = [match.end() for match in _TAKEN_BACK.finditer(folded) if found and match.start() > found[0][0]]
    after = [one for one in found if taken_back and one[0] >= taken_back[-1]]
    return [name for _, name in after or found]


def _merged(pet: PetSaid, details: PetSaid) -> PetSaid:
    return replace(
        pet,
        size=details.size,
        coat=details.coat,
        sex=details.sex,
        age=details.age,
        weight=details.weight,
        weight_g=details.weight_g,
        name=details.name,
    )
