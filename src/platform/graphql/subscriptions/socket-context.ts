import type { FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import type { MercuriusContext } from 'mercurius';
import { rememberActor } from '../../auth/current-actor.js';
import type { Actor } from '../../../kernel/actor.js';
import { correlationIdFrom } from '../../http/correlation-id.js';
import { formatGraphqlErrors } from '../error-formatter.js';
import type { ServedSocket } from './served-socket.js';

/** What is known of who is at the other end of a socket. */
export interface Caller extends Record<PropertyKey, unknown> {
  readonly socket: ServedSocket;
  /** The header it came with, where it could set one. */
  readonly authorization: string | undefined;
  /** Where it comes from. */
  readonly ip: string;
  /** What is to be done when it is gone. */
  readonly onEnd: (act: () => void) => void;
  /** Null until the connection is acknowledged. */
  actor: Actor | null;
}

/** A subscription's context: guards and handlers find in it what they find in that of a request. */
export function contextFor({ actor }: Caller): { readonly req: FastifyRequest; readonly reply: { readonly request: FastifyRequest } } {
  const request = { id: correlationIdFrom(undefined), headers: {} } as FastifyRequest;
  rememberActor(request, actor);
  return { req: request, reply: { request } };
}

export const formatted = (execution: ExecutionResult, context: unknown, production: boolean): ExecutionResult =>
  formatGraphqlErrors(execution, context as MercuriusContext, production).response;
