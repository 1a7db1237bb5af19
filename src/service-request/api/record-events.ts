import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Actor } from '../../kernel/actor.js';
import { CommandWatch } from '../../platform/telemetry/command-watch.js';
import { type CallResult, RecordCommands, RecordCommandsOfMany, type RecordResult } from '../application/record-commands.js';
import type { IntakeCode } from './cloud-events/read-event.js';
import type { ReadCommand } from './payloads/read-command.js';

export interface Sender {
  readonly actor: Actor;
  readonly correlationId: string;
}

/** Commands of many requests: those of one request stay in order and travel together, the requests do not wait for each other. */
@Injectable()
export class RecordEvents {
  constructor(
    private readonly commands: CommandBus,
    private readonly watch: CommandWatch,
  ) {}

  /** One result per command, in their order. @throws EventStoreUnavailable: send the same again, what was recorded stays so. */
  async record(read: readonly ReadCommand[], { actor, correlationId }: Sender): Promise<readonly RecordResult[]> {
    const groups = groupByRequest(read);
    const answers = await this.execute(groups, (traceparent) => groups.map(({ hallId, requestId, members }) => {
      const submitted = members.map((one) => one.submitted);
      return new RecordCommands(hallId, requestId, submitted, actor, correlationId).tracedAs(traceparent);
    }));
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

  /** An event that could not be read as a command. */
  unread(code: IntakeCode): void {
    this.watch.count('unreadable', 'refused', code);
  }

  private async execute(groups: readonly Group[], calls: (traceparent: string | undefined) => readonly RecordCommands[]): Promise<readonly CallResult[]> {
    const count = groups.reduce((sum, { members }) => sum + members.length, 0);
    try {
      const answers = await this.watch.handle('RecordCommands', count, (traceparent) => this.commands.execute(new RecordCommandsOfMany(calls(traceparent))));
      groups.forEach((group, at) => this.count(group, answers[at]));
      return answers;
    } catch (reason) {
      for (const group of groups) this.count(group, { status: 'rejected', reason });
      throw reason;
    }
  }

  private count({ members }: Group, answer: CallResult | undefined): void {
    members.forEach(({ submitted: { command: { type } } }, place) => {
      const result = answer?.status === 'fulfilled' ? answer.value[place] : undefined;
      if (result === undefined) this.watch.failed(type, answer?.status === 'rejected' ? answer.reason : undefined);
      else this.watch.count(type, result.status, result.status === 'refused' ? result.rejection.code : undefined);
    });
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
