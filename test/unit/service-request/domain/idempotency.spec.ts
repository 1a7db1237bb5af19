import { recognise, sourceKey } from '../../../../src/service-request/domain/idempotency.js';

const known = new Map([[sourceKey('terminal-7', 'e-1'), { digest: 'abc', revision: 4 }]]);

describe('recognise', () => {
  it('takes an unseen key as new', () => {
    expect(recognise(known, sourceKey('terminal-7', 'e-2'), 'abc')).toBe('new');
    expect(recognise(known, sourceKey('terminal-8', 'e-1'), 'abc')).toBe('new');
  });

  it('knows a resend by its content, and which event it became', () => {
    expect(recognise(known, sourceKey('terminal-7', 'e-1'), 'abc')).toEqual({ duplicateOf: 4 });
  });

  it('notices other content under the same key', () => {
    expect(recognise(known, sourceKey('terminal-7', 'e-1'), 'abd')).toBe('id-reused');
  });
});

describe('sourceKey', () => {
  it.each([
    ['a', 'b#c', 'a#b', 'c'],
    ['a"', 'b', 'a', '"b'],
    ['a","b', 'c', 'a', 'b","c'],
    ['', 'ab', 'a', 'b'],
  ])('keeps (%p, %p) and (%p, %p) apart', (source, id, otherSource, otherId) => {
    expect(sourceKey(source, id)).not.toBe(sourceKey(otherSource, otherId));
  });
});
