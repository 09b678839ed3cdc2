"""«Памятки» of a mentor, a mentee, a parent, a curator: a page each, in words that an institution may change."""

from __future__ import annotations

from functools import partial

from core.russian import quoted
from mentorship.models import Programme
from reports.documents.worded_paper import (
    CONDITIONS,
    PARTS,
    VARIABLES,
    WordedPaper,
    make_paper,
    paper_blocks,
    programme_subject,
)
from reports.kinds import Built, DocumentKind, Source, register
from reports.recipes import Recipe, register_recipe, the_programme
from reports.wordings import memo_texts
from reports.wordings.declared import Text, register_text

MEMOS = {
    "memo_mentor": ("наставнику", "Памятка наставнику", memo_texts.MENTOR),
    "memo_mentee": ("наставляемому", "Памятка наставляемому", memo_texts.MENTEE),
    "memo_parent": ("родителям (законным представителям)", "Памятка родителям", memo_texts.PARENT),
    "memo_curator": ("куратору", "Памятка куратору", memo_texts.CURATOR),
}


def build(source: Source, *, code: str) -> Built:
    """The subject is a programme."""
    programme = programme_subject(source)
    title = f"{MEMOS[code][0]} в\u00a0программе {quoted(programme.title)}"
    return Built(
        make_paper(source, code, kind="ПАМЯТКА", title=title), summary=programme.title, programme=programme
    )


for _code, (_to, _label, _clauses) in MEMOS.items():
    register_text(Text(kind=_code, clauses=_clauses, variables=VARIABLES, conditions=CONDITIONS, parts=PARTS))
    register_recipe(Recipe(_code, "программа с куратором", the_programme, made_at="reports:programme_papers"))
    register(
        DocumentKind(
            code=_code,
            family="Памятка",
            label=_label,
            content=WordedPaper,
            build=partial(build, code=_code),
            find=lambda pk: Programme.objects.select_related("organization", "curator").get(pk=pk),
            layout="worded",
            stylesheet="statute",
            personal_data=False,
            form_blocks=paper_blocks,
        )
    )
