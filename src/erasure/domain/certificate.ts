import type { ErasureReason } from './erasure-events.js';

/** Kind of the signed statement. */
export const CERTIFICATE = 'erasure-certificate';
export const CERTIFICATE_KIND = 'service-efficiency-tracker/erasure-certificate';

/** That the texts of one applicant cannot be read any more, by whom and when. The reference itself is not in it. Positions are decimal text. */
export interface Certificate<Head> {
  readonly version: 1;
  readonly kind: typeof CERTIFICATE_KIND;
  readonly hallId: string;
  /** The pseudonym: the id of the key that was destroyed. */
  readonly applicantKeyId: string;
  readonly reason: ErasureReason;
  readonly requestedAt: string;
  readonly requestedBy: string;
  readonly completedAt: string;
  readonly completedBy: string;
  readonly requests: number;
  readonly texts: number;
  readonly keys: number;
  /** Of the first and last event with such a text; null where there was none. */
  readonly firstPosition: string | null;
  readonly lastPosition: string | null;
  /** The log just before: its size as a tree, which ends before the event at `position`. */
  readonly before: { readonly position: string; readonly treeSize: number };
  /** Position of the event that says it was done, and a signed head that covers it. */
  readonly completion: string;
  readonly after: Head;
  readonly remains: readonly { readonly en: string; readonly zh: string }[];
  readonly issuedAt: string;
}

/** What an erasure leaves, said in the certificate itself. */
export const REMAINS: Certificate<unknown>['remains'] = [
  { en: 'The events, their hashes and proofs, and the ciphertext, which nothing opens any more.', zh: '事件、散列值与证明，以及再也无法解开的密文。' },
  { en: 'Every figure, to the digit: none is made of these texts.', zh: '所有指标，分毫不变：指标不取自这些文本。' },
  { en: 'Copies of the keys that were made before (backups, keys:backup): until they are destroyed too, whoever has one and the log can read the texts.', zh: '此前制作的密钥副本（备份、keys:backup）：在其销毁之前，持有副本和日志者仍可读取这些文本。' },
  { en: 'What people outside this service wrote down or printed.', zh: '本服务之外的人员抄录或打印的内容。' },
];
