import type { Api, Canvas, Disk, Form, Limits, Pointer, Printer, Shape, Theme } from "./parts";
import { Drawing } from "./Drawing";
import { Session } from "./Session";
import { Files } from "./Files";

/** The editor: each part does its own work. */
export class Editor {
  constructor(
    private readonly drawing: Drawing,
    private readonly session: Session,
    private readonly files: Files,
  ) {}

  login(form: Form, api: Api): Promise<boolean> {
    return this.session.login(form, api);
  }

  logout(api: Api): void {
    this.session.logout(api);
  }

  draw(canvas: Canvas, theme: Theme): void {
    this.drawing.draw(canvas, theme);
  }

  pick(event: Pointer, canvas: Canvas): Shape | undefined {
    return this.drawing.pick(event, canvas);
  }

  save(disk: Disk): string {
    return this.files.save(disk, this.drawing.shapes);
  }

  load(disk: Disk, name: string): void {
    this.drawing.replace(this.files.load(disk, name));
  }

  undo(limits: Limits): boolean {
    return this.drawing.undo(limits);
  }

  print(printer: Printer): number {
    return this.drawing.print(printer);
  }
}
