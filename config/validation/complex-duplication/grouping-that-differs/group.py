"""Visits by day, for the report."""


def visits_per_day(visits):
    """Day to the names of its visitors in alphabetic order, each once."""
    days = {}
    for visit in visits:
        day = visit["at"].split("T")[0]
        if day not in days:
            days[day] = []
        if visit["name"] not in days[day]:
            days[day].append(visit["name"])
    for day in days:
        days[day].sort()
    return days
