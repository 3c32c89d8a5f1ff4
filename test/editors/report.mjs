/** What the tests found, printed as it comes and counted. */

/** Collects the checks of one run. */
export class Report {
  passed = 0;
  failed = 0;

  /** Runs one check and prints its outcome with the time it took; rethrows, so that a suite stops at its first failure. */
  async check(name, run) {
    const start = performance.now();
    try {
      const result = await run();
      this.pass(name, performance.now() - start);
      return result;
    } catch (error) {
      this.fail(name, error);
      throw new Failed(name);
    }
  }

  pass(name, milliseconds) {
    this.passed += 1;
    const time = milliseconds === undefined ? '' : ` (${Math.round(milliseconds)} ms)`;
    console.log(`ok   ${name}${time}`);
  }

  fail(name, error) {
    this.failed += 1;
    console.log(`FAIL ${name}\n     ${String(error?.message ?? error).replaceAll('\n', '\n     ')}`);
  }

  /** Runs a suite of checks; what breaks outside a check counts as one failure. */
  async suite(name, run) {
    console.log(`-- ${name}`);
    try {
      await run();
    } catch (error) {
      if (!(error instanceof Failed)) this.fail(name, error);
    }
  }
}

/** A check that was counted already. */
class Failed extends Error {}
