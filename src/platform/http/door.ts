import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AppConfig } from '../config.js';
import { isLoopback } from './door-settings.js';
import { Origins } from './origins.js';
import { RateLimits } from './rate-limits.js';
import { isLocalPeer, TrustedPeers } from './trusted-peers.js';

/** Who may come in, from where, and how often: by HTTP and by WebSocket alike. */
export class Door {
  readonly peers: TrustedPeers;
  readonly origins: Origins;
  readonly limits: RateLimits;
  /** What comes in the clear from other machines comes by the proxy, which does TLS, or not at all. */
  private readonly proxyOnly: boolean;

  constructor({ host, doors }: Pick<AppConfig, 'host' | 'doors'>, server: FastifyInstance) {
    this.peers = new TrustedPeers(doors.trustedProxies);
    this.origins = new Origins(doors.allowedOrigins, this.peers);
    this.limits = new RateLimits(server, doors.rates);
    this.proxyOnly = !isLoopback(host) && doors.tls === null && !doors.plainHttpAccepted;
  }

  /** Health is also asked by whoever started the container, and tells nothing. */
  isFor({ raw: { socket }, url }: Pick<FastifyRequest, 'raw' | 'url'>): boolean {
    return !this.proxyOnly || isLocalPeer(socket.remoteAddress) || this.peers.has(socket.remoteAddress ?? '') || url.startsWith('/health/');
  }
}

const DOORS = new WeakMap<FastifyInstance, Door>();

export function openDoor(config: Pick<AppConfig, 'host' | 'doors'>, server: FastifyInstance): Door {
  const door = new Door(config, server);
  DOORS.set(server, door);
  return door;
}

/** The door that a server was made with. */
export function doorOf(server: FastifyInstance): Door {
  const door = DOORS.get(server);
  if (door === undefined) throw new Error('This server was made without a door.');
  return door;
}
