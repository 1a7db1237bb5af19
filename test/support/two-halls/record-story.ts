import type { CommandBus } from '@nestjs/cqrs';
import { EVERYWHERE } from '../../../src/kernel/actor.js';
import { RecordCommands } from '../../../src/service-request/application/record-commands.js';
import type { KnownIds } from './known-ids.js';
import { storyOf } from './story.js';

/** @throws Error when a command of the story is refused. */
export async function recordStory(bus: CommandBus, ids: KnownIds): Promise<void> {
  for (const [requestId, commands] of storyOf(ids)) {
    const submitted = commands.map((command, index) => ({ source: `/${ids.hallId}`, id: `${requestId}-${index}`, command }));
    const actor = { principal: `${ids.hallId}-program`, role: 'supervisor', scope: EVERYWHERE } as const;
    const results = await bus.execute(new RecordCommands(ids.hallId, requestId, submitted, actor, 'story'));
    const refused = results.findIndex(({ status }) => status === 'refused');
    if (refused >= 0) throw new Error(`${requestId} ${commands[refused]?.type}: ${JSON.stringify(results[refused])}`);
  }
}
