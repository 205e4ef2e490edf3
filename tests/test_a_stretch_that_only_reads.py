"""While only reading, the same question is put to the database once; and what others may see is never the answer."""

import pytest
from flask import Flask

from oocd.db import everywhere, read_once, reading, see_areas


@pytest.fixture
def asked(sqlite_app: Flask):
    """A query that notes each time it really is asked."""
    times = []

    @read_once
    def query(about: str) -> str:
        times.append(about)
        return f"all about {about}"

    query.times = times
    with sqlite_app.app_context():
        yield query


def test_within_it_each_question_is_asked_once_and_outside_it_every_time(asked):
    assert [asked("a"), asked("a")] == ["all about a"] * 2
    assert asked.times == ["a", "a"]
    with reading(), reading():
        assert [asked("a"), asked("a"), asked("b")] == ["all about a", "all about a", "all about b"]
    assert asked.times == ["a", "a", "a", "b"]
    with reading():
        asked("a")
    assert asked.times[4:] == ["a"]


def test_with_other_eyes_it_is_another_question(asked):
    see_areas(frozenset({"bexley"}))
    with reading():
        asked("a")
        with everywhere():
            asked("a")
        asked("a")
        see_areas(frozenset({"bexley"}), but_cases=frozenset({"one stepped back from"}))
        asked("a")
    assert len(asked.times) == 3


def test_a_stretch_that_failed_leaves_nothing_behind(asked):
    @reading()
    def fail():
        asked("a")
        raise ValueError("made up")

    with pytest.raises(ValueError, match="made up"):
        fail()
    asked("a")
    assert asked.times == ["a", "a"]
