"""The stages: from any point every path ends, and no stage is its own successor."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pawline.platform.ids import AccountId, BookingId, ConversationId, PetId, ShopId
from pawline.shop import StepKind
from pawline.visits.model import MAIN, OVER, SIDE, Stage, Visit, is_back, needs_reason, next_stages, plan_of
from pawline.visits.view import steps_of_owner

ORDER = list(StepKind)


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    kinds = sorted(draw(st.sets(st.sampled_from(ORDER))), key=ORDER.index)
    plan = plan_of([(kind, number * 10, number * 10 + 10) for number, kind in enumerate(kinds)])
    ids = BookingId("b"), ShopId("s"), ConversationId("c"), AccountId("o"), PetId("p"), AccountId("g")
    return Visit(*ids, Stage.CONFIRMED, Stage.CONFIRMED, 1, 0, 100, 0, 0, plan)


@given(visits(), st.data())
def test_any_walk_stays_lawful_and_ends(visit: Visit, data: st.DataObject) -> None:
    side_steps = 0
    for _ in range(60):
        allowed = next_stages(visit)
        if not allowed:
            break
        assert len(set(allowed)) == len(allowed)
        assert visit.stage not in allowed
        to = data.draw(st.sampled_from([one for one in allowed if one not in SIDE or side_steps < 5]))
        side_steps += to in SIDE
        resume = to if to in MAIN else (visit.resume if visit.stage in SIDE else visit.stage)
        visit = replace(visit, stage=to, resume=resume)
        steps = [one.step for one in steps_of_owner(visit)]
        assert {"arrive", "ready"} <= set(steps)
        assert len(set(steps)) == len(steps)
    assert visit.stage in OVER


@given(visits())
def test_the_planned_walk_needs_no_reason(visit: Visit) -> None:
    while visit.stage is not Stage.GONE:
        to = next_stages(visit)[0]
        assert not needs_reason(visit, to)
        before = visit.stage
        visit = replace(visit, stage=to, resume=to)
        if to is not Stage.GONE:
            assert is_back(visit, before)
            assert needs_reason(visit, before)
