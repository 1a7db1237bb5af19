import { derive } from '../../../src/import/derivation/derive.js';
import { rawCaseOf, RawCounter } from '../../../src/import/derivation/raw-figures.js';
import type { CaseFacts } from '../../../src/import/derivation/case-facts.js';
import type { SourceCase } from '../../../src/import/reading/source-case.js';
import { caseOf, readCase, stepsOf, ACTIVITY } from './support.js';

const factsOf = (found: SourceCase): CaseFacts => {
  const { facts, problems } = readCase(ACTIVITY, found);
  if (facts === null) throw new Error(JSON.stringify(problems));
  return facts;
};
const steps = (found: SourceCase): readonly string[] => stepsOf(derive('activity-log', factsOf(found)));
const at = (minute: string): string => `2020-01-02T${minute}:00Z`;
const START = { start: at('08:00') };

describe('an activity log with the dates of its cases', () => {
  it('lets the holder of the time before a row be the one that ended the task, and hands over at its last row', () => {
    expect(
      steps(
        caseOf(
          [
            [at('09:00'), 'A'],
            [at('10:00'), 'A'],
            [at('12:00'), 'B'],
          ],
          { ...START, end: at('13:00') },
        ),
      ),
    ).toEqual(['RequestReceived 08:00 A', 'RequestTransferred 10:00 A > B', 'RequestCompleted 13:00 B']);
  });

  it('puts a transfer before the closure of the same instant', () => {
    expect(
      steps(
        caseOf(
          [
            [at('09:00'), 'A'],
            [at('10:00'), 'B'],
          ],
          { ...START, end: at('09:00') },
        ),
      ),
    ).toEqual(['RequestReceived 08:00 A', 'RequestTransferred 09:00 A > B', 'RequestCompleted 09:00 B']);
  });

  it('puts the receipt before a transfer and a closure of the same instant', () => {
    expect(
      steps(
        caseOf(
          [
            [at('08:00'), 'A'],
            [at('10:00'), 'B'],
          ],
          { ...START, end: at('08:00') },
        ),
      ),
    ).toEqual(['RequestReceived 08:00 A', 'RequestTransferred 08:00 A > B', 'RequestCompleted 08:00 B']);
  });

  it('sends what comes after the closure as the rows say it, to be refused', () => {
    const found = caseOf(
      [
        [at('09:00'), 'A'],
        [at('11:00'), 'B'],
        [at('12:00'), 'A'],
        [at('13:00'), 'A'],
      ],
      { ...START, end: at('10:00') },
    );
    expect(steps(found)).toEqual([
      'RequestReceived 08:00 A',
      'RequestTransferred 09:00 A > B',
      'RequestCompleted 10:00 B',
      'RequestTransferred 11:00 B > A ! NOT_OPEN',
    ]);
  });

  it('sends what comes before the receipt before it, and lets the first resource receive', () => {
    const found = caseOf(
      [
        [at('06:00'), 'A'],
        [at('07:00'), 'B'],
        [at('09:00'), 'A'],
        [at('10:00'), 'C'],
      ],
      START,
    );
    expect(steps(found)).toEqual([
      'RequestTransferred 06:00 A > B ! UNKNOWN_REQUEST',
      'RequestTransferred 07:00 B > A ! UNKNOWN_REQUEST',
      'RequestReceived 08:00 A',
      'RequestTransferred 09:00 A > C',
    ]);
  });

  it('sends a closure four seconds before the receipt before it: the tolerance for late clocks must not accept it', () => {
    expect(steps(caseOf([[at('09:00'), 'A']], { start: '2020-01-02T08:00:04Z', end: at('08:00') }))).toEqual([
      'RequestCompleted 08:00 A ! UNKNOWN_REQUEST',
      'RequestReceived 08:00 A',
    ]);
  });

  it('lets the department that really holds it send, when an earlier handover was refused', () => {
    const found = caseOf(
      [
        [at('07:00'), 'A'],
        [at('09:00'), 'B'],
        [at('10:00'), 'C'],
      ],
      START,
    );
    expect(steps(found)).toEqual([
      'RequestTransferred 07:00 A > B ! UNKNOWN_REQUEST',
      'RequestReceived 08:00 A',
      'RequestTransferred 09:00 A > C',
    ]);
  });

  it('says nothing of a handover to the department that holds it anyway', () => {
    const found = caseOf(
      [
        [at('07:00'), 'A'],
        [at('09:00'), 'B'],
        [at('10:00'), 'A'],
      ],
      START,
    );
    expect(steps(found)).toEqual(['RequestTransferred 07:00 A > B ! UNKNOWN_REQUEST', 'RequestReceived 08:00 A']);
  });

  it('leaves a case without end open, and takes the deadline as explicit due instant', () => {
    const found = derive('activity-log', factsOf(caseOf([[at('09:00'), 'A']], { ...START, deadline: '2020-02-01 12:00:00+01:00' })));
    expect(found.steps).toHaveLength(1);
    expect(found.steps[0]?.submitted.command.data).toMatchObject({ dueAt: '2020-02-01T11:00:00.000Z' });
  });

  it('counts the raw rows apart from what the rules make of them', () => {
    const late = { ...START, deadline: at('09:30'), end: at('10:00') };
    const one = factsOf(
      caseOf(
        [
          [at('09:00'), 'A'],
          [at('11:00'), 'B'],
          [at('12:00'), 'A'],
        ],
        late,
      ),
    );
    const two = factsOf(caseOf([[at('09:00'), 'A']], { ...START, deadline: at('10:00'), end: at('10:00') }));
    const open = factsOf(caseOf([[at('09:00'), 'A']], START));
    const raw = new RawCounter();
    [one, two, open].forEach((facts) => raw.add(rawCaseOf(facts)));
    expect(raw.figures).toEqual({
      handovers: 2,
      casesWithHandover: 1,
      maxHandoversInOneCase: 2,
      pingPongs: 1,
      casesWithPingPong: 1,
      closedOnTime: 1,
      closedLate: 1,
      closedWithoutDue: 0,
      withoutEnd: 1,
    });
  });
});
