"""Pictures: read with limits, drawn anew, and nothing else of them is kept."""

from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from pawline.media.refusal import Refusal

# What a phone of today takes at full size; the page sends a smaller one.
MOST_PIXELS = 50_000_000
WIDTHS = (320, 1280)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def redraw(source: Path) -> dict[str, object]:
    """Draws any of four formats anew as `320.jpg` and `1280.jpg`. No EXIF, no GPS; of moving ones the first picture."""
    try:
        with Image.open(source, formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Refusal("image_too_large")
            # Made small before anything else: the full size is held once, not for every step.
            found.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
            found.thumbnail((WIDTHS[-1] * 2, WIDTHS[-1] * 2))
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except Image.DecompressionBombError as error:
        raise Refusal("image_too_large") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refusal("not_an_image") from error
    w, h = draw(upright)
    return {"w": w, "h": h}


def draw(image: Image.Image) -> tuple[int, int]:
    """Writes the JPEG of each width into the working folder; returns the size in pixels of the largest."""
    # Pillow would copy a comment of the source into what it writes.
    image.info = {}
    sizes: list[tuple[int, int]] = []
    for width in sorted(WIDTHS, reverse=True):
        image.thumbnail((width, width * 2))
        image.save(f"{width}.jpg", "JPEG", quality=82, optimize=True)
        sizes.append(image.size)
    return sizes[0]
