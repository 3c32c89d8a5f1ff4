/** The reading of a tree is shown in the editor, where it takes a while, and the user can stop it. */
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';

export class TreeProgress {
  private reporter: Promise<WorkDoneProgressServerReporter> | undefined;
  private percent = -1;

  private readonly connection: Connection;
  private readonly title: string;
  private readonly cancel: () => void;

  /** `cancel` is called when the user has had enough. */
  constructor(connection: Connection, title: string, cancel: () => void) {
    this.connection = connection;
    this.title = title;
    this.cancel = cancel;
  }

  /** Shows how many files are done; a tree of which nothing has to be read is not shown at all. */
  report(done: number, of: number): void {
    const percent = of === 0 ? 100 : Math.floor((100 * done) / of);
    if (percent === this.percent) return;
    this.percent = percent;
    this.reporter ??= this.begin();
    this.reporter.then(
      (reporter) => reporter.report(percent, `${done} of ${of} files`),
      () => undefined,
    );
  }

  end(): void {
    this.reporter?.then(
      (reporter) => reporter.done(),
      () => undefined,
    );
    this.reporter = undefined;
    this.percent = -1;
  }

  private async begin(): Promise<WorkDoneProgressServerReporter> {
    const reporter = await this.connection.window.createWorkDoneProgress();
    reporter.begin(this.title, 0, undefined, true);
    reporter.token.onCancellationRequested(() => this.cancel());
    return reporter;
  }
}
