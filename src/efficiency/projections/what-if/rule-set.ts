import type { Urgency } from '../../../service-request/domain/events.js';
import type { DateOverride, Week } from '../../../working-time/calendar.js';
import type { LimitUnit } from '../../../working-time/limit.js';

/** What becomes of a limit as it was pinned: another one, none, or more or less of the unit it was pinned in. */
export type LimitRule =
  | { readonly kind: 'SET'; readonly unit: LimitUnit; readonly amount: number }
  | { readonly kind: 'CHANGE'; readonly unit: LimitUnit; readonly by: number }
  | { readonly kind: 'NONE' };

/** Other terms for some receipts; what is left out stays as it was pinned. */
export interface ItemRule {
  /** Service items it is for; null: all. */
  readonly codes: readonly string[] | null;
  /** Null: both variants. */
  readonly urgency: Urgency | null;
  readonly promised?: LimitRule;
  readonly statutory?: LimitRule;
  /** SET and NONE hold for an explicit due instant as well, which they leave alone otherwise. */
  readonly explicitToo?: boolean;
  readonly route?: readonly string[];
  readonly calendarId?: string;
  readonly clockStart?: 'RECEIPT' | 'ACCEPTANCE';
  readonly warningShare?: number;
}

/** A calendar as if it had always been so; one that the log does not have needs a zone and a week. */
export interface CalendarRule {
  readonly calendarId: string;
  readonly zone: string | null;
  /** In place of every week it ever had; null: as recorded. */
  readonly week: Week | null;
  /** Whatever was recorded for these dates: other spans, or as their weekday (null). */
  readonly overrides: Readonly<Record<string, DateOverride | null>>;
}

/** Another rule set for a history that stays as it was recorded. All item rules that fit a receipt apply, in order. */
export interface RuleSet {
  readonly items: readonly ItemRule[];
  readonly calendars: readonly CalendarRule[];
  /** Null: the threshold of the question. */
  readonly hotPotatoMs: number | null;
}

export const NO_RULES: RuleSet = { items: [], calendars: [], hotPotatoMs: null };

/** Calendars that requests are to be measured with from their receipt on, though they were pinned to others. */
export const calendarsOfItems = ({ items }: RuleSet): readonly string[] =>
  [...new Set(items.flatMap(({ calendarId }) => calendarId ?? []))];
