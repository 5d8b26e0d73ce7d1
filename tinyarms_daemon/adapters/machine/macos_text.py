"""What macOS's own programs print, read: nothing here runs anything.

Each function answers None where the text does not say it. The forms are held against captured
output of real machines.
"""

import re

_HIGHEST_LEVEL = 4
_NANOSECONDS = 1_000_000_000
_PERCENT = 100
THERMAL_KEY = "com.apple.system.thermalpressurelevel"
"""What `notifyutil` is asked for the thermal level by."""


def thermal_level(notifyutil: str) -> int | None:
    """0 to 4 from `notifyutil -g`; a failure is printed with status 0 and ends in a number too."""
    found = re.fullmatch(rf"{re.escape(THERMAL_KEY)} (\d+)", notifyutil.strip())
    level = None if found is None else int(found[1])
    return level if level is not None and level <= _HIGHEST_LEVEL else None


def power_source(pmset_batt: str) -> str | None:
    """`mains` or `battery`, by the source and never by the word charging."""
    found = re.search(r"Now drawing from '(AC|Battery|UPS) Power'", pmset_batt)
    return None if found is None else "mains" if found[1] == "AC" else "battery"


def battery_percent(pmset_batt: str) -> int | None:
    """The charge; None as well on a machine without a battery."""
    found = re.search(r"(\d+)%; [^;]+.*present: true", pmset_batt)
    return None if found is None else int(found[1])


def low_power_mode(pmset: str) -> str | None:
    """`on` or `off` from `pmset -g`; machines with a High Power Mode say `powermode` instead."""
    found = re.search(r"^\s*(lowpowermode|powermode)\s+(\d)", pmset, re.MULTILINE)
    return None if found is None else "on" if found[2] == "1" else "off"


def idle_seconds(ioreg: str) -> float | None:
    """Since the last input, from IOHIDSystem; the least where it stands more than once."""
    found = re.findall(r'"HIDIdleTime"\s*=\s*(\d+)', ioreg)
    return min(int(each) for each in found) / _NANOSECONDS if found else None


def lid(ioreg: str) -> str | None:
    """`open` or `closed`; desktops have no such key."""
    found = re.search(r'"AppleClamshellState"\s*=\s*(Yes|No)', ioreg)
    return None if found is None else "closed" if found[1] == "Yes" else "open"


def gpu_busy_percent(ioreg: str) -> int | None:
    """How busy the graphics processor is, by whomever; the most where there are several."""
    found = re.findall(r'"Device Utilization %"=(\d+)', ioreg)
    return max(int(each) for each in found) if found else None


def numbers(sysctl: str) -> dict[str, int]:
    """The whole numbers of `sysctl`, by name."""
    return {
        name: int(value) for name, value in re.findall(r"^([\w.]+): (\d+)$", sysctl, re.MULTILINE)
    }


def vm_pages(vm_stat: str) -> dict[str, int]:
    """Bytes by label from `vm_stat`, whose columns differ between versions."""
    size = re.search(r"page size of (\d+) bytes", vm_stat)
    if size is None:
        return {}
    lines = re.findall(r'^"?([A-Z][\w -]+?)"?:\s+(\d+)\.$', vm_stat, re.MULTILINE)
    return {label: int(pages) * int(size[1]) for label, pages in lines}


def available_bytes(vm_stat: str) -> int | None:
    """What psutil calls available: inactive, free and speculative memory."""
    pages = vm_pages(vm_stat)
    wanted = [pages.get(f"Pages {label}") for label in ("free", "inactive", "speculative")]
    known = [each for each in wanted if each is not None]
    return sum(known) if len(known) == len(wanted) else None


def compressor_share(vm_stat: str, total_bytes: int) -> int | None:
    """The share of memory that the compressor holds, in per cent."""
    held = vm_pages(vm_stat).get("Pages occupied by compressor")
    return None if held is None or not total_bytes else round(held * _PERCENT / total_bytes)
