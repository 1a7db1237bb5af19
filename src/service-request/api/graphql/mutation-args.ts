import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Args } from '@nestjs/graphql';
import { actorOf, requestOf } from '../../../platform/auth/current-actor.js';
import type { Sender } from '../record-events.js';

/** The one argument of every command's mutation. */
export const CommandInput = () => Args('input', { description: 'The command with its idempotency key (命令).' });

export const CommandSender = createParamDecorator((_: unknown, context: ExecutionContext): Sender => {
  const request = requestOf(context);
  const actor = actorOf(request);
  if (actor === null) throw new Error('A mutation is open to everybody.');
  return { actor, correlationId: request.id };
});
