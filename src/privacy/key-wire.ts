import { GROUP_MAX, type KeyOperation, type KeyOutcome, NAME_CHARACTERS_MAX } from './key-operations.js';
import type { VaultKey } from './key-vault.js';

/**
 * What replicas and key server say to each other, as JSON over `POST /v1/keys`:
 * `{ operations: [{ kind, name }] }`, answered by `{ outcomes: [null | { keyId, secret: base64 | null }] }` in the same order.
 */
export const KEYS_PATH = '/v1/keys';
/** A group of the longest names, each character escaped; and whatever a whole group is answered. */
export const GROUP_BYTES_MAX = 8 * 1024 * 1024;
const KINDS: ReadonlySet<unknown> = new Set<KeyOperation['kind']>(['find', 'lookup', 'load', 'erase']);
/** 32 bytes, which is SECRET_BYTES, in base64. */
const SECRET = /^[A-Za-z0-9+/]{43}=$/;

export const operationsText = (operations: readonly KeyOperation[]): string => JSON.stringify({ operations });

export const outcomesText = (outcomes: readonly KeyOutcome[]): string =>
  JSON.stringify({
    outcomes: outcomes.map((key) => key && { keyId: key.keyId, secret: key.secret && Buffer.from(key.secret).toString('base64') }),
  });

/** Null where it is not of that shape. */
export function readOperations(body: unknown): readonly KeyOperation[] | null {
  const operations = membersOf(body)['operations'];
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > GROUP_MAX) return null;
  return operations.every(isOperation) ? operations : null;
}

/** Null where it is no answer to these operations. */
export function readOutcomes(body: unknown, operations: readonly KeyOperation[]): readonly KeyOutcome[] | null {
  const outcomes = membersOf(body)['outcomes'];
  if (!Array.isArray(outcomes) || outcomes.length !== operations.length) return null;
  const read = operations.map((operation, index) => readOutcome(operation, outcomes[index]));
  return read.every((outcome) => outcome !== undefined) ? read : null;
}

function isOperation(value: unknown): value is KeyOperation {
  const { kind, name } = membersOf(value);
  return KINDS.has(kind) && typeof name === 'string' && name.length <= NAME_CHARACTERS_MAX;
}

/** `undefined` where it is none: a key that is found has its secret, one that is loaded is the one that was asked for. */
function readOutcome({ kind, name }: KeyOperation, value: unknown): KeyOutcome | undefined {
  if (value === null) return kind === 'find' ? undefined : null;
  const key = readKey(value);
  if (key === undefined || kind === 'erase') return undefined;
  const isAsked = kind === 'load' ? key.keyId === name : key.secret !== null;
  return isAsked ? key : undefined;
}

function readKey(value: unknown): VaultKey | undefined {
  const { keyId, secret } = membersOf(value);
  if (typeof keyId !== 'string' || keyId === '') return undefined;
  if (secret === null) return { keyId, secret };
  return typeof secret === 'string' && SECRET.test(secret) ? { keyId, secret: Buffer.from(secret, 'base64') } : undefined;
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
