"""Reviews over HTTP."""

from .access import signed_in


@signed_in("review:write")
def create_review(request, reviews, user):
    """Answers POST /reviews."""
    return reviews.add(request.json, owner=user.id)
