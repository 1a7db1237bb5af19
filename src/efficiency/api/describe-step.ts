import type { DueStep, Limit } from '../../working-time/limit.js';
import type { Explanation } from './service-request.type.js';

const UNITS = {
  WORKING_HOUR: ['working hours', '工作小时'], WORKING_DAY: ['working days', '工作日'], CALENDAR_DAY: ['calendar days', '自然日'],
  INSTANT: ['a fixed instant', '固定时刻'],
} as const satisfies Record<Limit['unit'], readonly [string, string]>;
const MOVES = { MS: ['ms of working time', '毫秒工作时间'], WORKING_DAY: ['working days', '工作日'], CALENDAR_DAY: ['calendar days', '自然日'] } as const;

/** One step of how a due instant came out, for people; instants in the calendar's zone. */
export function describeStep(step: DueStep, zone: string): Explanation {
  const at = (ms: number | null): string => (ms === null ? '…' : localText(ms, zone));
  switch (step.step) {
    case 'START':
      return { en: `The clock starts ${at(step.atMs)}.`, zh: `计时起点：${at(step.atMs)}。` };
    case 'LIMIT': {
      const [unit, zh] = UNITS[step.unit];
      const amount = step.amount === null ? '' : `${step.amount} `;
      return { en: `The limit is ${amount}${counted(unit, step.amount)}.`, zh: `时限：${amount}${zh}。` };
    }
    case 'EXTENSION': {
      const what = step.amount === null ? at(step.dueMs) : String(step.amount);
      return { en: `Extended ${at(step.atMs)}: ${what}.`, zh: `${at(step.atMs)} 延期：${what}。` };
    }
    case 'SUSPENSION': {
      const span = `${at(step.fromMs)} – ${at(step.untilMs)} (${step.cause})`;
      if (!step.counted) return { en: `Suspended ${span}: after the due instant, so it does not count.`, zh: `暂停 ${span}：已过到期时刻，不计。` };
      const [unit, zh] = MOVES[step.movedUnit];
      const en = counted(unit, step.movedBy);
      return { en: `Suspended ${span}: moved it by ${step.movedBy} ${en}.`, zh: `暂停 ${span}：顺延 ${step.movedBy} ${zh}。` };
    }
    case 'SKIPPED': {
      const [en, zh] = step.reason === 'HOLIDAY' ? ['holiday', '节假日'] : ['weekly closing', '休息日'];
      const name = step.name === null ? '' : ` (${step.name})`;
      return { en: `${step.date} skipped: ${en}${name}.`, zh: `${step.date} 不计：${zh}${name}。` };
    }
    case 'MAKE_UP':
      return { en: `${step.date} counts: make-up workday.`, zh: `${step.date} 计入：调休工作日。` };
    case 'DUE':
      return { en: dueText(step.dueMs, step.provisional, at), zh: dueTextZh(step.dueMs, step.provisional, at) };
  }
}

/** 'working days' for one is 'working day'. */
const counted = (unit: string, amount: number | null): string => (amount === 1 ? unit.replace(/s$/, '') : unit);

const dueText = (dueMs: number | null, provisional: boolean, at: (ms: number | null) => string): string =>
  (dueMs === null ? 'The clock stands still: no due instant now.' : `Due ${at(dueMs)}${provisional ? ', provisional: holidays not announced yet' : ''}.`);
const dueTextZh = (dueMs: number | null, provisional: boolean, at: (ms: number | null) => string): string =>
  (dueMs === null ? '计时暂停，暂无到期时刻。' : `到期：${at(dueMs)}${provisional ? '（暂定：节假日安排尚未公布）' : ''}。`);

const localText = (ms: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(ms);
