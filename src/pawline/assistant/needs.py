"""Special needs said in passing: each becomes a note for the people at the table."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .bilingual import Bilingual

Severity = Literal["note", "care", "alert"]


@dataclass(frozen=True, slots=True)
class Need:
    """Something to mind, in the owner's words. `kind` names it for the pet's file."""

    kind: str
    text: str
    severity: Severity = "care"


_NEEDS: tuple[tuple[str, Severity, str], ...] = (
    ("allergy", "alert", r"对[^,。,.!?\s]{1,12}?(?:会)?(?:严重)?过敏|[^,。,.!?\s对会有]{0,6}过敏(?!性?鼻炎药)|\ballerg\w+(?: (?:to|of) [\w ]{2,25})?|\breacts? (?:badly )?to [\w ]{2,20}"),
    ("dryer_fear", "care", r"(?:怕|害怕|惊|讨厌|受不了|抗拒|不喜欢|好惊)(?:.{0,3})(?:吹风机?|吹水机|风筒|吹毛|吹干|烘干|大风)|(?:听到|看到|一听|一见|见到)[^,。.!?\s]{0,3}(?:吹风机?|吹水机|风筒)[^,。.!?]{0,8}|吹风机?.{0,6}(?:害怕|会怕|怕|应激|抖|紧张|声音)|\b(?:scared|afraid|terrified|frightened|nervous|hates?|fear(?:s|ful)?|anxious|freaks?|panics?|doesn'?t like|not a fan|spooked)\b[^.,!?]{0,25}\b(?:dryer|blow ?dry\w*|hair ?dryer|blower|drier)s?\b"),
    ("fear", "care", r"[^,。.!?\s]{0,8}(?:会|容易|就|老)(?:被)?(?:吓|惊)(?:到|着|一跳|坏)|(?:怕|害怕|好惊|惊)(?!.{0,2}(?:来不及|约不|没有|贵|麻烦|晚|忘|没位|赶不))[^,。,.!?\s]{0,6}|\b(?:can'?t|cannot) stand (?!for|long|up|the smell|waiting|it when)[\w ]{2,20}|\b(?:scared|afraid|terrified|frightened|fearful|petrified) (?:of |by )?[\w ]{2,25}|\bhates? (?!waiting)[\w ]{2,25}|\b(?:doesn'?t|does not|don'?t|won'?t) (?:like|let|tolerate|enjoy)[^.,!?]{2,35}"),
    ("anxious", "care", r"胆小|胆子(?:很|特别|比较|超)?小|怕生|认生|爱叫|爱乱动|坐不住|不配合|闹腾|调皮|[黏粘]人|怂|炸毛|(?:叫|嚎)得?(?:跟|像)?杀猪[^,。.!?\s]{0,3}|跟要了命[^,。.!?\s]{0,2}|戏精|见人就扑|特别?亲人|(?:很|比较|容易|特别|有点|超|会|易|太)?(?:紧张|应激|焦虑|激动|怕生|认生|敏感|兴奋|暴躁|社恐)|不亲人|分离焦虑|\b(?:nervous|anxious|anxiety|timid|skittish|shy|stress\w*|jumpy|reactive|shak(?:es|y)|panic\w*|rescue|drama queen|diva|scream\w*|dislikes?|fidget\w*|wriggl\w*|whines?|cries|hyper|bark(?:s|er|y)|nervy|wary|spook\w*|not keen|throws a (?:hissy )?fit|has a fit)\b[\w ]{0,20}"),
    ("bites", "alert", r"(?:会|爱|要|可能|有时)?(?:咬人|咬手|抓人|挠人|护食|扑人|凶人|哈人)|(?:会|爱)(?:咬|凶|扑|抓|挠)|很凶|比较凶|脾气(?:不好|大|暴|差|臭|爆|倔|烈)|性子?(?:烈|野|急)|会?动(?:手|口)|咬过|挠过|会挠|暴脾气|戴(?:上|个|一个)?嘴套|口罩|\b(?:bites?|bitey|nips?|snaps?|snappy|scratches|aggressive|growls?|muzzle|mouthy|lunges?)\b"),
    ("dog_averse", "care", r"(?:不能|别|不要|不喜欢)(?:跟|和|同|见|看到|靠近|接触)[^,。.!?]{0,4}(?:狗|猫|其他|别的)[^,。.!?]{0,6}|单独(?:一个)?(?:房|笼|洗|放|间|待|美容|关)?|分开|\b(?:away|apart|separate\w*|alone) from (?:other )?(?:dogs|cats|pets)\b|\bnot good with (?:other )?\w+|\bkeep (?:him|her|them) (?:away|separate|apart)[\w ]{0,20}"),
    ("skin", "care", r"皮肤[^,。,.!?\s]{0,8}(?:病|炎|敏感|差|不好|红|疹|痒|干|藓|癣|问题|薄|脆弱|破|屑)[^,。,.!?\s]{0,4}|起(?:疹子|红疹|皮屑|疙瘩)|湿疹|真菌|猫癣|螨虫|耳螨|皮屑|红屁股|掉毛(?:厉害|严重|掉)|秃(?:了一)?块|跳蚤|虱子|蜱虫|伤口|皮肤(?=病)|(?:耳朵|耳道)(?:发炎|红|臭|痒|有味|有螨|流脓|中耳炎)|\bfleas?\b(?! (?:bath|treatment|drops?|shampoo|and worm))|\bticks\b|(?:避开|绕开|躲开)[^,。.!?\s]{0,4}|有(?:个|一个|点|颗)?(?:小|很小的)?(?:包|痣|硬块|结节|疤|痘|瘤|肿块|结痂|红点)|毛囊炎|\b(?:sensitive|dry|itchy|irritated|flaky|thin) (?:skin|paws|ears)\b|\bskin (?:condition|issue|problem|allerg\w+|infection|irritation)\w*|\brash\b|\bhot ?spots?\b|\beczema\b|\bwound\b|\bsores?\b|\blumps?\b|\bmites\b|\bscabs?\b|\bwart\b|\bcyst\b|\bear infection\b"),
    ("heart", "alert", r"心脏[^,。,.!?\s]{0,6}|心肌[^,。.!?\s]{0,4}|\bheart (?:condition|murmur|disease|problem|issue|failure)s?\b|\bmurmur\b"),
    ("seizure_history", "alert", r"癫痫(?:史|病|过)?|(?:以前|之前|曾经|去年|有过)[^,。.!?]{0,6}(?:抽搐|抽过|抽风)过?|\bepilep\w+|\bhistory of (?:seizures?|fits)\b|\b(?:seizures?|fits?)\b[^.!?]{0,15}\b(?:ago|as a pup|before|last year|in the past)\b|\b(?:had|has had) (?:a |one |some |the odd )?(?:seizures?|fits?)\b[\w ]{0,18}"),
    ("joints", "care", r"(?:关节|髋|髌骨|膝盖|腰|腰椎|脊椎|后腿|前腿|腿脚|腿|脚|爪子|尾巴|脖子|背)[^,。,.!?\s]{0,4}(?:不好|不太好|炎|疼|痛|有伤|受过伤|受伤|弱|瘸|骨折过?|断过|打(?:过|了)钢|手术|发育不良|脱位|不便|不方便|问题|不能碰|别碰|没力|无力)|骨折过|断过(?:腿|脚|尾巴|骨)|摔过|(?:车祸|受)(?:过|后|伤)|瘸(?:腿|了)?|站不(?:久|太稳)|走路(?:不太?稳|慢)|三条腿|残疾|瘫痪|不能久站|站不久|\b(?:bad|sore|weak|stiff|arthritic|injured|achy|dodgy) (?:hips?|legs?|knees?|back|joints?|paws?|shoulders?|spine|neck)\b|\barthrit\w+|\bdysplasia\b|\b(?:hip|joint|back|knee|leg|spine) (?:problem|issue|pain|surgery|condition|injury)s?\b|\blimp\w*|\bthree[- ]legged\b|\bluxat\w+|\b(?:torn|ruptured|strained|pulled|cruciate) (?:\w+ )?(?:ligament|tendon|muscle|acl)\b|\b(?:ligament|cruciate|acl)\b|\bslipped dis[ck]\b|\bcan'?t stand (?:for )?long\b|\bivdd\b"),
    ("senses", "care", r"(?:眼睛|眼)[^,。.!?\s]{0,3}(?:看不见|瞎|失明|不好|白内障|发炎|有问题|不舒服)|失明|瞎了|白内障|耳聋|聋|听不见|听力[^,。.!?\s]{0,4}|(?:左|右|单|一只|独)眼(?:睛|珠)?[^,。.!?\s]{0,6}|耳朵(?:听不|聋|背|不好)|\b(?:blind|deaf|half blind|blind in one eye|cataracts?|can'?t (?:see|hear)|one eye|hard of hearing|glaucoma)\b"),
    ("senior", "care", r"(?:1[0-9]|十[一二三四五六七八九]?)(?:岁|周岁)|上岁数|\b1[0-9] ?-?(?:yrs?|years?|yo|y/o|yr old)\b(?! ago)|(?:年纪|年龄|岁数)(?:比较|很|有点|都|也)?(?:大|高)|高龄|老(?:年|狗|猫|犬|了|人家)|上了年纪|\b(?:senior|elderly|geriatric|(?:very |quite |pretty )old (?:dog|cat|boy|girl|now)|getting old)\b"),
    ("pregnant", "alert", r"怀孕|怀(?:了|上)|怀宝宝|有孕|\bpregnan\w+|\bexpecting\b"),
    ("heat", "care", r"发情|来月经|来例假|生理期|\bin (?:heat|season)\b|\bon heat\b"),
    ("after_surgery", "alert", r"(?:刚|才|上周|前天|昨天|刚刚)?(?:做完?|动了?)(?:完)?(?:了)?手术|术后|刚(?:绝育|拆线|做完|打完?(?:疫苗|针)|生完?|出院)[^,。.!?\s]{0,3}|戴着?(?:伊丽莎白|脖)圈|\b(?:recently|just|newly) (?:been )?(?:spayed|neutered|castrated|operated|had (?:an |his |her )?(?:op|operation|surgery|spay|stitches))\b|\b(?:post[- ]?(?:op|surgery)|(?:had|recent|after|recovering from) (?:a |an |his |her )?(?:surgery|operation|spay|neuter))\b|\bcone\b"),
    ("illness", "alert", r"糖尿病|肾(?:病|不好|衰)|肝(?:病|不好)|气管塌陷|气管[^,。.!?\s]{0,3}|呼吸道[^,。.!?\s]{0,4}|甲亢|胰腺炎|慢性病|低血糖|哮喘|贫血|白血病|猫瘟|传腹|鼻支|(?:在|正在|要|每天[^,。.!?\s]{0,4}|得|平时|长期)(?:要)?(?:吃药|吃着药|打胰岛素|喂药)|有(?:病|胃病|结石)|(?:上次|前阵子|前段时间|前两天|这两天|昨天|前天|前几天|昨晚|早上|上周)[^,。.!?]{0,6}(?:吐|拉稀|拉肚子|不舒服|生病|感冒|发烧)(?:了|过)?[^,。.!?\s]{0,3}|换粮[^,。.!?\s]{0,6}|吃着药|短鼻|扁脸|\bdiabet\w+|\bkidney \w+|\bcollaps(?:ed|ing) trachea\b|\bharness only\b|\btracheal? \w+|\bthyroid\b|\b(?:was|been|got|is) (?:a bit |slightly )?(?:sick|ill|poorly|unwell)\b[\w ]{0,20}|\b(?:threw up|vomited) once\b|\b(?:upset|dodgy|bad|poorly) (?:tummy|stomach|belly)\b|\bheart meds\b|\bon (?:daily |some |strong )?(?:medication|meds|tablets|steroids|antibiotics|painkillers|insulin)\b|\bmeds (?:twice|once|daily|every)\b|\bcushing\w*|\basthma\b|\bflat[- ]faced\b|\bbreathing (?:issue|problem)s?\b(?! now)"),
    ("touch", "care", r"(?:不让|不喜欢|不给|讨厌|(?<!能)(?<!可)不能|别(?!的)|(?<!要)不要|勿|唔好|不可以|不肯|唔俾|唔畀)(?:给|让)?(?:人|别人)?(?:随便|使劲|用力|太|硬)?(?:碰|摸|剪|抱|动|梳|抓|弄|沾|进|用|压|按|拉|扯|提|掰|拽|喷|刺激)[^,。,.!?\s]{0,8}|\b(?:don'?t|do not|dont) (?:make|let) (?:him|her|them|it) [\w ]{3,25}|\b(?:don'?t|do not|never|avoid) (?:touch\w*|hold\w*|pick\w*|lift\w*|rub\w*|get|using?|go near|wet|pull\w*|spray\w*)[^.,!?]{0,30}|(?:别|不要|不用|勿|唔好)[^,。.!?\s]{0,3}(?:吹风机?|吹水机|烘箱|烘干箱?|热风|笼子|香水|香精)|(?:别|不要)吹[^,。.!?\s]{0,5}|自然(?:晾|风|吹)?干|\bno (?:blow )?(?:dryer|drier|drying|blow ?dry\w*|clippers|cage|crate|muzzle|shampoo|shav\w+)|\b(?:air|hand|towel)[- ]?dr(?:y|ied)\b|\b(?:mind|avoid|watch) (?:the|his|her|out for|their) [\w ]{2,20}|\bno (?:scissors|razor|bows?|perfume|nail clippers)\b|\b(?:only|just) (?:let|use|have) (?:a |the )?(?:female|male|same|one)[\w ]{0,18}|\b(?:female|male) groomer\b|\bcareful (?:with|of|around|about) [\w ]{2,25}|\bwatch (?:out for )?(?:his|her|the) [\w ]{2,20}"),
    ("gentle", "care", r"(?:轻|温柔|慢|小心|耐心|注意|细心|当心)(?:一?点|一?些|点儿|啲|柔)[^,。,.!?\s]{0,6}|(?:小心|轻轻|慢慢|多(?:点|一点)?耐心|温柔)[^,。,.!?\s]{0,6}|多(?:休息|安抚|哄)|哄(?:着|一哄|下)|抱着|(?:请|麻烦)?(?:注意|留意)[^,。.!?\s]{1,8}|\bgent(?:le|ly)[\w ]{0,12}|\bpatien(?:t|ce)\b|\bslow(?:ly)?\b(?= (?:with|please|intro|and)|[.,!]|$)|\blift (?:him|her|them) \w+|\bextra (?:care|careful|gentle)\b|\b(?:easy on|go easy)\b[\w ]{0,15}|\bneeds? (?:breaks|rest|two people|treats)[\w ]{0,12}"),
    ("product", "care", r"(?:用|使)[^,。,.!?\s]{0,5}(?:自己|自家|自带|带(?:去|来|过去)?)的[^,。,.!?\s]{0,6}|(?:用|要|换|只能用|给用|自带|自己带|带了?|带着)[^,。,.!?\s]{0,6}(?:温和|无香|低敏|低刺激|无泪|自己的|自带的?|婴儿|燕麦|处方|医用|天然)[^,。,.!?\s]{0,8}|(?:温和|无香|低敏|低刺激)[^,。,.!?\s]{0,3}(?:香波|沐浴露|浴液|洗剂|洗毛液)|(?:自带|自己带|我带)(?:了)?(?:香波|沐浴露|浴液|毛巾|零食|洗剂)|水(?:温)?(?:别|不要|不能)?太?(?:热|烫|凉|冷)(?:一?点)?|温水|\b(?:hypoallergenic|fragrance[- ]free|unscented|oatmeal|mild|tearless|medicated|own|special) shampoo\b|\bour own \w+|\b(?:luke)?warm water\b|\bno (?:perfume|cologne|fragrance|scent|treats|box dryer|cage dry\w*)\b"),
    ("style_wish", "note", r"(?:别|不要|唔好|勿|不能)(?:剪|剃|修|推|给.{0,3}剪)?(?:得)?太?(?:短|秃|狠|光)(?:了)?|(?:别|不要|不想|唔好|不用|不)(?:全)?(?:剃光|剃毛|推光|剃了|剃|推)[^,。.!?\s]{0,2}|(?:修修|修一修|稍微修|随便修|简单修)(?:就行|一下|就好|即可)?|(?:剪|留|修|推)(?:得|的)?(?:短|长|圆)(?:一?点|些|啲|$|[ ,])|(?:圆|方)头|泰迪头|蘑菇头|留(?:长|着|点|住)?[^,。.!?\s]{0,2}(?:毛|胡子|尾巴|耳朵毛|须|眉毛)|不(?:要|想)?剪(?:胡子|尾巴|耳朵|眉毛)[^,。.!?\s]{0,2}|保留[^,。.!?\s]{1,8}|脚毛留|(?:尾巴|胡子|耳朵|脸)(?:别|不要|不)(?:剪|动|修)|\b(?:not|don'?t (?:cut|go|trim|make)|isn'?t) (?:\w+ ){0,2}too short\b|\bleave (?:his|her|the|their)? ?(?:\w+ )?(?:long|tail|ears|beard|face|whiskers|fluffy|fur)[\w ]{0,8}|\b(?:don'?t|no|not|without) shav\w*[\w ]{0,12}|\bjust a (?:light |little )?(?:trim|tidy)\b|\btoo short\b|\bkeep (?:his|her|the|their|it) (?:\w+ )?(?:long\w*|fluffy|tail|beard|ears|face|short)\b"),
    ("food", "note", r"(?:会)?晕车|(?:坐|上)车(?:就|都|会|容易)*(?:吐|流口水|拉)[^,。.!?\s]{0,3}|容易吐|肠胃(?:不好|弱|敏感)|挑食|(?:上厕所|大小便|尿尿|拉屎)[^,。.!?\s]{0,6}(?:遛|出去|外面)|憋(?:尿|着)|不吃(?:鸡|牛)[^,。.!?\s]{0,3}|(?:一天|每天)(?:吃|喂)[^,。.!?\s]{1,6}|(?:不能|别|不要)(?:喂|给吃|吃)[^,。.!?\s]{0,6}|\bcar ?sick\b|\bgets? carsick\b|\bsensitive (?:stomach|tummy)\b|\bgrain[- ]free\b|\bno (?:chicken|beef|treats)\b|\bfed? (?:twice|once|three)[\w ]{0,12}"),
    ("escape", "alert", r"(?:会|爱|容易)(?:跑|逃|窜|钻|挣脱|跳)(?:出|掉|跑|走)?|会开门|越狱高手|会开(?:笼|门)|(?:小心|别让它|容易)(?:跑|溜)(?:出去|掉|走|了)?|\bwill bolt\b|\bpulls on (?:the )?lead\b|\b(?:escape artist|bolts?|runs? (?:off|away)|slips? (?:his|her|the) (?:collar|harness))\b"),
    ("matting", "note", r"(?:毛|身上|肚子|腋下|耳后|屁股)[^,。.!?\s]{0,5}(?:打结|擀毡|毡了|结块|结成|成毡|结毛|结球|缠)[^,。.!?\s]{0,3}|打结(?:了|很|严重|的)|擀毡|\b(?:\w+ )?matt?(?:ed|s|ing)\b[\w ]{0,18}|\btangled\b|\bknot(?:s|ty|ted)\b|\bpelted\b"),
    ("untrained", "note", r"第一次(?:洗|来|做|剪|美容|去)[^,。.!?\s]{0,4}|没(?:洗|剪|做|美容)过[^,。.!?\s]{0,3}|头一次|\b(?:first (?:groom|time|bath|haircut|visit)|never been (?:groomed|bathed|washed|cut)|never had a)\b[\w ]{0,10}"),
)  # fmt: skip
_NEED_PATTERNS: tuple[tuple[str, Severity, Bilingual], ...] = tuple(
    (kind, severity, Bilingual(pattern)) for kind, severity, pattern in _NEEDS
)

NEED_KINDS: dict[str, Severity] = {kind: severity for kind, severity, _ in _NEEDS}
"""Every kind of need, and how much it weighs."""

# "Do you sell grain free kibble?" tells nothing of a pet.
_ON_SALE = re.compile(
    r"(?:有|卖)[^,。.!?]{0,10}(?:卖|买|出售)|\b(?:do|are) you (?:guys )?(?:sell\w*|stock\w*|carry\w*)\b"
)
_SOLD = frozenset({"food", "product"})

_EDGE = re.compile(r"^[\s,.。的]+|[\s,.。的了]+$")


def needs_in(folded: str) -> tuple[Need, ...]:
    """The special needs said, each once, in the order of the text; overlapping ones keep the earlier kind."""
    found: list[tuple[int, int, Need]] = []
    is_on_sale = _ON_SALE.search(folded) is not None
    for kind, severity, pattern in _NEED_PATTERNS:
        if is_on_sale and kind in _SOLD:
            continue
        for match in pattern.finditer(folded):
            said = _EDGE.sub("", match[0])
            if said and not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), Need(kind, said, severity)))
    found.sort(key=lambda item: item[0])
    return tuple(need for _, _, need in found)
