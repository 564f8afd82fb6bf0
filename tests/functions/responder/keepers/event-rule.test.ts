import assert from 'node:assert/strict';
import type { EventRuleResource } from '../../../../infra/specifications/resources/event-rule';
import { SAMPLE } from '../../../support/organization';
import { World } from '../world';
import { assertPutBack, type Tampering, tamper } from './tampering';

const SECURITY = '333333333333';
const MEMBER = '444444444444';
const ELSEWHERE = `arn:aws:sqs:us-east-1:${SECURITY}:elsewhere`;

/** One of each kind: on the central bus, on the default bus of another Region of a member, by time, and with a text of its own. */
const RULES = [
  [SECURITY, 'us-east-1', 'trailwarden-respond-cloudtrail'],
  [MEMBER, 'eu-west-1', 'trailwarden-forward-cloudtrail'],
  [SECURITY, 'us-east-1', 'trailwarden-sweep'],
  [SECURITY, 'us-east-1', 'trailwarden-direct-own-events'],
] as const;

describe('the keeper of rules', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.deployed();
  });

  const theRule = (account: string, region: string, name: string): EventRuleResource =>
    world
      .resources(account, 'event-rule')
      .find((rule) => rule.region === region && rule.name === name) as EventRuleResource;

  for (const { account } of SAMPLE.stacks)
    it(`finds every rule that was deployed in ${account} as it is declared`, async () => {
      const regions = new Set<string>();
      for (const rule of world.resources(account, 'event-rule')) {
        assert.deepEqual(await world.differing(rule), [], rule.arn);
        regions.add(rule.region);
      }
      assert.deepEqual([...regions], SAMPLE.configuration.governedRegions);
    });

  it('knows every rule with the prefix that is there', async () => {
    for (const { account } of SAMPLE.stacks)
      for (const region of SAMPLE.configuration.governedRegions) {
        const buses = account === SECURITY && region === 'us-east-1' ? ['default', 'trailwarden-central'] : ['default'];
        for (const EventBusName of buses) {
          const input = { EventBusName, NamePrefix: 'trailwarden-' };
          const { Rules } = await world.as(account, 'events', 'ListRules', input, region);
          const declared = (world.resources(account, 'event-rule') as EventRuleResource[]).filter(
            (rule) => rule.region === region && rule.eventBusName === EventBusName,
          );
          assert.deepEqual(
            (Rules as { Arn: string }[]).map(({ Arn }) => Arn).sort(),
            declared.map(({ arn }) => arn).sort(),
          );
        }
      }
  });

  for (const [account, region, Name] of RULES) {
    let rule: EventRuleResource;
    let EventBusName: string;
    beforeEach(() => {
      rule = theRule(account, region, Name);
      EventBusName = rule.eventBusName;
    });

    const put = (changes: object): Tampering['by'][number] => {
      const { EventPattern, ScheduleExpression, State, Description } = rule.settings;
      const waking = {
        EventPattern: EventPattern === null ? undefined : JSON.stringify(EventPattern),
        ScheduleExpression: ScheduleExpression ?? undefined,
      };
      return ['events', 'PutRule', { Name, EventBusName, ...waking, State, Description, ...changes }];
    };
    const putTargets = (...Targets: object[]): Tampering['by'][number] => [
      'events',
      'PutTargets',
      { Rule: Name, EventBusName, Targets },
    ];
    const removeTargets = (): Tampering['by'][number] => [
      'events',
      'RemoveTargets',
      { Rule: Name, EventBusName, Ids: rule.settings.Targets.map(({ Id }) => Id) },
    ];
    const others = (count: number): object[] =>
      Array.from({ length: count }, (_, index) => ({ Id: `other-${index}`, Arn: elsewhere() }));
    const elsewhere = (): string => ELSEWHERE.replace(SECURITY, account).replace('us-east-1', region);

    const TAMPERINGS: Readonly<Record<string, () => Tampering>> = {
      'a rule that was disabled': () => ({
        by: [['events', 'DisableRule', { Name, EventBusName }]],
        differing: ['State'],
        repairs: ['PutRule'],
      }),
      'a rule that was disabled by PutRule, as a whole': () => ({
        by: [put({ State: 'DISABLED', Description: undefined })],
        differing: ['State', 'Description'],
        repairs: ['PutRule'],
      }),
      'a rule that was to see every call': () => ({
        by: [put({ State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' })],
        differing: ['State'],
        repairs: ['PutRule'],
      }),
      'a pattern that matches nothing': () => ({
        by: [put({ EventPattern: '{"source":["aws.nothing"]}' })],
        differing: ['EventPattern'],
        repairs: ['PutRule'],
      }),
      'a target that was removed': () => ({
        by: [removeTargets()],
        differing: ['Targets'],
        repairs: ['PutTargets'],
      }),
      'a target that was sent elsewhere': () => ({
        by: [putTargets({ ...rule.settings.Targets[0], Arn: elsewhere(), RoleArn: undefined })],
        differing: ['Targets'],
        repairs: ['PutTargets'],
      }),
      'a target that was told to give up at once': () => ({
        by: [putTargets({ ...rule.settings.Targets[0], RetryPolicy: { MaximumRetryAttempts: 0 } })],
        differing: ['Targets'],
        repairs: ['PutTargets'],
      }),
      'a target without its dead-letter queue': () => ({
        by: [putTargets({ ...rule.settings.Targets[0], DeadLetterConfig: undefined })],
        differing: ['Targets'],
        repairs: ['PutTargets'],
      }),
      'one more target, that copies the reports': () => ({
        by: [putTargets(...others(1))],
        differing: ['Targets'],
        repairs: ['RemoveTargets'],
      }),
      'as many targets as there may be, in place of the declared one': () => ({
        by: [removeTargets(), putTargets(...others(5))],
        differing: ['Targets'],
        repairs: ['RemoveTargets', 'PutTargets'],
      }),
      'a tag that was taken away': () => ({
        by: [['events', 'UntagResource', { ResourceARN: rule.arn, TagKeys: ['trailwarden:prefix'] }]],
        differing: ['Tags'],
        repairs: ['TagResource'],
      }),
      'a rule that was deleted': () => ({
        by: [removeTargets(), ['events', 'DeleteRule', { Name, EventBusName }]],
        differing: Object.keys(rule.settings),
        repairs: ['PutRule', 'PutTargets'],
      }),
      'everything at once': () => ({
        by: [
          put({ EventPattern: '{"source":["aws.nothing"]}', State: 'DISABLED', Description: 'Ours now.' }),
          removeTargets(),
          putTargets(...others(2)),
          ['events', 'UntagResource', { ResourceARN: rule.arn, TagKeys: ['trailwarden:prefix'] }],
          [
            'events',
            'TagResource',
            { ResourceARN: rule.arn, Tags: [{ Key: 'trailwarden:account-kind', Value: 'nobody' }] },
          ],
        ],
        differing: ['EventPattern', 'State', 'Description', 'Targets', 'Tags'],
        repairs: ['PutRule', 'RemoveTargets', 'PutTargets', 'TagResource', 'TagResource'],
      }),
    };
    for (const [what, tampering] of Object.entries(TAMPERINGS))
      it(`puts back ${what}: ${Name}`, () => assertPutBack(world, rule, tampering()));
  }

  it('takes away a role and a schedule that PutRule gave a rule of the default bus', async () => {
    const rule = theRule(MEMBER, 'eu-west-1', 'trailwarden-forward-cloudtrail');
    const EventPattern = JSON.stringify(rule.settings.EventPattern);
    const { State, Description } = rule.settings;
    const more = { ScheduleExpression: 'rate(1 minute)', RoleArn: `arn:aws:iam::${MEMBER}:role/trailwarden-forwarder` };
    await assertPutBack(world, rule, {
      by: [['events', 'PutRule', { Name: rule.name, EventPattern, State, Description, ...more }]],
      differing: ['ScheduleExpression', 'RoleArn'],
      repairs: ['PutRule'],
    });
  });

  it('leaves a pattern alone that says the same in another order', async () => {
    const rule = theRule(MEMBER, 'eu-west-1', 'trailwarden-forward-cloudtrail');
    const { EventPattern, State, Description } = rule.settings;
    const turned = Object.fromEntries(Object.entries(EventPattern ?? {}).reverse());
    const input = { Name: rule.name, EventPattern: JSON.stringify(turned), State, Description };
    await tamper(world, rule, [['events', 'PutRule', input]]);
    assert.deepEqual(await world.differing(rule), []);
  });

  it('puts back the rest when the targets cannot be read', async () => {
    const rule = theRule(MEMBER, 'eu-west-1', 'trailwarden-forward-cloudtrail');
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'events:ListTargetsByRule', Resource: '*' }],
    });
    const RoleName = 'trailwarden-repair';
    await world.as(MEMBER, 'iam', 'PutRolePolicy', { RoleName, PolicyName: 'blind', PolicyDocument });
    await tamper(world, rule, [['events', 'DisableRule', { Name: rule.name }]]);
    const { outcome, calls, left, error } = await world.reconcile(rule);
    assert.deepEqual(
      [outcome, calls.map(({ call }) => call.operation), left.map(({ setting }) => setting)],
      ['failed', ['PutRule'], ['Targets']],
    );
    assert.match(String(error), /AccessDenied.*events:ListTargetsByRule/s);
  });
});
