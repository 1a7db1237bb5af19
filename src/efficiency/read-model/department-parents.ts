import { decodeReferenceEvent } from '../../reference-data/domain/reference-streams.js';
import type { Facts } from './facts.js';
import type { Parents } from './figures/department-tree.js';

/** What is above each department, as the log stood at a position. */
export async function parentsAt(facts: Facts, position: bigint): Promise<Parents> {
  const rows = await facts.query<{ type: string; data: string }>(
    "SELECT type, data FROM reference_events WHERE type LIKE 'Department%' AND position <= $p ORDER BY position", { p: position });
  const parents = new Map<string, string | null>();
  for (const { type, data } of rows) {
    const event = decodeReferenceEvent(type, JSON.parse(data) as object);
    if (event.type === 'DepartmentRegistered' || event.type === 'DepartmentRenamed') parents.set(event.data.departmentId, event.data.parentId);
  }
  return parents;
}
