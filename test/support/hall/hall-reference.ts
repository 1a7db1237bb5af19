const department = (alias: string, id: string): string =>
  `${alias}: registerDepartment(input: { departmentId: "${id}", name: "${id}" }) { recorded refused { code message } }`;
const days = ['MON', 'TUE', 'WED', 'THU', 'FRI']
  .map((day) => `{ day: ${day}, spans: [{ from: "09:00", until: "12:00" }, { from: "13:30", until: "17:00" }] }`)
  .join(' ');

/** Three departments, a Mon–Fri calendar, one service item on it. */
export const HALL_REFERENCE = `mutation {
  ${department('a', 'intake')}
  ${department('b', 'planning')}
  ${department('c', 'licensing')}
  d: putCalendar(input: { calendarId: "weekdays", zone: "Asia/Shanghai", week: [${days}], overrides: [] }) { recorded refused { code message } }
  e: putServiceItem(input: {
    code: "permit", name: "Permit", calendarId: "weekdays", route: ["intake", "planning", "licensing"],
    limits: { promised: { unit: WORKING_DAY, amount: 5 }, statutory: { unit: WORKING_DAY, amount: 20 } }
  }) { recorded refused { code message } }
}`;
