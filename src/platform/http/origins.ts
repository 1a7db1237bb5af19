import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { TrustedPeers } from './trusted-peers.js';

/** Only browsers send an Origin, and no page can forge it: a page of another host may not act here unless it is named. */
export class Origins {
  constructor(
    private readonly allowed: readonly string[],
    private readonly peers: TrustedPeers,
  ) {}

  allows({ headers, socket }: { readonly headers: IncomingHttpHeaders; readonly socket: Pick<Socket, 'remoteAddress'> }): boolean {
    const { origin } = headers;
    if (origin === undefined || this.allowed.includes(origin)) return true;
    const host = URL.canParse(origin) ? new URL(origin).host : null;
    return host !== null && host !== '' && host === this.peers.hostOf(socket, headers).toLowerCase();
  }
}
