import { describeMatrix } from '../../support/policy/matrix.contract.js';
import { describePseudonyms } from '../../support/policy/pseudonyms.contract.js';
import { startTwoHalls, type TwoHalls } from '../../support/two-halls.js';

jest.setTimeout(240_000);

describe('Policies at work', () => {
  let halls: TwoHalls | undefined;
  beforeAll(async () => { halls = await startTwoHalls(); });
  afterAll(() => halls?.stop());
  const started = (): TwoHalls => {
    if (halls === undefined) throw new Error('The two halls have not started');
    return halls;
  };

  describePseudonyms(started);
  describeMatrix(started);
});
