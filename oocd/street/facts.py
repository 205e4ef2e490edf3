"""What is known of a street community resolution, for the gates; on other routes nothing of it is asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.policy.facts import provides_facts
from oocd.referrals.models import Offence
from oocd.street.queries import COUNTED, given_before, notice_of


@provides_facts
def facts_of_street(offence: Offence, day: date) -> Mapping[str, Any]:
    notice = notice_of(offence.referral_id)
    until = notice.given_on if notice else day
    return {
        COUNTED: given_before(offence.referral.child, until, offence.referral_id),
        "history_weighed": bool(notice and notice.history_weighed),
        "supervisor_authorised": bool(notice and notice.authorised_by),
    }
