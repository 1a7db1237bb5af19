import type { Answer, Hall } from './hall-server.js';

export type Event = Readonly<Record<string, unknown>>;

/** A receipt at 09:00 in the hall; anything may be overridden, `undefined` removes. */
export const receipt = (id: string, over: Event = {}): Event => ({
  specversion: '1.0', id, source: '/halls/hall/terminals/1', type: 'RequestReceived', subject: `hall.${id}`, time: '2026-03-02T09:00:00+08:00',
  datacontenttype: 'application/json', data: { departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER' }, ...over,
});

export const eventOf = (type: string, requestId: string, id: string, time: string, data: Event): Event =>
  receipt(id, { type, subject: `hall.${requestId}`, time, data });

export const postStructured = (hall: Hall, event: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  hall.request('/events', {
    method: 'POST',
    headers: { ...hall.authorization('terminal'), 'content-type': 'application/cloudevents+json', ...headers },
    body: typeof event === 'string' ? event : JSON.stringify(event),
  });

export const postBatch = (hall: Hall, events: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  postStructured(hall, events, { 'content-type': 'application/cloudevents-batch+json', ...headers });
