"""Forms: what people answer, judged by the engine."""

from projects.forms.columns import ColumnForm
from projects.forms.composites import CompositeForm, SequenceForm
from projects.forms.constraints import CheckForm, PartForm, PrimaryKeyForm, UniqueForm
from projects.forms.designs import DesignForm
from projects.forms.enums import DomainForm, EnumForm
from projects.forms.functions import FunctionForm, TriggerForm, ViewForm
from projects.forms.grants import GrantsForm
from projects.forms.indexes import IndexForm
from projects.forms.policies import PolicyForm
from projects.forms.relationships import RelationshipForm
from projects.forms.roles import ExtensionForm, RoleForm, SchemaForm
from projects.forms.tables import NewTableForm, TableForm

OBJECT_FORMS: dict[str, type[DesignForm]] = {
    "tables": TableForm,
    "relationships": RelationshipForm,
    "enums": EnumForm,
    "domains": DomainForm,
    "composites": CompositeForm,
    "sequences": SequenceForm,
    "views": ViewForm,
    "functions": FunctionForm,
    "roles": RoleForm,
    "schemas": SchemaForm,
    "extensions": ExtensionForm,
}
"""The form for an existing object of each kind; a new table has NewTableForm."""

PART_FORMS: dict[str, type[DesignForm]] = {
    "columns": ColumnForm,
    "primary-key": PrimaryKeyForm,
    "unique-keys": UniqueForm,
    "checks": CheckForm,
    "indexes": IndexForm,
    "policies": PolicyForm,
    "triggers": TriggerForm,
}
"""The form for what sits on a table, by its place in the address."""

__all__ = [
    "OBJECT_FORMS",
    "PART_FORMS",
    "CheckForm",
    "ColumnForm",
    "CompositeForm",
    "DesignForm",
    "DomainForm",
    "EnumForm",
    "ExtensionForm",
    "FunctionForm",
    "GrantsForm",
    "IndexForm",
    "NewTableForm",
    "PartForm",
    "PolicyForm",
    "PrimaryKeyForm",
    "RelationshipForm",
    "RoleForm",
    "SchemaForm",
    "SequenceForm",
    "TableForm",
    "TriggerForm",
    "UniqueForm",
    "ViewForm",
]
