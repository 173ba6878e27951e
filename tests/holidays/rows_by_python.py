"""Rows of holidays as recurring-ical-events reads them: the oracle of the C++ reader.

rows_by_python.py FILE FIRST_YEAR LAST_YEAR    the rows of a file
rows_by_python.py random SEED FOLDER COUNT     writes COUNT files with rules made up at random
"""
import datetime
import random
import sys

DAY = datetime.timedelta(days=1)


def rows(path, first_year, last_year):
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar.from_ical(open(path, "rb").read())
    found = set()
    span = ((first_year, 1, 1), (last_year + 1, 1, 1))
    for event in recurring_ical_events.of(calendar).between(*span):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        categories = event.get("CATEGORIES")
        if categories is not None and b"OBSERVANCE" in categories.to_ical().upper():
            continue
        start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
        name = str(event.get("SUMMARY", ""))
        if not isinstance(start, datetime.datetime):
            last = max(end - DAY, start) if end is not None else start
            found.add((start, last, "closed", "", name))
            continue
        start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
        midnight = datetime.datetime.combine(start.date(), datetime.time())
        if start == midnight and (end - start) % DAY == datetime.timedelta(0) and end > start:
            found.add((start.date(), (end - DAY).date(), "closed", "", name))
            continue
        day = midnight
        while day < end:
            hours = []
            if start > day:
                hours.append(f"00:00-{start:%H:%M}")
            if end < day + DAY:
                hours.append(f"{end:%H:%M}-24:00")
            found.add((day.date(), day.date(), "short" if hours else "closed", " ".join(hours), name))
            day += DAY
    for first, last, kind, hours, name in sorted(found):
        if last.year >= first_year and first.year <= last_year:
            print(first, last, kind, hours, name, sep="|")


def dates_of(parts, start):
    from dateutil import rrule

    return rrule.rrulestr(";".join(parts), dtstart=datetime.datetime.combine(start, datetime.time()))


def random_rule(chosen):
    """A rule's parts and its first date. Rules without any date (every second year from an odd one, on 29 February) are
    not holidays, and are chosen again."""
    days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    while True:
        frequency = chosen.choice(["YEARLY", "YEARLY", "YEARLY", "MONTHLY", "MONTHLY", "WEEKLY", "DAILY"])
        parts = [f"FREQ={frequency}"]
        plain = False
        which = chosen.choice([1, 2, 3, 4, -1, -2])
        month = f"BYMONTH={chosen.randint(1, 12)}"
        workdays = "BYDAY=MO,TU,WE,TH,FR"
        position = f"BYSETPOS={chosen.choice([1, 2, -1, '1,-1'])}"
        monthday = f"BYMONTHDAY={chosen.choice([1, 15, 28, 29, -1, -7])}"
        if frequency == "YEARLY":
            if chosen.random() < 0.3:
                parts.append(f"INTERVAL={chosen.randint(1, 3)}")
            shapes = [
                [],
                [month, f"BYDAY={which}{chosen.choice(days)}"],
                [month, monthday],
                [month, "BYMONTHDAY=8,9,10,11,12,13,14", f"BYDAY={chosen.choice(['MO', 'FR'])}"],
                [month, workdays, position],
            ]
        elif frequency == "MONTHLY":
            parts.append(f"INTERVAL={chosen.choice([1, 2, 5, 12, 12, 24])}")
            shapes = [[], [f"BYDAY={which}{chosen.choice(days)}"], [monthday], [workdays, position], [month, f"BYDAY={which}{chosen.choice(days)}"]]
        elif frequency == "WEEKLY":
            parts.append(f"INTERVAL={chosen.choice([1, 2, 3, 26])}")
            shapes = [[], [f"BYDAY={chosen.choice(days)}"], [f"BYDAY={chosen.choice(days)},{chosen.choice(days)}", f"WKST={chosen.choice(['MO', 'SU'])}"], [month, f"BYDAY={chosen.choice(days)}"]]
        else:
            parts.append(f"INTERVAL={chosen.choice([1, 2, 7, 30, 365])}")
            shapes = [[], [month], [month, f"BYDAY={chosen.choice(days)}"], [monthday]]
        shape = chosen.choice(shapes)
        parts += shape
        plain = frequency == "YEARLY" and not shape
        if plain and chosen.random() < 0.3:
            start = datetime.date(2020, 2, 29)
        else:
            start = datetime.date(2020, 1, 1) + DAY * chosen.randint(0, 800)
        if plain:
            return parts, start
        first = next(iter(dates_of(parts + ["UNTIL=20400101"], start)), None)
        if first is not None:
            return parts, first.date()


def random_files(seed, folder, count):
    chosen = random.Random(seed)
    for number in range(count):
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//random//EN"]
        for event in range(8):
            parts, start = random_rule(chosen)
            ending = chosen.random()
            if ending < 0.3:
                parts.append(f"COUNT={chosen.randint(1, 8)}")
            elif ending < 0.6:
                # What an end before the start means, libraries do not agree on.
                until = max(start, datetime.date(2023, 1, 1) + DAY * chosen.randint(0, 2500))
                parts.append(f"UNTIL={until:%Y%m%d}")
            lines += ["BEGIN:VEVENT", f"UID:{number}-{event}", "DTSTAMP:20260101T000000Z", f"DTSTART;VALUE=DATE:{start:%Y%m%d}"]
            length = chosen.randint(0, 3)
            if length:
                lines.append(f"DTEND;VALUE=DATE:{start + DAY * length:%Y%m%d}")
            lines.append("RRULE:" + ";".join(parts))
            if chosen.random() < 0.4:
                listed = [date for date, _ in zip(dates_of(parts, start), range(8))]
                lines.append(f"EXDATE;VALUE=DATE:{chosen.choice(listed):%Y%m%d}")
            lines += [f"SUMMARY:event {event}", "END:VEVENT"]
        lines.append("END:VCALENDAR")
        with open(f"{folder}/{number}.ics", "w", newline="") as out:
            out.write("\r\n".join(lines) + "\r\n")


if sys.argv[1] == "random":
    random_files(int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
else:
    rows(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
