import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_RULES, type RuleSet } from '../../src/efficiency/projections/what-if/rule-set.js';
import { builderOver } from '../../src/efficiency/read-model/what-if/build-ruled.js';
import { RuledModel } from '../../src/efficiency/read-model/what-if/ruled-model.js';
import type { EventStore } from '../../src/event-store/event-store.port.js';
import { digestOf, type Digest } from './read-side-digest.js';

export const rules = (some: Partial<RuleSet>): RuleSet => ({ ...NO_RULES, ...some });

/** Replays a log under rules and asks the model something; the file is gone afterwards. */
export async function underRules<Answer>(store: EventStore, ruleSet: RuleSet, ask: (model: RuledModel) => Promise<Answer>): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'what-if-'));
  const file = join(folder, 'ruled.duckdb');
  try {
    const upTo = (await store.head()) ?? -1n;
    await builderOver(store)({ file, rules: ruleSet, upTo, memoryMb: 100 }, { signal: new AbortController().signal, onProgress: () => undefined });
    const model = await RuledModel.open(file, upTo, 100);
    try {
      return await ask(model);
    } finally {
      await model.remove();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything a model says, but for the reference data themselves, which the rules are to change. */
export const saidUnder = (store: EventStore, ruleSet: RuleSet): Promise<Digest> => underRules(store, ruleSet, async (model) => {
  const { [`(SELECT * FROM reference_events WHERE position <= ${model.upTo})`]: _reference, ...said } = await digestOf(model, model.upTo);
  return said;
});
