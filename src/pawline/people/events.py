"""What happens to accounts."""

from pawline.platform.outbox import Fact


class OwnerArrived(Fact, frozen=True, kw_only=True):
    """A new owner opened the shop's page for the first time, or was written down by the desk."""

    account_id: str
    lang: str


class PhoneVerified(Fact, frozen=True, kw_only=True):
    """An owner proved a phone number. `was` is the guest account that became `account_id`, if any."""

    account_id: str
    was: str | None = None


class SessionEnded(Fact, frozen=True, kw_only=True):
    """A session was revoked; its sockets close."""

    account_id: str
    session_id: str


class StaffLeft(Fact, frozen=True, kw_only=True):
    """A member of staff has no access any more."""

    account_id: str


class StaffJoined(Fact, frozen=True, kw_only=True):
    """A person accepted an invitation."""

    account_id: str
    role: str
