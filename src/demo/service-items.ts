import type { ServiceItemTerms } from '../reference-data/domain/events.js';
import type { Limit } from '../working-time/limit.js';

export const DEMO_CALENDAR_ID = 'cn-hall';

/** How requests of an item tend to go, beside what can happen to any request. */
export type Character = 'ROUTE' | 'AT_THE_COUNTER' | 'PING_PONG' | 'VACUUM';

export interface DemoItem {
  readonly code: string;
  readonly terms: ServiceItemTerms;
  readonly character: Character;
  /** Share of the hall's requests, in parts of the sum of all. */
  readonly weight: number;
  /** Typical working milliseconds of one stay with a department that is not slow. */
  readonly stayMs: number;
}

const HOUR_MS = 3_600_000;
const days = (amount: number): Limit => ({ unit: 'WORKING_DAY', amount });
const hours = (amount: number): Limit => ({ unit: 'WORKING_HOUR', amount });
const calendarDays = (amount: number): Limit => ({ unit: 'CALENDAR_DAY', amount });

interface Sketch {
  readonly limits: ServiceItemTerms['limits'];
  readonly route: readonly string[];
  readonly clockStart?: 'ACCEPTANCE';
  readonly character?: Character;
  readonly weight: number;
  readonly stayHours: number;
}

const item = (code: string, name: string, sketch: Sketch): DemoItem => ({
  code,
  character: sketch.character ?? 'ROUTE',
  weight: sketch.weight,
  stayMs: sketch.stayHours * HOUR_MS,
  terms: {
    name,
    limits: sketch.limits,
    route: sketch.route,
    calendarId: DEMO_CALENDAR_ID,
    clockStart: sketch.clockStart ?? 'RECEIPT',
    warningShare: 0.9,
  },
});

export const DEMO_ITEMS: readonly DemoItem[] = [
  item('demo-business-licence', 'Business licence 营业执照', {
    limits: { NORMAL: { promised: days(3), statutory: calendarDays(15) }, URGENT: { promised: days(1), statutory: calendarDays(15) } },
    route: ['intake', 'market', 'licensing'], weight: 16, stayHours: 3,
  }),
  item('demo-building-permit', 'Building permit 建设工程规划许可', {
    limits: { NORMAL: { promised: days(20), statutory: calendarDays(60) }, URGENT: { promised: days(10), statutory: calendarDays(60) } },
    route: ['intake', 'planning', 'construction', 'fire-safety', 'licensing'], clockStart: 'ACCEPTANCE', weight: 8, stayHours: 13,
  }),
  item('demo-fire-inspection', 'Fire inspection 公众聚集场所消防检查', {
    limits: { NORMAL: { promised: days(7), statutory: days(15) } },
    route: ['intake', 'fire-safety', 'licensing'], weight: 9, stayHours: 5,
  }),
  item('demo-food-permit', 'Food permit 食品经营许可', {
    limits: { NORMAL: { promised: days(8), statutory: days(20) }, URGENT: { promised: days(4), statutory: days(20) } },
    route: ['intake', 'market', 'health', 'licensing'], weight: 10, stayHours: 7,
  }),
  item('demo-drainage', 'Drainage connection 排水接入许可', {
    limits: { NORMAL: { promised: days(10), statutory: calendarDays(30) } },
    route: ['intake', 'water', 'licensing'], character: 'PING_PONG', weight: 8, stayHours: 6,
  }),
  item('demo-road-occupation', 'Road occupation 占道施工许可', {
    limits: { NORMAL: { promised: days(5), statutory: calendarDays(20) }, URGENT: { promised: hours(8), statutory: calendarDays(20) } },
    route: ['intake', 'transport', 'urban-management', 'licensing'], weight: 10, stayHours: 4,
  }),
  item('demo-social-card', 'Social security card 社会保障卡', {
    limits: { NORMAL: { promised: days(0), statutory: days(5) } },
    route: ['intake', 'social-security'], character: 'AT_THE_COUNTER', weight: 14, stayHours: 1,
  }),
  item('demo-residence-certificate', 'Residence certificate 居住证明', {
    limits: { NORMAL: { promised: hours(4), statutory: days(3) }, URGENT: { promised: hours(2), statutory: days(3) } },
    route: ['intake', 'social-security'], character: 'AT_THE_COUNTER', weight: 12, stayHours: 1,
  }),
  item('demo-clinic', 'Clinic registration 诊所备案', {
    limits: { NORMAL: { promised: hours(80), statutory: calendarDays(30) } },
    route: ['intake', 'health', 'environment', 'licensing'], weight: 5, stayHours: 8,
  }),
  item('demo-lift', 'Lift for an old building 既有住宅加装电梯', {
    limits: { NORMAL: { promised: calendarDays(30), statutory: calendarDays(45) } },
    route: ['intake', 'construction', 'planning', 'licensing'], weight: 4, stayHours: 12,
  }),
  item('demo-noise', 'Noise in a shared yard 共用院落噪声扰民', {
    limits: { NORMAL: { promised: days(5), statutory: calendarDays(15) } },
    route: [], character: 'VACUUM', weight: 5, stayHours: 3,
  }),
  item('demo-enquiry', 'Enquiry about old records 历史档案咨询', {
    limits: { NORMAL: { promised: null, statutory: null } },
    route: ['intake', 'planning'], weight: 5, stayHours: 4,
  }),
];
