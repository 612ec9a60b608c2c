"""Records: the shop's lists out of the house and into it, and calendars that are followed."""

from .errors import CannotBring, EmptyFile, FileTooLarge, NoSuchFeed, NotText
from .feeds import Feeds, FeedView, NewFeed
from .model import Column, Feed, FeedText, Kind, Overview, Problem, Report
from .reactions import react
from .service import Records

__all__ = [
    "CannotBring",
    "Column",
    "EmptyFile",
    "Feed",
    "FeedText",
    "FeedView",
    "Feeds",
    "FileTooLarge",
    "Kind",
    "NewFeed",
    "NoSuchFeed",
    "NotText",
    "Overview",
    "Problem",
    "Records",
    "Report",
    "react",
]
