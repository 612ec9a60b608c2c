"""The places that a new shop starts with; every one can be changed there."""

from .model import StationKind
from .roster import NewStation


def standard_places() -> tuple[NewStation, ...]:
    """Two tubs (one large), two blowers, a box dryer, two tables, six crates (two for cats)."""
    return (
        NewStation(kind=StationKind.TUB, name="1 号浴池", name_en="Tub 1", sizes=("L", "XL"), buffer_min=5),
        NewStation(kind=StationKind.TUB, name="2 号浴池", name_en="Tub 2", sizes=("XS", "S", "M"), buffer_min=5),
        NewStation(kind=StationKind.BLOWER, name="吹风机 A", name_en="Dryer A"),
        NewStation(kind=StationKind.BLOWER, name="吹风机 B", name_en="Dryer B"),
        NewStation(kind=StationKind.BOX, name="烘干箱", name_en="Box dryer"),
        NewStation(kind=StationKind.TABLE, name="美容台 A", name_en="Table A", buffer_min=5),
        NewStation(kind=StationKind.TABLE, name="美容台 B", name_en="Table B", buffer_min=5),
        *(
            NewStation(
                kind=StationKind.CRATE,
                name=f"{'猫' if n > 4 else ''}笼位 {n}",
                name_en=f"{'Cat crate' if n > 4 else 'Crate'} {n}",
                species=("cat",) if n > 4 else ("dog",),
            )
            for n in range(1, 7)
        ),
    )
