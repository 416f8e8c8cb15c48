"""Addresses of labs: nothing that the author wrote is lost or spelled otherwise."""

from __future__ import annotations

import pytest

from formats.moodle.courses import course
from lmsexport.model import Course, Lab
from lmsexport.packaging.addresses import launch_url, with_parameters


@pytest.mark.parametrize(
    ("tool", "launch"),
    [
        ("https://a.example", "https://a.example/course/lab"),
        ("https://a.example/lti/", "https://a.example/lti/course/lab"),
        ("https://a.example/lti?x=&x=1;y=%2B+%20", "https://a.example/lti/course/lab?x=&x=1;y=%2B+%20"),
        ("https://a.example/lti?to=/chat#/a?b", "https://a.example/lti/course/lab?to=/chat#/a?b"),
        ("https://a.example?x", "https://a.example/course/lab?x"),
        ("https://a.example/lti?", "https://a.example/lti/course/lab?"),
    ],
)
def test_course_and_lab_stand_behind_the_path(tool: str, launch: str) -> None:
    lab = {"type": "lab", "id": "lab", "title": "Lab", "task": "Do.", "assistant": "Ada"}
    made = Course.model_validate(course(lab, tools=[{"id": "chat", "name": "Chat", "url": tool}]))
    (opened,) = (item for item in made.items if isinstance(item, Lab))
    assert launch_url(made, opened) == launch


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://a.example/l", "https://a.example/l?n=a%26b&m=+c"),
        ("https://a.example/l?", "https://a.example/l?n=a%26b&m=+c"),
        ("https://a.example/l?n=&n=x%20y#top?", "https://a.example/l?n=&n=x%20y&n=a%26b&m=+c#top?"),
    ],
)
def test_parameters_stand_behind_the_query_and_before_the_fragment(url: str, whole: str) -> None:
    assert with_parameters(url, {"n": "a&b", "m": " c"}) == whole
