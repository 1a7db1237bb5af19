import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Actor } from '../../platform/auth/role.js';
import { RecordCommands, RecordCommandsOfMany, type RecordResult } from '../application/record-commands.js';
import type { ReadCommand } from './payloads/read-command.js';

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
    const groups = groupByRequest(read);
    const calls = groups.map(({ hallId, requestId, members }) => {
      const submitted = members.map(({ submitted }) => submitted);
      return new RecordCommands(hallId, requestId, submitted, actor, correlationId);
    });
    const answers = await this.commands.execute(new RecordCommandsOfMany(calls));
    const results: RecordResult[] = [];
    groups.forEach(({ members }, at) => {
      const answer = answers[at];
      if (answer?.status === 'rejected') throw answer.reason;
      members.forEach(({ index }, place) => {
        const result = answer?.value[place];
        if (result === undefined) throw new Error('A command was left without an answer.');
        results[index] = result;
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
