"""What people are told: cards in the conversation, the staff's inbox, the door of each page."""

from pawline.notify.cards import Cards
from pawline.notify.desk import OwnerFiles
from pawline.notify.inbox import Inbox
from pawline.notify.me import Door

__all__ = ["Cards", "Door", "Inbox", "OwnerFiles"]
