import { toMs } from '../../kernel/instant.js';
import { isSignedBy, type TreeHead } from './head.js';
import { publicKeyOf } from './signature.js';
import { CLOCK_SKEW_MS, notInForce, type PublishedKey } from './signing-keys.js';

export const HEAD_FAULTS = {
  KEY_UNKNOWN: { en: 'it is signed by a key that is not in the list', zh: '签署密钥不在密钥清单中' },
  SIGNATURE: { en: 'its signature does not fit', zh: '签名不符' },
  REVOKED: { en: 'its key was revoked by then', zh: '签署时密钥已被吊销' },
  OUT_OF_TIME: { en: 'its key was not in force at that time', zh: '签署时刻不在密钥有效期内' },
  FUTURE: { en: 'it is more than 5 minutes ahead of the clock', zh: '签署时刻超前时钟逾 5 分钟' },
} as const;
export type HeadFault = keyof typeof HEAD_FAULTS;

/** Whether a head counts, whatever the log says. @param nowMs null where no clock is to be trusted. @returns why not, or null. */
export function faultOfHead(head: TreeHead, keys: readonly PublishedKey[], nowMs: number | null): HeadFault | null {
  const key = keys.find(({ keyId }) => keyId === head.keyId);
  if (key === undefined) return 'KEY_UNKNOWN';
  if (!isSignedBy(head, publicKeyOf(key.publicKey))) return 'SIGNATURE';
  if (nowMs !== null && toMs(head.at) > nowMs + CLOCK_SKEW_MS) return 'FUTURE';
  return notInForce(key, head.at);
}
