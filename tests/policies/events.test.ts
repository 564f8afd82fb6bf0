import assert from 'node:assert/strict';
import { centralBusPolicy } from '../../infra/specifications/forwarding';
import { busPolicy } from '../../policies/bus-policy';
import { eventRule } from '../../policies/event-rule';
import { eventTarget } from '../../policies/event-target';
import { UNKNOWN } from '../../policies/property';
import { configurationOf } from '../support/deployment';
import {
  added,
  changed,
  declared,
  messages,
  reports,
  type Statement,
  withoutCondition,
  withStatement,
} from './support';

const SID = 'ForwardersOfTheOrganization';
const policy = centralBusPolicy(configurationOf('security'));
const variant = (change: (statement: Statement) => Statement): { policy: string } => ({
  policy: JSON.stringify(withStatement(policy, SID, change)),
});
const noOrganization = (organization: string): string =>
  `Statement "${SID}" does not demand "aws:PrincipalOrgID" of ${organization}: strangers could send reports, and hide true ` +
  'ones among false ones. Add the condition.';
const NO_ROLE =
  `Statement "${SID}" does not demand "aws:PrincipalArn" of the forwarder role: every role of every account could send ` +
  'reports. Add the condition.';
const NO_SOURCE =
  `Statement "${SID}" does not demand "events:source" of aws.*: made-up events could be sent as reports. ` +
  'Add the condition, with Null beside ForAllValues.';

describe('the rule about the policies of buses', () => {
  reports(busPolicy, 'security', 'aws.cloudwatch.EventBusPolicy central-policy', [
    [
      'a bus for every organization',
      variant(withoutCondition('aws:PrincipalOrgID')),
      [noOrganization('one organization')],
    ],
    [
      'organizations by a wildcard',
      variant((each) => ({
        ...withoutCondition('aws:PrincipalOrgID')(each),
        Condition: { ...each.Condition, StringEquals: {}, StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
      })),
      [noOrganization('one organization')],
    ],
    ['a bus for every role', variant(withoutCondition('aws:PrincipalArn')), [NO_ROLE]],
    [
      'roles by a wildcard',
      variant((each) => ({
        ...each,
        Condition: { ...each.Condition, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } },
      })),
      [NO_ROLE],
    ],
    ['a bus for every source', variant(withoutCondition('events:source')), [NO_SOURCE]],
    [
      'ForAllValues alone, which events without a source meet as well',
      variant((each) => ({ ...each, Condition: { ...each.Condition, Null: {} } })),
      [NO_SOURCE],
    ],
  ]);

  it('takes the one organization that is configured', async () => {
    const resource = await declared('security', 'aws.cloudwatch.EventBusPolicy central-policy');
    assert.deepEqual(messages(busPolicy, resource, { organizationId: 'o-exampleorg1' }), []);
    assert.deepEqual(messages(busPolicy, resource, { organizationId: 'o-anotherorg1' }), [
      noOrganization('o-anotherorg1'),
    ]);
  });

  it('reports a permission beside the policy', () => {
    assert.deepEqual(messages(busPolicy, added('aws.cloudwatch.EventPermission', { principal: '444444444444' })), [
      'An EventPermission cannot name the forwarder role: every role of the account could send. Use an EventBusPolicy.',
    ]);
  });
});

describe('the rule about the rules of EventBridge', () => {
  const NO_PIN =
    '"eventPattern" does not name a "source": anybody in the account could send events that look like reports. Add it.';

  reports(eventRule, 'payments', 'aws.cloudwatch.EventRule forwarder-us-east-1-cloudtrail', [
    [
      'a disabled rule',
      { state: 'DISABLED' },
      ['"state" is "DISABLED": what the rule watches for would be reported to nobody. Set it to ENABLED.'],
    ],
    [
      'a rule that is disabled in the former way',
      { state: undefined, isEnabled: false },
      ['"state" is "DISABLED": what the rule watches for would be reported to nobody. Set it to ENABLED.'],
    ],
    ['a pattern without a source', { eventPattern: '{"detail-type":["AWS API Call via CloudTrail"]}' }, [NO_PIN]],
    ['a rule without a pattern', { eventPattern: undefined }, [NO_PIN]],
    ['a pattern that is no JSON', { eventPattern: 'source' }, [NO_PIN]],
  ]);

  reports(eventRule, 'security', 'aws.cloudwatch.EventRule responder-sweep', [
    [
      'a schedule that is off',
      { state: 'DISABLED' },
      ['"state" is "DISABLED": what the rule watches for would be reported to nobody. Set it to ENABLED.'],
    ],
    ['a schedule that anybody can set off', { eventPattern: '{"detail-type":["Sweep"]}' }, [NO_PIN]],
    ['a rule that is no schedule either', { scheduleExpression: undefined }, [NO_PIN]],
  ]);
  reports(eventRule, 'security', 'aws.cloudwatch.EventRule direct-own-lambda', [
    ['a direct report of anything', { eventPattern: '{"account":["333333333333"]}' }, [NO_PIN]],
  ]);

  it('takes schedules, which have no pattern, and patterns that are not known yet', async () => {
    const rule = await declared('payments', 'aws.cloudwatch.EventRule forwarder-us-east-1-cloudtrail');
    const schedule = { eventPattern: undefined, scheduleExpression: 'rate(5 minutes)' };
    assert.deepEqual(messages(eventRule, changed(rule, schedule)), []);
    assert.deepEqual(messages(eventRule, changed(rule, { eventPattern: UNKNOWN })), []);
  });
});

describe('the rule about the targets of EventBridge', () => {
  const notRetried = (property: string, value: string, most: number): string =>
    `"retryPolicy.${property}" is ${value}: reports would be given up early. Set it to ${most}, EventBridge's most.`;
  const NO_QUEUE =
    '"deadLetterConfig" has no queue: reports that could not be delivered would be lost. Give it a RuleDeadLetterQueue.';

  reports(eventTarget, 'payments', 'aws.cloudwatch.EventTarget forwarder-us-east-1-cloudtrail-target', [
    [
      'a target on another bus without a role',
      { roleArn: undefined },
      [
        '"roleArn" is not set: EventBridge would send as nobody, and the central bus would refuse. Give it the forwarder role.',
      ],
    ],
    ['a missing dead-letter queue', { deadLetterConfig: undefined }, [NO_QUEUE]],
    [
      'few attempts',
      { retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 86_400 } },
      [notRetried('maximumRetryAttempts', '0', 185)],
    ],
    [
      'a missing retry policy',
      { retryPolicy: undefined },
      [notRetried('maximumRetryAttempts', 'not set', 185), notRetried('maximumEventAgeInSeconds', 'not set', 86_400)],
    ],
  ]);
  reports(eventTarget, 'security', 'aws.cloudwatch.EventTarget responder-cloudtrail-target', [
    ['a missing dead-letter queue of the responder', { deadLetterConfig: {} }, [NO_QUEUE]],
  ]);
  reports(eventTarget, 'security', 'aws.cloudwatch.EventTarget responder-sweep-target', [
    ['a missing dead-letter queue of the schedule', { deadLetterConfig: undefined }, [NO_QUEUE]],
  ]);
  reports(eventTarget, 'security', 'aws.cloudwatch.EventTarget direct-own-lambda-target', [
    [
      'a topic that is told without a role',
      { roleArn: undefined },
      [
        '"roleArn" is not set: EventBridge would publish as nobody, and the alert topic would refuse. Give it the role of ' +
          'direct reports.',
      ],
    ],
    ['direct reports that get lost', { deadLetterConfig: {} }, [NO_QUEUE]],
  ]);

  it('takes a topic that the preview does not know yet', async () => {
    const target = await declared('security', 'aws.cloudwatch.EventTarget direct-own-lambda-target');
    assert.deepEqual(messages(eventTarget, changed(target, { arn: UNKNOWN, roleArn: UNKNOWN })), []);
  });
});
