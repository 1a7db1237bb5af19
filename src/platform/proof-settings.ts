import { auditDirBeside } from '../kernel/audit-dir.js';
import type { EnvironmentReader } from './config-reader.js';

export interface ProofSettings {
  /** Folder of the signing keys and the signed heads: not where the log is. */
  readonly auditDir: string;
  /** From one look whether a new head is due to the next; 0 for never. */
  readonly headEveryMs: number;
  /** Whether each head is also written to standard output. */
  readonly headsToStdout: boolean;
  /** Where each head is sent besides, or null. */
  readonly webhook: string | null;
}

const WEBHOOK = /^(https:\/\/[^\s/?#@]{1,300}|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?)([/?][^\s#]{0,1000})?$/;

export function readProofSettings(env: Readonly<Record<string, string | undefined>>, read: EnvironmentReader, dataDir: string, isTest: boolean): ProofSettings {
  const everyMs = read.integer('AUDIT_HEAD_EVERY_MS', isTest ? 0 : 60_000, 0, 86_400_000);
  if (everyMs > 0 && everyMs < 1_000) read.problem(`AUDIT_HEAD_EVERY_MS must be 0 or at least 1000, but is ${everyMs}.`);
  // Tests leave nothing beside the folder they remove.
  const auditDir = read.text('AUDIT_DIR', isTest ? `${dataDir}/audit` : auditDirBeside(dataDir), /^[^\0]{1,1100}$/, 'a folder');
  return { auditDir, headEveryMs: everyMs, headsToStdout: read.oneOf('AUDIT_HEAD_OUT', 'none', ['none', 'stdout']) === 'stdout', webhook: readWebhook(env, read) };
}

/** The address may hold a secret: no message repeats it. */
function readWebhook(env: Readonly<Record<string, string | undefined>>, read: EnvironmentReader): string | null {
  const url = env['AUDIT_HEAD_WEBHOOK']?.trim() ?? '';
  if (url === '') return null;
  if (WEBHOOK.test(url) && URL.canParse(url)) return url;
  read.problem('AUDIT_HEAD_WEBHOOK must be an https address without a password in it, or http on 127.0.0.1, localhost or [::1].');
  return null;
}
