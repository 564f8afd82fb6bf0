import assert from 'node:assert/strict';
import type { Target } from '@aws-sdk/client-eventbridge';
import type { Delivery } from '../../../../sandbox/services/eventbridge/delivery';
import type { EventEnvelope } from '../../../../sandbox/services/eventbridge/envelope';
import { targetInput } from '../../../../sandbox/services/eventbridge/target-input';

const event: EventEnvelope = {
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  'detail-type': 'Account Update',
  source: 'core.update',
  account: '111111111111',
  time: '2026-11-20T09:15:00Z',
  region: 'us-east-1',
  resources: ['arn:aws:s3:::one', 'arn:aws:s3:::two'],
  detail: {
    command: 'update-account',
    valid: true,
    count: 3,
    payload: { acc_id: '0a787ecb-4015', sf_id: 'baz' },
    states: ['ACTIVE', 'INACTIVE'],
    quoted: 'say "no"',
    'instance-id': 'i-0123',
    people: [{ name: 'Ann' }, { name: 'Bob' }],
  },
};

const paths: Record<string, string> = {
  user: '$.detail.payload.acc_id',
  payload: '$.detail.payload',
  states: '$.detail.states',
  valid: '$.detail.valid',
  count: '$.detail.count',
  missing: '$.detail.nowhere',
  quoted: '$.detail.quoted',
  instance: '$.detail.instance-id',
  first: '$.resources[0]',
  names: '$.detail.people[*].name',
};

function delivered(target: Omit<Target, 'Id' | 'Arn'>): string {
  const delivery: Delivery = {
    bus: { account: '111111111111', region: 'us-east-1', name: 'orders' },
    ruleArn: 'arn:aws:events:us-east-1:111111111111:rule/orders/updates',
    ruleName: 'updates',
    target: { Id: 'target', Arn: 'arn:aws:sqs:us-east-1:111111111111:queue', ...target },
    event,
    forwarded: false,
    ingestedAt: new Date('2026-11-20T09:15:02.345Z'),
  };
  return targetInput(delivery);
}

function transformed(InputTemplate: string): string {
  return delivered({ InputTransformer: { InputPathsMap: paths, InputTemplate } });
}

describe('what an EventBridge target receives', () => {
  it('is the whole event when the target says nothing', () => {
    assert.deepEqual(JSON.parse(delivered({})), event);
  });

  it('is the constant, and nothing of the event, with Input', () => {
    assert.equal(delivered({ Input: '{"a":1}' }), '{"a":1}');
  });

  for (const [path, text] of [
    ['$.detail.payload', '{"acc_id":"0a787ecb-4015","sf_id":"baz"}'],
    ['$.detail.payload.sf_id', '"baz"'],
    ['$.resources[1]', '"arn:aws:s3:::two"'],
    ["$['detail-type']", '"Account Update"'],
    ['$.detail.instance-id', '"i-0123"'],
    ['$', JSON.stringify(event)],
  ] as const)
    it(`is what stands at ${path} with that InputPath`, () => assert.equal(delivered({ InputPath: path }), text));
});

describe('an input transformer', () => {
  // The first ten are what AWS itself delivered for these templates.
  const cases: readonly (readonly [template: string, delivered: string])[] = [
    ['{"id" : <user>}', '{"id" : "0a787ecb-4015"}'],
    ['{"id" : "<user>"}', '{"id" : "0a787ecb-4015"}'],
    ['{"path": "users/<user>/second/<user>"}', '{"path": "users/0a787ecb-4015/second/0a787ecb-4015"}'],
    ['{"body": <payload>}', '{"body": {"acc_id":"0a787ecb-4015","sf_id":"baz"}}'],
    ['{"list": [<user>, "fixed"]}', '{"list": ["0a787ecb-4015", "fixed"]}'],
    ['{"states": <states>}', '{"states": ["ACTIVE","INACTIVE"]}'],
    ['"<states> items"', '"[ACTIVE,INACTIVE] items"'],
    ['"Payload of <payload>"', '"Payload of {acc_id:0a787ecb-4015,sf_id:baz}"'],
    ['"Command is <valid>!"', '"Command is true!"'],
    ['"lost: <missing>"', '"lost: "'],
    ['{"lost": <missing>}', '{"lost": ""}'],
    ['"one <user>"\n"two <user>"', '"one 0a787ecb-4015"\n"two 0a787ecb-4015"'],
    ['{"n": <count>, "ok": <valid>}', '{"n": 3, "ok": true}'],
    ['{"text": "is \\"<user>\\" here"}', '{"text": "is \\"0a787ecb-4015\\" here"}'],
    ['{"first": <first>, "names": <names>}', '{"first": "arn:aws:s3:::one", "names": ["Ann","Bob"]}'],
    ['"<instance> is <count>"', '"i-0123 is 3"'],
    ['{"rule": <aws.events.rule-name>}', '{"rule": "updates"}'],
    ['"<aws.events.rule-arn>"', '"arn:aws:events:us-east-1:111111111111:rule/orders/updates"'],
    ['"<aws.events.event.ingestion-time>"', '"2026-11-20T09:15:02Z"'],
    ['{"event": <aws.events.event.json>}', `{"event": ${JSON.stringify(event)}}`],
  ];
  for (const [template, text] of cases)
    it(`makes ${text.slice(0, 60)} of ${template}`, () => assert.equal(transformed(template), text));

  it('shows the event without its detail as <aws.events.event>', () => {
    const { event: shown } = JSON.parse(transformed('{"event": <aws.events.event>}'));
    assert.deepEqual(Object.keys(shown), [
      'id',
      'account',
      'detailType',
      'time',
      'source',
      'region',
      'resources',
      'version',
    ]);
  });

  for (const template of ['{"payload": "<payload>"}', '{"states": "<states>"}', '{"said": "<quoted>"}'])
    it(`fails with INVALID_JSON when ${template} is no object any more`, () => {
      assert.throws(() => transformed(template), { code: 'INVALID_JSON', retryable: false });
    });
});
