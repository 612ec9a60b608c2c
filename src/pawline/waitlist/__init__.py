"""The waitlist: who waits for a time, and what becomes free for them."""

from .errors import BadWindow, HoldsAnother, NobodyToAsk, NoRoomYet, NoSuchWait, TooManyWaits, WaitOver
from .events import WaitBegun, WaitChanged, WaitFact, WaitOffered
from .jobs import work
from .model import OfferState, Wait, WaitOffer, WaitState, Window
from .reactions import react
from .service import Waitlist, WaitWish
from .view import OfferedView, RoomView, TrayRow, TrayView, WaitingView, WaitPet, WaitView

__all__ = [
    "BadWindow",
    "HoldsAnother",
    "NoRoomYet",
    "NoSuchWait",
    "NobodyToAsk",
    "OfferState",
    "OfferedView",
    "RoomView",
    "TooManyWaits",
    "TrayRow",
    "TrayView",
    "Wait",
    "WaitBegun",
    "WaitChanged",
    "WaitFact",
    "WaitOffer",
    "WaitOffered",
    "WaitOver",
    "WaitPet",
    "WaitState",
    "WaitView",
    "WaitWish",
    "WaitingView",
    "Waitlist",
    "Window",
    "react",
    "work",
]
