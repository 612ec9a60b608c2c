"""A message in a few words, for places that show no bubble."""

from pawline.chat import Conversation, Entry, Kind, last_entries
from pawline.people import people_of
from pawline.platform.db import Tx

LONGEST = 120
KINDS = {
    "image": ("[照片]", "[photo]"),
    "voice": ("[语音]", "[voice]"),
    "video": ("[视频]", "[video]"),
    "file": ("[文件]", "[file]"),
    "sticker": ("[表情]", "[sticker]"),
    "location": ("[位置]", "[place]"),
    "pet": ("[宠物名片]", "[pet card]"),
    "card": ("[卡片]", "[card]"),
    "recalled": ("撤回了一条消息", "took back a message"),
}
OTHER = ("[新消息]", "[new message]")


def in_short(one: Entry, lang: str) -> str:
    """The words of a message, or what kind it is, in `zh` or `en`."""
    text = str(one.body.get("text") or "")
    kind = str(one.body.get("type", ""))
    zh, en = KINDS.get(kind, OTHER if not text else ("", ""))
    mark = en if lang == "en" else zh
    caption = text or str(one.body.get("caption") or one.body.get("name") or one.body.get("transcript") or "")
    return " ".join(part for part in (mark, caption) if part)[:LONGEST]


def preview(tx: Tx, found: Conversation, account_id: str, lang: str) -> str:
    """The newest message of others in a conversation; in a group with the name of whoever wrote it."""
    latest = [one for one in last_entries(tx, found.id, Kind.MESSAGE, 5) if one.sender != account_id]
    if not latest:
        return OTHER[1] if lang == "en" else OTHER[0]
    words = in_short(latest[0], lang)
    if found.kind == "owner" and found.owner_id == account_id:
        return words
    return f"{people_of(tx, [latest[0].sender])[latest[0].sender].name}: {words}"[:LONGEST]
