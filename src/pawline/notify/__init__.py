"""What people are told: cards in the conversation, the staff's inbox, the door of each page."""

from pawline.notify.cards import Cards
from pawline.notify.desk import OwnerFiles
from pawline.notify.hooks import Hooks
from pawline.notify.inbox import Inbox
from pawline.notify.me import Can, Door
from pawline.notify.pet_cards import PetCards
from pawline.notify.proposals import Proposals
from pawline.notify.push import Pushes
from pawline.notify.ringing import Ringing
from pawline.notify.waiting import Waiting

__all__ = [
    "Can",
    "Cards",
    "Door",
    "Hooks",
    "Inbox",
    "OwnerFiles",
    "PetCards",
    "Proposals",
    "Pushes",
    "Ringing",
    "Waiting",
]
