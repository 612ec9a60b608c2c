"""Every row of the fault table."""

from tests.soak.anchor import beside_prosody
from tests.soak.babble import babble
from tests.soak.buses import lose_the_bus
from tests.soak.churn import come_and_go
from tests.soak.clock_jumps import jump
from tests.soak.databases import lose_the_database
from tests.soak.duplicates import send_again_and_again
from tests.soak.frames import send_nonsense
from tests.soak.fsync import trace_the_acks
from tests.soak.full_disk import fill_the_disk
from tests.soak.fuzzing import search
from tests.soak.half_open import fall_silent
from tests.soak.hostile_sockets import be_hostile
from tests.soak.hostile_uploads import upload_harm
from tests.soak.kills import kill_again_and_again
from tests.soak.page_cache import cut_the_power
from tests.soak.reconnects import come_back
from tests.soak.restores import restore_a_backup
from tests.soak.revokes import revoke
from tests.soak.rolling import roll
from tests.soak.row import Row
from tests.soak.schedules import play
from tests.soak.slow_readers import read_slowly
from tests.soak.stalls import stand_still
from tests.soak.storms import storm

ROWS: dict[str, Row] = {
    row.name: row
    for row in (
        Row("frames", "a million malformed frames", 50, send_nonsense, most=("longest stall ms",)),
        Row(
            "reader",
            "ten million inputs to the reader of frames, searched for new ways through it",
            20,
            search,
            most=("longest ms", "branches reached"),
        ),
        Row("kills", "kill -9 in the middle of a load, 300 times", 100, kill_again_and_again),
        Row("babble", "100,000 random and torn messages to the assistant", 100, babble),
        Row("duplicates", "200,000 messages, each sent one to five times over three ways", 100, send_again_and_again),
        Row("storms", "3,000 times fifty who want the same hour", 100, storm),
        Row("schedules", "20,000 random schedules on virtual time", 100, play),
        Row("stalls", "a server that stands still for a moment, 50 times", 5, stand_still),
        Row(
            "half-open",
            "500 sockets behind a network that swallows all",
            1,
            fall_silent,
            most=("longest s", "longest shown s"),
        ),
        Row("slow-readers", "200 who never read and 200 who read a trickle beside 600 others", 1, read_slowly),
        Row("disk-full", "a full disk in the middle of a load, 20 times", 20, fill_the_disk, most=("longest back s",)),
        Row("fsync", "10,000 acks out of shared commits, each behind the sync that covers it", 10, trace_the_acks),
        Row("page-cache", "power lost 50 times: what was not synced is wiped out", 10, cut_the_power),
        Row(
            "hostile-sockets",
            "5,000 without hello, 100 too large, 100 a byte a second",
            1,
            be_hostile,
            most=("p99 ms", "quiet p99 ms", "grew KiB", "longest without hello s"),
        ),
        Row(
            "revoke",
            "1,000 members shown out or signed out while somebody talks",
            11,
            revoke,
            most=("longest late ms",),
        ),
        Row("database", "PostgreSQL fails 50 times: dies, loses connections, stands still", 10, lose_the_database),
        Row(
            "bus",
            "NATS dies, stands still, is cut off on one side or loses 5 % for a minute, 30 times",
            30,
            lose_the_bus,
            most=("longest late s",),
        ),
        Row("clock-jumps", "100 jumps of the clock, by hours, days and ten years", 5, jump),
        Row("reconnect", "5,000 come back at once, 20 times", 20, come_back, most=("longest s", "worst live p99 ms")),
        Row(
            "rolling",
            "both of two processes replaced under load, one after the other, 20 times",
            20,
            roll,
            most=("longest replacing s", "p99 ms", "PostgreSQL % of a core"),
        ),
        Row(
            "churn",
            "1,000 clients, 5 % of them replaced a minute, five times 20 minutes",
            5,
            come_and_go,
            most=("clients", "KiB before", "KiB after", "files after"),
        ),
        Row("uploads", "200 files that mean harm", 10, upload_harm),
        Row("anchor", "the checker finds Prosody's duplicates, on lines that are lost", 1, beside_prosody),
        Row("restore", "a backup restored elsewhere under load, 30 times", 10, restore_a_backup),
    )
}
