/** The sample organization, deployed and ready to be attacked; for tests that break it on purpose. */
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { deployOrganization } from '../../sandbox/deployment';
import { administrator } from '../../sandbox/drill/attacker';
import { prepareRange, type Range } from '../../sandbox/drill/range';
import { readSampleOrganization } from '../../sandbox/sample-organization';
import { openSandbox, type Sandbox } from '../../sandbox/sandbox';

export interface DeployedOrganization {
  readonly sandbox: Sandbox;
  readonly range: Range;
  /** Credentials of an account's administrator. */
  as(account: string): ReturnType<typeof administrator>;
  /** Takes every message of a queue. */
  messagesOf(account: string, queue: string): Promise<{ body: unknown; attributes: Record<string, string> }[]>;
  close(): Promise<void>;
}

export async function deployedOrganization(): Promise<DeployedOrganization> {
  const sample = readSampleOrganization();
  const sandbox = await openSandbox({ organization: sample.description, clock: 'virtual' });
  const deployment = deployOrganization(sandbox, sample);
  while ((await deployment.next()).done !== true);
  await sandbox.clock.settle();
  const range = await prepareRange(sandbox, sample);
  const as = (account: string) => administrator(sandbox.url, account, sample.configuration.homeRegion);
  return {
    sandbox,
    range,
    as,
    messagesOf: async (account, queue) => {
      const sqs = new SQSClient(as(account));
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: `${sandbox.url}/${account}/${queue}`,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
        }),
      );
      sqs.destroy();
      return Messages.map(({ Body = '', MessageAttributes = {} }) => ({
        body: JSON.parse(Body) as unknown,
        attributes: Object.fromEntries(
          Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
        ),
      }));
    },
    close: async () => {
      range.close();
      await sandbox.close();
    },
  };
}
