"""Whom the servers run as, and where their data may be."""

import os
import stat

from core.embedded import accounts, postgres


class TestServerAccount:
    def test_is_never_root(self, tmp_path):
        account = accounts.server_account(tmp_path / "var")
        assert (account is None) == (os.geteuid() != 0)
        assert account is None or account.uid != 0


class TestDataHome:
    def test_is_var_where_the_servers_user_can_enter(self, tmp_path):
        assert accounts.data_home(tmp_path, None) == tmp_path

    def test_is_the_state_folder_behind_a_closed_parent(self, tmp_path, monkeypatch):
        monkeypatch.setattr(accounts, "STATE", tmp_path / "state")
        monkeypatch.setattr(accounts, "can_enter", lambda _account, _folder: False)
        closed = tmp_path / "home" / "var"
        home = accounts.data_home(closed, None)
        assert home.parent == tmp_path / "state"
        assert home.is_dir()
        assert not closed.exists()
        assert home != accounts.data_home(tmp_path / "other" / "var", None)


class TestReachable:
    def test_copies_programs_the_servers_user_cannot_reach(self, tmp_path, monkeypatch):
        monkeypatch.setattr(accounts, "STATE", tmp_path / "state")
        root = tmp_path / "packages"
        for name in ("server/bin/program", "server.libs/library.so", "stranger/file"):
            (root / name).parent.mkdir(parents=True)
            (root / name).write_text(name)
        parts = ("server/bin", "server.libs")
        assert accounts.reachable(root, parts, None, copy_as="server-1") == root
        monkeypatch.setattr(accounts, "can_enter", lambda _account, _folder: False)
        for _ in range(2):
            copy = accounts.reachable(root, parts, None, copy_as="server-1")
            assert (copy / "server/bin/program").read_text() == "server/bin/program"
            assert (copy / "server.libs/library.so").exists()
        assert not (copy / "stranger").exists()
        assert [path.name for path in (tmp_path / "state").iterdir()] == ["server-1"]


class TestOwnFolder:
    def test_is_closed_to_everybody_else(self, tmp_path):
        folder = accounts.own_folder(tmp_path / "postgres", None)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


class TestStalePid:
    """PostgreSQL's own pid file, whose number a stranger may have after a restart of the machine."""

    def prepare(self, tmp_path, lines):
        record = tmp_path / "postmaster.pid"
        record.write_text("\n".join(lines))
        postgres._clear_stale_pid(record)
        return record.exists()

    def test_of_a_stranger_is_removed(self, tmp_path):
        assert not self.prepare(tmp_path, [str(os.getpid()), "/data", "1000"])

    def test_of_the_dead_is_removed(self, tmp_path):
        assert not self.prepare(tmp_path, ["999999999", "/data", "1000"])

    def test_half_written_is_removed(self, tmp_path):
        assert not self.prepare(tmp_path, ["12"])
