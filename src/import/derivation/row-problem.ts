import type { SourceRow } from '../reading/source-case.js';

/** Why a row could not become a command; the decider never sees it. */
export type RowProblemCode =
  | 'CASE_MISSING'
  | 'CASE_WITHOUT_ROWS'
  | 'TIME_MISSING'
  | 'TIME_UNREADABLE'
  | 'HOLDER_MISSING'
  | 'SERVICE_ITEM_MISSING'
  | 'OUTCOME_UNKNOWN'
  | 'ID_UNUSABLE' // longer than 128 characters, or not printable
  | 'FIELD_COUNT'
  | 'EVENT_MISSING'
  | 'EVENT_UNKNOWN'
  | 'FIELD_UNREADABLE'
  | 'TERMS_DIFFER'; // the receipt pinned other terms than are registered here

export interface RowProblem {
  readonly row: SourceRow;
  readonly code: RowProblemCode;
  /** The column that is wrong, or empty when it is the row as a whole. */
  readonly column: string;
}

type Texts = Readonly<Record<'en' | 'zh', string>>;

const SENTENCES: Readonly<Record<RowProblemCode, Texts>> = {
  CASE_MISSING: { en: 'The row names no case.', zh: '该行没有办件编号。' },
  CASE_WITHOUT_ROWS: { en: 'The case has no rows, so nobody is known to hold it.', zh: '该办件没有任何行，无法得知由谁持有。' },
  TIME_MISSING: { en: 'The time is missing.', zh: '缺少时间。' },
  TIME_UNREADABLE: {
    en: 'The time is not in the format that the mapping says, does not exist, or is outside 1970 to 2100.',
    zh: '时间不符合映射文件中的格式、并不存在，或不在 1970 至 2100 年之间。',
  },
  HOLDER_MISSING: { en: 'The row does not say which department holds the case.', zh: '该行没有说明由哪个部门持有。' },
  SERVICE_ITEM_MISSING: { en: 'The row does not say which service item it is about.', zh: '该行没有说明是哪个事项。' },
  OUTCOME_UNKNOWN: { en: 'The mapping does not say which outcome this value is.', zh: '映射文件没有说明该值对应哪种办理结果。' },
  ID_UNUSABLE: {
    en: 'The value cannot be an id: ids are 1 to 128 printable characters.',
    zh: '该值不能作为编号：编号为 1 至 128 个可打印字符。',
  },
  EVENT_MISSING: { en: 'The row does not say which event it is.', zh: '该行没有说明是哪种事件。' },
  EVENT_UNKNOWN: { en: 'The row is of an event that this program does not know, or that is not of a request.', zh: '该行的事件类型未知，或不是办件的事件。' },
  FIELD_UNREADABLE: { en: 'A field of the event is missing, or is not what the event has there.', zh: '事件的某个字段缺失，或与该事件的格式不符。' },
  TERMS_DIFFER: {
    en: 'The receipt pinned other terms than are registered here: import into an empty log, with the reference data of the same export (--reference).',
    zh: '收件时固定的时限、路线或日历与此处登记的不同：请导入空日志，并用 --reference 给出同一次导出的基础数据。',
  },
  FIELD_COUNT: { en: 'The row has more or fewer fields than the header.', zh: '该行的字段数与表头不一致。' },
};

export function textsOf({ code, column }: RowProblem): Texts {
  const { en, zh } = SENTENCES[code];
  return column === '' ? { en, zh } : { en: `${en} (column "${column}")`, zh: `${zh}（列 "${column}"）` };
}
