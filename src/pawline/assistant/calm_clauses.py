"""Clauses of a message in which no animal is in danger now: of a person, of another's pet, of the past, of what might be.

They are struck out before alarms are looked for, so that what stands beside them still counts.
"""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from collections.abc import Iterator

from .bilingual import Bilingual

_BREAK = re.compile(r"[,。.!?;:\s、~]+")
_BREAK_EN = re.compile(r"[,.!?;:()]+|\b(?:but|so|anyway)\b")

# A person who is ill or held up. An owner who did something to an animal names it, or says no such thing.
_KIN_ZH = r"(?:妈妈?|爸爸?|老公|老婆|媳妇|男友|女友|男朋友|女朋友|对象|奶奶|爷爷|外婆|外公|同事|室友|老板)"
_CHILD_ZH = r"(?:我家?)?(?:的)?(?:娃|孩子|小孩|儿子|女儿|闺女|小朋友|小的|宝宝|老大|老二)"
_FILL_EN = r"(?:(?:was|were|have|has|had|got|been|am|is|be|feel|feeling|literally|nearly|almost|all|absolutely|really|so|completely|totally|a|an|the|my|now|just|still|going|gonna|to|get|being|with|in|at|down|off|on|over) )"
_ILL_EN = r"(?:burn\w*|broke\w*|cut|sick|ill|fever|faint\w*|stroke|hospital|a&e|migraine|slipp\w+|fell|stuck|traffic|chok\w*|collaps\w*|paraly\w+|swallow\w*|vomit\w*|poison\w*|bitten|bit|dying|dead|died|crash\w*|bleeding|hurt|surgery|covid|flu|food poisoning|knackered|exhausted|in stitches|in labou?r)"
_PERSON = Bilingual(
    rf"^(?:不好意思|抱歉|因为|今天|昨天|昨晚|刚才?)*(?:我们?(?!家|的|狗|猫|只|条|{_KIN_ZH}|不小心|没注意|把|给|剪|喂)|我?(?:家)?{_KIN_ZH}|家(?:人|里老人)|司机|地铁|高速|路上|电梯|堵在|堵车|堵路|手机|系统|页面|支付|钱包|荷包|这?价格?|腰闪|闪了腰|牙疼|牙痛|脚崴|崴了?脚|落枕|痛经|宿醉)(?!的[^,。]{{0,6}}药)|"
    rf"\b(?:i|im|ive|i'm|i've|ive been|we|we're|were) {_FILL_EN}{{0,4}}{_ILL_EN}\b|\bmy (?:son|daughter|kids?|child\w*|mum|mom|dad|husband|wife|partner|sister|brother|cousin|friend|mate|niece|nephew|boss|nan|gran\w*|toddler|hand|arm|foot|leg|ankle|tooth|purse|wallet)(?:'s)? {_FILL_EN}{{0,3}}{_ILL_EN}|"
    rf"\b(?:fell|slipped|burnt|sick|collapsed)\b[^,.]*\b(?:myself|me not|my (?:hand|foot)|the pair of us)\b|^(?!.*\b(?:birth|pups?|litter|kittens?|whelp\w*)\b) *(?:husband|wife|hubby|son|daughter|mum|mom|dad|partner)(?:'s)? {_FILL_EN}{{0,3}}{_ILL_EN}"
)
_CHILD = Bilingual(rf"^(?:不好意思|抱歉|因为|今天|昨天|昨晚|刚才?)*{_CHILD_ZH}")
_HIS_OWN = Bilingual(
    r"摔|跌|崴|扭|闪了|割到?手|切到?手|烫|发烧|疼|痛|病|感冒|阳了|医院|住院|急诊|高烧|手术|阑尾|烧|磕|撞|晕|昏|瘫|中毒|中暑|酒|吐|咬|抓|堵|卡|动不了|走不|站不|起不|淋|咳|血|死|不行|断气|窒息|疯|崩|喘|笑|饿|误吞|骨折|电|痹|停|[a-z]"
)
_MEANS_THE_PET = Bilingual(r"急|吓|慌|担心|心疼|发现|看到|看见|回家|回来|怀疑|怕|觉得|怎么|咋|踩到|不小心")
_MOVED = Bilingual(
    r"改到|改成|改一下|改周|改下|改天|改约|取消|来不了|推迟|延|晚到|晚一|晚半|迟到|下周|不洗|去不了|在医院|送医院"
)
_ANIMAL = Bilingual(
    r"它|狗(?!咬|抓)|猫(?!抓|咬)|佢|毛孩|崽|兔|鸟|宠物|\b(?:dogs?|cats?|pup\w*|kittens?|he|she|hes|shes|he's|she's|him|her|its?)\b"
)
_TO_A_PERSON = Bilingual(
    r"^我?(?:们|妈|爸|老公|老婆|对象|手|脚)?(?:的?手)?被|(?:我|我的手|我手)被|\bmyself\b|\bmy (?:sister|mum|mom|wife|daughter|nan|husband|son|dad|brother|partner) (?:has |just )?(?:broke|broken|hurt|cut|burnt|twisted|sprained) (?:her|his)\b"
)

# Of others.
_OTHERS = Bilingual(
    r"^隔壁|\bnext door'?s\b|\bthe (?:dog|cat) next door\b|^(?:听说|据说|新闻|网上|微博|抖音|视频|小红书|群里|刷到|看到有|朋友圈|有人说|刚刷|刷完)|^(?!.*(?:咬|扑|追|抓|叼|它|我家|我的))(?:我?(?:朋友|同事|闺蜜|邻居|室友|亲戚)|楼[上下]|隔壁|别人|人家|对门)(?:家)?(?:的|那只|有只|养的)?(?:狗|猫|小狗|兔|柯基|金毛|泰迪|宠物)|^我?(?:朋友|同事|闺蜜)的(?:狗|猫)|^(?:我)?(?:原来|从前|以前|之前|上一?)(?:养)?的?那?(?:只|条|个)|去世|走了的那只|^(?!.*(?:狗|猫|它))(?:最近)?(?:小区|附近|公园|我们这|这边|楼下)(?:里|最近|这边)*有人(?:投毒|下毒)|"
    r"\b(?:friend|neighbou?r|colleague|sister|brother|mum|mate|cousin)(?:'s|s'?) (?:old |other )?(?:dog|cat|pup|puppy|kitten|lab|rabbit)\b|\b(?:heard|read|saw) (?:about|that|on|of)\b|\bon (?:the news|facebook|tiktok|insta\w*)\b|\b(?:lost|buried) (?:my |our )?(?:last |old |late |previous )?(?:dog|cat|boy|girl|one)\b|\b(?:my|our|the) (?:old|last|late|previous) (?:dog|cat|one) died\b"
)

# Of another day.
_PAST = Bilingual(
    r"小时候|小的时候|(?:以前|之前|从前|上次|上回)(?!.{0,6}(?:好好|没事|正常|没有过|没这样|都没|从没|从来|活蹦))|曾经?|原先|早年|当年|那年|那会儿|有一年|去年|前年|大前年|往年|年初|上半年|上个?(?:月|季)|前(?:阵子|段时间|几年|些年|几个?月)|[几两三四五六七八九十半一\d]+多?年(?:多)?前|[几两三四五六七八九十半一\d]+个?多?月(?:之|以)?前|(?:瘫|瞎|聋|病|犯|控制|吃药|截肢)[^,。.!?\s]{0,4}(?:年|个月)|[一两二三四五六七八\d]岁(?:时|那年|的时候)|流浪(?:时|的时候|那)|(?:捡|救|领养|救助|收养)(?:来|回来)(?:的|时|之前)|第?[头一二]胎|病史|旧疤|伤疤|疤痕|疤很|旧伤|老伤|老疤|留(?:了|下)[^,。]{0,3}疤|上(?:一?家|周|礼拜|星期)[^,。]*(?:医院|看了|医生|好了)|上一?家|已经送|"
    r"被[^,。.!?\s]{1,6}(?:轧|压|撞|咬|烫|电|打|踩|夹|蜇|叮|抓|砸|毒|烧)(?:伤|断|肿|瘸)?过(?![去来了])|(?:吃|吞|误食|误吞|摔|断|冻伤|晕|抽搐?|骨折|脱臼|肿|流)过(?![去来敏量期猛了药])|(?:流|出)过血|洗过胃|(?:手术|内镜)[^,。]{0,3}取|拆线[一二三四五六七八九十\d]+天|拆线了|"
    r"\b(?:in (?:19|20)\d\d|since (?:19|20)\d\d|(?:\w+ )?(?:years?|yrs?|months?|winters?|summers?|ages|a while) (?:ago|back)|last (?:year|month|spring|summer|autumn|fall|winter|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|xmas|christmas|groomer|place|salon)|as a (?:pup|puppy|kitten|stray|baby|youngster|rescue)|when (?:he|she|they) (?:was|were)|used to|(?<!than )(?<!\bat )once\b(?! (?:she|he|it|every))|in the past|previously|history of|rescued from|pulled through|had (?:the|his|her|an|a) (?:op|surgery|eye removed|spleen)|old injury|(?:long|fully|all) healed|since birth)\b|^(?!.*\b(?:never|not|hasn'?t|wasn'?t|didn'?t|nothing)\b).*\bbefore\b(?! (?:i|we|you|he|she|anyone|the|my))"
)
_THAT_WAS = Bilingual(
    r"^(?:已经|都|这)?(?:是)?[^,。]{0,6}(?:前|去年|上个?月|小时候|以前|早年)的?事(?:情)?(?:了|儿)?$|^ *(?:that|this|it) was .*\b(?:ago|back|last year)\b"
)
"""Says of the clause before it when that was."""
_TODAY = Bilingual(
    r"现在(?!好|没|正常|恢复|稳定|很?健康|能|壮|吃处方|都好|很好|已经好)|今天|今早|今晚|今日|昨天|昨晚|昨夜|而家|家下|刚(?!做完|满)|正在|突然|忽然|一直(?!在?吃药|吃着|在吃|控制|服药|很)|还在|又|这会儿|此刻|这次又|眼下|早上起|凌晨|半夜|"
    r"\b(?:now|today|just(?! (?:a|an|the|so|wond\w*|to|me|in)\b)|suddenly|keeps?|again|this morning|tonight|minutes? ago|mins? ago|hours? ago|currently|rn|yesterday|last night)\b"
)

# What might be, and what the shop has, sells, or does.
_SUPPOSED = Bilingual(
    r"如果|要是|万一|假如|倘若|假设|防止|避免|预防|以防|有没有[^,。.!?\s]{0,6}(?:风险|危险)|有风险|是不是真的|真的假的|是真的吗|"
    r"\b(?:what if|if (?:he|she|it|they|my|the|you|there|a|something)\b|in case|worried (?:that |about )?(?:he|she|it|the|they)\b[^,.]*\b(?:will|might|could|to)|risk of|at risk|are (?:lilies|\w+) (?:bad|toxic|in your)|can (?:dogs|cats|hamsters|rabbits) |is \w+ (?:ever )?(?:ok|bad|safe|toxic)|won'?t (?:burn|hurt|harm|poison|bother)|don'?t want|so (?:he|she) doesn'?t|stop(?:s)? (?:him|her) \w+ing)"
)
_WONDERED = Bilingual(
    r"会不会|会(?!诊|阴|一直)[^,。.!?\s]{0,8}(?:吗|嘛|么|不$|吧$)|(?:怕|担心)(?!是)(?:它|他|她|你们?|会|把|洗|路上|吹|在|那边)|能不能(?:吃|喝|碰)|(?:是不是|可不可以|能)[^,。.!?\s]{0,4}(?:吃|碰|喝)吗?$|有毒吗|有害吗|([勒烫漏伤疼怕毒刺噎卡])不\1|(?:想|就)问问|科普|"
    r"\b(?:will|would|could) (?:it|he|she|that|this|the \w+|a \w+)\b"
)
_OF_THE_SHOP = Bilingual(
    r"有没有[^,。.!?\s]{0,12}(?:药|片|粉|膏|套|碗|垫|剂|的|卖)|(?<!外)(?:有|得|卖不)?卖(?![力萌掉了])|想买|买(?:个|点|瓶|包|一)|多少钱|怎么卖|哪里买|有码|备(?:着|一点|点|用)|收吗|接吗|接不接|收不收|能用吗|安全吗|有吗|(?:你们|店里|你家|贵店|您家)[^,。!]{0,12}(?:吗|嘛|么|不$|没$|什么|怎么|如何|多少|哪|几|呢|有没有|\?)|有推荐|培训|防(?!冻)[^,。.!?\s]{1,4}(?:的|碗|套|垫|绳|喂食|胸背)|"
    r"\b(?:do (?:you|u) (?:sell|stock|have|keep|do|use|take|board)|(?:have|has) (?:you|u) got|got any|looking for|any .* in stock|in stock|do the|does (?:the|your)|are your|is your|how do you|what temp|for sale|where can i buy)\b"
)
_DONE = Bilingual(
    r"了(?!吗|么|没|怎么赔|要紧)|咗|[一二两三四五六七八\d]+(?:次|个小时|分钟)|被|不(?:出来|起来|上来|醒|住|动|下来)|一直|\b(?:ate|eaten|has just|just|hes|shes|he's|she's|been|swallowed|won'?t|can'?t)\b"
)

# What he does every time, for show, or for fun.
_HABIT = Bilingual(
    r"(?:一|每次|每回|老是一)(?:听|看|进店|进门|坐车|洗澡|洗头|吹风|吹水|剪|见|激动|紧张|兴奋|害怕|高兴|打雷|出门|上车)[^,。.!?\s]{0,8}(?:就|都|会|便)|见(?:我|人|生人|到我)就|(?:看到|听到|见到|遇到)[^,。.!?\s]{1,8}(?:就|会|都)|装死|装晕|装瘸|耍赖|碰瓷|戏精|怂|升天|半条命|血槽|暴击|颜值|美貌|魅力|盛世美颜|拆家|求摸|求抱|求撸|让你撸|让人撸|撒娇|乖得|卖萌|会咬人|咬人的?(?:$|习惯|毛病)|"
    r"\b(?:whenever|every time|each time|drama queen|when(?:ever)? excited|when nervous|(?:licks|eats|chews) (?:everything|anything)|(?:he|she)'?ll eat anything|when (?:you|u|i|we|anyone|people|someone) (?:touch\w*|pick\w*|cut\w*|clip\w*|brush\w*|dry\w*|walk\w*|come\w*|get\w*|turn\w*)|for attention|heart ?throb)\b"
)


def struck(folded: str, *, is_chinese: bool) -> str:
    """The text with every clause in which nothing happens to an animal now made blank, at the same length."""
    kept = list(folded)
    is_moved = _MOVED.search(folded) is not None
    last: tuple[int, int] | None = None
    for start, end in _clauses(folded, is_chinese=is_chinese):
        clause = folded[start:end]
        if _is_calm(clause) or (is_moved and _CHILD.search(clause)):
            kept[start:end] = " " * (end - start)
        if last is not None and _THAT_WAS.search(clause):
            kept[last[0] : last[1]] = " " * (last[1] - last[0])
        last = (start, end)
    return "".join(kept)


def _clauses(text: str, *, is_chinese: bool) -> Iterator[tuple[int, int]]:
    start = 0
    for match in (_BREAK if is_chinese else _BREAK_EN).finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _is_calm(clause: str) -> bool:
    if _SUPPOSED.search(clause):
        return True
    if _DONE.search(clause) is None and (_OF_THE_SHOP.search(clause) or _WONDERED.search(clause)):
        return True
    if _is_of_a_person(clause):
        return True
    return _TODAY.search(clause) is None and any(one.search(clause) for one in (_PAST, _OTHERS, _HABIT))


def _is_of_a_person(clause: str) -> bool:
    if not (_PERSON.search(clause) and _HIS_OWN.search(clause)) or _MEANS_THE_PET.search(clause):
        return False
    return _ANIMAL.search(clause) is None or _TO_A_PERSON.search(clause) is not None
