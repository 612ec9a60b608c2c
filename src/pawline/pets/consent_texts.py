"""The consents that a shop starts with. Pure.

Every wording can be changed by the shop. Whoever changes one here raises its version: who has agreed to the words of
before is asked anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from pawline.shop import Label

from .agreeing import Consent

# Nobody is sent away for an emergency: without the owner's yes the shop rings first.
_STANDARD = (
    Consent(
        "demat",
        Label("开结和剃短", "De-matting and shaving"),
        Label(
            "毛结打得紧，梳开会疼，皮肤可能发红；梳不开的只能剃短，剃完长回来要几个月。剃之前我们会先打电话给你。"
            "开结按次数另外收费。",
            "Tight mats hurt when they are combed out, and the skin may redden; what cannot be combed out is shaved "
            "short and takes months to grow back. We call you before we shave. De-matting is charged on top.",
        ),
        services=("demat",),
        is_must=True,
        is_on=True,
    ),
    Consent(
        "emergency",
        Label("紧急送医", "Emergency vet"),
        Label(
            "毛孩子在店里突然不舒服，又一时联系不上你，我们可以送它去最近的宠物医院，医药费由你承担。"
            "能联系上的话，一定先问你。",
            "If your pet falls ill here and we cannot reach you, we may take it to the nearest vet at your cost. "
            "Whenever we can reach you, we ask you first.",
        ),
        is_on=True,
    ),
    Consent(
        "senior",
        Label("老年和生病的毛孩子", "Older or ill pets"),
        Label(
            "年纪大或者有病的毛孩子洗澡、吹风更容易累和紧张。请把病史和在吃的药告诉我们；它要是撑不住，"
            "我们会停下来，先联系你。",
            "Bathing and drying tire older or ill pets more. Please tell us about illnesses and medicines; if it gets "
            "too much we stop and call you.",
        ),
        from_years=8,
    ),
    Consent(
        "nicks",
        Label("小伤口", "Small nicks"),
        Label(
            "剪毛、剪指甲时毛孩子突然一动，可能有小伤口，或者指甲出血。我们会马上处理，并且告诉你。",
            "A sudden move while clipping coat or nails may leave a small nick or a bleeding nail. We treat it at once "
            "and tell you.",
        ),
        services=("groom", "tidy"),
    ),
    Consent(
        "stress",
        Label("应激告知", "Stress"),
        Label(
            "换了环境，毛孩子可能喘、流口水、不吃东西，少数会生病，猫更容易这样。看到不对我们会停下来联系你；"
            "回家后两天里请多留意。",
            "A strange place may make a pet pant, drool or refuse food, and a few fall ill, cats more easily. When "
            "something looks wrong we stop and call you; please keep an eye on it for two days at home.",
        ),
        species=("cat",),
    ),
    Consent(
        "muzzle",
        Label("戴嘴套", "Muzzle"),
        Label(
            "毛孩子要咬人时，我们会给它戴一会儿嘴套，保护它和同事。不舒服就马上取下。",
            "When a pet is about to bite, we put a muzzle on it for a while, to protect it and the team. It comes off "
            "at once if it does not do well.",
        ),
    ),
    Consent(
        "fleas",
        Label("跳蚤和蜱虫", "Fleas and ticks"),
        Label(
            "发现跳蚤或蜱虫，我们会用驱虫浴处理，另外收费，并且告诉你，免得传给别的毛孩子。",
            "If we find fleas or ticks we use a treatment bath, charged on top, and tell you, so that other pets do "
            "not catch them.",
        ),
    ),
    Consent(
        "handling",
        Label("特别照顾费", "Extra handling"),
        Label(
            "需要两个人一起做，或者要分几次才能做完的，会另外收费。收之前先和你说。",
            "When it takes two people, or several attempts, there is an extra charge. We tell you before.",
        ),
    ),
    Consent(
        "pickup",
        Label("没按时来接", "Late collection"),
        Label(
            "做好以后超过一小时没来接，按小时收看护费；关店前还没来接、又联系不上你，会替它安排过夜，费用由你承担。",
            "More than an hour after it is ready, looking after it is charged by the hour; if it is not collected by "
            "closing time and we cannot reach you, it stays overnight at your cost.",
        ),
    ),
    Consent(
        "photos",
        Label("照片和视频", "Photos and videos"),
        Label(
            "店里可以用毛孩子的照片和视频做介绍，不写你的名字和电话。不同意也照样接待，随时可以撤回。",
            "The shop may show photos and videos of your pet, without your name or number. You are just as welcome "
            "without it, and can take it back at any time.",
        ),
    ),
    Consent(
        "data",
        Label("资料怎么用", "How data is used"),
        Label(
            "你的电话和毛孩子的资料只用来安排预约、照顾它和联系你，不给别人。想看、想改、想删，和店里说一声。",
            "Your number and what we know of your pet are used to plan visits, look after it and reach you, and are "
            "given to nobody. Tell the shop if you want to see, correct or remove them.",
        ),
    ),
)

# By code, in the order in which they are shown.
STANDARD: Mapping[str, Consent] = {one.code: one for one in _STANDARD}
