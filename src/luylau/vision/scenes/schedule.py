"""When a scene is watched: parts of the week in local time."""

from datetime import datetime, timedelta, tzinfo

from luylau.kernel.clock import MICROS
from luylau.vision.plan import Hours

DAY_MIN = 24 * 60


def is_watched(hours: tuple[Hours, ...], time_us: int, zone: tzinfo) -> bool:
    """Say whether a time (microseconds UTC) lies in one of the parts of the week; always where there is none.

    A part begins at its ``start`` and is over at its ``end``. One that goes on past midnight belongs to the
    day on which it began.
    """
    if not hours:
        return True
    local = datetime.fromtimestamp(time_us // MICROS, zone)
    minute = local.hour * 60 + local.minute
    today, yesterday = local.weekday(), (local - timedelta(days=1)).weekday()
    for part in hours:
        if part.start < part.end:
            if today in part.days and part.start <= minute < part.end:
                return True
        elif (today in part.days and minute >= part.start) or (yesterday in part.days and minute < part.end):
            return True
    return False
