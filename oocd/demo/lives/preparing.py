"""Between acceptance and the panel: agencies asked, everybody heard, victims, the score, and the assessment."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from oocd import clock
from oocd.assessment import service as assessment
from oocd.assessment.models import Assessment
from oocd.assessment.queries import assessment_of, checks_of, views_of
from oocd.assessment.schemas import WriteSchema
from oocd.demo.lives import arriving
from oocd.demo.lives.calendar import NoAnswer, Steps
from oocd.demo.lives.casework import Casework, Said, ago, ahead, rules_of
from oocd.demo.lives.children import Demography
from oocd.demo.people import AT_PANEL
from oocd.demo.words import made_up
from oocd.interventions import service as interventions
from oocd.panels.queries import READY
from oocd.referrals import service as referrals
from oocd.screening import service as screening
from oocd.victims import service as victims
from oocd.victims.queries import victims_of

WRITTEN = Path(__file__).parent.parent / "assessment.json"
FAMILY = {"looked_after": ("mother", "foster_carer")}
NO_VIEW = {"contact": "no_consent_to_contact", "hear": "could_not_reach"}

Task = tuple[int, Callable[[Casework], None]]


def prepare(case: Casework) -> Steps[None]:
    """Everything the panel needs, each part at its own pace, until the case is ready."""
    passed = 0
    for after, task in sorted(_tasks(case), key=lambda one: one[0]):
        yield after - passed
        passed = after
        task(case)
    yield from prepare_again(case)


def prepare_again(case: Casework) -> Steps[None]:
    """Say that it is ready, unless somebody in a hurry already has, and do whatever is still missing."""
    yield case.days(2, 6)
    while case.state != READY:
        refusal = case.refused(referrals.make_ready, case.referral, by=case.by("worker"))
        if refusal is not None:
            _do_what_is_missing(case, rules_of(refusal))
            yield case.days(2, 5)


def assess(case: Casework) -> Steps[None]:
    """The assessment alone, as support asks for it."""
    yield case.days(8, 30)
    submit(case)
    yield case.days(3, 20)
    countersign(case)


def _tasks(case: Casework) -> list[Task]:
    answered, written = case.days(6, 25), case.days(11, 45)
    tasks: list[Task] = [
        (answered, answer_check),
        (case.days(7, 30), hear_the_child),
        (case.days(8, 30), hear_the_family),
        (case.days(2, 8), score),
        (written, submit),
        (written + case.days(3, 30), countersign),
    ]
    if case.referral.victim_identified:
        tasks.append((case.days(5, 20), hear_the_victims))
    if "exploitation" in (case.referral.risk_flags or ()):
        tasks.append((case.days(6, 20), consider_exploitation))
    sometimes = (
        (0.25, min(5, answered), chase),
        (0.15, case.days(5, 20), try_too_early),
        (0.10, case.days(6, 20), begin_voluntary_work),
        (0.07, case.days(8, 30), arriving.correct_the_day),
        (0.05, case.days(5, 15), arriving.correct_the_referral),
        (0.03, case.days(10, 30), become_looked_after),
        (0.30, case.days(4, 15), supervise),
        (0.15, case.days(2, 10), ask_the_school),
    )
    return tasks + [(after, task) for share, after, task in sometimes if case.happens(share, task.__name__)]


def _do_what_is_missing(case: Casework, rules: list[str]) -> None:
    """Whatever kept a case from being ready: an answer, somebody to hear."""
    if not {"CHK-01", "AS-02", "AS-01"} & set(rules):
        raise NoAnswer(f"Nobody knows how to make {case.child.reference} ready: {', '.join(rules)}")
    if "CHK-01" in rules:
        answer_check(case)
    if "AS-02" in rules:
        hear_the_child(case)
        hear_the_family(case)
    if "AS-01" in rules:
        countersign(case)


# -- agencies


def answer_check(case: Casework) -> None:
    """Social care, and whoever else was asked, answers; now and then nobody does, and one goes on without."""
    for check in checks_of(case.referral.id):
        if check.state == "asked" and case.happens(0.03):
            assessment.give_up_check(check, reason=made_up("no answer came."), by=case.by("worker"))
        elif check.state == "asked":
            shared = case.happens(0.4)
            said: Said = {"answer": "information_shared", "information": made_up("what helps.")} if shared else {}
            assessment.answer_check(check, **({"answer": "nothing_held"} | said), by=case.by(AT_PANEL[check.agency]))


def chase(case: Casework) -> None:
    for check in checks_of(case.referral.id):
        case.refused(assessment.chase_check, check, chased_on=ago(0), how="phone", by=case.by("worker"))


def ask_the_school(case: Casework) -> None:
    question = made_up("how are things at school?")
    asked: Said = {"agency": "education", "question": question, "by": case.by("worker")}
    case.refused(assessment.ask_agency, case.referral, **asked)


# -- views


def hear_the_child(case: Casework) -> None:
    _hear(case, "child", "I want to put it right.")


def hear_the_family(case: Casework) -> None:
    for whose in FAMILY.get(case.referral.child.care_status or "", ("mother",)):
        _hear(case, whose, "evenings at home are calmer now.")


def _hear(case: Casework, whose: str, words: str) -> None:
    if any(view.whose == whose and view.counts for view in views_of(case.referral.id)):
        return
    if case.happens(0.05):
        tried = [{"tried_on": ago(0), "how": "phone"}, {"tried_on": ago(0), "how": "visit"}]
        reason: Said = {"whose": whose, "reason_for_none": "not_reached", "attempts": tried}
        view = assessment.record_absence(case.referral, **reason, by=case.by("worker"))
        assessment.agree_absence(view, by=case.by("manager"))
        return
    given_on = max(ago(case.chance.randrange(4)), case.referral.state_since)
    said: Said = {"whose": whose, "words": made_up(words), "given_how": "spoken", "given_on": given_on}
    assessment.record_words(case.referral, **said, by=case.by("worker"))


# -- victims


def hear_the_victims(case: Casework) -> None:
    if victims_of(case.referral.id):
        return
    shares = Demography(case.place.area)["victims"]
    consent = "yes" if case.happens(shares["contact"]) else case.chance.choice(("no", "could_not_reach"))
    consents = {"share_with_yjs": consent, "updates": consent, "restorative_justice": consent}
    asked: Said = {"asked_on": ago(0), "asked_by": "Demo officer in the case"}
    by = case.by("victims")
    victim = victims.add(
        case.referral, kind="person", contact_consent=consent, consents=consents, **asked, by=case.by("referrer")
    )
    if consent != "yes":
        victims.record_view(victim, reason_for_none=NO_VIEW["contact" if consent == "no" else "hear"], by=by)
        return
    victims.contact(victim, purpose="contact", contacted_on=ago(0), how="by_phone", by=by)
    victims.record_view(victim, needs_and_wishes=made_up("an apology."), given_on=ago(0), by=by)
    victims.record_step(victim, step="rj_information", result="offered", happened_on=ago(0), by=by)
    taken_up = "accepted" if case.happens(shares["service"]) else "declined"
    victims.record_step(victim, step="victim_service", result=taken_up, happened_on=ago(0), by=by)
    if taken_up == "accepted":
        _put_right(case, shares)


def _put_right(case: Casework, shares: dict[str, float]) -> None:
    """Restorative work with a victim who takes up the service."""
    (victim,) = victims_of(case.referral.id)
    for step in ("indirect", "direct"):
        result = "done" if case.happens(shares[step]) else "declined"
        victims.record_step(victim, step=f"rj_{step}", result=result, happened_on=ago(0), by=case.by("victims"))


def tell_the_victims(case: Casework, what: str) -> None:
    """By the police, whether or not anybody agreed; where the victim objects they are left alone."""
    for victim in victims_of(case.referral.id):
        said: Said = {"what": what, "told_on": ago(0), "told_how": "by_phone", "told_by": "Demo Constable"}
        case.refused(victims.tell, victim, **said, by=case.by("inspector"))


# -- the child's safety, what managers do, and early help


def consider_exploitation(case: Casework) -> None:
    referred = case.happens(0.5)
    said: Said = {"kind": "nrm", "made_on": ago(0), "agency": "yjs", "raised_at": "assessment"}
    details: Said = {"referred": referred, "reason": made_up("older friends hold the child's phone.")}
    made = assessment.consider_safeguarding(case.referral, **said, **details, by=case.by("worker"))
    if referred and case.happens(0.5):
        found: Said = {"decision": "reasonable_grounds", "decided_on": ago(0)}
        assessment.record_safeguarding_decision(made, **found, by=case.by("worker"))


def supervise(case: Casework) -> None:
    seen: Said = {"kind": "supervision", "held_on": ago(0), "finding": made_up("the plan fits the child.")}
    todo = [{"what": made_up("ring the school."), "owner": case.email("worker"), "due_on": ahead(7)}]
    assessment.oversee(case.referral, **seen, actions=todo, by=case.by("manager"))


def become_looked_after(case: Casework) -> None:
    """Facts change while a case is prepared: from now on a carer is heard, and social care belongs in the room."""
    text = made_up("the child moved to a foster family.")
    child = {"care_status": "looked_after"}
    case.refused(referrals.correct, case.referral, text=text, child=child, by=case.by("referrer"))


def begin_voluntary_work(case: Casework) -> None:
    """Help that does not wait for the outcome."""
    agreed: Said = {"kind": "education_support", "objective": made_up("back to school."), "agency": "yjs"}
    work = interventions.plan(case.referral, **agreed, voluntary=True, by=case.by("worker"))
    interventions.hold_session(work, held_on=ago(0), by=case.by("worker"))
    interventions.complete(work, result="completed", by=case.by("worker"))


def try_too_early(case: Casework) -> None:
    """A worker in a hurry finds that something is still missing."""
    case.refused(referrals.make_ready, case.referral, by=case.by("worker"))


# -- score and assessment


def score(case: Casework) -> None:
    for offence in case.referral.offences:
        scored: Said = {"offence": offence.number, "edition": "illustrative", "real": False}
        screening.score(case.referral, **scored, by=case.by("worker"))


def submit(case: Casework) -> None:
    """Write it and hand it in; what was left out the first time is written when it comes back."""
    opened = opened_assessment(case)
    if case.happens(0.15):
        _write(case, opened, without="diversity")
        case.refused(assessment.submit, opened, by=case.by("worker"))
    _write(case, opened)
    assessment.submit(opened, by=case.by("worker"))


def countersign(case: Casework) -> None:
    """A manager reads it, returns it now and then, and signs."""
    opened = opened_assessment(case)
    if opened.state != "submitted":
        return
    manager = case.by("manager")
    if case.happens(0.12):
        comments = [{"section": "family", "comment": made_up("say what the mother wants.")}]
        assessment.return_for_changes(opened, reason=made_up("almost there."), comments=comments, by=manager)
        _write(case, opened, tool=opened.latest.tool if opened.latest else "pdat")
        assessment.submit(opened, by=case.by("worker"))
    if opened.latest is not None:
        assessment.note_opened(opened.latest, by=manager)
    assessment.countersign(opened, by=manager)


def assess_again_at_length(case: Casework) -> None:
    """With the fuller tool, as a rule of the area asked for it."""
    again = assessment.assess_again(case.referral, because="review", by=case.by("worker"))
    _write(case, again, tool="assetplus")
    assessment.submit(again, by=case.by("worker"))
    countersign(case)


def opened_assessment(case: Casework) -> Assessment:
    opened = assessment_of(case.referral.id)
    if opened is None:
        raise RuntimeError("The case opened no assessment.")
    return opened


def _write(case: Casework, opened: Assessment, *, tool: str = "pdat", without: str | None = None) -> None:
    content: Said = {**deepcopy(_read()), "tool": tool}
    content["sources"][0] |= {"asked_on": ago(7), "received_on": ago(2)}
    content["sources"] += [
        {"check": check.id, "used": made_up("what helps at home."), "agency": None, "asked_on": None, "result": None}
        for check in checks_of(case.referral.id)
        if check.answer == "information_shared"
    ]
    (recommended,) = content["recommendations"]
    content["recommendations"] = [
        {**recommended, "offence": offence.number, "outcome": case.wish()} for offence in case.referral.offences
    ]
    content["plan"]["steps"][0] |= {"start_by": clock.today(), "end_by": clock.today() + timedelta(days=90)}
    if without:
        content[without] = None
    assessment.write(opened, **content, by=case.by("worker"))


@cache
def _read() -> dict[str, Any]:
    loaded: dict[str, Any] = WriteSchema().load(json.loads(WRITTEN.read_text(encoding="utf-8")))
    return loaded
