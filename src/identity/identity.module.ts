import { type DynamicModule, Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { Authenticator } from '../platform/auth/authenticator.js';
import { TerminalAuthenticator } from './application/terminal-authenticator.js';
import { TerminalDirectory } from './application/terminal-directory.js';
import { TerminalFollower } from './application/terminal-follower.js';
import { TerminalList } from './application/terminal-list.js';
import { TerminalRecorder } from './application/terminal-recorder.js';
import { TerminalsResolver } from './api/terminals.resolver.js';

const ASKED = Symbol('AskedAuthenticator');

/** Tells the one at the door, who was there before the rooms, which terminals there are. */
@Injectable()
class TerminalsAtTheDoor implements OnModuleInit {
  constructor(
    @Inject(ASKED) private readonly authenticator: Authenticator,
    @Inject(TerminalDirectory) private readonly directory: TerminalDirectory,
  ) {}

  onModuleInit(): void {
    if (this.authenticator instanceof TerminalAuthenticator) this.authenticator.goBy(this.directory);
  }
}

/** Terminals and their credentials. Needs the global modules of the event store, the clock and the reference data. */
@Module({})
export class IdentityModule {
  static forRoot(authenticator: Authenticator): DynamicModule {
    return {
      module: IdentityModule,
      providers: [
        { provide: ASKED, useValue: authenticator },
        TerminalDirectory, TerminalFollower, TerminalList, TerminalRecorder, TerminalsAtTheDoor, TerminalsResolver,
      ],
      exports: [TerminalDirectory],
    };
  }
}
