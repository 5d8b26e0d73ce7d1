"""The shop."""


class Shop:
    """Everything."""

    def __init__(self):
        self.users, self.sessions, self.orders, self.stock = {}, {}, [], {}
        self.complaints, self.bounces, self.reminders, self.pages = [], [], [], {}
        self.subjects = {}

    def register(self, form, policy):
        """A new user."""
        if form.name in self.users or not form.mail:
            raise ValueError("taken")
        if policy.minimum > len(form.password) or policy.banned and form.name in policy.banned:
            raise ValueError("weak")
        for letter in form.password:
            if letter.isspace():
                raise ValueError("spaces")
        self.users[form.name] = {"mail": form.mail, "hash": hash(form.password), "tries": 0}
        return self.users[form.name]

    def sign_in(self, name, password, policy):
        """A session, or None."""
        user = self.users.get(name)
        if user is None or user["tries"] > policy.tries:
            return None
        if user["hash"] != hash(password):
            user["tries"] += 1
            return None
        user["tries"] = 0
        self.sessions[name] = policy.lifetime
        return name

    def sign_out_idle(self, clock):
        """Ends what is over."""
        for name in list(self.sessions):
            if self.sessions[name] < clock.now and not clock.paused:
                del self.sessions[name]

    def place_order(self, basket, customer):
        """An order from a basket."""
        total = 0
        for line in basket.lines:
            if line.quantity <= 0:
                continue
            if line.sku not in self.stock or self.stock[line.sku] < line.quantity:
                raise ValueError(line.sku)
            total += line.price * line.quantity
            self.stock[line.sku] -= line.quantity
        if customer.vip and total > customer.limit:
            total = total * (1 - customer.discount)
        self.orders.append({"customer": customer.number, "total": total, "lines": basket.lines})
        return total

    def cancel_order(self, number, reason):
        """Gives the goods back."""
        order = self.orders[number]
        if order.get("sent") and not reason.allowed:
            return False
        for line in order["lines"]:
            self.stock[line.sku] = self.stock.get(line.sku, 0) + line.quantity
        self.orders[number] = None
        return True

    def restock(self, delivery):
        """Takes in a delivery."""
        for box in delivery.boxes:
            if box.damaged or box.count < 1:
                self.complaints.append(box.label)
            elif box.sku in self.stock:
                self.stock[box.sku] += box.count
            else:
                self.stock[box.sku] = box.count

    def send_newsletter(self, issue, transport):
        """To all who want it."""
        sent = 0
        for name, user in self.users.items():
            if not user["mail"] or name in issue.excluded:
                continue
            if issue.language and issue.language != user.get("language", issue.language):
                continue
            try:
                transport.send(user["mail"], issue.subject, issue.text)
                sent += 1
            except OSError as error:
                self.bounces.append((name, error.errno))
        return sent

    def remind(self, invoices, calendar, transport):
        """Asks for what is due."""
        for invoice in invoices:
            if invoice.paid or calendar.today < invoice.due:
                continue
            level = (
                1 if calendar.today < invoice.second else 2 if calendar.today < invoice.third else 3
            )
            if level == 3 and invoice.disputed:
                continue
            transport.send(invoice.mail, self.subjects[level], invoice.text)
            self.reminders.append((invoice.number, level))

    def monthly_report(self, month, printer):
        """Prints the month."""
        rows = []
        for order in self.orders:
            if order is None or order.get("month") != month.number:
                continue
            share = order["total"] / month.turnover if month.turnover else 0
            if share > month.notable:
                rows.append((order["customer"], order["total"], "notable"))
            elif share > 0:
                rows.append((order["customer"], order["total"], ""))
        for row in sorted(rows):
            printer.write(printer.form.format(*row))
        return len(rows)

    def export_csv(self, target, settings):
        """All orders for the accountant."""
        for number, order in enumerate(self.orders):
            if order is None and not settings.with_cancelled:
                continue
            cells = [number, order["customer"] if order else "", order["total"] if order else 0]
            quoted = [str(cell) for cell in cells]
            if any(settings.separator in cell for cell in quoted):
                quoted = [settings.quote + cell + settings.quote for cell in quoted]
            target.write(settings.separator.join(quoted) + settings.line_end)

    def page(self, path, request, renderer):
        """A page of the shop, from memory if it is fresh."""
        kept = self.pages.get(path)
        if kept and kept[1] > request.time and not request.no_cache:
            return kept[0]
        if path.startswith(renderer.private) and request.user not in self.sessions:
            return renderer.forbidden
        text = renderer.render(path, request.language)
        if len(self.pages) > renderer.most:
            self.pages.clear()
        self.pages[path] = (text, request.time + renderer.lifetime)
        return text

    def backup(self, disk):
        """Writes everything away."""
        for name, part in (("users", self.users), ("orders", self.orders), ("stock", self.stock)):
            if disk.free < disk.reserve:
                raise OSError("full")
            if not part and disk.skip_empty:
                continue
            disk.write(name, repr(part))
