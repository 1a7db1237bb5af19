import { EVERYWHERE } from '../../../kernel/actor.js';
import { EfficiencyReport } from '../efficiency-report.js';
import { HOT_POTATO_MS, questionOf } from '../figure-question.args.js';
import { builderOver } from '../../read-model/what-if/build-ruled.js';
import { checkRules } from '../../read-model/what-if/check-rules.js';
import { compareAt, FlipTables } from '../../read-model/what-if/comparison.js';
import type { FlipPage, FlipTotal } from '../../read-model/what-if/flips.js';
import { RuledModel } from '../../read-model/what-if/ruled-model.js';
import { parkedCount } from '../../read-model/parked-requests.js';
import { NO_RULES, type RuleSet } from '../../projections/what-if/rule-set.js';
import { differencesOf } from './differences.js';
import { figureValues } from './figure-values.js';
import type { PrintedDepartment } from './print-comparison.js';

const MEMORY_MB = 128;

/** What a program without a service asks. */
export interface ModelsToCompare {
  readonly store: Parameters<typeof builderOver>[0];
  readonly rules: RuleSet;
  /** For files of this run. */
  readonly folder: string;
  readonly question: { readonly from?: number; readonly to?: number; readonly at?: number; readonly department?: readonly string[]; readonly flips: number };
  readonly nowMs: number;
  readonly progress: { begin(phase: string): void; at(share: number): void; end(): void };
  readonly signal: AbortSignal;
}
export interface ComparedModels {
  readonly position: bigint;
  readonly departments: readonly PrintedDepartment[];
  readonly totals: readonly FlipTotal[];
  readonly flips: FlipPage;
  readonly unmeasured: number;
}

/** Replays a log as it is and under rules, and compares the two. @throws WhatIfRefused for rules that the log's reference data do not allow. */
export async function compareModels(asked: ModelsToCompare): Promise<ComparedModels> {
  const upTo = (await asked.store.head()) ?? -1n;
  const actual = await replayed(asked, NO_RULES, upTo, 'as it is 现行规则');
  try {
    checkRules(asked.rules, actual);
    const ruled = await replayed(asked, asked.rules, upTo, 'under the rules 假设规则');
    try {
      return await compared(asked, actual, ruled);
    } finally {
      await ruled.remove();
    }
  } finally {
    await actual.remove();
  }
}

async function replayed({ store, folder, progress, signal }: ModelsToCompare, rules: RuleSet, upTo: bigint, phase: string): Promise<RuledModel> {
  const file = `${folder}/${rules === NO_RULES ? 'actual' : 'ruled'}.duckdb`;
  progress.begin(phase);
  await builderOver(store)({ file, rules, upTo, memoryMb: MEMORY_MB }, { signal, onProgress: (position) => progress.at(Number(position) / Math.max(1, Number(upTo))) });
  progress.end();
  return RuledModel.open(file, upTo, MEMORY_MB);
}

async function compared({ rules, question, nowMs }: ModelsToCompare, actual: RuledModel, ruled: RuledModel): Promise<ComparedModels> {
  const { from, to, at, department, flips: first } = question;
  const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
  const asked = questionOf({
    period: { from: iso(from), to: iso(to) }, at: iso(at ?? nowMs), filter: department === undefined ? null : { departmentIds: [...department] }, hotPotatoThreshold: HOT_POTATO_MS,
  }, { scope: EVERYWHERE, role: 'administrator' });
  const comparison = await compareAt({ actual, ruled }, asked, rules.hotPotatoMs, nowMs);
  const { departments: names } = actual.names;
  const [before, under] = [new EfficiencyReport(actual, comparison.actual, names), new EfficiencyReport(ruled, comparison.ruled, names)];
  const departments: PrintedDepartment[] = [];
  for (const departmentId of [null, ...await before.departments()]) {
    const differences = differencesOf(await figureValues(before, departmentId), await figureValues(under, departmentId), []);
    departments.push({ departmentId, name: departmentId === null ? null : names.get(departmentId) ?? null, differences });
  }
  const flips = await new FlipTables(actual, ruled).of(comparison);
  return {
    position: comparison.actual.position, departments, totals: await flips.totals(), flips: await flips.page({ subject: null, limit: null }, first, 0n),
    unmeasured: Math.max(0, await parkedCount(ruled, null) - await parkedCount(actual, null)),
  };
}
