"""Reasons in words, a few of each kind open and the rest folded."""

import pytest

from matching.rendering.evidence import AT_A_GLANCE, Group, Line


def lines(count):
    return [Line("shown", f"Skill {n}") for n in range(count)]


class TestGroup:
    @pytest.mark.parametrize("count", [1, AT_A_GLANCE, AT_A_GLANCE + 1])
    def test_folds_nothing_for_the_sake_of_a_single_line(self, count):
        group = Group("shown", "You show this", lines(count))
        assert group.first_lines == group.lines
        assert group.folded_lines == []

    def test_folds_what_is_too_much_at_a_glance(self):
        group = Group("shown", "You show this", lines(14))
        assert len(group.first_lines) == AT_A_GLANCE
        assert [*group.first_lines, *group.folded_lines] == group.lines
