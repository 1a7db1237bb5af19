import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';

/** Said twice, two readers of the same request may each believe another one. */
const ONCE = ['host', 'content-type', 'authorization', 'origin'];
const JSON_ONLY = ['application/json'];
const TYPES_OF: Readonly<Record<string, readonly string[]>> = {
  '/events': ['application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json'],
};
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** @throws ProblemError for a request that says where it goes, or what it holds, in two ways, or not at all. */
export function refuseAmbiguous({ raw }: Pick<FastifyRequest, 'raw'>): void {
  const names = raw.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const twice = ONCE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw ambiguous(`The header ${twice} is there twice.`, `请求头 ${twice} 出现了两次。`);
  if (raw.httpVersion === '1.1' && !names.includes('host')) throw ambiguous('The header Host is missing.', '缺少请求头 Host。');
}

const ambiguous = (detail: string, messageZh: string): ProblemError => new ProblemError(400, 'ambiguous-request', detail, { messageZh }, { connection: 'close' });

/** Before a byte of the body is read. @throws ProblemError of status 415; what has no address is answered as such. */
export function refuseForeignMedia(request: FastifyRequest): void {
  if (request.is404 || !WITH_BODY.has(request.method)) return;
  const types = TYPES_OF[request.routeOptions.url ?? ''] ?? JSON_ONLY;
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (types.includes(type)) return;
  throw new ProblemError(415, '', `This address reads ${types.join(', ')}.`, { messageZh: `此地址只接受 ${types.join('、')}。` }, { 'accept-post': types.join(', ') });
}
