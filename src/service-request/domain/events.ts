import type { IsoInstant } from '../../kernel/instant.js';
import type { Limit } from '../../working-time/limit.js';

/**
 * Stored history. These names and shapes are the storage format: a shipped `type` and its `data` never change;
 * add `…V2` and an upcaster instead. Every shape has a golden file under test/golden.
 */
export interface Common {
  readonly hallId: string;
  readonly requestId: string;
  readonly occurredAt: IsoInstant;
  /** The acting department. */
  readonly departmentId: string;
  readonly officerId?: string;
  readonly terminalId?: string;
}

/** Personal or free text as ciphertext (AES-256-GCM, base64); `keyId` names the applicant's key. */
export interface Sealed {
  readonly keyId: string;
  readonly nonce: string;
  readonly ciphertext: string;
}

export type Urgency = 'NORMAL' | 'URGENT';
export type LimitKind = 'PROMISED' | 'STATUTORY';
export type SuspensionCause = 'APPLICANT' | 'STATUTORY';
export type Outcome = 'GRANTED' | 'DENIED' | 'NOT_ACCEPTED' | 'WITHDRAWN' | 'RESOLVED';
export type Verdict = 'JUSTIFIED' | 'BUCK_PASSING';

/** What a rule needs later is pinned at receipt, as it stood. */
export interface Pinned {
  readonly serviceItemVersion: number;
  readonly promisedLimit: Limit | null;
  readonly statutoryLimit: Limit | null;
  /** Planned order of departments; empty when the item has none. */
  readonly route: readonly string[];
  readonly calendarId: string;
  /** Evidence only: a later change of the calendar applies to the open request. */
  readonly calendarVersion: number;
  readonly clockStart: 'RECEIPT' | 'ACCEPTANCE';
  /** Share of the budget from which an open request is YELLOW. */
  readonly warningShare: number;
}

export interface ServiceRequestEventData {
  RequestReceived: Common &
    Pinned & {
      readonly serviceItemCode: string;
      readonly channel: string;
      readonly urgency: Urgency;
      readonly applicant: Sealed | null;
    };
  RequestAccepted: Common;
  RequestTransferred: Common & {
    readonly fromDepartmentId: string;
    readonly toDepartmentId: string;
    readonly reasonCode?: string;
    readonly note?: Sealed;
  };
  TransferAccepted: Common;
  TransferRefused: Common & { readonly reasonCode?: string; readonly note?: Sealed };
  TransferRecalled: Common & { readonly note?: Sealed };
  /** `assignedOfficerId` is the one assigned; `officerId` the one acting. */
  OfficerAssigned: Common & { readonly assignedOfficerId: string };
  ProgressRecorded: Common & { readonly step: string; readonly note?: Sealed };
  RequestSuspended: Common & { readonly cause: SuspensionCause; readonly legalBasis?: string };
  RequestResumed: Common;
  LimitExtended: Common & {
    readonly limit: LimitKind;
    /** In the limit's own unit; absent for an explicit instant, which takes `dueAt`. */
    readonly amount?: number;
    readonly dueAt?: IsoInstant;
    readonly approver: string;
    readonly reason?: Sealed;
  };
  RequestCompleted: Common & { readonly outcome: Outcome };
  RequestReopened: Common & { readonly reasonCode?: string };
  RequestRated: Common & {
    readonly score: 1 | 2 | 3 | 4 | 5;
    readonly dimensions?: Readonly<Record<string, number>>;
    readonly comment?: Sealed;
  };
  ReminderIssued: Common & { readonly text?: Sealed };
  /** `revision` is that of the transfer or refusal in the request's stream. */
  TransferRuled: Common & { readonly revision: number; readonly verdict: Verdict; readonly reason?: Sealed };
  RequestVoided: Common & { readonly reason?: Sealed };
}

export type ServiceRequestEventType = keyof ServiceRequestEventData;
export type ServiceRequestEvent = {
  [T in ServiceRequestEventType]: { readonly type: T; readonly data: ServiceRequestEventData[T] };
}[ServiceRequestEventType];

/** Where the fields that are sealed before they are stored stand in each type. */
export const SEALED_FIELDS: Readonly<Partial<Record<ServiceRequestEventType, string>>> = {
  RequestReceived: 'applicant',
  RequestTransferred: 'note',
  TransferRefused: 'note',
  TransferRecalled: 'note',
  ProgressRecorded: 'note',
  LimitExtended: 'reason',
  RequestRated: 'comment',
  ReminderIssued: 'text',
  TransferRuled: 'reason',
  RequestVoided: 'reason',
};

export const requestStreamPrefix = 'serviceRequest-';
export const streamOf = (hallId: string, requestId: string): string => `${requestStreamPrefix}${hallId}.${requestId}`;
