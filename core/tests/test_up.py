import socket

import pytest

from core.management.commands.up import allowed_hosts, reachable_name


class TestReachableName:
    @pytest.mark.parametrize(
        ("host", "name"),
        [
            ("127.0.0.1", "localhost"),
            ("::1", "localhost"),
            ("localhost", "localhost"),
            ("192.168.1.20", "192.168.1.20"),
            ("0.0.0.0", socket.gethostname()),  # noqa: S104 - compared with, not bound
            ("::", socket.gethostname()),
        ],
    )
    def test_is_something_a_browser_can_open(self, host, name):
        assert reachable_name(host) == name


class TestAllowedHosts:
    def test_names_every_way_to_this_machine_but_no_wildcard(self):
        names = allowed_hosts("0.0.0.0")  # noqa: S104 - compared with, not bound
        assert {"localhost", socket.gethostname()} <= set(names)
        assert "0.0.0.0" not in names  # noqa: S104 - compared with, not bound
