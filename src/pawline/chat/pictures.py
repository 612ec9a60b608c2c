"""Pictures from outside are hostile: read with limits, drawn anew, and nothing else of them is kept."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from pawline.chat.errors import ImageTooLarge, NotAnImage

MOST_BYTES = 10 * 1024 * 1024
# What a phone of today takes at full size; the page sends a smaller one.
MOST_PIXELS = 50_000_000
WIDTHS = (320, 1280)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True, slots=True)
class Picture:
    """A redrawn picture: JPEG bytes by width, and the size of the largest. No EXIF, no GPS."""

    w: int
    h: int
    jpegs: dict[int, bytes]


def redraw(content: bytes) -> Picture:
    """Reads any of four formats and draws it anew as JPEG. Raises NotAnImage, ImageTooLarge."""
    if len(content) > MOST_BYTES:
        raise ImageTooLarge
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise ImageTooLarge
            # Made small before anything else: the full size is held once, not for every step.
            found.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
            found.thumbnail((WIDTHS[-1] * 2, WIDTHS[-1] * 2))
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except ImageTooLarge:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAnImage from error
    jpegs: dict[int, bytes] = {}
    sizes: list[tuple[int, int]] = []
    for width in sorted(WIDTHS, reverse=True):
        upright.thumbnail((width, width * 2))
        target = io.BytesIO()
        upright.save(target, "JPEG", quality=82, optimize=True)
        jpegs[width] = target.getvalue()
        sizes.append(upright.size)
    return Picture(*sizes[0], jpegs)
