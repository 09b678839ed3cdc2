"""The form of a certificate that was shown."""

from django import forms

from core.forms import PortalForm
from mentorship.enums import CredentialKind


class CredentialForm(PortalForm):
    """The mark of a certificate; no scan is asked for."""

    kind = forms.ChoiceField(label="Что предъявлено", choices=CredentialKind.choices)
    number = forms.CharField(label="Номер", max_length=60, required=False)
    issued_on = forms.DateField(label="Дата выдачи", widget=forms.DateInput())
    valid_until = forms.DateField(
        label="Действует до",
        widget=forms.DateInput(),
        help_text="У справки о судимости срока в законе нет: укажите срок, принятый в вашей организации.",
    )
