"""`python -m tests.templates`: compile every template of the project, and list those that fail."""

import sys

import django
from django.template import TemplateSyntaxError, engines

from core.embedded.session import PROJECT


def broken_templates() -> list[str]:
    """One line per template that does not compile; includes and extends must resolve too."""
    folder = PROJECT / "templates"
    problems = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".html", ".txt", ".xml", ".svg"}:
            continue
        name = path.relative_to(folder).as_posix()
        try:
            engines["django"].get_template(name)
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            problems.append(f"{name}: {error}")
    return problems


if __name__ == "__main__":
    django.setup()
    sys.exit("\n".join(broken_templates()) or 0)
