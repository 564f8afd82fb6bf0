/** All attacks of the drill: the hard cases, and one for every entry of the tamper catalogue. */
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../core/aws-error';
import { type ClientConfiguration, cloudTrail, eventBridge } from './attacker';
import { catalogueScenarios, storyOf } from './catalogue-scenarios';
import { type Answer, type AttackContext, answerOf, type Scenario } from './scenario';

const GROUP = 'Hard cases';
const REPAIRED = { outcome: 'repaired', alerts: ['repaired'], names: 'StopLogging' } as const;

/** The attacks on the trail, on the way of its reports, and on its repair, that are more than one call. */
export const HARD_CASES: readonly Scenario[] = [
  {
    id: 'stop-logging-by-member',
    title: 'Stop the trail from a member account',
    group: GROUP,
    attacker: 'an administrator of a member account',
    expected: { outcome: 'refused', alerts: ['refused'], names: 'StopLogging' },
    attack: async (context) => [await stopLogging(await context.attackerIn(context.memberAccount), context.trailArn)],
  },
  {
    id: 'forged-event-by-member',
    title: 'Put a forged report on the central bus',
    group: GROUP,
    attacker: 'an administrator of a member account',
    expected: { outcome: 'refused', alerts: [] },
    attack: async (context) => forge(context, await context.attackerIn(context.memberAccount)),
  },
  {
    id: 'forged-event-by-outsider',
    title: 'Put a forged report on the central bus',
    group: GROUP,
    attacker: 'an account outside of the organization',
    expected: { outcome: 'refused', alerts: [] },
    attack: (context) => forge(context, context.outsider),
  },
  {
    id: 'stop-logging-twice',
    title: 'Stop the second trail twice at once, by its ARN and by its name',
    group: GROUP,
    attacker: 'two sessions in the management account',
    expected: REPAIRED,
    attack: async (context) => {
      const as = await manager(context);
      const { arns, names } = context.targets;
      return Promise.all([stopLogging(as, arns.secondTrail), stopLogging(as, names.secondTrail)]);
    },
  },
  {
    id: 'stop-logging-throttled',
    title: 'Stop the trail while the repair is throttled',
    group: GROUP,
    attacker: 'an administrator of the management account',
    expected: { outcome: 'repaired', alerts: ['failed', 'repaired'], names: 'StopLogging' },
    story: ({ arns }) => storyOf('StopLogging', 'management', { Name: arns.trail }),
    circumstance: (sandbox) => {
      // Every attempt of the SDK, at once and after reading, so that the first response fails as a whole.
      let left = 6;
      return sandbox.gate.injectFaults(({ service, operation }) => {
        if (service !== 'cloudtrail' || operation !== 'StartLogging' || left === 0) return;
        left -= 1;
        throw new AwsError('ThrottlingException', 'Rate exceeded');
      });
    },
    attack: async (context) => [await stopLogging(await manager(context), context.trailArn)],
  },
];

export const SCENARIOS: readonly Scenario[] = [...HARD_CASES, ...catalogueScenarios()];

function manager(context: AttackContext): Promise<ClientConfiguration> {
  return context.attackerIn(context.managementAccount);
}

async function stopLogging(as: ClientConfiguration, trail: string): Promise<Answer> {
  const client = cloudTrail(as);
  const answer = await answerOf(client.send(new StopLoggingCommand({ Name: trail })));
  client.destroy();
  return answer;
}

/** Once as if CloudTrail had sent it, once under a source of the attacker's own. */
async function forge(context: AttackContext, as: ClientConfiguration): Promise<Answer[]> {
  const client = eventBridge(as);
  const answers: Answer[] = [];
  for (const source of ['aws.cloudtrail', 'cloudtrail'])
    answers.push(await answerOf(putForgedReport(client, context, source)));
  client.destroy();
  return answers;
}

async function putForgedReport(
  client: ReturnType<typeof eventBridge>,
  { centralBusArn, trailArn, managementAccount, homeRegion }: AttackContext,
  source: string,
): Promise<void> {
  const { Entries } = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: centralBusArn,
          Source: source,
          DetailType: 'AWS API Call via CloudTrail',
          Detail: JSON.stringify({
            eventSource: 'cloudtrail.amazonaws.com',
            eventName: 'StopLogging',
            awsRegion: homeRegion,
            recipientAccountId: managementAccount,
            requestParameters: { name: trailArn },
          }),
        },
      ],
    }),
  );
  const refused = Entries?.find((entry) => entry.ErrorCode !== undefined);
  if (refused !== undefined) throw Object.assign(new Error(refused.ErrorMessage), { name: refused.ErrorCode });
}
