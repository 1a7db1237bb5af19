import type { Facts } from '../../efficiency/projections/facts.js';
import type { RequestHistory } from '../../efficiency/projections/history.js';
import { describeClosure } from './describe-closure.js';
import { describeFollowUp } from './describe-follow-up.js';
import { describeTransfer } from './describe-transfer.js';
import type { FigureRow } from './figure-row.js';
import { durationText, localText, type Words } from './words.js';

export type { Words } from './words.js';

/** One row of a figure in words: what happened, by which rule it counts there, to whom it is charged. */
export function describeRow(row: FigureRow, facts: Facts, history: RequestHistory, zone: string): Words {
  const said = saidOf(row, facts, history, zone);
  const officer = row.officerId === null ? { en: '', zh: '' } : { en: `, officer ${row.officerId}`, zh: `，经办人 ${row.officerId}` };
  const period = row.atMs === null ? { en: '', zh: '' } : { en: `, in the period of ${localText(row.atMs, zone)}`, zh: `，归入 ${localText(row.atMs, zone)} 所在时段` };
  return {
    en: `${said.en}; for ${row.departmentId ?? 'no department'}${officer.en}${period.en}.`,
    zh: `${said.zh}；归 ${row.departmentId ?? '无部门'}${officer.zh}${period.zh}。`,
  };
}

function saidOf(row: FigureRow, facts: Facts, history: RequestHistory, zone: string): Words {
  switch (row.fact) {
    case 'closures':
      return describeClosure(row, facts.closures[row.key]!, zone);
    case 'transfers':
      return describeTransfer(row, facts.transfers[row.key]!, history);
    case 'receipts':
      return { en: `received as ${history.serviceItemCode}`, zh: `收件，事项 ${history.serviceItemCode}` };
    case 'tails':
      return { en: 'open, and this is who holds it', zh: '在办，由持有部门计入' };
    case 'reopenings':
      return { en: 'a completed request was opened again', zh: '已办结的办件重新办理' };
    case 'firstInquiryCompletions':
      return { en: 'completed without any transfer, and not reopened within 15 days', zh: '未经流转即办结，且 15 日内未重新办理' };
    case 'recalls':
      return { en: 'a transfer sent by mistake was recalled', zh: '误转被撤回' };
    case 'holdings': {
      const { fromMs, endedBy } = facts.holdings[row.key]!;
      const held = durationText(row.valueMs ?? 0);
      return {
        en: `held since ${localText(fromMs!, zone)}, ended by ${endedBy}: ${held} of working time, suspensions out`,
        zh: `自 ${localText(fromMs!, zone)} 持有，因 ${endedBy} 结束：工作时间 ${held}（不含暂停）`,
      };
    }
    case 'suspensions':
      return { en: 'a suspension without any working time that moved a due instant', zh: '未占工作时间却顺延了到期时刻的暂停' };
    default:
      return describeFollowUp(row, facts, zone);
  }
}
