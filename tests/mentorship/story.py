"""Short ways to a practice that may be published."""

from datetime import date

from mentorship.domain.practices import approve_practice, ask_for_word, say_word, write_practice
from mentorship.enums import (
    ConsentKind,
    ConsentMethod,
    ConsentSigner,
    ConsentState,
    DistributionCategory,
    PairState,
)
from mentorship.models import Consent, DistributionItem
from mentorship.practice_enums import Word, WordWay
from tests import factories

TEXT = {
    "title": "Первый чертёж за месяц",
    "context": "Не получались чертежи.",
    "goal": "Сдать чертёж.",
    "actions": "Три встречи в неделю.",
    "result": "Зачёт с первого раза.",
}


def pair(project):
    return factories.pair(project, state=PairState.ACTIVE, order_number="1", order_date=date(2026, 9, 1))


def written(of, **given):
    return write_practice(of, actor=None, **TEXT | given)


def approved(of, **given):
    """A practice in the bank: both sides agree."""
    made = written(of, **given)
    ask_for_word(made, actor=None)
    for told in made.people.select_related("person"):
        told.practice = made
        say_word(told, word=Word.AGREED, way=WordWay.PORTAL, actor=None)
    return approve_practice(made, actor=None)


def allow(practice, *, categories=(DistributionCategory.NAME, DistributionCategory.STORY), **given):
    """Everybody of a practice signs the consent to distribution with these items; the consents."""
    consents = []
    for told in practice.people.select_related("person"):
        values = {
            "signer": ConsentSigner.SELF,
            "state": ConsentState.SIGNED,
            "signed_on": date(2026, 9, 2),
            "method": ConsentMethod.PAPER,
            "original_place": "папка № 1",
        }
        consent = Consent.objects.create(
            organization=practice.organization,
            programme=practice.programme,
            person=told.person,
            kind=ConsentKind.DISTRIBUTION,
            **values | given,
        )
        for category in categories:
            DistributionItem.objects.create(consent=consent, category=category, is_allowed=True)
        consents.append(consent)
    return consents
