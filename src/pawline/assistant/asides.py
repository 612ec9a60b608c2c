"""Signals of what owners say beside a wish: "whatever", "are you a bot", questions about the shop.

None of them changes the measured intents; the dialogue uses them to answer like a good receptionist.
Patterns run on folded text.
"""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re

_P = re.compile

_ASPECT = (
    r"(?:做|洗|弄|选)?(?:什么|啥|哪个|哪种|哪一个|哪样|怎么|怎样|咩|时间|什么时候|啥时候|几时|任何时间|任何时候|哪天|哪日|几点|边日|谁|哪位|边个|美容师|哪个美容师|哪个师傅)"
    r"(?:样|项目|服务|套餐|的|来|做|洗|弄|时间)*"
)
ANYTHING = _P(
    r"^(?:嗯|那|就|我|也|这个|哎|唉|呃|额|哦|啊|[ ,])*"
    rf"(?:随便|随意|随缘|任意|无所谓|不挑|不限|没(?:有)?(?:什么)?(?:要求|所谓|想好|偏好|概念)|(?:{_ASPECT}|怎么)?(?:都|全)(?:可以|行|好|成|得|ok|没问题|无所谓|随便)|"
    r"(?:你|您)们?(?:看着?|来|帮我|给我|随便|说了?)*(?:办|定|决定|安排|推荐|选|挑|拿主意|做主|看|算)|看着办|看(?:你|您)们?(?:方便|时间|安排)?|随(?:你|您)们?|看情况|听(?:你|您)们?(?:的|安排)?|(?:有(?:啥|什么))?推荐(?:一个|一下)?|"
    r"不(?:太|大|怎么|是很)?(?:知道|清楚|确定|晓得)|说不(?:准|好|清)|没(?:称|量)过|唔知|唔清楚|是但|求其)"
    rf"(?:了|啦|吧|呀|啊|呗|诶|欸|耶|呢|哦|喔|喎|的|都|可以|行|你们?|您|选|定|安排|一个|办|就好|谢谢|{_ASPECT}|[ ,.。!~…])*$"
    r"|^(?:umm?|uhh?|well|oh|hmm?|just|i'?m|it'?s|that'?s|[ ,])*"
    r"(?:whatever|whenever|any(?:thing|time|one|body)?(?: (?:time|day|groomer|one|of them|slot))?|(?:you|u) (?:choose|decide|pick)|up to (?:you|u)|your (?:call|choice|pick)|"
    r"(?:i )?(?:really )?(?:don'?t|do not) (?:mind|care|know)|no (?:preference|pref|idea|clue)|(?:it )?does(?:n'?t| not) (?:really )?matter|either(?: one| way)?|surprise me|not sure|idk|dunno|flexible|easy|"
    r"what do (?:you|u) (?:recommend|suggest|think))"
    r"(?:please|thanks?|thank you|really|to (?:me|be honest)|tbh|i guess|then|with me|for me|is|are|was|works?|will|would|do|be|fine|ok(?:ay)?|good|great|best|(?:you|u) (?:think|like|want|recommend|suggest|prefer)|[ ,.!~])*$"
)
"""The owner leaves the choice to the shop, and says nothing else."""

ANY_TIME = _P(
    r"(?:时间|什么时候|啥时候|几时|哪天|哪日|几点|边日)(?:我|我们)?(?:都|随便|随意|任意|不限|(?:你|您)们?(?:看着?)?(?:定|安排|来))|随便(?:哪天|几点|什么时候)|随时|尽快|越快越好|最早(?:什么|几|哪|能|的)|最近(?:的|一?个)?(?:有空|时间|空位|空档)|"
    r"\bany ?time\b|\bany ?day\b|\bwhenever\b|\bas soon as possible\b|\basap\b|\bearliest\b|\bsoonest\b|\b(?:next|first) (?:free|available) (?:time|slot|day)\b"
)
"""No time is preferred: the nearest free ones will do."""

ROBOT = _P(
    r"(?:你|您|这边|对面|那边)?(?:是不是|系唔系)(?:一?个)?(?:机器人?|ai|(?:chat)?gpt|人工智能|程序|真人|活人|人工|人类|人|电脑|自动回复)(?:在?(?:回复|客服|说话))?|^(?:机器人|bot|robot|ai)[? ]*$|"
    r"(?<![的要想找])(?:是|系)(?:一?个)?(?:机器人?|ai|(?:chat)?gpt|人工智能|程序|真人|活人|人工|人类|人|电脑|自动回复)(?:还是[^,。?!]{1,6}|(?:在?(?:回复|客服|说话))?(?:吗|么|嘛|咩|啊[?]|呀[?]|吧|不是))|"
    r"\b(?:are|r) (?:you|u) (?:an? |really |even |just |some |actually |talking )*(?:real(?: (?:person|human))?|human|person|bot|robot|chat ?bot|ai|machine|computer|program|automated)\b(?: or (?:an? )?(?:real )?(?:bot|robot|human|person|ai|machine|real))?|"
    r"\b(?:is this|is it|am i (?:talking|speaking|chatting|texting) (?:to|with)) (?:an? )?(?:real |live |actual )?(?:person|human|bot|robot|ai|machine|chat ?bot|automated)\b(?: or (?:an? )?(?:real )?(?:bot|robot|human|person|ai|machine|real))?"
)
"""Who is speaking here? An honest answer is wanted, no person yet."""

REFUND = _P(
    r"(?:支持|能不能|可不可以|可以|能|会|给|接受|是否|怎么|有没有|如何)[^,。.!?]{0,6}(?:退款|退钱|退费)[^,。.!?]{0,6}(?:吗|么|嘛|不|呢|[?]|规则|政策|$)|(?:退款|退钱|退费)(?:的)?(?:政策|规则|规定|流程|怎么|吗|么)|"
    r"钱[^,。.!?]{0,4}(?:能不能|可不可以|能|可以|会|给)退|\b(?:do|can|could|is|are|what|how|will)\b[^.?!]{0,35}\brefund(?:s|ed|able)?\b[^.?!]{0,25}|\brefund (?:policy|rules?|terms)\b"
)
"""Asks for the rule of refunds; who demands one for harm is heard elsewhere."""

ABOUT = _P(r"呢[? ~。!]*$|\b(?:what|how) about\b|\b(?:only|alone|by itself)\b[? .!]*$")
"""The question before, asked of something else."""

BASIC = _P(
    r"基础|普通|简单洗|只洗|就洗|单洗|光洗|\bbasic\b|\b(?:just|only) (?:a )?(?:bath|wash)\b|\b(?:plain|simple|regular|normal|standard) (?:bath|wash)\b"
)
"""The plain bath, said in so many words."""

IF = _P(r"如果|要是|万一|假如|的话|\bif\b|\bwhat happens\b")
"""Asked of what might be."""

_ASKS = _P(
    r"(?:吗|么|嘛|呢|咩|不)[? ~。!]*$|[?]\s*$|有没有|有冇|能不能|可不可以|是不是|什么|啥|哪|怎么|多久|几|为什么|^(?:is|are|does|do|will|why|what|how|can|could|where|who|which|when)\b"
)
_THINGS = _P(
    r"停车|车位|泊车|wi-?fi|无线网|发票|收据|开票|支付|付款|刷卡|现金|花呗|监控|摄像|直播|陪(?:着|同|它|他|她)|等候|休息区|牌子|品牌|沐浴露|香波|浴液|洗护用品|成分|执照|资质|证书|保险|电梯|轮椅|开了(?:多久|几年)|连锁|分店|招人|招聘|加盟|狗粮|猫粮|零食|区别|差别|有什么不同|"
    r"\bdifference\b|\bpark(?:ing)?\b|\bwi-?fi\b|\binvoices?\b|\breceipts?\b|\bpay(?:ment)?s?\b|\bcredit cards?\b|\bcash\b|\balipay\b|\bwechat\b|\bcameras?\b|\bwatch\b|\bstay with\b|\bwaiting (?:room|area)\b|\bbrands?\b|\bshampoos?\b|\bingredients?\b|\blicen[cs]ed?\b|\binsur\w+|\belevator\b|\bwheelchair\b|\bbranch(?:es)?\b|\bhiring\b|\bdog food\b|\bcat food\b"
)
_OF_THE_SHOP = _P(
    r"你们|你家|你哋|店里|贵店|店|这里|这边|那边|那里|\b(?:is|are) there\b|\bdo (?:you|u) (?:guys )?(?:have|do|offer|sell|accept|take|use|allow|provide|stock)\b|\byour\b|\bthe shop\b"
)


DEALS = _P(
    r"优惠|打.{0,4}折|折扣|团购|活动|套餐|办卡|会员|次卡|月卡|储值|积分|便宜点|\bdiscount\w*|\bdeals?\b|\bpackages?\b|\bmembership\b|\bloyalty\b|\bcoupons?\b"
)
"""Lower prices, which no setting tells."""


_LONGEST_SHRUG = 30


def leaves_it_to_us(folded: str) -> bool:
    """Whether the owner leaves a choice to the shop; who does so is brief, which keeps the pattern quick."""
    said = folded.strip(" .,!?~。，！？…")
    return len(said) <= _LONGEST_SHRUG and ANYTHING.match(said) is not None


def asks(folded: str) -> bool:
    """Whether a message is a question."""
    return _ASKS.search(folded) is not None


def has_things(folded: str) -> bool:
    """Whether a message speaks of something that no setting of the shop tells, such as parking."""
    return _THINGS.search(folded) is not None


def asks_of_shop(folded: str) -> bool:
    """Whether a message asks something about the shop, its ways or its surroundings."""
    return asks(folded) and (_THINGS.search(folded) is not None or _OF_THE_SHOP.search(folded) is not None)
