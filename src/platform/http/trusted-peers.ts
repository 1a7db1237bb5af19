import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { isLoopback } from './door-settings.js';

const HOPS_MAX = 20;

/** The proxies whose word is taken: what anybody else says of where a request comes from is not read. */
export class TrustedPeers {
  private readonly networks = new BlockList();

  constructor(private readonly entries: readonly string[]) {
    for (const entry of entries) {
      const [address = '', prefix] = entry.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (prefix === undefined) this.networks.addAddress(address, family);
      else this.networks.addSubnet(address, Number(prefix), family);
    }
  }

  readonly has = (address: string): boolean => {
    const version = isIP(address);
    return this.entries.length > 0 && version !== 0 && this.networks.check(address, version === 6 ? 'ipv6' : 'ipv4');
  };

  /** Who asks: the nearest address that no trusted proxy has. */
  addressOf(socket: Pick<Socket, 'remoteAddress'>, headers: IncomingHttpHeaders): string {
    const peer = socket.remoteAddress ?? '';
    const forwarded = [headers['x-forwarded-for'] ?? ''].flat().join(',').split(',').slice(-HOPS_MAX).map((one) => one.trim());
    let address = peer;
    while (this.has(address)) {
      const before = forwarded.pop();
      if (before === undefined || isIP(before) === 0) return address;
      address = before;
    }
    return address;
  }

  /** The host that was asked for: the proxy's word, where it is one. */
  hostOf(socket: Pick<Socket, 'remoteAddress'>, headers: IncomingHttpHeaders): string {
    const said = headers['x-forwarded-host'];
    return typeof said === 'string' && this.has(socket.remoteAddress ?? '') ? said.split(',').at(-1)?.trim() ?? '' : headers.host ?? '';
  }
}

/** IPv4 as IPv6 sockets tell it is the same machine. */
export const isLocalPeer = (address: string | undefined): boolean => isLoopback((address ?? '').replace(/^::ffff:/i, ''));
