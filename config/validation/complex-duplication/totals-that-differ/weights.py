"""What a parcel weighs."""


def parcel_grams(items, packaging):
    """The heaviest line, with its packaging: lines are sent apart."""

    def packed(entry):
        return entry["grams"] * entry["quantity"] + packaging.get(entry["sku"], 0)

    sent = [entry for entry in items if entry["quantity"] > 0]
    return max(map(packed, sent), default=0)
