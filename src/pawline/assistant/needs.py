"""Special needs said in passing, and the red flags that make a message an emergency.

Nothing here judges an illness: a need becomes a note for the people at the table, a red flag brings
a person and the clinic's number at once.
"""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Severity = Literal["note", "care", "alert"]


@dataclass(frozen=True, slots=True)
class Need:
    """Something to mind, in the owner's words. `kind` names it for the pet's file."""

    kind: str
    text: str
    severity: Severity = "care"


_NEEDS: tuple[tuple[str, Severity, str], ...] = (
    ("allergy", "alert", r"对[^,。,.!?\s]{1,12}?(?:会)?(?:严重)?过敏|[^,。,.!?\s对会有]{0,6}过敏(?!性?鼻炎药)|\ballerg\w+(?: (?:to|of) [\w ]{2,25})?|\breacts? (?:badly )?to [\w ]{2,20}"),
    ("dryer_fear", "care", r"(?:怕|害怕|惊|讨厌|受不了|抗拒|不喜欢|好惊)(?:.{0,3})(?:吹风机?|吹水机|风筒|吹毛|吹干|烘干|大风)|吹风机?.{0,6}(?:害怕|会怕|怕|应激|抖|紧张|声音)|\b(?:scared|afraid|terrified|frightened|nervous|hates?|fear(?:s|ful)?|anxious|freaks?|panics?|doesn'?t like|not a fan|spooked)\b[^.,!?]{0,25}\b(?:dryer|blow ?dry\w*|hair ?dryer|blower|drier)s?\b"),
    ("fear", "care", r"(?:怕|害怕|好惊|惊)(?!.{0,2}(?:来不及|约不|没有|贵|麻烦|晚|忘|没位|赶不))[^,。,.!?\s]{0,6}|\b(?:scared|afraid|terrified|frightened|fearful) (?:of |by )?[\w ]{2,25}|\bhates? (?!waiting)[\w ]{2,25}|\b(?:doesn'?t|does not|don'?t|won'?t) (?:like|let|tolerate|enjoy)[^.,!?]{2,35}"),
    ("anxious", "care", r"胆小|胆子小|(?:很|比较|容易|特别|有点|超|会|易|太)?(?:紧张|应激|焦虑|激动|怕生|认生|敏感|兴奋|暴躁|社恐)|不亲人|分离焦虑|\b(?:nervous|anxious|anxiety|timid|skittish|shy|stress\w*|jumpy|reactive|shak(?:es|y)|panic\w*|rescue)\b"),
    ("bites", "alert", r"(?:会|爱|要|可能|有时)?(?:咬人|咬手|抓人|挠人|护食|扑人|凶人|哈人)|(?:会|爱)(?:咬|凶|扑|抓|挠)|很凶|比较凶|脾气(?:不好|大|暴)|戴(?:上|个|一个)?嘴套|口罩|\b(?:bites?|bitey|nips?|snaps?|snappy|scratches|aggressive|growls?|muzzle|mouthy|lunges?)\b"),
    ("dog_averse", "care", r"(?:不能|别|不要|不喜欢)(?:跟|和|同|见|看到|靠近|接触)[^,。.!?]{0,4}(?:狗|猫|其他|别的)[^,。.!?]{0,6}|单独(?:一个)?(?:房|笼|洗|放|间|待|美容|关)?|分开|\b(?:away|apart|separate\w*|alone) from (?:other )?(?:dogs|cats|pets)\b|\bnot good with (?:other )?\w+|\bkeep (?:him|her|them) (?:away|separate|apart)[\w ]{0,20}"),
    ("skin", "care", r"皮肤[^,。,.!?\s]{0,8}(?:病|炎|敏感|差|不好|红|疹|痒|干|藓|癣|问题|薄|脆弱|破|屑)[^,。,.!?\s]{0,4}|起(?:疹子|红疹|皮屑|疙瘩)|湿疹|真菌|猫癣|螨虫|耳螨|皮屑|伤口|有(?:个|一个|点)?(?:疤|痘|瘤|肿块|结痂|红点)|毛囊炎|\b(?:sensitive|dry|itchy|irritated|flaky|thin) (?:skin|paws|ears)\b|\bskin (?:condition|issue|problem|allerg\w+|infection|irritation)\w*|\brash\b|\bhot ?spots?\b|\beczema\b|\bwound\b|\bsores?\b|\blumps?\b|\bmites\b|\bscabs?\b|\bwart\b|\bcyst\b|\bear infection\b"),
    ("heart", "alert", r"心脏[^,。,.!?\s]{0,6}|心肌[^,。.!?\s]{0,4}|\bheart (?:condition|murmur|disease|problem|issue|failure)s?\b|\bmurmur\b"),
    ("seizure_history", "alert", r"癫痫(?:史|病|过)?|(?:以前|之前|曾经|去年|有过)[^,。.!?]{0,6}(?:抽搐|抽过|抽风)过?|\bepilep\w+|\bhistory of seizures?\b|\bhad (?:a )?seizures? (?:before|last|in the past|as)\b"),
    ("joints", "care", r"(?:关节|髋|髌骨|膝盖|腰|腰椎|脊椎|后腿|前腿|腿脚|腿|脚|爪子|尾巴|脖子|背)[^,。,.!?\s]{0,4}(?:不好|不太好|炎|疼|痛|有伤|受过伤|受伤|弱|瘸|骨折过|手术|发育不良|脱位|不便|不方便|问题|不能碰|别碰|没力|无力)|瘸(?:腿|了)?|三条腿|残疾|瘫痪|不能久站|站不久|\b(?:bad|sore|weak|stiff|arthritic|injured|achy|dodgy) (?:hips?|legs?|knees?|back|joints?|paws?|shoulders?|spine|neck)\b|\barthrit\w+|\bdysplasia\b|\b(?:hip|joint|back|knee|leg|spine) (?:problem|issue|pain|surgery|condition|injury)s?\b|\blimp\w*|\bthree[- ]legged\b|\bluxat\w+|\bcan'?t stand (?:for )?long\b|\bivdd\b"),
    ("senses", "care", r"(?:眼睛|眼)[^,。.!?\s]{0,3}(?:看不见|瞎|失明|不好|白内障|发炎|有问题|不舒服)|失明|瞎了|白内障|耳聋|聋|听不见|听力[^,。.!?\s]{0,4}|\b(?:blind|deaf|cataracts?|can'?t (?:see|hear)|one eye|hard of hearing|glaucoma)\b"),
    ("senior", "care", r"(?:年纪|年龄|岁数)(?:比较|很|有点|都|也)?(?:大|高)|高龄|老(?:年|狗|猫|犬|了|人家)|上了年纪|\b(?:senior|elderly|geriatric|(?:very |quite |pretty )old (?:dog|cat|boy|girl|now)|getting old)\b"),
    ("pregnant", "alert", r"怀孕|怀(?:了|上)|怀宝宝|有孕|\bpregnan\w+|\bexpecting\b"),
    ("heat", "care", r"发情|来月经|来例假|生理期|\bin (?:heat|season)\b|\bon heat\b"),
    ("after_surgery", "alert", r"(?:刚|才|上周|前天|昨天|刚刚)?(?:做完?|动了?)(?:完)?(?:了)?手术|术后|刚(?:绝育|拆线|打完?疫苗|生完?|出院)[^,。.!?\s]{0,3}|戴着?(?:伊丽莎白|脖)圈|\b(?:post[- ]?(?:op|surgery)|(?:had|recent|after|recovering from) (?:a |an |his |her )?(?:surgery|operation|spay|neuter))\b|\bcone\b"),
    ("illness", "alert", r"糖尿病|肾(?:病|不好|衰)|肝(?:病|不好)|气管塌陷|气管[^,。.!?\s]{0,3}|呼吸道[^,。.!?\s]{0,4}|甲亢|胰腺炎|慢性病|(?:在|正在|要|每天|得)吃药|吃着药|短鼻|扁脸|\bdiabet\w+|\bkidney \w+|\bcollapsed trachea\b|\btracheal? \w+|\bthyroid\b|\bon (?:medication|meds|steroids|antibiotics)\b|\bcushing\w*|\basthma\b|\bflat[- ]faced\b|\bbreathing (?:issue|problem)s?\b(?! now)"),
    ("touch", "care", r"(?:不让|不喜欢|不给|讨厌|不能|别|不要|勿|唔好|不可以)(?:人|别人)?(?:随便)?(?:碰|摸|剪|抱|动|梳|抓|弄|沾|进|用)[^,。,.!?\s]{0,8}|\b(?:don'?t|do not|never|avoid) (?:touch\w*|hold\w*|pick\w*|lift\w*|rub\w*|get|using?|go near|wet|pull\w*|spray\w*)[^.,!?]{0,30}|\bcareful (?:with|of|around|about) [\w ]{2,25}|\bwatch (?:out for )?(?:his|her|the) [\w ]{2,20}"),
    ("gentle", "care", r"(?:轻|温柔|慢|小心|耐心|注意|细心|当心)(?:一?点|一?些|点儿|啲|柔)[^,。,.!?\s]{0,6}|(?:小心|轻轻|慢慢|多(?:点|一点)?耐心|温柔)[^,。,.!?\s]{0,6}|多(?:休息|安抚|哄)|哄(?:着|一哄|下)|抱着|(?:请|麻烦)?(?:注意|留意)[^,。.!?\s]{1,8}|\bgent(?:le|ly)[\w ]{0,12}|\bpatien(?:t|ce)\b|\bslow(?:ly)?\b(?= (?:with|please|intro|and)|[.,!]|$)|\blift (?:him|her|them) \w+|\bextra (?:care|careful|gentle)\b|\b(?:easy on|go easy)\b[\w ]{0,15}|\bneeds? (?:breaks|rest|two people|treats)[\w ]{0,12}"),
    ("product", "care", r"(?:用|要|换|只能用|给用|自带|自己带|带了?|带着)[^,。,.!?\s]{0,6}(?:温和|无香|低敏|低刺激|无泪|自己的|自带的?|婴儿|燕麦|处方|医用|天然)[^,。,.!?\s]{0,8}|(?:温和|无香|低敏|低刺激)[^,。,.!?\s]{0,3}(?:香波|沐浴露|浴液|洗剂|洗毛液)|(?:自带|自己带|我带)(?:了)?(?:香波|沐浴露|浴液|毛巾|零食|洗剂)|水(?:温)?(?:别|不要|不能)?太?(?:热|烫|凉|冷)(?:一?点)?|温水|\b(?:hypoallergenic|fragrance[- ]free|unscented|oatmeal|mild|tearless|medicated|own|special) shampoo\b|\bour own \w+|\b(?:luke)?warm water\b|\bno (?:perfume|cologne|fragrance|scent|treats|box dryer|cage dry\w*)\b"),
    ("style_wish", "note", r"(?:别|不要|唔好|勿|不能)(?:剪|剃|修|推|给.{0,3}剪)?(?:得)?太?(?:短|秃|狠|光)(?:了)?|(?:剪|留|修)(?:短|长|圆)(?:一?点|些|啲)|留(?:长|着|点|住)?[^,。.!?\s]{0,2}(?:毛|胡子|尾巴|耳朵毛|须|眉毛)|不(?:要|想)?剪(?:胡子|尾巴|耳朵|眉毛)[^,。.!?\s]{0,2}|保留[^,。.!?\s]{1,8}|脚毛留|(?:尾巴|胡子|耳朵|脸)(?:别|不要|不)(?:剪|动|修)|\b(?:not|don'?t (?:cut|go|trim|make)|isn'?t) (?:\w+ ){0,2}too short\b|\bleave (?:his|her|the|their)? ?(?:\w+ )?(?:long|tail|ears|beard|face|whiskers|fluffy|fur)[\w ]{0,8}|\bkeep (?:his|her|the|their|it) (?:\w+ )?(?:long\w*|fluffy|tail|beard|ears|face|short)\b"),
    ("food", "note", r"(?:会)?晕车|容易吐|肠胃(?:不好|弱|敏感)|挑食|不吃(?:鸡|牛)[^,。.!?\s]{0,3}|(?:一天|每天)(?:吃|喂)[^,。.!?\s]{1,6}|(?:不能|别|不要)(?:喂|给吃|吃)[^,。.!?\s]{0,6}|\bcar ?sick\b|\bsensitive (?:stomach|tummy)\b|\bgrain[- ]free\b|\bno (?:chicken|beef|treats)\b|\bfed? (?:twice|once|three)[\w ]{0,12}"),
    ("escape", "alert", r"(?:会|爱|容易)(?:跑|逃|窜|钻|挣脱|跳)(?:出|掉|跑|走)?|会开门|越狱高手|\b(?:escape artist|bolts?|runs? (?:off|away)|slips? (?:his|her|the) (?:collar|harness))\b"),
    ("untrained", "note", r"第一次(?:洗|来|做|剪|美容|去)[^,。.!?\s]{0,4}|没(?:洗|剪|做|美容)过[^,。.!?\s]{0,3}|头一次|\b(?:first (?:groom|time|bath|haircut|visit)|never been (?:groomed|bathed|washed|cut)|never had a)\b[\w ]{0,10}"),
)  # fmt: skip
_NEED_PATTERNS: tuple[tuple[str, Severity, re.Pattern[str]], ...] = tuple(
    (kind, severity, re.compile(pattern)) for kind, severity, pattern in _NEEDS
)

_VOMIT_ZH = r"(?:一直|不停|不断|老是|总是|反复|狂|连续|疯狂|吐了(?:好几|很多|两|三|四|五|六|\d)次|又吐了?|不住)(?:地|的|在)?(?:呕)?吐|呕吐(?:不止|不停|不断|好几|带血)|吐(?:个)?不停|吐了(?:好几|很多|两|三|四|五|六|\d)次|又吐了|吐(?:白沫|黄水|绿水|胆汁)|(?:上吐下泻|又吐又拉|连吐带拉|呕吐)"
_TOXIC_ZH = (
    r"巧克力|朱古力|葡萄|提子|洋葱|大葱|大蒜|韭菜|老鼠药|鼠药|毒|百合|木糖醇|口香糖|夏威夷果|坚果|酒|咖啡|农药|杀虫剂|蟑螂药|布洛芬|感冒药|止痛药|对乙酰|避孕药|安眠药|人药|人吃的药|"
    r"鱼钩|针(?!对)|电池|磁铁|硬币|袜子|玩具|石头|塑料|骨头卡|线|绳|绿萝|杜鹃|水仙|干燥剂|消毒液|洗衣液|清洁剂|避蚊|橡皮|发圈|果核|桃核|玉米芯|竹签|牙签|药片|一板药|一瓶药"
)
_TOXIC_EN = (
    r"chocolates?|brownies?|grapes?|raisins?|onions?|garlic|xylitol|(?:chewing )?gum|(?:rat|mouse|snail|slug)? ?(?:poison|bait)|antifreeze|pills?|medication|meds|tablets?|ibuprofen|advil|tylenol|paracetamol|aspirin|"
    r"lil(?:y|ies)|batter(?:y|ies)|magnets?|needle|socks?|coins?|macadamias?|weed|edibles?|marijuana|alcohol|beer|wine|coffee|bleach|detergent|cleaner|pesticide|mushrooms?|corn ?cob|fish ?hook|string|ribbon|hair ?tie|toy|stones?|rocks?|plastic|bone(?:s)? (?:stuck|splinter\w*)|chemicals?|pits?"
)
RED_FLAGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("bleeding", r"吐血|咳血|呕血|便血|拉血|血便|尿血|血尿|屎.{0,3}血|大便.{0,4}血|尿.{0,4}(?:红|血)|(?:流|出|淌|喷)(?:了)?(?:好多|很多|不少|一地|大量)?(?:鼻)?血(?!统)|血(?:流|止)不(?:止|住)|止不住血|全是血|满(?:嘴|地|身)(?:都)?是?血|大出血|"
         r"\bbleed(?:s|ing)?\b|\bblood(?:y)?\b(?! (?:test|work|type|sample|pressure)| ?hound)|\bhemorrhag\w+"),
        ("seizure", r"抽搐|抽筋|抽风|抽抽|在抽|抽起来|癫痫发作|癫痫|痉挛|口吐白沫|吐白沫|翻白眼|四肢僵|浑身僵|全身僵|抽羊角风|发羊[癫吊]|发羊癲|\bseiz(?:ure|ures|ing)\b|\bconvuls\w*|\bfit(?:s|ting)\b(?! (?:in|me|us|him|her|my|for|you|well))|\bhaving a fit\b|\bfoam(?:ing|s)? at the mouth\b|\btwitching\b|\bspasm\w*"),
        ("collapse", r"昏迷|昏倒|晕倒|晕过去|昏过去|晕厥|休克|倒(?:在)?地(?:上)?(?:不|起)|突然倒|倒下|站不(?:起|稳|住)|起不来|爬不起|走不了路|走不动|不能动|动不了|一动不动|不动了|瘫(?:了|在|软)|后腿(?:拖|突然|瘫)|没(?:有)?(?:意识|知觉|呼吸|心跳|脉搏)|失去(?:意识|知觉)|不省人事|叫(?:不醒|.{0,3}没反应|.{0,3}冇反应)|没反应|冇反应|(?:快|要|好像)(?:不行|死|没气|冇气)了|奄奄一息|救命|救救|濒死|软(?:绵绵|趴趴)|精神萎靡|嗜睡.{0,6}不吃|眼神涣散|歪头.{0,6}转圈|行唔到|企唔(?:稳|起)|"
         r"\bcollaps\w*|\bunconscious\b|\bunresponsive\b|\bnot (?:responding|moving|waking|responsive)\b|\bwon'?t wake\b|\bpassed out\b|\bfaint(?:ed|ing|s)?\b|\bcan'?t (?:stand|get up|walk|move)\b(?! (?:the|that|this|waiting|it when|for long|long))|\bcannot (?:stand|walk|get up|move)\b|\bunable to (?:stand|walk|move|get up)\b|\blimp and\b|\b(?:gone|went|is|going) limp\b|\bdying\b|\bparaly[sz]ed\b|\blethargic\b|\bdragging (?:his|her|its) (?:back |hind )?legs?\b|\bstagger\w*|\bdisoriented\b|\bin shock\b"),
        ("breathing", r"呼吸(?:困难|急促|很急|很快|不了|不过来|不上|停|微弱|好快|费力|异常)|喘(?:不上|不过|不来|得厉害|得很|唔到|得好)|(?:上|透|吸)不(?:来|上|过来?)气|抖唔到气|唞唔到气|喘不|张(?:着|开)?(?:大)?嘴?(?:口)?呼吸|窒息|噎(?:住|着|到)|卡(?:住|在)(?:了)?(?:喉|嗓|食道|脖)?|喉咙卡|憋气|舌头(?:发|都|变)?(?:紫|蓝|白|青)|嘴(?:唇)?(?:发|变)?(?:紫|青)|发绀|哽(?:住|到|亲)|呛(?:到|住)(?:了)?水|溺水|淹|"
         r"\b(?:can'?t|cannot|not|trouble|difficulty|struggl\w+(?: to)?|hard time|barely|stopped|labou?red|hard to) breath\w*|\bbreathing (?:hard|heavily|fast|weird|funny|very|really|so)\b|\bgasp\w*|\bchok\w+\b(?! (?:collar|chain))|\bstuck in (?:his|her|its|the|their) (?:throat|mouth)\b|\bblue (?:gums?|tongue|lips)\b|\b(?:gums?|tongue) (?:is|are|look\w*|turn\w*|went|gone)[\w ]{0,10}(?:white|pale|blue|purple|gr[ae]y)\b|\b(?:pale|white|purple) gums?\b|\bsuffocat\w+|\bdrown\w*"),
        ("pale_gums", r"牙龈[^,。.!?\s]{0,3}(?:白|紫|青|苍白)|(?:口腔|嘴巴|舌)[^,。.!?\s]{0,3}苍白"),
        ("poison", rf"中毒|误(?:食|吞|服|饮)|偷吃(?:了)?.{{0,8}}(?:{_TOXIC_ZH})|(?:吃|吞|舔|咬|喝|食)(?:了|下|掉|到|进|过|咗|破)(?:.{{0,8}})(?:{_TOXIC_ZH})|(?:{_TOXIC_ZH})(?:.{{0,4}})(?:被|给)(?:它|他|她|狗|猫|毛孩子)?(?:吃|吞|舔|咬|偷吃)|(?:吃|吞|食)(?:了|到|咗)(?:好多|很多|一|半|大量|整)?.{{0,3}}(?:{_TOXIC_ZH})|吞(?:了|下|咗)(?!吞)|"
         rf"\bpoison(?:ed|ing|ous)?\b|\btoxic\b|\b(?:ate|eaten|eats|eating|swallow\w*|ingest\w*|got into|chew\w*|licked|gobbled|drank|consumed|wolfed|munched)\b[^.!?]{{0,40}}\b(?:{_TOXIC_EN})\b|\boverdos\w+|\bswallowed\b"),
        ("vomiting", _VOMIT_ZH + r"|吐(?:了)?(?:一|两|几|好几|整)(?:天|晚|夜|个小时)|吐到|呕到|呕(?:咗|晒)|拉(?:稀|肚子)(?:带血|好几天|不止|到)|\b(?:vomit\w*|throw(?:ing|n|s)? up|threw up|puk\w+|retch\w*)\b"),
        ("trauma", r"(?:被|让|给|俾).{0,4}(?:车|摩托|电动车|自行车|电瓶车)(?:.{0,3})(?:撞|压|碾|轧|刮)|车祸|撞(?:车|到了头|飞)|(?:从|由).{0,6}(?:楼|阳台|窗|床|桌|高处|台阶|车|沙发|树)(?:上|台|口)?(?:.{0,3})(?:掉|摔|跌|跳|坠|滚)(?:下|落)?|坠楼|跌落|骨折|骨头(?:断|露|断了)|(?:腿|脚|爪子|尾巴|手)(?:.{0,2})断|(?:被|俾|给).{0,6}(?:咬|叮|蜇|踩|踢|夹|电)(?:.{0,2})(?:伤|了|到|穿|破|亲|咗)|(?:蛇|蜂|蜈蚣|蝎|大狗|野狗|流浪狗)(?:.{0,2})咬|触电|烫(?:伤|到|着)|烧伤|眼(?:球|珠|睛)(?:.{0,3})(?:掉|突|爆|出来|脱)|肠子|"
         r"\bhit by (?:a |the )?(?:car|bike|truck|motor\w*|scooter|van|bus|vehicle)\b|\brun over\b|\bran over\b|\bfell (?:from|off|out|down)\b|\bfallen (?:from|off|out)\b|\bbroken (?:leg|bone|paw|tail|hip|rib|jaw)s?\b|\b(?:broke|fractured?) (?:his|her|its|a|the) \w+|\belectrocut\w+|\b(?:snake|dog|bee|wasp|spider|scorpion)[- ]?(?:bite|bitten|stung|sting)\w*|\b(?:bitten|attacked|mauled|stung) by\b|\bburn(?:ed|t) (?:his|her|its|himself|herself)\b|\beye (?:popped|is out|hanging|bulging)|\bdeep (?:cut|wound|gash)\b"),
        ("heatstroke", r"中暑|热射病|热(?:晕|昏|到不行|到喘)|(?:高烧|发烧|体温)(?:.{0,5})(?:4\d|四十|不退|41|40)|高烧|\bheat ?(?:stroke|exhaustion)\b|\boverheat\w*|\b(?:high|10[4-9]|4[01]) ?(?:degree )?fever\b|\bleft in (?:a |the )?hot car\b"),
        ("birth", r"难产|生不(?:出|下)(?:来)?|生(?:了|产)?(?:好久|半天|几个小时|不出)|(?:小狗|小猫|宝宝|胎儿)卡(?:住|在)|羊水(?:破|流)|\bin labou?r\b|\b(?:puppy|kitten) (?:is )?stuck\b|\bgiving birth\b"),
        ("bloat", r"(?:肚子|腹部|肚皮)(?:.{0,5})(?:胀|鼓|硬|大)(?:.{0,6})(?:硬|得厉害|像球|圆|起来|很|难受|喘)?|胃扭转|胃胀气|干呕|\bbloat(?:ed|ing)?\b|\b(?:swollen|distended|hard) (?:belly|stomach|abdomen|tummy)\b|\b(?:belly|stomach|abdomen|tummy) (?:is )?(?:swollen|distended|hard|huge|bloated)\b|\bdry heav\w+"),
        ("urinary", r"(?:尿|屙|排)(?:不出|唔出|不了)(?:来|尿)?|(?:一|两|三|几|好几|整)天(?:都)?没(?:有)?(?:尿|撒尿|小便|排尿)|蹲(?:着|了)?(?:半天|好久)?(?:尿不|没尿)|尿闭|尿道(?:堵|阻塞)|\b(?:can'?t|cannot|not|unable to|hasn'?t|straining to) (?:pee|urinat\w*|peed?|pass urine)\b"),
        ("swelling", r"(?:脸|嘴|头|眼|喉咙)(?:.{0,4})肿(?:.{0,4})(?:厉害|起来|很大|得|了)|过敏性休克|\b(?:face|throat|muzzle) (?:is )?(?:swelling|swollen)(?: up)?\b|\bswollen (?:face|throat|muzzle)\b|\banaphyla\w+|\bhives\b"),
        ("plea", r"\bemergenc(?:y|ies)\b|(?<!加)(?<!着)(?<!不)急诊|急救|紧急情况|\bdying\b|\bhelp[!, ]+(?:my|he|she|the)\b"),
    )
)  # fmt: skip
_HISTORY = re.compile(
    r"以前|之前|曾经|去年|前年|小时候|病史|有过|过去|(?:上个?月|前段时间|上次|几年前|半年前|\d+年前|几个月前)|\b(?:history|used to|last (?:year|month)|years? ago|months? ago|in the past|previously|once had|had (?:a |one |some )?\w+ (?:before|as a|when (?:he|she) was))\b"
)
_NOW = re.compile(
    r"现在|今天|刚(?!剪|做完绝育|洗)|正在|突然|一直|已经|马上|还在|又|快|怎么办|救|\b(?:now|today|just|right now|suddenly|currently|keeps?|still|help|please help|again|this morning|tonight|what (?:do|should) (?:i|we))\b"
)
_HYPOTHETICAL = re.compile(
    r"会不会|会(?:.{0,8})(?:吗|嘛|么|不\?)|容易(?:.{0,6})吗|怕(?:他|她|它|会|你们|剪|弄)?.{0,6}(?:出血|流血|受伤|呛|中暑|应激)|要是|如果|万一|别(?:给|把|让|再)?.{0,6}(?:弄|剪|流|出血|吐|呛)|不要(?:弄|剪|给).{0,6}|防止|避免|预防|小心.{0,4}(?:流血|出血)|晕车|"
    r"\b(?:will|would|could|can|does|do|might) (?:it|he|she|that|the \w+|nail \w+|you)\b[^.?!]{0,20}\?|\bwhat if\b|\bif (?:he|she|it|my)\b|\bin case\b|\bcar ?sick\b|\b(?:avoid|prevent|without)\b"
)
_NO_SYMPTOM = re.compile(
    r"(?:没有?|不|未|冇|无)(?:再)?(?:呕吐|吐|流血|出血|抽搐|抽|拉肚子|中毒|咬)(?:过|了|的|$|,)|\b(?:no|not|isn'?t|hasn'?t|without|stopped) (?:\w+ )?(?:vomit\w*|bleed\w*|blood|seizures?|chok\w*)\b|血统|狂犬|\bbloodline\b|\bpre-?emergency\b"
)
_BOOKING_TALK = re.compile(
    r"晕车|卡(?:住|在)?(?:了)?(?:里|余额|次|包)|办卡|会员卡|次卡|针剂|血统|血检|验血|\bgift card\b|\bblood (?:test|work)\b"
)


_EDGE = re.compile(r"^[\s,.。的]+|[\s,.。的了]+$")


def needs_in(folded: str) -> tuple[Need, ...]:
    """The special needs said, each once, in the order of the text; overlapping ones keep the earlier kind."""
    found: list[tuple[int, int, Need]] = []
    for kind, severity, pattern in _NEED_PATTERNS:
        for match in pattern.finditer(folded):
            said = _EDGE.sub("", match[0])
            if said and not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), Need(kind, said, severity)))
    found.sort(key=lambda item: item[0])
    return tuple(need for _, _, need in found)


def red_flags_in(folded: str) -> tuple[str, ...]:
    """Names of the red flags of an emergency going on now.

    An illness told as history, or a worry about what might happen, is none; in doubt it is one.
    """
    if _NO_SYMPTOM.search(folded):
        folded = _NO_SYMPTOM.sub(" ", folded)
    folded = _BOOKING_TALK.sub(" ", folded)
    flags = tuple(name for name, pattern in RED_FLAGS if pattern.search(folded))
    if not flags:
        return ()
    is_past = _HISTORY.search(folded) is not None and _NOW.search(folded) is None
    is_asked = _HYPOTHETICAL.search(folded) is not None and _NOW.search(folded) is None
    return () if is_past or is_asked else flags
