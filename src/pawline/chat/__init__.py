"""Who talks with whom, and everything that was said."""

from pawline.chat.entry_rows import find_by_cmid, find_entry, last_about, last_entries
from pawline.chat.events import (
    MembersSpoke,
    MessageEdited,
    MessagesSent,
    OwnershipChanged,
    Said,
    said_by_owners,
    said_in,
)
from pawline.chat.frames import SendFrame
from pawline.chat.model import (
    Ack,
    Append,
    Conversation,
    Draft,
    Entry,
    Kind,
    LogNews,
    Page,
    Presence,
    Receipt,
    State,
    Typing,
)
from pawline.chat.policy import access
from pawline.chat.service import Chat
from pawline.chat.store import conversations_of_owners, conversations_of_shop, find_member, members_to_tell, unread_of
from pawline.chat.uploads import Uploads
from pawline.chat.uploads.store import find_upload

__all__ = [
    "Ack",
    "Append",
    "Chat",
    "Conversation",
    "Draft",
    "Entry",
    "Kind",
    "LogNews",
    "MembersSpoke",
    "MessageEdited",
    "MessagesSent",
    "OwnershipChanged",
    "Page",
    "Presence",
    "Receipt",
    "Said",
    "SendFrame",
    "State",
    "Typing",
    "Uploads",
    "access",
    "conversations_of_owners",
    "conversations_of_shop",
    "find_by_cmid",
    "find_entry",
    "find_member",
    "find_upload",
    "last_about",
    "last_entries",
    "members_to_tell",
    "said_by_owners",
    "said_in",
    "unread_of",
]
