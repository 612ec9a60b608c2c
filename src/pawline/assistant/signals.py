"""Word signals of what a message wants. Patterns run on folded text; `understand` weighs them."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re

_P = re.compile

# A machine is told to be somebody else, or is asked for what belongs to others.
INJECTION = _P(
    r"忽略(?:之前|以上|前面|上面|所有)|无视(?:之前|以上|前面|所有)|从现在(?:起|开始)你(?:是|就是|扮演)|你现在是(?!营业|上班|开)|(?:请|假装|假设)你是|扮演|"
    r"系统提示|提示词|系统指令|开发者模式|越狱|管理员(?:模式|权限|身份)|(?:其他|别的|别人|其它|所有)(?:的)?(?:客人|客户|顾客|主人|会员|用户)(?:的)?.{0,6}(?:电话|手机|信息|地址|约|名字|订单|资料|隐私)|"
    r"别的(?:客人|客户)约|不用管.{0,6}规定|不用管.{0,4}规则|把.{0,6}(?:价格|费用|金额).{0,4}(?:改|设)(?:成|为)|(?:免费|0元|零元).{0,6}(?:全部|所有|预约成功)|直接(?:标记|设置|改)(?:为|成)|"
    r"ignore (?:all |any |the |your |my )*(?:previous|prior|above|earlier|instruction|rule|prompt)|disregard|forget (?:all|your|the|every|previous)|pretend (?:you|to be|that you)|you are now|"
    r"act as|from now on you|system prompt|developer mode|jailbreak|admin(?:istrator)? (?:mode|access|password)|(?:other|another|all) (?:customers?|clients?|owners?|users?)'?s? ?(?:phone|number|address|data|booking|detail|name|info|appointment)|"
    r"<script|drop table|select \*|;--|\{\{|</|print (?:your|the) (?:prompt|instruction|rules)|reveal (?:your|the)|override (?:your|the|all|safety)|sudo |(?:set|change|make) (?:the |all )?prices? (?:to|at|as)? ?(?:0|zero|free)"
)
ABUSE = _P(
    r"傻[逼比屄叉x]|煞笔|沙比|\bsb\b|(?:^|[你他,! ])滚(?:蛋|开|吧|$)|他?妈的|你妈|去死|废物|脑残|智障|弱智|王八蛋|混蛋|狗屁|放屁|垃圾(?:机器|东西|客服|店|玩意)|操你|草泥马|神经病|白痴|蠢货|扑街|冚家|"
    r"\bf+u+c+k\w*|\bshit(?:ty)?\b|\bidiot\b|\bmoron\b|\bstupid\b|\bdumb\b|\bbitch\b|\basshole\b|\bcrap\b|\bscrew you\b|\bstfu\b|\bpiece of (?:trash|garbage)\b|\bretard\w*|\buseless\b|\bsuck(?:s)?\b"
)

HARM = _P(
    r"(?:你们|你家|店里|美容师|师傅|洗澡|剪|洗|做|弄|推|剃|吹)[^,。,.!?]{0,10}(?:伤了|伤到|剪破|弄伤|剪伤|划伤|烫伤|烫到|受伤|破了皮|剪到肉|剪出血|弄丢|弄瘸|吓坏|剪坏|搞伤|破皮|剪得?流血)|"
    r"(?:剪|弄|搞|刮|推|剃|划|烫)(?:破|伤|出血|流血|烂|瘸)|(?:洗|剪|做|弄)完(?:澡|毛)?(?:回来|回家|之后|以后|后)?[^。.!?]{0,8}(?:一直)?(?:瘸|流血|出血|发抖|红肿|咬|破|伤|不吃|感冒|拉稀|皮肤红|起疹|烂|肿)|"
    r"(?:回来|回家|接回|拿回)[^。.!?]{0,10}(?:伤口|破了|流血|瘸|伤|少了一块|秃)|投诉|差评|举报|消协|12315|赔(?:偿|钱|我)|退款|退钱|曝光|说法|虐(?:待|狗|猫)|"
    r"\bcomplain\w*|\bcomplaint\b|\brefund\b|\bcompensat\w*|\bsue\b|\blawyer\b|\bbad review\b|\b(?:you|your \w+|they|groomer|bather|staff|somebody|someone)\b[^.!?]{0,30}\b(?:cut (?:his|her|the|my|him|through|into)(?! (?:hair|coat|fur|nails?))|hurt|injured|nicked|burn(?:ed|t)|wounded|harmed|dropped)\b|"
    r"\b(?:came|come|got|is|was|been) (?:back |home )?(?:home |back )?[^.!?]{0,15}(?:with (?:a |an )?(?:cut|wound|burn|injur|scratch|gash|nick)|limping after|bleeding (?:after|from))|\bafter (?:the |his |her |your |yesterday's )?(?:groom|bath|visit|appointment)\w*[^.!?]{0,30}(?:limp|bleed|cut|wound|hurt|shak|burn|sore|red|rash|scratch)"
)
PERSON = _P(
    r"人工|真人|活人|转人|转接|转客服|(?:找|叫|要|换|让|请|转|联系|接)(?:个|一下|下|一个|一位)?(?:你们?|你地|您|店里)?(?:的)?(?:店员|店家|老板|店长|经理|负责人|客服|工作人员|主管|管事|前台|员工)|"
    r"(?:和|跟|同|与|找|叫|换|要|想要|派|有没有|有冇|来|搵)(?:个|一个)?(?:真|活|人工|真正)?(?:的)?人(?:类)?(?:来)?(?:说|聊|谈|讲|回|接|跟|处理|沟通|问|倾|吗|过来|服务|$|吧)|"
    r"别.{0,4}机器人|不(?:想|要|跟|和|同)(?:跟|和|同)?.{0,4}(?:机器|ai|人机)|(?:是不是|系唔系|你是)(?:机器|ai)|听不懂人话|不是机器人|(?:打|回)(?:个)?电话(?:给|俾)我|给我(?:打|回)(?:个)?电话|(?:老板|店长|经理|店员|客服|美容师|医生)(?:在吗|在不在|呢|电话|回(?:我|个|复|话)|来(?:一下|说|回|接)|(?:给|跟|和)我)|"
    r"\bhuman\b|\breal (?:person|human|one)\b|\blive (?:agent|person|chat)\b|\b(?:speak|talk|chat|spk)(?:ing)? (?:to|with|2) (?:a |an |the |your |some ?)?(?:person|someone|somebody|human|manager|staff|agent|owner|people|anyone|rep\w*|receptionist|groomer|boss|team|supervisor|vet|one)\b|"
    r"\b(?:get|give|find|put|connect|transfer|hand|pass|want|need) (?:me )?(?:through |over )?(?:to |with )?(?:a |an |the |your |some ?)?(?:real |actual |live )?(?:manager|person|someone|human|staff|agent|owner|representative|operator|supervisor|boss|receptionist|somebody)\b(?!'?s? (?:who|to (?:pick|groom|wash|cut|bring)))|"
    r"\bcustomer (?:service|support|care)\b|\brepresentative\b|\boperator\b|\b(?:call|ring|phone) me\b|\bhave (?:someone|somebody|the manager|a person) (?:call|reply|contact|answer|ring)|\b(?:not|hate|stop|no) (?:talking to |with )?(?:a |an |the |this )?(?:bot|robot|machine|ai|chatbot)s?\b|\bare you (?:a |an )?(?:bot|robot|ai|real|human)|\b(?:is there|anyone|anybody) (?:a |an )?(?:real |actual )?(?:person|human|there)\b|\bmanager\b"
)

CANCEL = _P(
    r"取消|退掉|退订|退了(?:吧|那)|(?:去|来|到|赶)不(?:了|成|到|及)|不(?:去|来|约|洗|做|剪|过去|过来)了|不想(?:去|来|约)了|唔(?:嚟|来|去|洗|整|做)(?:啦|喇|了)|唔嚟得|(?:别|不用)(?:约|等)(?:了|我)|撤(?:了|掉|销)|作废|"
    r"\bcancel\w*|\bcall (?:it|that|the \w+) off\b|\bcan'?t (?:make|come|bring|attend|keep)\b(?! until)|\bcannot (?:make|come|bring)\b|\bwon'?t (?:be (?:able|coming|there)|make it|come)\b|\bnot (?:coming|going to make it)\b|\bscrap (?:it|the|my)\b|\bdrop (?:my|the) (?:appointment|booking)\b|\bno longer need\b|\bbail\b|\btake (?:me|us|him|her) off\b"
)
RESCHEDULE = _P(
    r"改(?:个)?(?:时间|期|天|日)|(?:能|可以|想|要|帮我|给我|麻烦|得|把.{0,14}|约|预约|唔該)(?:再)?改(?:一下|一改|下|到|成|约|去|为)|改(?:到|成|去|为|约|至)|挪|换(?:个|一个)?(?:时间|日子|天|到|成|日)|调(?:整|换)?(?:一下|下|个|到|成)?(?:时间|到|成|日)|推迟|推后|延后|延期|延到|延迟|提前(?:到|一|两|几|点|个)|提早|押后|往(?:后|前)(?:推|挪|移|延|调)|推到|移到|早一点的?时间|晚一点的?时间|(?:能不能|可不可以|能|可以)(?:再)?(?:早|晚)(?:一?点|些)|"
    r"\bre-?schedul\w*|\bre-?book\b|\bpostpone\w*|\bmove\b(?! (?:around|a lot|well|much))|\bpush(?:ed|ing)? (?:it |my |the |our |back|to|out|\w+ (?:to|back))|\bpush\b[^.?!]{0,25}\b(?:back|to)\b|\bchange\b[^.?!]{0,30}\b(?:appointment|time|booking|date|day|slot|to)\b|\bshift\b[^.?!]{0,25}\b(?:to|appointment|back)\b|\b(?:different|another|other) (?:day|time|date)\b|\bswitch\b[^.?!]{0,25}\b(?:to|day|time|appointment)\b|\bswap\b[^.?!]{0,20}\b(?:to|for|day|time|slot|appointment)\b|\bbring (?:it|my \w+) forward\b|\bdelay\b"
)
PRICE = _P(
    r"多少钱|多少(?:块|米|元|一次|一只|费)|价(?:格|钱|位|目|码)|什么价|咩价|啥价|几钱|几多钱|收费|怎么收|咋收|怎么算(?:钱|的|$)|费用|贵(?:不|吗|么|唔)|便宜|优惠|打.{0,4}折|折扣|团购|活动价|套餐|办卡|会员卡|次卡|储值|要钱(?:吗|么|不)|加钱|一次多少|(?<!电话)(?<!码)(?<!手机)(?<!微信)多少(?:一次)?[?]?$|得多少|"
    r"\bhow much\b|\bprice[sd]?\b|\bpricing\b|\bcosts?\b|\brates?\b|\bfees?\b|\bcharge[sd]?\b|\bquote\b|\bdiscount\w*|\bexpensive\b|\bcheap\w*|\bdeals?\b|\bpackages?\b|\bestimate\b|\bhow many (?:yuan|rmb|dollars)\b"
)
HOURS = _P(
    r"几点(?:钟)?(?:开门|关门|营业|打烊|下班|上班|开始营业|收工|闭店|收铺|开铺|开店|收档|开|关|收)|营业|(?:开|关)门(?!见)|开不开(?!心)|开(?:着|工|店|业)(?:吗|没|么)?|打烊|关店|(?:周|星期|礼拜|节|天|明|今|假期|年|期间|日|号|三十|夕|末)[^,。.!?]{0,6}(?:休息|放假|开门|上班|开唔开|有开|开吗|开不开|开么|开咩)(?!区)|放假(?:吗|不|么|安排|几)|(?:你们|店里|店)(?:几点|休息|放假|上班|啥时候开|什么时候开)|上到几点|开到几点|做到几点|收工|开门时间|"
    r"\bopening (?:hours|times?)\b|\b(?:business|store|shop|holiday|weekend) hours\b|\b(?:your|ur|the) hours\b|\bhours\b(?= (?:on|today|for|this|tomorrow|like)|\??$)|\b(?:are|r) (?:you|u|ya|y'?all|you guys|u guys|the shop)\b[^.?!]{0,10}\b(?:open|closed)\b|\b(?:what|when|how late|how early|until when|til when)[^.?!]{0,20}\b(?:do|are|r) (?:you|u|ya|y'?all)\b[^.?!]{0,12}\b(?:open|close|shut)\w*\b|\bclos(?:e|ed|ing)\b(?= (?:on|at|today|tomorrow|for|time)|\??$)|\bopen (?:on|till|until|late|tomorrow|today|yet|now|this|during|over|christmas|new)\b(?! for (?:a|my))|\b(?:you|u) open\b"
)
STATUS = _P(
    r"(?:洗|剪|弄|做|吹|搞|整|修|美容)(?:澡|毛)?(?:好|完|到|得)(?:了)?(?:没|吗|么|啦|呀|未|咩|哪|边|边度|怎么|咋|几|点样|差不多|怎样|如何)|(?:怎么样|怎样|咋样|点样|如何)(?:了|啦|呀|喇|$)|到哪(?:一)?步|哪一步|(?:还要|还需|仲要|还得|大概|要)(?:等)?多久|几时(?:有得|可以|好|搞掂)(?:接|攞)?|(?:可以|能|好)(?:来|过来|去|过去)?接(?:了|啦|走)?(?:吗|没|么|不|未|狗|猫)|(?:什么时候|啥时候|几点|多久|几时|几点钟)(?:能|可以|好)?(?:来|去|过来)?(?:接|好|完|弄好|洗好|做好|取|洗完|攞)(?!送|待|受)|好了(?:没|吗|么|未)|搞掂(?:未|没)|弄完(?:没|了吗)|进度|情况(?:怎么样|如何)|乖(?:不乖|吗|么|唔乖)|还没好|差不多(?:好|完)了|"
    r"\bhow'?s? (?:is |are )?(?!you|u\b|the weather|it going|everyone|your day|much|long|about|do\b|many)[^.?!]{1,25}\b(?:doing|going|getting on|coming along|holding up|behaving|looking)\b|\b(?:almost|nearly) (?:done|finished|ready)\b|\b(?:is|are)\b[^.?!]{1,25}\b(?:done|ready|finished|dry)\b|\bready (?:yet|for pick|to (?:be )?(?:pick|collect|come|go))|\bdone yet\b|\bfinished yet\b|\bhow (?:much longer|long (?:until|till|left|more|before|'?til))\b|\bwhen (?:can|should|could|will|do) (?:i|we|he|she|they|it|you)\b[^.?!]{0,15}\b(?:pick|collect|get (?:him|her|them)|ready|be (?:done|finished|ready)|finish)|\bstatus\b|\bany (?:update|news)\b|\bupdates? on\b|\beta\b|\bwhat stage\b|\bwhere (?:is|are|r) (?:he|she|they|my \w+) (?:at|up to|in)\b|\bprogress\b|\bis (?:he|she) (?:okay|ok|behaving|good|done)\b"
)
AVAILABILITY = _P(
    r"有(?:没有|冇|无|没)?(?:空|位|时间|档|号)|(?:还|仲)?有(?:空|位|档|号|时间|名额|得约)|空(?:位|档|闲|余)|约满|满了(?:吗|没|么)|(?:能|可以|可不可以|能不能|得唔得|可唔可以|好唔好)(?:.{0,6})(?:约|预约|排|做|洗|剪|来|过来|安排|寄养|寄放|送|接|带|打|弄|去)(?:.{0,10})(?:吗|不|么|嘛|\?|咩|$)|(?:行|得|可以|成|方便|能|中|好)(?:吗|不|么|嘛|不行|唔得|唔|不可以|咩|伐|呗\?)|(?:做|有|能|接|支持|提供|送)(?:不)?(?:做|有|能|接|送|支持|提供)?(?:.{0,8})(?:服务)?(?:吗|么|不|嘛)[? ~]*$|什么时候(?:能|可以|有|得)(?:约|空|位|做)|几时(?:有|得|可以)|(?:哪|边)(?:天|日|个时间)(?:有|能|可以|得)?|最早(?:什么|几|哪|能)|排得(?:上|到)|有没|有冇|可以(?:接|做|送|带|约)|"
    r"\bavailab\w*|\b(?:any|some|got|have)\b[^.?!]{0,20}\b(?:slots?|openings?|space|spots?|room|times?|gaps?|availab\w*|free|open)\b|\bdo you (?:guys )?(?:have|do|offer|take|accept|provide|also)\b|\b(?:can|could|would) (?:you|u|ya|y'?all|i|we)\b[^.?!]{0,40}\b(?:fit|squeeze|take|see|do|get|come|bring|book|have|groom|wash|trim|board|pick|deliver|drop|give)\b|\b(?:when|what time|what day|which day)\b[^.?!]{0,20}\b(?:free|available|can (?:i|we|you)|could|next|earliest|soonest|works?)\b|\bfree (?:on|at|this|next|tomorrow|today|for)\b|\bearliest\b|\bsoonest\b|\b(?:is|are)\b[^.?!]{0,25}\b(?:free|open|available|possible|ok(?:ay)?|taken|booked|full)\b|\bfit (?:me|us|him|her|my \w+) in\b|\bsqueeze\b|\bwould\b[^.?!]{0,25}\bwork\b|\bdoes\b[^.?!]{0,25}\bwork\b|\bany chance\b|\bfully booked\b|\bwalk[- ]?ins?\b|\bpossible to\b"
)
BOOK = _P(
    r"约(?!克|好了|的那|满|吗|了几|定俗|束|摸|合|旦|到吗)|预约|预定|订(?:个|一个|位|下)|登记|排(?:个|一个|到)|安排|报名|(?:想|要|打算|准备|需要|得|该|想要|帮|给|带|帮忙|麻烦|嚟|去)[^,。.!?不]{0,12}(?:洗|剪|做|美容|驱虫|疫苗|寄养|绝育|拆线|体检|打针|日托|修|剃|刷牙|掏|开结|造型|寄放|spa|接送|打)|"
    r"\bbook(?:ing)?\b(?! (?:is|was|number|ref|for (?:yesterday|last)))|\bappointment\b|\bappt\b|\bschedule\b|\breserve\b|\b(?:i'?d|i would|we'?d|i) (?:like|love|want|need|wanna|prefer)\b|\b(?:need|want|wanna|would like|looking (?:for|to)|gotta|hoping to) (?:a |an |to |some )?|\bset (?:up|me up)\b|\bsign (?:me|us|him|her) up\b|\bput (?:me|us|him|her) (?:down|in)\b|\bbring(?:ing)? (?:him|her|my|them|in)\b|\bdue for\b|\bplease (?:do|give|wash|trim|bathe|groom)\b|\bcome in\b|\bget (?:him|her|my \w+|them) (?:\w+ed|done|a )"
)
ADD_STRONG = _P(
    r"(?:再|另外|额外|多|顺便|还要|也|帮我|帮|想|可以|能)?加(?:个|一个|一项|上|多|做|一次|一下|埋|点|一份|钱做)(?!微信|v|你|我|好友|急|班|油)|再(?:做|来|剪|弄|帮.{0,3})?(?:个|一个)(?!人|说|见)|加做|加项|追加|仲要加|顺手(?:再)?|"
    r"\badd(?:ing)?\b(?! me)|\bthrow in\b|\btack on\b|\badd-?on\b|\bextra\b(?! (?:gentle|careful|large|care))|\bwhile (?:he|she|they|you|u|ya)(?:'?s|'?re| are| is)? (?:there|at it|in)\b|\binclude (?:a|the)\b"
)
ADD_WEAK = _P(
    r"顺便|顺带|顺路|另外|还(?:要|想)|也(?:要|做|想|剪|帮|给)|一起|一并|外加|同埋|埋|\balso\b|\bas well\b|\btoo\b|\bplus\b|\bon top\b"
)
CORRECT = _P(
    r"(?<!是)不是.{0,14}(?:是|要|改|给|系)|(?:说|写|打|讲|搞|弄|按|记|听|看|发)错|错了|更正|口误|笔误|手误|唔系.{0,10}(?:系|啊|呀)|(?:我|我们)?(?:说|讲|指|要|约|问)(?:的)?(?:是|系)|(?:^|[,。 ])哦?不[ ,]?(?:对|是)|应该是|不对|改一下我(?:刚|说)|是.{1,8}不是|哎不|啊不|^不[, ]?(?:是|系)|刚才说|我(?:刚|刚才|之前)(?:说|讲|写|打)(?:的|错)|"
    r"\bi (?:said|meant|mean|asked for|wanted)\b|\bactually\b|\bcorrection\b|\bmy (?:mistake|bad)\b|\bscratch that\b|\bmake (?:that|it)\b|\bno,? (?:it'?s|i|not|sorry|wait|the|make)\b|\bnot (?:the )?\w+,? (?:but|it'?s|i)\b|\bwrong\b|\b(?:typo|oops)\b|\b(?:sorry|wait),? (?:i |it|not|the|\w+day|\d)|\bi got (?:that|it) wrong\b|\bnot \w+(?: \w+)?[,.;]? (?:the )?\w+(?:day)?\b(?=\W*$)"
)
CONFIRM = _P(
    r"^(?:(?:好|行|可以|嗯|恩|对|是|系|中|成|妥|妥妥|得|没问题|冇问题|没毛病|ok|okay|okey|okk|k|就(?:这|它|按|那|咁)|确认|确定|定了|定吧|订吧|约吧|要的?|同意|好滴|好哒|好嘞|好勒|好嘅|得嘅|没错|当然|必须|可|欧了|欧克|没意见|听你的|按你说的|那就|就|嗯呢|嗯哪|yes|yeah|yep|yup|ya|sure|perfect|great|fine|correct|right|confirm(?:ed)?|absolutely|definitely|please do|go (?:ahead|for it)|sounds? (?:good|great|perfect|fine)|that(?:'?s| is)? (?:works?|fine|good|great|right|correct|perfect|ok)|that works|works for me|deal|do it|cool|alright|all good|lovely|brilliant|book it|lock it in|let'?s do (?:it|that)|👌|👍|✅|🆗)"
    r"(?:的|了|呀|啊|啦|吧|哦|喔|呢|嘛|滴|哒|嘞|样|么办|个|这个|就这样|就这么|就这么定|定了?|办|安排|说定|时间|帮我|约|预约|没问题|可以|谢谢你?|多谢|嘅|喇|嗯|那个|这么|thanks?|thank you|please|then|it|that|ahead|for me|by me|with me|good|great|works|sir|cheers|do|[ ,.。!~、\-]|你|确认|下|一下|okay|ok|好|行|对)*)$"
)
DENY = _P(
    r"^(?:(?:不|先不|不用|不要|算了|不了|别|不行|不可以|不好|不需要|不必|暂时不|还是不|免了|没有|没|不想|唔使|唔好|唔要|唔得|冇|先算|下次|不加|不约|不做|否|no|nope|nah|not (?:now|really|today|this time|yet|necessary|needed)|no (?:thanks?|thank you|need)|never ?mind|i'?m (?:good|ok|fine|all set)|don'?t|that'?s (?:ok|okay|fine|all)[, ]*(?:no|not)|maybe (?:later|next time)|❌|🙅)"
    r"(?:了|用|要|啦|吧|谢谢你?|多谢|的|呢|先|再说|需要|加|必|行|可以|约|做|这次|吖|喇|住|,|,|。|!|~| |thanks?|thank you|now|for now|that|it|today|this time|though|bother|worry|about|need|please|then|we'?re|i'?m|good|fine|ok|later|下次|就这样|那)*)$"
)
GREETING = _P(
    r"谢|辛苦|麻烦(?:你|您)?了|有人(?:在)?(?:吗|么|没)|你好|您好|在吗|在么|在不在|哈喽|哈啰|嗨|早安|早上好|早晨[!~ ]*$|午安|晚安|晚上好|下午好|上午好|再见|拜拜|回见|哈哈|嘻嘻|好可爱|真可爱|棒|赞|不错|厉害|贴心|么么|爱你|收到|知道了|明白|了解|好久不见|生日快乐|新年快乐|节日快乐|多谢|唔该|靓|犀利|天气|到时(?:候)?见|周末愉快|喜欢|漂亮|满意|专业|"
    r"\b(?:hi+|hello|hey+|yo|thanks?|thx|ty|thank (?:you|u)|cheers|bye|goodbye|see (?:you|u|ya)|good (?:morning|afternoon|evening|night|day|job|work)|cute|adorable|lovely|lol|haha\w*|awesome|amazing|have a (?:good|nice|great)|take care|appreciate\w*|you'?re (?:the best|great|welcome)|happy (?:new year|holidays|birthday)|merry|how are (?:you|u)|what'?s up|love (?:it|you|the)|no worries|np|got it|noted|understood)\b"
)

LATE = _P(
    r"迟到|晚(?:点|一点|一会儿?|几分钟|十分钟|半(?:个)?小时|\d+分钟|到)(?!.{0,3}(?:吗|约|做))|堵车|塞车|路上|赶不及|迟(?:少少|一阵)|\b(?:running|be|arriv\w+|a bit|few minutes?|going to be|gonna be) late\b|\blate by\b|\bstuck in traffic\b|\bon my way\b|\b\d+ min(?:ute)?s? late\b"
)
LOST = _P(
    r"(?:落|忘|丢|漏|掉)(?:了|在|下)?.{0,6}(?:店里|你们|你那|那里)|(?:项圈|牵引绳|绳子|包|航空箱|衣服|伞|玩具|雨伞).{0,8}(?:落|忘|丢|漏|不见|有没有看)|遗失|失物|\b(?:left|forgot|lost|forgotten)\b[^.?!]{0,20}\b(?:collar|leash|lead|bag|carrier|toy|harness|umbrella|coat|there|at your|blanket)\b|\blost and found\b"
)
SAME_AGAIN = _P(
    r"(?:跟|和|同|像|照|按)?(?:上次|上回|之前|以前|上一次)(?:一样|那样|那个|的一样|的就行|的就好|一样嘅)|老样子|老规矩|照旧|照旧嘅|照上次|\b(?:same (?:as|like) (?:last|before|usual|always)|the usual|as usual|like last time|same again)\b"
)
POLICY = _P(
    r"(?:取消|改期|改约|改时间|改预约|爽约|迟到|不来)[^,。.!?]{0,8}(?:扣|收|费|钱|付|罚|规定|政策|规则|怎么算)|(?:要|会|得)?扣(?:多少|我|不扣)?(?:钱|费)|定金|押金|违约|退费规则|取消政策|\b(?:cancell?ation|late|no-?show|deposit|refund) (?:policy|fee|charge|rules?)\b|\bdeposit\b|\bpolic(?:y|ies)\b"
)
WAITLIST = _P(
    r"候补|排队等|等位|有空.{0,4}(?:通知|告诉|叫)我|有位.{0,4}(?:通知|告诉|叫)|空出来|腾出|\bwait(?:ing)?[- ]?list\b|\blet me know if\b|\bif (?:anything|something|a slot|a spot) (?:opens?|comes?|frees?)"
)
ARRIVED = _P(
    r"(?:我|我们|已经)?到(?:店|门口|楼下|你们)(?:了|这)|^我们?到了|(?:我|我们|人)(?:已经|都)?到了|\b(?:i'?m|we'?re|we are|i am) (?:here|outside|at the (?:door|shop))\b"
)
ADDRESS = _P(
    r"(?:在哪(?!一?步)|地址|怎么走|怎么去|怎么过去|位置|导航|几号线|地铁|边度|喺边)|\b(?:where (?:are you|is the shop|r u)|address|location|directions|how (?:do i|to) get (?:there|to you))\b"
)
PHONE = _P(
    r"电话(?:号码?)?(?:是)?(?:多少|几多|几号|是?什么|是?啥|呢|有吗|[?]|$)|(?:店里|你们|联系)的?电话(?!给|我)|联系方式|怎么联系你|"
    r"\b(?:phone|contact|telephone) (?:number|details?|info)\b|\byour (?:phone|number)\b|\bhow (?:can|do) i (?:reach|contact) you\b"
)
"""Topics beside the measured intents that the dialogue answers itself."""
HEALTH = _P(
    r"生病|不舒服|(?<!呕)吐(?:了|过)|没精神|精神不(?:好|佳)|不(?:怎么|肯|想)?吃(?:东西|饭|粮)|没胃口|拉(?:肚子|稀)|腹泻|咳嗽|打喷嚏|流鼻涕|流眼泪|发烧|发热|感冒|瘸|跛|掉毛(?:厉害|严重|很多)|(?:一直|老|总)(?:抓|挠|舔|甩头|咬爪)|红肿|脓|便秘|软便|有(?:虫|跳蚤|蜱)|怎么治|吃什么药|得了?(?:什么|啥)病|是不是病|要不要(?:去|看)(?:医|兽)|"
    r"\b(?:sick|ill|unwell|lethargic|diarrh?o?ea|coughing|sneezing|limping|fever|not eating|won'?t eat|no appetite|itching|scratching|runny nose|what'?s wrong with|diagnos\w*|symptoms?|ticks?|fleas|infection|constipat\w+)\b"
)
