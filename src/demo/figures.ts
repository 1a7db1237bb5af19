/** Counts and sums of milliseconds; `…Ms` lists hold one value a holding or closure, in no order. */
export interface Figures {
  received: number;
  /** Not closed at the horizon, by holder. */
  open: number;
  closures: number;
  /** Charged to the department whose closure it was. */
  reopenings: number;
  transfersIn: number;
  transfersOut: number;
  planned: number;
  buckPasses: number;
  buckPassesAfterRulings: number;
  refusals: number;
  returns: number;
  pingPongs: number;
  hotPotatoes: number;
  recalls: number;
  firstInquiryCompletions: number;
  promisedOnTime: number;
  promisedLate: number;
  promisedWithoutLimit: number;
  statutoryOnTime: number;
  statutoryLate: number;
  statutoryWithoutLimit: number;
  ratings: number;
  badRatings: number;
  ratingSum: number;
  /** The receiver's, of every acceptance and refusal; and of those up to each request's last closure. */
  handoverMs: number;
  handoverMsToLastClosure: number;
  /** Working time held, less handover, of the stays up to each request's last closure: the ledger's HOLDING. */
  holdingMsToLastClosure: number;
  /** Of each stay that ended. */
  readonly holdingMs: number[];
  /** Of each closure, from the receipt. */
  readonly processingMs: number[];
  readonly leadMs: number[];
}
export type Count = { [K in keyof Figures]: Figures[K] extends number ? K : never }[keyof Figures];

export const noFigures = (): Figures => ({
  received: 0, open: 0, closures: 0, reopenings: 0, transfersIn: 0, transfersOut: 0, planned: 0, buckPasses: 0,
  buckPassesAfterRulings: 0, refusals: 0, returns: 0, pingPongs: 0, hotPotatoes: 0, recalls: 0, firstInquiryCompletions: 0,
  promisedOnTime: 0, promisedLate: 0, promisedWithoutLimit: 0, statutoryOnTime: 0, statutoryLate: 0, statutoryWithoutLimit: 0,
  ratings: 0, badRatings: 0, ratingSum: 0, handoverMs: 0, handoverMsToLastClosure: 0, holdingMsToLastClosure: 0,
  holdingMs: [], processingMs: [], leadMs: [],
});

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
