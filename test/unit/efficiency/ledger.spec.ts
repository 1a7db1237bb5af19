import { hours, ms, Story } from '../../support/projected-story.js';

const classes = (story: Story) => story.facts.segments.map((segment) =>
  [segment.ledgerClass, segment.department, segment.untilMs! - segment.fromMs!, segment.wUntil! - segment.wFrom!]);

describe('the delay ledger', () => {
  it('files each instant under one class and one department', () => {
    const story = new Story().received('03-02 09:00', 'A').transferred('03-02 11:00', 'A', 'B').then('TransferAccepted', '03-02 14:00', 'B')
      .then('RequestSuspended', '03-02 15:00', 'B', { cause: 'APPLICANT' }).then('RequestResumed', '03-03 09:30', 'B').completed('03-03 10:00', 'B');
    expect(classes(story)).toEqual([
      ['HOLDING', 'A', hours(2), hours(2)],
      ['HANDOVER', 'B', hours(3), hours(1.5)],
      ['HOLDING', 'B', hours(1), hours(1)],
      ['APPLICANT', 'B', hours(18.5), hours(2.5)],
      ['HOLDING', 'B', hours(0.5), hours(0.5)],
    ]);
    expect(story.facts.closures[0]).toEqual(expect.objectContaining({
      leadMs: hours(25), processingMs: hours(5), holdingMs: hours(3.5), handoverMs: hours(1.5), applicantMs: hours(2.5), offHoursMs: hours(17.5),
    }));
  });

  it('takes the wait of a transfer as handover only when it was accepted or refused', () => {
    const implicit = new Story().received('03-02 09:00', 'A').transferred('03-02 10:00', 'A', 'B').then('ProgressRecorded', '03-02 11:00', 'B', { step: 'X' })
      .completed('03-02 12:00', 'B');
    expect(classes(implicit)).toEqual([['HOLDING', 'A', hours(1), hours(1)], ['HOLDING', 'B', hours(2), hours(2)]]);
    const refused = new Story().received('03-02 09:00', 'A').transferred('03-02 10:00', 'A', 'B').then('TransferRefused', '03-02 11:00', 'B');
    expect(classes(refused)).toEqual([['HOLDING', 'A', hours(1), hours(1)], ['HANDOVER', 'B', hours(1), hours(1)]]);
  });

  it('lets a suspension take precedence over a handover', () => {
    const story = new Story().received('03-02 09:00', 'A').then('RequestSuspended', '03-02 09:30', 'A', { cause: 'STATUTORY' }).transferred('03-02 10:00', 'A', 'B')
      .then('RequestResumed', '03-02 11:00', 'A').then('TransferAccepted', '03-02 12:00', 'B');
    expect(classes(story).map(([is, department, , working]) => [is, department, working])).toEqual([
      ['HOLDING', 'A', hours(0.5)], ['STATUTORY', 'A', hours(0.5)], ['STATUTORY', 'B', hours(1)], ['HANDOVER', 'B', hours(1)],
    ]);
  });

  it('files closed time under the department that closed and leaves it out of lead and processing time', () => {
    const story = new Story().received('03-02 09:00', 'A').completed('03-02 10:00', 'A').then('RequestReopened', '03-03 09:00', 'S').completed('03-03 11:00', 'A');
    expect(classes(story)).toEqual([['HOLDING', 'A', hours(1), hours(1)], ['CLOSED', 'A', hours(23), 0], ['HOLDING', 'A', hours(2), hours(2)]]);
    expect(story.facts.closures.map(({ leadMs, processingMs }) => [leadMs, processingMs])).toEqual([[hours(1), hours(1)], [hours(3), hours(3)]]);
    expect(story.facts.reopenings).toEqual([{ department: 'A', atMs: ms('03-03 09:00'), closedAtMs: ms('03-02 10:00'), reopenedBy: 'S' }]);
  });

  it('charges time to the officer last assigned, else to the one named on the latest event of the holder, else to nobody known', () => {
    const story = new Story().received('03-02 09:00', 'A').then('ProgressRecorded', '03-02 10:00', 'A', { step: 'X', officerId: 'a1' })
      .then('OfficerAssigned', '03-02 10:30', 'A', { assignedOfficerId: 'a2', officerId: 'a1' }).transferred('03-02 11:00', 'A', 'B').completed('03-02 12:00', 'B');
    expect(story.facts.segments.map(({ officer, fromMs }) => [officer, fromMs])).toEqual([
      [null, ms('03-02 09:00')], ['a1', ms('03-02 10:00')], ['a2', ms('03-02 10:30')], [null, ms('03-02 11:00')],
    ]);
    expect(story.facts.transfers[0]!.officer).toBe('a2');
  });

  it('counts a first-inquiry completion until a transfer or an early reopening takes it back', () => {
    const completed = new Story().received('03-02 09:00', 'A').completed('03-02 10:00', 'A');
    expect(completed.facts.firstInquiryCompletions).toEqual([{ department: 'A', atMs: ms('03-02 10:00') }]);
    expect(completed.then('RequestReopened', '03-17 10:00', 'A').facts.firstInquiryCompletions).toEqual([]);
    const later = new Story().received('03-02 09:00', 'A').completed('03-02 10:00', 'A').then('RequestReopened', '03-17 10:01', 'A');
    expect(later.facts.firstInquiryCompletions).toHaveLength(1);
    expect(later.transferred('03-18 10:00', 'A', 'B').facts.firstInquiryCompletions).toEqual([]);
  });
});
