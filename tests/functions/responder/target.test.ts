import assert from 'node:assert/strict';
import type { ReportedCall } from '../../../functions/responder/report';
import { targetOf } from '../../../functions/responder/target';
import { tamperEntryOf } from '../../../infra/catalogue';
import type { TamperEntry } from '../../../infra/catalogue/entry';
import { DECLARED } from './world';

const SECURITY = '333333333333';
const MEMBER = '444444444444';
const BUS = `arn:aws:events:us-east-1:${SECURITY}:event-bus/trailwarden-central`;
const RULE = 'trailwarden-forward-cloudtrail';

/** What a call was about: as it is told, and the declared resources. */
function target(eventName: string, parameters: object, account = MEMBER, region = 'us-east-1') {
  const service = eventName.includes('Queue') ? 'sqs' : 'events';
  const entry = tamperEntryOf(`${service}.amazonaws.com`, eventName) as TamperEntry;
  const call = { account, region, parameters, resourceArns: [] } as unknown as ReportedCall;
  const { described, resources } = targetOf(call, entry, DECLARED);
  return [described, resources.map(({ arn }) => arn)];
}

describe('what a call to EventBridge or SQS was about', () => {
  it('is the rule of that name in the account and the Region of the call', () => {
    for (const region of ['us-east-1', 'eu-west-1']) {
      const arn = `arn:aws:events:${region}:${MEMBER}:rule/${RULE}`;
      assert.deepEqual(target('DisableRule', { name: RULE }, MEMBER, region), [arn, [arn]]);
      assert.deepEqual(target('RemoveTargets', { rule: RULE, ids: ['central-bus'] }, MEMBER, region), [arn, [arn]]);
      assert.deepEqual(target('TagResource', { resourceARN: arn }, MEMBER, region), [arn, [arn]]);
    }
  });

  it('is no rule that nobody declared', () => {
    assert.deepEqual(target('PutRule', { name: 'trailwarden-something' }), ['trailwarden-something', []]);
    assert.deepEqual(target('PutRule', { name: RULE }, MEMBER, 'ap-south-1'), [RULE, []]);
  });

  it('is the central bus when it was a rule on it that nobody declared', () => {
    for (const eventBusName of ['trailwarden-central', BUS])
      assert.deepEqual(target('PutRule', { name: 'copy', eventBusName }, SECURITY), [`copy in ${BUS}`, [BUS]]);
    assert.deepEqual(target('PutRule', { name: 'copy', eventBusName: 'default' }, SECURITY), ['copy', []]);
  });

  it('is the declared rule of the central bus, and not the bus, when both are named', () => {
    const arn = `arn:aws:events:us-east-1:${SECURITY}:rule/trailwarden-central/trailwarden-respond-cloudtrail`;
    const parameters = { name: 'trailwarden-respond-cloudtrail', eventBusName: 'trailwarden-central' };
    assert.deepEqual(target('DeleteRule', parameters, SECURITY), [arn, [arn]]);
  });

  it('is the central bus by its name or ARN, and nothing where the record names none', () => {
    for (const eventBusName of ['trailwarden-central', BUS])
      assert.deepEqual(target('PutPermission', { eventBusName, statementId: 'more' }, SECURITY), [BUS, [BUS]]);
    assert.deepEqual(target('PutPermission', { statementId: 'more' }, SECURITY), ['not named in the record', []]);
    assert.deepEqual(target('UntagResource', { resourceARN: BUS }, SECURITY), [BUS, [BUS]]);
  });

  it('is the queue of the URL', () => {
    const queueUrl = `https://sqs.eu-west-1.amazonaws.com/${MEMBER}/trailwarden-forwarder-dead-letters`;
    const arn = `arn:aws:sqs:eu-west-1:${MEMBER}:trailwarden-forwarder-dead-letters`;
    assert.deepEqual(target('PurgeQueue', { queueUrl }, MEMBER, 'eu-west-1'), [arn, [arn]]);
    assert.deepEqual(target('DeleteQueue', { queueUrl: `${queueUrl}-2` }, MEMBER, 'eu-west-1'), [`${queueUrl}-2`, []]);
  });
});
