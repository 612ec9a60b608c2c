"""Whether a language model's own words may be said: courtesies and general advice, and nothing that could be a promise.

What is said of prices, times, bookings, the shop, an illness or money comes from the rooms below or not at all. So
everything is refused that looks like it: in doubt the embedded answer is given. Pure.
"""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from .script import fold, has_chinese

LONGEST = 220
"""Characters; two or three sentences."""

_ENDS = re.compile(r"[^。！？!?.…~～\n]*[。！？!?.…~～]+[”’\"')）]*\s*")
# Letters of two scripts, plain marks and small pictures: no digits of any kind, no brackets, slashes or signs that
# links, code and amounts are made of.
_PICTURES = "😊😄😀🙂😉🥰😺🐶🐱🐾🐕🐈🐩❤💕🌟✨👍🙏🌸\ufe0f"
_ALLOWED = re.compile(rf"[A-Za-z\u3400-\u4dbf\u4e00-\u9fff ,.!?;:'\"\-~…，。！？；：、“”‘’—～·{_PICTURES}]+")
_ZH = re.compile(
    # Amounts, clocks, days, lengths of time.
    r"[一二两三四五六七八九十百千万半几数俩仨零壹贰叁肆伍陆柒捌玖拾佰仟廿卅]+(?:多|来)?(?:个)?(?:点|时|刻|分|秒|元|块|毛钱|角|折|成|号|日|天|周|星期|礼拜|月|年|岁|晚|夜|小时|钟头|钟|公斤|千克|斤|克|毫|滴|粒|片|颗|次|倍|位|折扣|楼|层)|"
    r"[零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{3,}|初[一二三四五六七八九十]|百分|[今明后昨前当次隔]儿?[天日晚早晨年夜]|大后天|[早晚中下上]午|早上|晚上|傍晚|凌晨|清晨|半夜|周[一二三四五六日天末]|星期|礼拜|双休|工作日|节假日|元旦|春节|国庆|"
    r"这周|本周|下周|上周|[本下上这]个?月|月底|月初|年底|年初|稍后|马上就|尽快|立刻|随时|小时|分钟|钟头|时间段|时段|"
    # Money.
    r"元|块钱|多少钱|价|费|免费|免单|优惠|折|便宜|划算|赠|送你|送您|礼品|礼券|红包|积分|储值|会员|押金|定金|订金|退款|退钱|赔|补偿|付款|支付|转账|扫码|收款|账|银行|发票|"
    # Bookings, places, promises.
    r"约|订|预留|保留|留位|留个|留着|安排|登记|挂号|排期|排队|档期|取消|改期|改时|改到|挪|延期|确认|(?<!不)(?<!不太)(?<!不能)确定|搞定|办好|弄好|妥|成功|完成|生效|提交|已经|已为|已帮|已给|空位|有空|有位|名额|没问题|保证|承诺|一定|肯定|绝对|包您|包你|负责|放心交|准时|到店|来店|过来|欢迎光临|恭候|等您|等你来|见面|不见不散|"
    # The shop: what it has, does and is, only its settings tell.
    r"我们|咱|本店|(?<!问)(?<!问问)(?<!问一下)店|我家|营业|开门|关门|上班|下班|地址|电话|号码|老板|老师|技师|师傅|先生|女士|小姐|太太|美容师|经理|店长|客人|顾客|客户|别的主人|其他主人|"
    # What to feed: some of it kills.
    r"吃|喂|喝|饮食|零食|巧克力|葡萄|洋葱|木糖醇|"
    # Medicine.
    r"药|剂|毫克|毫升|服用|口服|涂抹|注射|输液|打针|疫苗|驱虫|抗生素|激素|消炎|诊断|确诊|病|症|炎|癣|癌|瘤|螨|菌|病毒|感染|中毒|骨折|过敏|手术|治疗|治愈|疗程|布洛芬|阿莫|伊维|甲硝唑|头孢|碘伏|双氧水|阿司匹林|催吐|禁食|"
    # Who speaks; what nobody may ask for here.
    r"真人|人类|我是人|密码|验证码|身份证|证件|微信|扣扣|链接|点击|网址|网站|下载|安装|指令|提示词|系统"
)
_NUMBERS_EN = r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozen|half|quarter|twice|double|zero"
_EN = re.compile(
    rf"\b(?:{_NUMBERS_EN}|first|second|third|a\.?m|p\.?m|o'?clock|noon|midday|midnight|minutes?|hours?|hrs?|mins?|days?|weeks?|weekly|months?|years?|"
    r"mon|tues?|weds?|thurs?|thu|fri|sat|sun|\w+day|weekends?|tomorrow|tmrw|tonight|today|yesterday|morning|afternoon|evening|night|overnight|"
    r"jan(?:uary)?|feb(?:ruary)?|march|april|may(?= the| \w+th)|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|christmas|soon|asap|any ?time|right away|"
    r"price[sd]?|pricing|costs?|costing|fees?|free|charges?|charged|yuan|rmb|cny|dollars?|bucks?|usd|euros?|pounds?|quid|cents?|percent|discount\w*|deals?|offers?|offered|cheap\w*|coupons?|vouchers?|gifts?|bonus|refund\w*|compensat\w*|deposit\w*|pay|pays|paid|payment|invoice|card|bank|transfer|"
    r"book|books|booked|booking\w*|appointments?|appt|reserv\w*|schedul\w*|reschedul\w*|slots?|spots?|openings?|available|availab\w*|confirm\w*|cancel\w*|moved?|moving|arrang\w*|hold|holding|held|set up|all set|sorted|done|complet\w*|success\w*|registered|guarantee\w*|promis\w*|assure\w*|certain(?:ly)?|definitely|absolutely|(?<!not )sure|(?:at|by|till|until|before|after|around) one|will be|i'?ll|i will|we'?ll|i have|i'?ve|see you|expect(?:ing)? you|welcome you|come (?:in|by|over)|drop (?:in|by|off)|stop by|visit us|"
    r"we|we'?re|we'?ve|our|ours|us|shop|shop's|salon|store|open|opens|closed?|closes|address|phone|call|number|owner'?s?|groomer\w*|stylist|manager|staff|mr|mrs|ms|miss|dr|other (?:clients?|customers?|owners?|people)|customers?|clients?|"
    r"eats?|eaten|ate|eating|feed\w*|fed|foods?|diets?|drinks?|drinking|swallow\w*|chocolate|grapes?|raisins?|onions?|garlic|xylitol|"
    r"medic\w*|meds?|drugs?|dos(?:e|es|age|ing)|mg|ml|cc|pills?|tablets?|capsules?|drops?|ointment|antibiotic\w*|steroid\w*|anti\w+|prescri\w*|diagnos\w*|infect\w*|diseases?|disorder|syndrome|symptoms?|allerg\w*|parasites?|mites?|mange|ringworm|fung\w*|bacteria\w*|virus\w*|parvo|distemper|cancer\w*|tumou?rs?|poison\w*|toxic\w*|\w+itis|ibuprofen|paracetamol|acetaminophen|aspirin|benadryl|amoxicillin|ivermectin|metronidazole|vaccin\w*|deworm\w*|inject\w*|surgery|treat(?:ed|ment|ments|ing)|cure[sd]?|vomit\w*|"
    r"human|real person|password\w*|passcode|codes?|otp|id card|passport|login|e-?mail|link|click|url|website|download|install|http\w*|www|com|prompt|instructions?|system)\b",
)
_STEMS = re.compile(r"booked|booking|appointment|confirmed|reserved|tomorrow|discount|guarantee|refund|password|http")
_NAMES_EN = re.compile(r"(?<![.!?…] )(?<!^)(?<![A-Za-z'])(?!I\b)[A-Z][A-Za-z]+")
_INSIDE = re.compile(rf"[\s,.!?;:'\"\-~…，。！？；：、“”‘’—～·{_PICTURES}]+")


def is_plain(text: str, own: Collection[str] = (), strange: Collection[str] = ()) -> bool:
    """Whether the text may be said. `own`: names that English may hold; `strange`: names that none may.

    A name is no way around: a pet called 已约好 is not spoken of.
    """
    text = text.strip()
    if len(text) > LONGEST or _ALLOWED.fullmatch(text) is None:
        return False
    folded = fold(unicodedata.normalize("NFKC", text))
    # Marks and spaces between the signs of a word do not hide it.
    if _ZH.search(_INSIDE.sub("", folded)) or _is_promise_in_english(unicodedata.normalize("NFKC", text)):
        return False
    if any(name and fold(name) in folded for name in strange):
        return False
    known = {fold(name) for name in own}
    return has_chinese(text) or all(fold(found[0]) in known for found in _NAMES_EN.finditer(text))


def _is_promise_in_english(text: str) -> bool:
    """However the words are spelled, and also where two run together."""
    apart = re.sub(r"[\u3400-\u9fff]+|(?<=[a-z])(?=[A-Z])", " ", text)
    folded = re.sub(r"\s+", " ", fold(apart))
    if _EN.search(folded) or _EN.search(_spelled(folded)):
        return True
    return _STEMS.search(re.sub(r"[^a-z]", "", folded)) is not None


def _spelled(folded: str) -> str:
    """ "b o o k e d" and "book-ed" are the words they spell."""
    joined = re.sub(r"(?<=[a-z])[^a-z\s\u3400-\u9fff]+(?=[a-z])", "", folded)
    return re.sub(r"\b(?:[a-z] ){2,}[a-z]\b", lambda found: found[0].replace(" ", ""), joined)


class Sentences:
    """A stream cut into whole sentences: what stands so far of the text, as far as it may be seen."""

    def __init__(self, own: Collection[str] = (), strange: Collection[str] = ()) -> None:
        self._own, self._strange = own, strange
        self._text = ""
        self._shown = 0
        self.is_refused = False

    def feed(self, piece: str) -> str | None:
        """All whole sentences so far when there is a new one among them; None otherwise, and for ever after one that
        may not be said.
        """
        if self.is_refused or len(self._text) > LONGEST:
            return None
        self._text += piece
        ends = [found.end() for found in _ENDS.finditer(self._text)]
        if not ends or ends[-1] <= self._shown:
            return None
        whole = self._text[: ends[-1]].strip()
        if not is_plain(whole, self._own, self._strange):
            self.is_refused = True
            return None
        self._shown = ends[-1]
        return whole
