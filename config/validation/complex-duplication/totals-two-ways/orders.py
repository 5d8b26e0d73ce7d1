"""Orders as they are shown in the account."""


def price_of_order(order_lines, discount_by_sku):
    """The amount that is asked for."""

    def discounted(entry):
        return entry["price"] * entry["quantity"] * (1 - discount_by_sku.get(entry["sku"], 0))

    counted = filter(lambda entry: entry["quantity"] > 0, order_lines)
    return round(max(sum(map(discounted, counted)), 0.0), 2)
