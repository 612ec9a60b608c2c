"""What the demo's owners have talked about before: so that the desk is not empty on the first morning."""

from typing import Literal

Speaker = Literal["owner", "assistant", "lin"]

# By owner; the oldest line first.
TALKS: dict[str, tuple[tuple[Speaker, str], ...]] = {
    "林女士": (
        ("owner", "豆豆最近掉毛好厉害，洗澡的时候能顺便去底毛吗"),
        ("assistant", "可以的。豆豆是双层毛，去底毛大约多 30 分钟，¥80，洗澡时一起做效果最好。"),
        ("owner", "好，下次洗的时候加上"),
        ("lin", "林姐，豆豆上次后腿内侧有两个小毛结，这次我先梳开再洗，不用剃～"),
        ("owner", "太好了，辛苦小林"),
    ),
    "小满": (
        ("owner", "请问奶茶洗澡要多久？它有点怕生"),
        ("assistant", "长毛猫大约 3 小时，¥188。猫咪排在安静的时段，中间休息两次，不用烘箱。"),
        ("owner", "好的谢谢"),
    ),
    "吴叔": (
        ("owner", "灰灰今天表现咋样"),
        ("lin", "灰灰特别乖，就是右耳有点红，我没有掏太深。这两天留意一下，要是一直挠，周二周六医生在，可以带来看看。"),
        ("owner", "好嘞，谢谢"),
    ),
}
