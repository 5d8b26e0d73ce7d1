"""Reviews over HTTP."""

from .responses import problem, reply


def create_review(request, reviews):
    """Answers POST /reviews."""
    token = request.headers.get("Authorization", "")
    if not token.startswith("Bearer "):
        return problem(401, "sign in first")
    user = request.sessions.find(token.removeprefix("Bearer "))
    if user is None or user.expired:
        return problem(401, "sign in again")
    if "review:write" not in user.rights:
        return problem(403, "you may not do this")
    written = reviews.add(request.json, owner=user.id)
    return reply(201, written)
