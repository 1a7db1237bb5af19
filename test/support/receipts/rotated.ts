import { signStatement } from '../../../src/proof/domain/signature.js';
import { headOf, type Json, keyOf, newSigner, sealed, type Signer, trueReceipt } from './forge.js';

const TURN = '2026-02-01T00:00:00.000Z';

export interface Rotation {
  readonly headBy?: 'first' | 'second';
  readonly at?: string;
  /** The second key is not signed by the first. */
  readonly unsigned?: boolean;
  readonly revokedAt?: string;
}

/** A receipt of an installation whose key was rotated once, on the first of February. */
export function rotated({ headBy = 'second', at = '2026-03-02T04:00:00.000Z', unsigned = false, revokedAt }: Rotation = {}): { receipt: Json; first: Signer; second: Signer } {
  const [first, second] = [newSigner(), newSigner()];
  const signer = headBy === 'first' ? first : second;
  const { receipt, leaves } = trueReceipt(8, [1, 6], signer);
  const { keyId, signature } = signStatement('signing-key', { newKeyId: second.keyId, publicKey: second.publicKey, from: TURN }, first.keyId, (unsigned ? second : first).privateKey);
  const revocation = revokedAt === undefined ? {} : { revokedAt, revokedBy: signedOnly(signStatement('key-revocation', { revokedKeyId: first.keyId, revokedAt }, second.keyId, second.privateKey)) };
  const keys = [{ ...keyOf(first), until: TURN, ...revocation }, { ...keyOf(second), from: TURN, signedBy: { keyId, signature } }];
  return { receipt: sealed({ ...receipt, issuedAt: at, keys, head: headOf(leaves, signer, { at }) }, signer), first, second };
}

const signedOnly = ({ keyId, signature }: { keyId: string; signature: string }) => ({ keyId, signature });
