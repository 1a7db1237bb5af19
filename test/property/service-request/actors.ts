import type { ServiceRequestCommand } from '../../../src/service-request/domain/commands.js';
import type { ServiceRequestState } from '../../../src/service-request/domain/service-request.js';

/** The command with HOLDER and SENDER replaced by whoever that is now; A where there is nobody. */
export function actorIn(state: ServiceRequestState, said: ServiceRequestCommand): ServiceRequestCommand {
  const who: Readonly<Record<string, string>> = { HOLDER: holderIn(state), SENDER: senderIn(state) };
  const departmentId = who[said.data.departmentId] ?? said.data.departmentId;
  if (said.type !== 'TransferRequest') return { ...said, data: { ...said.data, departmentId } } as ServiceRequestCommand;
  return { ...said, data: { ...said.data, departmentId, fromDepartmentId: departmentId } };
}

function holderIn(state: ServiceRequestState): string {
  if (state.status === 'open') return state.holding.departmentId;
  return state.status === 'completed' ? state.holder : 'A';
}

const senderIn = (state: ServiceRequestState): string =>
  state.status === 'open' && state.pending !== null ? state.pending.fromDepartmentId : 'A';
