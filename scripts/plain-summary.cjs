const { writeSync } = require('node:fs');

/** A jest reporter: after jest's own summary, one plain line that a script can read. */
module.exports = class PlainSummary {
  onRunComplete(_contexts, results) {
    // A file that could not even be loaded has no test to count, and is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
    // Jest puts its own summary behind every other reporter, so this waits for the end of the process.
    process.once('exit', () => writeSync(2, line));
  }
};
