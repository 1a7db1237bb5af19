import { hallTime, SmallHall } from '../../support/read-side-hall.js';
import type { Json } from '../../support/read-side.js';

jest.setTimeout(60_000);

const EXACT = '{ numerator denominator value text }';
const QUESTION = `query A($asKnownAt: AsKnownAtInput, $at: Instant, $formulaId: ID, $formulaVersion: Int, $period: PeriodInput) {
  assessment(asKnownAt: $asKnownAt, at: $at, formulaId: $formulaId, formulaVersion: $formulaVersion, period: $period) {
    position formulaId formulaName formulaVersion total { score ${EXACT} }
    departments { departmentId score ${EXACT} weightSum ${EXACT} ingredients {
      key kind statistic numerator { figure n } denominator { figure n } raw ${EXACT} worst ${EXACT} best ${EXACT} lessIsBetter weight ${EXACT}
      normalised ${EXACT} contribution ${EXACT} } } } }`;
const PUT = `mutation F($input: AssessmentFormulaInput!) { putAssessmentFormula(input: $input) { recorded unchanged refused { entry code message } } }`;

const onTime = { key: 'on-time', name: 'On time 按时率', figures: ['CLOSED_ON_TIME_PROMISED'], per: ['CLOSED_ON_TIME_PROMISED', 'CLOSED_LATE_PROMISED'], worst: 0.5, best: 1, weight: 50 };
const rating = { key: 'rating', name: 'Rating 满意度', worst: 1, best: 5, weight: 30 };
const passing = { key: 'passing', name: 'Buck-passing 推诿', figures: ['BUCK_PASSES'], per: ['CLOSURES'], worst: 1, best: 0, weight: 20 };
const formula = (...ingredients: readonly object[]) => ({ input: { formulaId: 'hall', name: 'Yearly 年度考核', ingredients } });

/** A score worked out anew, with nothing but the answer: fractions of whole numbers, the way one does it on paper. */
type Ratio = readonly [bigint, bigint];
const read = (exact: Json): Ratio => [BigInt(exact.numerator as string), BigInt(exact.denominator as string)];
const plus = ([a, b]: Ratio, [c, d]: Ratio): Ratio => [a * d + c * b, b * d];
const times = ([a, b]: Ratio, [c, d]: Ratio): Ratio => [a * c, b * d];
const over = ([a, b]: Ratio, [c, d]: Ratio): Ratio => (c < 0n ? [-a * d, -b * c] : [a * d, b * c]);
const minus = (one: Ratio, [c, d]: Ratio): Ratio => plus(one, [-c, d]);
const same = ([a, b]: Ratio, [c, d]: Ratio): boolean => a * d === c * b;
const within01 = ([a, b]: Ratio): Ratio => (a < 0n ? [0n, 1n] : a > b ? [1n, 1n] : [a, b]);

function rawOf({ kind, numerator, denominator, raw }: Json): Ratio | null {
  if (raw === null || kind === 'TIME') return raw === null ? null : read(raw);
  const sum = (parts: Json[], weigh: (index: number) => bigint) => parts.reduce((total: bigint, { n }, index) => total + BigInt(n as number) * weigh(index), 0n);
  return [sum(numerator, (index) => (kind === 'RATING_MEAN' ? BigInt(index + 1) : 1n)), sum(denominator, () => 1n)];
}
function recomputed({ ingredients }: Json): Ratio | null {
  const known = (ingredients as Json[]).flatMap((one) => {
    const raw = rawOf(one);
    return raw === null ? [] : [{ weight: read(one.weight), normalised: within01(over(minus(raw, read(one.worst)), minus(read(one.best), read(one.worst)))) }];
  });
  if (known.length === 0) return null;
  const weightSum = known.reduce<Ratio>((sum, { weight }) => plus(sum, weight), [0n, 1n]);
  return known.reduce<Ratio>((sum, { weight, normalised }) => plus(sum, over(times([100n, 1n], times(weight, normalised)), weightSum)), [0n, 1n]);
}

/**
 * intake closes three, all in time, two of them rated 2 and 4, and passes one off the route; planning closes one that was rated 1; licensing
 * closes one nobody has rated; 5 working days are promised.
 */
describe('An assessment', () => {
  let hall: SmallHall;
  let firstFormula: string;
  beforeAll(async () => {
    hall = await SmallHall.open('03-16 10:00');
    for (const requestId of ['R1', 'R2', 'R3', 'R4', 'R5']) await hall.receive(requestId, '03-02 09:00');
    for (const requestId of ['R1', 'R2', 'R3']) await hall.complete(requestId, '03-03 10:00', 'intake');
    await hall.transfer('R4', '03-02 09:30', 'intake', 'planning');
    await hall.transfer('R5', '03-02 10:00', 'intake', 'licensing');
    await hall.complete('R4', '03-05 10:00', 'planning');
    await hall.complete('R5', '03-13 10:00', 'licensing');
    await hall.say('R1', 'RateRequest', '03-04 10:00', 'intake', { score: 2 });
    await hall.say('R2', 'RateRequest', '03-04 10:00', 'intake', { score: 4 });
    await hall.say('R4', 'RateRequest', '03-06 10:00', 'planning', { score: 1 });
  });
  afterAll(() => hall.side.stop());

  async function ask(variables: object = {}): Promise<Json> {
    await hall.side.readModel.caughtUp();
    return (await hall.side.ask(QUESTION, variables)).assessment;
  }
  const scores = ({ departments }: Json): unknown => Object.fromEntries((departments as Json[]).map(({ departmentId, score }) => [departmentId, score?.text ?? null]));

  it('needs a formula that was known then', async () => {
    await hall.side.readModel.caughtUp();
    await expect(hall.side.ask(QUESTION)).rejects.toThrow('NO_FORMULA');
  });

  it('is the score worked out by hand, every ingredient shown', async () => {
    expect((await hall.side.ask(PUT, formula(onTime, rating, passing))).putAssessmentFormula).toMatchObject({ recorded: 1, refused: [] });
    const answer = await ask();
    firstFormula = answer.position as string;
    expect(answer).toMatchObject({ formulaId: 'hall', formulaName: 'Yearly 年度考核', formulaVersion: 1 });
    // intake: on time 3/3 -> 1; rating 6/2 = 3 -> 1/2; one buck-pass on three closures -> 2/3. 50 + 15 + 20 · 2/3 = 235/3.
    const [intake, licensing, planning] = answer.departments as Json[];
    expect(intake).toMatchObject({ departmentId: 'intake', score: { numerator: '235', denominator: '3', value: 235 / 3, text: '78.3333' }, weightSum: { text: '100.0000' } });
    expect(intake.ingredients).toMatchObject([
      { key: 'on-time', kind: 'RATIO', numerator: [{ figure: 'CLOSED_ON_TIME_PROMISED', n: 3 }], denominator: [{ n: 3 }, { figure: 'CLOSED_LATE_PROMISED', n: 0 }],
        raw: { text: '1.0000' }, normalised: { text: '1.0000' }, weight: { text: '50.0000' }, contribution: { numerator: '50', denominator: '1' }, lessIsBetter: false },
      { key: 'rating', kind: 'RATING_MEAN', raw: { numerator: '3', denominator: '1' }, normalised: { numerator: '1', denominator: '2' }, contribution: { text: '15.0000' } },
      { key: 'passing', raw: { numerator: '1', denominator: '3' }, normalised: { numerator: '2', denominator: '3' }, contribution: { numerator: '40', denominator: '3' }, lessIsBetter: true },
    ]);
    // planning: 50 + 0 + 20. licensing closed after its 5 working days and nobody rated it: 0 and 20 of the 70 that are left.
    expect(planning.score).toMatchObject({ text: '70.0000' });
    expect(licensing.ingredients[1]).toMatchObject({ raw: null, normalised: null, contribution: null, weight: { text: '30.0000' } });
    expect(licensing).toMatchObject({ weightSum: { text: '70.0000' }, score: { numerator: '200', denominator: '7', text: '28.5714' } });
    // All: on time 4/5 -> 3/5; rating 7/3 -> 1/3; 1/5 -> 4/5. 30 + 10 + 16.
    expect(answer.total.score).toMatchObject({ text: '56.0000' });
  });

  it('can be worked out anew from its own answer, by any department', async () => {
    const times40 = { key: 'holding', name: 'Holding 持有', time: 'HOLDING_TIME', statistic: 'P90', worst: 144_000_000, best: 0.5, weight: 12.345 };
    const mean = { key: 'lead', name: 'Lead 历时', time: 'LEAD_TIME', statistic: 'MEAN', worst: 864_000_000, best: 0, weight: 0.1 };
    await hall.side.ask(PUT, formula(onTime, rating, { ...passing, worst: 0.7 }, times40, mean));
    const { departments, formulaVersion } = await ask();
    expect(formulaVersion).toBe(2);
    expect(departments).toHaveLength(3);
    for (const department of departments as Json[]) expect(same(read(department.score), recomputed(department)!)).toBe(true);
  });

  it('has no score where nothing was done', async () => {
    const { departments, total } = await ask({ period: { from: hallTime('03-20 09:00') } });
    expect([scores({ departments }), total.score]).toEqual([{ intake: null, licensing: null, planning: null }, null]);
  });

  it('keeps the formula that stood then, and takes another version when asked', async () => {
    const at = hallTime('03-16 10:00');
    const then = await ask({ asKnownAt: { position: firstFormula }, at });
    expect([then.formulaVersion, scores(then)]).toEqual([1, { intake: '78.3333', licensing: '28.5714', planning: '70.0000' }]);
    const byOld = await ask({ formulaVersion: 1, at });
    expect([byOld.formulaVersion, byOld.departments]).toEqual([1, then.departments]);
    expect((await ask({ asKnownAt: { position: firstFormula }, formulaVersion: 2, at })).formulaVersion).toBe(2);
    await expect(ask({ formulaVersion: 3 })).rejects.toThrow('NO_FORMULA');
    await expect(ask({ formulaId: 'other' })).rejects.toThrow('NO_FORMULA');
  });

  it('changes with a ruling, a late rating and a voiding, and stays as it was known before to the digit', async () => {
    const at = hallTime('03-16 10:00');
    const position = String(hall.side.readModel.position());
    const before = await ask({ at, formulaVersion: 1 });
    await hall.say('R5', 'RuleTransfer', '03-16 09:00', 'intake', { revision: 1, verdict: 'JUSTIFIED' });
    // intake no longer passes the buck: 50 + 15 + 20.
    expect(scores(await ask({ at, formulaVersion: 1 }))).toEqual({ intake: '85.0000', licensing: '28.5714', planning: '70.0000' });
    await hall.say('R5', 'RateRequest', '03-16 09:00', 'licensing', { score: 5 });
    // licensing: 0 + 30 + 20 of 100.
    expect(scores(await ask({ at, formulaVersion: 1 }))).toMatchObject({ licensing: '50.0000' });
    await hall.say('R1', 'VoidRequest', '03-16 09:00', 'intake', {});
    // intake: 50, rating 4 -> 3/4 of 30, 20.
    expect(scores(await ask({ at, formulaVersion: 1 }))).toMatchObject({ intake: '92.5000' });
    expect(await ask({ at, formulaVersion: 1, asKnownAt: { position } })).toEqual(before);
  });

  it('must be told which of several formulas, and refuses one that cannot be', async () => {
    const other = formula(rating);
    await hall.side.ask(PUT, { input: { ...other.input, formulaId: 'other' } });
    await hall.side.readModel.caughtUp();
    await expect(ask()).rejects.toThrow('WHICH_FORMULA');
    expect(await ask({ formulaId: 'other' })).toMatchObject({ formulaId: 'other', formulaVersion: 1 });
    expect((await hall.side.ask(PUT, formula({ ...rating, worst: 5 }))).putAssessmentFormula).toMatchObject({ recorded: 0, refused: [{ code: 'INVALID_ENTRY' }] });
    await expect(hall.side.askAs('analyst', PUT, formula(rating))).rejects.toThrow('FORBIDDEN');
  });
});
