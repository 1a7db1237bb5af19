import { EVERYWHERE } from '../../../kernel/actor.js';
import { FACT_KINDS } from '../../projections/facts.js';
import type { FigureFilter } from '../figures/figure-filter.js';
import type { FigureQuestion } from '../scope-of.js';
import { tableOf } from '../schema.js';
import { EARLIEST_MS, LATEST_MS } from '../facts-span.js';

/** What is given on the command line. */
export interface ExportArguments {
  readonly format: 'csv' | 'parquet' | 'xes' | 'jsonl';
  /** A table of facts, or all of them; null: histories. */
  readonly facts: string | null;
  readonly to: string;
  readonly from: string | null;
  readonly until: string | null;
  readonly asKnownAt: string | null;
  readonly filter: FigureFilter;
}
export interface PlannedFile {
  /** As `exportOf` knows it. */
  readonly name: string;
  readonly to: string;
}

/** What cannot be asked for; both sentences say what can. */
export class ExportArgumentsRefused extends Error {
  override readonly name = 'ExportArgumentsRefused';
  constructor(
    readonly en: string,
    readonly zh: string,
  ) {
    super(en);
  }
}

const HOT_POTATO_MS = 30 * 60_000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
export const FACT_TABLES: readonly string[] = FACT_KINDS.map(tableOf);

/** Histories as table or log come with the reference data that an import needs. @throws ExportArgumentsRefused */
export function plannedFiles({ format, facts, to }: ExportArguments): readonly PlannedFile[] {
  if (facts === null) {
    if (format === 'parquet') throw new ExportArgumentsRefused('Parquet is for facts: name a table with --facts, or take csv, xes or jsonl.', 'Parquet 仅用于事实表：请用 --facts 指定，或改用 csv、xes、jsonl。');
    const histories = { name: `histories.${format}`, to };
    return format === 'jsonl' ? [histories] : [histories, { name: 'reference.jsonl', to: `${to}.reference.jsonl` }];
  }
  if (format !== 'csv' && format !== 'parquet') throw new ExportArgumentsRefused('Facts are csv or parquet; xes and jsonl are for histories.', '事实表只能是 csv 或 parquet；xes 与 jsonl 用于办件历史。');
  if (facts === 'all') return FACT_TABLES.map((table) => ({ name: `${table}.${format}`, to: `${to}/${table}.${format}` }));
  if (!FACT_TABLES.includes(facts)) throw new ExportArgumentsRefused(`There are no facts "${facts}"; there are: all, ${FACT_TABLES.join(', ')}.`, `没有事实表 "${facts}"；可用：all、${FACT_TABLES.join('、')}。`);
  return [{ name: `${facts}.${format}`, to }];
}

/** @throws ExportArgumentsRefused */
export function questionOf({ from, until, asKnownAt, filter }: ExportArguments): FigureQuestion {
  return {
    fromMs: from === null ? EARLIEST_MS : instantOf('--from', from), toMs: until === null ? LATEST_MS : instantOf('--until', until),
    atMs: null, asKnownAt: knownAt(asKnownAt), hotPotatoMs: HOT_POTATO_MS, filter, within: EVERYWHERE, pseudonymous: false,
  };
}

function knownAt(text: string | null): FigureQuestion['asKnownAt'] {
  if (text === null) return null;
  return /^\d{1,18}$/.test(text) ? { position: BigInt(text) } : { recordedAtMs: instantOf('--as-known-at', text) };
}

function instantOf(option: string, text: string): number {
  const ms = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new ExportArgumentsRefused(`${option} is an instant with an offset, such as 2026-02-01T00:00:00+08:00.`, `${option} 应为带时区的时刻，例如 2026-02-01T00:00:00+08:00。`);
  return Math.min(LATEST_MS, Math.max(EARLIEST_MS, ms));
}
