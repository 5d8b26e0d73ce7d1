"""Tickets over HTTP."""

from .access import signed_in


@signed_in("ticket:write")
def create_ticket(request, tickets, user):
    """Answers POST /tickets."""
    return tickets.add(request.json, owner=user.id)
