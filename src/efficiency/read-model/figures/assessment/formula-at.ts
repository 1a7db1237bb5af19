import type { AssessmentFormula } from '../../../../reference-data/domain/assessment-formula.js';
import { decodeReferenceEvent } from '../../../../reference-data/domain/reference-streams.js';
import type { Facts } from '../../facts.js';
import { QuestionRefused } from '../question-refused.js';

export interface FormulaQuestion {
  /** May be left out where there is only one. */
  readonly formulaId: string | null;
  /** Null: the version that stood at the position. */
  readonly version: number | null;
  readonly position: bigint;
  /** A version that is asked for may be newer than the position. */
  readonly latest: bigint;
}

/** @throws QuestionRefused when there is none, or no telling which. */
export async function formulaAt(facts: Facts, { formulaId, version, position, latest }: FormulaQuestion): Promise<AssessmentFormula> {
  const known = await formulasUpTo(facts, version === null ? position : latest);
  const ids = [...new Set(known.map((formula) => formula.formulaId))].sort();
  if (formulaId === null && ids.length > 1) throw whichFormula(ids);
  const wanted = formulaId ?? ids[0];
  const found = known.findLast((formula) => formula.formulaId === wanted && (version === null || formula.version === version));
  if (found === undefined) throw noFormula(wanted, version);
  return found;
}

/** Every version recorded up to a position, in the order of the log. */
async function formulasUpTo(facts: Facts, position: bigint): Promise<readonly AssessmentFormula[]> {
  const rows = await facts.query<{ type: string; data: string }>(
    "SELECT type, data FROM reference_events WHERE type LIKE 'AssessmentFormula%' AND position <= $p ORDER BY position", { p: position });
  return rows.flatMap(({ type, data }) => {
    const event = decodeReferenceEvent(type, JSON.parse(data) as object);
    return event.type === 'AssessmentFormulaDefined' || event.type === 'AssessmentFormulaRevised' ? [event.data] : [];
  });
}

const whichFormula = (ids: readonly string[]): QuestionRefused => new QuestionRefused(
  'WHICH_FORMULA', `There are several assessment formulas: name one of ${ids.join(', ')} in formulaId.`, `有多个考核公式：请用 formulaId 指明 ${ids.join('、')} 之一。`);

function noFormula(formulaId: string | undefined, version: number | null): QuestionRefused {
  const which = [...(formulaId === undefined ? [] : [` ${formulaId}`]), ...(version === null ? [] : [` version ${version}`])].join('');
  return new QuestionRefused(
    'NO_FORMULA', `No assessment formula${which} was known then: define one with putAssessmentFormula or in the catalogue, or ask for formulaVersion.`,
    `当时尚无考核公式${which}：请用 putAssessmentFormula 或目录文件定义，或指定 formulaVersion。`);
}
