"""Set phrases that are an alarm by themselves, by flag. Patterns run on folded text."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

from .bilingual import Bilingual

_Z = r"[^,。.!?;\s]"
"""A character of the same clause."""

# What is eaten, by harm: poison harms when licked, a thing only when it is swallowed.
_POISON_ZH = (
    r"巧克力|黑巧|生巧|白巧|朱古力|可可(?:粉|豆|脂|奶|酱)|热可可|耗子药|毒饵|粘鼠|葡萄|提子|洋葱|大葱|大蒜|蒜头|韭菜|老鼠药|鼠药|灭鼠|毒|百合|木糖醇|口香糖|夏威夷果|坚果|牛油果|酒|咖啡|农药|杀虫|除草剂|蟑螂药|蚂蚁药|灭蚊|蚊香|避蚊|樟脑|卫生球|"
    r"防冻液|冷却液|汽油|煤油|机油|油漆|稀释剂|胶水|漂白|84(?![块元斤号\d])|洁厕|消毒液|洗衣|洗洁精|清洁剂|柔顺剂|干燥剂|化肥|花肥|肥料|烟头|香烟|烟油|电子烟|大麻|"
    r"布洛芬|芬必得|感冒药|止痛药|止疼药|退烧药|消炎药|降压药|血压药|心脏药|减肥药|对乙酰|扑热息痛|阿司匹林|泰诺|避孕药|安眠药|叶酸|降糖药|(?:我|人|爷爷|奶奶|妈妈|爸爸|家里)的[^,。.!?\s]{0,5}(?:药|片|丸)|药水|人药|人吃的药|药片|药丸|胶囊|维生素|钙片|鱼油|褪黑素|保健品|一(?:整)?(?:瓶|盒|板|包)[^,。.!?\s]{0,3}药|一板药|一瓶药|一盒药|我的药|奶奶的药|爷爷的药|"
    r"绿萝|杜鹃|水仙|滴水观音|夹竹桃|郁金香|铃兰|一品红|万年青|毒蘑菇|野蘑菇|蘑菇"
)
_THING_ZH = (
    r"鱼钩|钩子|针(?!对|灸)|大头钉|图钉|钉子|别针|刀片|玻璃|电池|磁铁|磁力珠|硬币|纽扣|戒指|耳环|袜子|丝袜|内裤|毛巾|抹布|玩具|石头|石子|塑料|泡沫|海绵|乐高|积木|骨头|鸡骨|鱼骨|鱼刺|线|绳|橡皮|发圈|皮筋|"
    r"果核|桃核|芒果核|玉米芯|竹签|牙签|牙线|卫生巾|尿垫|耳塞|口罩|电线|猫砂"
)
EATEN_ZH = r"(?:吃|吞|食|咽|嗑|炫|嚼)(?:了|下|掉|到|进|咗|完|光|晒)"
LICKED_ZH = r"(?:吃|吞|舔|啃|喝|食|嚼|咬|咽|饮|嗑|炫|造|吸|沾)(?:了|下|掉|到|进|咗|破|完|光|晒)"
_POISON_EN = (
    r"choc(?:olate|olates|s|ie|cy)?|protein bars?|sugar[- ]?free (?:sweets|candy|gum)|dishwasher tablets?|contraceptive\w*|hrt patch\w*|mou?ldy \w+|stuffing|brownies?|cocoa|grapes?|raisins?|sultanas?|currants|mince pies?|hot cross buns?|onions?|garlic|leeks?|xylitol|(?:chewing |sugar ?free )?gum|(?:rat|mouse|snail|slug|ant)? ?(?:poison|bait|pellets)|antifreeze|anti-freeze|"
    r"pills?|medication|medicines?|meds|tablets?|capsules?|ibuprofen|nurofen|advil|tylenol|paracetamol|panadol|aspirin|aleve|naproxen|antidepressants?|vitamins?|calpol|lil(?:y|ies)|tulips?|daffodils?|macadamias?|avocados?|weed|edibles?|marijuana|cannabis|vapes?|nicotine|cigarettes?|"
    r"alcohol|beer|wine|vodka|coffee|bleach|detergent|cleaner|disinfectant|washing pods?|laundry pods?|tide pods?|pesticides?|weed ?killer|insecticide|fertili[sz]er|mushrooms?|toadstools?|toads?|mothballs?|chemicals?|paint|petrol|gasoline|engine oil|conkers?|acorns?|blue ?bells?|yeast|bread dough"
)
_THING_EN = (
    r"batter(?:y|ies)|magnets?|needles?|pins?|nails? (?:from|off|out)|screws?|socks?|underwear|pants|knickers|tights|coins?|corn ?(?:on the )?cobs?|fish ?hooks?|hooks?|strings?|ribbons?|threads?|wool|hair ?ties?|bobbles?|toys?|balls?|stones?|rocks?|pebbles?|plastic|foil|cling ?film|rubber|(?:chicken|cooked|ham|rib|lamb|fish|turkey|pork) bones?|pits?|peach stone|skewers?|"
    r"toothpicks?|glass|sponges?|tampons?|nappies|earrings?|rings?|buttons?|lego|towels?|rope|lollipop sticks?|squeakers?|cables?|wires?"
)
_EATEN_EN = r"(?:ate|eaten|eating|swallow\w*|ingest\w*|gobbled|gulped|scoffed|wolfed|munched|devoured|consumed)"
_POISONED_EN = rf"(?:{_EATEN_EN}|got into|gotten into|getting into|got (?:hold of|at)|chew\w*|lick\w*|drank|drunk|drinking|(?:has|have|he'?s|she'?s|dog|cat|pup|puppy|kitten) had)"
_PET_ZH = r"(?:它|他|她|佢|狗|猫|毛孩子|娃|崽|汪|喵|小家伙|我家)"
_HOURS_ZH = r"(?:[一两二俩三四五六几半\d]|好几|整)"

_PHRASES: dict[str, tuple[str, ...]] = {
    "bleeding": (
        r"鼻血|血(?:哗哗|直|一直|不停|狂)(?:地)?(?:流|喷|冒|滴)|(?:下体|下面|阴部|屁股)[^,。.!?\s]{0,4}(?:流|出)[^,。.!?\s]{0,4}(?:血|脓|黑|绿)|吐血|咳血|呕血|便血|拉血|屙血|血便|尿血|血尿|带血|见血|屎.{0,3}血|(?:大便|便便|粑粑|尿|小便).{0,4}(?:红|血)",
        r"(?:流|出|淌|喷|冒|渗|滴)(?:了|着|咗)?(?:好多|很多|不少|一地|大量|满地)?(?:鼻)?血(?!统)|血.{0,4}止不住|止不住.{0,2}血|血(?:流|止)不(?:止|住)|全是血|都是血|满(?:嘴|地|身)(?:都)?是?血|大出血|一(?:滩|地)血|血淋淋",
        r"\bbleed(?:s|ing)?\b|\bblood\b(?! (?:test|work|type|sample|pressure|group|draw|result|panel|line|count|orange)| ?hound)|\bbloody (?:stools?|diarr\w*|vomit|poos?|poop|pee|wee|urine|mouth|nose|paw|eye|ear|mucus|discharge|gums|runs)\b|\bblack tarry|\bha?emorrhag\w+",
    ),
    "seizure": (
        r"抽搐|抽筋|抽风|抽抽|在抽(?!奖|签|空|湿)|抽(?:起来|得厉害|个不停|过去)|(?:突然|一直|不停|又|全身|浑身|四肢|腿)(?:在|地)?抽(?:了|着|动|$|[ ,。!])|癫痫发作|癫痫|痉挛|口吐白沫|吐白沫|(?:嘴|口).{0,5}(?:泡沫|白沫|冒泡)|口吐[^,。.!?\s]{0,2}沫|(?:^|[ ,。]|还|又|都)抽(?:$|[ ,。!])|翻白眼|四肢僵|(?:浑身|全身|身体)(?:发)?僵|(?:全身|浑身)(?:一直|不停|都在)?(?:发抖|颤抖|抖)(?:个?不停|得厉害|站|叫)|头往后仰|口角流沫|眼球(?:震颤|乱)|眼睛乱转|撞墙|(?:一直|原地|不停)(?:地|在)?转圈|眼神(?:呆滞|发直)|舌头[^,。.!?\s]{0,4}(?:耷拉|收不回)|抽羊角风|发羊[癫吊]|羊癫疯|四条?腿(?:乱|一直)(?:蹬|划)",
        r"\bs(?:ei|ie|e|ee|ea)[zs](?:ure|ures|ing|ur|urs)\b|\bconvuls\w*|\bfitting\b(?! (?:in|me|us|him|her|my|for|you|well|room))|\b(?:having|had|has had|having had|in) (?:a |another |some )?fits?\b|\bfoaming\b|\bfoams? (?:at|from) the mouth\b|\bfrothing\b|\btwitching\b(?! with)|\bspasm\w*|\b(?:shaking|trembling) (?:and|,) ?(?:\w+ )?(?:saliva|drool|foam|vomit|sick)\w*|\b(?:shaking|trembling) (?:uncontrollabl\w*|violently|all over|and (?:can|won|foam|drool|not))|\btremor\w*|\bpaddling (?:his|her|its|the)?|\beyes (?:rolled|rolling) back|\bhaving a stroke\b|\bhad a stroke\b|\b(?:walking|going|spinning|running) in circles\b|\bcircling\b(?! (?:the|around|for))|\b(?:eye|pupil)s? (?:\w+ ){0,2}(?:bigger|uneven|blown|different sizes?)\b",
    ),
    "collapse": (
        r"昏迷|昏倒|晕倒|晕过去|昏过去|晕咗|晕厥|休克|倒(?:在)?地(?:上)?(?:不|起)?|突然倒|倒下|(?:站|立)(?:都)?不(?:起|稳|住)|起不来|爬不起|(?:没|冇)力气?(?:站|起|走)|走不了路|走不动|(?:不能|不会|没法)动(?!手术|刀)|动不了|一动不动|不动了|瘫(?:了|在|软|痪|倒|下)|(?:人|它|整个|身子|身体|腿)(?:都|全)?软了|后腿(?:拖|突然|瘫|没知觉|不能动)|拖着(?:后)?(?:腿|脚)",
        r"没(?:有)?(?:意识|知觉|呼吸|心跳|脉搏|气了)|冇(?:呼吸|心跳|反应)|失去(?:意识|知觉)|不省人事|叫(?:都)?(?:不醒|唔醒|.{0,4}(?:没|冇|没有|不)(?:反应|应))|没(?:有|什么)?反应|(?:快|要|好像)(?:不行|死|没气|冇气|断气)了|(?:狗|猫|它|佢|孩子)(?:子|狗|咪|猫)?(?:快|要|好像|真的)?(?:不行|唔得|冇气)(?:了|喇)|东倒西歪|走路(?:.{0,3})(?:摇晃|打晃|不稳|歪)|(?:像|跟|似|好像)[^,。.!?\s]{0,2}喝(?:醉|多|大|高)|撑不住了|挺不过|咽气|(?:它|狗|猫)[^,。.!?\s]{0,3}要走了|昏死|神志不清|不会走(?:路)?了|爬着走|腿[^,。.!?\s]{0,3}没知觉|冻僵|失温|心跳[^,。.!?\s]{0,3}(?:停|没|弱)|奄奄一息|濒死|软(?:绵绵|趴趴|塌塌)|瘫软|眼神涣散|歪头.{0,6}转圈|头歪着?.{0,6}(?:转|倒|站)|眼睛乱转|(?:行|企|郁)唔(?:到|稳|起)",
        r"不吃(?:也)?不(?:喝|动|拉)|(?:趴|躺)着(?:都|也)?(?:不动|起不|动不)|(?:出来|蜷着|缩着|瘫着)(?:都|就)?不动|动弹不|不动弹|昏睡不|意识模糊|(?:眼睛|瞳孔)(?:发直|直了|上翻|散|放大)|(?:叫|喊|推|碰|戳)(?:它|他|她|佢)?(?:也|都)?(?:不应|不理|没理|唔应)|(?:精神萎靡|嗜睡).{0,6}不吃|" + _HOURS_ZH + r"天(?:都)?(?:没|不|冇)(?:吃|食)(?:东西|饭|嘢)?(?:没|不|也|又|,| )+(?:喝|拉|动|精神)",
        r"(?<!has )(?<!with )\bcollaps(?:e|ed|es|ing)\b(?! trachea)|\bunconsc\w*|\buncons\w*ious\b|\bunresponsive\b|\blifeless\b|\bkeeled over\b|\bknocked out\b|\bconcuss\w*|\b(?:wo|ca|is)n'?t (?:going to )?make it\b(?= through| much|[.!]*$)(?! to)|\bslipping away\b|\bdeath'?s door\b|\bscreaming in pain\b|\bnot (?:responding|waking|responsive|breathing|conscious)\b|\bnot moving\b(?! (?:house|it|the|my|on))|\bno (?:pulse|heart ?beat)\b|\b(?:wo|ca|would|could|does|is|will)n'?(?:t|ot) (?:wak(?:e|ing)|respond\w*|get up(?! (?:early|before|at|that|until|on))|lift (?:his|her) head)\b|\bpassed out\b|\b(?:black(?:ed|ing)) out\b|\bfaint(?:ed|ing|s)\b",
        r"\b(?:can'?t|cannot|can not|unable to|won'?t|couldn'?t) (?:even )?(?:stand(?: up)?|walk|get up|use (?:his|her|its) (?:back |hind |front )?legs?)\b(?! (?:the|that|this|waiting|it|him|her|them|my|to|being|having|dryers?|water|baths?|other|when|long|for|early|before|at|cats|dogs|noise|still|when)\b)|\b(?:can'?t|cannot|isn'?t|is not|wont|won'?t) mov(?:e|ing)\b(?=\W*$| (?:his|her|its|at all|and|or|properly|now|any))|\b(?:back|hind) (?:legs?|end) (?:\w+ ){0,2}(?:gave (?:out|way)|stopped working|not working|gone|(?:won|don|aren)'?t work\w*|paraly\w+)",
        r"\blimp and\b|\b(?:gone|went|is|going|all) (?:all )?(?:limp|floppy)\b(?!ing)|\bdying\b|\bnearly dead\b|\bparaly[sz]ed\b|\blethargic\b|\bdragging (?:his|her|its|the)? ?(?:back |hind )?(?:legs?|end)\b|\bstagger\w*|\bdisorient\w+|\bin shock\b|\b(?:gone|went|going) (?:all |really |completely |very )?(?:stiff|rigid|cold)\b|\bstiff and (?:won|not|cold|shak|can)\w*|\b(?:ice|stone|freezing) cold\b|\bhypo(?:therm|glyc)\w+|\b(?:keeps? |kept )?falling over\b|\bcan'?t balance\b|\blike (?:he|she|it)(?:'s| is|s) drunk\b|\b(?:going|gonna|about) to die\b|\bgonna die\b|\bwobbl(?:y|ing) and\b|\b(?:hasn'?t|not|won'?t|stopped) (?:eaten|eat|eating|drinking|drink|drunk|poo(?:ed|ing)?)\b[^.!?]{0,40}\b(?:weak|lying|flat|floppy|wobbly|won'?t move|collaps\w+|days)\b|\b(?:so|very|too|extremely|really) weak\b",
    ),
    "breathing": (
        r"呼吸(?:困难|急促|好?急|很急|很快|太快|好快|不了|不过来|不上|停|微弱|费力|异常|很重|不畅)|喘(?:不上|不过|不来|得厉害|得很|唔到|得好|得(?:不行|停不下)|个不停|粗气)|(?:上|透|吸|唞|抖)(?:不|唔)(?:来|上|到|过来?)气|张(?:着|开)?(?:大)?(?:嘴|口)巴?(?:一直)?(?:呼吸|喘)|窒息|噎(?:住|着|到)|(?:卡|哽|鲠)(?:住|在|到|亲|着)(?:了|咗)?(?:喉|嗓|食道|脖|嘴)?|卡(?:喉|嗓|脖)|喉咙.{0,4}卡|(?:憋|噎|呛|闷)(?:死|过去)|喉咙[^,。.!?\s]{0,4}(?:有东西|堵)|咳不出来|憋(?:气|紫)|腹式呼吸|呼哧呼哧|(?:煤气|一氧化碳|浓烟|火灾)|(?:舌头|嘴唇|嘴(?=[发都变])|牙龈|牙床|舌|脷)(?:发|都|变|有点)?(?:紫|蓝|青|白|黑紫)|发绀|呛(?:到|住)(?:了)?水|溺水|淹(?:到|了)|捞(?:出|起|上)来|掉(?:进|到|落)?(?:了)?(?:鱼缸|马桶|水池|浴缸|下水道|粪坑|水盆)|掉(?:进|到|落)(?:了)?(?:水|河|湖|池|井|鱼塘|泳池)",
        r"\b(?:can'?t|cannot|not|trouble|difficulty|struggl\w+(?: to)?|hard time|barely|hardly|stopped|labou?red|hard to|isn'?t) breath\w*|\bbreathing (?:hard|heavily|heavy|fast|weird|weirdly|funny|very|really|so|shallow|rapidly|badly)\b|\b(?:rapid|shallow|heavy|laboured|labored|noisy|open[- ]mouth(?:ed)?|fast) breath\w*|\bgasp\w*|\bchok(?:e|ed|es|ing)\b(?! (?:collar|chain|on (?:his |her |the )?lead))|\b(?:stuck|lodged|caught) in (?:his|her|its|the|their) (?:throat|mouth|windpipe)\b|\bpanting\b[^.!?]{0,12}\bmouth open|\bmouth open\b[^.!?]{0,10}(?:pant|breath)|\bpanting (?:like|non-?stop|heavily|so (?:hard|much)|really hard|and (?:drool|won|can|collap))",
        r"\bblue (?:gums?|tongue|lips)\b|\b(?:gums?|tongue|lips) (?:is|are|r|look\w*|turn\w*|went|gone|gon)[\w ]{0,10}(?:white|pale|blue|purple|gr[ae]y)\b|\b(?:pale|white|purple|gr[ae]y) gums?\b|\bturning blue\b|\bsmoke inhalation\b|\bcarbon monoxide\b|\bsuffocat\w+|\bdrown(?:ed|ing)?\b|\bshort of breath\b",
    ),
    "pale_gums": (r"(?:牙龈|牙床|嘴巴|口腔|舌头?)[^,。.!?\s]{0,3}(?:白|紫|青|苍白)",),
    "poison": (
        rf"中毒|(?:下|投|被)(?:了)?毒(?!舌)|毒死|误(?:食|吞|服|饮)|食错|(?:吃|喂|食)错(?:了|咗)?.{{0,3}}药|药(?:.{{0,3}})(?:吃|喂|打|用)(?:多|错)了|(?:药|剂量)过量|偷(?:吃|喝|舔)(?:了)?.{{0,8}}(?:{_POISON_ZH})|{LICKED_ZH}{_Z}{{0,8}}(?:{_POISON_ZH})|刚.{{0,3}}(?:吃|喝|舔)过{_Z}{{0,6}}(?:{_POISON_ZH})",
        rf"(?:{_POISON_ZH}){_Z}{{0,8}}(?:被|给|让|畀|俾){_Z}{{0,6}}(?:吃|吞|舔|啃|喝|偷|咬|翻|霍霍)|把{_Z}{{0,8}}(?:{_POISON_ZH}){_Z}{{0,6}}(?:吃|吞|舔|啃|喝|咬|炫)|(?:{_POISON_ZH}){_Z}{{0,4}}{_PET_ZH}{_Z}{{0,5}}(?:吃|吞|舔|喝)(?:了|到|掉)",
        rf"{EATEN_ZH}{_Z}{{0,7}}(?:{_THING_ZH})|(?:{_THING_ZH}){_Z}{{0,3}}(?:吃|吞|咽)(?:下去|进去|掉|了)|把{_Z}{{0,6}}(?:{_THING_ZH}){_Z}{{0,4}}(?:吃|吞|咽)|(?:{_THING_ZH}){_Z}{{0,6}}(?:被|给){_Z}{{0,5}}(?:吃|吞|咽)|吞(?:了|下|咗)(?!吞)",
        rf"\bpoison(?:ed|ing|ous)?\b|\btoxic\b|\bantifreeze\b|\b{_POISONED_EN}\b[^.!?]{{0,40}}\b(?:{_POISON_EN})\b|\b{_EATEN_EN}\b[^.!?]{{0,30}}\b(?:{_THING_EN})\b|\boverdos\w+|\bswallowed\b|\b(?:{_POISON_EN})\b[^.!?]{{0,30}}\b(?:(?:dog|cat|he|she|pup|puppy|kitten)(?:'s| is| has| had|s)? (?:got|has|had|eaten|ate|chewed|took|the packet)|missing and)",
    ),
    "vomiting": (
        rf"(?:一直|不停|不断|老是|总是|反复|狂|连续|疯狂|又|不住|拼命)(?:地|的|在)?(?:呕)?吐(?!槽|露|舌)|(?:正?在|还|狂|老)吐(?!槽)|吐个没完|吐了又吐|(?:喝水|吃什么|喝什么)(?:都|就)吐|连水都吐|呕吐(?:不止|不停|不断|好几|带血)|(?:呕|吐)(?:个)?不(?:停|止)|吐了?(?:好几|很多|两|二|三|四|五|六|七|八|十|\d)+(?:多)?(?:次|回|遍)|吐(?:白沫|黄水|绿水|胆汁|咖啡色)|上吐下泻|又吐又拉|连吐带拉|又拉又吐|(?:拉|便血|血).{{0,5}}还吐|吐(?:了)?{_HOURS_ZH}(?:天|晚|夜|个小时|个钟)|吐到|呕到|呕(?:咗|晒|吐)|干呕|想吐吐不出|拉(?:稀|肚子)(?:带血|不止|到(?:脱|没))",
        r"\b(?:vomit\w*|vommit\w*|throw(?:ing|n|s)? up|threw up|puk(?:e|ed|ing|es)|retch\w*|heaving)\b|\b(?:been|being) sick (?:all|since|several|\d+|two|three|four|five|six|constantly|non-?stop|every|loads|over and)|\b(?:keeps?|kept) (?:being|getting) sick\b|\btrying to be sick\b|\b(?:can'?t|cannot|not|won'?t|unable to) (?:hold|keep)(?:ing)? (?:anything|water|food|it|any\w*|stuff) down\b",
    ),
    "trauma": (
        r"(?:被|让|给|俾).{0,4}(?:车|摩托|电动车|自行车|电瓶车|三轮)(?:.{0,3})(?:撞|压|碾|轧|刮)|车祸|(?:撞|磕|砸)(?:到|了|着)(?:了)?(?:头|脑袋)|头(?:部)?(?:被)?撞|撞(?:车|到了头|飞|伤)|(?:从|由|喺).{0,8}(?:楼|阳台|窗|床|桌|高处|台阶|车|沙发|树|栏杆|怀里|台)(?:上|台|口|度)?(?:.{0,3})(?:掉|摔|跌|(?<!沙发)(?<!沙发上)(?<!床)(?<!床上)(?<!车上)(?<!台阶)跳|坠|滚)(?:下|落|了|咗)?|坠楼|跌落|摔(?:断|伤|下|坏|到头)|骨折|骨头(?:断|露|断了)|(?:腿|脚|爪子|尾巴|手)(?:.{0,2})(?:断(?!奶)|折了)",
        rf"(?:被|俾|给|让).{{0,8}}(?:咬|叮|蜇|踩|踢|夹|电|打|抓)(?:.{{0,2}})(?:伤|了|到|穿|破|亲|咗|烂|死)|(?:把|将){_Z}{{0,3}}(?:我|它|他|她|狗|猫|小){_Z}{{0,5}}咬(?:伤|穿|破|烂|断|死)|(?:蛇|蜂|蜈蚣|蝎|大狗|野狗|流浪狗)(?:.{{0,2}})(?:咬|蜇|叮)|触电|电到|(?:啃|咬|舔)(?:了|到|断|破|穿)?.{{0,3}}(?:电线|插座|插头|充电线|电源线)|烫(?:伤|到|着|坏|熟|破|了一)|(?:开水|热水|热油|油锅|火)(?:里|中|上)|烧伤|(?:眼(?:球|珠|睛)|眼)(?:.{{0,4}})(?:掉|突|爆|出来|脱|戳|划伤|抓伤|打伤|扎|睁不开|受伤|流血)|肠子|内脏|脱肛|露肉|见骨|豁(?:开|口)|皮(?:都)?掀|(?:踩|扎)(?:到|了|进)[^,。.!?\s]{0,4}(?:玻璃|钉|针|刺|竹签)|钩(?:住|到)(?:了)?(?:嘴|舌|脚|眼|皮)|脱出|骨头都|深(?:的)?伤口|(?:撕|裂)开",
        r"\bhit by (?:a |an |the )?(?:\w+ )?(?:car|bike|truck|motor\w*|scooter|van|bus|vehicle|lorry|cyclist)\b|\brun over\b|\bran over\b|\bfell (?:from|off|out|down)\b|\bfallen (?:from|off|out|down)\b|\bbroken (?:leg|bone|paw|tail|hip|rib|jaw|back|neck)s?\b|\b(?:broke|fractured?|snapped) (?:his|her|its|a|the) (?!nail|claw|toe ?nail|heart|collar|lead|leash|toy|crate|bed)\w+|\belectr(?:ocut\w+|ic shock)|\bchew\w*(?: through| on)? (?:a |an |the |my )?(?:\w+ )?(?:wire|cable|cord|charger)\b|\b(?:snake|dog|bee|wasp|spider|scorpion|adder|rat)[- ]?(?:bite|bitten|stung|sting)\w*|\b(?:bit|bitten|attacked|mauled|stung|savaged) by\b|\b(?:adder|viper|rattlesnake|copperhead)\b|\bstung\b|\bdog (?:has )?(?:bit|attacked|mauled)\b",
        r"\b(?:burn(?:ed|t)?|scald(?:ed)?) (?:his|her|its|himself|herself)\b|\bscalded\b|\b(?:bad|nasty|severe|horrible|serious) burns?\b|\bburn\w* (?:from|by|on) (?:the|a|an) (?:kettle|oven|iron|stove|fire|hob|radiator|hot)|\beye(?:ball)?s? (?:\w+ ){0,2}(?:popped|popping|hanging|bulging|bleeding|ruptured|poked|swollen shut|out of)\b|\beye (?:is|has|'s)? ?(?:come |coming )?out\b|\b(?:poked|scratched|cut|injured|hurt) (?:in )?(?:his|her|its|the|an) eye\b|\bcan'?t open (?:his|her|its|one|an|the) eye|\bdeep (?:cut|wound|gash|bite)\b|\b(?:impaled|intestines?|guts|prolapse\w*)\b|\bhead injury\b|\bgot (?:a |an )?(?:electric )?shock\b|\b(?:trodden|stamped) on\b|\b(?:sat|stood|stepped|rolled) on (?:him|her|the (?:pup|kitten|cat)|by)|\btrapped (?:in|under)\b|\b(?:kicked|trampled|thrown) by\b|\bbarbed wire\b|\bhit (?:his|her|its) head\b|\b(?:string|thread|ribbon) hanging out\b|\bpuncture (?:wounds?|marks?)|\b(?:ripped|torn|split) open\b|\bgaping\b|\bgash\w*|\bboiling (?:water|oil)\b|\b(?:dog|cat|fox|badger) (?:has )?(?:bit|got hold of|grabbed) (?:him|her|my)",
    ),
    "heatstroke": (
        r"中暑|热射病|热(?:晕|昏|到不行|到喘|瘫|得(?:站不|喘|吐))|(?:高烧|发烧|体温|烧到)(?:.{0,5})(?:4[01]|四十|不退)|高烧|浑身(?:滚烫|发烫)|(?:闷|关|锁)在车(?:里|上)",
        r"\bheat ?(?:stroke|exhaustion)\b|\boverheat\w*|\b(?:high|10[4-9]|4[01]) ?(?:degree )?fever\b|\b(?:left|locked|stuck|been) in (?:a |the |my )?(?:hot |boiling )?(?:car(?! park)|van|conservatory)\b",
    ),
    "birth": (
        r"难产|生不(?:出|下)(?:来)?|生(?:了|产)?(?:好久|半天|几个小时|一半|不出)|(?:小狗|小猫|宝宝|胎儿|崽|仔)(?:.{0,3})(?:卡(?:住|在)|(?:出|下)不来|生不)|卡在产道|羊水(?:破|流|都)|破羊水|(?:宫缩|阵痛|用力|使劲).{0,8}(?:没|不|唔|未)(?:生|出|下)|(?:还有|里面)[^,。.!?\s]{0,5}(?:没|未|冇)(?:生|出|下)|(?:子宫|直肠|肠)[^,。.!?\s]{0,2}(?:脱|掉)|(?:产|生|下)(?:完|了)(?:崽|小狗|小猫|仔).{0,6}(?:流血|发抖|抽|没力)|胎盘|死胎",
        r"\bin labou?r\b(?! day)|\b(?:pup|puppy|kitten|baby)(?:'s| is| has)? (?:got )?stuck\b|\bgiving birth\b|\b(?:waters?|sac) (?:broke|broken|burst)\b|\bgreen discharge\b|\bpyo(?:metra)?\b|\bcontractions?\b|\b(?:been )?pushing (?:for )?(?:\d+|an?|two|three|half|over|hours?|ages)\b|\bstrain\w+[^.!?]{0,15}\bno pups\b|\bcan'?t (?:get|push) (?:the |her )?(?:pups?|puppies|puppy|kittens?) out\b|\bwhelping\b[^.!?]{0,25}\b(?:problem|trouble|stuck|hours)\b",
    ),
    "bloat": (
        r"(?:肚子|腹部|肚皮|肚|胃)(?:.{0,5})(?:胀|鼓(?!励)|硬(?!毛|的毛)|硬邦|硬硬|变硬|发硬|像(?:个)?球|越来越大)|胃扭转|胃胀气|腹胀",
        r"\bbloat(?:ed|ing)?\b|\b(?:swollen|distended|hard|tight|rigid|ballooning) (?:belly|stomach|abdomen|tummy)\b|\b(?:belly|stomach|abdomen|tummy)(?:'s| is| looks| has| feels| gone| got| are|s)? (?:\w+ ){0,2}(?:swollen|swelling|distended|hard|huge|bloated|tight|ballooned|like a drum|blown up|swelled)\b|\b(?:belly|stomach|tummy)\b[^.!?]{0,25}\b(?:balloon|drum|barrel|football)\b|\bdry heav\w+|\bnothing (?:is )?(?:coming|comes) (?:up|out)\b",
    ),
    "urinary": (
        rf"(?:尿|屙|排)(?:都)?(?:不出|唔出|不了|不下)(?:来|尿)?|{_HOURS_ZH}天(?:都)?(?:没|冇)(?:有)?(?:尿|撒尿|小便|排尿|屙尿)|蹲(?:着|了)?.{{0,4}}(?:半天|好久|一直)?(?:尿不|没尿|不出尿)|(?:一直|频繁)蹲.{{0,6}}(?:尿|猫砂|厕所)|尿闭|尿道(?:堵|阻塞)|没(?:有)?尿(?:出来|了)",
        r"\b(?:can'?t|cannot|not|unable to|hasn'?t|hasnt|not able to|isn'?t) (?:had a |been able to |do a )?(?:pee|peed|peeing|urinat\w*|pass(?:ed|ing)? (?:any )?urine|wee|wee'?d|weeing)\b|\bstrain\w* (?:to|in|and|on)[^.!?]{0,14}(?:pee|urinate|wee|litter|tray|box|go)\b|\b(?:blocked|obstructed) (?:bladder|urethra|cat)\b|\bin and out of (?:the |his |her )?(?:litter|tray)|\bno (?:pee|wee|urine)\b|\bblocked and can'?t\b",
    ),
    "swelling": (
        r"(?:脸|嘴|脖子|喉咙)[^,。.!?\s]{0,3}肿(?:了|$|[ ,。!])|(?:脸|嘴|头|眼睛?|喉咙|脖子|腿|脚)(?:.{0,4})肿(?:.{0,4})(?:成|厉害|起来|很大|得|了|成|晒|老高)|过敏性休克|(?:脸|嘴|头|喉咙)(?:.{0,3})肿(?:了|咗)?(?:.{0,6})(?:喘|呼吸)",
        r"\b(?:face|throat|muzzle|tongue|head) (?:is |are |has |'s |all )?(?:\w+ )?(?:swelling|swollen|ballooning|ballooned|puffy|puffed|puffing|blown|blowing|swelled)\b|\bswollen (?:face|throat|muzzle|tongue|head)\b|\banaphyla\w+|\bhives\b|\ballergic reaction\b|\breaction to (?:the |his |her |a )?(?:vaccin\w*|jabs?|shots?|injection|sting|bite)\b|\b(?:face|muzzle|eyes) (?:\w+ ){0,2}(?:puffy|swelling up)\b",
    ),
    "plea": (
        r"救命|救救|抢救|(?:快|来|能|想)救|救(?:它|他|她|狗|猫|我家)|(?<!加)(?<!着)(?<!不)(?<!加个)急诊|急救|紧急情况|人命关天",
        r"\bemergenc(?:y|ies)\b|\bhelp[!, ]+(?:my|he|she|the)\b|\bdying\b",
    ),
}  # fmt: skip
# Two words near each other, whichever comes first: what is wrong, and with what. The number is how far apart.
_NEAR: tuple[tuple[str, str, str, int], ...] = (
    ("breathing", r"\bbreath\w*", r"\b(?:fast|shallow|hard|rapid\w*|labou?red|heav\w+|weird\w*|noisy|rasp\w*|strange\w*|badly|struggl\w+|stopp\w+|gurgl\w+|troubled?|difficult\w*|barely|wheez\w*|quick\w*|crackl\w+)\b", 18),
    ("breathing", r"呼吸|喘气|气息", r"急|快(?!点|来)|困难|弱|停|费力|重|粗|吃力|很浅|乱", 5),
    ("breathing", r"\b(?:gums?|tongue|lips)\b", r"\b(?:white|pale|blue|purple|gr[ae]y|bright red|brick red|no colou?r)\b", 16),
    ("trauma", r"\b(?:leg|bone|paw|tail|hip|jaw|pelvis|ribs?|back|spine|shoulder|foot|neck)s?\b", r"\b(?:broken?|snapped|fractur\w+|dangling|hanging off|dislocat\w+|funny angle|weird angle|crushed|mangled)\b", 16),
    ("trauma", r"\bbones?\b", r"\b(?:showing|sticking out|exposed|visible)\b", 14),
    ("trauma", r"\b(?:paws?|tail|legs?|foot|feet|toes?)\b", r"\b(?:shut|slammed|caught|trapped) in\b", 14),
    ("trauma", r"\beyes?\b|\beyeball\w*", r"\b(?:popp\w+|bulg\w+|bleed\w*|scratch\w*|poked|swollen|ruptur\w+|stabb\w+|torn|injur\w+|punctur\w+|pierc\w+|burst|clawed|coming out|come out|came out|fallen out|hanging out|glued)\b", 16),
    ("trauma", r"(?:腿|脚|爪子?|尾巴|骨头|下巴|胯|脊椎)(?!毛)", r"断(?:了|掉|开)|折了|骨折|脱臼|错位|露出|变形|吊着|压扁|砸", 5),
    ("trauma", r"\b(?:bleach|acid|chemicals?|cleaner|detergent|chilli|pepper spray|superglue)\b", r"\bin (?:his|her|its|the|their) eyes?\b", 16),
    ("trauma", r"漂白|消毒液|洗洁精|洁厕|辣椒|石灰|硫酸|胶水|502", r"眼", 6),
    ("trauma", r"眼(?:睛|珠|球)?", r"流血|出血|戳|抓(?:伤|破|烂)|划(?:伤|破)|鼓出|突出|掉出|扎|睁不开|破了|咬伤|打伤", 7),
    ("trauma", r"\b(?:stuck|trapped|crushed|squashed|jammed|wedged|tangled|caught|slammed)\b", r"\b(?:dryer|washing machine|door|gate|fence|recliner|lift|escalator|wheel|drain|blind cord|machine|railings)\b", 20),
    ("trauma", r"门|窗|电梯|车轮|椅子|沙发|柜子|笼子|绳子?|链子|项圈|栏杆", r"夹(?:到|住|了|伤|断)|压(?:到|住|了|伤)|砸(?:到|了|伤)|勒(?:住|到|着|得)|缠(?:住|着)脖|吊(?:住|着)", 6),
    ("birth", r"\b(?:pups?|pupp(?:y|ies)|kittens?|bab(?:y|ies))\b", r"\b(?:no more coming|stuck|pushing and|pushing|contract\w*|half out|half way out|breech|won'?t come out)\b", 45),
    ("birth", r"\b(?:labou?r(?! day)|whelping|giving birth|birthing)\b", r"\b(?:hours?|hrs|stuck|no more|nothing|stopped|pushing|strain\w*|problem|trouble)\b", 25),
    ("birth", r"(?<![医学先卫出花])生(?![日气病活意人])(?:了|产|到|完|着|小)", r"没动静|卡住|不出|没生|(?:没|不|未|唔)(?:有)?(?:生)?(?:出|下)来|一天|两天|出不来|没出来|下不来|个?小时|个钟|半天|一晚|停了|使劲|用力", 12),
    ("heatstroke", r"晒(?:了|得|着|太久)|闷(?:在|得|着|了)|烤(?:了|着)|捂(?:了|着|得)|太阳|车里", r"狂?喘|瘫|倒|晕|流口水|滚烫|站不|没力|叫不", 14),
    ("heatstroke", r"\b(?:sun|hot (?:car|day|van)|heat|conservatory)\b", r"\b(?:collaps\w+|panting|drool\w*|wobbl\w+|staggering|not (?:moving|getting up)|really hot|burning up|vomit\w*)\b", 30),
    ("collapse", r"身上|身体|浑身|全身|四肢|手脚|摸(?:着|上去)", r"冰凉|冰冷|发凉|凉了|冷冰冰|僵硬?|软绵|软了|发硬", 4),
    ("swelling", r"(?:打完?|注射)(?:了)?(?:疫苗|针)|(?:疫苗|打针)(?:之?后|完)", r"肿|喘|站不|瘫|晕|抽|休克|叫不", 12),
    ("seizure", r"\b(?:legs?|body|whole body|head)\b", r"\b(?:paddl\w+|jerk\w*|rigid|twitch\w*|convuls\w*|shaking uncontroll\w*)\b", 16),
)  # fmt: skip


def _near(one: str, other: str, far: int) -> str:
    """Either order, within one sentence."""
    between = rf"[^.!?。]{{0,{far}}}?"
    return rf"(?:{one}){between}(?:{other})|(?:{other}){between}(?:{one})"


def _joined(name: str) -> str:
    near = (_near(one, other, far) for flag, one, other, far in _NEAR if flag == name)
    return "|".join((*_PHRASES[name], *near))


RED_FLAGS: tuple[tuple[str, Bilingual], ...] = tuple((name, Bilingual(_joined(name))) for name in _PHRASES)
