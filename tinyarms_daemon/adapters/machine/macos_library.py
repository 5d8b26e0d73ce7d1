"""macOS's system library through ctypes: what can be read in microseconds, without root.

Written from Apple's headers (notify.h, sysctl.h, libproc.h, CGEventSource.h); tested on a Mac only.
"""

import ctypes
import sys
from functools import cache

_SYSTEM = "/usr/lib/libSystem.B.dylib"
_GRAPHICS = "/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics"
_THERMAL_KEY = b"com.apple.system.thermalpressurelevel"
_HIGHEST_LEVEL = 4
# struct rusage_info_v0 in words of eight bytes: an id of two words, then ten counters.
_USAGE_FLAVOR, _USAGE_WORDS, _USAGE_FOOTPRINT = 0, 12, 9
_HID_STATE, _ANY_INPUT = 1, 0xFFFFFFFF


class MacLibrary:
    """Answers None for what the system does not tell. OSError where this is no Mac."""

    def __init__(self) -> None:
        self._system = ctypes.CDLL(_SYSTEM, use_errno=True)
        self._graphics = self._loaded(_GRAPHICS)
        self._token = self._registered()

    def thermal_level(self) -> int | None:
        """0 nominal to 4; a key that does not exist answers 0 as well."""
        state = ctypes.c_uint64()
        if self._token is None or self._system.notify_get_state(self._token, ctypes.byref(state)):
            return None
        return state.value if state.value <= _HIGHEST_LEVEL else None

    def number(self, name: str) -> int | None:
        """A number of sysctl by name, such as kern.memorystatus_vm_pressure_level."""
        value = ctypes.c_uint64()
        size = ctypes.c_size_t(ctypes.sizeof(value))
        failed = self._system.sysctlbyname(
            name.encode(), ctypes.byref(value), ctypes.byref(size), None, ctypes.c_size_t(0)
        )
        return None if failed else int(value.value)

    def footprint_bytes(self, pid: int) -> int | None:
        """What a process of this user really takes: `ri_phys_footprint` (sys/resource.h)."""
        usage = (ctypes.c_uint64 * _USAGE_WORDS)()
        failed = self._system.proc_pid_rusage(pid, _USAGE_FLAVOR, ctypes.byref(usage))
        return None if failed else int(usage[_USAGE_FOOTPRINT])

    def idle_seconds(self) -> float | None:
        """Since the last input of any kind."""
        if self._graphics is None:
            return None
        ask = self._graphics.CGEventSourceSecondsSinceLastEventType
        ask.argtypes, ask.restype = (ctypes.c_int32, ctypes.c_uint32), ctypes.c_double
        seconds = float(ask(_HID_STATE, _ANY_INPUT))
        return seconds if seconds >= 0 else None

    def display_asleep(self) -> bool | None:
        """Whether the main display is dark."""
        if self._graphics is None:
            return None
        main = self._graphics.CGMainDisplayID
        main.restype = ctypes.c_uint32
        asleep = self._graphics.CGDisplayIsAsleep
        asleep.argtypes, asleep.restype = (ctypes.c_uint32,), ctypes.c_uint32
        return bool(asleep(main()))

    def _registered(self) -> int | None:
        """Once: the token is read from then on."""
        system, token = self._system, ctypes.c_int()
        system.notify_register_check.argtypes = (ctypes.c_char_p, ctypes.POINTER(ctypes.c_int))
        system.notify_get_state.argtypes = (ctypes.c_int, ctypes.POINTER(ctypes.c_uint64))
        failed = system.notify_register_check(_THERMAL_KEY, ctypes.byref(token))
        return None if failed else token.value

    @staticmethod
    def _loaded(path: str) -> ctypes.CDLL | None:
        try:
            return ctypes.CDLL(path)
        except OSError:
            return None


@cache
def mac_library() -> MacLibrary | None:
    """The library; None where this is no Mac, or ctypes cannot load it."""
    if sys.platform != "darwin":
        return None
    try:
        return MacLibrary()
    except (OSError, AttributeError):
        return None
