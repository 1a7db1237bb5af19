import { Field, ObjectType } from '@nestjs/graphql';
import type { LedgerMs } from '../read-model/figures/ledger-figure.js';
import { Duration } from './duration.type.js';

@ObjectType({ description: 'Where the time went: every instant between receipt and last closure (or now) is in exactly one class (时间台账).' })
export class Ledger {
  @Field(() => Duration, { description: 'Between a closure and a reopening; nobody answers for it (已办结期间).' }) readonly closed!: Duration;
  @Field(() => Duration, { description: 'Outside working time; nobody answers for it (非工作时间).' }) readonly offHours!: Duration;
  @Field(() => Duration, { description: 'Suspended for a statutory procedure; the holder, not charged (法定程序).' }) readonly statutory!: Duration;
  @Field(() => Duration, { description: 'Suspended for the applicant, who answers for it (申请人补正).' }) readonly applicant!: Duration;
  @Field(() => Duration, { description: 'Transferred, not yet accepted; the receiver answers for it (交接).' }) readonly handover!: Duration;
  @Field(() => Duration, { description: 'The holder’s own time (办理).' }) readonly holding!: Duration;
  @Field(() => Duration, { description: 'Sum of the classes: the wall-clock time (合计).' }) readonly total!: Duration;

  static of(ledger: LedgerMs | undefined): Ledger {
    const ms = ledger ?? { CLOSED: 0n, OFF_HOURS: 0n, STATUTORY: 0n, APPLICANT: 0n, HANDOVER: 0n, HOLDING: 0n };
    return {
      closed: new Duration(ms.CLOSED), offHours: new Duration(ms.OFF_HOURS), statutory: new Duration(ms.STATUTORY),
      applicant: new Duration(ms.APPLICANT), handover: new Duration(ms.HANDOVER), holding: new Duration(ms.HOLDING),
      total: new Duration(Object.values(ms).reduce((sum, one) => sum + one, 0n)),
    };
  }
}
