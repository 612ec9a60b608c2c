"""Breeds and what a first quote may assume of them. An owner confirms, staff override."""

from __future__ import annotations

from dataclasses import dataclass

from .model import BreedName, Coat, Look, Size, Species


@dataclass(frozen=True)
class Breed:
    """A breed's usual size, coat and drawn portrait. Size None: too varied to assume.

    `interval_weeks` is the usual time between two visits; `needs_heat_care` marks flat faces.
    """

    code: str
    name: BreedName
    species: Species
    size: Size | None
    coat: Coat | None
    look: Look
    interval_weeks: int
    aliases: tuple[str, ...] = ()
    needs_heat_care: bool = False


def _dog(
    code: str, zh: str, en: str, size: Size | None, coat: Coat | None, look: Look, weeks: int, *aliases: str,
    flat: bool = False,
) -> Breed:  # fmt: skip
    return Breed(code, BreedName(zh, en), "dog", size, coat, look, weeks, aliases, flat)


def _cat(code: str, zh: str, en: str, coat: Coat, look: Look, weeks: int, *aliases: str) -> Breed:
    return Breed(code, BreedName(zh, en), "cat", None, coat, look, weeks, aliases)


BREEDS: tuple[Breed, ...] = (
    _dog("poodle", "泰迪", "Poodle", "S", "curly", "poodle", 5,
         "贵宾", "泰迪犬", "贵宾犬", "小贵宾", "toy poodle", "mini poodle", "teddy"),
    _dog("standard_poodle", "标贵", "Standard poodle", "XL", "curly", "poodle", 4,
         "标准贵宾", "巨贵", "巨型贵宾"),
    _dog("bichon", "比熊", "Bichon frise", "S", "curly", "bichon", 5, "比熊犬", "bichon"),
    _dog("schnauzer", "雪纳瑞", "Schnauzer", "S", "wire", "schnauzer", 5, "雪纳瑞犬", "mini schnauzer"),
    _dog("shih_tzu", "西施", "Shih tzu", "S", "long", "bichon", 5, "西施犬", "shihtzu"),
    _dog("maltese", "马尔济斯", "Maltese", "S", "long", "bichon", 5, "马尔济斯犬"),
    _dog("yorkie", "约克夏", "Yorkshire terrier", "S", "long", "schnauzer", 5, "约克夏犬", "yorkie"),
    _dog("pomeranian", "博美", "Pomeranian", "S", "double", "samoyed", 6, "博美犬", "pom"),
    _dog("corgi", "柯基", "Corgi", "M", "double", "corgi", 6, "柯基犬", "welsh corgi", "pembroke"),
    _dog("shiba", "柴犬", "Shiba inu", "M", "double", "corgi", 8, "柴", "shiba"),
    _dog("frenchie", "法斗", "French bulldog", "M", "smooth", "frenchie", 6,
         "法国斗牛犬", "法牛", "frenchie", flat=True),
    _dog("pug", "巴哥", "Pug", "S", "smooth", "frenchie", 6, "巴哥犬", "八哥犬", flat=True),
    _dog("border_collie", "边牧", "Border collie", "M", "double", "corgi", 6, "边境牧羊犬"),
    _dog("golden", "金毛", "Golden retriever", "L", "double", "golden", 6, "金毛犬", "金毛寻回犬", "golden"),
    _dog("labrador", "拉布拉多", "Labrador", "L", "smooth", "golden", 6,
         "拉拉", "拉布拉多犬", "lab", "labrador retriever"),
    _dog("samoyed", "萨摩耶", "Samoyed", "L", "double", "samoyed", 6, "萨摩", "萨摩耶犬", "sammy"),
    _dog("husky", "哈士奇", "Husky", "L", "double", "samoyed", 6, "二哈", "siberian husky"),
    _dog("malamute", "阿拉斯加", "Alaskan malamute", "XL", "double", "samoyed", 6, "阿拉斯加犬", "malamute"),
    _dog("old_english", "古牧", "Old English sheepdog", "XL", "long", "samoyed", 4,
         "古代牧羊犬", "古代英国牧羊犬"),
    _dog("village", "中华田园犬", "Village dog", None, None, "corgi", 8,
         "田园犬", "土狗", "小土狗", "串串", "mutt", "mixed breed"),
    _cat("ragdoll", "布偶", "Ragdoll", "long", "ragdoll", 8, "布偶猫"),
    _cat("maine_coon", "缅因", "Maine coon", "long", "ragdoll", 8, "缅因猫", "缅因库恩"),
    _cat("persian", "波斯", "Persian", "long", "ragdoll", 8, "波斯猫"),
    _cat("british", "英短", "British shorthair", "short", "british", 12,
         "英国短毛猫", "蓝猫", "英短蓝猫", "british short hair"),
    _cat("american", "美短", "American shorthair", "short", "british", 12, "美国短毛猫"),
    _cat("orange", "橘猫", "Orange cat", "short", "orange", 12, "大橘", "橘座", "ginger cat"),
    _cat("sphynx", "斯芬克斯", "Sphynx", "hairless", "orange", 2, "无毛猫", "斯芬克斯猫"),
    _cat("village_cat", "中华田园猫", "Domestic cat", "short", "orange", 12,
         "田园猫", "土猫", "狸花猫", "狸花", "奶牛猫", "tabby", "domestic shorthair"),
)  # fmt: skip

BREEDS_BY_CODE = {breed.code: breed for breed in BREEDS}


def _key(said: str) -> str:
    return said.strip().casefold()


_BY_NAME = {
    _key(name): breed for breed in BREEDS for name in (breed.code, breed.name.zh, breed.name.en, *breed.aliases)
}
_LONGEST_FIRST = sorted(_BY_NAME, key=len, reverse=True)


def breed_named(said: str) -> Breed | None:
    """The breed that a code, name or nickname means; None when unknown."""
    return _BY_NAME.get(_key(said))


def breed_in(text: str) -> Breed | None:
    """The breed that a sentence mentions (the longest name wins); None when it mentions none.

    Latin names count only as whole words, so that a "lab" is not found in "label".
    """
    folded = f" {text.casefold()} "
    for name in _LONGEST_FIRST:
        if name in folded and (not name.isascii() or _is_word(folded, name)):
            return _BY_NAME[name]
    return None


def _is_word(text: str, name: str) -> bool:
    start = text.find(name)
    while start > 0:
        end = start + len(name)
        plural = end + 1 if text[end : end + 1] == "s" else end
        if not _is_latin(text[start - 1]) and not _is_latin(text[plural : plural + 1]):
            return True
        start = text.find(name, start + 1)
    return False


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
