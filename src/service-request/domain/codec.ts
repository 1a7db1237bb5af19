import { eventCodec, type Upcaster } from '../../kernel/event-codec.js';
import { SERVICE_REQUEST_SHAPES } from './event-shapes.js';
import type { ServiceRequestEvent, ServiceRequestEventType } from './events.js';

/** From older stored versions to the latest, one step each. None yet: every type is stored as it was first shipped. */
const UPCASTERS: readonly Upcaster[] = [];

const codec = eventCodec<ServiceRequestEvent>('service request', SERVICE_REQUEST_SHAPES, UPCASTERS);

/** Types as the rules know them; `STORED…` also has those that are only read, through an upcaster. */
export const SERVICE_REQUEST_EVENT_TYPES = Object.keys(SERVICE_REQUEST_SHAPES) as readonly ServiceRequestEventType[];
export const STORED_SERVICE_REQUEST_TYPES = codec.storedTypes;

export const isServiceRequestEventType = (type: string): type is ServiceRequestEventType => Object.hasOwn(SERVICE_REQUEST_SHAPES, type);

/**
 * A stored event as the rules and projections read it, in the latest version of its type.
 * @param unreadable why the store could not read its payload, if so.
 * @throws UndecodableEvent, saying which, when it cannot be read, is of an unknown type or of a shape that was never stored.
 */
export const decodeServiceRequestEvent = (type: string, data: object, unreadable?: string): ServiceRequestEvent =>
  codec.decode(type, data, unreadable);
