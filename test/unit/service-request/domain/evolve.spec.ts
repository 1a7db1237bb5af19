import { toMs } from '../../../../src/kernel/instant.js';
import { decodeServiceRequestEvent } from '../../../../src/service-request/domain/codec.js';
import { ImpossibleHistory } from '../../../../src/service-request/domain/evolve.js';
import type { OpenRequest } from '../../../../src/service-request/domain/state.js';
import { completed, event, instant, received, suspended, transferred } from '../../../support/builders.js';
import { fold } from '../../../support/given-when-then.js';

describe('Folding a history', () => {
  it('keeps what later rules need', () => {
    const history = [received(), transferred(10, 'A', 'B'), event('TransferRefused', 20, 'B', {}), suspended(30, 'A')];
    const start = Date.UTC(2026, 2, 2, 9);
    expect(fold(history)).toMatchObject({
      status: 'open',
      eventCount: 4,
      holding: { departmentId: 'A', fromMs: start + 20 * 60_000 },
      pastHoldings: [
        { departmentId: 'A', fromMs: start, untilMs: start + 10 * 60_000 },
        { departmentId: 'B', fromMs: start + 10 * 60_000, untilMs: start + 20 * 60_000 },
      ],
      pending: null,
      suspension: { cause: 'APPLICANT', fromMs: start + 30 * 60_000 },
      movements: [1, 2],
      lastLifecycleMs: start + 30 * 60_000,
    });
  });

  it('keeps at a completion all that does not end with it', () => {
    const history = [
      received({ applicant: { keyId: 'k-1', nonce: 'bm9uY2U=', ciphertext: 'Y2lwaGVy' }, clockStart: 'ACCEPTANCE' }),
      event('RequestAccepted', 5, 'A', {}), transferred(10, 'A', 'B'), suspended(20, 'B'), event('RequestResumed', 30, 'B', {}),
      event('LimitExtended', 35, 'B', { limit: 'PROMISED', amount: 2, approver: 'o-9' }),
      suspended(60, 'B'),
    ];
    const { holding, pending: _pending, suspension, ...kept } = fold(history) as OpenRequest;
    const untilMs = toMs(instant(70));
    expect(fold([...history, event('RequestCompleted', 70, 'B', { outcome: 'WITHDRAWN' })])).toStrictEqual({
      ...kept,
      status: 'completed',
      eventCount: 8,
      lastLifecycleMs: untilMs,
      holder: 'B',
      pastHoldings: [...kept.pastHoldings, { ...holding, untilMs }],
      pastSuspensions: [...kept.pastSuspensions, { ...suspension, untilMs }],
      closures: [...kept.closures, { atMs: untilMs, reopenedAtMs: null, rated: false }],
    });
  });

  it('remembers the key of the applicant', () => {
    const applicant = { keyId: 'k-1', nonce: 'bm9uY2U=', ciphertext: 'Y2lwaGVy' };
    expect(fold([received({ applicant })])).toMatchObject({ applicantKeyId: 'k-1' });
    expect(fold([received()])).toMatchObject({ applicantKeyId: null });
  });

  it.each([
    ['an event before the receipt', [completed(0, 'A')]],
    ['a second receipt', [received(), received()]],
    ['anything after the voiding', [received(), event('RequestVoided', 1, 'S', {}), completed(2, 'A')]],
    ['an answer without a transfer', [received(), event('TransferAccepted', 1, 'B', {})]],
    ['a refusal without a transfer', [received(), event('TransferRefused', 1, 'B', {})]],
    ['a recall without a transfer', [received(), event('TransferRecalled', 1, 'A', {})]],
    ['a resumption without a suspension', [received(), event('RequestResumed', 1, 'A', {})]],
    ['a reopening of an open request', [received(), event('RequestReopened', 1, 'A', {})]],
    ['a transfer of a completed request', [received(), completed(1, 'A'), transferred(2, 'A', 'B')]],
  ])('stops at %s: the rules never wrote it', (_what, history) => {
    expect(() => fold(history)).toThrow(ImpossibleHistory);
  });

  it('names type, status and revision of what it cannot fold', () => {
    expect(() => fold([received(), completed(1, 'A'), completed(2, 'A')])).toThrow(
      'RequestCompleted at revision 2 cannot follow: the request is completed',
    );
  });
});

describe('Decoding a stored event', () => {
  it('gives type and data as stored', () => {
    const { type, data } = completed(1, 'A');
    expect(decodeServiceRequestEvent(type, data)).toEqual({ type, data });
  });

  it.each(['RequestCompletedV9', 'requestCompleted', 'constructor', ''])('throws, naming the type it does not know: %p', (type) => {
    expect(() => decodeServiceRequestEvent(type, {})).toThrow(`Unknown service request event type: ${JSON.stringify(type)}`);
  });
});
