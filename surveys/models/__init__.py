from surveys.models.ballot import Ballot
from surveys.models.campaign import Campaign, DraftAnswer, Invitation
from surveys.models.class_link import ChosenCode, ClassLink
from surveys.models.draft import Publication, QuestionnaireDraft
from surveys.models.questionnaire import Item, Questionnaire, QuestionnaireVersion, Section
from surveys.models.response import Answer, Response
from surveys.models.theme import ShownWords, Theme, ThemeMark

__all__ = [
    "Answer",
    "Ballot",
    "Campaign",
    "ChosenCode",
    "ClassLink",
    "DraftAnswer",
    "Invitation",
    "Item",
    "Publication",
    "Questionnaire",
    "QuestionnaireDraft",
    "QuestionnaireVersion",
    "Response",
    "Section",
    "ShownWords",
    "Theme",
    "ThemeMark",
]
