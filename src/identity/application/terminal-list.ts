import { Inject, Injectable } from '@nestjs/common';
import { type AccessScope, coversDepartment, coversHall } from '../../kernel/actor.js';
import { ReferenceDirectory } from '../../reference-data/application/reference-directory.js';
import type { KnownTerminal } from './known-terminals.js';
import { TerminalDirectory } from './terminal-directory.js';

/** Who may look after which terminals: whoever acts in its hall and for all of its departments. */
@Injectable()
export class TerminalList {
  constructor(
    @Inject(TerminalDirectory) private readonly directory: TerminalDirectory,
    @Inject(ReferenceDirectory) private readonly reference: ReferenceDirectory,
  ) {}

  /** By id, what any replica has recorded included. Of a hall that is not the scope's own as of one that does not exist: none. */
  async within(scope: AccessScope, hallId: string): Promise<readonly KnownTerminal[]> {
    await this.directory.catchUp();
    if (!coversHall(scope, hallId)) return [];
    const pathOf = (departmentId: string): readonly string[] => this.reference.departmentPath(departmentId);
    return this.directory.known.inHall(hallId).filter(({ state }) => state.departmentIds.every((id) => coversDepartment(scope, id, pathOf)));
  }
}
