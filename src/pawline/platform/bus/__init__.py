"""Wake-up hints between those who commit and those who listen. Losing one costs delay, never a message."""

from pawline.platform.bus.codec import Carried, Codec, carried_as
from pawline.platform.bus.local import Listener, LocalBus
from pawline.platform.bus.ports import Bus

__all__ = ["Bus", "Carried", "Codec", "Listener", "LocalBus", "carried_as"]
