import type { ClearCommand, CommandType } from '../../domain/commands.js';
import type { CommandEnvelope } from './command-envelope.js';
import { CompleteRequestInput, RateRequestInput, ReopenRequestInput } from './closing.inputs.js';
import { AcceptRequestInput, ReceiveRequestInput } from './receipt.inputs.js';
import { IssueReminderInput, RuleTransferInput, VoidRequestInput } from './supervision.inputs.js';
import { AcceptTransferInput, RecallTransferInput, RefuseTransferInput, TransferRequestInput } from './transfer.inputs.js';
import { AssignOfficerInput, ExtendLimitInput, RecordProgressInput, ResumeRequestInput, SuspendRequestInput } from './work.inputs.js';

/** Filled in or turned round by `toCommand`; everything else of a command's data is checked against its input by the compiler. */
type Adapted = 'hallId' | 'applicant' | 'urgency' | 'dimensions';
type DataOf<T extends CommandType> = Extract<ClearCommand, { type: T }>['data'];
type InputOf<T extends CommandType> = CommandEnvelope & Omit<DataOf<T>, Adapted>;

/** The checked shape of each command: terminals' payloads and GraphQL mutations read the same classes. */
export const COMMAND_INPUTS = {
  ReceiveRequest: ReceiveRequestInput,
  AcceptRequest: AcceptRequestInput,
  TransferRequest: TransferRequestInput,
  AcceptTransfer: AcceptTransferInput,
  RefuseTransfer: RefuseTransferInput,
  RecallTransfer: RecallTransferInput,
  AssignOfficer: AssignOfficerInput,
  RecordProgress: RecordProgressInput,
  SuspendRequest: SuspendRequestInput,
  ResumeRequest: ResumeRequestInput,
  ExtendLimit: ExtendLimitInput,
  CompleteRequest: CompleteRequestInput,
  ReopenRequest: ReopenRequestInput,
  RateRequest: RateRequestInput,
  IssueReminder: IssueReminderInput,
  RuleTransfer: RuleTransferInput,
  VoidRequest: VoidRequestInput,
} as const satisfies { [T in CommandType]: new () => InputOf<T> };
