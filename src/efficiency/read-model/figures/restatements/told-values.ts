import type { Facts } from '../../facts.js';
import { AGE_BANDS, backlogFigure } from '../backlog-figure.js';
import { countFigures } from '../count-figures.js';
import { groupValues } from '../dimensions.js';
import { earlyFigure, type LimitName } from '../early-figure.js';
import type { CountedFigure, MeasuredFigure } from '../figure-relations.js';
import { ledgerFigure } from '../ledger-figure.js';
import { measureFigure } from '../measure-figures.js';
import type { Scope } from '../scope.js';

/** What has to be told of each version: parts that add up, and the rows behind what does not. */
export interface Wanted {
  readonly counted: readonly CountedFigure[];
  readonly measured: readonly MeasuredFigure[];
  readonly early: readonly { readonly limit: LimitName; readonly creditedTo: 'department' | 'first_department' }[];
  readonly ledger: boolean;
  readonly backlog: boolean;
}
/** A whole number adds up over requests; a text only says whether something is another than before. */
export type Part = bigint | string;
/** By department, and in it by the part's name. */
export type Parts = ReadonlyMap<string, ReadonlyMap<string, Part>>;

export const rowsOf = (figure: MeasuredFigure): string => `${figure} rows`;
export const earlyRowsOf = (limit: LimitName, creditedTo: string): string => `early rows ${limit} ${creditedTo}`;

/** Parts of the figures of each version, by its place in the list; a part that is absent is nothing. */
export async function toldValues(told: Facts, scope: Scope, wanted: Wanted): Promise<ReadonlyMap<number, Parts>> {
  const versions = new Map<number, Map<string, Map<string, Part>>>();
  const put = (key: string | null, name: string, part: Part): void => {
    if (key === null || part === 0n) return;
    const [version, department] = groupValues(key);
    const parts = versions.get(Number(version)) ?? new Map<string, Map<string, Part>>();
    versions.set(Number(version), parts);
    parts.set(department!, (parts.get(department!) ?? new Map<string, Part>()).set(name, part));
  };
  await Promise.all([
    putCounts(told, scope, wanted, put), ...wanted.measured.map((figure) => putMeasured(told, scope, figure, put)),
    ...wanted.early.map(({ limit, creditedTo }) => putEarly(told, scope, { limit, creditedTo }, put)),
    wanted.ledger ? putLedger(told, scope, put) : null, wanted.backlog ? putBacklog(told, scope, put) : null,
  ]);
  return versions;
}

type Put = (key: string | null, name: string, part: Part) => void;

async function putCounts(told: Facts, scope: Scope, { counted }: Wanted, put: Put): Promise<void> {
  for (const [key, counts] of await countFigures(told, scope, counted)) for (const [figure, n] of counts) put(key, figure, BigInt(n));
}

async function putMeasured(told: Facts, scope: Scope, figure: MeasuredFigure, put: Put): Promise<void> {
  for (const [key, { n, totalMs, p50Ms, p90Ms, p95Ms, maxMs }] of await measureFigure(told, scope, figure)) {
    put(key, `${figure}.n`, BigInt(n));
    put(key, `${figure}.total`, totalMs);
    put(key, rowsOf(figure), [n, totalMs, p50Ms, p90Ms, p95Ms, maxMs].join(' '));
  }
}

async function putEarly(told: Facts, scope: Scope, { limit, creditedTo }: Wanted['early'][number], put: Put): Promise<void> {
  for (const [key, mean] of await earlyFigure(told, scope, limit, creditedTo)) put(key, earlyRowsOf(limit, creditedTo), String(mean));
}

async function putLedger(told: Facts, scope: Scope, put: Put): Promise<void> {
  for (const [key, ledger] of await ledgerFigure(told, scope)) for (const [name, ms] of Object.entries(ledger)) put(key, `LEDGER.${name}`, ms);
}

async function putBacklog(told: Facts, scope: Scope, put: Put): Promise<void> {
  for (const [key, { open, byAge, promised, statutory }] of await backlogFigure(told, scope)) {
    put(key, 'BACKLOG', BigInt(open));
    for (const band of AGE_BANDS) put(key, `BACKLOG.AGE_${band}`, BigInt(byAge.get(band) ?? 0));
    for (const [state, n] of promised) put(key, `BACKLOG.PROMISED_${state}`, BigInt(n));
    for (const [state, n] of statutory) put(key, `BACKLOG.STATUTORY_${state}`, BigInt(n));
  }
}
