"""The parser program: `python -m resumes.parsing PATH [FOLDER LANGUAGES [last]]` prints exactly one JSON object.

With a private folder and the languages that pictures can be read in (eng+deu), it may answer that pictures it left in
the folder are to be read first; with `last` it answers with what was read so far.
"""

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
    answer = _answer(argv) if argv else _refusal(ParseFailure("unreadable"))
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")))
    sys.stdout.write("\n")
    return 0 if answer["ok"] else 1


def _answer(argv: list[str]) -> dict[str, Any]:  # noqa: PLR0911 - rules in turn, the first that fits decides
    """Every failure becomes an answer: a traceback would tell the caller nothing it can show."""
    try:
        from resumes.parsing.ocr.desk import Desk, PicturesWanted  # noqa: PLC0415
        from resumes.parsing.read import parse_path  # noqa: PLC0415 - only once the limits hold

        path, *rest = argv
        desk = Desk(Path(rest[0]), tuple(rest[1].split("+")), last=len(rest) > 2) if rest else None
        parsed = parse_path(Path(path), today=datetime.now(tz=UTC).date(), desk=desk)
    except PicturesWanted as wanted:
        return {"ok": False, "wants": wanted.wants}
    except ParseFailure as failure:
        return _refusal(failure)
    except MemoryError:
        return _refusal(ParseFailure("out_of_memory"))
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
