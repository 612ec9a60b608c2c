"""A client for programs: the same rules as the browser's, without a page.

It imports nothing else of this project, so it can be read, copied and used alone.
"""

from pawline.client.client import Client
from pawline.client.clock import Clock, SystemClock
from pawline.client.errors import ClientError, LineEnded, LineLost, Refused
from pawline.client.listener import Listener
from pawline.client.log import ReceivedLog
from pawline.client.model import Ack, Entry, Page, Pending
from pawline.client.network import Internet
from pawline.client.store import FileStore, MemoryStore, Store
from pawline.client.wire import Network, Wire

__all__ = [
    "Ack",
    "Client",
    "ClientError",
    "Clock",
    "Entry",
    "FileStore",
    "Internet",
    "LineEnded",
    "LineLost",
    "Listener",
    "MemoryStore",
    "Network",
    "Page",
    "Pending",
    "ReceivedLog",
    "Refused",
    "Store",
    "SystemClock",
    "Wire",
]
