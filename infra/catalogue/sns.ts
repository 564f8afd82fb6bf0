/** Calls to Amazon SNS that keep alerts from people, or hand them to others. */
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import { ACCOUNT_MANIPULATION, DISABLE_TOOLS, TRANSFER_TO_CLOUD_ACCOUNT } from './techniques';

type Call = Pick<TamperEntry, 'severity' | 'effect' | 'runbook'> & Partial<TamperEntry>;

/** A subscription is named by its ARN, which begins with the topic's. */
function topic(eventName: string, parameter: string, call: Call): TamperEntry {
  return {
    source: 'aws.sns',
    eventSource: 'sns.amazonaws.com',
    eventName,
    action: `sns:${eventName}`,
    subject: { resource: 'topic', parameters: [parameter] },
    scope: 'own',
    forwardedFrom: ['security'],
    techniques: [DISABLE_TOOLS],
    response: 'repair',
    ...call,
  };
}

const CONFIRM =
  'Have each address confirm the subscription that AWS has asked it for: until then it gets nothing, this alert included.';

/**
 * Who follows the link in an e-mail ends or confirms a subscription without a record: the sweep finds it.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/logging-using-cloudtrail.html
 */
export const SNS_ENTRIES: readonly TamperEntry[] = [
  topic('DeleteTopic', 'topicArn', {
    severity: 'critical',
    effect: 'Nobody is told of anything any more, neither by the responder nor by an alarm.',
    loss: 'The subscriptions are gone: no address gets an alert before it has confirmed again.',
    runbook: `${WHO} ${CONFIRM} Run "pulumi up" of the security stack with --refresh, so that the tags of the topic return.`,
    direct: true,
  }),
  topic('SetTopicAttributes', 'topicArn', {
    severity: 'critical',
    effect:
      'The topic may refuse the alerts of the responder or of the alarms, take no message as long as an alert, or lose its encryption.',
    loss: 'Alerts that the topic refused meanwhile reached nobody; what the responder could not tell is in its failure queue.',
    runbook: `${WHO} Look into the failure queue of the responder and at the state of the alarms for what nobody was told.`,
    direct: true,
  }),
  topic('AddPermission', 'topicArn', {
    severity: 'high',
    effect: 'Another account may publish false alerts, listen to the alerts, or change the topic.',
    techniques: [ACCOUNT_MANIPULATION],
    runbook: `${WHO} Trust no alert that came meanwhile without a record in the trail.`,
  }),
  topic('RemovePermission', 'topicArn', {
    severity: 'critical',
    effect: 'The alarms, or the account itself, may no longer use the topic.',
    loss: 'Alarms that went off meanwhile told nobody.',
    runbook: `${WHO} Look at the history of the alarms for what nobody was told.`,
    direct: true,
  }),
  topic('Subscribe', 'topicArn', {
    severity: 'medium',
    effect: 'Somebody else may get every alert, and know what has been noticed.',
    techniques: [TRANSFER_TO_CLOUD_ACCOUNT],
    runbook:
      'The record names the endpoint. A subscription out of the account is ended as soon as it is confirmed; before, it gets ' +
      'nothing. Whoever shall get alerts belongs into "alertSubscriptions" of the configuration.',
  }),
  topic('Unsubscribe', 'subscriptionArn', {
    severity: 'high',
    effect: 'One of those who are told is not told any more.',
    loss: 'The address gets no alert before it has confirmed again.',
    runbook: `${WHO} ${CONFIRM}`,
  }),
  topic('SetSubscriptionAttributes', 'subscriptionArn', {
    severity: 'high',
    effect: 'A filter may keep alerts from one of those who are told, while the subscription looks as it should.',
    loss: 'Alerts that the filter held back did not reach the subscriber.',
    runbook: `${WHO} Ask the other subscribers for the alerts that were held back.`,
  }),
];
