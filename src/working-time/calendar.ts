/** Opening times on one local date: 'HH:MM', `until` may be '24:00'; ascending, not overlapping. */
export interface Span {
  readonly from: string;
  readonly until: string;
}
export type Weekday = 'MON' | 'TUE' | 'WED' | 'THU' | 'FRI' | 'SAT' | 'SUN';
export type Week = Readonly<Partial<Record<Weekday, readonly Span[]>>>;

/** One date that differs from its weekday: no spans switch it off, spans switch it on. */
export interface DateOverride {
  readonly spans: readonly Span[];
  readonly name?: string;
}

/** One version of a calendar, whole. Dates are local, 'YYYY-MM-DD'. */
export interface CalendarDefinition {
  readonly calendarId: string;
  readonly version: number;
  readonly zone: string;
  /** Ascending by `effectiveFrom`; the first one is null (since always). */
  readonly weeks: readonly { readonly effectiveFrom: string | null; readonly week: Week }[];
  readonly overrides: Readonly<Record<string, DateOverride>>;
  /** Last date whose holidays are announced; a due instant after it is provisional. Null: nothing is to be announced. */
  readonly announcedThrough: string | null;
}
