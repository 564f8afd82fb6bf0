/** What CloudTrail does with every answered call: history, selection by the trails, and delivery. */
import { randomUUID } from 'node:crypto';
import type { AnsweredCall } from '../../core/gate';
import type { Cloud } from '../../core/service';
import type { State } from '../../core/state';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import { recordsOf } from '../../records/record';
import type { EventEnvelope } from '../eventbridge/envelope';
import { ingest } from '../eventbridge/ingestion';
import { remember } from './event-history';
import { LogDeliveries } from './log-deliveries';
import { organizationOf } from './organization';
import { selects } from './selection';
import { CLOUDTRAIL } from './service-principal';
import { isOrganizationWide, type Trail, takeSuperseded, trailsOf, trailsOver } from './state';

/**
 * The recorder of a gate. Every call is recorded and remembered in the event history; what a logging trail selects also
 * goes to the default bus of the account and Region of the record, and to the trail's log group.
 *
 * @param cloud what deliveries are made with, asked for at the first record, because the gate needs the recorder first
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function recorder(cloud: () => Cloud): (answered: AnsweredCall) => void {
  let logs: LogDeliveries | undefined;
  return (answered) => {
    logs ??= new LogDeliveries(cloud());
    const { state } = answered.context;
    const before = takeSuperseded(state, answered.context.requestId);
    for (const record of recordsOf(answered)) {
      remember(state, record);
      const trails = trailsTaking(cloud(), record, before);
      if (trails.length === 0) continue;
      const { recipientAccountId: account, awsRegion: region } = record;
      ingest(cloud(), { account, region, name: 'default' }, envelopeOf(record));
      for (const trail of trails) {
        const current = trailsOf(state, trail.account).get(trail.arn);
        if (current !== undefined) current.lastRecordAt = answered.context.clock.now();
        if (!isOwnDelivery(answered)) logs.add(trail, record);
      }
    }
  };
}

/**
 * The logging trails that select a record. A call that changes a trail is judged by the trail as it was and as it is: the
 * call that stops, narrows or deletes a trail is still recorded by it. AWS decides by the time at which logging was last
 * turned off.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-turning-off-logging.html
 */
function trailsTaking({ state }: Cloud, record: CloudTrailRecord, before: Trail | undefined): Trail[] {
  const account = record.recipientAccountId;
  const taking = trailsOver(state, account).filter((trail) => trail.logging && selects(trail, record));
  if (before === undefined || taking.some((trail) => trail.arn === before.arn)) return taking;
  const covered = before.account === account || isMemberUnder(state, before, account);
  return covered && before.logging && selects(before, record) ? [...taking, before] : taking;
}

function isMemberUnder(state: State, trail: Trail, account: string): boolean {
  return isOrganizationWide(state, trail) && organizationOf(state, account)?.managementAccount === trail.account;
}

/**
 * A delivery to a log group is made of calls, whose records would bring about the next delivery. They reach the event
 * history and EventBridge, but no log group.
 */
function isOwnDelivery({ context: { principal } }: AnsweredCall): boolean {
  return (principal.kind === 'service' ? principal.service : principal.invokedBy) === CLOUDTRAIL;
}

function envelopeOf(record: CloudTrailRecord): EventEnvelope {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${record.eventSource.slice(0, record.eventSource.indexOf('.'))}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}
