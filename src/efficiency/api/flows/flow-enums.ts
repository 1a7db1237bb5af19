import { registerEnumType } from '@nestjs/graphql';
import type { CycleOrder as CycleOrderName } from '../../read-model/figures/flows/cycles.js';
import type { FlowKind as FlowKindName } from '../../read-model/figures/flows/flow-kinds.js';
import type { PairFigure as PairFigureName } from '../../read-model/figures/flows/pairs.js';
import type { VacuumIngredient as VacuumIngredientName } from '../../read-model/figures/flows/vacuum.js';

type Meanings<N extends string> = Readonly<Record<N, string>>;
const enumOf = <N extends string>(name: string, description: string, meanings: Meanings<N>): { readonly [K in N]: K } => {
  const values = Object.fromEntries(Object.keys(meanings).map((one) => [one, one])) as { readonly [K in N]: K };
  registerEnumType(values, { name, description, valuesMap: Object.fromEntries(Object.entries<string>(meanings).map(([one, text]) => [one, { description: text }])) as never });
  return values;
};

const FLOW_MEANINGS: Meanings<FlowKindName> = {
  TRANSFERS: 'All transfers, refusals included (流转).', PLANNED: 'Along the route pinned at receipt (按流程流转).', UNPLANNED: 'Neither planned nor a refusal (计划外流转).',
  REFUSALS: 'Refusals to take a transfer (拒收).', RETURNS: 'To a department that held the request before (退回).',
  PING_PONGS: 'Straight back to where it came from (来回推).', HOT_POTATOES: 'Unplanned, after less working time than the threshold, without progress (烫手山芋).',
  BUCK_PASSES: 'Unplanned transfers and refusals, after supervisors’ rulings (推诿).', BUCK_PASSES_BEFORE_RULINGS: 'The same before rulings (裁定前推诿).',
  RULED_JUSTIFIED: 'A supervisor ruled it justified (裁定正当).', RULED_BUCK_PASSING: 'A supervisor ruled it buck-passing (裁定推诿).',
};
export const FlowKind = enumOf('FlowKind', 'What is counted of the transfers between two departments (流转类别).', FLOW_MEANINGS);
export const FlowOrder = enumOf('FlowOrder', 'What cells of the matrix are sorted by (流转排序).', { ...FLOW_MEANINGS, REQUESTS: 'Requests that were transferred so (办件数).' });
export type FlowOrder = keyof typeof FlowOrder;
export const PairFigure = enumOf<PairFigureName>('PairFigure', 'What pairs of departments are sorted by (部门对排序).', {
  PING_PONGS: 'Ping-pongs between the two (来回推).', SENT_BACK_BY_A: 'Those that department A sent back (甲方退回).', SENT_BACK_BY_B: 'Those that department B sent back (乙方退回).',
  EPISODES: 'Episodes (拉锯).', ROUNDS: 'Rounds of all episodes (拉锯回合).', LONGEST: 'Holders of the longest episode (最长拉锯).', TRANSFERS: 'Transfers between the two, either way (流转).',
});
export const CycleOrder = enumOf<CycleOrderName>('CycleOrder', 'What cycles are sorted by (环流排序).', {
  TIMES: 'How often it was gone round (次数).', REQUESTS: 'Requests that went round (办件数).', LENGTH: 'Departments in it (长度).',
});
export const VacuumIngredient = enumOf<VacuumIngredientName>('VacuumIngredient', 'What the score of a responsibility vacuum is made of (责任真空构成).', {
  PASSED_ON: 'Of the holdings that ended, those that a buck-pass ended, after rulings (以推诿结束的持有).',
  STRAY_HOLDERS: 'Of the departments that held a request, those that neither took it first nor are on its route (流程外持有部门).',
  UNTOUCHED: 'Of the requests, those of which every transfer was unplanned or a refusal, after less working time than the threshold and without progress (经手即推的办件).',
  CAME_BACK: 'Of the requests, those that came back to a department that had held them before (回流办件).',
});
