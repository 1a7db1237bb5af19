import { nodeVersionProblem } from './platform/node-version.js';

/** The rest is loaded only on a Node that can: an old one gets a sentence, not a stack. */
const problem = nodeVersionProblem(process.versions.node);
if (problem === null) {
  void import('./serve.main.js').then(({ serve }) => serve(process.argv));
} else {
  console.error(problem);
  process.exitCode = 1;
}
