import { DEMO_SEED } from '../../../src/demo/simulate.js';
import type { SimulatedRequest } from '../../../src/demo/plan.js';
import { tell, time } from './demo-year.js';

const ENDS = new Set(['TransferRequest', 'RefuseTransfer', 'RecallTransfer', 'CompleteRequest']);
const w = (instant: string): number => time.workingMsUpTo(Date.parse(instant));

/** A second way to the milliseconds of each stay that ended: from the instants of the commands alone. */
function measured({ commands }: SimulatedRequest): number[] {
  const stays: number[] = [];
  let [begunW, stoppedW, stoppedMs] = [0, null as number | null, 0];
  for (const { command } of commands) {
    const nowW = w(command.data.occurredAt);
    if (command.type === 'ReceiveRequest' || command.type === 'ReopenRequest') [begunW, stoppedMs] = [nowW, 0];
    if (command.type === 'SuspendRequest') stoppedW = nowW;
    if (stoppedW !== null && (command.type === 'ResumeRequest' || ENDS.has(command.type))) {
      stoppedMs += nowW - stoppedW;
      stoppedW = command.type === 'TransferRequest' ? nowW : null;
    }
    if (!ENDS.has(command.type)) continue;
    stays.push(nowW - begunW - stoppedMs);
    [begunW, stoppedMs] = [nowW, 0];
  }
  return stays;
}

describe('the planned milliseconds', () => {
  it('are what the instants of the commands say, stay by stay', () => {
    const requests = tell(DEMO_SEED);
    const planned = requests.map(({ truth }) => truth.stays.filter((stay) => stay.end !== null).map((stay) => stay.workingMs));
    expect(requests.map(measured)).toEqual(planned);
  });
});
