import type { Role } from '../../kernel/actor.js';
import type { IsoInstant } from '../../kernel/instant.js';
import type { Sealed } from '../../service-request/domain/events.js';

/** How a history was looked at: asked for as such, in a receipt, in a file, or as a hit of a search. */
export type ReadThrough = 'GRAPHQL' | 'RECEIPT' | 'EXPORT' | 'SEARCH';
export const READ_THROUGH: readonly ReadThrough[] = ['GRAPHQL', 'RECEIPT', 'EXPORT', 'SEARCH'];

/**
 * What is recorded before somebody is shown a history. Stored in `historyRead-<hallId>.<requestId>`, apart from the request, so
 * that a reader never races a terminal for a revision. Who it was stands in the metadata. A shipped type and its data never change.
 */
export interface HistoryReadData {
  readonly hallId: string;
  readonly requestId: string;
  readonly occurredAt: IsoInstant;
  readonly role: Role;
  readonly through: ReadThrough;
  /** The log position the answer is of, as decimal text. */
  readonly position: string;
  /** What was asked for: as the world stood then. */
  readonly asOf: IsoInstant | null;
  /** What was asked for: as the log stood then, a position as decimal text or an instant. */
  readonly asKnownAt: string | null;
  /** Why, in the reader's words: it may name a person. */
  readonly reason?: Sealed;
}

/** Which fields of a search were filled in; `applicantReference` only says that it was: the reference itself is nowhere. */
export type SearchedField = 'applicantPseudonym' | 'applicantReference' | 'officerId' | 'terminalId' | 'principal' | 'from' | 'to' | 'type';
export const SEARCHED_FIELDS: readonly SearchedField[] = [
  'applicantPseudonym', 'applicantReference', 'officerId', 'terminalId', 'principal', 'from', 'to', 'type',
];

/** Stored in `historySearch-<hallId>` before anything of a search is answered. */
export interface HistorySearchedData {
  readonly hallId: string;
  readonly occurredAt: IsoInstant;
  readonly role: Role;
  readonly fields: readonly SearchedField[];
  /** Whom it was about: the pseudonym of the applicant (the id of their key); null where none was asked for, or nobody is known by the reference. */
  readonly applicant: string | null;
  /** Keyed MAC (hex) of everything that was asked for: equal searches have an equal one, and none can be read off it. */
  readonly mac: string;
  readonly position: string;
}

/** Stored in `historySearch-<hallId>` of the installation's own hall before a file of histories with people's ids in it is begun. */
export interface HistoriesExportedData {
  readonly hallId: string;
  readonly occurredAt: IsoInstant;
  readonly role: Role;
  /** Name of the file, e.g. `histories.xes`. */
  readonly file: string;
  /** Keyed MAC (hex) of the question: equal questions have an equal one, and none can be read off it. */
  readonly mac: string;
  readonly position: string;
}

export type AuditEvent =
  | { readonly type: 'HistoryRead'; readonly data: HistoryReadData }
  | { readonly type: 'HistorySearched'; readonly data: HistorySearchedData }
  | { readonly type: 'HistoriesExported'; readonly data: HistoriesExportedData };
export type AuditEventType = AuditEvent['type'];

export const historyReadStreamPrefix = 'historyRead-';
export const historyReadStream = (hallId: string, requestId: string): string => `${historyReadStreamPrefix}${hallId}.${requestId}`;
export const historySearchStream = (hallId: string): string => `historySearch-${hallId}`;
