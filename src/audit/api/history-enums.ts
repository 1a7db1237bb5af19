import { registerEnumType } from '@nestjs/graphql';

const described = <K extends string>(words: Readonly<Record<K, string>>) =>
  Object.fromEntries(Object.entries<string>(words).map(([word, description]) => [word, { description }])) as Record<K, { description: string }>;
const enumOf = <K extends string>(words: Readonly<Record<K, string>>) => Object.fromEntries(Object.keys(words).map((word) => [word, word])) as { readonly [W in K]: W };

const STREAMS = {
  REQUEST: 'The request itself (办件).', WARNING: 'Warnings raised for it (预警).', RECTIFICATION: 'What bad ratings asked for (整改).',
  CALENDAR: 'Its working calendar, while it was open (工作日历).',
};
export const HistoryStream = enumOf(STREAMS);
registerEnumType(HistoryStream, { name: 'HistoryStream', description: 'Which stream of the log an event stands in (事件来源).', valuesMap: described(STREAMS) });

const STATUSES = {
  ABSENT: 'Not received yet (未收件).', OPEN: 'Being handled (办理中).', SUSPENDED: 'The clock stands still (暂停).', COMPLETED: 'Completed (办结).',
  VOIDED: 'Recorded by mistake, in no figure (作废).',
};
export const HistoryStatus = enumOf(STATUSES);
registerEnumType(HistoryStatus, { name: 'HistoryStatus', description: 'How a request stood at a place of its history (状态).', valuesMap: described(STATUSES) });

const TEXTS = {
  CLEAR: 'Read with its key (可读).', ERASED: 'The key was erased: nobody can read it any more (已删除).', NO_KEY: 'This installation has no such key (无密钥).',
  ALTERED: 'It is not what was sealed (已被改动).',
};
export const TextState = enumOf(TEXTS);
registerEnumType(TextState, { name: 'TextState', description: 'Whether a text can be read (文本状态).', valuesMap: described(TEXTS) });

const CHANGES = { COUNTED: 'Counted since this event (计入).', NO_LONGER_COUNTED: 'Counted until this event (不再计入).' };
export const ReasonChange = enumOf(CHANGES);
registerEnumType(ReasonChange, { name: 'ReasonChange', description: 'What an event did to a figure (变化).', valuesMap: described(CHANGES) });

const THROUGH = {
  GRAPHQL: 'Asked for as a history (查询).', RECEIPT: 'In a receipt for the citizen (回执).', EXPORT: 'In an exported file (导出).', SEARCH: 'As a hit of a search (检索).',
};
export const ReadThrough = enumOf(THROUGH);
registerEnumType(ReadThrough, { name: 'ReadThrough', description: 'How a history was looked at (查阅方式).', valuesMap: described(THROUGH) });
