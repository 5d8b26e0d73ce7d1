"""What a cart costs."""


def cart_total(items, vouchers):
    """Sum of the lines after vouchers, never below zero."""
    total = 0.0
    for item in items:
        if item["quantity"] <= 0:
            continue
        line = item["price"] * item["quantity"]
        if item["sku"] in vouchers:
            line = line - line * vouchers[item["sku"]]
        total = total + line
    if total < 0:
        return 0.0
    return round(total, 2)
