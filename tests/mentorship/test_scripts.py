"""Scripts of meetings: built in for each kind, read by those who meet, rewritten by the curator."""

import pytest
from django.urls import reverse

from core.enums import Role
from core.errors import DomainError
from mentorship.domain.scripts import scripts_of, write_script
from mentorship.meeting_enums import MeetingKind
from tests import factories

pytestmark = pytest.mark.usefixtures("scoped")


def test_each_kind_has_a_script_and_an_institution_its_own(org, curator, signed_in):
    assert list(scripts_of(org)) == list(MeetingKind.values)
    client = signed_in(curator)
    address = reverse("mentorship:script_edit", args=["regular"])
    assert "Продвинуться на шаг" in client.get(address).content.decode()
    client.post(address, {"goal": "Наша цель", "steps": "Шаг один\nШаг два", "questions": ""})
    page = (
        signed_in(factories.membership(org, Role.MENTOR)).get(reverse("mentorship:scripts")).content.decode()
    )
    assert "Наша цель" in page
    assert "<li>Шаг два</li>" in page
    other = factories.organization()
    assert scripts_of(other)["regular"].goal != "Наша цель"
    client.post(reverse("mentorship:script_give_back", args=["regular"]))
    assert scripts_of(org)["regular"].goal != "Наша цель"
    with pytest.raises(DomainError):
        write_script(org, "regular", goal=" ", steps="x", actor=None)
    assert client.get(reverse("mentorship:script_edit", args=["other"])).status_code == 404
