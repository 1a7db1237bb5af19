import { assertNever } from '../../kernel/assert-never.js';
import type { Shape } from '../mapping/mapping.js';
import type { CaseFacts } from './case-facts.js';
import { deriveActivityLog } from './derive-activity-log.js';
import { deriveCaseTable } from './derive-case-table.js';
import { deriveStateLog } from './derive-state-log.js';
import type { DerivedCase } from './derived.js';

/** The commands a case stands for, by the shape of its log. */
export function derive(shape: Shape, facts: CaseFacts): DerivedCase {
  switch (shape) {
    case 'state-log':
      return deriveStateLog(facts);
    case 'activity-log':
      return deriveActivityLog(facts);
    case 'case-table':
      return deriveCaseTable(facts);
    case 'event-log':
      throw new Error('An event log is not derived from states');
    default:
      return assertNever(shape);
  }
}
