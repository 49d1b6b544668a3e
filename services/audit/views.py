"""What audit shows: where every fact of the town lies, for the history of a stream or of a whole case."""

from shared.history.view import with_history
from shared.statements import Views

VIEWS: Views = with_history({})
