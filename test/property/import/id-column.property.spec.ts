import fc from 'fast-check';
import { IdColumn } from '../../../src/import/derivation/id-column.js';
import type { TextColumn } from '../../../src/import/mapping/mapping.js';
import { rowOf } from '../../unit/import/support.js';

const HALF_A_PAIR = '\ud800';
/** What rows say over and over, and what bites: blanks, placeholders, what cannot be seen, halves of a pair, the longest that an id may be. */
const said = fc.oneof(
  fc.constantFrom('PWD', ' PWD', 'PWD ', '规划局', '', '  ', '-', `-${HALF_A_PAIR}`, '-\ufffd', `${HALF_A_PAIR}x`, '\ufffdx', 'a\u200bb', '__proto__', 'x'.repeat(128), 'x'.repeat(129), `${'x'.repeat(128)} `, '😀'.repeat(64)),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const source: fc.Arbitrary<TextColumn> = fc.record({
  column: fc.constantFrom('team', null),
  nulls: fc.constantFrom(new Set<string>(), new Set(['-', `-${HALF_A_PAIR}`])),
  prefix: fc.constantFrom('', 'x/'),
  otherwise: fc.constantFrom(null, 'item', ' '),
});

describe('a column of ids', () => {
  it('gives for what it has met before what reading it again would give', () => {
    fc.assert(fc.property(source, fc.array(said, { maxLength: 40 }), (column, texts) => {
      const remembering = new IdColumn(column, true);
      const plain = new IdColumn(column, false);
      const rows = [...texts, ...texts].map((team, index) => rowOf(index + 2, { team }));
      expect(rows.map((row) => remembering.idOf(row))).toEqual(rows.map((row) => plain.idOf(row)));
    }), { numRuns: 500 });
  });

  it('remembers a thousand texts and reads the others as they come', () => {
    const column: TextColumn = { column: 'team', nulls: new Set(), prefix: 'x/', otherwise: null };
    const remembering = new IdColumn(column, true);
    const met = Array.from({ length: 3_000 }, (_, index) => remembering.idOf(rowOf(index + 2, { team: `t${index % 1_500}` })));
    expect(met).toEqual(Array.from({ length: 3_000 }, (_, index) => `x/t${index % 1_500}`));
  });
});
