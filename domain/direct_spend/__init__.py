"""What was spent at LiteLLM beside us: its spend log is read, and each row dealt with once.

Most rows are of calls of ours, which are charged with their job. The rest is of calls that a team
made at the proxy with its key, and becomes a job of its own, of type `direct`, charged as the
team's other jobs are. The row's id is written down in the transaction that charges it.
"""

from domain.direct_spend.billing import JOB_TYPE
from domain.direct_spend.reading import Reader, run

__all__ = ["JOB_TYPE", "Reader", "run"]
