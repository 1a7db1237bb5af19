import { createHash, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { ProjectionHealth } from '../../projection-host/projection-health.js';
import { actorOf } from '../auth/current-actor.js';
import { POSITION_HEADER } from '../http/position-header.js';
import { isFixedInTime } from './fixed-in-time.js';

const QUESTIONS_MAX = 10_000;

/**
 * A strong ETag for answers that depend on the log alone. It is made of the question, who asks, and how far the figures are, so the same
 * question with If-None-Match is answered 304 without asking the figures while nothing was recorded. Tags are this process's own:
 * another program or another model might put an answer otherwise.
 */
export class ReportTags {
  private readonly process = randomUUID();
  /** Questions that were found to be fixed in time. */
  private readonly fixed = new LRUCache<string, true>({ max: QUESTIONS_MAX });
  private projection: ProjectionHealth | null = null;

  /** Until it is told whose figures these are, nothing has a tag. */
  following(projection: ProjectionHealth | null): this {
    this.projection = projection;
    return this;
  }

  /** Before anything is parsed: true when it was answered 304. */
  answeredUnchanged(request: FastifyRequest, reply: FastifyReply): boolean {
    const asked = request.headers['if-none-match'];
    const question = questionOf(request);
    if (asked === undefined || !this.fixed.has(question) || !this.hasReached(request.headers[POSITION_HEADER])) return false;
    const tag = this.tagOf(question);
    if (tag === null || !asked.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)) return false;
    void tell(reply, tag).code(304).send();
    return true;
  }

  /** Once it is known what is asked, and before it is. */
  begin(schema: GraphQLSchema, document: DocumentNode, { reply }: { readonly reply?: FastifyReply }, variables: Readonly<Record<string, unknown>> | null | undefined): void {
    if (reply === undefined || !isFixedInTime(schema, document, variables ?? {})) return;
    const question = questionOf(reply.request);
    const tag = this.tagOf(question);
    if (tag === null) return;
    this.fixed.set(question, true);
    void tell(reply, tag);
  }

  /** An answer with errors is nobody's to keep. */
  end({ errors }: { readonly errors?: readonly unknown[] }, { reply }: { readonly reply?: FastifyReply }): void {
    if (errors !== undefined && errors.length > 0) void reply?.removeHeader('etag').header('cache-control', 'no-store');
  }

  private tagOf(question: string): string | null {
    const status = this.projection?.status();
    if (status === undefined || status.position === null || status.rebuilding === true) return null;
    return `"${digest([this.process, question, String(status.position), String(this.projection!.revision)])}"`;
  }

  private hasReached(position: string | string[] | undefined): boolean {
    if (position === undefined) return true;
    const reached = this.projection?.status().position ?? null;
    return typeof position === 'string' && /^\d{1,19}$/.test(position) && reached !== null && reached >= BigInt(position);
  }
}

const tell = (reply: FastifyReply, tag: string): FastifyReply => reply.header('etag', tag).header('cache-control', 'private, no-cache').header('vary', 'Authorization');
const digest = (parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/** Who asks what, as it was sent: another scope of the same principal has other answers. */
function questionOf(request: FastifyRequest): string {
  const actor = actorOf(request);
  return digest([actor?.principal ?? '', actor?.role ?? '', JSON.stringify(actor?.scope ?? null), request.method, JSON.stringify(request.method === 'GET' ? request.query : request.body) ?? '']);
}
