import type { Row } from '../../efficiency/projections/facts.js';
import { outcomeOf, type LimitName } from './closure-rows.js';
import type { FigureRow } from './figure-row.js';
import { durationText, localText, type Words } from './words.js';

const LIMITS: Readonly<Record<LimitName, Words>> = {
  PROMISED: { en: 'promised', zh: '承诺时限' }, STATUTORY: { en: 'statutory', zh: '法定时限' },
};

/** What a figure sees in a closure. */
export function describeClosure({ figure }: FigureRow, closure: Row<'closures'>, zone: string): Words {
  const at = localText(closure.atMs!, zone);
  if (figure === 'CLOSURES') return { en: `completed ${at}, ${closure.outcome}`, zh: `${at} 办结，结果 ${closure.outcome}` };
  if (figure === 'UNRATED') return { en: 'nobody has rated this closure', zh: '该次办结未获评价' };
  if (figure === 'PROCESSING_TIME') {
    const took = durationText(closure.processingMs!);
    return { en: `processing time ${took}: holding and handover, suspensions and off-hours out`, zh: `办理时长 ${took}：持有与交接时间，不含暂停与非工作时间` };
  }
  if (figure === 'LEAD_TIME') return { en: `lead time ${durationText(closure.leadMs!)} by the wall clock`, zh: `历时 ${durationText(closure.leadMs!)}（自然时间）` };
  return describeTimeliness(figure, closure, zone);
}

function describeTimeliness(figure: string, closure: Row<'closures'>, zone: string): Words {
  const limit: LimitName = figure.includes('PROMISED') ? 'PROMISED' : 'STATUTORY';
  const { state, dueMs } = outcomeOf(closure, limit);
  const first = figure.startsWith('FIRST_INQUIRY_') ? { en: ', credited to who took it first', zh: '，计入首问部门' } : { en: '', zh: '' };
  const by = figure.includes('DUE_') ? { en: ', by due date', zh: '，按到期日统计' } : { en: '', zh: '' };
  const { en, zh } = LIMITS[limit];
  if (state === 'NO_LIMIT') return { en: `it had no ${en} limit${first.en}`, zh: `无${zh}${first.zh}` };
  const due = dueMs === null ? { en: 'never due', zh: '无到期时刻' } : { en: `due ${localText(dueMs, zone)}`, zh: `到期 ${localText(dueMs, zone)}` };
  const verdict = state === 'ON_TIME' ? { en: 'on time', zh: '按时' } : { en: 'late', zh: '超时' };
  const at = localText(closure.atMs!, zone);
  return { en: `${en} ${due.en}, completed ${at}: ${verdict.en}${by.en}${first.en}`, zh: `${zh}${due.zh}，${at} 办结：${verdict.zh}${by.zh}${first.zh}` };
}
