import type { Account, Api, Canvas, Clock, Dictionary, Disk, Form, Limits, Mailer, Pointer, Printer, Rates, Shape, Theme } from "./parts";

/** The editor. */
export class Editor {
  user: string | null = null;
  token: string | null = null;
  messages: string[] = [];
  translated = new Map<string, string>();
  shapes: Shape[] = [];
  history: Shape[][] = [];
  fileName = "";
  invoices: { account: string; amount: number }[] = [];

  async login(form: Form, api: Api): Promise<boolean> {
    if (!form.name || !form.password || form.password.length < api.rules.shortest) {
      this.messages.push(api.texts.incomplete);
      return false;
    }
    const answer = await api.post(api.paths.session, { name: form.name, password: form.password });
    if (answer.status === 401 || answer.status === 403) {
      this.messages.push(answer.locked ? api.texts.locked : api.texts.wrong);
      return false;
    }
    this.user = answer.user;
    this.token = answer.token;
    return true;
  }

  logout(api: Api): void {
    if (this.token && !api.offline) {
      api.remove(api.paths.session, this.token);
    }
    this.user = null;
    this.token = null;
  }

  draw(canvas: Canvas, theme: Theme): void {
    canvas.clear(theme.background);
    for (const shape of this.shapes) {
      if (shape.hidden || shape.layer > canvas.layers) {
        continue;
      }
      if (shape.kind === "line") {
        canvas.line(shape.points, shape.selected ? theme.marked : theme.stroke);
      } else if (shape.kind === "text") {
        canvas.text(shape.text, shape.size ?? theme.size);
      } else {
        canvas.fill(shape.points, shape.color ?? theme.fill);
      }
    }
  }

  pick(event: Pointer, canvas: Canvas): Shape | undefined {
    const x = (event.x - canvas.left) / canvas.zoom;
    const y = (event.y - canvas.top) / canvas.zoom;
    for (const shape of this.shapes) {
      if (x >= shape.left && x <= shape.right && y >= shape.top && y <= shape.bottom) {
        return shape.hidden || shape.locked ? undefined : shape;
      }
    }
    return undefined;
  }

  save(disk: Disk): string {
    if (disk.readOnly || disk.free < this.shapes.length * disk.block) {
      throw new Error(disk.texts.full);
    }
    const name = this.fileName || disk.unnamed;
    if (disk.exists(name) && !disk.overwrite) {
      for (let number = 1; number < disk.most; number++) {
        if (!disk.exists(`${name} ${number}`)) {
          return disk.write(`${name} ${number}`, JSON.stringify(this.shapes));
        }
      }
    }
    return disk.write(name, JSON.stringify(this.shapes));
  }

  load(disk: Disk, name: string): void {
    const text = disk.read(name);
    if (!text || text.length > disk.largest) {
      throw new Error(disk.texts.unreadable);
    }
    this.shapes = JSON.parse(text) as Shape[];
    this.fileName = name;
    this.history = [];
  }

  undo(limits: Limits): boolean {
    const last = this.history.pop();
    if (last === undefined || limits.frozen) {
      return false;
    }
    while (this.history.length > limits.steps) {
      this.history.shift();
    }
    this.shapes = last;
    return true;
  }

  print(printer: Printer): number {
    let pages = 0;
    for (let row = 0; row < printer.rows; row++) {
      for (let column = 0; column < printer.columns; column++) {
        if (printer.skipEmpty && !this.shapes.some((shape) => shape.page === row * printer.columns + column)) {
          continue;
        }
        printer.send(row, column, printer.color ? "color" : "gray");
        pages++;
      }
    }
    return pages;
  }

  translate(dictionary: Dictionary): void {
    for (const message of this.messages) {
      const found = dictionary.entries.get(message) ?? dictionary.fallback;
      if (found && (dictionary.overwrite || !this.translated.has(message))) {
        this.translated.set(message, dictionary.upper ? found.toUpperCase() : found);
      }
    }
  }

  bill(account: Account, rates: Rates): number {
    let amount = account.pages * rates.page;
    if (account.months > rates.freeMonths || account.pages > rates.freePages) {
      amount += account.months * (account.business ? rates.business : rates.personal);
    }
    if (account.coupon && rates.coupons.has(account.coupon)) {
      amount -= rates.coupons.get(account.coupon) ?? 0;
    }
    this.invoices.push({ account: account.id, amount });
    return amount < 0 ? 0 : amount;
  }

  remind(clock: Clock, mailer: Mailer): void {
    for (const invoice of this.invoices) {
      if (invoice.amount > mailer.least && clock.day % mailer.every === 0 && !mailer.paused) {
        mailer.send(invoice.account, mailer.subject, mailer.text);
      }
    }
  }
}
