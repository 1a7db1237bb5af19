import type { Facts } from './facts.js';
import type { RequestHistory } from './history.js';
import { officerAt } from './officers.js';

/** Every ruling, in the order of the log; the last one on a transfer or refusal stands. */
export function rulingsOf(history: RequestHistory): Facts['rulings'] {
  return history.rulings.flatMap(({ revision, atMs, hopRevision, verdict }, index) => {
    const hop = history.hops.find((one) => one.revision === hopRevision);
    if (hop === undefined) return [];
    return [{
      department: hop.fromDepartmentId, toDepartment: hop.toDepartmentId, officer: hop.officerId ?? officerAt(history, history.stays[hop.stay]!, hop.atMs),
      atMs, revision, hopRevision, hopAtMs: hop.atMs, isRefusal: hop.kind === 'REFUSAL', recalled: hop.recalled, verdict,
      stands: !history.rulings.some((later, place) => place > index && later.hopRevision === hopRevision),
    }];
  });
}
