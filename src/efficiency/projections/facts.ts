/**
 * The facts of the read model and their columns. Every stored row also has `position` (the event that made it so), `request`
 * (position of the receipt) and `key` (place within request and kind). A fact that stops being true is retracted by a row
 * of its own, never updated. Times and durations are milliseconds; `w…` are working milliseconds since the calendar's epoch.
 */
export type ColumnType = 'BIGINT' | 'VARCHAR' | 'BOOLEAN' | 'DOUBLE' | 'INTEGER';

export const FACT_COLUMNS = {
  /** `route`: the departments in their planned order, as a JSON list. */
  receipts: {
    department: 'VARCHAR', officer: 'VARCHAR', atMs: 'BIGINT', hall: 'VARCHAR', requestId: 'VARCHAR', serviceItem: 'VARCHAR',
    channel: 'VARCHAR', urgency: 'VARCHAR', calendar: 'VARCHAR', warningShare: 'DOUBLE', hasPromised: 'BOOLEAN', hasStatutory: 'BOOLEAN',
    route: 'VARCHAR',
  },
  /** Ended holdings. `holdingMs`: working time, suspensions out, handover included. */
  holdings: {
    department: 'VARCHAR', officer: 'VARCHAR', fromMs: 'BIGINT', atMs: 'BIGINT', endedBy: 'VARCHAR', holdingMs: 'BIGINT', handoverMs: 'BIGINT',
  },
  /** Transfers and refusals that count; `heldMs`, `progress` are of the sender's holding it ended. */
  transfers: {
    fromDepartment: 'VARCHAR', toDepartment: 'VARCHAR', officer: 'VARCHAR', atMs: 'BIGINT', revision: 'INTEGER', isRefusal: 'BOOLEAN',
    planned: 'BOOLEAN', ruling: 'VARCHAR', isReturn: 'BOOLEAN', isPingPong: 'BOOLEAN', heldMs: 'BIGINT', progress: 'INTEGER', reasonCode: 'VARCHAR',
  },
  recalls: { department: 'VARCHAR', atMs: 'BIGINT' },
  episodes: { departmentA: 'VARCHAR', departmentB: 'VARCHAR', holders: 'INTEGER', rounds: 'INTEGER', fromMs: 'BIGINT', atMs: 'BIGINT' },
  /** Closed walks over `length` different departments (a JSON list, the smallest id first); charged like the transfer that closes it, at `revision`. */
  cycles: {
    department: 'VARCHAR', officer: 'VARCHAR', departments: 'VARCHAR', length: 'INTEGER', fromMs: 'BIGINT', atMs: 'BIGINT', revision: 'INTEGER',
  },
  /** Everything counted from the receipt up to this closure. */
  closures: {
    department: 'VARCHAR', officer: 'VARCHAR', firstDepartment: 'VARCHAR', atMs: 'BIGINT', outcome: 'VARCHAR', leadMs: 'BIGINT', processingMs: 'BIGINT',
    holdingMs: 'BIGINT', handoverMs: 'BIGINT', applicantMs: 'BIGINT', statutoryMs: 'BIGINT', offHoursMs: 'BIGINT', closedMs: 'BIGINT',
    promised: 'VARCHAR', promisedDueMs: 'BIGINT', promisedBudgetMs: 'BIGINT', promisedUsedMs: 'BIGINT', promisedProvisional: 'BOOLEAN',
    statutory: 'VARCHAR', statutoryDueMs: 'BIGINT', statutoryBudgetMs: 'BIGINT', statutoryUsedMs: 'BIGINT', statutoryProvisional: 'BOOLEAN',
  },
  /** Charged to the department that had closed it. */
  reopenings: { department: 'VARCHAR', atMs: 'BIGINT', closedAtMs: 'BIGINT', reopenedBy: 'VARCHAR' },
  firstInquiryCompletions: { department: 'VARCHAR', atMs: 'BIGINT' },
  /** One rating a closure at most. `atMs` is the closure's instant: a rating belongs to the period of what it rates. `closure` counts from 0. */
  ratings: {
    department: 'VARCHAR', officer: 'VARCHAR', atMs: 'BIGINT', ratedAtMs: 'BIGINT', closure: 'INTEGER', revision: 'INTEGER', score: 'INTEGER',
  },
  ratingDimensions: { department: 'VARCHAR', officer: 'VARCHAR', atMs: 'BIGINT', closure: 'INTEGER', dimension: 'VARCHAR', score: 'DOUBLE' },
  /** Charged like the transfer or refusal ruled on (`hopRevision`); `stands` is false once a later ruling has taken its place. */
  rulings: {
    department: 'VARCHAR', toDepartment: 'VARCHAR', officer: 'VARCHAR', atMs: 'BIGINT', revision: 'INTEGER', hopRevision: 'INTEGER', hopAtMs: 'BIGINT',
    isRefusal: 'BOOLEAN', recalled: 'BOOLEAN', verdict: 'VARCHAR', stands: 'BOOLEAN',
  },
  /** Out of streams of their own, by request; opened by the rating at `ratingRevision` at its instant. Never retracted: they go with their rating. */
  rectifications: {
    department: 'VARCHAR', atMs: 'BIGINT', closure: 'INTEGER', ratingRevision: 'INTEGER', dueMs: 'BIGINT', calendar: 'VARCHAR', revision: 'INTEGER',
  },
  rectificationCompletions: { department: 'VARCHAR', officer: 'VARCHAR', atMs: 'BIGINT', closure: 'INTEGER', revision: 'INTEGER' },
  /** Steps of the work, in the order of their instants. */
  progress: { department: 'VARCHAR', officer: 'VARCHAR', atMs: 'BIGINT', step: 'VARCHAR' },
  /** Ended ones. `movedDue`: without it a due instant would have stood elsewhere when it ended. */
  /** `issuedBy`: the supervisor's department; `department` and `officer` are those that were reminded. */
  reminders: { department: 'VARCHAR', officer: 'VARCHAR', atMs: 'BIGINT', issuedBy: 'VARCHAR', revision: 'INTEGER' },
  /** Out of streams of their own, by request; never retracted: figures take them with their request only. `decidedAt` is a position, as text: another store counts otherwise. */
  warnings: {
    department: 'VARCHAR', officer: 'VARCHAR', atMs: 'BIGINT', limitKind: 'VARCHAR', state: 'VARCHAR', turnedAtMs: 'BIGINT', dueMs: 'BIGINT',
    provisional: 'BOOLEAN', usedMs: 'BIGINT', budgetMs: 'BIGINT', rule: 'VARCHAR', ruleVersion: 'INTEGER', warningShare: 'DOUBLE', decidedAt: 'VARCHAR', requestRevision: 'INTEGER',
    calendar: 'VARCHAR', calendarVersion: 'INTEGER',
  },
  suspensions: { department: 'VARCHAR', cause: 'VARCHAR', fromMs: 'BIGINT', atMs: 'BIGINT', workingMs: 'BIGINT', movedDue: 'BOOLEAN' },
  /** The ledger, without overlap or gap; OFF_HOURS = (untilMs - fromMs) - (wUntil - wFrom) except in CLOSED. */
  segments: {
    department: 'VARCHAR', officer: 'VARCHAR', ledgerClass: 'VARCHAR', fromMs: 'BIGINT', untilMs: 'BIGINT', wFrom: 'BIGINT', wUntil: 'BIGINT',
    calendar: 'VARCHAR', calendarVersion: 'INTEGER',
  },
  /** What holds from `sinceMs` on, until the next row of the same request. `receivedDay` is D(receipt); `pendingSinceMs`: a transfer nobody has answered. */
  tails: {
    department: 'VARCHAR', officer: 'VARCHAR', ledgerClass: 'VARCHAR', sinceMs: 'BIGINT', wSince: 'BIGINT', calendar: 'VARCHAR', receivedDay: 'INTEGER',
    pendingSinceMs: 'BIGINT',
  },
  /** A limit's due instant from `sinceMs` on; `dueMs` null while stopped. used = (W(now or stop) - usedFromW) / budgetMs; `stoppedW` is W(stop). */
  dues: {
    limitKind: 'VARCHAR', sinceMs: 'BIGINT', dueMs: 'BIGINT', usedFromW: 'BIGINT', budgetMs: 'BIGINT', stoppedAtMs: 'BIGINT', stoppedW: 'BIGINT', provisional: 'BOOLEAN',
  },
} as const satisfies Record<string, Record<string, ColumnType>>;

export type FactKind = keyof typeof FACT_COLUMNS;
export const FACT_KINDS = Object.keys(FACT_COLUMNS) as readonly FactKind[];

type Value<T extends ColumnType> = T extends 'VARCHAR' ? string | null : T extends 'BOOLEAN' ? boolean | null : number | null;
type Columns<K extends FactKind> = (typeof FACT_COLUMNS)[K];
export type Row<K extends FactKind> = { readonly [C in keyof Columns<K>]: Columns<K>[C] extends ColumnType ? Value<Columns<K>[C]> : never };
/** Everything that is true of one request, by kind, in order: the index is the key. */
export type Facts = { readonly [K in FactKind]: readonly Row<K>[] };

export const NO_FACTS: Facts = Object.fromEntries(FACT_KINDS.map((kind) => [kind, []])) as unknown as Facts;
