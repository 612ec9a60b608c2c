"""Writing made uniform before it is read: traditional to simplified characters, full width to half.

Every replacement is one character for one, so that a place in the folded text is the same place in
the owner's text. Only characters of the words this room reads are listed; others pass unchanged.
"""

from __future__ import annotations

import re

# Pairs, traditional then simplified. Cantonese particles are kept: the word tables know them.
_PAIRS = (
    "週周個个這这來来禮礼點点鐘钟時时間间號号後后裡里裏里兩两幾几從从開开關关門门聽听晝昼節节國国慶庆聖圣誕诞"
    "陽阳曆历農农舊旧歲岁臘腊勞劳動动婦妇兒儿師师軍军親亲雙双過过還还內内現现馬马給给約约預预訂订換换"
    "錢钱價价費费單单買买賣卖優优惠惠貴贵賓宾幫帮請请問问嗎吗麼么為为務务員员長长經经轉转聯联繫系電电話话"
    "貓猫狗狗寵宠隻只頭头條条髮发爛烂剪剪腳脚趾趾洗洗護护澡澡樣样絨绒結结開开體体內内驅驱蟲虫藥药醫医療疗"
    "檢检檢检查查絕绝養养託托拆拆線线傷伤針针齒齿齡龄歲岁斤斤種种類类純纯雜杂雪雪納纳瑞瑞犬犬薩萨邊边"
    "鬆松獅狮臘腊腸肠柴柴巴巴鬥斗貴贵賓宾馬马爾尔濟济約约約约鬍胡藍蓝貓猫緬缅暹暹羅罗無无們们帶带應应會会"
    "說说話话嚇吓風风機机聲声緊紧張张膽胆兇凶咬咬敏敏過过癢痒癬癣膚肤濕湿疹疹關关節节臟脏臓脏懷怀發发燒烧"
    "嘔呕瀉泻腹腹喘喘氣气抽抽搐搐暈晕昏昏迷迷倒倒癱瘫傷伤車车撞撞誤误吞吞異异物物巧巧蔥葱葡葡萄萄鼠鼠"
    "誰谁訊讯謝谢對对錯错紅红綠绿尿尿糞粪燙烫淚泪腫肿脹胀飲饮飯饭食食實实際际邏逻輯辑處处進进遲迟早早晚晚"
    "讓让變变當当遠远運运連连達达適适選选遺遗鄰邻釋释鏡镜鐵铁陰阴陳陈隊队險险雖虽離离難难靈灵靜静韓韩頂顶項项順顺須须"
    "頓顿題题額额願愿類类飄飘飛飞館馆驚惊驗验鬧闹魚鱼鳥鸟麗丽麥麦齊齐齋斋龍龙龜龟啟启喚唤團团場场塊块壞坏夢梦"
    "奪夺孫孙學学寧宁寬宽寫写將将專专尋寻導导層层屬属島岛幹干廣广廳厅彈弹徹彻復复懂懂懶懒戲戏戶户拋抛挾挟掃扫"
    "採采揀拣損损擇择擊击擔担據据擠挤擾扰攜携斷断於于昇升書书東东棄弃極极構构樂乐橋桥檔档歡欢歐欧殺杀氣气沒没"
    "涼凉淨净減减湯汤溫温滿满潔洁濃浓燈灯熱热爺爷牆墙狀状獎奖環环產产畫画異异痠酸盡尽監监盤盘眾众禍祸稱称積积"
    "穩稳窮穷範范簡简籠笼糾纠級级紙纸細细終终組组絡络統统綁绑維维網网緒绪緣缘縮缩總总績绩織织繞绕繼继續续罷罢"
    "職职聞闻聰聪脫脱腦脑膠胶臉脸舉举艙舱艱艰莊庄華华萬万葉叶蘇苏蘭兰虧亏術术衛卫裝装補补製制複复規规視视覺觉"
    "觀观計计討讨記记許许訴诉詞词試试詢询該该詳详誠诚課课調调談谈論论諾诺證证識识譯译議议讀读讚赞豬猪負负財财"
    "責责貨货販贩貼贴資资賞赏賠赔賴赖賺赚購购贈赠趕赶跡迹踏踏輕轻載载輛辆輸输辦办辭辞農农遊游違违郵邮鄉乡醜丑"
    "釘钉銀银銷销鋪铺錄录鍾钟鏈链鑰钥閉闭閒闲閱阅闆板陸陆階阶隨随隱隐雞鸡靚靓麵面黃黄黨党齣出佔占佈布併并侖仑"
    "俠侠係系倉仓倆俩們们側侧偵侦傑杰備备傢家傭佣傳传債债傾倾僅仅僑侨僕仆價价儀仪億亿儘尽償偿儲储兌兑凍冻別别"
    "刪删剛刚創创劃划劇剧劍剑勁劲勝胜勢势勵励勸劝區区協协卻却厭厌參参叢丛員员唸念啞哑嘆叹嘗尝嘴嘴嚴严囉啰圍围"
    "園园圓圆圖图執执堅坚報报墊垫壓压壘垒壯壮壽寿夠够夾夹妝妆姊姐娛娱媽妈嬌娇嬰婴尷尴屆届屍尸歸归残残噴喷嗆呛"
    "沖冲鬚须縫缝瘡疮髒脏樓楼廁厕檯台臺台顏颜顧顾顆颗餵喂餘余騎骑騙骗駕驾魯鲁鮮鲜鴨鸭鹹咸鹽盐龐庞僱雇劑剂匯汇厲厉喪丧嘩哗嚐尝塗涂墜坠妳你寶宝幣币廢废彎弯徑径恆恒惡恶愛爱慘惨慣惯憂忧懸悬戰战掛挂揹背"
    "搶抢摳抠摺折撐撑撿捡擁拥擋挡擬拟擴扩擺摆攔拦攤摊敗败數数斬斩曬晒曉晓暫暂棟栋標标權权欄栏殼壳決决況况洩泄測测準准滅灭滾滚漲涨澆浇濫滥灑洒灣湾災灾煙烟煩烦爭争爲为牠它狹狭獨独獲获獸兽瑪玛瘋疯皺皱"
    "盜盗睏困瞞瞒確确碼码磚砖禿秃稅税窩窝竄窜簽签糧粮紀纪紗纱紛纷紮扎絲丝綜综編编緩缓練练縣县繳缴繩绳罵骂羨羡習习腎肾膩腻臨临與与興兴艷艳薦荐蝦虾蟎螨蠟蜡衝冲襯衬誇夸認认謊谎豐丰貝贝賊贼質质賬账贏赢"
    "軟软較较辯辩遞递鄭郑醬酱鈣钙鈴铃鉤钩鋼钢錶表鎖锁鏟铲鑷镊鑽钻閃闪闖闯陣阵霧雾頁页頑顽頸颈頻频飢饥飼饲飽饱餅饼餓饿骯肮鬱郁鴿鸽鵝鹅鹼碱黏粘癲癫癇痫痙痉攣挛嚥咽噁恶眞真宮宫產产脈脉鯁鲠搖摇膿脓癒愈滲渗蒼苍聾聋撫抚蝨虱螞蚂蟻蚁貧贫蟄蛰淺浅翹翘蹺跷嚨咙餾馏棗枣擇择舖铺淩凌"
)
_FOLD = {ord(_PAIRS[i]): _PAIRS[i + 1] for i in range(0, len(_PAIRS) - 1, 2)}
_FOLD.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
_FOLD.update({0x3000: " ", 0x00A0: " ", ord("〜"): "~", ord("—"): "-", ord("–"): "-", ord("−"): "-", ord("’"): "'"})
_FOLD.update({ord("‘"): "'", ord("“"): '"', ord("”"): '"', ord("囗"): "口"})


def fold(text: str) -> str:
    """Simplified, half width, lower case; the same length as `text`."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(_lower(char) for char in text)
    return lowered.translate(_FOLD)


def _lower(char: str) -> str:
    """One character for one: a few capitals (İ) grow when lowered, and are left alone."""
    small = char.lower()
    return small if len(small) == 1 else char


def has_chinese(text: str) -> bool:
    """Whether the text holds at least one Chinese character."""
    return any("\u3400" <= char <= "\u9fff" for char in text)


def is_chinese(text: str) -> bool:
    """Whether a folded text is to be read as Chinese: not an English sentence with a Chinese name in it."""
    signs = sum("\u3400" <= char <= "\u9fff" for char in text)
    return signs > 0 and not (_NAMES_AT_MOST * signs <= len(_WORD.findall(text)))


_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
# A name has two signs or three, and the shortest sentence around it four words: "a bath for 豆豆".
_NAMES_AT_MOST = 2
