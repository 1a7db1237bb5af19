import type { PublishedKey } from '../domain/signing-keys.js';
import { fingerprintOf } from '../domain/signature.js';
import type { Finding } from './findings.js';
import type { ReadHeads } from './read-heads.js';
import type { AuditReport } from './verify-audit.js';

export interface AuditText {
  readonly report: AuditReport;
  readonly heads: ReadHeads;
  readonly keys: readonly PublishedKey[];
  readonly label: string;
}

const both = ({ code, en, zh }: Finding): readonly string[] => [`${code}: ${en}`, zh];

/** What is wrong, the log's first bad place before everything else. */
export function faultLines({ report, heads }: AuditText): readonly string[] {
  const more = heads.more === 0 ? [] : [`and ${heads.more} more heads 另有 ${heads.more} 个树头`];
  return [...(report.log === null ? [] : both(report.log)), ...heads.findings.flatMap(both), ...more];
}

export function standingLines({ report, heads, keys, label }: AuditText): readonly string[] {
  const { events, last, logId, root, headsHeld, uncovered } = report;
  const [first] = keys;
  return [
    `${label}: ${events} events hold, up to position ${last ?? '-'}; ${headsHeld} of ${heads.index.count} signed heads have been held against them.`,
    `${events} 个事件校验无误，直至位置 ${last ?? '-'}；已与 ${heads.index.count} 个签名树头中的 ${headsHeld} 个核对。`,
    ...(uncovered > 0 ? [`${uncovered} events came after the last head: of them only the chains are proven. 最后一个树头之后有 ${uncovered} 个事件，仅校验了散列链。`] : []),
    ...(logId === null ? [] : [`log ${logId}`, `root ${root}`]),
    ...(first === undefined ? [] : [`first key ${fingerprintOf(first.publicKey)}: is it the one you have written down? 首个密钥指纹，请与另行保存的比对。`]),
  ];
}
