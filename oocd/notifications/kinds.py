"""Every kind of message, one row each: how it is worded, and how much say its readers have in how it comes.

`subject` and `body` leave the service by e-mail, so they never hold a value: a row says what sort of thing waits,
the link leads to what it is about. `says` is read inside the service and may name `$values`. A new kind is a new row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

AT_ONCE, DIGEST, IN_SERVICE = "at_once", "digest", "in_service"
WAYS: Mapping[str, str] = {
    AT_ONCE: "by e-mail at once, and in the service",
    DIGEST: "counted in one e-mail a day, and in the service",
    IN_SERVICE: "in the service only",
}
DAILY_DIGEST = "daily_digest"


@dataclass(frozen=True)
class Kind:
    """One sort of message. `urgent` ones pass quiet hours; `never_silenced` is the reason why one always comes at once.

    `by_default` is how it comes to whoever has not chosen.
    """

    label: str
    subject: str
    body: str
    says: str
    by_default: str = AT_ONCE
    urgent: bool = False
    never_silenced: str | None = None


KINDS: Mapping[str, Kind] = {
    # A case on its way
    "case_sent": Kind(
        label="A case has come in",
        subject="A case waits to be checked",
        body="A case has come in and waits for somebody in your role to look at it.",
        says="A case has come in and waits to be looked at.",
    ),
    "case_allocated": Kind(
        label="A case was given to you",
        subject="A case was given to you",
        body="You are now the worker of a case.",
        says="You are now the worker of this case.",
    ),
    "information_asked": Kind(
        label="More is asked about a case you sent",
        subject="More is asked about a case you sent",
        body="The youth justice service cannot go on without more information about a case that you sent.",
        says="More is asked of you about a case that you sent.",
    ),
    "case_sent_back": Kind(
        label="A case you sent has come back",
        subject="A case you sent has come back",
        body="A case that you sent has come back to the police with nothing given.",
        says="A case that you sent has come back to the police with nothing given.",
    ),
    "decision_made": Kind(
        label="A case you sent is decided",
        subject="A case you sent is decided",
        body="A decision is recorded in a case that you sent.",
        says="A decision is recorded in a case that you sent.",
        by_default=DIGEST,
    ),
    # Questions to agencies
    "information_request_asked": Kind(
        label="Your agency is asked for information",
        subject="Your agency is asked for information",
        body="A question to your agency waits for an answer.",
        says="A question to your agency waits for an answer.",
    ),
    "information_request_reminder": Kind(
        label="An answer of your agency is due soon",
        subject="An answer of your agency is due soon",
        body="A question to your agency is still open and its answer is due soon.",
        says="The answer of your agency is due on $due_on.",
    ),
    "information_request_overdue": Kind(
        label="An answer of an agency is overdue",
        subject="An answer of an agency is overdue",
        body="A question to an agency should have been answered by now.",
        says="The answer of $agency was due on $due_on.",
    ),
    # The assessment
    "assessment_submitted": Kind(
        label="An assessment waits for a countersignature",
        subject="An assessment waits for a countersignature",
        body="An assessment was submitted and waits for a countersignature.",
        says="An assessment was submitted and waits for a countersignature.",
    ),
    "assessment_returned": Kind(
        label="Your assessment was returned for changes",
        subject="Your assessment was returned for changes",
        body="An assessment that you wrote came back with comments.",
        says="The assessment that you wrote came back with comments.",
    ),
    # The panel and the ladder
    "vote_asked": Kind(
        label="Your agency's vote is asked for",
        subject="Your agency's vote is asked for",
        body="A panel waits for your agency's vote.",
        says="The panel waits for your agency's vote.",
        by_default=IN_SERVICE,
    ),
    "escalation_raised": Kind(
        label="A disagreement has come to your level",
        subject="A disagreement has come to your level",
        body="A disagreement of a panel has come to your level and waits for your agency's view.",
        says="A disagreement of the panel has come to level $level. Your agency's view is due by $due_on.",
        urgent=True,
        never_silenced="The ladder goes on without whoever has not spoken when the time of their level is over.",
    ),
    "escalation_deadline_near": Kind(
        label="The time of your level is almost over",
        subject="The time for your view is almost over",
        body="A disagreement at your level is settled or goes up soon.",
        says="The time of level $level ends on $due_on.",
        urgent=True,
        never_silenced="The ladder goes on without whoever has not spoken when the time of their level is over.",
    ),
    "escalation_deadline_lapsed": Kind(
        label="The time of a level is over",
        subject="The time of a level is over",
        body="A disagreement was not settled in the time of its level.",
        says="The time of level $level ended on $due_on.",
        urgent=True,
        never_silenced="Nobody else answers for a disagreement that stands still.",
    ),
    # Time
    "knife_check": Kind(
        label="A matter with a weapon waits to be looked at",
        subject="A case must be looked at within a working day",
        body="A case must be looked at within one working day.",
        says="This case must be looked at within one working day, by $due_on.",
        urgent=True,
        never_silenced="The time that is left is one working day.",
    ),
    "breach_forecast": Kind(
        label="A time standard is about to be missed",
        subject="A time standard is about to be missed",
        body="By its course so far, a case will miss a time standard unless something is done.",
        says="$standard is due on $due_on and will be missed at this pace.",
    ),
    "street_screening_due": Kind(
        label="A resolution given on the street waits to be looked at",
        subject="A notice of the police waits to be looked at",
        body="A notice of the police waits to be looked at by the youth justice service.",
        says="This resolution given on the street is to be looked at by $due_on.",
    ),
    "review_due": Kind(
        label="Work of long standing is due for review",
        subject="A review is due",
        body="Work in a case has gone on for so long that it is due for review.",
        says="The work is to be reviewed by $due_on.",
    ),
    "exit_review_due": Kind(
        label="An exit review is due",
        subject="An exit review is due",
        body="A case is due for its exit review.",
        says="The exit review is to be held by $due_on.",
    ),
    "exit_review_overdue": Kind(
        label="An exit review is overdue",
        subject="An exit review is overdue",
        body="The exit review of a case should have been held by now.",
        says="The exit review was due on $due_on.",
    ),
    "victim_update_due": Kind(
        label="A victim waits to be told how things stand",
        subject="Somebody waits to be told how things stand",
        body="Somebody who asked to be kept informed has not heard from the service in the time set for it.",
        says="A victim is to be told how things stand by $due_on.",
    ),
    "twelve_month_followup": Kind(
        label="A year has gone by since an outcome",
        subject="A follow-up is due",
        body="A year has gone by since the outcome of a case, and what followed is to be recorded.",
        says="A year has gone by since the outcome. Record what followed by $due_on.",
        by_default=DIGEST,
    ),
    "retention_proposed": Kind(
        label="Records may have been kept long enough",
        subject="Records wait to be looked at",
        body="Some records may have been kept long enough, and wait for somebody to decide.",
        says="The records of this case may have been kept long enough since $due_on. Decide what becomes of them.",
        by_default=DIGEST,
    ),
    # Tasks
    "task_assigned": Kind(
        label="Something to do was given to you",
        subject="Something to do was given to you",
        body="Something to do was put on your list.",
        says="Something to do was put on your list.",
        by_default=DIGEST,
    ),
    "task_reassigned": Kind(
        label="Something on your list changed hands",
        subject="Something on your list changed hands",
        body="Something to do went from one list to another, and one of the two is yours.",
        says="Something to do went from one list to another, and one of the two is yours.",
        by_default=DIGEST,
    ),
    "task_overdue": Kind(
        label="Something to do is overdue",
        subject="Something to do is overdue",
        body="Something to do should have been done by now.",
        says="This should have been done by $due_on.",
    ),
    # The service itself
    "job_late": Kind(
        label="Timed work of the service has stopped",
        subject="Timed work of the service has stopped",
        body="The service has not done timed work when it should have. Until it does, nobody is reminded of anything.",
        says="$job was due $due_at and has not run.",
        urgent=True,
        never_silenced="While timed work stands still nobody is reminded of anything.",
    ),
}

# What was told in words of an earlier edition of this list.
OF_A_KIND_THAT_IS_GONE = Kind(
    label="Something waits for you",
    subject="Something waits for you",
    body="Something waits for you.",
    says="Something waits for you.",
)

# The one message that no notice stands behind: how many wait.
DIGEST_WORDS = Kind(
    label="Notices of the day",
    subject="Notices wait for you",
    body="Notices that you have not read yet: $count.",
    says="",
)
