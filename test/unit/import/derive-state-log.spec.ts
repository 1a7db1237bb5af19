import { derive } from '../../../src/import/derivation/derive.js';
import type { DerivedCase } from '../../../src/import/derivation/derived.js';
import type { SourceCase } from '../../../src/import/reading/source-case.js';
import { caseOf, mappingWith, readCase, rowOf, stepsOf } from './support.js';

const mapping = mappingWith();
const derived = (found: SourceCase): DerivedCase => {
  const { facts, problems } = readCase(mapping, found);
  if (facts === null) throw new Error(JSON.stringify(problems));
  return derive('state-log', facts);
};
const at = (minute: string): string => `2020-01-02T${minute}:00Z`;

describe('a state log', () => {
  it('takes the first row as the receipt by the team that holds it', () => {
    expect(stepsOf(derived(caseOf([[at('09:00'), 'A']])))).toEqual(['RequestReceived 09:00 A']);
  });

  it('derives a transfer by the sender when another team holds the next state', () => {
    expect(
      stepsOf(
        derived(
          caseOf([
            [at('09:00'), 'A'],
            [at('10:00'), 'B'],
          ]),
        ),
      ),
    ).toEqual(['RequestReceived 09:00 A', 'RequestTransferred 10:00 A > B']);
  });

  it('resumes, then reopens, then transfers, then completes, then suspends', () => {
    const found = caseOf([
      [at('09:00'), 'A', 'Wait - User'],
      [at('10:00'), 'A', 'Completed'],
      [at('11:00'), 'B', 'Wait'],
      [at('12:00'), 'C', 'Completed'],
    ]);
    expect(stepsOf(derived(found))).toEqual([
      'RequestReceived 09:00 A',
      'RequestSuspended 09:00 A',
      'RequestResumed 10:00 A',
      'RequestCompleted 10:00 A',
      'RequestReopened 11:00 A',
      'RequestTransferred 11:00 A > B',
      'RequestSuspended 11:00 B',
      'RequestResumed 12:00 B',
      'RequestTransferred 12:00 B > C',
      'RequestCompleted 12:00 C',
    ]);
  });

  it('sends a transfer of a completed request to be refused, and lets the holder stay', () => {
    const found = caseOf([
      [at('09:00'), 'A', 'Completed'],
      [at('10:00'), 'B', 'Completed'],
      [at('11:00'), 'A', 'Completed'],
      [at('12:00'), 'B', 'Accepted'],
    ]);
    expect(stepsOf(derived(found))).toEqual([
      'RequestReceived 09:00 A',
      'RequestCompleted 09:00 A',
      'RequestTransferred 10:00 A > B ! NOT_OPEN',
      'RequestReopened 12:00 A',
      'RequestTransferred 12:00 A > B',
    ]);
  });

  it('counts rows that say nothing new, and records nothing for them', () => {
    const found = caseOf([
      [at('09:00'), 'A'],
      [at('10:00'), 'A'],
      [at('10:00'), 'A'],
      [at('11:00'), 'B'],
      [at('12:00'), 'B'],
    ]);
    const { steps, unchangedRows } = derived(found);
    expect(steps).toHaveLength(2);
    expect(unchangedRows).toBe(3);
  });

  it('orders rows by time, and rows of one instant by their place in the file', () => {
    const found = caseOf([
      [at('11:00'), 'C'],
      [at('09:00'), 'A'],
      [at('11:00'), 'D'],
      [at('10:00'), 'B'],
    ]);
    expect(stepsOf(derived(found)).slice(1)).toEqual([
      'RequestTransferred 10:00 A > B',
      'RequestTransferred 11:00 B > C',
      'RequestTransferred 11:00 C > D',
    ]);
  });

  it('gives two transfers of one instant ids of their own, and the same ids on every run', () => {
    const found = caseOf([
      [at('09:00'), 'A'],
      [at('10:00'), 'B'],
      [at('10:00'), 'A'],
    ]);
    const ids = derived(found).steps.map(({ submitted }) => submitted.id);
    expect(ids).toEqual([
      'RequestReceived',
      'RequestTransferred@2020-01-02T10:00:00.000Z',
      'RequestTransferred@2020-01-02T10:00:00.000Z#2',
    ]);
    expect(derived(found).steps.map(({ submitted }) => submitted.id)).toEqual(ids);
  });

  it("names the row's officer for what the row's team does, and the sender's last one for the transfer", () => {
    const rows = [
      rowOf(2, { case: 'c1', time: at('09:00'), team: 'A', officer: 'ann', state: 'x' }),
      rowOf(3, { case: 'c1', time: at('10:00'), team: 'A', officer: 'amy', state: 'x' }),
      rowOf(4, { case: 'c1', time: at('11:00'), team: 'B', officer: '-', state: 'Completed' }),
    ];
    expect(stepsOf(derived({ head: rows[0]!, rows }))).toEqual([
      'RequestReceived 09:00 A (ann)',
      'RequestTransferred 11:00 A (amy) > B',
      'RequestCompleted 11:00 B',
    ]);
  });

  it('hands over a receipt without applicant, with the constant item and the default channel', () => {
    const [receipt] = derived(caseOf([[at('09:00'), 'A']])).steps;
    expect(receipt?.submitted).toEqual({
      source: 'import:log',
      id: 'RequestReceived',
      command: {
        type: 'ReceiveRequest',
        data: {
          hallId: 'hall',
          requestId: 'c1',
          occurredAt: '2020-01-02T09:00:00.000Z',
          departmentId: 'A',
          serviceItemCode: 'item',
          channel: 'import',
          urgency: 'NORMAL',
          applicant: null,
        },
      },
    });
  });

  it('resumes and suspends again when the cause changes', () => {
    const causes = mappingWith({
      states: {
        suspended: [
          { column: 'state', prefixes: ['Wait'] },
          { column: 'state', values: ['Hearing'], cause: 'STATUTORY' },
        ],
      },
    });
    const { facts } = readCase(
      causes,
      caseOf([
        [at('09:00'), 'A', 'Wait'],
        [at('10:00'), 'A', 'Hearing'],
        [at('11:00'), 'A', 'Hearing'],
      ]),
    );
    const found = derive('state-log', facts!);
    expect(stepsOf(found).slice(1)).toEqual(['RequestSuspended 09:00 A', 'RequestResumed 10:00 A', 'RequestSuspended 10:00 A']);
    expect(found.steps.at(-1)?.submitted.command.data).toMatchObject({ cause: 'STATUTORY' });
  });
});
