"""The words of a case's timeline: plain values in, plain values out."""

OTHER_VERBS = {
    "panel.open": "Sent the referral",
    "information_request.open": "Asked an agency for a check",
    "assessment.open": "Assessment begun",
    "panel_item.open": "Listed at a meeting",
    "disposal.open": "Outcome waits to be explained",
    "work_plan.write": "Wrote the plan",
    "no_programme.record": "Recorded why a programme would be inappropriate",
    "intervention.open": "Agreed a piece of work",
    "intervention.revise": "Changed what was agreed of a piece of work",
    "work_session.offer": "Offered a session",
    "work_session.cancelled": "The service called off a session",
    "work_session.correct": "Corrected what came of a session",
    "contact_attempt.record": "Tried to reach the child or family",
    "adjustment.record": "Considered what could be changed for the child",
    "non_engagement.open": "Asked a manager to agree that the child was not taking part",
    "non_engagement.tell_police": "Told the police that the work was not taken up",
    "exit_review.open": "Exit review due",
    "interim_review.record": "Reviewed the work on the way",
    "victim.add": "Recorded that somebody was harmed",
    "victim.correct": "Corrected what is known of a victim",
    "victim.ask_consent": "Asked a victim for consent",
    "victim.withdraw_consent": "A victim took consent back",
    "victim.contact": "Contacted a victim",
    "victim.tell": "Told a victim about the case",
    "victim_identity.write": "Recorded who a victim is, apart from the case",
    "restorative_step.record": "Offered or did something to put things right with a victim",
    "victim_view.record": "Recorded the victim's view",
    "information_request.chase": "Reminded an agency of a check",
    "heard_view.record": "Recorded a view, or why there is none",
    "heard_view.agree_absence": "Agreed that somebody could not be heard",
    "safeguarding_referral.record": "Made or considered a safeguarding referral",
    "safeguarding_decision.record": "Recorded what came of a safeguarding referral",
    "assessment.write": "Wrote the assessment",
    "assessment.opened": "Read the assessment",
    "assessment.choose_kind": "Asked for a kind of assessment",
    "assessment.agree_kind": "Agreed to less than a full assessment",
    "assessment.require_assetplus": "Asked for AssetPlus",
    "assessment.add_contributor": "Named somebody who helps with the assessment",
    "assessment.share": "Gave the child their copy of the assessment",
    "oversight.record": "Looked into the case as a manager",
    "oversight_action.done": "Did what a manager asked for",
    "gravity.score": "Scored an offence for gravity",
    "gravity.tick_factor": "Ticked one more factor of a gravity score",
    "gravity.check": "Checked a gravity score against another copy",
    "matrix.enter": "Entered the scores of the police force's copy of a matrix",
    "matrix.check": "Read the same scores in the copy, so that they count",
    "vote.cast": "Cast a sealed vote",
    "panel_item.place": "Changed when the case comes up",
    "recommendation.add": "Added to the recommendation",
    "escalation.open": "The managers' time began",
    "escalation.overdue": "The managers' time was over",
    "conflict.declare": "Declared a conflict of interest",
    "conflict.end": "Ended a conflict of interest that was declared in error",
    "referral.correct": "Corrected what the police sent",
    "referral.reallocate": "Gave the case to somebody else",
    "referral.link_incident": "Linked the case to an incident",
    "child.change": "Changed what is known of the child",
    "decision.add": "Added to a signed decision",
    "disposal.set_conditions": "Wrote another list of conditions",
    "disposal.sign": "Recorded the signed document",
    "disposal.report_progress": "Told the police how the outcome is going",
    "disposal.tell_yjs": "Referred the caution to the youth justice service",
    "work_session.missed": "A session was missed",
    "imported": "Imported from a spreadsheet",
}
PARTIES = {
    "police": "the police",
    "yjs": "the youth justice service",
    "panel": "the panel",
    "agency": "another agency",
    "family": "the child and family",
    "court": "the court",
    "cps": "the Crown Prosecution Service",
}
DETAILS_SHOWN = {
    "agency": "agency",
    "whose": "whose",
    "outcome": "outcome",
    "outcomes": "outcomes",
    "round": "round",
    "final": "score",
    "edition": "edition",
    "answer": "answer",
    "held_on": "on",
    "late": "late",
    "planned_on": "for",
    "reason": "because",
    "result": "result",
    "end_reason": "because",
    "whom": "whom",
    "method": "how",
    "adjustment": "what",
    "kind": "kind",
    "decision": "decision",
    "because": "because",
    "chased_on": "on",
    "plan_result": "plan",
    "exit_decision": "decided",
    "extended_to": "to",
    "deferral_reason": "because",
    "owner": "owed by",
    "level": "level",
    "reason_for_none": "not heard because",
    "consent": "consent",
    "purpose": "about",
    "what": "of",
    "step": "what",
    "factors": "factors",
    "factor": "factor",
    "agrees": "agrees",
    "code": "Home Office code",
    "failure_reason": "because",
    "conditions": "conditions",
    "told_late_of_weapon": "told late of the weapon, offence",
}


YES_NO = {"True": "yes", "False": "no"}


def sentence(action: str, done: str | None) -> str:
    """What happened: a move's own words, or those of the verb."""
    return done or OTHER_VERBS.get(action, action)


def shown(details: dict[str, object]) -> str:
    """The details fit for a timeline, such as `agency: health`; ids, versions and hashes stay in the log."""
    words = []
    for name, label in DETAILS_SHOWN.items():
        value = details.get(name)
        if value not in (None, "", []) and len(str(value)) < 60:
            text = ", ".join(map(str, value)) if isinstance(value, list) else YES_NO.get(str(value), str(value))
            words.append(f"{label}: {text.replace('_', ' ')}")
    return "; ".join(words)
