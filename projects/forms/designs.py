"""What every form that edits a design has in common."""

from __future__ import annotations

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms

from designer.design import Design, DesignerError
from projects.forms.fields import TypeField
from projects.models import Change, Project, User
from projects.services import EditConflict, edit_design

_FIRST_TYPED = {"name", "target_table", "expression", "keys", "columns"}


class DesignForm(forms.Form):
    """A form whose answers are an edit: a function from a design to a design, with a label for the history.

    `target` is the object the form is about, None for a new one; what `edit` makes is then `made`. `based_on` is the
    project's change count of when the form was made, so that an edit of something changed since is refused.
    """

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    blame: ClassVar[dict[str, str]] = {}
    """Words in the engine's messages -> the field they are shown at; the first that is found counts."""
    depends: ClassVar[dict[str, tuple[str, str]]] = {}
    """Fields shown only for some values of another field: field -> (other field, values)."""
    rows_after: ClassVar[int] = 0
    """The number of the field after which the rows of a formset stand, if the form has one."""
    rows_template: ClassVar[str] = ""

    def __init__(
        self, data: Any = None, *, project: Project, design: Design, target: Any = None, **options: Any
    ) -> None:
        self.project = project
        self.design = design
        self.target = target
        self.made: Any = None
        self.conflict: EditConflict | None = None
        self.change: Change | None = None
        initial = {"based_on": project.change_count, **self.read(), **options.pop("initial", {})}
        super().__init__(data, initial=initial, auto_id=f"{type(self).__name__.lower()}-%s", **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        for field in self.fields.values():
            if isinstance(field, TypeField):
                field.design = design

    def shown_fields(self) -> list[tuple[forms.BoundField, str, str]]:
        """The visible fields, each with the field and the values it depends on."""
        fields = self.visible_fields()
        wrong = next((field for field in fields if field.errors), None)
        # The first thing to be typed, or to be put right, has the focus.
        focused = wrong or (None if self.target else next((f for f in fields if f.name in _FIRST_TYPED), None))
        if focused is not None:
            focused.field.widget.attrs["autofocus"] = True
        return [(field, *self.depends.get(field.name, ("", ""))) for field in fields]

    def read(self) -> dict[str, Any]:
        """The values to show for the target."""
        return {}

    def label(self) -> str:
        """What the edit does, for the history: "Add column total to public.orders"."""
        raise NotImplementedError

    def edit(self, design: Design) -> Design:
        """The design with the answers applied; called on the design as it is when saving."""
        raise NotImplementedError

    def save(self, acting_user: User) -> bool:
        """Makes the edit. False where it is refused: the reason is then among the form's errors, or `conflict`."""
        try:
            self.change = edit_design(
                project=self.project,
                acting_user=acting_user,
                label=self.label(),
                edit=self.edit,
                expected_number=self.cleaned_data.get("based_on"),
            )
        except EditConflict as error:
            self.conflict = error
        except forms.ValidationError as error:
            self.add_error(None, error)
        except DesignerError as error:
            for line in str(error).splitlines():
                self.add_error(self.field_of(line), line)
        return not self.errors and self.conflict is None

    def field_of(self, message: str) -> str | None:
        """The field a refusal is about, None where it is about the whole."""
        lowered = message.lower()
        return next((field for word, field in self.blame.items() if word in lowered and field in self.fields), None)
