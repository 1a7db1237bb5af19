import { toIso, type EpochMs } from '../kernel/instant.js';
import type { SubmittedCommand } from '../service-request/application/record-commands.js';
import type { ClearCommand, CommandType } from '../service-request/domain/commands.js';
import type { Common } from '../service-request/domain/events.js';
import { HALL_OFFICE, officersOf } from './departments.js';

export type DataOf<T extends CommandType> = Omit<Extract<ClearCommand, { readonly type: T }>['data'], keyof Common>;

/** What only a supervisor may say; everything else comes from a terminal. */
export const SUPERVISOR_COMMANDS: ReadonlySet<CommandType> = new Set(['IssueReminder', 'RuleTransfer', 'VoidRequest']);

/** Commands of one request as its terminals would post them, with ids that repeat when the same seed is played again. */
export class CommandLog {
  readonly commands: SubmittedCommand[] = [];

  /** Colleagues who took over, by department. */
  private readonly reassigned = new Map<string, number>();

  constructor(
    readonly hallId: string,
    readonly requestId: string,
    /** Which officer of each department deals with this request at first. */
    private readonly officerTurn: number,
  ) {}

  officerOf(departmentId: string): string {
    const officers = officersOf(departmentId);
    return officers[(this.officerTurn + (this.reassigned.get(departmentId) ?? 0)) % officers.length]!;
  }

  /** From now on a colleague of the department deals with it. */
  reassign(departmentId: string): void {
    this.reassigned.set(departmentId, (this.reassigned.get(departmentId) ?? 0) + 1);
  }

  put<T extends CommandType>(type: T, departmentId: string, atMs: EpochMs, data: DataOf<T>, officerId = this.officerOf(departmentId)): void {
    const place = { hallId: this.hallId, requestId: this.requestId, occurredAt: toIso(atMs), departmentId };
    const desk = departmentId === HALL_OFFICE ? {} : { terminalId: `${departmentId}-t${1 + (this.officerTurn % 2)}` };
    const common: Common = { ...place, officerId, ...desk };
    const source = SUPERVISOR_COMMANDS.has(type) ? 'demo/supervision' : `demo/terminal/${common.terminalId ?? departmentId}`;
    const command = { type, data: { ...common, ...data } } as unknown as ClearCommand;
    this.commands.push({ source, id: `${this.requestId}/${this.commands.length}`, command });
  }
}
