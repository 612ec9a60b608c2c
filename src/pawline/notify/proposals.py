"""What owners are told when a day is laid out anew: the card that asks, and what becomes of their answer."""

from pawline.chat import Chat
from pawline.notify.pen import PLAN, Pen, names_said
from pawline.planning import MoveState, PlanChanged, PlanService, ProposalChanged, ProposalMade, ProposalView
from pawline.platform.db import Database, Tx
from pawline.shop import ShopService

# What is said in words besides the card; a yes that waits and a no are on the card only.
SAID = {
    MoveState.APPLIED: {
        "zh": "好的，{pet}已改到{when}，由{groomer}来做。",
        "en": "Done: {pet} is now {when} with {groomer}.",
    },
    MoveState.STALE: {
        "zh": "{pet}要改的那个时间刚才没了，先不改，店员会来和你商量。",
        "en": "The new time for {pet} has just gone, so nothing has changed yet. Someone here will get in touch.",
    },
    MoveState.LAPSED: {
        "zh": "还没定下来，{pet}先保持{was}，店员会联系你。",
        "en": "Nothing is settled yet, so {pet} stays at {was} for now. Someone here will get in touch.",
    },
    MoveState.WITHDRAWN: {
        "zh": "刚才说的改时间不用了，{pet}还是{was}。",
        "en": "The change we asked about is no longer needed: {pet} stays at {was}.",
    },
}


# Only another person comes; the time is what it was.
SAME_TIME = {
    "zh": "好的，{pet}{when}由{groomer}来做，时间不变。",
    "en": "Done: {groomer} will look after {pet}, {when} as before.",
}


class Proposals(Pen):
    """Keeps the cards of proposals true."""

    def __init__(self, db: Database, chat: Chat, plans: PlanService, shops: ShopService) -> None:
        super().__init__(chat, shops)
        self._plans = plans
        db.reacts(ProposalMade, self.show)
        db.reacts(ProposalChanged, self.show_changed)
        db.reacts(PlanChanged, self.tell_desks)

    def tell_desks(self, tx: Tx, fact: PlanChanged) -> None:
        """The desks look again."""
        tx.publish(f"desk.{fact.shop_id}", PLAN)

    def show(self, tx: Tx, fact: ProposalMade) -> None:
        """The card, as it is now."""
        if fact.c:
            view = self._plans.proposal_of(tx, fact.shop_id, fact.move_id)
            self._draw(tx, fact.shop_id, fact.c, "proposal", fact.move_id, view.version, view)

    def show_changed(self, tx: Tx, fact: ProposalChanged) -> None:
        """The card, and in words what an owner has to know."""
        if not fact.c:
            return
        view = self._plans.proposal_of(tx, fact.shop_id, fact.move_id)
        self._draw(tx, fact.shop_id, fact.c, "proposal", fact.move_id, view.version, view)
        words = SAID.get(MoveState(fact.state)) if fact.is_told else None
        if words is None:
            return
        if fact.state == MoveState.APPLIED and all(
            one.to and one.to.start_ms == one.here.start_ms for one in view.parts
        ):
            words = SAME_TIME
        lang = self._lang(tx, fact.shop_id, fact.owner_id)
        sentence = words[lang].format(**self._facts(tx, fact.shop_id, view, lang))
        self._say(tx, fact.shop_id, fact.c, f"proposal-{fact.move_id}-said", sentence)

    def _facts(self, tx: Tx, shop_id: str, view: ProposalView, lang: str) -> dict[str, str]:
        goes_to = [one.to or one.here for one in view.parts]
        return {
            "pet": names_said([one.pet.name for one in view.parts], lang),
            "groomer": names_said(list(dict.fromkeys(one.groomer_name for one in goes_to)), lang),
            "when": self._when(tx, shop_id, min(one.start_ms for one in goes_to), lang),
            "was": self._when(tx, shop_id, min(one.here.start_ms for one in view.parts), lang),
        }
