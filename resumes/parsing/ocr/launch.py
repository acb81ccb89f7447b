"""The program that becomes tesseract: it takes network, children and memory from itself first."""

import os
import sys

from resumes.parsing import limits

_WAY = ("--psm", "3", "--oem", "1", "--dpi", "300")


def main(argv: list[str]) -> None:
    program, picture, languages = argv
    limits.confine(may_execute=True)
    command = [program, picture, "stdout", "-l", languages, *_WAY, "hocr"]
    os.execv(program, command)  # noqa: S606 - confined above, and no shell


if __name__ == "__main__":
    main(sys.argv[1:])
