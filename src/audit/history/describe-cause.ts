import { toMs } from '../../kernel/instant.js';
import { localText, type Words } from './words.js';
import type { Step } from './walk.js';

/** What an event did that took something out of a figure. */
export function describeCause(step: Step, zone: string): Words {
  const { recorded: { meaning, revision } } = step;
  if (meaning.kind === 'CALENDAR') return { en: 'The calendar was changed', zh: '工作日历已变更' };
  if (meaning.kind !== 'REQUEST') return { en: 'This follow-up changed it', zh: '后续措施使其变化' };
  const { event } = meaning;
  switch (event.type) {
    case 'TransferRuled':
      return {
        en: `Ruled ${event.data.verdict} at revision ${revision}, of the transfer at revision ${event.data.revision}`,
        zh: `第 ${revision} 号事件对第 ${event.data.revision} 号流转裁定为 ${event.data.verdict}`,
      };
    case 'RequestVoided':
      return { en: 'The request was voided', zh: '该办件已作废' };
    case 'TransferRecalled':
      return { en: `The transfer was recalled at revision ${revision}`, zh: `第 ${revision} 号事件撤回了该流转` };
    case 'RequestReopened':
      return { en: `Reopened at revision ${revision}`, zh: `第 ${revision} 号事件重新办理` };
    default:
      return isLate(step) ? lateWords(event.type, revision, localText(toMs(event.data.occurredAt), zone)) : plainWords(event.type, revision);
  }
}

const plainWords = (type: string, revision: number): Words => ({ en: `${type} at revision ${revision} changed it`, zh: `第 ${revision} 号事件 ${type} 使其变化` });
const lateWords = (type: string, revision: number, at: string): Words => ({
  en: `${type} of ${at} was recorded late, at revision ${revision}, and changed it`, zh: `${at} 的 ${type} 迟到，记为第 ${revision} 号事件，使其变化`,
});

/** It happened before something that the log already knew. */
export function isLate({ recorded: { meaning }, before: { history } }: Step): boolean {
  return meaning.kind === 'REQUEST' && history !== null && toMs(meaning.event.data.occurredAt) < history.lastLifecycleMs;
}
