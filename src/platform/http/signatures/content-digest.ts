import { hash, timingSafeEqual } from 'node:crypto';

const ALGORITHMS: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };
const MEMBER = /^(sha-256|sha-512)=:([A-Za-z0-9+/]+={0,2}):$/;

export interface ContentDigest {
  readonly algorithm: string;
  readonly bytes: Buffer;
}

/** Reads a Content-Digest (RFC 9530) of SHA-256, SHA-512 or both, each once; null for anything else, weaker ones among them. */
export function readContentDigest(header: string): readonly ContentDigest[] | null {
  const digests: ContentDigest[] = [];
  for (const member of header.split(/ *, */)) {
    const [, name = '', base64 = ''] = MEMBER.exec(member) ?? [];
    const [algorithm, bytes] = [ALGORITHMS[name], Buffer.from(base64, 'base64')];
    if (algorithm === undefined || bytes.toString('base64') !== base64 || digests.some((one) => one.algorithm === algorithm)) return null;
    digests.push({ algorithm, bytes });
  }
  return digests;
}

/** Takes as long wherever they differ. */
export const isDigestOf = (digests: readonly ContentDigest[], body: Uint8Array): boolean =>
  digests.every(({ algorithm, bytes }) => {
    const own = hash(algorithm, body, 'buffer');
    return own.length === bytes.length && timingSafeEqual(own, bytes);
  });
