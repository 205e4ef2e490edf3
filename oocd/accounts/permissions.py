"""Who may do what: one table of roles. Every route and every workflow move names one permission."""

from collections.abc import Iterable, Mapping

ROLES: Mapping[str, frozenset[str]] = {
    "police_referrer": frozenset(
        {"case.read", "referral.send", "referral.withdraw", "check.answer", "outcome.tell_yjs", "outcome.report"}
        | {"victim.record", "victim.ask_consent", "victim.identity", "victim.tell", "gravity.score", "gravity.check"}
        | {"referral.charge", "referral.link", "child.contact", "intelligence.read"}
        | {"street.reconcile", "oversight.act", "notice.read"}
        | {"work.cover"}
    ),
    "police_decision_maker": frozenset(
        {"case.read", "check.answer", "referral.withdraw", "panel.attend", "panel.vote", "panel.decide"}
        | {"outcome.decide", "outcome.give", "outcome.tell_yjs", "victim.ask_consent", "victim.tell"}
        | {"gravity.check", "outcome.report"}
        | {"referral.charge", "child.contact", "intelligence.read"}
        | {"oversight.act", "notice.read"}
        | {"work.cover", "work.reassign"}
    ),
    "coordinator": frozenset(
        {"case.read", "referral.check", "panel.plan", "panel.attend", "panel.minute", "check.ask"}
        | {"safeguarding.record", "street.screen", "street.reconcile"}
        | {"referral.transfer", "referral.send_back", "referral.link", "child.contact", "intelligence.read"}
        | {"oversight.act", "referral.reroute", "referral.send_for_support", "notice.read"}
        | {"work.cover"}
    ),
    "practitioner": frozenset(
        {"case.read", "case.prepare", "check.ask", "view.record", "victim.record", "gravity.score"}
        | {"assessment.write", "panel.attend", "intervention.plan", "intervention.deliver", "review.hold"}
        | {"safeguarding.record", "gravity.check", "outcome.report", "street.screen"}
        | {"child.contact", "intelligence.read", "turnaround.offer", "referral.send_for_support"}
        | {"oversight.act", "notice.read"}
        | {"work.cover"}
    ),
    "manager": frozenset(
        {
            "case.read",
            "case.prepare",
            "referral.check",
            "referral.allocate",
            "check.ask",
            "view.agree_absence",
            "safeguarding.record",
        }
        | {
            "assessment.countersign",
            "panel.plan",
            "panel.minute",
            "panel.attend",
            "panel.vote",
            "panel.decide",
        }
        | {"panel.chair", "intervention.oversee", "review.hold", "case.close", "gravity.check", "outcome.report"}
        | {"referral.transfer", "referral.send_back", "referral.link", "child.contact", "intelligence.read"}
        | {"street.screen", "street.send_to_panel", "street.reconcile"}
        | {"oversight.record", "oversight.act"}
        | {"turnaround.offer", "turnaround.overview", "referral.reroute", "referral.send_for_support", "notice.read"}
        | {"jobs.watch"}
        | {"work.cover", "work.oversee", "work.reassign"}
    ),
    "agency_representative": frozenset(
        {"case.read", "check.answer", "panel.attend", "panel.vote", "safeguarding.record", "child.contact"}
        | {"oversight.act", "referral.send_for_support", "notice.read"}
        | {"work.cover"}
    ),
    "victim_worker": frozenset(
        {"case.read", "notice.read", "panel.attend", "panel.vote"}
        | {"victim.record", "victim.ask_consent", "victim.identity", "victim.contact", "victim.tell", "oversight.act"}
        | {"work.cover"}
    ),
    "escalation_manager": frozenset(
        {"case.read", "escalation.resolve", "notice.read"} | {"work.cover", "work.oversee", "work.reassign"}
    ),
    "senior_manager": frozenset(
        {"case.read", "escalation.resolve", "turnaround.overview", "notice.read", "jobs.watch"}
        | {"work.cover", "work.oversee", "work.reassign"}
    ),
    "auditor": frozenset({"case.read", "audit.read"}),
    "administrator": frozenset({"account.manage", "notice.read", "delivery.repair", "jobs.watch"}),
}

PERMISSIONS: frozenset[str] = frozenset().union(*ROLES.values())


def granted_by(roles: Iterable[str]) -> frozenset[str]:
    """Every permission these roles grant together; a role that no longer exists grants nothing."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
