import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { hashOf, sealChain } from '../../../src/event-store/audit-hash.js';
import { canonicalForm } from '../../../src/event-store/canonical-form.js';
import { keyIdOf, signStatement, spkiOf } from '../../../src/proof/domain/signature.js';

/** A log with one request in it, its receipt as the service writes it, and what a forger makes of it. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Signer {
  readonly keyId: string;
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
export const leafOf = (auditHash: string): Buffer => sha256(Buffer.of(0), Buffer.from(auditHash, 'hex'));
const partOf = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));

/** RFC 9162, 2.1.1, as the text defines it. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  const k = partOf(leaves.length);
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}
/** 2.1.3.1 */
export function pathOf(m: number, leaves: readonly Buffer[]): string[] {
  if (leaves.length === 1) return [];
  const k = partOf(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m < k ? [...pathOf(m, left), rootOf(right).toString('hex')] : [...pathOf(m - k, right), rootOf(left).toString('hex')];
}
/** 2.1.4.1 */
export function consistencyOf(m: number, leaves: readonly Buffer[], whole = true): string[] {
  if (m === leaves.length) return whole ? [] : [rootOf(leaves).toString('hex')];
  const k = partOf(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m <= k
    ? [...consistencyOf(m, left, whole), rootOf(right).toString('hex')]
    : [...consistencyOf(m - k, right, false), rootOf(left).toString('hex')];
}

export function newSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = spkiOf(publicKey);
  return { keyId: keyIdOf(spki), publicKey: spki, privateKey };
}

const FROM = '2026-01-01T00:00:00.000Z';
export const AT = '2026-03-02T04:00:00.000Z';
const STEPS = ['RequestReceived', 'RequestAccepted', 'RequestTransferred', 'TransferAccepted', 'ProgressRecorded', 'RequestCompleted', 'RequestRated'];

/** Events of a request as they are recorded: chained, hashed, with a text under seal, a Chinese value and a number that is not whole. */
export function eventsOf(hallId: string, requestId: string, count: number): Json[] {
  const stream = `serviceRequest-${hallId}.${requestId}`;
  const facts = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(), type: STEPS[index % STEPS.length]!,
    data: {
      hallId, requestId, occurredAt: `2026-03-02T0${index}:00:00.000Z`, departmentId: '规划科', warningShare: 0.9, amount: index,
      note: { keyId: randomUUID(), nonce: randomBytes(12).toString('base64'), ciphertext: randomBytes(40).toString('base64') },
    },
    metadata: {
      recordedAt: `2026-03-02T0${index}:00:01.000Z`, principal: 'terminal-1', correlationId: randomUUID(), causationId: `/t#${index}`,
      source: { source: '/t', id: String(index) }, contentDigest: randomBytes(32).toString('hex'),
    },
  }));
  return sealChain(stream, 0n, null, facts).map(({ id, type, data, metadata }, index) => ({ stream, revision: String(index), id, type, data, metadata }));
}

export interface Forged {
  readonly receipt: Json;
  readonly leaves: readonly Buffer[];
  readonly signer: Signer;
}

/** A receipt of `places.length` events that are the leaves `places` of a tree of `treeSize`. */
export function trueReceipt(treeSize: number, places: readonly number[], signer = newSigner(), ids = { hallId: 'hall', requestId: '2026-017' }): Forged {
  const events = eventsOf(ids.hallId, ids.requestId, places.length);
  const leaves = Array.from({ length: treeSize }, () => sha256(randomBytes(32)));
  places.forEach((place, index) => { leaves[place] = leafOf(events[index].metadata.hash as string); });
  const proven = events.map((event, index) => ({
    stream: event.stream, revision: event.revision, position: String(places[index]! * 3 + 7), id: event.id, type: event.type, data: event.data, metadata: event.metadata,
    leafIndex: places[index], proof: pathOf(places[index]!, leaves),
  }));
  const receipt = {
    version: 1, kind: 'service-efficiency-tracker/receipt', ...ids, issuedAt: AT, head: headOf(leaves, signer),
    keys: [keyOf(signer)], events: proven,
  };
  return { receipt: sealed(receipt, signer), leaves, signer };
}

export const keyOf = ({ keyId, publicKey }: Signer): Json => ({ keyId, publicKey, from: FROM, until: null, signedBy: null });

export const headOf = (leaves: readonly Buffer[], signer: Signer, over: object = {}): Json =>
  signedHead({
    version: 1, logId: leaves[0]!.toString('hex'), treeSize: leaves.length, rootHash: rootOf(leaves).toString('hex'), position: String(leaves.length * 3 + 7), at: AT, ...over,
  }, signer);

/** As somebody with the key writes it. */
export const signedHead = ({ keyId: _keyId, signature: _signature, ...head }: Json, signer: Signer): Json =>
  signStatement('tree-head', head, signer.keyId, signer.privateKey);

export function sealed({ seal: _before, ...receipt }: Json, signer: Signer): Json {
  const digest = createHash('sha256').update(canonicalForm(receipt)).digest('hex');
  return { ...receipt, seal: signStatement('receipt', { digest }, signer.keyId, signer.privateKey) };
}

/** The event as its forger leaves it: with a hash that fits again. */
export function rehashed(event: Json): Json {
  const hash = hashOf({ ...event, revision: BigInt(event.revision), position: 0n });
  return { ...event, metadata: { ...event.metadata, hash } };
}
