"""No more than so many calls a while."""


def throttled(call, most, period, time):
    """`call`, which is refused once it was made `most` times within `period`."""
    made = []

    def attempt(argument):
        moment = time()
        while made and made[0] <= moment - period:
            made.pop(0)
        if len(made) >= most:
            raise PermissionError(f"more than {most} calls; wait {made[0] + period - moment} s")
        made.append(moment)
        return call(argument)

    return attempt
