import type { RequestSummaryRow } from '../read-model/figures/request-summaries.js';
import type { ServiceRequestSummary } from './service-requests.type.js';

const STATUS = { CLOSED: 'COMPLETED', APPLICANT: 'SUSPENDED', STATUTORY: 'SUSPENDED' } as const;

export const summaryOf = (row: RequestSummaryRow): ServiceRequestSummary => ({
  id: `${row.hall}.${row.request_id}`, hallId: row.hall, requestId: row.request_id,
  status: STATUS[row.ledger_class as keyof typeof STATUS] ?? 'OPEN',
  receivedAt: Number(row.received_at_ms), since: Number(row.since_ms), departmentId: row.department, officerId: row.officer,
  firstDepartmentId: row.first_department, serviceItemCode: row.service_item, channel: row.channel, urgency: row.urgency,
});
