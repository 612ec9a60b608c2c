"""The rules of Chinese time expressions. All patterns run on text that `script.fold` has made uniform."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re

from .time_lexer import Rule, rule
from .time_model import Clock, DateSpec, Delta, Kind, Token
from .times_zh_pieces import (
    MINUTES,
    after_shift,
    bare_one,
    clock_token,
    colon_clock,
    day_with_part,
    day_word,
    english_clock,
    far_day,
    festival,
    fifths_clock,
    half_month,
    half_of_period,
    half_week,
    last_day,
    lunar,
    minguo,
    minus_clock,
    month_day,
    month_part,
    month_word,
    moved,
    nth_day_ahead,
    nth_weekday,
    number_festival,
    pair_of_days,
    part_token,
    passing,
    past_unit,
    period_part,
    plain,
    quarter,
    quarter_word,
    relative,
    same_day,
    soon,
    spot,
    week_day,
    weekday_shift,
    window,
    window_within,
    within_period,
    year,
    year_part,
    year_word,
    ymd,
)
from .times_zh_words import (
    DAY_OF,
    FESTIVALS,
    MEASURE,
    NOT_A_DAY,
    PART_WORDS,
    PARTS,
    SHORT_PARTS,
    SMALL,
    SMALL_MONTH,
    UNIT,
    WEEK,
    YEAR_WORDS,
    N,
)

_MARKS = {
    Kind.TO: r"(?:寄养|寄放|寄存|托管|住|放|待|呆|忙|持续|营业|开放?)?到|至|~+|-+|直到|一直到|去到",
    Kind.FROM: r"从|由|自|打(?=今|明|后|周|星期|\d)",
    Kind.AND: r"和|与|跟|同",
    Kind.BEFORE: r"最晚|最迟|不晚于|不迟于|早于|截止到?|截至|赶在",
    Kind.AFTER: r"最早|不早于|晚于",
    Kind.BEFORE_END: r"(?:或|及)?(?:之前|以前|前面|前)(?!台|面|天|两天|几天|一天)|为止",
    Kind.AFTER_END: r"(?:或|及)?(?:之后|以后|过后|往后|后面|后|开始|起)(?!天|日|儿|两天|几天|来|面)",
}
_PART_WORD = "|".join(
    sorted((word for words in PART_WORDS.values() for word in words.split("|")), key=len, reverse=True)
)
_DAY_WORD = "|".join(sorted(DAY_OF, key=len, reverse=True))
_OFF = r"(?:大?下{1,3}|上{1,3}|这|本|今|当|呢|哩)(?:一|1)?个?"
_HALF = r"(?P<half>半)?"
_DATE_END = "日号节庆夕诞旦秋午一二三四五六七八九十元腊宵明阳冬至夜期假天末"
# What only stands behind a day: so 12.5 and 6-3 are dates before it, and amounts elsewhere.
_DAY_OPENS = r"(?:早|晚上|上午|下午|中午|凌晨|傍晚|\(?(?:周|星期|礼拜)[一二三四五六日天]|-?\d{1,2}(?:点|:\d\d)|(?:到|至|-|~)\d{1,2}\.\d\d(?![\d元块斤公k]))"


def _mark(kind: Kind) -> Rule:
    return rule(_MARKS[kind], lambda _match: Token(kind))


ZH_RULES: tuple[Rule, ...] = (
    rule(
        rf"(?:(?<=[{_DATE_END}])|(?<=过年))(?P<dir>前|后)的?第?(?P<n>{N})个?(?P<u>天|日|周|星期|礼拜|月|年)",
        after_shift,
    ),
    rule(rf"(?<=[{_DATE_END}])(?P<dir>前|后)的?第(?P<n>{N})个{WEEK}(?P<day>[一二三四五六日天1-7])", weekday_shift),
    rule(rf"(?:{_DAY_WORD})(?!性)", day_word),
    rule(r"(大+)([前后])[天日]", far_day),
    rule(r"([今明听])[明听后](?:两)?[天日]", pair_of_days),
    rule(r"([今明昨后前当听琴寻])(?:天|日)?(早|晚|晨|朝|夜)(?:上|间|里|头)?(?!餐|饭|点儿|一点)", day_with_part),
    rule(_PART_WORD, part_token),
    rule(r"(早|晚|晨|朝|夜)(?=\d|[一二两三四五六七八九十]+点)", lambda m: spot(part=SHORT_PARTS[m[1]])),
    rule(r"(?<=[日号一二三四五六天])(早|晚|夜)(?!餐|饭|点|上)", lambda m: spot(part=SHORT_PARTS[m[1]])),
    rule(rf"(?P<off>{_OFF})?的?{WEEK}\s?(?P<day>[一二三四五六日天末尾]|[1-7](?![\d点号.:]))?", week_day),
    rule(rf"(?P<off>{_OFF})(?P<unit>周|星期|礼拜|月)的?今[天日]|(?P<year>[明去])年的?今[天日]", same_day),
    rule(r"双休日|周六日|礼拜六日|星期六日", lambda _m: spot(DateSpec(span="weekend"))),
    rule(r"(?<![\d一二三四五六七八九十两几半个])(?:本|这)?(周|月|年)之?内(?!容|部|外)", within_period),
    rule(r"的?最后(?:一|1)天", last_day),
    rule(r"工作日", lambda _m: spot(DateSpec(span="workweek"))),
    rule(rf"(?:第|头)(?P<nth>[一二三四五1-5])个{WEEK}(?P<day>[一二三四五六日天1-7])", nth_weekday),
    rule(rf"最后(?:一|1)?个{WEEK}(?P<day>[一二三四五六日天1-7])", nth_weekday),
    rule(r"([上下前后])半(?:周|个?星期|个?礼拜)", half_week),
    rule(r"(?<!月)([上下前后])半个?月", half_month),
    rule(r"(?<=月)的?([上下前后])半个?月", half_of_period),
    rule(r"(?<!大)([上下前后])半年", half_of_period),
    rule(r"第?([一二三四1-4])季度", quarter),
    rule(r"(上|下|这|本)一?个?季度", quarter_word),
    rule(rf"(?P<off>{_OFF})月(?:份)?(?![初底末中上下])", month_word),
    rule(rf"(?P<off>{_OFF})?月(?P<part>上旬|中旬|下旬|初|头(?![一二三四五1-5]个)|底|末|尾|中)", month_part),
    rule(r"年(?P<part>初|底|末|尾|中)(?![一二三四五六七八九])", year_part),
    rule("|".join(sorted(YEAR_WORDS, key=len, reverse=True)), year_word),
    rule(r"(?<![超付支演进])出年(?![龄限度金纪货轻前后])", lambda _m: spot(DateSpec(year_off=1))),
    rule(rf"民国({N})年", minguo),
    rule(r"(\d{4}|\d{2}(?=年\d{1,2}月)|[一二][零〇一二三四五六七八九]{3})\s*年", year),
    rule(r"(\d{4}|[一二][零〇一二三四五六七八九]{3})\s*年(?=初|底|末|中|伊始|头)", year),
    rule(rf"({SMALL_MONTH})\s*月份?\s*({SMALL})\s*(?:号|日)?(?!个|分钟|点|:|只|斤|块)", month_day),
    rule(rf"({SMALL_MONTH})月份?", lambda m: ymd(None, m[1].replace("元", "一"), None)),
    rule(rf"(?<![路街巷道弄牌码第\d十])({SMALL})[号]{NOT_A_DAY}", lambda m: ymd(None, None, m[1])),
    rule(
        rf"(?<!星期)(?<!礼拜)(?<!周)({SMALL})日(?![一二三两\d][次餐顿]|[食吃喂])(?!内|之内|后|之后|以后|前|子|游|托)",
        lambda m: ymd(None, None, m[1]),
    ),
    rule(r"(?<![\d.])(\d{4})[-/.年 ](\d{1,2})[-/.月 ](\d{1,2})(?:日|号)?(?!\d[^\d]*折)", lambda m: ymd(*m.groups())),
    rule(r"(?<![\d.])(\d{4})[-/.](\d{2})[-/.](\d{2})(?=\d{1,2}:)", lambda m: ymd(*m.groups())),
    rule(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)", lambda m: ymd(*m.groups())),
    rule(rf"(?<![\d/.])(\d{{1,2}})/(\d{{1,2}})(?:号|日)?(?![\d/]|\s*{MEASURE})", month_day),
    rule(rf"(?<![\d.$¥:-])(\d{{1,2}})\.(\d{{1,2}})(?:号|日|(?=\s*{_DAY_OPENS}))", month_day),
    rule(r"(?:(?<=\.\d\d到)|(?<=\.\d\d至)|(?<=\.\d\d-)|(?<=\.\d\d~))(\d{1,2})\.(\d\d)(?![\d元块斤公k])", month_day),
    rule(rf"(?:^|(?<=[\s,]))(\d{{1,2}})-(\d{{1,2}})(?=\s*$|\s*{_DAY_OPENS}|\s+(?!{MEASURE})[一-龥])", month_day),
    rule(r"(?<![\d.:-])([01]\d)-([0-3]\d)(?![\d:-])", month_day),
    rule(
        r"(?P<lead>(?:农历|阴历|旧历)年?|大年(?=初)|年)?(?:(?P<m>正|腊|冬|[一二三四五六七八九十]{1,2})月)?"
        r"(?P<d>初[一二三四五六七八九十]|十[一二三四五六七八九]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十)"
        r"(?![点斤块只岁号日月个分])",
        lambda m: lunar(m) if m["lead"] or m["m"] in ("正", "腊", "冬") or m["d"].startswith("初") else None,
    ),
    *(festival(name) for name in FESTIVALS),
    rule(
        r"(?<![\d一二三四五六七八九十百周期拜第月叫])(五一|十一|六一|三八)(?=$|[,。,. ?!]|假期|期间|长假|黄金周|去|那|放假|有|能|还|的|当天|要|前|后|可)",
        number_festival,
    ),
    rule(r"(?:的)?(初|底|末|伊始|上旬|中旬|下旬|开头)", period_part),
    rule(
        rf"(?<![周拜期])(?P<h>\d{{1,2}}|[一二两三四五六七八九]|二?十[一二三四]?)(?P<h2>(?<=[一二两三四五六七八九])[二三四五六七八九])?"
        rf"\s*(?:点|时(?!候|间|常))(?!半折)(?:多|来(?=钟))?(?:钟|整)?(?:多)?(?P<m>{MINUTES})?(?:钟|整|左右|前后|上下|多)?"
        r"(?!折|式|一线|建议|要求|问题|心|儿?不|水|赞)",
        lambda m: None if m["h"] == "一" and not m["m"] and not re.search(r"[钟整左多]", m[0]) else clock_token(m),
    ),
    rule(
        r"(?P<h>\d{1,2}|[一二两三四五六七八九])[、,](?P<h2>\d{1,2}|[一二两三四五六七八九])点(?P<m>)(?:钟|左右)?(?![\d半])",
        clock_token,
    ),
    rule(
        rf"(?<=朝早|夜晚|[上下晏]昼|[听今]朝|[今听琴寻后前]晚)(?P<h>两|{SMALL})点(?P<f>[一二三四五六七八九]|1[01]|[1-9])(?![十\d点分折块斤度个半刻])",
        fifths_clock,
    ),
    rule(
        r"(?<![周拜期\d])(?P<h>[两一二三四五六七八九十]|十[一二])点(?P<f>[二三四五六七八九]|十一)(?=$|[\s,。.!?]|之?[前后]|左右|到|来|去|得|可以|啦|喇|呀|行|就)",
        fifths_clock,
    ),
    rule(r"(?<![有早晚快慢短长小大多少差轻便宜好高低])(?:一点)(?!折|点|也|都|儿|五折)", bare_one),
    rule(
        rf"差(?P<m1>[一1]刻|{N})分?(?:钟)?(?:到)?(?P<h1>{SMALL})点|(?P<h2>{SMALL})点差(?P<m2>[一1]刻|{N})分?",
        minus_clock,
    ),
    rule(r"(?P<h>\d{1,2})\s*:\s*(?P<m>\d{2})(?::\d{2})?\s*(?:(?P<half>[ap])\.?m\.?)?(?:时|分)?(?![\d])", colon_clock),
    rule(r"(?<![\d.:])(\d{1,2})\s*([ap])\.?m\b\.?", english_clock),
    rule(r"正午|中午12点整?|晌午头", lambda _m: spot(clock=Clock(12, is_24=True))),
    rule(r"零点|子夜|午夜", lambda _m: spot(clock=Clock(24, is_24=True))),
    rule(r"现在|而家|依家|此刻|目前|马上|立刻|立马|即刻|这会儿", lambda _m: moved(Delta(0, "second"))),
    rule(
        rf"(?:过|再过|隔|等)?(?P<n>{N}|半)来?个?{_HALF}(?P<u>{UNIT})(?P<half2>半)?(?:[零又]?(?P<n2>{N})(?P<u2>{UNIT}))?(?:多|左右)?(?P<dir>之后|以后|过后|后|之前|以前|前)(?!天|面|儿|日)",
        relative,
    ),
    rule(
        rf"(?:还有|再有|还要|还得|大概|大约)(?P<n>{N}|半)个?{_HALF}(?P<u>{UNIT})(?P<half2>半)?(?=(?:左右|多)?(?:就|才|能|可以)*(?:到|来|过来|送到))",
        passing,
    ),
    rule(rf"(?:再过|过多?|再等|等[多我]?|仲有)(?P<n>{N}|半)个?{_HALF}(?P<u>{UNIT})(?P<half2>半)?", passing),
    rule(rf"(?P<n>{N}|半)个?{_HALF}(?P<u>{UNIT})(?:之内|以内|内)", window_within),
    rule(rf"(?:未来|接下来|今后|往后|之后|(?P<past>过去|最近|近))的?这?(?P<n>{N}|几|半)个?(?P<u>{UNIT})", window),
    rule(r"这几天|这两天|这几日|近几天|最近几天|近期|这两日|呢几日", soon),
    rule(r"([上下])个?小时", past_unit),
    rule(rf"第({SMALL})[天日](?!课)(?P<is_bound>(?=起|开始|以后|之后|以前|之前))?", nth_day_ahead),
    *(_mark(kind) for kind in _MARKS),
    rule(
        r"(?<![\d.])(\d{1,2}|[一二两三四五六七八九十]{1,3})(?![\d.%a-z]|[斤块元折只岁个号楼条次分百千万倍成寸米公克路])",
        lambda m: plain(m[1]),
    ),
    rule(r"(?:下班|放工|收工)(?:以后|之后|后)", lambda _m: spot(part=PARTS["晚"])),
    rule(
        r"[一二三四五六七八九]点[一二三四五六七八九]折|早点|晚点|早一点|晚一点|有点|一点点|差一点|点评|几点|多少天",
        lambda _m: Token(Kind.STOP),
    ),
    rule(
        rf"(?:{N}|半)个?半?(?:岁|斤|公斤|块|元|只|次|折|周岁|个月大|天没|天不|天了|年了|个?多?月大)",
        lambda _m: Token(Kind.STOP),
    ),
    rule(
        # What a pet is called may be a day as well: 它叫周末.
        r"(?:[它他她佢]|狗狗?|猫咪?|名字?|宝贝)就?是?叫(?![我你您他她它佢])[^\s,。!?,]{1,3}(?=$|[\s,。!?,的])|"
        r"时间|时候|有时|及时|小时候|星期几|礼拜几|周几|周岁|周边|周围|同时|上门|下单|当前|之前(?=约|预|洗|来|说)|前台|前脚|后脚|后腿|后背",
        lambda _m: Token(Kind.STOP),
    ),
)
"""Every piece of a Chinese time expression that this house reads."""


ZH_GLUE = re.compile(r"[\s,、的在(())~]*(?:(?:是|就|大概|大约|差不多|约|左右|那天|吧|嘅|那个|来|,)[\s,]*)*")
"""What may stand between two pieces of one expression."""
