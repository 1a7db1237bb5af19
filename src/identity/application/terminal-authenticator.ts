import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Authenticator, IdentityUnavailable } from '../../platform/auth/authenticator.js';
import { CREDENTIAL_PREFIX, digestOfCredential, isCredential } from './terminal-credential.js';
import type { FoundBearer } from './known-terminals.js';
import type { TerminalDirectory } from './terminal-directory.js';

const BEARER = /^Bearer +([\x21-\x7e]+)$/i;
const HEADER_CHARS_MAX = 100;

/** Knows registered terminals by their credentials, and asks `tokens` about everybody else, unless a terminal of that name is revoked. */
export class TerminalAuthenticator extends Authenticator {
  private directory: TerminalDirectory | null = null;

  constructor(
    private readonly tokens: Authenticator,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {
    super();
  }

  /** The server is made before the rooms that read the log; it listens after them, so nobody is asked for before this. */
  goBy(directory: TerminalDirectory): void {
    this.directory = directory;
  }

  override async authenticate(authorization: string | undefined): Promise<Actor | null> {
    const credential = credentialOf(authorization);
    if (credential === null) return this.unlessRevoked(await this.tokens.authenticate(authorization));
    if (!isCredential(credential)) return null;
    const digest = digestOfCredential(credential);
    const found = this.find(digest) ?? (await this.findAnew(digest));
    return found === null ? null : actorOf(found);
  }

  private find(digest: string): FoundBearer | null {
    return this.terminals.known.bearerOf(digest, this.clock.nowMs());
  }

  /** Another replica may have given it out a moment ago. */
  private async findAnew(digest: string): Promise<FoundBearer | null> {
    await this.terminals.catchUp();
    return this.find(digest);
  }

  /** A token made for a terminal ends with the terminal, and is no way round its key. */
  private unlessRevoked(actor: Actor | null): Actor | null {
    if (actor?.role !== 'terminal') return actor;
    const { known } = this.terminals;
    if (known.isRevoked(actor.principal, actor.scope.halls)) return null;
    const signingKey = known.signingKeyOf(actor.principal, actor.scope.halls);
    return signingKey === null ? actor : { ...actor, signingKey };
  }

  private get terminals(): TerminalDirectory {
    if (this.directory === null) throw new IdentityUnavailable('The terminals have not been read yet.');
    return this.directory;
  }
}

function credentialOf(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  const bearer = authorization.length > HEADER_CHARS_MAX ? undefined : BEARER.exec(authorization)?.[1];
  return bearer?.startsWith(CREDENTIAL_PREFIX) === true ? bearer : null;
}

const actorOf = ({ terminal: { hallId, terminalId, state }, untilMs, publicKey }: FoundBearer): Actor => ({
  principal: terminalId, role: 'terminal', terminalId, scope: { halls: [hallId], departmentTrees: state.departmentIds },
  ...(untilMs !== null && { expiresAtMs: untilMs }), ...(publicKey !== null && { signingKey: publicKey }),
});
