"""Takes network, other programs and children from this process by system call filter, where Linux offers it."""

import ctypes
import errno
import os
import struct

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_UNKNOWN = 0x00050000 | errno.ENOSYS
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_PR_SET_SECCOMP, _FILTER = 22, 2

# machine → (audit number, refused calls, clone). Source: the kernel's system call tables.
# socket connect socketpair fork vfork execve ptrace process_vm_writev bpf execveat io_uring_setup
_MACHINES: dict[str, tuple[int, tuple[int, ...], int]] = {
    "x86_64": (0xC000003E, (41, 42, 53, 57, 58, 59, 101, 311, 321, 322, 425), 56),
    "aarch64": (0xC00000B7, (198, 199, 203, 117, 221, 271, 280, 281, 425), 220),
}
_EXECVE = {"x86_64": 59, "aarch64": 221}
_CLONE3 = 435


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_system_calls(libc: ctypes.CDLL, *, may_execute: bool = False) -> bool:
    """Whether the filter now holds; it cannot be taken off again. Wants no-new-privileges set before."""
    machine = os.uname().machine
    if machine not in _MACHINES:
        return False
    architecture, refused, clone = _MACHINES[machine]
    if may_execute:
        refused = tuple(call for call in refused if call != _EXECVE[machine])
    instructions = _instructions(architecture, refused, clone)
    program = _Program(len(instructions) // 8, instructions)
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _instructions(architecture: int, refused: tuple[int, ...], clone: int) -> bytes:
    """A BPF program: its jumps count the instructions to skip when true and when false."""
    rows = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _REFUSE),
    ]
    rows += [(_LOAD, 0, 0, _NUMBER_AT), (_JUMP_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _REFUSE)]
    for number in refused:
        rows += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    rows += [
        (_JUMP_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _UNKNOWN),
    ]  # the C library then uses clone
    rows += [(_JUMP_EQUAL, 1, 0, clone), (_RETURN, 0, 0, _ALLOW)]
    rows += [(_LOAD, 0, 0, _FIRST_ARGUMENT_AT), (_JUMP_SET, 0, 1, _CLONE_THREAD)]
    rows += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("=HBBI", *row) for row in rows)
