"""Stacks as a scanner gives them: rendered papers, turned, tilted, grey, noisy, JPEG, in any order."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from PIL import Image


@dataclass(frozen=True)
class Scan:
    """How one page went through the scanner; `turn` is clockwise."""

    pdf: bytes
    page: int = 1
    turn: int = 0
    tilt: float = 0.0
    dpi: int = 200
    noise: float = 8.0
    quality: int = 60


def picture(scan: Scan, seed: int = 0) -> Image.Image:
    document = pdfium.PdfDocument(scan.pdf)
    image = document[scan.page - 1].render(scale=scan.dpi / 72).to_pil().convert("L")
    document.close()
    image = image.rotate(scan.tilt, expand=True, fillcolor=250, resample=Image.Resampling.BICUBIC)
    image = image.rotate(-scan.turn, expand=True)
    points = np.asarray(image, dtype=float) * 0.85 + 25
    points += np.random.default_rng(seed).normal(0, scan.noise, points.shape)
    return Image.fromarray(points.clip(0, 255).astype("uint8"))


def stack(scans: Iterable[Scan | Image.Image], *, shuffle: int | None = None) -> bytes:
    """A PDF of JPEG pages."""
    made = []
    for seed, scan in enumerate(scans):
        image, dpi, quality = (
            (scan, 200, 60)
            if isinstance(scan, Image.Image)
            else (picture(scan, seed), scan.dpi, scan.quality)
        )
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality)
        made.append((Image.open(io.BytesIO(buffer.getvalue())), dpi))
    if shuffle is not None:
        random.Random(shuffle).shuffle(made)
    parts = pdfium.PdfDocument.new()
    for image, dpi in made:
        buffer = io.BytesIO()
        image.save(buffer, "PDF", resolution=dpi)
        parts.import_pages(pdfium.PdfDocument(buffer.getvalue()))
    target = io.BytesIO()
    parts.save(target)
    return target.getvalue()
