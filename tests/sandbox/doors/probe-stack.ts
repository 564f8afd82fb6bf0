/** Small stack programs, and what they are deployed into: a gate in front of a table of answers. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { RoleSession } from '../../../sandbox/core/principal';
import type { StackProgram } from '../../../sandbox/doors/deployment';
import { type Answers, DEPLOYER, recordedGate } from '../resources/recorded-cloud';

export const ACCOUNT = '444444444444';
export const PIPELINE = `arn:aws:iam::${ACCOUNT}:role/pipeline`;

/** SNS and SQS as far as these programs go, and STS for the account of the deployment. */
const ANSWERS: Answers = {
  'sts:GetCallerIdentity': {
    Account: ACCOUNT,
    Arn: 'arn:aws:sts::444444444444:assumed-role/d/deployment',
    UserId: 'A:d',
  },
  'sns:CreateTopic': ({ Name }: { Name: string }, { region }: { region: string }) => ({
    TopicArn: `arn:aws:sns:${region}:${ACCOUNT}:${Name}`,
  }),
  'sns:Subscribe': { SubscriptionArn: 'arn:aws:sns:eu-west-1:444444444444:alerts:1' },
  'sqs:CreateQueue': ({ QueueName }: { QueueName: string }) => ({ QueueUrl: `http://sqs/${ACCOUNT}/${QueueName}` }),
  'sqs:GetQueueAttributes': ({ QueueUrl }: { QueueUrl: string }) => ({
    Attributes: { QueueArn: `arn:aws:sqs:eu-west-1:${QueueUrl.split('/').slice(3).join(':')}` },
  }),
};

export function target(answers: Answers = {}) {
  const { gate, calls } = recordedGate({ ...ANSWERS, ...answers });
  return { gate, calls, sessionOf: (id: string) => (id === ASSUMED.accessKeyId ? ASSUMED : undefined), deployer };
}

const deployer = async (account: string): Promise<RoleSession> => ({ ...DEPLOYER, account });
export const ASSUMED: RoleSession = { ...DEPLOYER, roleName: 'pipeline', accessKeyId: 'ASIAASSUMED' };

export function stack(program: StackProgram['program'], of: Partial<StackProgram> = {}): StackProgram {
  return { organization: 'organization', project: 'probe', stack: 'one', config: {}, account: ACCOUNT, program, ...of };
}

export const provider = (args: Partial<aws.ProviderArgs> = {}): aws.Provider =>
  new aws.Provider('account', { region: 'eu-west-1', allowedAccountIds: [ACCOUNT], ...args });

export class Desk extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:Desk', name, {}, opts);
    this.queue = new aws.sqs.Queue(`${name}-queue`, { name }, { parent: this });
    this.registerOutputs();
  }
}
