import fc from 'fast-check';
import { formatTraceparent, parseTraceparent } from '../../../../src/platform/tracing/traceparent.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const hex = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length }).filter((text) => !/^0+$/.test(text));

describe('traceparent', () => {
  it('is read as the specification writes it', () => {
    expect(parseTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual({ traceId: TRACE, spanId: SPAN, sampled: true });
    expect(parseTraceparent(`00-${TRACE}-${SPAN}-00`)).toEqual({ traceId: TRACE, spanId: SPAN, sampled: false });
  });

  it('takes only the sampled flag from its flags', () => {
    expect(parseTraceparent(`00-${TRACE}-${SPAN}-02`)).toMatchObject({ sampled: false });
    expect(parseTraceparent(`00-${TRACE}-${SPAN}-ff`)).toMatchObject({ sampled: true });
  });

  it('of a later version is read by its first four parts', () => {
    expect(parseTraceparent(`cc-${TRACE}-${SPAN}-01-what-comes-then`)).toEqual({ traceId: TRACE, spanId: SPAN, sampled: true });
  });

  it.each([
    ['is absent', undefined], ['came twice', [`00-${TRACE}-${SPAN}-01`]], ['is empty', ''], ['has an invalid version', `ff-${TRACE}-${SPAN}-01`],
    ['has more than version 00 has', `00-${TRACE}-${SPAN}-01-more`], ['has no trace', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['has no span', `00-${TRACE}-${'0'.repeat(16)}-01`], ['is in capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`], ['is cut off', `00-${TRACE}-${SPAN}`],
    ['is longer than any', `cc-${TRACE}-${SPAN}-01-${'x'.repeat(300)}`], ['holds a line break', `00-${TRACE}-${SPAN}-01\n`],
  ])('is none when it %s', (_case, text) => expect(parseTraceparent(text)).toBeNull());

  it('comes back as it was written, whatever its ids', () => {
    fc.assert(fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, sampled) => {
      expect(parseTraceparent(formatTraceparent({ traceId, spanId, sampled }))).toEqual({ traceId, spanId, sampled });
    }));
  });
});
