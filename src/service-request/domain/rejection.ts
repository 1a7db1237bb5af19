/** Why a command was refused; closed union. Sentences in English and Chinese stand in `rejection-texts.ts`. */
export type RejectionCode =
  | 'UNKNOWN_REQUEST' // no receipt recorded yet (retry may help)
  | 'ALREADY_RECEIVED' // a receipt exists under this id
  | 'UNKNOWN_DEPARTMENT'
  | 'UNKNOWN_SERVICE_ITEM'
  | 'UNKNOWN_CALENDAR'
  | 'ALREADY_ACCEPTED'
  | 'NOT_OPEN' // completed already; what needs an open request
  | 'NOT_COMPLETED' // reopening or rating what has no closure
  | 'NOT_HOLDER' // the acting department does not hold it (retry may help: its transfer may still be on the way)
  | 'SAME_DEPARTMENT' // transfer to the department that holds it
  | 'SENDER_MISMATCH' // fromDepartmentId is not the acting department
  | 'NO_PENDING_TRANSFER'
  | 'NOT_RECEIVER'
  | 'NOT_SENDER'
  | 'ALREADY_SUSPENDED'
  | 'NOT_SUSPENDED'
  | 'SUSPENDED' // completing while suspended, except WITHDRAWN
  | 'NO_SUCH_LIMIT'
  | 'LIMIT_UNIT_MISMATCH' // amount for an instant, instant for an amount
  | 'LIMIT_PASSED' // extension after the due instant as it stood
  | 'ALREADY_RATED'
  | 'NO_SUCH_TRANSFER' // ruling on a revision that is neither transfer nor refusal
  | 'SUPERVISOR_ONLY'
  | 'NOT_IN_YOUR_SCOPE' // hall or acting department is not the sender's
  | 'OTHER_TERMINAL' // a terminal's credential with another terminal's id
  | 'REQUEST_VOIDED'
  | 'BEFORE_RECEIPT'
  | 'TIME_RUNS_BACKWARDS'
  | 'TIME_IN_FUTURE'
  | 'INSTANT_OUT_OF_RANGE' // a receipt or due instant no calendar reaches
  | 'ID_REUSED'
  | 'HISTORY_FULL'; // the stream's length limit

export interface Rejection {
  readonly code: RejectionCode;
  /** The same command again, unchanged, may be accepted later. */
  readonly retryable: boolean;
  /** Values for the sentence, e.g. { departmentId: 'D1' }. No personal data. */
  readonly detail: Readonly<Record<string, string>>;
}
