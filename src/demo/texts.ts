/** Free text as a counter would type it: two languages, invented people. */
export const PROGRESS_STEPS = [
  'documents checked 材料核对', 'site visit made 现场踏勘', 'opinion drafted 拟定意见', 'countersigned 会签', 'fee settled 费用结清',
] as const;

export const NOTES = [
  'Applicant called and was told the next step. 已电话告知申请人下一步。',
  'Copy of the lease is hard to read; original seen. 租赁合同复印件不清，已核原件。',
  'Waiting for the weekly meeting. 待周例会研究。',
  'Drawing sheet 3 replaced. 图纸第3页已更换。',
  'Neighbours were heard. 已听取邻里意见。',
] as const;

export const PASSED_ON = [
  'Not our duty, please handle. 非本部门职责，请办理。',
  'Belongs to your street section. 属贵局管辖路段。',
  'For your opinion first. 请贵局先出具意见。',
  'See the minutes of last year. 参见去年会议纪要。',
] as const;

export const REFUSED = ['Annex 2 is missing. 缺附件二。', 'Sent without the site plan. 未附总平面图。', 'Not within our remit. 不属我局职责范围。'] as const;
export const MISTAKEN = 'Sent by mistake. 误转，撤回。';
export const REMINDERS = ['Please report progress today. 请今日反馈办理进度。', 'Second reminder; the applicant complained. 二次催办，申请人已投诉。'] as const;
export const EXTENDED = 'Expert review takes longer. 专家评审需延长时限。';
export const RULED_JUSTIFIED = 'Duty lies with the receiver by the list of powers. 依权责清单应由接收部门办理。';
export const RULED_BUCK_PASSING = 'Duty lies with the sender by the list of powers. 依权责清单应由转出部门办理，属推诿。';
export const VOIDED = 'Registered twice by mistake. 重复登记，作废。';
export const COMMENTS = ['Quick and friendly. 又快又热情。', 'Had to come four times. 跑了四趟。', 'Nobody could say who decides. 没人说得清谁负责。', 'Fine. 还行。'] as const;
export const LEGAL_BASES = { APPLICANT: '行政许可法 32', STATUTORY: '行政许可法 45' } as const;

const TRADES = ['Hongyuan Foods 宏远食品', 'Anda Building 安达建筑', 'Qinghe Clinic 清和诊所', 'Xinghua Garments 兴华服饰', 'Minsheng Logistics 民生物流', 'Resident 居民'];
export const applicantName = (number: number): string => `${TRADES[number % TRADES.length]} #${number}`;
