import { ANNOTATION_RULES } from './annotation-rules.js';
import type { CommandType } from './commands.js';
import { PROGRESS_RULES } from './progress-rules.js';
import type { Rule, Rules } from './rule.js';
import { TRANSFER_RULES } from './transfer-rules.js';

/** Every command but the receipt, which is the one that needs no history. */
export type LaterCommandType = Exclude<CommandType, 'ReceiveRequest'>;

const RULES: Rules<LaterCommandType> = { ...PROGRESS_RULES, ...TRANSFER_RULES, ...ANNOTATION_RULES };

// The table pairs each type with its own data, which the compiler cannot follow through a lookup.
export const ruleFor = (type: LaterCommandType): Rule<LaterCommandType> => RULES[type] as Rule<LaterCommandType>;
