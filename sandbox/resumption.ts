/** An organization that was away takes up what AWS does by itself. */
import type { Cloud } from './core/service';
import { startEvaluation } from './services/cloudwatch/evaluation';
import { allAlarms } from './services/cloudwatch/state';
import { resumeEvents } from './services/eventbridge/resumption';
import { awaitDeletion } from './services/kms/key-life';
import { allKeyrings } from './services/kms/keyring';
import { resumeSessions } from './services/sts/sessions';

/**
 * Sets the clock's tasks again for an organization that was read from disk. What is written down goes on: schedules of enabled
 * rules (a rate counts from now), the evaluation of alarms, deletions of keys, the ends of sessions. What was on its way
 * when the organization went is lost, as nothing is written down of it: deliveries and their retries, invocations, records
 * on their way to a log group, replays.
 */
export function resume(cloud: Cloud): void {
  resumeSessions(cloud.state, cloud.clock);
  resumeEvents(cloud);
  for (const { keys } of allKeyrings(cloud.state))
    for (const key of keys.values()) if (key.state === 'PendingDeletion') awaitDeletion(key, cloud);
  if (allAlarms(cloud.state).length > 0) startEvaluation(cloud);
}
