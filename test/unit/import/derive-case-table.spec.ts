import { canonicalForm } from '../../../src/event-store/canonical-form.js';
import { derive } from '../../../src/import/derivation/derive.js';
import type { DerivedCase } from '../../../src/import/derivation/derived.js';
import { readCase, rowOf, stepsOf, TABLE } from './support.js';

const derived = (values: Readonly<Record<string, string>>): DerivedCase => {
  const row = rowOf(2, { case: '1', team: 'PWD', type: 'Pothole', source: 'App', ...values });
  const { facts, problems } = readCase(TABLE, { head: row, rows: [row] });
  if (facts === null) throw new Error(JSON.stringify(problems));
  return derive('case-table', facts);
};
const OPENED = { opened: '2011-07-01 01:32:33' };

describe('a case table', () => {
  it('reads naive times on the clock of their zone', () => {
    const [receipt, closure] = derived({ ...OPENED, target: '2011-07-15 01:32:32', closed: '2011-12-01 05:06:58' }).steps;
    expect(receipt?.submitted.command.data).toMatchObject({
      occurredAt: '2011-07-01T05:32:33.000Z',
      dueAt: '2011-07-15T05:32:32.000Z',
      serviceItemCode: 'Pothole',
      channel: 'App',
      departmentId: 'PWD',
    });
    expect(closure?.submitted.command.data).toMatchObject({ occurredAt: '2011-12-01T10:06:58.000Z', outcome: 'RESOLVED' });
  });

  it('leaves a request without closing date open, and one without target without due instant', () => {
    const { steps } = derived({ ...OPENED, target: '', closed: '' });
    expect(steps).toHaveLength(1);
    expect(steps[0]?.submitted.command.data).not.toHaveProperty('dueAt');
  });

  it('keeps a target before the opening: it is late at once', () => {
    const [receipt] = derived({ ...OPENED, target: '2011-06-01 00:00:00' }).steps;
    expect(receipt?.submitted.command.data).toMatchObject({ dueAt: '2011-06-01T04:00:00.000Z' });
  });

  it('records a closure in the second of the opening after the receipt', () => {
    expect(stepsOf(derived({ ...OPENED, closed: OPENED.opened }))).toEqual(['RequestReceived 05:32 PWD', 'RequestCompleted 05:32 PWD']);
  });

  it('sends a closure before the opening before the receipt, to be refused', () => {
    expect(stepsOf(derived({ ...OPENED, closed: '2011-07-01 01:32:32' }))).toEqual([
      'RequestCompleted 05:32 PWD ! UNKNOWN_REQUEST',
      'RequestReceived 05:32 PWD',
    ]);
  });

  it('says what it says in the order of the stored form, which then needs no sorting', () => {
    for (const target of ['', '2011-07-15 01:32:32']) {
      for (const { submitted } of derived({ ...OPENED, closed: '2011-07-02 05:06:58', target }).steps) {
        const { data } = submitted.command;
        expect(JSON.stringify(data)).toBe(canonicalForm(data));
      }
    }
  });
});
