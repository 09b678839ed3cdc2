"""How the kinds of documents are made from the page «Подготовить документ»: about what, what stands in the way.

A kind declares its recipe beside its builder; the page, its forms and the previews of texts go by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.errors import DomainError
from mentorship.models import Programme

Choices = list[tuple[int, str]]


@dataclass(frozen=True)
class Recipe:
    """`subjects` are what a document may be made about in a programme; one means that nothing is asked.

    `needs` is read on the page; `obstacle` says why it cannot be made today, empty when it can. `form` takes
    `programme=` and gives `options()`; `defaults` are options for a preview. `url` names a page of another kind of
    making, asked without arguments.
    """

    kind: str
    needs: str
    subjects: Callable[[Programme], Choices]
    obstacle: Callable[[Programme], str] = lambda programme: ""
    form: Any = None
    defaults: Callable[[Programme], dict[str, Any]] = lambda programme: {}
    made_at: str = ""


_recipes: dict[str, Recipe] = {}


def the_programme(programme: Programme) -> Choices:
    """For kinds about the programme as a whole."""
    return [(programme.pk, programme.title)]


def register_recipe(recipe: Recipe) -> Recipe:
    if recipe.kind in _recipes:
        raise ValueError(f"the recipe of {recipe.kind} is declared twice")
    _recipes[recipe.kind] = recipe
    return recipe


def recipe_of(kind: str) -> Recipe:
    """The recipe; DomainError for a kind that is made elsewhere."""
    try:
        return _recipes[kind]
    except KeyError:
        raise DomainError("Документы этого вида готовят на другой странице.", code="no_recipe") from None


def has_recipe(kind: str) -> bool:
    return kind in _recipes


def all_recipes() -> list[Recipe]:
    return list(_recipes.values())
