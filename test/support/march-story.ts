import { SmallHall } from './read-side-hall.js';

const SECTIONS = ['planning', 'licensing'].map((id) => `${id}: registerDepartment(input: { departmentId: "${id}", name: "${id}", parentId: "bureau" }) { recorded }`);
const BUREAU = `mutation { bureau: registerDepartment(input: { departmentId: "bureau", name: "The bureau" }) { recorded } ${SECTIONS.join(' ')} }`;

/**
 * R1: intake from Mon 2 March 09:00, officer li passes it on by the route on Tue 3 at 10:00, wang of planning closes it on Fri 6 at 15:00.
 * R2: intake from Thu 5 March 09:00, on Mon 9 at 09:00 straight to licensing, off the route, by nobody known; denied there on Tue 31 at 10:00, late.
 * R3: urgent, online, intake from Tue 10 March 09:00, open. It is Thu 2 April, noon. Planning and licensing belong to a bureau.
 */
export async function march(): Promise<SmallHall> {
  const hall = await SmallHall.open('04-02 12:00');
  await hall.side.ask(BUREAU);
  await hall.receive('R1', '03-02 09:00');
  await hall.say('R1', 'TransferRequest', '03-03 10:00', 'intake', { fromDepartmentId: 'intake', toDepartmentId: 'planning', officerId: 'li' });
  await hall.say('R1', 'CompleteRequest', '03-06 15:00', 'planning', { outcome: 'GRANTED', officerId: 'wang' } as never);
  await hall.receive('R2', '03-05 09:00');
  await hall.transfer('R2', '03-09 09:00', 'intake', 'licensing');
  await hall.say('R2', 'CompleteRequest', '03-31 10:00', 'licensing', { outcome: 'DENIED' } as never);
  await hall.say('R3', 'ReceiveRequest', '03-10 09:00', 'intake', { serviceItemCode: 'permit', channel: 'ONLINE', urgency: 'URGENT', applicant: null });
  return hall;
}
