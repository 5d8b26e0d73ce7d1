"""Orders over HTTP."""

from .access import signed_in


@signed_in("order:write")
def create_order(request, orders, user):
    """Answers POST /orders."""
    return orders.add(request.json, owner=user.id)
