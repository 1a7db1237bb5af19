import type { Pseudonyms } from '../../kernel/pseudonyms.js';
import { FACT_COLUMNS, FACT_KINDS } from '../projections/facts.js';
import type { SqlRow } from './duckdb-connection.js';
import type { Facts } from './facts.js';
import type { FigureFilter } from './figures/figure-filter.js';
import { QuestionRefused } from './figures/question-refused.js';
import { tableOf } from './schema.js';

/** Officers of one installation whose pseudonyms can be told apart in a question. */
export const OFFICERS_MAX = 100_000;
/** Of no officer: ids hold no control characters. */
const NOBODY = '\u0001';

const TABLES = FACT_KINDS.filter((kind) => 'officer' in FACT_COLUMNS[kind]).map(tableOf);
const SINCE = TABLES.map((table) => `SELECT officer FROM ${table} WHERE position > $after AND position <= $p`).join(' UNION ALL ');

/** The model in use; its revision changes when facts come in before those that are there, as of a request that was parked. */
type Source = Facts & { readonly revision?: number };
interface Known {
  upTo: bigint;
  readonly revision: number | undefined;
  readonly officers: Set<string>;
}
/** Facts are appended in the order of the log, so a later question looks only at what came since. */
const known = new WeakMap<Source, Known>();

function rememberedOf(facts: Source): Known {
  const found = known.get(facts);
  if (found !== undefined && found.revision === facts.revision) return found;
  const fresh: Known = { upTo: -1n, revision: facts.revision, officers: new Set() };
  known.set(facts, fresh);
  return fresh;
}

/** Every officer that a fact up to the position names, also one that has been corrected since. @throws QuestionRefused when there are too many. */
export async function knownOfficers(facts: Source, position: bigint): Promise<ReadonlySet<string>> {
  const found = rememberedOf(facts);
  if (position > found.upTo) {
    const rows = await facts.query<SqlRow & { readonly officer: string }>(
      `SELECT DISTINCT officer FROM (${SINCE}) WHERE officer IS NOT NULL LIMIT ${OFFICERS_MAX + 1}`, { after: found.upTo, p: position });
    for (const { officer } of rows) found.officers.add(officer);
    if (found.officers.size > OFFICERS_MAX) throw tooManyOfficers();
    if (position > found.upTo) found.upTo = position;
  }
  return found.officers;
}

export const namesOfficers = (filter: FigureFilter): boolean =>
  filter.officerIds !== undefined || [...(filter.and ?? []), ...(filter.or ?? []), ...(filter.not === undefined ? [] : [filter.not])].some(namesOfficers);

/** The filter with the officers that its pseudonyms stand for. What is none, a true id among them, stands for nobody. */
export function withOfficersFound(filter: FigureFilter, officerOf: ReadonlyMap<string, string>): FigureFilter {
  const { officerIds, and, or, not, ...rest } = filter;
  const found = (one: FigureFilter): FigureFilter => withOfficersFound(one, officerOf);
  return {
    ...rest,
    ...(officerIds && { officerIds: officerIds.map((pseudonym) => officerOf.get(pseudonym) ?? NOBODY) }),
    ...(and && { and: and.map(found) }), ...(or && { or: or.map(found) }), ...(not && { not: found(not) }),
  };
}

export const officersByPseudonym = (officers: Iterable<string>, pseudonyms: Pseudonyms): ReadonlyMap<string, string> =>
  new Map([...officers].map((officer) => [pseudonyms.officer(officer), officer]));

const tooManyOfficers = (): QuestionRefused => new QuestionRefused(
  'TOO_MANY_OFFICERS', `More than ${OFFICERS_MAX} officers are known: their pseudonyms cannot be told apart in a question. Ask without officers.`,
  `已知经办人超过 ${OFFICERS_MAX} 名：无法在查询中分辨其化名，请去掉经办人条件。`);
