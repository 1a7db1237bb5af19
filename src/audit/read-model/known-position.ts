import type { ReadModelService } from '../../efficiency/read-model/read-model.service.js';

/** Parked events too: the log knew them, whatever could be made of them. */
const RECORDED = ['events', 'reference_events', 'parked'].map((table) => `SELECT position, recorded_at_ms FROM ${table}`).join(' UNION ALL ');

/** The position that a question as known then is asked at, by the same rule as in the figures; -1 before everything. */
export async function knownPosition(
  service: Pick<ReadModelService, 'query' | 'position'>, asKnownAt: { readonly position: bigint } | { readonly recordedAtMs: number } | null,
): Promise<bigint> {
  const latest = service.position() ?? -1n;
  if (asKnownAt === null) return latest;
  if ('position' in asKnownAt) return asKnownAt.position < latest ? asKnownAt.position : latest;
  const [row] = await service.query<{ position: bigint | null }>(
    `SELECT max(position) AS position FROM (${RECORDED}) WHERE recorded_at_ms <= $at AND position <= $p`, { at: BigInt(asKnownAt.recordedAtMs), p: latest });
  return row?.position ?? -1n;
}
