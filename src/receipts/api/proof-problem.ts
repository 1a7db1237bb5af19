import { ProblemError } from '../../platform/http/problem.js';
import { ProofRefused } from '../../proof/application/proof-refused.js';

const RETRY_AFTER_S = 5;

/** What cannot be proven now, as a problem that says what to do; everything else as it is. */
export function proofProblem(error: unknown): unknown {
  if (!(error instanceof ProofRefused)) return error;
  const { code, zh } = error;
  const retryable = code === 'PROOF_BEHIND';
  // Its detail names positions and files: that is for the log and for health.
  const detail = new ProofRefused(code).message;
  return new ProblemError(503, 'not-provable', detail, { code, messageZh: zh, retryable }, retryable ? { 'retry-after': String(RETRY_AFTER_S) } : {});
}
