"""The demo shop 毛球宠物·望京店: made-up owners, pets and bookings, and text messages shown on a page.

Nothing here exists in an installation that was not made as a demo.
"""

from pawline.demo.seed import DEMO_SHOP, Seeded, seed
from pawline.demo.sms import DemoSms

__all__ = ["DEMO_SHOP", "DemoSms", "Seeded", "seed"]
