export type ErasureRefusalCode = 'UNKNOWN_APPLICANT' | 'ONE_APPLICANT' | 'ERASURE_RUNNING';

/** One sentence per code that says what to do. A foreign hall's applicant is told as one that does not exist. */
export const ERASURE_REFUSALS: Readonly<Record<ErasureRefusalCode, { readonly retryable: boolean; readonly en: string; readonly zh: string }>> = {
  UNKNOWN_APPLICANT: {
    retryable: false,
    en: 'No text in this hall is kept for this applicant: correct the hall, the reference or the pseudonym. Whoever was erased by reference before is not found by it any more: use the pseudonym of the certificate.',
    zh: '该大厅没有为该申请人保存任何文本：请更正大厅、申请人标识或假名。此前按标识删除过的申请人不能再按标识查到：请使用证书中的假名。',
  },
  ONE_APPLICANT: {
    retryable: false,
    en: 'Name the applicant in one way: applicantReference or applicantPseudonym.',
    zh: '请只用一种方式指明申请人：applicantReference 或 applicantPseudonym。',
  },
  ERASURE_RUNNING: {
    retryable: true,
    en: 'Another erasure is at work here: send this one again when it is done.',
    zh: '另一项删除正在进行：请在其完成后重发。',
  },
};

export const ERASURE_REFUSAL_CODES = Object.keys(ERASURE_REFUSALS) as readonly ErasureRefusalCode[];
