import { InputType, registerEnumType } from '@nestjs/graphql';
import { checkedText, type FieldOptions, TextField, WordField } from '../../platform/graphql/checked-fields.js';
import { isHallId } from '../../service-request/domain/request-ids.js';
import { ERASURE_REASONS, type ErasureReason, isKeyId } from '../domain/erasure-events.js';

const REASONS = Object.fromEntries(ERASURE_REASONS.map((reason) => [reason, reason])) as { readonly [R in ErasureReason]: R };
const TEXTS: Readonly<Record<ErasureReason, string>> = {
  APPLICANT_ASKED: 'The person asked for it (本人要求删除).',
  CONSENT_WITHDRAWN: 'Consent was withdrawn (撤回同意).',
  PURPOSE_ACHIEVED: 'What the data were for is achieved, or cannot be any more (处理目的已实现或无法实现).',
  RETENTION_ENDED: 'The time they may be kept is over (保存期限届满).',
  UNLAWFUL: 'They should not have been taken (违法或违约处理).',
  ORDERED: 'A court or an authority ordered it (依法责令删除).',
};
registerEnumType(REASONS, {
  name: 'ErasureReason', description: 'Why a person’s texts are erased; a closed list, since free text might name the person (删除理由).',
  valuesMap: Object.fromEntries(ERASURE_REASONS.map((reason) => [reason, { description: TEXTS[reason] }])),
});
export const ErasureReasonWord = REASONS;

export const PseudonymField = (options: FieldOptions) => checkedText(options, 'a pseudonym, which is a UUID in lower case', isKeyId);

@InputType({ description: 'An administrator has the texts of one applicant made unreadable, for ever (删除申请人信息).' })
export class EraseApplicantInput {
  @checkedText({ description: 'The hall whose applicant it is (大厅编号).' }, '1 to 64 letters, digits, "_" or "-"', isHallId)
  hallId!: string;

  @TextField({ description: 'The reference as terminals send it; it is neither stored nor logged (申请人标识).', charsMax: 256, optional: true })
  applicantReference?: string;

  @PseudonymField({ description: 'Or the pseudonym: the id of the applicant’s key (申请人假名).', optional: true })
  applicantPseudonym?: string;

  @WordField(REASONS, { description: 'Why (删除理由).' })
  reason!: ErasureReason;
}
