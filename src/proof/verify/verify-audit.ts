import type { EventStore, Position, RecordedEvent } from '../../event-store/event-store.port.js';
import { stopIfAborted } from '../../operations/exit-codes.js';
import { BrokenLog, ChainWalk } from '../../operations/logs/chain-walk.js';
import { pageLog, shareOf } from '../../operations/logs/page-log.js';
import { readOne } from '../../operations/logs/verify-log.js';
import { isOurs } from '../../operations/our-categories.js';
import type { Progress } from '../../operations/progress.js';
import { Frontier } from '../domain/frontier.js';
import { leafOf } from '../domain/merkle.js';
import { cut, type Finding, otherLog, shortened } from './findings.js';
import type { HeldHead } from './head-index.js';
import { type Good, locate, type Search } from './locate.js';
import type { ReadHeads } from './read-heads.js';
import type { Witness } from './witness.js';

export interface AuditParts {
  readonly store: EventStore;
  /** Whether others may keep streams of theirs in it. */
  readonly sharedLog: boolean;
  readonly heads: ReadHeads;
  /** The tree's files of the service, if there are some: with them the exact place of a difference is found. */
  readonly witness: Witness | null;
  /** Of how many streams the last hash is kept in memory; of others it is read again. */
  readonly streamsRemembered?: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface AuditReport {
  readonly events: number;
  readonly last: Position | null;
  /** Of the first leaf and of the whole tree, in hex; null for an empty log. */
  readonly logId: string | null;
  readonly root: string | null;
  /** Heads that the log was held against and has the root of. */
  readonly headsHeld: number;
  /** Events after the largest of them: only their chains are proven. */
  readonly uncovered: number;
  /** Of the log: nothing, or what is wrong at the first bad place. */
  readonly log: Finding | null;
}

/** Walks the log once, its chains and its tree, and holds it against every head. The first difference ends it. */
export async function verifyAudit(parts: AuditParts): Promise<AuditReport> {
  const walk = new AuditWalk(parts);
  const until = await parts.store.head();
  for await (const event of pageLog(parts.store, until)) {
    stopIfAborted(parts.signal);
    const fault = await walk.take(event);
    if (fault !== null) return walk.report(fault);
    if (walk.events % 100 === 0) parts.progress.at(shareOf(event.position, until ?? 0n), walk.events);
  }
  return walk.report(await walk.atEnd());
}

class AuditWalk {
  private readonly chains: ChainWalk;
  private readonly tree = new Frontier();
  private place = 0;
  /** The smallest head that was not reached yet. */
  private next: HeldHead | null;
  private held = 0;
  private logId: string | null = null;
  /** Where the log was as it was signed, the last time it was held against a head. */
  private good: Good | null = null;
  private covered = 0;
  private last: Position | null = null;

  constructor(private readonly parts: AuditParts) {
    this.chains = new ChainWalk((stream, revision) => readOne(parts.store, stream, revision), parts.streamsRemembered);
    this.next = parts.heads.index.at(0);
  }

  get events(): number {
    return this.tree.size;
  }

  async take(event: RecordedEvent): Promise<Finding | null> {
    if (!isOurs(event.stream)) return this.parts.sharedLog ? null : this.located(foreign(event), event);
    const taken = await this.chains.take(event).catch((error: unknown) => {
      if (error instanceof BrokenLog) return error;
      throw error;
    });
    if (taken instanceof BrokenLog) return this.located(brokenAt(taken), event);
    const leaf = leafOf(taken);
    this.tree.append(leaf);
    this.last = event.position;
    this.logId ??= leaf.toString('hex');
    const { heads } = this.parts;
    if (heads.logId !== null && heads.logId !== this.logId) return this.ofAnotherLog(heads.logId, event);
    return this.holdAgainst(event);
  }

  /** Every event was as it should be: are they all there? What is missing may have stood before the end. */
  async atEnd(): Promise<Finding | null> {
    const head = this.largest();
    if (head === null || head.treeSize <= this.events) return null;
    const witness = await this.witnessOf(head);
    const { events: index, last, good } = this;
    if (witness === null) return shortened({ index, signed: head.treeSize, at: head.at, good });
    const earlier = last === null ? null : await locate(this.search(last, head), witness);
    return earlier === null || earlier.code === 'REWRITTEN' ? cut({ index, signed: head.treeSize, at: head.at, position: witness.positionOf(index), last }) : earlier;
  }

  report(log: Finding | null): AuditReport {
    const { events, last, logId, held, covered } = this;
    return { events, last, logId, root: events === 0 ? null : this.tree.root().toString('hex'), headsHeld: held, uncovered: events - covered, log };
  }

  private async holdAgainst(event: RecordedEvent): Promise<Finding | null> {
    for (let head = this.next; head?.treeSize === this.events; head = this.next) {
      if (!this.tree.root().equals(head.root)) return locate(this.search(event.position, head), await this.witnessOf(head));
      this.next = this.parts.heads.index.at(this.place += 1);
      this.held += 1;
      this.covered = this.events;
      this.good = { index: this.events - 1, position: event.position };
    }
    return null;
  }

  /** What the chain says is wrong may have begun before: a head beyond it and the old leaves tell. */
  private async located(finding: Finding, event: RecordedEvent): Promise<Finding> {
    const head = this.largest();
    const witness = head === null ? null : await this.witnessOf(head);
    if (head === null || witness === null) return finding;
    const earlier = await locate(this.search(event.position, head), witness);
    return earlier.position !== null && finding.position !== null && earlier.position <= finding.position && earlier.code !== 'REWRITTEN' ? earlier : finding;
  }

  private async ofAnotherLog(logId: string, event: RecordedEvent): Promise<Finding> {
    const head = this.largest();
    const witness = head === null ? null : await this.witnessOf(head);
    // The old first leaf is known: then it is this log, and its beginning was changed.
    if (head !== null && witness?.leaf(0).toString('hex') === logId) return locate(this.search(event.position, head), witness);
    return otherLog(this.parts.heads.index.at(0)?.label ?? 'heads', logId);
  }

  private search(until: Position, head: HeldHead): Search {
    const { store, sharedLog, signal } = this.parts;
    return { store, sharedLog, signal, good: this.good, until, head };
  }

  private largest(): HeldHead | null {
    const { index } = this.parts.heads;
    return index.at(index.count - 1);
  }

  private async witnessOf(head: HeldHead): Promise<Witness | null> {
    const { witness } = this.parts;
    return (await witness?.isOf(head)) === true ? witness : null;
  }
}

const brokenAt = (broken: BrokenLog): Finding => ({ code: 'BROKEN', position: broken.event.position, en: broken.message, zh: broken.zh });

const foreign = ({ position, stream }: RecordedEvent): Finding => ({
  code: 'FOREIGN', position,
  en: `position ${position}: the stream ${stream} is not one of this service, and nobody else writes to its log`,
  zh: `位置 ${position}：流 ${stream} 不属于本服务，而本日志不应有其他写入者`,
});
