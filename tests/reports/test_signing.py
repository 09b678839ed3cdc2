"""Signing on paper: the scan, the day, the hash of the very file."""

import datetime as dt

import pytest
from django_scopes import scope

from core.context import acting
from core.domain.files import read_file
from core.errors import DomainError
from core.models import StoredFile
from core.workflow import NotAllowed
from reports.domain.documents import register_document, return_document
from reports.domain.signing import sign_on_paper
from reports.enums import DocumentState
from reports.models import Document, Signature
from tests.reports.test_orders import make_draft, register


@pytest.fixture
def registered(college):
    with scope(organization=college.org):
        return register(college, make_draft(college))


def try_to_sign(college, document, *, scan=None, name="скан.pdf", days=0):
    with college.as_director() as user:
        data = read_file(document.file) if scan is None else scan
        day = document.date + dt.timedelta(days=days)
        return sign_on_paper(document, actor=user, scan=data, scan_name=name, signed_on=day)


@pytest.mark.parametrize(
    ("scan", "name", "told"),
    [(b"", "a.pdf", "пустой"), (b"MZ\x90\x00" * 50, "a.pdf", "."), ("текст".encode(), "a.txt", "."),
     (b"%PDF-1.7\nbroken", "a.pdf", ".")],
)  # fmt: skip
def test_a_scan_that_is_no_picture_of_paper_is_refused(college, registered, scan, name, told):
    with pytest.raises(DomainError, match=told):
        try_to_sign(college, registered, scan=scan, name=name)
    with college.as_curator():
        assert Document.objects.get().state == DocumentState.REGISTERED
        assert not StoredFile.objects.filter(purpose="document_scan").exists()


@pytest.mark.parametrize(("days", "told"), [(-1, "раньше даты документа"), (2, "в будущем")])
def test_the_day_lies_between_the_document_and_today(college, registered, days, told):
    with pytest.raises(DomainError, match=told):
        try_to_sign(college, registered, days=days)


def test_a_file_changed_outside_the_portal_is_not_signed(college, registered):
    with college.as_curator():
        with registered.file.file.open("rb") as handle:
            data = handle.read()
        path = registered.file.file.path
    with open(path, "wb") as handle:
        handle.write(data + b"\n")
    with pytest.raises(DomainError, match="повреждён"):
        try_to_sign(college, registered, scan=data)


def test_a_document_is_signed_once(college, registered):
    try_to_sign(college, registered)
    with pytest.raises(DomainError, match="а этот — «Подписан»"):
        try_to_sign(college, registered)
    with college.as_curator():
        assert Signature.objects.count() == 1


def test_a_draft_is_not_signed_and_not_registered(college):
    draft = make_draft(college)
    draft.date = dt.date(2026, 11, 1)
    with pytest.raises(DomainError, match="зарегистрированный"):
        try_to_sign(college, draft)
    with college.as_director() as user, pytest.raises(DomainError, match="Черновик"):
        register_document(draft, actor=user)


def test_only_the_head_signs_and_returns(college, registered):
    with college.as_curator() as user:
        with pytest.raises(NotAllowed):
            sign_on_paper(
                registered,
                actor=user,
                scan=read_file(registered.file),
                scan_name="a.pdf",
                signed_on=registered.date,
            )
        with pytest.raises(DomainError):
            return_document(registered, actor=user, remark="Нет")
        assert not Signature.objects.exists()


def test_system_work_needs_no_membership(college, registered):
    with scope(organization=college.org), acting(None):
        sign_on_paper(
            registered,
            actor=college.director.user,
            scan=read_file(registered.file),
            scan_name="скан.pdf",
            signed_on=registered.date,
        )
        assert registered.state == DocumentState.SIGNED
