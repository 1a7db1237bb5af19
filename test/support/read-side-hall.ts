import { EVERYWHERE } from '../../src/kernel/actor.js';
import { RecordCommands } from '../../src/service-request/application/record-commands.js';
import type { ClearCommand, CommandType } from '../../src/service-request/domain/commands.js';
import { HALL_REFERENCE } from './hall/hall-reference.js';
import { HandClock, type ReadSide, type ReadSideOptions, startReadSide } from './read-side.js';

type DataOf<T extends CommandType> = Extract<ClearCommand, { type: T }>['data'];
type Beyond<T extends CommandType> = Omit<DataOf<T>, 'hallId' | 'requestId' | 'occurredAt' | 'departmentId'>;

/** '03-02 09:00' by the hall's clock, a Monday of 2026, in UTC. */
export const hallTime = (text: string): string => new Date(`2026-${text.replace(' ', 'T')}:00+08:00`).toISOString();

/**
 * A hall with intake, planning and licensing, Mon-Fri 09:00-12:00 and 13:30-17:00, and one item on the route through all three:
 * 5 working days promised, 20 statutory. It records through the write side, at the instants the test says.
 */
export class SmallHall {
  private said = 0;

  private constructor(
    readonly side: ReadSide,
    readonly clock: HandClock,
  ) {}

  static async open(now: string, options: Pick<ReadSideOptions, 'rectificationWorkingDays'> = {}): Promise<SmallHall> {
    const clock = new HandClock(Date.parse(hallTime(now)));
    const side = await startReadSide({ clock, ...options });
    await side.ask(HALL_REFERENCE);
    return new SmallHall(side, clock);
  }

  /** What the clock on the wall says from now on. */
  now(text: string): this {
    this.clock.atMs = Date.parse(hallTime(text));
    return this;
  }

  receive(requestId: string, occurredAt: string, departmentId = 'intake'): Promise<string> {
    return this.say(requestId, 'ReceiveRequest', occurredAt, departmentId, { serviceItemCode: 'permit', channel: 'COUNTER', urgency: 'NORMAL', applicant: null });
  }

  transfer(requestId: string, occurredAt: string, fromDepartmentId: string, toDepartmentId: string): Promise<string> {
    return this.say(requestId, 'TransferRequest', occurredAt, fromDepartmentId, { fromDepartmentId, toDepartmentId });
  }

  complete(requestId: string, occurredAt: string, departmentId: string): Promise<string> {
    return this.say(requestId, 'CompleteRequest', occurredAt, departmentId, { outcome: 'GRANTED' });
  }

  /** Its position in the log. @throws Error when it is refused. */
  async say<T extends CommandType>(requestId: string, type: T, occurredAt: string, departmentId: string, beyond: Beyond<T>): Promise<string> {
    const common = { hallId: 'hall', requestId, occurredAt: hallTime(occurredAt), departmentId };
    const command = { type, data: { ...common, ...beyond } } as unknown as ClearCommand;
    this.said += 1;
    const submitted = [{ source: '/small-hall', id: String(this.said), command }];
    const [result] = await this.side.bus.execute(new RecordCommands('hall', requestId, submitted, { principal: 'test', role: 'supervisor', scope: EVERYWHERE }, 'test'));
    if (result === undefined || result.status === 'refused') throw new Error(`${type} of ${requestId} was refused: ${JSON.stringify(result)}`);
    return String(result.position);
  }
}
