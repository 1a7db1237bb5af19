import type { IsoInstant } from '../../kernel/instant.js';
import { fields, instant, oneOf, type Shape } from '../../kernel/shape.js';
import type { KeyObject } from 'node:crypto';
import type { Signed } from './signature.js';
import { signStatement, verifyStatement } from './signature.js';

/** Kind of the statement; see `contextOf`. */
export const TREE_HEAD = 'tree-head';

/** What a log said of itself at one instant. */
export interface UnsignedHead {
  readonly version: 1;
  /** Hash of the first leaf, in hex: it pins the log. */
  readonly logId: string;
  /** Leaves; 1 or more. */
  readonly treeSize: number;
  /** 64 hex digits. */
  readonly rootHash: string;
  /** Of the last event in the tree, as decimal text. */
  readonly position: string;
  readonly at: IsoInstant;
}
export type TreeHead = Signed<UnsignedHead>;

export const signHead = (head: UnsignedHead, keyId: string, privateKey: KeyObject): TreeHead => signStatement(TREE_HEAD, { ...head }, keyId, privateKey);

export const isSignedBy = (head: TreeHead, publicKey: KeyObject): boolean => verifyStatement(TREE_HEAD, { ...head }, publicKey);

const matching = (pattern: RegExp): Shape => (value) => (typeof value === 'string' && pattern.test(value) ? null : '');
const size: Shape = (value) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? null : '');
const HEX_64 = matching(/^[0-9a-f]{64}$/);

const shape = fields<TreeHead>({
  version: oneOf(1), logId: HEX_64, treeSize: size, rootHash: HEX_64, position: matching(/^\d{1,19}$/), at: instant,
  keyId: matching(/^[0-9a-f]{16}$/), signature: matching(/^[A-Za-z0-9+/]{86}==$/),
});

/** @returns the head, or the name of the first field that is none. */
export function headOf(value: unknown): { readonly head: TreeHead } | { readonly head: null; readonly wrong: string } {
  const wrong = shape(value);
  if (wrong !== null) return { head: null, wrong: wrong.replace(/^\./, '') || 'head' };
  // Only its own fields: what else a file says is not signed and is nobody's business.
  const { version, logId, treeSize, rootHash, position, at, keyId, signature } = value as TreeHead;
  return { head: { version, logId, treeSize, rootHash, position, at, keyId, signature } };
}
