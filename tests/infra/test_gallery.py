"""The gallery: pictures stay small, the index names what is shown and what is not."""

import io

import pytest
from PIL import Image

from config.gallery import LARGEST, Picture, _small, pictures, write_gallery
from reports.kinds import all_kinds, kind_of
from tests import factories


def test_a_picture_is_grey_and_small_whatever_was_drawn() -> None:
    noise = Image.effect_noise((560, 792), 120)
    data = _small(noise.convert("RGB"))
    assert Image.open(io.BytesIO(data)).size == (560, 792)
    assert len(_small(Image.new("RGB", (560, 792), "white"))) < LARGEST


def test_the_index_tells_what_is_not_shown_and_old_pictures_go(tmp_path) -> None:
    (tmp_path / "gone.png").write_bytes(b"x")
    found = [
        Picture(kind_of("regulation"), 5, b"png"),
        Picture(kind_of("partner_order"), reason="Соглашений нет."),
    ]
    assert write_gallery(found, tmp_path) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "regulation.png"]
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "**Положение о наставничестве** (`regulation`, 5 pages)" in text
    assert "- Приказ партнёра о направлении наставников (`partner_order`): Соглашений нет." in text


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("unscoped")
def test_every_kind_has_a_picture_or_a_reason(org) -> None:
    programme = factories.programme(org)
    found = list(pictures(org, programme))
    assert {one.kind.code for one in found} == {kind.code for kind in all_kinds()}
    assert all(one.png or one.reason for one in found)
