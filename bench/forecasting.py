"""The nightly proof and the breach forecast over a hundred thousand open cases; and how often a warning comes true.

Speed is that of one night like any other: what is due is on record already, and whoever was to be warned was warned.
The first night of all, which writes every due date there is, is told beside it. Accuracy is measured on years that
were simulated otherwise than the forecast thinks (`bench.simulated`), with seeds that nothing was tuned on.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from time import perf_counter, process_time

from bench.databases import CARELESS, make_people, service_on
from bench.figures import Row, in_seconds
from bench.simulated import COURSES, Case, cases
from oocd import clock
from oocd.accounts.actor import SYSTEM
from oocd.assessment.models import Assessment, InformationRequest
from oocd.bulk import Batch, Into, new_id
from oocd.db import db, everywhere
from oocd.policy.working_days import working_days_between
from oocd.referrals.models import Child, Offence, Referral
from oocd.timing import jobs
from oocd.timing.forecasting import Forecast, figures_of
from oocd.timing.models import BreachWarning
from oocd.timing.queries import CaseTiming
from oocd.timing.reading import read_open_cases
from oocd.timing.rules.waiting import Key, Prospect, Waits, learn, worth_a_warning
from oocd.workflow.adopting import Adopter, Kind

OPEN, ENDED, LOT = 100_000, 10_000, 2_000
A_NIGHT = 20  # of so many due dates in danger one was not yet when the job ran last
WITHIN = 60.0  # seconds, both together
SEEDS = (11, 12, 13)
RECALL, PRECISION = 0.9, 0.6
AREAS = ("bexley", "buckinghamshire", "oxfordshire", "staffordshire")
TODAY = datetime(2026, 11, 18, 12, tzinfo=UTC)

CHILDREN = Into(Child, "id", "area", "child_ref", "synthetic")
CASES = Kind(Referral, "reference", "child_id", "route", "referral_date", "investigation_status")
OFFENCES = Into(Offence, "id", "referral_id", "area", "number", "offence_id", "offence_class", "offence_date")
CHECKS = Kind(InformationRequest, "referral_id", "agency", "question", "asked_on")
ASSESSMENTS = Kind(Assessment, "referral_id", "number", "kind", "opened_on")
WARNINGS = Into(
    BreachWarning,
    *("id", "referral_id", "area", "workflow", "process_id", "standard", "due_on", "percent", "working_days_left"),
    *("warned_on", "recorded_at"),
)
WAY = ("accept", "make_ready", "list_for_panel", "begin_discussion", "recommend", "decide", "give", "begin_work")


def measure() -> Iterator[Row]:
    """Accuracy, and speed on PostgreSQL, where so many cases would be."""
    with CARELESS["PostgreSQL"]() as url, service_on(url) as app, app.app_context(), clock.stopped_at(TODAY):
        yield from _accuracy()
        with everywhere():
            make_people()
            _make_cases(Random(7))
        first = _timed(jobs.prove_no_day_is_silent)
        _as_if_warned()
        busy = process_time()
        proof, forecast = _timed(jobs.prove_no_day_is_silent), _timed(jobs.warn_of_breaches)
        busy = process_time() - busy
    what = f"PostgreSQL: {OPEN:,} open cases, nightly proof and breach forecast"
    told = f"{in_seconds(proof)} + {in_seconds(forecast)}"
    yield Row(what, told, f"{in_seconds(busy)} busy itself", "", f"< {WITHIN:g} s", proof + forecast < WITHIN)
    yield Row("PostgreSQL: the first night of all, which writes every due date", in_seconds(first))


def _timed(job: Callable[[], object]) -> float:
    began = perf_counter()
    job()
    return perf_counter() - began


# -- speed


def _make_cases(chance: Random) -> None:
    """Open cases in every state of the panel route, and cases that ended in the last months to learn from."""
    for begin in range(0, OPEN + ENDED, LOT):
        batch = Batch()
        adopter = Adopter(batch, by=SYSTEM, moment=clock.now())
        for number in range(begin, begin + LOT):
            _make_case(batch, adopter, chance, number, ended=number >= OPEN)
        batch.write()
        db.session.commit()


def _make_case(batch: Batch, adopter: Adopter, chance: Random, number: int, *, ended: bool) -> None:
    child, case, area = new_id(), new_id(), AREAS[number % len(AREAS)]
    sent = clock.today() - timedelta(days=chance.randint(130, 300) if ended else chance.randint(0, 40))
    made = len(WAY) if ended else min(len(WAY), (clock.today() - sent).days // 6)
    days = [min(sent + timedelta(days=chance.randint(2, 8) * place), clock.today()) for place in range(1, made + 1)]
    past = [(move, str(day)) for move, day in zip(WAY, days, strict=False)]
    if ended:
        later = str(days[-1] + timedelta(days=70))
        past += [(move, later) for move in ("end_work", "finish_review", "close")]
    past = [(move, str(max(day for _, day in past[: place + 1]))) for place, (move, _) in enumerate(past)]
    batch.add(CHILDREN, child, area, f"BENCH-{number}", True)
    told = f"BENCH-{number}", child, "panel", str(sent), "bail"
    about = {"area": area, "referral_id": case}
    adopter.adopt(CASES, "panel", *told, process_id=case, opened_on=str(sent), past=past, **about)
    first = str(sent - timedelta(days=chance.randint(20, 200)))
    batch.add(OFFENCES, new_id(), case, area, 1, "common_assault", "summary_only", first)
    if not past:
        return
    accepted, answered = past[0][1], len(past) > 1
    asked = case, "social_care", "What do you know?", accepted
    done = past[1][1] if answered else accepted
    answer = [("answer", done)] if answered else []
    adopter.adopt(CHECKS, "information_request", *asked, process_id=new_id(), opened_on=accepted, past=answer, **about)
    signed = [("submit", done), ("countersign", done)] if answered else []
    opened = case, 1, "full", accepted
    adopter.adopt(ASSESSMENTS, "assessment", *opened, process_id=new_id(), opened_on=accepted, past=signed, **about)


def _as_if_warned() -> None:
    """The warnings of earlier nights, but for those of one night."""
    with everywhere():
        forecast = Forecast(clock.today())
        for read in read_open_cases():
            forecast.take_in(CaseTiming.of(read))
        batch, today = Batch(), str(clock.today())
        moment = batch.moment(clock.now())
        for number, foreseen in enumerate(forecast.foreseen()):
            one = foreseen.at_risk
            process, due_on = one.process_id.hex, str(one.due_on)
            if number % A_NIGHT:
                about = new_id(), one.referral_id.hex, one.area, one.workflow, process, one.standard, due_on
                batch.add(WARNINGS, *about, foreseen.percent, one.days_left, today, moment)
        batch.write()
        db.session.commit()


# -- accuracy


def _accuracy() -> Iterator[Row]:
    """Every breach and every warning of the last of three simulated years; a warning counts if it came early enough."""
    found = [_one_year(seed) for seed in SEEDS]
    figures = figures_of("buckinghamshire", date(2026, 1, 5))
    early = figures["breach_warning_working_days"]
    for standard in (None, *(course.standard for course in COURSES)):
        breached = warned = both = every = 0
        for year in found:
            for name, late, left in year:
                if standard in (None, name):
                    every, breached = every + 1, breached + late
                    in_time = left is not None and left >= early
                    warned, both = warned + in_time, both + (in_time and late)
        recall, precision = both / max(1, breached), both / max(1, warned)
        what = standard.replace("_", " ") if standard else f"Breach forecast, {every:,} simulated due dates"
        met = recall >= RECALL and precision >= PRECISION if standard is None else None
        aim = f"{RECALL:.2f} / {PRECISION:.2f}" if standard is None else ""
        told = f"recall {recall:.2f}, precision {precision:.2f}"
        yield Row(
            what if standard is None else f"  {what}", told, f"{breached / max(1, every):.2f} missed", "", aim, met
        )


def _one_year(seed: int) -> list[tuple[str, bool, int | None]]:
    """Of each due date: its standard, whether it was missed, and the working days left when it was warned of."""
    every = list(cases(seed, areas=8, a_week=4, first=date(2024, 1, 1), last=date(2026, 12, 31)))
    months = [date(2026, month, 1) for month in range(1, 13)] + [date(2027, 1, 1)]
    known = {month: _learnt(every, month) for month in months}
    figures = figures_of("buckinghamshire", date(2026, 1, 5))
    told = []
    for case in every:
        if case.began >= months[0]:
            told.append((case.standard, case.met > case.due, _warned(case, known, figures)))
    return told


def _learnt(every: Sequence[Case], month: date) -> dict[Key, Prospect]:
    """As the job would on that day: from what was over by then and from what was not."""
    waits: defaultdict[Key, Waits] = defaultdict(Waits)
    for case in every:
        for state, since in case.entered:
            some = waits[case.area, case.standard, state]
            if case.began < month and since < min(case.met, month):
                some.add(working_days_between(since, min(case.met, month)), over=case.met <= month)
    borrowed = figures_of("buckinghamshire", month)["breach_history_borrowed_cases"]
    usual = {course.standard: course.working_days for course in COURSES}
    return learn(waits, usual, as_many_as=borrowed, until=60)


def _warned(case: Case, known: dict[date, dict[Key, Prospect]], figures: dict[str, int]) -> int | None:
    day = case.began
    while day <= case.due and day < case.met:
        state, since = case.state_on(day)
        month = max((month for month in known if month <= day), default=min(known))
        due_after, elapsed = working_days_between(since, case.due), working_days_between(since, day)
        chance = known[month][case.area, case.standard, state].goes_on_beyond(due_after, elapsed=elapsed)
        left = working_days_between(day, case.due)
        if worth_a_warning(
            chance * 100,
            left,
            in_good_time=figures["breach_warning_working_days"],
            likely=figures["breach_warning_chance"],
            almost_sure=figures["breach_warning_chance_early"],
        ):
            return left
        day += timedelta(days=1)
    return None
