import { Injectable } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { AppConfig } from '../../../platform/config.js';
import type { CommandType } from '../../domain/commands.js';
import { readCommand } from '../payloads/read-command.js';
import { RecordEvents, type Sender } from '../record-events.js';
import { recordOutcome, type RecordOutcome } from './record-outcome.js';

/** One mutation: the same checks, the same command and the same rules as a terminal's event. */
@Injectable()
export class RecordMutation {
  constructor(
    private readonly config: AppConfig,
    private readonly events: RecordEvents,
  ) {}

  /** @throws GraphQLError BAD_USER_INPUT naming the fields that are wrong. */
  async run(type: CommandType, input: object, sender: Sender): Promise<typeof RecordOutcome> {
    const reading = readCommand(type, { ...input }, this.config.defaultHallId);
    if (!reading.ok) {
      throw new GraphQLError('The input is not valid.', { extensions: { code: 'BAD_USER_INPUT', fields: reading.fields } });
    }
    const [result] = await this.events.record([reading.read], sender);
    if (result === undefined) throw new Error('A command was left without an answer.');
    return recordOutcome(result);
  }
}
