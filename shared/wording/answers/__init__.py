"""An example of what each question of case work is answered with. `/openapi.json` shows it, and its fields with words.

`<provider>` stands for every provider.
"""

from shared.wording.answers.allocation import ALLOCATION
from shared.wording.answers.intake import INTAKE
from shared.wording.answers.provider import PROVIDER

ANSWERS: dict[str, dict[str, object]] = INTAKE | ALLOCATION | PROVIDER
"""By operation id."""
