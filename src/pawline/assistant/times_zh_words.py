"""The words of Chinese time expressions, folded: units, parts of the day, days, festivals, periods."""

from __future__ import annotations

import re
from typing import Literal

from .numerals import ZH_NUMBER
from .time_model import Daypart, Unit

N = ZH_NUMBER
SMALL_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九元])"
SMALL = r"(?:\d{1,2}|三十一?|[一二]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九])"
WEEKDAY_CHARS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
WEEKDAY_CHARS.update({str(n): n - 1 for n in range(1, 8)})
WEEK = r"(?:周|星期|礼拜|(?<!礼)拜(?=[一二三四五六日](?!下|家)))"
# What follows 号 when it numbers a thing instead of a day; a house number has another number behind it.
NOT_A_DAY = (
    r"(?!店|桌|楼|栋|幢|座|线|机|门|院|房|柜|台|位|技师|美容师|选手|链接|码|笼|间|池|包间|包厢|单元|会员|剪刀|刀头|刀片|铺|鞋|衣|球|风球|套餐|款|色|公交|站|出口|馆|针|胶囊|\d+[栋幢楼室单]|"
    r"的?那(?:只|个|家))"
)
# Wares that are named after a festival: 中秋月饼, 圣诞帽.
FESTIVE = r"(?!月饼|粽|汤圆|帽|装|衣|服|套|糖|主题|限定|限量|款|礼盒|礼物|树|味|路|广场)"
# What follows a fraction or a rate: 1/2片, 一日三餐.
MEASURE = r"[片颗粒只个杯勺包袋瓶斤块价量份针盒罐寸磅次餐顿]"
UNITS: dict[str, Unit] = {
    "秒": "second",
    "分": "minute",
    "刻": "minute",
    "字": "minute",
    "时": "hour",
    "点": "hour",
    "头": "hour",
    "天": "day",
    "日": "day",
    "晚": "day",
    "周": "week",
    "拜": "week",
    "期": "week",
    "月": "month",
    "季": "quarter",
    "年": "year",
}
UNIT = r"(?:秒钟?|分钟?|刻钟?|字|小时|个?钟头?|钟头|天|日|晚|个?(?:星期|礼拜)|周|个多?月|月|个?季度|年)"

PARTS: dict[str, Daypart] = {
    "凌晨": Daypart(0, 6, "am"),
    "清晨": Daypart(5, 8, "am"),
    "早": Daypart(6, 10, "am"),
    "上午": Daypart(8, 12, "am"),
    "中午": Daypart(11, 14, "noon"),
    "下午": Daypart(12, 18, "pm"),
    "傍晚": Daypart(17, 19, "pm"),
    "晚": Daypart(18, 22, "night"),
    "深夜": Daypart(22, 24, "night"),
    "半夜": Daypart(0, 5, "night"),
    "白天": Daypart(8, 18, "noon"),
}
PART_WORDS = {
    "凌晨": "凌晨|拂晓|破晓",
    "清晨": "清晨|黎明|大清早|清早|天刚亮",
    "早": "早晨|早上|今早|早间|朝头早|朝早|晨早|大早上|一大早|(?<![周期拜])一早|晨间",
    "上午": "上午|上昼|午前|头晌|前晌",
    "中午": "中午|晌午|正午时分|午间|大中午|晏昼头",
    "下午": "下午|午后|下昼|晏昼|后晌|后半晌|过晌",
    "傍晚": "傍晚|挨晚|捱晚|黄昏|擦黑|天擦黑",
    "晚": "晚上|晚间|夜晚|夜里|夜间|晚黑|夜晚黑|夜晚头|大晚上|今夜|后晚",
    "深夜": "深夜|午夜时分|大半夜前|夜深",
    "半夜": "后半夜|半夜三更|半夜|下半夜|三更半夜",
    "白天": "白天|日间|大白天|白日里",
}
PART_OF = {re.sub(r"\(.*?\)", "", word): PARTS[name] for name, words in PART_WORDS.items() for word in words.split("|")}
SHORT_PARTS = {"早": PARTS["早"], "晨": PARTS["早"], "朝": PARTS["早"], "晚": PARTS["晚"], "夜": PARTS["晚"]}

_DAYS: dict[int, str] = {
    0: "今天|今日|今儿个?|当天|当日|即日|本日",
    1: "明天|明日|明儿个?|听日|听天|第二天|次日|翌日|隔天|隔日|赶明儿",
    2: "后天|后日|后儿个?",
    3: "大后儿个?",
    -1: "昨天|昨日|昨儿个?|琴日|寻日|噚日|前一天",
    -2: "前天|前日|前儿个?",
    -3: "大前儿个?",
}
DAY_OF = {
    form: offset
    for offset, forms in _DAYS.items()
    for word in forms.split("|")
    for form in ((word[:-2], word[:-2] + "个") if word.endswith("个?") else (word,))
}
DAY_CHARS = {"今": 0, "当": 0, "明": 1, "听": 1, "昨": -1, "琴": -1, "寻": -1, "后": 2, "前": -2}

FESTIVALS = {
    "new_year": "元旦节?|公历新年|新历新年|新年",
    "spring": "大年初一|春节|农历新年|农历年(?!初)|新春|旧历年|年初一|正月初一|过年|过大年",
    "spring_eve": "除夕夜?|大年三十|年卅晚?|年三十晚|年廿九晚|大年夜|年三十",
    "lantern": "元宵节?|正月十五|上元节",
    "qingming": "清明节?",
    "dragon_boat": "端午节?|端阳节?",
    "qixi": "七夕节?",
    "zhongyuan": "中元节|鬼节|盂兰节",
    "mid_autumn": "中秋节?|八月十五中秋",
    "chongyang": "重阳节?",
    "laba": "腊八节?",
    "small_new_year": "小年夜?",
    "winter_solstice": "冬至",
    "national": "国庆节?|国庆日|十一国庆",
    "labor": "五一国际劳动节|五一劳动节|国际劳动节|劳动节|五一节",
    "women": "三八妇女节|三八节|妇女节|女神节",
    "girls": "女生节",
    "party_day": "建党节",
    "white_valentine": "白色情人节",
    "double_ten": "双十节",
    "youth": "五四青年节|青年节",
    "children": "六一儿童节|六一节|儿童节",
    "army_day": "八一建军节|建军节",
    "teachers": "教师节",
    "tree": "植树节",
    "christmas": "圣诞节?",
    "christmas_eve": "平安夜|圣诞前夜|圣诞夜",
    "valentine": "情人节",
    "april_fools": "愚人节",
    "mothers": "母亲节",
    "fathers": "父亲节",
    "thanksgiving": "感恩节",
    "halloween": "万圣节前?夜?|万圣夜",
    "singles": "双十一|双11|光棍节",
    "double_12": "双十二|双12",
    "shopping_618": r"六一八(?![路号])|(?<![\d.])618(?![\d路元块号米])",
    "easter": "复活节",
    "new_years_eve": "跨年夜?|元旦前夜",
    "earth_day": "地球日",
}
# Number festivals are also plain numbers; they count only where nothing measurable follows.
NUMBER_FESTIVALS = {"五一": "labor", "十一": "national", "六一": "children", "三八": "women"}

YEAR_WORDS = {
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
    "去年": -1,
    "旧年": -1,
    "前年": -2,
    "大前年": -3,
}
PART_OF_PERIOD: dict[str, Literal["start", "mid", "end"]] = {
    "初": "start",
    "上旬": "start",
    "伊始": "start",
    "头": "start",
    "开头": "start",
    "中": "mid",
    "中旬": "mid",
    "底": "end",
    "末": "end",
    "下旬": "end",
    "尾": "end",
    "月尾": "end",
}
