import type { IsoInstant } from '../../kernel/instant.js';
import type { Common, LimitKind, Sealed, ServiceRequestEventData, ServiceRequestEventType, Urgency } from './events.js';

/** A wish, in the imperative; one accepted command is exactly one event of the type beside it. */
export const EVENT_OF_COMMAND = {
  ReceiveRequest: 'RequestReceived',
  AcceptRequest: 'RequestAccepted',
  TransferRequest: 'RequestTransferred',
  AcceptTransfer: 'TransferAccepted',
  RefuseTransfer: 'TransferRefused',
  RecallTransfer: 'TransferRecalled',
  AssignOfficer: 'OfficerAssigned',
  RecordProgress: 'ProgressRecorded',
  SuspendRequest: 'RequestSuspended',
  ResumeRequest: 'RequestResumed',
  ExtendLimit: 'LimitExtended',
  CompleteRequest: 'RequestCompleted',
  ReopenRequest: 'RequestReopened',
  RateRequest: 'RequestRated',
  IssueReminder: 'ReminderIssued',
  RuleTransfer: 'TransferRuled',
  VoidRequest: 'RequestVoided',
} as const satisfies Record<string, ServiceRequestEventType>;

export type CommandType = keyof typeof EVENT_OF_COMMAND;
export const COMMAND_OF_EVENT = Object.fromEntries(
  Object.entries(EVENT_OF_COMMAND).map(([command, event]) => [event, command]),
) as Readonly<Record<ServiceRequestEventType, CommandType>>;

/** What the receipt's sender says; the limits, route and calendar are pinned from the service item by the decider. */
export interface ReceiveData extends Common {
  readonly serviceItemCode: string;
  readonly channel: string;
  readonly urgency: Urgency;
  readonly applicant: Sealed | null;
  /** Explicit due instant; it replaces the promised limit unless `dueLimit` says statutory. */
  readonly dueAt?: IsoInstant;
  readonly dueLimit?: LimitKind;
}

type DataOf<T extends CommandType> = T extends 'ReceiveRequest' ? ReceiveData : ServiceRequestEventData[(typeof EVENT_OF_COMMAND)[T]];
/** Text is already sealed here: encryption needs keys and randomness, which stay outside the rules. */
export type ServiceRequestCommand = { [T in CommandType]: { readonly type: T; readonly data: DataOf<T> } }[CommandType];

/** The same command before sealing: the sealed fields hold clear text. This is what terminals, mutations and imports hand over. */
type Clear<D> = { readonly [K in keyof D]: Sealed extends D[K] ? Exclude<D[K], Sealed> | string : D[K] };
export type ClearCommand = { [T in CommandType]: { readonly type: T; readonly data: Clear<DataOf<T>> } }[CommandType];
