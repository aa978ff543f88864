from persistence.models.base import Record


class Installation(Record):
    """This database, as what it makes in LiteLLM is marked. One row, made by a migration."""

    class Meta:
        table = "installations"
