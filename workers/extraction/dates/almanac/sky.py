"""Sun and moon as calendars follow them: longitudes, how far the moon is ahead, and new moons, good to some minutes.

After J. Meeus, Astronomical Algorithms, chapters 25 and 47 (the greatest terms). Moments are universal time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import radians, sin

#: From one new moon to the next, in days.
MONTH = 29.530588861
_J2000 = datetime(2000, 1, 1, 12)
_CENTURY_DAYS = 36525.0
#: Terms of the moon's longitude: degrees, and multiples of elongation, sun's anomaly, moon's anomaly, latitude argument.
_MOON = (
    (6.288774, 0, 0, 1, 0), (1.274027, 2, 0, -1, 0), (0.658314, 2, 0, 0, 0), (0.213618, 0, 0, 2, 0),
    (-0.185116, 0, 1, 0, 0), (-0.114332, 0, 0, 0, 2), (0.058793, 2, 0, -2, 0), (0.057066, 2, -1, -1, 0),
    (0.053322, 2, 0, 1, 0), (0.045758, 2, -1, 0, 0), (-0.040923, 0, 1, -1, 0), (-0.034720, 1, 0, 0, 0),
    (-0.030383, 0, 1, 1, 0), (0.015327, 2, 0, 0, -2),
)  # fmt: skip


def new_moon_near(moment: datetime) -> datetime:
    """The new moon that is nearest to a moment."""
    for _ in range(4):
        moment -= timedelta(days=turned(elongation(moment)) / 360 * MONTH)
    return moment


def elongation(moment: datetime) -> float:
    """How far the moon is ahead of the sun, 0 to 360 degrees."""
    return (_moon(moment) - sun(moment)) % 360


def turned(angle: float) -> float:
    """The angle from -180 to 180 degrees."""
    return (angle + 180) % 360 - 180


def sun(moment: datetime) -> float:
    """The tropical longitude of the sun, 0 to 360 degrees."""
    t = centuries(moment)
    anomaly = radians(357.52911 + 35999.05029 * t)
    return (280.46646 + 36000.76983 * t + 1.914602 * sin(anomaly) + 0.019993 * sin(2 * anomaly) - 0.00569) % 360


def centuries(moment: datetime) -> float:
    """The time since noon of 1 January 2000, in centuries."""
    return (moment - _J2000).total_seconds() / 86400 / _CENTURY_DAYS


def _moon(moment: datetime) -> float:
    t = centuries(moment)
    ahead, solar = radians(297.8501921 + 445267.1114034 * t), radians(357.5291092 + 35999.0502909 * t)
    lunar, latitude = radians(134.9633964 + 477198.8675055 * t), radians(93.2720950 + 483202.0175233 * t)
    terms = (size * sin(d * ahead + m * solar + n * lunar + f * latitude) for size, d, m, n, f in _MOON)
    return (218.3164477 + 481267.88123421 * t + sum(terms)) % 360
