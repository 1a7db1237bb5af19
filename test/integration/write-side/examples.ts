import type { Catalogue } from '../../../src/reference-data/domain/catalogue.js';
import { RecordCommands, type SubmittedCommand } from '../../../src/service-request/application/record-commands.js';
import type { ClearCommand } from '../../../src/service-request/domain/commands.js';
import { EVERYWHERE, type Role } from '../../../src/kernel/actor.js';
import { parseWeek } from '../../../src/working-time/parse-week.js';

const LIMITS = { promised: { unit: 'WORKING_DAY', amount: 3 }, statutory: null } as const;

export const hallCatalogue: Catalogue = {
  version: '1',
  calendars: [{
    calendarId: 'office', zone: 'Asia/Shanghai', week: parseWeek('Mon-Fri 09:00-12:00 13:30-17:00'),
    overrides: { '2026-05-01': { spans: [], name: '劳动节' } }, announcedThrough: '2026-12-31',
  }],
  departments: [
    { departmentId: 'intake', name: 'Intake 综合窗口', parentId: null },
    { departmentId: 'planning', name: 'Planning 规划局', parentId: null },
  ],
  officers: [{ officerId: 'o-1', name: 'Wang' }],
  serviceItems: [{
    code: 'permit', name: 'Permit', limits: { NORMAL: LIMITS }, route: ['intake', 'planning'],
    calendarId: 'office', clockStart: 'RECEIPT', warningShare: 0.9,
  }],
};

export const emptyCatalogue: Catalogue = { version: '1', calendars: [], departments: [], officers: [], serviceItems: [] };

/** Minutes after Thursday 2026-03-05 09:00 in Shanghai. */
const at = (minutes: number): string => new Date(Date.UTC(2026, 2, 5, 1) + minutes * 60_000).toISOString();
const common = (requestId: string, minutes: number, departmentId: string) => ({ hallId: 'hall', requestId, occurredAt: at(minutes), departmentId });

export const receive = (requestId: string, applicant: string | null = null): ClearCommand => ({
  type: 'ReceiveRequest',
  data: { ...common(requestId, 0, 'intake'), serviceItemCode: 'permit', channel: 'COUNTER', urgency: 'NORMAL', applicant },
});
export const transfer = (requestId: string, minutes: number, note?: string): ClearCommand => ({
  type: 'TransferRequest',
  data: { ...common(requestId, minutes, 'intake'), fromDepartmentId: 'intake', toDepartmentId: 'planning', ...(note !== undefined && { note }) },
});
export const progress = (requestId: string, minutes: number, departmentId: string, note?: string): ClearCommand => ({
  type: 'RecordProgress',
  data: { ...common(requestId, minutes, departmentId), step: 'checked', ...(note !== undefined && { note }) },
});
export const complete = (requestId: string, minutes: number, departmentId: string): ClearCommand => ({
  type: 'CompleteRequest',
  data: { ...common(requestId, minutes, departmentId), outcome: 'GRANTED' },
});

/** A call of one terminal; each command under the id before it. */
export function call(requestId: string, commands: readonly (readonly [string, ClearCommand])[], role: Role = 'terminal'): RecordCommands {
  const submitted = commands.map(([id, command]): SubmittedCommand => ({ source: 'terminal-7', id, command }));
  return new RecordCommands('hall', requestId, submitted, { principal: 'counter', role, scope: EVERYWHERE }, 'corr-1');
}
export const streamOfRequest = (requestId: string): string => `serviceRequest-hall.${requestId}`;
