/** What the next call of an RPC suffers, in the order in which they were pushed. */
export type Fault =
  /** No answer at all, until the caller gives up; `written` tells whether an append was written. */
  | { readonly kind: 'silent'; readonly after?: number; readonly written?: boolean }
  /** The server ends the call with status OK, its answer (or the rest of it) missing. */
  | { readonly kind: 'end-ok'; readonly after?: number; readonly written?: boolean }
  /** The answer comes after `ms`; `written: 'late'` is a write that happens only then. */
  | { readonly kind: 'late'; readonly ms: number; readonly after?: number; readonly written?: 'at-once' | 'late' }
  | { readonly kind: 'drop-before-write' | 'drop-after-write' }
  /** The connection is torn off after so many events. */
  | { readonly kind: 'drop'; readonly after?: number }
  /** Bytes that are no message, or a message that says nothing. */
  | { readonly kind: 'bad-payload'; readonly after?: number; readonly shape?: 'garbage' | 'empty' }
  | { readonly kind: 'unavailable'; readonly after?: number }
  | { readonly kind: 'not-leader'; readonly host: string; readonly port: number; readonly after?: number }
  /** The server's own write timeout: the write may have happened. */
  | { readonly kind: 'server-timeout'; readonly written?: boolean }
  /** An answer with this status. */
  | { readonly kind: 'status'; readonly code: number; readonly details: string; readonly after?: number }
  /** After so many events the last `again` of them are delivered once more. */
  | { readonly kind: 'duplicate'; readonly after: number; readonly again: number };

export interface Faults {
  readonly append: Fault[];
  readonly read: Fault[];
  readonly subscription: Fault[];
  readonly capabilities: Fault[];
  readonly gossip: Fault[];
}
export type Rpc = keyof Faults;
export const noFaults = (): Faults => ({ append: [], read: [], subscription: [], capabilities: [], gossip: [] });
