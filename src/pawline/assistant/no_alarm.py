"""What takes the alarm of a whole message back: figures of speech, jest, what is over, what lasts, what is asked."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re

from . import alarms
from .alarm_phrases import EATEN_ZH, LICKED_ZH, RED_FLAGS
from .bilingual import Bilingual

# Words that only look like a flag: figures of speech, colours, names, the shop's own words.
_FIGURES = Bilingual(
    r"活蹦乱跳|上蹿下跳|蹦蹦跳跳|毒死(?:单身)?(?:狗|我|人|大家)|笑(?:到|得|了)?岔了?气[^。.!?]{0,8}喘?[^,。.!?]{0,5}|人(?:都)?(?:要|快|会|得)(?:被)?(?:中暑|热晕|烤熟|晒化)|急救(?:班|课)|\b(?:would|'d|he'd|she'd) choke (?:himself|herself|themselves) (?:for|to get)|\b(?:may|might|could|will) be (?:some |a (?:bit|little) of )?(?:puke|sick|vomit)\b|(?:萌|美|丑|臭|熏|帅|可爱|馋|激动|兴奋|高兴|开心|好看|贵|脏|懒|怂|胖|甜|香)(?:得|到|的|出|哭)?(?:都|快|要|我|人|全家|直接|当场|想|得|到|已|差点|原地)*(?:晕倒?|昏(?:过去|古七)?|窒息|中毒|升天|断气|吐血|瘫倒?|死|抽(?:筋|过去)|休克|去世|呼吸困难|心脏骤停)|"
    r"(?:钱包|荷包|工资|余额|账单|价格?|腰包)[^,。.!?]{0,8}(?:大?出血|失血|吐血|晕|死|心脏骤停|休克|骨折)|(?<![喘抖吐抽软瘫痛疼倒烧])(?:起来|得)(?:就|都)?(?:跟|像|好像)[^,。.!?\s]{0,3}(?:触电|抽了?筋|抽风|昏迷|中毒|中风|死了?|疯狗|杀猪|断气|瘫痪|晕)[^,。.!?\s]{0,2}(?:一样|似的|一般|样)?|中毒了?(?:我|你|它|她|他)的|(?:癫痫|心脏|降压)(?:药|片)(?=放|一直|在|早|按时|每天|要)|急救(?:箱|包|课|培训|知识|技能|手册)|学[^,。.!?\s]{0,6}急救|(?:排队?|等|加班|上班|忙|写|累|催|打电话|约)[^,。.!?\s]{0,4}(?:到|得|成)(?:吐血|断气|昏|晕|崩溃|狗)|见血(?:那种|的那种)|毒气弹|穷(?:得|到)[^,。.!?\s]{0,2}(?:吐血|死|哭)|(?:太|真|好)(?:好看|美|帅|可爱|香|萌)了?[ ,!。]*(?:我)?(?:晕|死|昏)了?|挤?肛门腺|挤肛|把我(?!家|的|们)(?:手|脚|胳膊|脸)?(?:给)?(?:咬|抓|挠)[^,。.!?\s]{0,4}|摸(?:起来|着|上去)[^,。.!?\s]{0,3}软|(?:推|剃|剪)[^,。.!?]{0,6}(?:露肉|见肉)(?!.{0,6}血)|露着肉|露出粉|乳牙|换牙|(?:累|笑|忙|走|站|坐|拎|跑)[^,。.!?\s]{0,4}(?:断|抽|瘫|趴|废|散架|裂)(?:了|下)?(?:哈|$|[,。.!? ])|断了(?:一样|似的)|我(?:真的|要|直接|当场|都|人)*(?:裂开|麻|崩溃|破防|碎)了|血(?:型|统|样|常规|检|亏|赚|本|条|槽|汗|拼|缘|贵)|(?:太|真|好)毒(?:了|辣)?|毒(?:太阳|舌|辣|日)|(?:快递|外卖|包裹|公交|高架)[^,。.!?\s]{0,4}卡|抽(?:根|支|口)?烟|抽中|不(?:肯|爱|愿意?|会|想)?吃药|(?:松狮|沙皮)[^,。.!?]{0,3}舌|舌[^,。]{0,8}(?:松狮|沙皮)|(?:臭|熏|屁)[^,。.!?\s]{0,4}(?:毒晕|毒倒|毒翻|毒死|晕)|不(?:会|能|要|用|怕)[^,。.!?\s]{0,4}(?:中毒|毒|噎|卡|烫|漏电)|别[^,。.!?\s]{0,3}(?:中毒|噎|卡|烫)|"
    r"\bdrop(?:ping|ped)? (?:(?:him|her|it|them|me|the dog) )?off\b|\bdrop[- ]?offs?\b|\bhit by a (?:bus|train|truck) of a\b|\bbreath (?:is|smells?|so)\b[^,.]{0,10}\b(?:toxic|lethal|deadly|could kill)|\bbleed(?:s|ing)? (?:me|us) dry|\bbleeding (?:expensive|obvious|heck|love|awful|cute|gorgeous|hell)|\b(?:purse|wallet|bank account|card)(?: is|'s| are)? (?:\w+ )?(?:bleeding|crying|dying|dead|empty)|\b(?:price|bill|cost)\w*\b[^,.]{0,12}\b(?:chok\w*|faint\w*|heart attack|collaps\w*)|\bheart attack\b(?= (?:jumping|when|at|seeing))|\bknock(?:ed|s)? me out\b|\ballergic to (?:\w+ ){0,2}\w+(?![^.]{0,30}\b(?:and|now|swoll\w*|just)\b)|\bparaly[sz]ed with\b|\b(?:tongue|gums?) (?:is|are) normal|\bwater based\b|\b(?:practically|basically|like|so lazy[^.]*) (?:in a coma|dead|dying|comatose|unconscious)|\bscreams? (?:bloody|blue) murder|\ba (?:little |wee |tiny )?bit\b|(?<!he )(?<!she )(?<!it )(?<!they )\bcan'?t make it\b|\b(?:car|van|train|bus|washer|machine|boiler)\b[^,.]{0,8}\b(?:broke|broken|died|conked)(?: down)?|"
    r"(?:叫|名字?是?|名叫|喊)(?:巧克力|葡萄|提子|可可|咖啡|洋葱|坚果)|(?:巧克力|朱古力|咖啡|葡萄|酒红|可可)(?:色|拉布拉多|泰迪|贵宾|的?(?:拉拉|小狗|狗狗))|"
    r"吐血(?:推荐|价|整理)|吐槽|抽(?:空|奖|时间|签|不开|不出(?:空|时间)|湿|纸|屉|血)|(?<!狗)(?<!猫)(?<!它)(?<!他)(?<!她)(?:吓|笑|急|丑|美|萌|脏|臭|忙|愁|烦|馋|乐|气|热|冷)(?:得|都|到)?(?:我|人)?(?:要|快|半)?死|(?:要|快|得)(?:可爱|帅|美|萌|笑|忙|急|愁|丑)(?:死|晕)|可爱(?:死|晕|哭)|"
    r"(?:^|[,。.!?\s]|被)?我(?!家|的|们家|狗|猫|屋|儿|女)[^,。.!?;\s]{0,5}(?:快|要|都)[^,。.!?;\s]{0,5}(?:死|不行|晕|疯|没气|断气|吐血|喘不过|窒息|昏|憋|崩溃|窒)[^,。.!?;\s]{0,3}|(?:毛|头发|钱|价格?|贵)[^,。.!?;\s]{0,6}(?:喘不过气|窒息|憋气|透不过气|吐血|休克|晕倒)|(?:要|快|被)[^,。.!?;\s]{0,4}(?:萌|迷|帅|可爱|笑|忙)(?:晕|死|倒|翻)|血压(?!药)|"
    r"肚子[^,。.!?\s]{0,6}(?:鼓|圆)[^,。.!?]{0,4}吃(?:多|撑|饱)|吃(?:多|撑|饱)[^。!?]{0,6}肚子[^,。.!?]{0,4}(?:鼓|圆)|我(?!家|的|们家|狗|猫)[^,。.!?\s]{0,3}(?:喝|吃)(?:了|点|着)[^,。.!?\s]{0,4}(?:酒|咖啡|药|葡萄|巧克力)|酒[^。!?]{0,4}(?:不|没)(?:能|敢)?开车|晕车|(?:系统|页面|支付|网络?|手机|app|小程序|软件|界面|按钮|电梯|付款|余额|次数)[^,。.!?;\s]{0,4}卡(?:住|了)?|卡(?:里|余额|次|包|点)|办卡|(?:会员|储值|[次月年季打])卡(?!住|在|到|喉)|针剂|针梳|血统|血检|验血|献血|不中毒|无毒|防中毒|有毒吗|走不动道|早[^。!?]{0,8}起不来|我[^,。.!?]{0,4}起不来|起不来床|懒得[^,。.!?;\s]{0,4}动|排队[^,。.!?;\s]{0,3}不动|狂犬|断奶|断货|喷雾|眼药|"
    r"\bchoc(?:olate)? (?=lab|labrador|poodle|brown|colou?red|point|cocker|spaniel|doodle|cockapoo|coat|merle|and|dachs|fur)|\b(?:called|named|name is|name's|names|my (?:dog|cat|boy|girl)) (?:brownie|cookie|grape|raisin|cocoa|chocolate|coffee|onion|poison|toffee|ginger|lily|brandy|whisky|whiskey|guinness|button|pebbles|rocky|peanut|weed)\b|"
    r"\bdying (?:for|to)\b|\b(?:died|dead|dying|die|collaps(?:ed|ing)|chok(?:ed|ing)|passed out|fainted|in fits|in stitches|crying|howling) (?:of |with |from |on my |at |out )*(?:laugh\w*|embarrassment|boredom|cuteness|giggles)|\b(?:nearly|almost) (?:died|fainted|collapsed|choked|passed out)(?= (?:when|at|laughing|seeing|from))|\bkilling me\b|\bto die for\b|\bbloody murder\b|"
    r"\b(?:has|have|had|having|throws?|threw|throwing) (?:a |an absolute |a total )?(?:hissy )?(?:fit|fits|seizure) (?:when|if|every|whenever|about|over|at)\b|\bcan'?t walk (?:far|much|long)|(?:开心|高兴|兴奋|激动)[^,。.!?]{0,6}转圈|\bfits? of (?:the )?(?:giggles|laughter)|\bfell off (?:my|the) chair|\b(?:had|has had|took|taken|given|gave|having|with) (?:\w+ )?(?:his|her|their|its) (?:\w+ )?(?:meds|medication|tablets?|pills?|medicine|vitamins?|capsules?)|\b(?:pills?|tablets?|meds) in (?:his |her |some )?(?:cheese|food|dinner|peanut butter|ham|treats?)|\bin case of (?:an )?emergenc\w+|\bemergency (?:contact|number|groom\w*|hair ?cut|bath|trim|appointment|slot|phone)|\bnot an? emergenc\w+|\bnon-?emergency|\bpre-?emergency\b|\bnon-?toxic\b|\btoxic[- ]free\b|\bchoke (?:chain|collar)s?\b|\brazor burns?\b|"
    r"\b(?:hair|fur|coat|collar|bow|tag|bandana|nail|claw|tooth|teeth|lead|leash)s? (?:just |has |have |is |was )?(?:fell|fallen|falling) (?:off|out)|\b(?:fell|fallen) (?:asleep|in love|out with|off (?:the )?(?:radar|wagon))|\brun over (?:to|time|by \d|budget)|\b(?:drown\w*|suffocat\w*) (?:in|under) (?:his |her |all |the |this |loose )*(?:fur|hair|fluff|work)|\bgift card\b|\bblood ?(?:test|work|line)\w*|"
    r"\b(?:vomited|threw up|thrown up|puked|(?:was|been) sick) (?:just |only )?once\b|\bvomit\w*(?= (?:in|on) (?:the |a )?car)|\b(?:throws?|throwing|threw|pukes?|sick) (?:up )?in (?:the )?car\b|\bcar ?sick\w*|\bshock(?:ed|ing)\b|\bsick of\b"
)
_JOKE = Bilingual(
    r"哈哈|嘻嘻|戏精|影帝|演的|装可怜|碰瓷|笑死|hhh|233|开玩笑|夸张|😂|🤣|😆|\b(?:lol|lmao|rofl|haha\w*|jk|just kidding|joking)\b"
)
_CAN_BE_JOKE = frozenset(
    {alarms.UNWELL, "breathing", "collapse", "plea", "seizure", "bleeding", "heatstroke", "trauma", "swelling", "bloat"}
)
_BUSINESS = Bilingual(
    r"约|几点|多少钱|价|忘|毛|洗|剪|剃|臭|脏|丑|排队|取消|改|营业|开门|地址|停车|退|可爱|好看|太美|帅|推荐|\b(?:book\w*|appointment|appt|price|cost|hair|fur|coat|matt?(?:ed|s)?|smell\w*|stinks?|stinky|rolled|filthy|muddy|bath|groom\w*|trim|nails?|cancel|reschedule|open|slot|late|parking|come|still|cute|recommend|number)\b"
)
"""What an owner who cries for help in jest speaks of; a plea beside it, without any other flag, is no alarm."""

_GOES_ON = Bilingual(
    r"一直|不停|不断|又|次|遍|整|血|拉|天|\b(?:vomiting|throwing up|puking|retching|heaving|keeps?|times|again|all (?:day|night|morning)|since|blood\w*|twice|weak|won'?t|not|can'?t|lethargic|diarr\w+)\b"
)
"""Vomiting that is more than once; a single time beside a question about the visit is for the table."""

_LONG_AGO = Bilingual(
    r"以前|曾经|去年|前年|大前年|小时候|病史|有过|史(?:$|[,。 ])|\d+年前|[几两三四五半一]年(?:多)?前|[几两三四五六\d]个?多?月(?:之|以)?前|上个月|前段时间|当年|后遗症|留下的|"
    r"\b(?:history|used to|once (?:ate|swallowed|had|got|fell|choked)|(?:ate|swallowed) (?:a |some )?\w+ once|(?:lost|our last|my last|previous) (?:our |my )?(?:last |other |old )?(?:dog|cat|boy|girl|pet)|passed away|ages ago|last (?:year|month|summer|winter)|years? ago|months? ago|yrs? ago|in the past|previously|once had|as a (?:pup|puppy|kitten)|when (?:he|she) was (?:a |little|younger|small)|had (?:a |one |some )?\w+ before)\b"
)
_BEFORE = Bilingual(r"之前|过去(?!了)|上次|上回|上一次|\b(?:last time|last visit|before)\b")
_NOW = Bilingual(
    r"现在(?!好|没事|正常|恢复|稳定)|今天|今早|今晚|昨晚|昨天|刚刚|刚才|刚(?!剪|做|洗|好|来|满)|正在|突然|忽然|一直(?!在?吃药|吃着|在吃|控制|服药)|已经(?!好|没事|恢复|痊愈|过去|稳定|控制)|还在|又(?!不|想|要)|越来越|快(?:不行|死|没|要|来|点来|救)|"
    r"\b(?:now|today|right now|suddenly|all of a sudden|currently|keeps|kept|still|again|this morning|tonight|since last|minutes? ago|mins? ago|an hour ago|hours? ago)\b|\bjust (?!so|to |wond|check|fyi|a |want|in case|need|for|thought|ask|like|the |one|bath|nail)"
)
_ALARM = Bilingual(r"怎么办|点办|点算|救|咋办|\b(?:help|what (?:do|should|can) (?:i|we|u)|asap)\b")
_OVER = Bilingual(
    r"(?:炎|病|伤口?|骨折|手术)[^,。.!?\s]{0,3}刚(?:刚)?(?:好|养好|治好)|(?:现在|今天|这会儿|后来|已经|早)[^,。.!?]{0,4}(?:活蹦乱跳|生龙活虎|能吃能|好好的)|[半一二两三四五六几\d]+(?:多)?(?:年|个月)[^,。.!?\s]{0,4}(?:没|未)(?:再)?(?:犯|发|抽|吐|复发)|没再(?:有|出现)|\b(?:vet|vets) (?:\w+ )?(?:cleared|says (?:it's|its|he's|she's|hes|shes) (?:fine|ok|nothing))|控制(?:得|的)?(?:很|挺|还)?(?:好|稳|不错)|"
    r"(?:现在|已经|早就|早|后来|都|就|今天|完全|全|已|之后)(?:都|就|已经)?(?:好了|好多了|没事了?|恢复|痊愈|康复|稳定|正常|控制住|不吐|不抽|养好|治好)(?!吗|么|没|不)|(?:养|治|医)好了|没再(?:犯|发|吐|抽)|"
    r"\b(?:fine|ok|okay|good|better|well|healthy|recovered|healed|none|nothing|normal|himself|herself|clear)\b (?:now|since|after|again|afterwards|today)\b|\b(?:all|much|completely|fully) (?:better|recovered|healed|fine)\b|\b(?:has|have|'s) (?:fully )?(?:recovered|healed)\b|\bno (?:problems?|issues?|seizures?|more)(?: \w+)? since\b"
)
_IF = Bilingual(
    r"如果|要是|万一|假如|听说|据说|是不是真的|防止|避免|预防|以防|\b(?:don'?t let|do not let|never let|make sure|what if|if (?:he|she|it|they|my|the|you|there|a|something)|in case|avoid|prevent|heard that|is it true)\b"
)
_WORRY = Bilingual(
    r"会不会|会(?:.{0,8})(?:吗|嘛|么|不\?)|(?:能|可以|可不可以|能不能)(?:给|喂)?(?:.{0,4})(?:吃|喝)|容易(?:.{0,6})吗|(?:怕|担心)(?:他|她|它|会|把)|怕(?:他|她|它|会|你们|剪|弄)?.{0,6}(?:出血|流血|受伤|呛|中暑|应激|中毒|晕|抽)|别(?:给|把|让|再)?.{0,6}(?:弄|剪|流|出血|吐|呛)|不要(?:弄|剪|给).{0,6}|小心.{0,4}(?:流血|出血)|有没有[^,。.!?;\s]{0,6}风险|"
    r"\b(?:will|would|could|can|does|do|might|is|are) (?:it|he|she|that|this|the \w+|nail \w+|you|they|dogs?|cats?|your \w+)\b[^.?!]{0,25}\?|\bwithout\b|\b(?:worried|scared|afraid|nervous|anxious) (?:that )?(?:he|she|it|they|you)(?:'ll| will| might| could| may)\b|\bcan (?:dogs|cats|he|she) (?:eat|have)\b|^(?:will|would|could|can|does|do) (?!you help)|^(?:is|are) (?:\w+ ){1,3}(?:bad|toxic|dangerous|poisonous|safe|ok|harmful)\b"
)
_FACT = Bilingual(
    rf"{LICKED_ZH}|{EATEN_ZH}|误食|误吞|误服|吐了|抽了|晕了|倒了|撞了|掉下|摔|\b(?:ate|eaten|swallowed|drank|licked|got into|chewed|collapsed|fainted|had a (?:fit|seizure)|fell|hit by|bitten|stung)\b"
)
"""What has happened: a question behind it ("will he die?") takes nothing away."""

_LASTING = Bilingual(
    r"(?:吃药|药物|用药|靠药)[^,。.!?\s]{0,3}控制|\b(?:wobbly|stiff|bad|dodgy|achy) old (?:back |hind )?(?:legs?|hips?|knees?)\b|\b(?:(?:is|that's|thats|it's|its|are) (?:perfectly |totally )?normal|normal for (?:him|her|a|the))\b|痴呆|弱视|失明|会撞|别担心|不用管|不用担心|没关系|(?:是|很|属于)?正常(?:$|的|现象|反应)|常态|习惯了|轮椅|减重|减肥|"
    r"(?:它|他|她|猫|狗)?会(?:翻白眼|装死|抽|晕|发抖)|(?:爱|喜欢|老爱)(?:啃|咬|吃|舔)|(?:听到|遇到|看到|见到|每次|一(?:紧张|激动|兴奋|害怕))[^,。.!?]{0,8}(?:会|就|都)|短鼻|扁脸|气管塌陷|有(?:点|轻微|遗传)?(?:先天)?(?:性)?癫痫(?!发作|了)|癫痫(?:病|史|犬|的(?:狗|猫))|患有|老毛病|平时(?![^,。.!?]{0,4}(?:好好|没事|正常|都没))|(?:有时|偶尔|经常|容易|时不时)(?:候)?(?:会|就)?|天生|慢性|三条腿|残疾|"
    r"\b(?:sometimes|occasional\w*|prone to|tends? to|usually|normally|often|easily|now and then|epilep\w+|controlled|arthrit\w+|on meds for|chronic|has seizures|collaps\w+ trachea)\b"
)
_HANDLING = Bilingual(
    r"(?:洗|剪|吹|抱|牵|弄|美容|做|托|扶)(?:澡|毛)?[^,。.!?;\s]{0,3}(?:的)?时候|(?:轻|慢|温柔|小心|注意|留意|当心)(?:一?点|一?些|点儿|啲)|多照顾|多关照|托(?:着|一下|住)|扶(?:着|一下)|别(?:碰|压|动)|不能(?:碰|压|久站)|"
    r"\b(?:be|bit|extra|very) (?:gentle|careful)|\bgo (?:easy|slow|gentle)|\bcareful (?:with|of|around|when)|\btake (?:it )?(?:slow|care)|\bextra care\b|\bhandle\b|\bgently\b|\bneeds? (?:support|lifting|help standing)|\bwhile (?:you )?(?:bath|groom|dry)\w*"
)
_NEVER_LASTING = frozenset({"poison", "bloat", "birth", "urinary"})
_NO_SYMPTOM = Bilingual(
    r"(?:没有?|不|未|冇|无)(?:再|有)?(?:中毒|生病|受伤|呕吐|吐|流血|出血|抽搐|抽|喘|抖|咳|发烧|瘸|肿|晕)(?=没|不|未|[,。.!? ]|$|也|又)|(?<=吐)(?:没|不)拉|"
    r"\b(?:doesn'?t|won'?t|don'?t) (?:\w+ (?:and|or) )?(?:bloat|choke|burn|overheat|poison|bleed|vomit)\b|"
    r"(?:没有?|不|未|冇|无)(?:再)?(?:呕吐|吐|流血|出血|抽搐|抽|拉肚子|中毒|咬)(?:过|了|的|$|,)|\b(?:no|not|isn'?t|hasn'?t|without|stopped|never) (?:\w+ )?(?:vomit\w*|bleed\w*|blood|seizures?|chok\w*|poison\w*)\b|\bbloodline\b"
)
_RUMOUR = Bilingual(r"真的假的|是真的吗|真有(?:这|那)(?:回)?事|\b(?:is that true|is it true)\b")
_IN_SEASON = Bilingual(
    r"发情|月经|例假|姨妈|来潮|换牙|牙龈有点|\b(?:in season|in heat|on heat|spotting|her period|her season|teething)\b"
)
_OF_THE_FAT = frozenset({"bloat", "breathing", alarms.UNWELL})
_FAT = Bilingual(r"减肥|减重|太胖|肥猫|胖猫|\b(?:diet|overweight|lose weight|chonk\w*|chunky)\b")
_A_LOT = Bilingual(r"止不|大量|好多|很多|不停|喷|\b(?:wont|won't|lots|loads|heavy|heavily|pouring|clots?|weak)\b")
_BROKEN_THING = Bilingual(
    r"(?:(?<!电)(?<!充电)(?<!数据)绳|(?<![电据])线|玩具|窝|垫|鞋|沙发|牵引|项圈|笼|家具|门|被子|衣服|球)[^,。.!?\s]{0,3}(?:被|让|给)[^,。.!?\s]{0,4}(?:咬|撕|啃|拆|抓|扯)[断碎烂坏破]|\b(?:chew\w*|destroy\w*|ripped) (?:up )?(?:his|her|the|my|a) (?:bed|lead|leash|toy|collar|shoes?|sofa|crate)\b"
)
_SWALLOWED = Bilingual(r"吞|吃|少了|不见|没了|吐|嘴|卡|\b(?:swallow\w*|ate|eaten|missing|chok\w*|gag\w*)\b")
_FALSE_ALARM = Bilingual(
    r"\bme,? not (?:the |my )?(?:dog|cat|pup)|\bnot the dog,? me\b|"
    r"虚惊|不是我家的|不是我的[狗猫]|我家的?(?:狗|猫|它)?没事|看错了|搞错了|误会了|(?:药|东西|它)没(?:吃|咬|碰)到|找(?:到|回来)了[^,。]{0,6}(?:没少|没吃|在)|找回来了|没事了没事了|不是(?:药|血|吐血|中毒)(?:$|[,。.!? 哈啦])|是番茄酱|"
    r"\b(?:false alarm|panic over|crisis averted|he never had it|she never had it|never (?:ate|swallowed|touched) it|was (?:just )?ketchup|found the missing|not an? emergency)\b"
)
"""The owner has seen that nothing happened."""
_CLAUSE = re.compile(r"[,。.!?;\s]+|\bbut\b")
_CLAUSE_EN = re.compile(r"[,.!?;]+|\bbut\b")


def without_figures(folded: str) -> str:
    """The text without figures of speech and without what is said not to be."""
    plain = _FIGURES.sub(" ", folded)
    return _NO_SYMPTOM.sub(" ", plain) if _NO_SYMPTOM.search(plain) else plain


def is_taken_back(plain: str) -> bool:
    """Whether the owner says that it was a false alarm."""
    return _FALSE_ALARM.search(plain) is not None or bool(_RUMOUR.search(plain) and _NOW.search(plain) is None)


def is_no_alarm(flags: tuple[str, ...], plain: str, folded: str) -> bool:
    """Told in jest, as history, as over, as a worry, or as something that lasts."""
    named = set(flags)
    if named == {"plea"} and _BUSINESS.search(folded):
        return True
    if named == {"vomiting"} and _BUSINESS.search(folded) and not _GOES_ON.search(folded):
        return True
    if named == {"bleeding"} and _IN_SEASON.search(folded) and not _A_LOT.search(folded):
        return True
    if named == {"trauma"} and _BROKEN_THING.search(folded) and not _SWALLOWED.search(folded):
        return True
    if named <= _OF_THE_FAT and _FAT.search(folded):
        return True
    if named <= _CAN_BE_JOKE and _JOKE.search(folded):
        return True
    if _NOW.search(plain) is None and _is_told(flags, plain):
        return True
    if _OVER.search(plain) and "poison" not in named:
        return True
    is_said_to_mind = _LASTING.search(plain) or (_HANDLING.search(plain) and _ALARM.search(plain) is None)
    return bool(is_said_to_mind) and not named & _NEVER_LASTING and _NOW.search(plain) is None


def _is_told(flags: tuple[str, ...], plain: str) -> bool:
    """Whether the flags are of another day, or of none yet."""
    if _LONG_AGO.search(plain) or _IF.search(plain):
        return True
    if _WORRY.search(plain) and _FACT.search(plain) is None and _ALARM.search(plain) is None:
        return True
    return _BEFORE.search(plain) is not None and all(_is_of_before(name, plain) for name in flags)


def _is_of_before(name: str, plain: str) -> bool:
    """Whether each place of this flag stands in a clause that speaks of last time."""
    pattern = dict(RED_FLAGS).get(name)
    if pattern is None:
        return False
    split = _CLAUSE if any("\u3400" <= char <= "\u9fff" for char in plain) else _CLAUSE_EN
    clauses = [clause for clause in split.split(plain) if pattern.search(clause)]
    return bool(clauses) and all(_BEFORE.search(clause) for clause in clauses)
