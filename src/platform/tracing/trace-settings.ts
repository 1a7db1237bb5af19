/** What the environment says of traces. */
export interface TraceSettings {
  /** The collector's address without `/v1/traces`; null: no traces at all. */
  readonly endpoint: string | null;
  /** Share of traces kept, 0 to 1, where the caller has not decided already. */
  readonly share: number;
}
