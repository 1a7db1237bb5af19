/** Hex of 64 digits for hashes, decimal text for revisions and positions; see docs/reference/proof.md. */
export interface ProvenEvent {
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
  readonly leafIndex: number;
  /** From the leaf upwards. */
  readonly proof: readonly string[];
}

/** Everything about a receipt but its seal, which is over all of it. */
export interface UnsealedReceipt<Head, Key> {
  readonly version: 1;
  readonly kind: typeof RECEIPT_KIND;
  readonly hallId: string;
  readonly requestId: string;
  readonly issuedAt: string;
  readonly head: Head;
  readonly keys: readonly Key[];
  readonly events: readonly ProvenEvent[];
}
export const RECEIPT_KIND = 'service-efficiency-tracker/receipt';
/** Kind of the signed statement: see StatementSigner. */
export const RECEIPT_SEAL = 'receipt';

/** Says that the receipt is whole: whoever takes its last event away cannot say so again. */
export interface Seal {
  /** SHA-256 over the RFC 8785 form of the receipt without `seal`. */
  readonly digest: string;
  readonly keyId: string;
  readonly signature: string;
}
export type Receipt<Head, Key> = UnsealedReceipt<Head, Key> & { readonly seal: Seal };

/** A name for its file that no header and no shell takes for anything else. */
export const receiptFileName = (hallId: string, requestId: string): string => `receipt-${`${hallId}.${requestId}`.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 150)}.json`;
