import fc from 'fast-check';
import type { SubmittedCommand } from '../../../../src/service-request/application/record-commands.js';
import { slicesOf } from '../../../../src/service-request/application/slices.js';
import { common } from '../../../support/builders.js';

/** As the limit of a slice counts: 2,500 bytes an event, four for each character of its texts. */
const SLICE_BYTES_MAX = 900_000;
const ofBytes = (bytes: number): number => Math.max(0, Math.ceil((bytes - 2_500) / 4) - charactersOf(submitted('')));
const charactersOf = ({ command }: SubmittedCommand): number => Object.values(command.data).join('').length;
const bytesOf = (slice: readonly SubmittedCommand[]): number => slice.reduce((sum, one) => sum + 2_500 + 4 * charactersOf(one), 0);

function submitted(note: string): SubmittedCommand {
  return { source: 'terminal/1', id: String(note.length), command: { type: 'RecordProgress', data: { ...common(0, 'A'), step: 'CHECK', note } } };
}

describe('The slices of a call', () => {
  it('are none of none, and the call itself when it fits', () => {
    const call = [submitted('one'), submitted('two')];
    expect(slicesOf([])).toEqual([]);
    expect(slicesOf(call)).toEqual([call]);
  });

  it('are its commands in order, as many in each as fit', () => {
    const call = fc.array(fc.integer({ min: 0, max: 1_000_000 }).map((bytes) => submitted('x'.repeat(ofBytes(bytes)))), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(call, (commands) => {
      const slices = slicesOf(commands);
      expect(slices.flat()).toEqual(commands);
      slices.forEach((slice, index) => {
        expect(slice.length === 1 || bytesOf(slice) <= SLICE_BYTES_MAX).toBe(true);
        const next = slices[index + 1]?.[0];
        if (next !== undefined) expect(bytesOf([...slice, next])).toBeGreaterThan(SLICE_BYTES_MAX);
      });
    }), { verbose: 1 });
  });
});
