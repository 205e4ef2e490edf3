"""The gravity score. One that lacks its base, its end or its edition is no score, and is kept as it was told."""

import json

import sqlalchemy as sa

from oocd.bulk import Into, new_id
from oocd.db import db
from oocd.exchange.homes.hand import IN_CASE, CaseInHand, Page
from oocd.screening.models import GravityScore

SCORES = Into(
    GravityScore,
    *(*IN_CASE, "offence_id", "number", "edition", "illustrative", "base", "adjustment", "final"),
    *("starting_points", "rationale"),
)


def put(case: CaseInHand) -> None:
    for offence in case.offences:
        row = offence.row
        if row.gravity_base and row.gravity_final and row.gravity_edition:
            matrix, base, final = case.law.matrices[row.gravity_edition], int(row.gravity_base), int(row.gravity_final)
            edition = row.gravity_edition, matrix["illustrative"]
            points = json.dumps(matrix["starting_points"].get(final, []))
            case.put(SCORES, new_id(), offence.id, 1, *edition, base, final - base, final, points, "")
            offence.kept.update(("gravity_base", "gravity_final", "gravity_edition"))


def get(page: Page) -> None:
    scores = sa.select(GravityScore.offence_id, GravityScore.base, GravityScore.final, GravityScore.edition)
    of_cases = scores.where(GravityScore.referral_id.in_(page.ids))
    for score in db.session.execute(of_cases.order_by(GravityScore.number)):  # the latest is said last
        page.of_offence[score.offence_id].update(
            gravity_base=str(score.base), gravity_final=str(score.final), gravity_edition=score.edition
        )
