"""«Положение о наставничестве»: twelve sections that an institution may word anew, with the stamps of who took part in
its adoption (methodology §5.1)."""

from __future__ import annotations

from core.russian import typography
from mentorship.models import Programme
from reports import consequences
from reports.documents.letterhead import signatory_of
from reports.documents.roadmap_parts import approval_stamp
from reports.documents.worded_paper import (
    CONDITIONS,
    PARTS,
    VARIABLES,
    Stamp,
    WordedPaper,
    make_paper,
    paper_blocks,
    programme_subject,
)
from reports.kinds import LOCAL_ACTS, LOCAL_ACTS_PATTERN, Built, DocumentKind, Source, register
from reports.models import Passport
from reports.recipes import Recipe, register_recipe, the_programme
from reports.selectors.approving_orders import approved_lines
from reports.wordings import regulation_text
from reports.wordings.declared import Text, register_text

KIND, ORDER = "regulation", "order_launch"
DAY = "от\u00a0«___»\u00a0________\u00a020___\u00a0г."

register_text(
    Text(
        kind=KIND,
        clauses=regulation_text.CLAUSES,
        variables=VARIABLES,
        conditions=CONDITIONS,
        parts=PARTS,
    )
)


def build(source: Source) -> Built:
    """The subject is a programme: forms, curator and citations come from it."""
    programme = programme_subject(source)
    about = f"о наставничестве в {source.organization.short_name or source.organization.full_name}"
    content = make_paper(
        source,
        KIND,
        kind="ПОЛОЖЕНИЕ",
        title=typography(f"Положение {about}"),
        heading=typography(about),
        stamps=_stamps(source, programme),
        signatory=signatory_of(source.organization),
    )
    return Built(content, summary=programme.title, programme=programme)


def _stamps(source: Source, programme: Programme) -> list[Stamp]:
    """Принято, Согласовано, Утверждаю: blanks for what only the paper will know."""
    passport = Passport.objects.filter(programme=programme).first()
    council = passport.considered_by if passport and passport.considered_by else "педагогического совета"
    return [
        Stamp("ПРИНЯТО", ["на\u00a0заседании", council, "протокол №\u00a0____", DAY]),
        Stamp(
            "СОГЛАСОВАНО",
            [
                "с\u00a0советом обучающихся,",
                f"протокол №\u00a0____ {DAY}",
                "с\u00a0советом родителей,",
                f"протокол №\u00a0____ {DAY}",
            ],
        ),
        _approval(source, programme),
    ]


def _approval(source: Source, programme: Programme) -> Stamp:
    """By the signed order on the launch, where there is one; else the head approves the paper itself."""
    approved = approved_lines(programme, ORDER)
    if approved:
        return Stamp("УТВЕРЖДЕНО", approved, is_heads=True)
    return Stamp("УТВЕРЖДАЮ", [*approval_stamp(source.organization, None).lines[:-1], DAY], is_heads=True)


register_recipe(
    Recipe(KIND, "программа с формами наставничества", the_programme, made_at="reports:programme_papers")
)
register(
    DocumentKind(
        code=KIND,
        family="Положение",
        label="Положение о наставничестве",
        content=WordedPaper,
        build=build,
        find=lambda pk: Programme.objects.select_related("organization", "curator").get(pk=pk),
        layout="worded",
        stylesheet="statute",
        series=LOCAL_ACTS,
        number_pattern=LOCAL_ACTS_PATTERN,
        signed_by_head=True,
        personal_data=False,
        on_signed=consequences.report_issued,
        form_blocks=paper_blocks,
    )
)
