from oocd.victims.queries import victims_of
from oocd.workflow import Attempt, Unmet, guard


@guard("VIC-00")
def victims_considered(attempt: Attempt) -> Unmet:
    referral = attempt.process
    if referral.victim_identified is None:
        return ["The referral does not say yet whether anyone was harmed."]
    if referral.victim_identified and not victims_of(referral.id):
        return ["Somebody was harmed, and no victim is recorded."]
    return []
