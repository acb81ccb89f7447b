import pytest

from jobs.skills import spelled


class TestSpelled:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("creativity", "Creativity"),
            ("Data analysis", "Data analysis"),
            ("dbt", "dbt"),
            ("scikit-learn", "scikit-learn"),
            ("python", "Python"),
            ("Something nobody knows", "Something nobody knows"),
        ],
    )
    def test_capitalises_all_but_names_of_tools(self, name, shown):
        assert spelled(name) == shown
