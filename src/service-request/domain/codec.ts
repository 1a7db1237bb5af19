import { COMMAND_OF_EVENT } from './commands.js';
import type { ServiceRequestEvent, ServiceRequestEventType } from './events.js';

export const SERVICE_REQUEST_EVENT_TYPES = Object.keys(COMMAND_OF_EVENT) as readonly ServiceRequestEventType[];
const KNOWN: ReadonlySet<string> = new Set(SERVICE_REQUEST_EVENT_TYPES);

export const isServiceRequestEventType = (type: string): type is ServiceRequestEventType => KNOWN.has(type);

/**
 * A stored event as the rules and projections read it. The shape was checked before it was stored and is trusted;
 * upcasters of later versions hang here.
 * @throws Error naming the type, when this version does not know it.
 */
export function decodeServiceRequestEvent(type: string, data: object): ServiceRequestEvent {
  if (!isServiceRequestEventType(type)) throw new Error(`Unknown service request event type: ${JSON.stringify(type)}`);
  return { type, data } as ServiceRequestEvent;
}
