import { parse } from 'yaml';
import { WhatIfRefused } from '../../read-model/what-if/refusals.js';
import type { RuleSet } from '../../projections/what-if/rule-set.js';
import { checkedRules } from './checked-rules.js';
import { toRuleSet } from './to-rule-set.js';

export const RULES_FILE_BYTES_MAX = 1_048_576;

/** A rule set in YAML or JSON, with the names of the GraphQL input. @throws WhatIfRefused INVALID_RULES */
export function readRules(text: string): RuleSet {
  const raw = parsed(text);
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new WhatIfRefused('INVALID_RULES', 'The rules are a mapping with items, calendars and hotPotatoThreshold.', '规则应为含 items、calendars、hotPotatoThreshold 的映射。');
  }
  return toRuleSet(checkedRules(raw));
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new WhatIfRefused('INVALID_RULES', `The file is neither YAML nor JSON: ${error instanceof Error ? error.message.slice(0, 300) : ''}`, '文件不是有效的 YAML 或 JSON。');
  }
}
