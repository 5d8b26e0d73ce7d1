"""Orders over HTTP."""

from .responses import problem, reply


def create_order(request, orders):
    """Answers POST /orders."""
    token = request.headers.get("Authorization", "")
    if not token.startswith("Bearer "):
        return problem(401, "sign in first")
    user = request.sessions.find(token.removeprefix("Bearer "))
    if user is None or user.expired:
        return problem(401, "sign in again")
    if "order:write" not in user.rights:
        return problem(403, "you may not do this")
    order = orders.add(request.json, owner=user.id)
    return reply(201, order)
