"""Who may do what."""

from functools import wraps


def signed_in(right):
    """A handler that is called with the user, where the user has the right."""

    def around(handler):
        @wraps(handler)
        def checked(request, store):
            token = request.headers.get("Authorization", "")
            user = request.sessions.find(token.removeprefix("Bearer "))
            if user is None or user.expired:
                raise PermissionError("sign in again")
            if right not in user.rights:
                raise PermissionError("you may not do this")
            return handler(request, store, user)

        return checked

    return around
