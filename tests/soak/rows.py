"""Every row of the fault table."""

from tests.soak.duplicates import send_again_and_again
from tests.soak.frames import send_nonsense
from tests.soak.full_disk import fill_the_disk
from tests.soak.half_open import fall_silent
from tests.soak.kills import kill_again_and_again
from tests.soak.row import Row
from tests.soak.schedules import play
from tests.soak.slow_readers import read_slowly
from tests.soak.stalls import stand_still
from tests.soak.storms import storm

ROWS: dict[str, Row] = {
    row.name: row
    for row in (
        Row("frames", "a million malformed frames", 50, send_nonsense, most=("longest stall ms",)),
        Row("kills", "kill -9 in the middle of a load, 300 times", 100, kill_again_and_again),
        Row("duplicates", "200,000 messages, each sent one to five times over three ways", 100, send_again_and_again),
        Row("storms", "3,000 times fifty who want the same hour", 100, storm),
        Row("schedules", "20,000 random schedules on virtual time", 100, play),
        Row("stalls", "a server that stands still for a moment, 50 times", 5, stand_still),
        Row("half-open", "500 sockets that fall silent", 1, fall_silent, most=("longest s",)),
        Row("slow-readers", "200 who never read and 200 who read a trickle beside 600 others", 1, read_slowly),
        Row("disk-full", "a full disk in the middle of a load, 20 times", 20, fill_the_disk, most=("longest back s",)),
    )
}
