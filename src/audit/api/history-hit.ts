import type { FoundRequest } from '../read-model/found-requests.js';
import type { HistoryHit } from './history-search.type.js';

export const hitOf = ({ request_id: requestId, service_item, received_at_ms, applicant_key, matches, events }: FoundRequest, hallId: string): HistoryHit => ({
  id: `${hallId}.${requestId}`, hallId, requestId, serviceItemCode: service_item, receivedAt: Number(received_at_ms), applicantPseudonym: applicant_key, matchCount: Number(matches),
  events: events.map(({ position, revision, type, department, officer, assigned_officer, terminal, principal, at_ms, recorded_at_ms }) => ({
    position, revision, type, departmentId: department, officerId: officer, assignedOfficerId: assigned_officer, terminalId: terminal, principal,
    occurredAt: Number(at_ms), recordedAt: Number(recorded_at_ms),
  })),
});
