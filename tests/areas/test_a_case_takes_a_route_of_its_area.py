"""A child comes by a route that the area has, under the name that it has there."""

from tests.areas.local import move_in
from tests.people import People
from tests.story import Case, nothing_written


def test_a_route_that_is_off_or_is_none_is_refused_and_one_that_is_on_has_the_areas_name(people: People):  # RT-01
    move_in(people, "staffordshire")
    with nothing_written(people):
        for route in ("street_cr", "court_return", "bureau"):
            Case(people).send(area="staffordshire", route=route).refused()
    assert Case(people).sent(area="staffordshire").file["route_label"] == "Joint decision panel"
