import type { ReferenceDirectory } from '../../reference-data/application/reference-directory.js';
import type { Rejection } from '../domain/rejection.js';
import { isUnbounded, refuseOutOfScope } from '../domain/scope-rule.js';
import { RecordCommands, type RecordResult } from './record-commands.js';

/** A call without what its sender may not send. */
export interface HeldCall {
  /** Null when nothing of it is left. */
  readonly within: RecordCommands | null;
  /** Puts the results of `within` and the refusals together, in the order of the call. */
  readonly merge: (results: readonly RecordResult[]) => readonly RecordResult[];
}

const whole = (call: RecordCommands): HeldCall => ({ within: call, merge: (results) => results });

/** Holds calls to the halls and departments of their senders, before a stream is read. */
export class CommandScope {
  constructor(private readonly directory: ReferenceDirectory) {}

  /** Nobody has to be asked about: the import, the demo, the service's own programs. */
  passes({ actor }: RecordCommands): boolean {
    return isUnbounded(actor);
  }

  async hold(call: RecordCommands): Promise<HeldCall> {
    if (this.passes(call)) return whole(call);
    let refusals = this.refusalsOf(call);
    // Another process may have registered the department a moment ago, below one of the sender's.
    if (refusals.some((refusal) => refusal !== null && this.isUnregistered(refusal))) {
      await this.directory.catchUp();
      refusals = this.refusalsOf(call);
    }
    return refusals.every((refusal) => refusal === null) ? whole(call) : without(call, refusals);
  }

  private refusalsOf({ hallId, submitted, actor }: RecordCommands): readonly (Rejection | null)[] {
    const pathOf = (departmentId: string): readonly string[] => this.directory.departmentPath(departmentId);
    return submitted.map(({ command: { data: { departmentId, terminalId } } }) =>
      refuseOutOfScope({ hallId, departmentId, ...(terminalId !== undefined && { terminalId }) }, actor, pathOf));
  }

  private isUnregistered({ code, detail: { departmentId } }: Rejection): boolean {
    return code === 'NOT_IN_YOUR_SCOPE' && departmentId !== undefined && !this.directory.hasDepartment(departmentId);
  }
}

function without({ hallId, requestId, submitted, actor, correlationId, traceparent }: RecordCommands, refusals: readonly (Rejection | null)[]): HeldCall {
  const left = submitted.filter((_, index) => refusals[index] === null);
  const within = left.length === 0 ? null : new RecordCommands(hallId, requestId, left, actor, correlationId).tracedAs(traceparent);
  const merge = (results: readonly RecordResult[]): readonly RecordResult[] => {
    const rest = [...results];
    return refusals.map((rejection) => (rejection === null ? theNext(rest) : { status: 'refused', rejection }));
  };
  return { within, merge };
}

function theNext(results: RecordResult[]): RecordResult {
  const result = results.shift();
  if (result === undefined) throw new Error('A command within the scope was left without an answer');
  return result;
}
