import type { IsoInstant } from '../../kernel/instant.js';
import type { Common, Sealed } from '../../service-request/domain/events.js';

/**
 * Stored in `rectification-<hallId>.<requestId>`, apart from the request, so that a follow-up never races a terminal for a
 * revision. The same rule as everywhere: a shipped type and its data never change.
 */
export interface RectificationEventData {
  /** `departmentId` is the one that has to rectify: the one that closed. Everything follows from the log up to the rating. */
  RectificationOpened: Common & {
    /** Which closure of the request was rated; the first is 1. */
    readonly closure: number;
    /** Revision of the rating in the request's stream. */
    readonly ratingRevision: number;
    readonly score: 1 | 2;
    readonly workingDays: number;
    readonly dueAt: IsoInstant;
    readonly calendarId: string;
    /** The calendar as it stood at the rating's position. */
    readonly calendarVersion: number;
  };
  RectificationCompleted: Common & {
    readonly closure: number;
    /** What was done. */
    readonly measures?: Sealed;
  };
}
export type RectificationEventType = keyof RectificationEventData;
export type RectificationEvent = { [T in RectificationEventType]: { readonly type: T; readonly data: RectificationEventData[T] } }[RectificationEventType];

export const RECTIFICATION_CATEGORY = 'rectification';
export const rectificationStreamPrefix = `${RECTIFICATION_CATEGORY}-`;
export const rectificationStream = (hallId: string, requestId: string): string => `${rectificationStreamPrefix}${hallId}.${requestId}`;
/** A rating up to this is bad (差评). */
export const BAD_SCORE_MAX = 2;
