import type { Facts } from '../../../src/efficiency/read-model/facts.js';
import { knownOfficers, namesOfficers, officersByPseudonym, OFFICERS_MAX, withOfficersFound } from '../../../src/efficiency/read-model/known-officers.js';
import { pseudonymsUnder } from '../../../src/privacy/keyed-pseudonyms.js';

/** Officers by the position of the fact that names them, and what was asked. */
class Named implements Facts {
  revision = 0;
  readonly asked: { readonly after: bigint; readonly p: bigint }[] = [];
  constructor(readonly facts: readonly (readonly [bigint, string])[]) {}

  async query<T>(_sql: string, params: object = {}): Promise<readonly T[]> {
    const { after, p } = params as { after: bigint; p: bigint };
    this.asked.push({ after, p });
    return this.facts.filter(([position]) => position > after && position <= p).map(([, officer]) => ({ officer })) as T[];
  }
}

const PSEUDONYMS = pseudonymsUnder(Buffer.alloc(32, 7));

describe('Known officers', () => {
  it('are those of every fact up to the position, and later questions look only at what came since', async () => {
    const facts = new Named([[1n, 'wang'], [5n, 'zhang'], [9n, 'li']]);
    expect([...await knownOfficers(facts, 5n)]).toEqual(['wang', 'zhang']);
    expect([...await knownOfficers(facts, 5n)]).toEqual(['wang', 'zhang']);
    expect([...await knownOfficers(facts, 9n)]).toEqual(['wang', 'zhang', 'li']);
    expect(facts.asked).toEqual([{ after: -1n, p: 5n }, { after: 5n, p: 9n }]);
  });

  it('are looked up anew once facts have come in before those that were there', async () => {
    const facts = new Named([[1n, 'wang']]);
    await knownOfficers(facts, 5n);
    facts.revision += 1;
    await knownOfficers(facts, 5n);
    expect(facts.asked).toEqual([{ after: -1n, p: 5n }, { after: -1n, p: 5n }]);
  });

  it('are refused when there are too many of them', async () => {
    const facts = new Named(Array.from({ length: OFFICERS_MAX + 1 }, (_, index) => [BigInt(index), `officer-${index}`] as const));
    await expect(knownOfficers(facts, BigInt(OFFICERS_MAX))).rejects.toMatchObject({ extensions: { code: 'TOO_MANY_OFFICERS' } });
  });
});

describe('A filter by pseudonyms', () => {
  const known = officersByPseudonym(['wang', 'zhang'], PSEUDONYMS);

  it('finds whom they stand for, in every branch', () => {
    const asked = { officerIds: [PSEUDONYMS.officer('wang')], and: [{ or: [{ officerIds: [PSEUDONYMS.officer('zhang')] }] }], not: { officerIds: [PSEUDONYMS.officer('wang')] }, channels: ['WEB'] };
    expect(withOfficersFound(asked, known)).toEqual({ officerIds: ['wang'], and: [{ or: [{ officerIds: ['zhang'] }] }], not: { officerIds: ['wang'] }, channels: ['WEB'] });
  });

  it('finds nobody by a true id, or by a pseudonym of nobody', () => {
    const { officerIds } = withOfficersFound({ officerIds: ['wang', PSEUDONYMS.officer('li'), 'o-'] }, known);
    expect(officerIds).toHaveLength(3);
    expect(new Set(officerIds)).toEqual(new Set(['\u0001']));
  });

  it('is told from one that names no officer, however deep', () => {
    expect(namesOfficers({ and: [{ or: [{ not: { officerIds: [] } }] }] })).toBe(true);
    expect(namesOfficers({ and: [{ or: [{ not: { channels: ['WEB'] } }] }], officerUnknown: true })).toBe(false);
  });
});
