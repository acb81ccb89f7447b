"""`python -m core.embedded.with_servers -- COMMAND…`: the command, with this install's servers up.

Servers that run already are used; otherwise they run as long as the command does. This process
becomes the command, so its exit code, signals and terminal are the command's own.
"""

import os
import sys

from core.embedded import endpoints, session


def main(words: list[str]) -> None:
    command = words[1:] if words[:1] == ["--"] else words
    session.read_dotenv()
    try:
        held = session.hold(session.var_folder(), session.embedded_parts(), say=_say)
    except endpoints.EndpointError as error:
        sys.exit(str(error))
    held.hand_on()
    os.execvp(command[0], command)  # noqa: S606 - a list, not a shell


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201 - a command-line door


if __name__ == "__main__":
    main(sys.argv[1:])
