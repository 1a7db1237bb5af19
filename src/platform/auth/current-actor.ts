import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../kernel/actor.js';

/** Written by the server's first hook (null without a valid token), read by guard and handlers. */
const ACTORS = new WeakMap<object, Actor | null>();

export const rememberActor = (request: FastifyRequest, actor: Actor | null): unknown => ACTORS.set(request, actor);
export const actorOf = (request: FastifyRequest): Actor | null => ACTORS.get(request) ?? null;

/** The Fastify request behind a route or behind a GraphQL field. */
export function requestOf(context: ExecutionContext): FastifyRequest {
  if (context.getType<'http' | 'graphql'>() === 'graphql') return context.getArgByIndex<{ req: FastifyRequest }>(2).req;
  return context.switchToHttp().getRequest<FastifyRequest>();
}

/** Who calls; the guard has already seen to it that there is somebody. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const actor = actorOf(requestOf(context));
  if (actor === null) throw new Error('A handler that asks for the actor is open to everybody.');
  return actor;
});

export const CorrelationId = createParamDecorator((_: unknown, context: ExecutionContext): string => requestOf(context).id);
