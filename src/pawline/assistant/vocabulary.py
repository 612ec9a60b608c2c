"""The words of the trade: services, species, sizes and breeds, as owners say them.

Patterns run on folded text (simplified, half width, lower case).
"""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .bilingual import Bilingual

Species = Literal["dog", "cat", "other"]

SERVICE_LABELS = (
    "bath", "groom", "shave", "nail", "anal_gland", "ear", "teeth", "paw", "demat", "medicated_bath",
    "deworm", "vaccine", "neuter", "stitch_removal", "checkup", "boarding", "daycare", "pickup",
    "spa", "tidy", "deshed",
)  # fmt: skip
"""Every service label; the last three are understood beyond the measured set."""

CLINIC_LABELS = frozenset({"deworm", "vaccine", "neuter", "stitch_removal", "checkup"})
"""Services that only a shop with a vet has."""

_BATH_ZH = (
    r"洗澡|洗护(?!师|用品|产品|费)|洗白白|洗刷刷|洗澎澎|冲(?:个|一?下)?澡|搓搓澡|洗香波|洗香香|冲凉|冲个凉|洗个?澡|(?:搓|冲|泡|约|整|来|做)个?(?:热水)?澡|(?:都|给)?洗(?:一?洗)(?!手)|泡澡|搓澡|洗狗|洗猫|洗毛|水浴|"
    r"(?<![干清])洗(?!完|好|到|得|牙|耳|手间|发水|衣|了没|面|眼|脚|胃|液|剂|涤|护师|香波|屁股|药浴|药澡|个药|次药|下药|的时候|肚|头|脸|爪|毛液|狗液|澡的时候)"
)
_SERVICES: dict[str, str] = {
    "medicated_bath": r"(?:洗|泡|做)?(?:个|一?次|一?下)?(?:药浴|药澡)|药水洗|洗药|medicated (?:bath|shampoo|wash)|flea bath",
    "spa": r"精洗|(?<![a-z])spa(?![a-z])|深层护理|死海泥",
    "bath": rf"{_BATH_ZH}|\bbath(?:s|e|ed|ing)?\b|\bwash(?:es|ed|ing)?\b|\bshampoo(?:ed|ing)\b|\b(?:a|and|with) shampoo(?= and|$)|\bbasic clean\b|\bscrub\b|\bhose(?:d)? (?:down|off)\b|\bbath(?:in|ies|time)\b",
    "shave": r"剃光|剃毛|推毛|推光|剃短|全剃|剃了|剃个|推个?(?:光头|平)|剃(?!脚|头)|\blion cut\b|\b(?:clipped|cut|taken|go) (?:right |really |very )?(?:off|short all over|to the skin)\b|\bshav(?:e|ed|ing|e-?down)\b|\bbuzz(?:ed)?\b",
    "groom": (
        r"美容(?!师)|造型|剪毛|修毛|剪个?毛|剪个?头|理发|剪个?发|修剪(?!指甲|趾甲|脚)|修一?[修下](?!脚|脸|指|趾|爪|屁|耳|胡)毛?|修个毛|修型|剪型|整毛|打理毛|剪靓|"
        r"剪个?[^指趾脚脸]{0,3}(?:造型|款|装)|泰迪装|狮子装|做个?头|(?:想|要|给|帮)[^,。.!?甲爪]{0,5}剪短|剪成|修圆|修(?:个|一)?(?:圆脸|圆头|方头|头型|身)|(?:圆|方|泰迪|蘑菇|棉花糖)头|(?:会|能)剪[^,。.!?\s]{1,6}的|剪全身|全身(?:都)?(?:剪|修)|全剪|(?:想|要|该|得|来)剪(?:了|啦|一下|一剪|$|[ ,。!])|"
        r"\bgroom(?:s|ed|ing)?\b(?! ?shop)|\bhair ?cut\b|\btrim(?:s|med|ming)?\b(?! (?:his|her|the|their)? ?(?:nail|claw|paw))|\bfull (?:groom|service)\b|"
        r"\bstyl(?:e|ed|ing)\b|\bfur ?cut\b|\bteddy (?:bear )?cut\b|\bpuppy cut\b|\bhair ?do\b|\b(?:wash|bath|shampoo) (?:n|and|&|\+) (?:cut|trim|tidy)\b|\bcut (?:n|and|&) (?:blow|dry)|\bspruce(?:d)? up\b|\bgroomin\b|\bclip(?:ped)?\b(?! (?:his|her|the|their)? ?nail)"
    ),
    "tidy": r"局修|修脸|修个脸|脸修|屁股毛|局部修|\btidy(?:[- ]up)?\b|\bface trim\b",
    "deshed": r"(?:去|除|梳|清)(?:个|一?下|一?去)?(?:底|废|浮|死)毛|除废毛|去浮毛|梳浮毛|脱毛护理|de-?shed(?:ded|ding)?\b|undercoat",
    "nail": r"指甲|趾甲|剪甲|磨甲|剪爪|爪子剪|修甲|剪一?下爪|剪个爪|剪脚爪|剪爪爪|爪子太?长|\bnails?\b|\bclaws?\b|\bmani\b|\bpedi(?:cure)?\b",
    "anal_gland": r"肛门?腺|挤腺|挤(?:挤|一?下|个)?(?:屁股|腺|肛)|屁股(?:那个)?腺|磨屁股|蹭屁股|拖屁股|\bscoot(?:s|ing)\b|屁屁腺|\b(?:anal )?glands?\b|\banal sacs?\b",
    "ear": r"耳道|(?:掏|洗|清|拔|采|弄|清理|清洁|挖|搞)(?:一?下|个|掉|的)?(?:下)?耳|耳(?:朵|毛|)(?:的)?(?:清|洗|掏|拔)|耳朵?(?:也|都|再|顺便|顺带|一起)?(?:帮[^,。.!?]{0,3})?(?:弄|搞|清|掏|处理)(?:一?下|干净|一弄)|洁耳|耳朵?(?:也|都|再|顺便)?(?:掏|清|洗)|耳(?:朵)?里(?:面)?[^,。.!?]{0,4}脏|(?:掏|清|洗|清理)(?:掏|一下|个)?(?:它|他|她)?的?耳|\bear ?(?:cleaning|wax)|\bears\b(?= (?:too|as well|also|please|pls|plz|done|doing)\b| ?\+|$)|(?:\+|&|\band|\bplus|\bdo) ?(?:his |her |the )?ears\b|\bears? (?:clean|pluck|wash|flush)\w*|\b(?:clean|pluck|flush)(?:ing)?(?: \w+){0,2} ears?\b",
    "teeth": r"刷牙|牙(?:齿)?(?:也|都)?(?:刷|清|洗)|刷(?:一下|个|下)牙|洗牙|洁牙|牙结石|口腔清洁|清洁牙齿|牙齿清洁|\bteeth\b|\btooth ?brush\w*|\bdental\b|\bbrush(?:ing)? (?:his|her|their|the) teeth\b",
    "paw": r"脚底毛|脚毛|剃脚|修脚|足底毛|爪垫|肉垫|脚垫毛|剃(?:一?下|个)?脚|足毛|\bpaw(?:s|dicure)?\b(?: (?:trim|care|hair|pad)\w*)|\bpads? (?:trim|shav)\w*|\btrim(?: \w+){0,2} paws?\b",
    "demat": r"开结|毛结|结毛|解结|打结|梳结|梳开|毛团|毛都结|擀毡|结(?:成)?(?:球|饼|块)|毛毡|\bde-?mat\w*|\bmatted\b|\bmats\b|\btangle[sd]?\b|\bknots?\b",
    "deworm": r"驱虫|打虫|除虫|驱个?虫|驱下虫|内驱|外驱|内外驱|滴剂|杀虫|体内驱|体外驱|\bde-?worm\w*|\bworm(?:ing|er)\b|\bworm tablets?\b|\bflea and worm\b|\bflea (?:treatment|drops?)\b|\btick treatment\b",
    "vaccine": r"疫苗|打针|预防针|狂犬针|打狂犬|狂犬苗|[猫犬]?三联|[四六八]联|联苗|免疫针|打(?:个|一|第.)?针|加强针|第[一二三1-3]针|补针|妙三多|卫佳|\bvaccin\w*|\bshots?\b|\bjabs?\b|\brabies\b|\bboosters?\b|\bjabbed\b",
    "neuter": r"绝育|结扎|阉|去势|割蛋|噶蛋|嘎蛋|去蛋|公公|做太监|嘎了|噶了|(?:摘|割|切|没了|取|嘎|噶)蛋蛋|蛋蛋.{0,3}(?:嘎|噶|切|取)|蛋蛋(?:割|摘|没)|\bneuter\w*|\bspay\w*|\bfixed\b|\bcastrat\w*|\bdesex\w*|\bsnip(?:ped)?\b|\bsteriliz\w*",
    "stitch_removal": r"拆线|拆个线|\bstitch(?:es)?\b|\bsutures?\b",
    "checkup": r"体检|检查身体|身体检查|健康检查|做个?检查|看医生|看兽医|看诊|复查|复诊|看病|看一下病|验血|b超|拍片|\bcheck[- ]?ups?\b|\bhealth check\b|\bsee (?:a|the) vet\b|\bvet visit\b|\bexam(?:ination)?\b|\bx-?ray\b|\bblood (?:test|work)\b",
    "boarding": r"寄养|寄放|寄托|寄宿|寄住|托养|住店|过夜|(?:放|搁|丢|扔|撂|留|寄|存|搁置)(?:在|到)?(?:你|您)们?(?:那|这|店|家)?(?:里|儿|边)?(?:过夜|住|睡|待|呆)(?!一天|半天|到下班)|(?:在|到|去)?(?:你|您)们?(?:那|这|店|家)(?:里|儿|边)?(?:住|睡)(?!的|哪)|放(?:在|到)?(?:你|您)们?(?:那|这|店|家)(?:里|儿|边)?(?!托)|放店里住|帮忙看几天|帮我养几天|出差.{0,6}(?:放|住|寄)|住(?:几|一|两|三|四|五|六|七|\d)个?(?:晚|天|夜|星期)|放你们(?:那|这)?.{0,3}(?:几|两|三|\d)天|\bboard(?:ing|ed)?\b(?! game)|\bkennel\b(?! cough)|\bovernight\b|\b(?:somewhere|place|bed|room|space) (?:\w+ )?(?:to|for) (?:\w+ )?(?:sleep|stay)(?: over)?\b|\bstop(?:ping)? (?:over )?with (?:you|u)\b|\bstay(?:ing)? (?:a )?(?:couple|few) (?:of )?nights?\b|\b(?:sleep|stay)(?:ing|s)? (?:over|the night|(?:at|with) (?:yours|you|u)|for (?:\w+ )?nights?)|\bsleep ?overs?\b|\bpet hotel\b|\bpet ?sit\w*",
    "daycare": r"日托|托管(?!几天)|幼儿园|白天(?:帮|寄|看|托|放|搁|丢|存|留|待|呆|住)|(?:上班|工作)(?:时间|的时候)?[^,。.!?]{0,4}(?:放|搁|托|看)|(?:放|搁|托|寄|待|呆)(?:一|半)(?:整)?天|一整天(?:放|托|搁)|放一天|托一天|\bday ?care\b|\bdoggy day\b|\bday ?boarding\b|\bfor the day\b",
    "pickup": r"接送|上门接|上门取|来接狗|来接猫|上门来接|来家里接|到家接|(?:来|帮|可以|能)接(?:一下|吗|不|我家)|接一趟|派车|有车接|(?:能|可以|会)?过来接(?:狗|猫|它|一下)|来取狗|送回|送到家|送上门|帮.{0,3}送(?:回|到)|\bpick[- ]?up (?:service|and drop)\b|\b(?:pick|collect)(?: \w+){1,2} (?:up )?(?:from|at) (?:home|my)\b|\bdrop(?:ped)?(?: \w+)? (?:off )?(?:back )?(?:at )?home\b|\bdeliver\w*\b|\btransport\b|\b(?:can|could|do) you (?:come )?(?:pick|collect|fetch)\b|\bpick (?:him|her|them|the dog|my \w+) up from\b|\b(?:pick[- ]?up|collection) (?:and|&|n) (?:drop|delivery)|\bdo you (?:do )?(?:pick ?ups?|collections?)\b|\bshuttle\b",
}
SERVICE_PATTERNS = {label: Bilingual(pattern) for label, pattern in _SERVICES.items()}

NEGATION_BEFORE = re.compile(
    r"(?:不用|不要|不需要|不必|不做|不想|不打算|不打|不剪|不洗|别|不|免了?|除了|(?<!是)不是|唔系|没必要|无需|唔使|唔好|唔要|毋须|先不|甭|"
    r"\bno(?: need (?:for|to))?|\bnot|\bwithout|\bskip(?: the)?|\bdon'?t\b|\bdon'?t (?:need|want|do|cut|trim|bother with)|\bexcept(?: for)?|\binstead of|\bminus|\bleave out)"
    r"(?:再|给|帮|做|要|他|她|它|剪|打|洗|弄|修|挤|掏|刷|去| the| a| any| an| his| her| to| do| get| cut| trim| with){0,3}\s*$"
)
NEGATION_AFTER = re.compile(
    r"^[^\s,。.!?]{0,2}?就?(?:先)?(?:(?:不用|不要|不做|不洗|不剪|唔使|唔要|免)(?:了|啦|喇|吧)?(?=$|[\s,。.!?])|算了)"
)
QUESTION_BEFORE = re.compile(r"(?:能不|可不|可以不|要不|行不|好不|会不|是不|需不|用不|想不|要不要|用不用)$")

# Breeds in the words of owners: the name to say, and every way it is said.
_DOGS_ZH = (
    "泰迪:泰迪,贵宾,贵妇,贵妇犬,泰日天,茶杯犬,茶杯泰迪,小贵宾,玩具贵宾,迷你贵宾 标贵:标贵,标准贵宾,巨贵,巨型贵宾 比熊:比熊 雪纳瑞:雪纳瑞,史纳莎,雪纳 西施:西施 拉萨:拉萨犬 "
    "马尔济斯:马尔济斯,玛尔济斯,马尔 约克夏:约克夏,约克 博美:博美,俊介,松鼠狗 柯基:柯基,哥基,短腿基 柴犬:柴犬,阿柴,柴柴,赤柴,小柴,豆柴,黑柴 法斗:法斗,法牛,法国斗牛,法国斗牛犬,斗牛,斗牛犬 "
    "巴哥:巴哥,八哥犬 边牧:边牧,边境牧羊犬 金毛:金毛寻回犬,金毛,大金毛 拉布拉多:拉布拉多,拉多,拉拉 萨摩耶:萨摩耶,萨摩 "
    "哈士奇:哈士奇,二哈,西伯利亚哈士奇,撒手没,雪橇犬 阿拉斯加:阿拉斯加,阿拉斯,大阿拉 古牧:古牧,古代牧羊犬 德牧:德牧,德国牧羊犬,黑背 中华田园犬:中华田园犬,田园犬,土狗,串串,唐狗,土松,柴狗,串儿,小串,中华犬,大黄狗,小土狗,土狗子,流浪狗 "
    "吉娃娃:吉娃娃,芝娃娃 腊肠:腊肠,香肠狗 比格:比格,米格鲁 杜宾:杜宾 罗威纳:罗威纳 松狮:松狮 斑点:斑点狗,大麦町 可卡:可卡 "
    "英斗:英斗,英国斗牛犬 蝴蝶犬:蝴蝶犬 京巴:京巴,北京犬 秋田:秋田 喜乐蒂:喜乐蒂 苏牧:苏牧,苏格兰牧羊犬 伯恩山:伯恩山 "
    "西高地:西高地 杰克罗素:杰克罗素 大白熊:大白熊 牛头梗:牛头梗 灵缇:灵缇,格力犬 银狐:银狐 鹿犬:鹿犬 马犬:马犬,马里努阿 "
    "恶霸:恶霸犬,美国恶霸 卡斯罗:卡斯罗 贝灵顿:贝灵顿 澳牧:澳牧,澳洲牧羊犬 可蒙多:可蒙多 阿富汗:阿富汗猎犬 纽芬兰:纽芬兰 "
    "史宾格:史宾格 波士顿:波士顿梗,波士顿 昆明犬:昆明犬 狼狗:狼狗,狼青 魏玛:魏玛 惠比特:惠比特 巴仙吉:巴仙吉 猎狐梗:猎狐梗 贵妇:巨贵妇 可卡布:可卡布 马尔泰:马尔泰 梗犬:梗犬 高加索:高加索 比特:比特犬 獒犬:獒犬 指示犬:指示犬 寻血犬:寻血猎犬 万能梗:万能梗 拳师:拳师犬 大丹:大丹 圣伯纳:圣伯纳 藏獒:藏獒 沙皮:沙皮 牛头:牛头"
)
_CATS_ZH = (
    "布偶:布偶 缅因:缅因 英短:英短,蓝猫,蓝白,银渐层,金渐层,英国短毛猫,渐层,银点,金点,蓝金,英长,紫金渐层,乳白猫 美短:美短,美国短毛猫 橘猫:橘猫,大橘,橘座,橘子猫,橘白,胖橘 "
    "斯芬克斯:斯芬克斯,无毛猫 暹罗:暹罗 波斯:波斯猫,波斯 加菲:加菲猫,加菲,异短,异国短毛 狸花:狸花 三花:三花 玳瑁:玳瑁 玄猫:玄猫,黑猫 白猫:白猫 狮子猫:狮子猫 虎斑:虎斑 高地:高地猫 东短:东方短毛,东短 缅甸:缅甸猫 塞尔凯克:塞尔凯克 米努特:米努特 美卷:美卷,美国卷耳 柯尼斯:柯尼斯 奶牛猫:奶牛猫 折耳:折耳 "
    "中华田园猫:中华田园猫,田园猫,土猫,流浪猫,唐猫 德文:德文,德文卷毛 豹猫:豹猫,孟加拉豹猫 挪威森林:挪威森林 矮脚:矮脚猫,拿破仑,曼基康 "
    "金吉拉:金吉拉 阿比:阿比西尼亚 俄蓝:俄罗斯蓝猫,俄蓝 孟买:孟买猫 西森:西伯利亚森林,西森 伯曼:伯曼"
)
_DOGS_EN = (
    "golden retriever,goldie,golden retreiver,golden;labrador,labrador retriever,labby,lab;poodle,toy poodle,mini poodle,miniature poodle,teddy;"
    "standard poodle;bichon,bichon frise;schnauzer,mini schnauzer,miniature schnauzer;shih tzu,shihtzu,shitzu,shih-tzu,shih zu,shitsu;maltese;"
    "yorkshire terrier,yorkie,yorky;pomeranian,pommie,pomeranien,pom;corgi,pembroke,welsh corgi;shiba,shiba inu;french bulldog,frenchie,frenchy;"
    "bulldog,english bulldog;pug;border collie,collie;samoyed,sammy;husky,siberian husky;malamute,alaskan malamute;"
    "old english sheepdog,sheepdog;german shepherd,gsd,alsatian;chihuahua,chihuaha,chiwawa;dachshund,sausage dog,doxie,wiener dog,daxie,sausage;beagle;"
    "doberman,dobermann,dobie;rottweiler,rottweiller,rottie;chow chow,chow;dalmatian;cocker spaniel,spaniel,cocker;great dane;boxer;"
    "westie,west highland terrier;jack russell,jack russell terrier;goldendoodle,golden doodle,bernedoodle,sheepadoodle,schnoodle,doodle;labradoodle;cockapoo,cockerpoo,cavapoo,cavoodle,maltipoo,shihpoo,jackapoo,yorkipoo,cavachon,pomchi,puggle,pomsky,morkie,sprocker,cockador,chug;springer spaniel,springer;english springer;lurcher;mastiff,bullmastiff;shar pei,sharpei;boston terrier;cane corso;keeshond;sheltie,shetland sheepdog;airedale;bedlington;border terrier;cairn terrier,cairn;lhasa apso,lhasa;coton;wolfhound,irish wolfhound;ridgeback;basset hound,basset;bloodhound,blood hound;pointer;patterdale;rough collie;spitz,japanese spitz;chi;xl bully,bully;"
    "akita;papillon;pekingese,peke;havanese;cavalier,cavalier king charles,king charles;bernese,bernese mountain dog,berner;"
    "newfoundland,newfie;greyhound,whippet;australian shepherd,aussie shepherd,aussie;terrier;mixed breed,mutt,mongrel,crossbreed,mixed,rescue mix;pit bull,pitbull,pittie,staffie,staffy,staffordshire bull terrier,bull terrier;"
    "saint bernard,st bernard;vizsla;red setter,irish setter,setter;weimaraner"
)
_CATS_EN = (
    "ragdoll,rag doll;maine coon;british shorthair,british short hair,brit shorthair,british blue,bsh;american shorthair;persian;siamese;sphynx,sphinx,hairless cat;"
    "bengal;scottish fold;exotic shorthair;tabby,moggy,moggie,domestic short hair,domestic shorthair,domestic longhair;norwegian forest cat,norwegian;"
    "russian blue;birman;burmese;orange cat,ginger cat;calico;tuxedo cat,tuxedo,black cat,white cat;munchkin;abyssinian;devon rex;tortoiseshell,tortie"
)


@dataclass(frozen=True, slots=True)
class BreedWord:
    """A breed as it is said: the word in the text, its usual name, its species."""

    said: str
    name: str
    species: Species


def _chinese(table: str, species: Species) -> list[BreedWord]:
    rows = (entry.partition(":") for entry in table.split())
    return [BreedWord(form, name, species) for name, _, forms in rows for form in forms.split(",")]


def _english(table: str, species: Species) -> list[BreedWord]:
    rows = (entry.split(",") for entry in table.split(";"))
    return [BreedWord(form, forms[0], species) for forms in rows for form in forms]


_ZH_WORDS = {word.said: word for word in (*_chinese(_DOGS_ZH, "dog"), *_chinese(_CATS_ZH, "cat"))}
_EN_WORDS = {word.said: word for word in (*_english(_DOGS_EN, "dog"), *_english(_CATS_EN, "cat"))}
BREED_WORDS = _ZH_WORDS | _EN_WORDS


def _longest_first(words: dict[str, BreedWord]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


BREED_PATTERN = Bilingual(rf"(?:{_longest_first(_ZH_WORDS)})|\b(?:{_longest_first(_EN_WORDS)})(?=s?\b)")

SPECIES_PATTERNS: dict[Species, re.Pattern[str]] = {
    "dog": re.compile(
        r"(?<!热)(?<!天)狗(?!啃|粮|血|屎|急|链|绳|年)|犬(?!舍)|汪星人|汪汪|修勾|狗子|狗砸|毛崽子|旺财(?=洗|剪)|\b(?:dogs?|dogg?(?:o|y|ie)s?|pup(?:s|py|pies|per)?|pooch)\b"
    ),
    "cat": re.compile(
        r"猫(?!粮|腻|砂|屎|爬架)|喵星人|喵喵|咪咪|猫咪|喵(?!喵)|主子|猫主子|猫崽|\b(?:cats?|kitt(?:y|ies|en|ens)|kitties)\b"
    ),
    "other": re.compile(
        r"兔子?(?!年)|仓鼠|龙猫|鹦鹉|荷兰猪|豚鼠|乌龟|刺猬|貂|\b(?:rabbits?|bunn(?:y|ies)|hamsters?|guinea pigs?|parrots?|ferrets?|birds?)\b"
    ),
}

SIZE_PATTERNS = {
    "XL": re.compile(r"超大型|巨型|特大|\b(?:giant|extra large|very large|huge)\b"),
    "L": re.compile(r"大型|大狗|大犬|\b(?:large|big)\b"),
    "M": re.compile(r"中型|中等|\bmedium(?:[- ]size[d]?)?\b"),
    "S": re.compile(r"小型|小狗(?!子)|小犬|迷你|茶杯|\b(?:small|little|tiny|mini|toy)\b"),
}
COAT_PATTERNS = {
    "double": re.compile(r"双层毛|\bdouble[- ]coat"),
    "curly": re.compile(r"卷毛|\bcurly\b"),
    "wire": re.compile(r"刚毛|硬毛|\bwir[ey]\b"),
    "hairless": re.compile(r"无毛|没毛|\bhairless\b"),
    "long": re.compile(r"长毛|毛长|毛很长|\blong[- ]?(?:hair(?:ed)?|coat(?:ed)?|fur)\b|^long$"),
    "smooth": re.compile(r"短毛|毛短|\bshort[- ]?(?:hair(?:ed)?|coat(?:ed)?|fur)\b|\bsmooth\b|^short$"),
}
