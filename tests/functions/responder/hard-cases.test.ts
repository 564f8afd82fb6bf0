import assert from 'node:assert/strict';
import type { Alert } from '../../../functions/responder/alert';
import { type Aws, nameOf } from '../../../functions/responder/aws';
import { Damping } from '../../../functions/responder/damping';
import { Folding } from '../../../functions/responder/folding';
import { RepairFailed, respond, type Surroundings } from '../../../functions/responder/respond';
import { declaredState } from '../../../infra/specifications/declared-state';
import { SAMPLE } from '../../support/organization';
import { MALLORY, RESPONDER_ITSELF, stopLoggingEvent, TRAIL_ARN } from './events';
import { DECLARED, World } from './world';

const MANAGEMENT = '111111111111';
const LOG_GROUP = '/trailwarden/organization-trail';

/** A responder in a deployed organization, and what it told. */
class Responding {
  readonly alerts: Alert[] = [];

  constructor(
    private readonly world: World,
    private readonly changes: Partial<Surroundings> = {},
  ) {}

  async to(event: unknown): Promise<unknown> {
    const surroundings: Surroundings = {
      declared: DECLARED,
      aws: this.world.aws,
      publish: async (alert) => void this.alerts.push(alert),
      folding: new Folding(() => 0),
      damping: new Damping(() => 0),
      log: () => {},
      now: () => 0,
      ...this.changes,
    };
    try {
      return void (await respond(event, surroundings));
    } catch (error) {
      return error;
    }
  }

  get outcomes(): string[] {
    return this.alerts.map(({ outcome }) => outcome);
  }
}

const retention = (retentionInDays: number, by: object = MALLORY): unknown =>
  stopLoggingEvent(
    {
      eventSource: 'logs.amazonaws.com',
      eventName: 'PutRetentionPolicy',
      requestParameters: { logGroupName: LOG_GROUP, retentionInDays },
      userIdentity: by,
    },
    { source: 'aws.logs' },
  );

const setRetention = (world: World, retentionInDays: number) =>
  world.as(MANAGEMENT, 'logs', 'PutRetentionPolicy', { logGroupName: LOG_GROUP, retentionInDays });

async function retentionIn(world: World): Promise<unknown> {
  const input = { logGroupNamePrefix: LOG_GROUP };
  const { logGroups } = await world.as(MANAGEMENT, 'logs', 'DescribeLogGroups', input);
  return (logGroups as { retentionInDays?: number }[])[0]?.retentionInDays;
}

describe('the responder, in hard cases', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.deployed();
  });

  it('comes to the same end whatever the order of the events, and however often they come', async () => {
    const responding = new Responding(world);
    await setRetention(world, 1);
    const stop = stopLoggingEvent();
    await world.as(MANAGEMENT, 'cloudtrail', 'StopLogging', { Name: TRAIL_ARN });
    for (const event of [stop, retention(1), stop, retention(3), retention(1)])
      assert.equal(await responding.to(event), undefined);
    assert.equal(await retentionIn(world), 365);
    for (const resource of world.resources(MANAGEMENT)) assert.deepEqual(await world.differing(resource), []);
  });

  it('undoes a deployment that came before its own, and says in which order both go well', async () => {
    await setRetention(world, 400);
    const before = new Responding(world);
    await before.to(retention(400));
    assert.equal(await retentionIn(world), 365);
    assert.match(
      before.alerts[0]?.body ?? '',
      /^Meant it\? {2}If this was a deployment: run "pulumi up -s security" first/m,
    );
    const declared = declaredState({ ...SAMPLE.configuration, logRetentionInDays: 400 });
    const after = new Responding(world, { declared });
    await setRetention(world, 400);
    await after.to(retention(400));
    assert.equal(await retentionIn(world), 400);
    assert.deepEqual(after.outcomes, ['intact']);
  });

  it('does not believe whoever holds its own role: the state decides', async () => {
    const responding = new Responding(world);
    await setRetention(world, 1);
    await responding.to(retention(1, RESPONDER_ITSELF));
    assert.equal(await retentionIn(world), 365);
    assert.deepEqual(responding.outcomes, ['repaired']);
  });

  const named: [promise: string, name: string][] = [
    ['a name', 'trailwarden-responder'],
    ['a name with a version', 'trailwarden-responder:7'],
    ['an ARN', 'arn:aws:lambda:us-east-1:333333333333:function:trailwarden-responder'],
    ['an ARN with a version', 'arn:aws:lambda:us-east-1:333333333333:function:trailwarden-responder:$LATEST'],
    ['a part of an ARN', '333333333333:function:trailwarden-responder'],
  ];
  for (const [promise, functionName] of named)
    it(`knows its own function by ${promise}`, async () => {
      const responding = new Responding(world);
      await world.as('333333333333', 'lambda', 'UpdateFunctionConfiguration', {
        FunctionName: 'trailwarden-responder',
        Timeout: 1,
      });
      await responding.to(
        stopLoggingEvent(
          {
            eventSource: 'lambda.amazonaws.com',
            eventName: 'UpdateFunctionConfiguration20150331v2',
            requestParameters: { functionName, timeout: 1 },
          },
          { source: 'aws.lambda', account: '333333333333' },
        ),
      );
      assert.deepEqual(responding.outcomes, ['repaired']);
    });

  /** One call that writes, of every service that repairs write to. */
  const failing: [service: string, tamper: () => Promise<unknown>, event: () => unknown][] = [
    [
      'cloudtrail',
      () => world.as(MANAGEMENT, 'cloudtrail', 'UpdateTrail', { Name: TRAIL_ARN, EnableLogFileValidation: false }),
      () => stopLoggingEvent({ eventName: 'UpdateTrail' }),
    ],
    ['logs', () => setRetention(world, 1), () => retention(1)],
  ];
  for (const [service, tamper, event] of failing)
    for (const name of ['ThrottlingException', 'InternalFailure', 'ServiceUnavailable'])
      it(`tells of ${name} by ${service}, and fails so that Lambda tries again`, async () => {
        await tamper();
        const aws: Aws = (call) =>
          call.service === service && !/^(Get|List|Describe)/.test(call.operation)
            ? Promise.reject(Object.assign(new Error(nameOf(call)), { name }))
            : world.aws(call);
        const responding = new Responding(world, { aws });
        assert.ok((await responding.to(event())) instanceof RepairFailed);
        assert.deepEqual(responding.outcomes, ['failed']);
        assert.match(responding.alerts[0]?.body ?? '', new RegExp(`^Why {8}${name}: ${service}:`, 'm'));
        assert.equal(await new Responding(world).to(event()), undefined);
      });
});
