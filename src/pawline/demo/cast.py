"""Who is in the demo: made-up people, pets and habits. Facts of the trade come from the standard catalogue."""

from dataclasses import dataclass

from pawline.pets.model import Sex, Species


@dataclass(frozen=True)
class DemoPet:
    """A pet and what is known about its care (kind, words, severity)."""

    name: str
    species: Species
    breed: str
    sex: Sex
    born: str
    weight_g: int
    care: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class DemoOwner:
    """An owner, a phone number that cannot be called, and the pets."""

    name: str
    phone: str
    pets: tuple[DemoPet, ...]


OWNERS = (
    DemoOwner(
        "林女士",
        "13900000001",
        (
            DemoPet("豆豆", "dog", "柯基", "m", "2023-04", 12400, (("dryer", "怕吹风机，全程低噪吹干", "care"),)),
            DemoPet("年糕", "cat", "英短", "f", "2024-05", 4600),
        ),
    ),
    DemoOwner(
        "周小姐",
        "13900000002",
        (
            DemoPet(
                "可乐",
                "dog",
                "泰迪",
                "m",
                "2022-03",
                5100,
                (("allergy", "鸡肉过敏", "alert"), ("nails", "怕剪指甲，先给零食再动手", "care")),
            ),
        ),
    ),
    DemoOwner("陈先生", "13900000003", (DemoPet("雪球", "dog", "比熊", "f", "2021-11", 5600),)),
    DemoOwner(
        "阿杰",
        "13900000004",
        (
            DemoPet("元宝", "dog", "金毛", "m", "2020-06", 31000),
            DemoPet("布丁", "dog", "拉布拉多", "f", "2022-09", 27500),
        ),
    ),
    DemoOwner("吴叔", "13900000005", (DemoPet("灰灰", "dog", "雪纳瑞", "m", "2019-02", 7800),)),
    DemoOwner(
        "小满",
        "13900000006",
        (
            DemoPet("奶茶", "cat", "布偶", "f", "2023-01", 5200, (("quiet", "怕狗叫，安排安静的时段", "care"),)),
            DemoPet("麻薯", "dog", "法斗", "m", "2023-08", 11800, (("heat", "短鼻，不进烘箱", "alert"),)),
        ),
    ),
    DemoOwner(
        "橘子妈",
        "13900000007",
        (DemoPet("橘子", "cat", "橘猫", "m", "2021-07", 6100), DemoPet("团子", "cat", "英短", "m", "2022-12", 5300)),
    ),
    DemoOwner("苏苏", "13900000008", (DemoPet("棉花", "dog", "萨摩耶", "f", "2022-05", 23800),)),
)
