"""What happens during visits. `key` is the booking's id."""

from __future__ import annotations

from pawline.platform.outbox import Fact


class VisitAdvanced(Fact, frozen=True, kw_only=True):
    """A visit came into a stage. `was` is the stage before."""

    booking_id: str
    c: str
    owner_id: str
    version: int
    was: str
    stage: str


class VisitPhotoAdded(Fact, frozen=True, kw_only=True):
    """A picture was taken, `by` a member of staff."""

    booking_id: str
    c: str
    owner_id: str
    version: int
    upload_id: str
    caption: str
    stage: str
    by: str


class VisitReplanned(Fact, frozen=True, kw_only=True):
    """The booking of a visit that has not begun was moved."""

    booking_id: str
    c: str
    owner_id: str
    version: int
