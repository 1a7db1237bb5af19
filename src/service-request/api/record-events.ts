import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Actor } from '../../platform/auth/role.js';
import { forEachBounded } from '../../platform/for-each-bounded.js';
import { RecordCommands, type RecordResult } from '../application/record-commands.js';
import type { ReadCommand } from './payloads/read-command.js';

/** Requests whose commands are decided at the same time; they share one commit. */
const REQUESTS_MAX = 32;

export interface Sender {
  readonly actor: Actor;
  readonly correlationId: string;
}

/** Commands of many requests: those of one request stay in order and travel together, the requests do not wait for each other. */
@Injectable()
export class RecordEvents {
  constructor(private readonly commands: CommandBus) {}

  /** One result per command, in their order. @throws EventStoreUnavailable: send the same again, what was recorded stays so. */
  async record(read: readonly ReadCommand[], { actor, correlationId }: Sender): Promise<readonly RecordResult[]> {
    const results: RecordResult[] = [];
    await forEachBounded(groupByRequest(read), REQUESTS_MAX, async ({ hallId, requestId, members }) => {
      const submitted = members.map(({ submitted }) => submitted);
      const answers = await this.commands.execute(new RecordCommands(hallId, requestId, submitted, actor, correlationId));
      members.forEach(({ index }, at) => {
        const answer = answers[at];
        if (answer === undefined) throw new Error('A command was left without an answer.');
        results[index] = answer;
      });
    });
    return results;
  }
}

interface Group {
  readonly hallId: string;
  readonly requestId: string;
  readonly members: (ReadCommand & { readonly index: number })[];
}

function groupByRequest(read: readonly ReadCommand[]): readonly Group[] {
  const groups = new Map<string, Group>();
  read.forEach((one, index) => {
    // A hall id holds no dot, so the key is unambiguous.
    const key = `${one.hallId}.${one.requestId}`;
    const group = groups.get(key) ?? { hallId: one.hallId, requestId: one.requestId, members: [] };
    groups.set(key, group);
    group.members.push({ ...one, index });
  });
  return [...groups.values()];
}
