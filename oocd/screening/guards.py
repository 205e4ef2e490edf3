from oocd.screening.queries import score_of
from oocd.workflow import Attempt, Unmet, guard


@guard("SCR-01")
def offences_scored(attempt: Attempt) -> Unmet:
    waiting = [str(offence.number) for offence in attempt.process.offences if score_of(offence.id) is None]
    return [f"Not scored yet: offence {', '.join(waiting)}."] if waiting else []
