import { FewAtATime } from '../../../src/efficiency/read-model/few-at-a-time.js';
import type { Facts } from '../../../src/efficiency/read-model/facts.js';

/** Answers when it is told to, and counts what runs. */
class SlowFacts implements Facts {
  running = 0;
  most = 0;
  readonly begun: string[] = [];

  async query(sql: string): Promise<never[]> {
    this.begun.push(sql);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    this.running -= 1;
    if (sql === 'bad') throw new Error('refused');
    return [];
  }
}

describe('a few statements at a time', () => {
  it('never run more than that, and all are run in the order they were asked', async () => {
    const facts = new SlowFacts();
    const few = new FewAtATime(facts, 2);
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((sql) => few.query(sql)));
    expect([facts.most, facts.running, facts.begun.join('')]).toEqual([2, 0, 'abcdefg']);
  });

  it('go on after one that failed', async () => {
    const few = new FewAtATime(new SlowFacts(), 1);
    const answers = await Promise.allSettled(['bad', 'good', 'bad', 'good'].map((sql) => few.query(sql)));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
