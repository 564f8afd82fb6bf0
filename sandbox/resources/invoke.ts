/** The AWS provider's functions that programs may ask: who am I, and where. */
import type { ProviderCloud } from './provider-cloud';

type Answer = Record<string, unknown>;
type Ask = (cloud: ProviderCloud) => Answer | Promise<Answer>;

const FUNCTIONS: Readonly<Record<string, Ask>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': async (cloud) => {
    const { Account, Arn, UserId } = await cloud.call('sts', 'GetCallerIdentity', {});
    return { accountId: Account, arn: Arn, id: Account, userId: UserId };
  },
  'aws:index/getPartition:getPartition': () => ({
    dnsSuffix: 'amazonaws.com',
    id: 'aws',
    partition: 'aws',
    reverseDnsPrefix: 'com.amazonaws',
  }),
  'aws:index/getRegion:getRegion': ({ region }) => ({
    endpoint: `ec2.${region}.amazonaws.com`,
    id: region,
    name: region,
    region,
  }),
};

/**
 * Answers a function of the provider.
 *
 * @throws Error naming a function that the sandbox does not answer
 */
export async function invoke(token: string, cloud: ProviderCloud): Promise<Answer> {
  const ask = FUNCTIONS[token];
  if (ask !== undefined) return await ask(cloud);
  throw new Error(
    `The sandbox does not answer "${token}"; it answers ${Object.keys(FUNCTIONS).join(', ')}. ` +
      'Compute the value in the program, or add the function to sandbox/resources/invoke.ts.',
  );
}
