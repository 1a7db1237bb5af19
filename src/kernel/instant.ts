/** Milliseconds since 1970-01-01T00:00:00Z. Pure code computes with these; stored events hold `IsoInstant`. */
export type EpochMs = number;
/** Always the 24 characters of `Date.toISOString()`, so that text order is time order. */
export type IsoInstant = string;

export const toIso = (ms: EpochMs): IsoInstant => new Date(ms).toISOString();
export const toMs = (instant: IsoInstant): EpochMs => Date.parse(instant);
