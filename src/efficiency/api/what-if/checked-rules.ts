import { checkInput } from '../../../platform/check-input.js';
import { WhatIfRefused } from '../../read-model/what-if/refusals.js';
import { WhatIfRulesInput } from './what-if.inputs.js';

/** @throws WhatIfRefused that names every field that is wrong. */
export function checkedRules(rules: WhatIfRulesInput): WhatIfRulesInput {
  const checked = checkInput(WhatIfRulesInput, { ...rules });
  if (checked.ok) return checked.value;
  const fields = checked.fields.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new WhatIfRefused('INVALID_RULES', `The rules cannot be read: ${fields}.`, '规则有误，请按所指字段改正。');
}
