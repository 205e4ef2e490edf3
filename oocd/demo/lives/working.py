"""Work with the child: sessions kept, missed, called off and told late; what is done where it fails; reviews."""

from oocd import clock
from oocd.demo.lives.calendar import Steps
from oocd.demo.lives.casework import Casework, Said, ago
from oocd.demo.words import WHY, made_up
from oocd.interventions import service as interventions
from oocd.interventions.models import Intervention
from oocd.interventions.queries import ENDED, interventions_of
from oocd.outcomes import service as outcomes
from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import RUNNING, standing_disposals_of

KINDS = ("restorative_conversation", "reparation", "mentoring", "education_support", "family_support")
SUBJECTS = {"possess_cannabis": "substance_misuse_support", "possess_class_b_other": "substance_misuse_support"}
MISSED = ("unwell", "no_transport", "forgot", "school_or_work", None)
OFFICER = {"officer": "Demo Inspector", "officer_role": "sergeant_or_above"}
ATTEMPTS = 3
ADJUSTMENTS = ("special_needs", "speech_and_language", "trauma", "travel")
FAILS = 0.25  # of what runs with conditions or an activity
WITHOUT_WORK = 0.4  # of youth cautions, whose programme is voluntary


def work(case: Casework, *, voluntary: bool = False) -> Steps[None]:
    """From the plan to the end of the work. Nobody begins where none is agreed."""
    if not open_work(case) and not plan(case, voluntary=voluntary):
        return
    yield case.days(9, 60)
    fails = not voluntary and running(case) != [] and case.happens(FAILS, "fails")
    for number in range(case.chance.randrange(2, 6)):
        for piece in open_work(case):
            _session(case, piece, missed=fails and number > 0)
        yield case.days(7, 21)
    if not fails:
        finish(case)
    elif case.happens(0.2, "returned_by_review"):
        yield from _not_engaged(case)
    else:
        yield from _fail(case)


def plan(case: Casework, *, voluntary: bool = False) -> bool:
    """Agree one or two pieces of work, where the outcome has any; whether there is some."""
    usual = {case.edition.codes("outcomes")[row.outcome]["plan"] for row in standing_disposals_of(case.referral.id)}
    weapon = any("knife" in case.edition.offences()[row.offence_id]["flags"] for row in case.referral.offences)
    if not voluntary and not weapon and (usual <= {"none"} or (usual == {"voluntary"} and case.happens(WITHOUT_WORK))):
        return False
    kinds = {SUBJECTS.get(row.offence_id, case.chance.choice(KINDS)) for row in case.referral.offences}
    for kind in sorted(kinds or {"mentoring"} | ({"weapons_work"} if weapon else set())):
        agreed: Said = {"kind": kind, "objective": made_up("put things right and find help."), "agency": "yjs"}
        interventions.plan(case.referral, **agreed, voluntary=voluntary, by=case.by("worker"))
    return True


def drop_all(case: Casework) -> None:
    """What was planned for an outcome that came back is replaced by whatever follows."""
    for piece in open_work(case):
        interventions.end_early(piece, end_reason="replaced", by=case.by("worker"))


def finish(case: Casework) -> None:
    """Each piece gets its answer, and whatever runs is completed and told to the police."""
    for piece in open_work(case):
        if any(session.attended for session in piece.sessions):
            result = "partly_completed" if case.happens(0.08) and not running(case) else "completed"
            interventions.complete(piece, result=result, by=case.by("worker"))
        else:
            interventions.end_early(piece, end_reason="declined", by=case.by("worker"))
    complete_courses(case)


def complete_courses(case: Casework) -> None:
    for disposal in running(case):
        done: Said = {"completed_on": clock.today(), "words": made_up("everything was done.")}
        outcomes.complete(disposal, **done, by=case.by("worker"))


# -- sessions


def _session(case: Casework, piece: Intervention, *, missed: bool) -> None:
    worker, held_on = case.by("worker"), max(ago(case.chance.choice((0, 0, 0, 1, 6))), piece.agreed_on)
    if missed or case.happens(0.12):
        said: Said = {"held_on": held_on, "reason": case.chance.choice(MISSED)}
        session = interventions.miss_session(piece, **said, by=worker)
        if not missed and case.happens(0.15):
            told: Said = {"result": "attended", "held_on": held_on, "because": made_up("they came later that day.")}
            interventions.correct_session(session, **told, by=worker)
    elif case.happens(0.06):
        interventions.cancel_session(piece, held_on=held_on, reason="worker_away", by=worker)
    else:
        interventions.hold_session(piece, held_on=held_on, by=worker)


# -- where it is not done


def _fail(case: Casework) -> Steps[None]:
    """Everything is tried, a manager agrees that it came to nothing, and the police hear of it and decide."""
    yield from _not_engaged(case)
    yield case.days(2, 9)
    report_failure(case)
    yield case.days(6, 30)
    for disposal in running(case):
        _answer_failure(case, disposal)
    if running(case):
        yield from _goes_on(case)


def report_failure(case: Casework) -> None:
    for disposal in running(case):
        told: Said = {"failure_reason": "family_or_caring", "words": made_up("the family moved twice.")}
        case.through(outcomes.report_failure, disposal, **told, attempts=ATTEMPTS, by=case.by("worker"))


def _not_engaged(case: Casework) -> Steps[None]:
    for piece in open_work(case):
        yield from _ended_early(case, piece)


def _ended_early(case: Casework, piece: Intervention) -> Steps[None]:
    worker, manager = case.by("worker"), case.by("manager")
    for number in range(ATTEMPTS):
        whom: Said = {
            "whom": "mother" if number else "child",
            "method": "phone",
            "result": "spoke" if number else "no_answer",
        }
        interventions.record_contact(case.referral, made_on=clock.today(), **whom, intervention=piece.id, by=worker)
        yield case.days(3, 7)
    early = interventions.raise_non_engagement(piece, barriers=made_up("the bus takes two hours."), by=worker)
    if case.refused(interventions.agree_non_engagement, early, by=manager):
        interventions.send_back_non_engagement(early, reason=made_up("ask what could be changed."), by=manager)
        yield case.days(3, 10)
        for adjustment in ADJUSTMENTS:
            considered: Said = {"adjustment": adjustment, "answer": "not_needed", "intervention": piece.id}
            interventions.consider_adjustment(case.referral, **considered, by=worker)
        raised = interventions.raise_non_engagement(piece, barriers=made_up("home is unsettled."), by=worker)
        interventions.agree_non_engagement(raised, by=manager)
        if raised.is_for_the_police:
            interventions.tell_police(raised, by=worker)
    interventions.end_early(piece, end_reason="not_engaged", by=worker)


def _answer_failure(case: Casework, disposal: Disposal) -> None:
    """An excuse, so that it goes on; or none, so that the police decide again."""
    if case.happens(0.35, "excused"):
        case.through(outcomes.excuse, disposal, reason=WHY, **OFFICER, by=case.by("inspector"))
    else:
        not_excused(case, disposal)


def not_excused(case: Casework, disposal: Disposal) -> None:
    said: Said = {"reason": WHY, **OFFICER, "by": case.by("inspector")}
    follows = case.edition.codes("outcomes")[disposal.outcome]["on_failure"]
    if follows == "prosecution_revives":
        outcomes.revive(disposal, **said)
    elif follows == "may_be_prosecuted" and case.happens(0.3, "enough_was_done"):
        outcomes.treat_as_completed(disposal, **said)
    else:
        outcomes.not_excused(disposal, **said)


def _goes_on(case: Casework) -> Steps[None]:
    """After an excuse: other work, and this time it is done."""
    plan(case)
    for _ in range(2):
        yield case.days(7, 20)
        for piece in open_work(case):
            interventions.hold_session(piece, held_on=clock.today(), by=case.by("worker"))
    yield case.days(5, 15)
    finish(case)


# -- what stands


def open_work(case: Casework) -> list[Intervention]:
    """In an order that does not hang on ids drawn at random."""
    pieces = [row for row in interventions_of(case.referral.id) if row.state not in ENDED]
    return sorted(pieces, key=lambda row: (row.agreed_on, row.kind))


def running(case: Casework) -> list[Disposal]:
    return [row for row in standing_disposals_of(case.referral.id) if row.state in RUNNING]
