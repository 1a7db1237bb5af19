import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { ReadModelService } from './read-model.service.js';
import { ParkedExchange, type ParkedAnswer, type ParkedQuestion } from './parked-exchange.js';
import { parkedRequests } from './parked-requests.js';

const LOOK_MS = 500;
export const LISTED_MAX = 10_000;

/** Answers `npm run parked` while the service runs: only this process can open the read model then. */
export class ParkedDesk implements OnModuleInit, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private readonly exchange: ParkedExchange;

  constructor(
    private readonly readModel: ReadModelService,
    folder: string,
    private readonly onError: (error: unknown) => void,
  ) {
    this.exchange = new ParkedExchange(folder);
  }

  onModuleInit(): void {
    this.timer = setInterval(() => { this.looking ??= this.look().finally(() => { this.looking = null; }); }, LOOK_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      await this.exchange.answer((question, tell) => this.handle(question, tell));
    } catch (error) {
      this.onError(error);
    }
  }

  private async handle(question: ParkedQuestion, tell: (answer: ParkedAnswer) => void): Promise<ParkedAnswer> {
    if (question.action === 'list') return { kind: 'listed', requests: await parkedRequests(this.readModel, null, LISTED_MAX, null) };
    const replayed = await this.readModel.replayParked(question.stream, (tried, of) => tell({ kind: 'under-way', tried, of }));
    return { kind: 'replayed', ...replayed };
  }
}
