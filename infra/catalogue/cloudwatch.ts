/** Calls to Amazon CloudWatch that keep the alarms from telling people. */
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import { DISABLE_TOOLS } from './techniques';

type Call = Pick<TamperEntry, 'severity' | 'effect' | 'runbook'> & Partial<TamperEntry>;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/logging_cw_api_calls.html */
function alarm(eventName: string, parameter: string, call: Call): TamperEntry {
  return {
    source: 'aws.monitoring',
    eventSource: 'monitoring.amazonaws.com',
    eventName,
    action: `cloudwatch:${eventName}`,
    subject: { resource: 'alarm', parameters: [parameter] },
    scope: 'own',
    forwardedFrom: ['security'],
    techniques: [DISABLE_TOOLS],
    response: 'repair',
    ...call,
  };
}

const UNTOLD = 'Look at the metric that it watches for what nobody was told meanwhile.';

export const CLOUDWATCH_ENTRIES: readonly TamperEntry[] = [
  alarm('DeleteAlarms', 'alarmNames', {
    severity: 'high',
    effect: 'Nobody is told when reports get lost, or when the responder fails or falls silent.',
    loss: 'What the alarm would have told meanwhile.',
    runbook: `${WHO} ${UNTOLD} Run "pulumi up" of the stack of this account with --refresh, so that its tags return.`,
  }),
  alarm('DisableAlarmActions', 'alarmNames', {
    severity: 'high',
    effect: 'The alarm goes off and tells nobody.',
    loss: 'What the alarm would have told meanwhile.',
    runbook: `${WHO} ${UNTOLD}`,
  }),
  alarm('PutMetricAlarm', 'alarmName', {
    severity: 'high',
    effect: 'The alarm may watch something else, go off never, or tell somebody else.',
    loss: 'What the alarm would have told meanwhile.',
    runbook: `${WHO} ${UNTOLD}`,
  }),
  alarm('SetAlarmState', 'alarmName', {
    severity: 'medium',
    effect: 'The alarm shows a state that it is not in, until it is evaluated again within minutes.',
    runbook: `${WHO} An alarm that people saw end may not have: look at its history.`,
  }),
];
