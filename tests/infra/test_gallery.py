"""The gallery: pictures stay small, the index names what is shown and what is not."""

import io

import pytest
from PIL import Image

from config.gallery import LARGEST, Picture, _small, pictures, write_gallery
from config.gallery_staged import STAGED, staged
from mentorship.models import Consent, Erasure, MentorEntry, SupplementaryAgreement
from reports.kinds import all_kinds, kind_of
from reports.selectors.register_tables import INVENTORY_COLUMNS, JOURNAL_COLUMNS
from tests import factories
from tests.reports.conftest import bare_college as college

__all__ = ["college"]


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


@pytest.mark.django_db
@pytest.mark.usefixtures("unscoped")
def test_what_is_made_for_a_picture_is_undone(college) -> None:
    for kind in ("order_end", "consent_employee", "supplement", "destruction_act"):
        factories.mentor(college.programme, state="paired")
        factories.mentee(college.programme, state="paired")
        before = Consent.objects.count(), MentorEntry.objects.filter(state="left").count()
        with staged(kind, college.programme) as made:
            assert len(made) == 1
        assert before == (Consent.objects.count(), MentorEntry.objects.filter(state="left").count())
    with staged("approval_sheet", college.programme) as made:
        assert not made, "without a signed document there is nothing to draw it of"
    assert not SupplementaryAgreement.objects.exists()
    assert not Erasure.objects.exists()
    assert set(STAGED) <= {kind.code for kind in all_kinds()}


def test_columns_of_sheets_have_widths_that_print_knows() -> None:
    """The print stylesheet has classes of fives alone; the columns fill the sheet."""
    for columns in (JOURNAL_COLUMNS, INVENTORY_COLUMNS):
        widths = [width for _, width in columns]
        assert sum(widths) == 100
        assert not [width for width in widths if width % 5]
