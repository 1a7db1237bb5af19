import { refuse } from '../../../../src/service-request/domain/refuse.js';
import { REJECTION_CODES, REJECTION_TEXTS, rejectionText } from '../../../../src/service-request/domain/rejection-texts.js';
import type { RejectionCode } from '../../../../src/service-request/domain/rejection.js';

/** The values each code comes with, written down apart from the code that fills them in. */
const DETAILS: Readonly<Record<RejectionCode, readonly string[]>> = {
  UNKNOWN_REQUEST: ['requestId'],
  ALREADY_RECEIVED: ['requestId'],
  UNKNOWN_DEPARTMENT: ['departmentId'],
  UNKNOWN_SERVICE_ITEM: ['serviceItemCode'],
  UNKNOWN_CALENDAR: ['calendarId'],
  ALREADY_ACCEPTED: ['acceptedAt'],
  NOT_OPEN: ['completedAt', 'requestId'],
  NOT_COMPLETED: ['requestId'],
  NOT_HOLDER: ['departmentId', 'holderDepartmentId'],
  SAME_DEPARTMENT: ['departmentId'],
  SENDER_MISMATCH: ['departmentId', 'fromDepartmentId'],
  NO_PENDING_TRANSFER: ['requestId'],
  NOT_RECEIVER: ['departmentId', 'toDepartmentId'],
  NOT_SENDER: ['departmentId', 'fromDepartmentId'],
  ALREADY_SUSPENDED: ['suspendedAt'],
  NOT_SUSPENDED: ['requestId'],
  SUSPENDED: ['suspendedAt'],
  NO_SUCH_LIMIT: ['limit'],
  LIMIT_UNIT_MISMATCH: ['amountMax', 'limit', 'unit'],
  LIMIT_PASSED: ['dueAt', 'limit'],
  ALREADY_RATED: ['completedAt'],
  NO_SUCH_TRANSFER: ['revision'],
  SUPERVISOR_ONLY: ['eventType'],
  NOT_IN_YOUR_SCOPE: ['hallId', 'departmentId'],
  OTHER_TERMINAL: ['terminalId', 'ownTerminalId'],
  REQUEST_VOIDED: ['requestId'],
  BEFORE_RECEIPT: ['occurredAt', 'receivedAt'],
  TIME_RUNS_BACKWARDS: ['lastOccurredAt', 'occurredAt'],
  TIME_IN_FUTURE: ['occurredAt', 'serverTime'],
  INSTANT_OUT_OF_RANGE: ['from', 'instant', 'until'],
  ID_REUSED: ['id', 'source'],
  HISTORY_FULL: ['eventsMax', 'requestId'],
};
const codes = Object.keys(DETAILS) as RejectionCode[];

describe.each(codes)('The sentence of %s', (code) => {
  const detail = Object.fromEntries(DETAILS[code].map((name) => [name, `<${name}>`]));

  it.each(['en', 'zh'] as const)('uses every value of the refusal once at most and leaves none open (%s)', (lang) => {
    const sentence = rejectionText({ code, retryable: false, detail }, lang);
    expect(sentence).not.toMatch(/[{}?]/);
    expect(DETAILS[code].filter((name) => sentence.split(`<${name}>`).length !== 2)).toEqual([]);
  });

  it('is one sentence in each language that ends', () => {
    expect(REJECTION_TEXTS[code].en).toMatch(/^[A-Z{][^。]{20,}\.$/);
    expect(REJECTION_TEXTS[code].zh).toMatch(/^[^.]*[\u4e00-\u9fff][^.]*。$/);
  });
});

describe('rejectionText', () => {
  it('says the values', () => {
    const rejection = refuse('NOT_HOLDER', { departmentId: 'D1', holderDepartmentId: 'D2' });
    expect(rejectionText(rejection, 'en')).toBe(
      'Department D1 does not hold the request, D2 does: send again once its transfer is recorded, or correct the acting department.',
    );
    expect(rejectionText(rejection, 'zh')).toBe('部门 D1 当前并不持有该办件（持有部门为 D2）：请待转交记录后重发，或更正操作部门。');
  });

  it('reads a value that is missing as a question mark', () => {
    expect(rejectionText({ code: 'NO_SUCH_LIMIT', retryable: false, detail: {} }, 'en')).toContain('has no ? limit');
  });

  it('does not read placeholders out of values', () => {
    const rejection = refuse('ID_REUSED', { source: '{id}', id: '$&' });
    expect(rejectionText(rejection, 'en')).toContain('Sender {id} used the id $& for');
  });

  it('knows every code', () => {
    expect([...REJECTION_CODES].sort()).toEqual([...codes].sort());
  });
});
