/** Types of the single-file verifier, for the tests alone: it is run as it is. */
export interface Told {
  readonly en: string;
  readonly zh: string;
}
export interface Verified extends Told {
  readonly verdict: 'ok' | 'forged' | 'unreadable';
  readonly code: string;
  readonly proven: readonly Told[];
  readonly notProven: readonly Told[];
  readonly receipt: object | null;
}
export interface VerifyOptions {
  readonly key?: string;
  readonly logId?: string;
  readonly olderHead?: unknown;
  readonly consistency?: unknown;
  readonly nowMs?: number;
}
export function verifyReceipt(source: string, options?: VerifyOptions): Promise<Verified>;
export function reportOf(result: Verified): string;
export function parseStrictly(text: string): unknown;
export function canonical(value: unknown): string;
export function eventHash(event: object): Promise<string>;
export function proofLength(leaf: number, treeSize: number): number;
export function rootFrom(leafHash: Uint8Array, leaf: number, treeSize: number, proof: readonly Uint8Array[]): Promise<Uint8Array | null>;
export function isConsistent(
  first: { readonly treeSize: number; readonly rootHash: string }, second: { readonly treeSize: number; readonly rootHash: string }, proof: readonly string[],
): Promise<boolean>;
