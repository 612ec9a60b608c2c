"""Days in words. Pure."""

from __future__ import annotations

from datetime import date

from .model import Label

_ZH_DAYS = "一二三四五六日"
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_said(day: date) -> Label:
    """A day with its weekday: 11月24日周二, Tue 24 Nov."""
    weekday = day.isoweekday() - 1
    return Label(
        f"{day.month}月{day.day}日周{_ZH_DAYS[weekday]}",
        f"{_EN_DAYS[weekday]} {day.day} {_EN_MONTHS[day.month - 1]}",
    )


def date_said(day: date, near: date) -> Label:
    """A date that may lie years from the day that is spoken of: 12月1日, or 2025年12月1日 when that is another year."""
    is_same = day.year == near.year
    zh = f"{day.month}月{day.day}日" if is_same else f"{day.year}年{day.month}月{day.day}日"
    en = f"{day.day} {_EN_MONTHS[day.month - 1]}"
    return Label(zh, en if is_same else f"{en} {day.year}")
