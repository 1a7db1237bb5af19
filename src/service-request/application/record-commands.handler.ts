import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CallResult, RecordCommands, RecordCommandsOfMany, type RecordResult } from './record-commands.js';
import { RequestRecorder } from './request-recorder.js';

@CommandHandler(RecordCommands)
export class RecordCommandsHandler implements ICommandHandler<RecordCommands> {
  constructor(private readonly recorder: RequestRecorder) {}

  execute(call: RecordCommands): Promise<readonly RecordResult[]> {
    return this.recorder.record(call);
  }
}

@CommandHandler(RecordCommandsOfMany)
export class RecordCommandsOfManyHandler implements ICommandHandler<RecordCommandsOfMany> {
  constructor(private readonly recorder: RequestRecorder) {}

  execute({ calls }: RecordCommandsOfMany): Promise<readonly CallResult[]> {
    return this.recorder.recordEach(calls);
  }
}
