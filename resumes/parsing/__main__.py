"""The parser program: `python -m resumes.parsing PATH` prints exactly one JSON object on standard output."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from resumes.parsing import limits
from resumes.parsing.types import ParseFailure


def main(argv: list[str]) -> int:
    limits.confine()
    answer = _answer(Path(argv[0])) if len(argv) == 1 else _refusal(ParseFailure("unreadable"))
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")))
    sys.stdout.write("\n")
    return 0 if answer["ok"] else 1


def _answer(path: Path) -> dict[str, Any]:  # noqa: PLR0911 - rules in turn, the first that fits decides
    """Every failure becomes an answer: a traceback would tell the caller nothing it can show."""
    try:
        from resumes.parsing.read import parse_path  # noqa: PLC0415 - only once the limits hold

        parsed = parse_path(path, today=datetime.now(tz=UTC).date())
    except ParseFailure as failure:
        return _refusal(failure)
    except MemoryError:
        return _refusal(ParseFailure("too_big"))
    except RecursionError:
        return _refusal(ParseFailure("corrupt"))
    except OSError:
        return _refusal(ParseFailure("unreadable"))
    except Exception as error:  # noqa: BLE001 - the reader of hostile files must answer
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return _refusal(ParseFailure("crashed"))
    return {"ok": True, **asdict(parsed)}


def _refusal(failure: ParseFailure) -> dict[str, Any]:
    return {"ok": False, "error": {"code": failure.code, "message": failure.message}}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
