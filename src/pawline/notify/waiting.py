"""What owners who wait for a time are told, and what the desks see of it."""

from pawline.chat import Chat
from pawline.notify.pen import WAITLIST, Pen, names_said
from pawline.platform.db import Database, Tx
from pawline.shop import ShopService
from pawline.waitlist import OfferState, WaitBegun, WaitChanged, WaitFact, Waitlist, WaitOffered, WaitState

OFFERED = {
    "zh": "等到空位了：{pets}{when}，先替你留到 {until}。在下面的卡片上确认就行；不合适就不用管，我继续替你等。",
    "en": "A time has come up for {pets}: {when}. It's held until {until}. Confirm it below if it suits you; "
    "if not, leave it and I'll keep looking.",
}
LAPSED = {
    "zh": "刚才那个时间没等到你确认，先放掉了。{pets}还在候补里，有空位再告诉你。",
    "en": "That time wasn't confirmed, so it has been released. I'm still looking for another one for {pets}.",
}
UNPAID = {
    "zh": "定金没有按时收到，刚才那个时间先放掉了。{pets}还在候补里，有空位再告诉你。",
    "en": "The deposit didn't come in time, so that time has been released. I'm still looking for another for {pets}.",
}
UNANSWERED = {
    "zh": "{pets}的候补先停了：几次空位都没等到回复。还想等的话，再说一声就好。",
    "en": "I've stopped waiting for {pets}, since several times went unanswered. Tell me if you'd still like one.",
}
PASSED = {
    "zh": "抱歉，{pets}等的那几天没有空位了。要不要看看别的日子？",
    "en": "Sorry, nothing came up for {pets} on those days. Shall we look at others?",
}


class Waiting(Pen):
    """Keeps the cards of those who wait true."""

    def __init__(self, db: Database, chat: Chat, waitlist: Waitlist, shops: ShopService) -> None:
        super().__init__(chat, shops)
        self._waitlist = waitlist
        db.reacts(WaitBegun, self.show)
        db.reacts(WaitOffered, self.tell_offered)
        db.reacts(WaitChanged, self.show_changed)

    def show(self, tx: Tx, fact: WaitFact) -> None:
        """The card, as it is now; the desks look again."""
        tx.publish(f"desk.{fact.shop_id}", WAITLIST)
        if fact.c:
            view = self._waitlist.view_of(tx, fact.shop_id, fact.key)
            self._draw(tx, fact.shop_id, fact.c, "wait", fact.key, view.version, view)

    def tell_offered(self, tx: Tx, fact: WaitOffered) -> None:
        """What has come up, above the card of the held time."""
        self._tell(tx, fact, OFFERED, start_ms=fact.start_ms, until_ms=fact.until_ms)

    def show_changed(self, tx: Tx, fact: WaitChanged) -> None:
        """The card, and in words what cannot be seen from another one."""
        self.show(tx, fact)
        words = _words(fact)
        if words is not None:
            self._tell(tx, fact, words)

    def _tell(
        self, tx: Tx, fact: WaitFact, words: dict[str, str], start_ms: int | None = None, until_ms: int = 0
    ) -> None:  # fmt: skip
        if not fact.c:
            return
        lang = self._lang(tx, fact.shop_id, fact.owner_id)
        view = self._waitlist.view_of(tx, fact.shop_id, fact.key)
        said = {"pets": names_said([one.pet.name for one in view.pets], lang)}
        if start_ms is not None:
            said["when"] = self._when(tx, fact.shop_id, start_ms, lang)
            said["until"] = self._clock(tx, fact.shop_id, until_ms)
        self._say(tx, fact.shop_id, fact.c, f"wait-{fact.key}-{fact.version}-said", words[lang].format(**said))


def _words(fact: WaitChanged) -> dict[str, str] | None:
    """An offer that nobody answered, and a wait that ends without anybody having ended it."""
    if fact.offer == OfferState.UNPAID:
        return UNPAID
    if fact.offer == OfferState.LAPSED:
        return UNANSWERED if fact.state == WaitState.OVER else LAPSED
    return PASSED if fact.state == WaitState.OVER else None
