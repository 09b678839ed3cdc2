"""The process that looks at scanned pages: `python -m core.pdf.scan_child FILE FOLDER FIRST` prints a JSON line a page.

PDFium draws whatever a file tells it to, so it runs here with bounded memory and time: a hostile page ends this
process, not the portal (see `core.pdf.scans`). Thumbnails go to FOLDER as `<number>.jpg`.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageFilter

from core.pdf.codes import PREFIX

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 900
MAX_PAGES = 300
DPI = 200
SECOND_DPI = 300
MAX_PIXELS = 16_000_000
THUMBNAIL_WIDTH = 700
DARK = 140
EMPTY_SHARE = 0.001


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    path, folder, first = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        _say({"refused": "protected" if "password" in str(error).lower() else "damaged"})
        return
    total = len(document)
    if not 1 <= total <= MAX_PAGES:
        _say({"refused": "pages", "pages": total})
        return
    _say({"pages": total})
    for number in range(first, total + 1):
        _say({"looking": number})
        try:
            _say({"page": number, **look(document[number - 1], folder / f"{number}.jpg")})
        except (pdfium.PdfiumError, MemoryError, ValueError, OSError):
            _say({"page": number, "codes": [], "problem": "unreadable"})


def look(page: Any, thumbnail: Path) -> dict[str, Any]:
    """Codes of a page with the quarter turn that sets it upright; without one of the portal's, a thumbnail."""
    image = _draw(page, DPI)
    found = _codes(image)
    if not _ours(found):
        found = found or []
        for other in (_draw(page, SECOND_DPI), image.filter(ImageFilter.MedianFilter(3)), _half(page)):
            found += _codes(other)
            if _ours(found):
                break
    if _ours(found):
        return {"codes": found}
    height = max(1, round(image.height * THUMBNAIL_WIDTH / image.width))
    image.resize((THUMBNAIL_WIDTH, height), Image.Resampling.BILINEAR).save(thumbnail, "JPEG", quality=60)
    return {"codes": found, "problem": "empty" if _is_empty(image) else ""}


def _codes(image: Image.Image) -> list[dict[str, Any]]:
    read = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [{"text": each.text[:200], "turn": _quarter(each.orientation)} for each in read]


def _quarter(angle: float) -> int:
    """The clockwise turn, in degrees, that sets the page upright."""
    return -round(angle / 90) * 90 % 360


def _ours(found: list[dict[str, Any]]) -> bool:
    return any(each["text"].startswith(PREFIX) for each in found)


def _half(page: Any) -> Image.Image:
    """A fine drawing made small again: averages the noise of a bad scanner."""
    image = _draw(page, SECOND_DPI).filter(ImageFilter.GaussianBlur(1))
    return image.resize((max(1, image.width * 2 // 3), max(1, image.height * 2 // 3)), Image.Resampling.BOX)


def _draw(page: Any, dpi: int) -> Image.Image:
    width, height = page.get_size()
    scale = dpi / 72
    if width <= 0 or height <= 0:
        raise ValueError("an empty page")
    if width * height * scale * scale > MAX_PIXELS:
        scale = (MAX_PIXELS / (width * height)) ** 0.5
    image: Image.Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    return image


def _is_empty(image: Image.Image) -> bool:
    """The back of a sheet: hardly any dark points off the edges."""
    side = image.crop(
        (image.width // 20, image.height // 20, image.width * 19 // 20, image.height * 19 // 20)
    )
    histogram = side.histogram()
    return sum(histogram[:DARK]) < EMPTY_SHARE * side.width * side.height


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
