"""The shop: its clock, hours, people, places, services and prices."""

from .catalogue import standard_catalogue
from .errors import BadShop, NoSuchShop, SlugTaken
from .events import ShopChanged, ShopOpened
from .model import (
    STEP_ORDER,
    Catalogue,
    ClosedDate,
    Emergency,
    Groomer,
    Hours,
    Label,
    Opening,
    PriceRule,
    Service,
    Settings,
    Shift,
    Shop,
    Station,
    StationKind,
    StepKind,
    StepShare,
    Team,
    grid_starts,
    local_day,
    local_time,
    wall_ms,
)
from .places import standard_places
from .reactions import react
from .service import NewShop, NewStation, ShopChange, ShopService

__all__ = [
    "STEP_ORDER",
    "BadShop",
    "Catalogue",
    "ClosedDate",
    "Emergency",
    "Groomer",
    "Hours",
    "Label",
    "NewShop",
    "NewStation",
    "NoSuchShop",
    "Opening",
    "PriceRule",
    "Service",
    "Settings",
    "Shift",
    "Shop",
    "ShopChange",
    "ShopChanged",
    "ShopOpened",
    "ShopService",
    "SlugTaken",
    "Station",
    "StationKind",
    "StepKind",
    "StepShare",
    "Team",
    "grid_starts",
    "local_day",
    "local_time",
    "react",
    "standard_catalogue",
    "standard_places",
    "wall_ms",
]
