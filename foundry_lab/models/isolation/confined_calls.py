"""
What a confined process may ask of the system: a seccomp filter refuses networks, processes and the affairs of others.

Standard library only, as it runs in the model's environment.

References
----------
The Linux kernel's documentation, userspace-api/seccomp_filter; numbers of calls from its headers.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_SET_FILTER, _ALL_THREADS = 1, 1
_NO_NEW_PRIVS, _DEATH_SIGNAL, _KILL = 38, 1, 9
_CLONE_THREAD = 0x00010000

_ALLOW, _ERRNO, _END_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24

# Refused on every architecture under one number: pidfd_send_signal, io_uring (which would open sockets for it), mounts,
# pidfd_open, pidfd_getfd, process_madvise, mount_setattr, quotactl_fd, memfd_secret, process_mrelease, fchmodat2,
# lsm_set_self_attr.
_NEW = (424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 440, 442, 443, 447, 448, 452, 460)
# From here on calls are newer than this filter (setxattrat is the first), and do what it cannot know.
_UNKNOWN = 463
_NAMES = {
    # Name: (x86_64, aarch64); 0 where the architecture has none.
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    "recvfrom": (45, 207),
    "recvmsg": (47, 212),
    "recvmmsg": (299, 243),
    "fork": (57, 0),
    "vfork": (58, 0),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "memfd_create": (319, 279),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "mknod": (133, 0),
    "mknodat": (259, 33),
    "chmod": (90, 0),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "chown": (92, 0),
    "fchown": (93, 55),
    "lchown": (94, 0),
    "fchownat": (260, 54),
    "truncate": (76, 45),
    "utime": (132, 0),
    "utimes": (235, 0),
    "futimesat": (261, 0),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "inotify_init": (253, 0),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "personality": (135, 92),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "syslog": (103, 116),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "iopl": (172, 0),
    "ioperm": (173, 0),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "setuid": (105, 146),
    "setgid": (106, 144),
    "setreuid": (113, 145),
    "setregid": (114, 143),
    "setgroups": (116, 159),
    "setresuid": (117, 147),
    "setresgid": (119, 149),
    "setfsuid": (122, 151),
    "setfsgid": (123, 152),
    "setpriority": (141, 140),
}
_CLONE, _CLONE3 = {"x86_64": 56, "aarch64": 220}, 435
_TGKILL, _PRLIMIT = {"x86_64": 234, "aarch64": 131}, {"x86_64": 302, "aarch64": 261}


def can_confine_calls() -> bool:
    """Return whether there is a filter for this system."""
    return platform.system() == "Linux" and platform.machine() in _AUDIT


def confine_calls() -> None:
    """
    Refuse, with 'operation not permitted' and for good, networks, processes, signals to others and changes of the system.

    The process ends with its parent from now on.

    Raises
    ------
    OSError
        If the system cannot.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_DEATH_SIGNAL, _KILL, 0, 0, 0) or libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "the system keeps no privileges away")
    machine = platform.machine()
    text = _program(machine)
    buffer = ctypes.create_string_buffer(text, len(text))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    program = Program(len(text) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    if libc.syscall(_SECCOMP[machine], _SET_FILTER, _ALL_THREADS, ctypes.byref(program)):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _program(machine: str) -> bytes:
    column = 0 if machine == "x86_64" else 1
    calls = sorted({*_NEW, *(numbers[column] for numbers in _NAMES.values() if numbers[column])})
    no, allow = _ERRNO | errno.EPERM, _ALLOW
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _AUDIT[machine]),
        (_RETURN, 0, 0, _END_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
        # Calls of the x32 interface have other numbers.
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, no),
        # The C library does without calls that the system does not have.
        (_AT_LEAST, 0, 1, _UNKNOWN),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        # The C library starts threads by clone where there is no clone3, of which a filter cannot see the arguments.
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        (_EQUAL, 0, 4, _CLONE[machine]),
        (_LOAD, 0, 0, _FIRST),
        (_ANY_BIT, 0, 1, _CLONE_THREAD),
        (_RETURN, 0, 0, allow),
        (_RETURN, 0, 0, no),
        # A process may end itself, and limit itself.
        (_EQUAL, 0, 4, _TGKILL[machine]),
        (_LOAD, 0, 0, _FIRST),
        (_EQUAL, 0, 1, os.getpid()),
        (_RETURN, 0, 0, allow),
        (_RETURN, 0, 0, no),
        (_EQUAL, 0, 4, _PRLIMIT[machine]),
        (_LOAD, 0, 0, _FIRST),
        (_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, allow),
        (_RETURN, 0, 0, no),
    ]
    for number in calls:
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, no)]
    lines.append((_RETURN, 0, 0, allow))
    return b"".join(struct.pack("HBBI", *line) for line in lines)
