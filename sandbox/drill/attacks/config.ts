/** Attacks on AWS Config in a member account. Trailwarden declares nothing of it: people hear, and put it back. */
import type { AttackCall, AttackTargets, CatalogueAttack } from './attack';

type ConfigAttack = Pick<CatalogueAttack, 'title' | 'prepare'> & {
  readonly input: (targets: AttackTargets) => object;
};

const NAME = 'default';
const ROLE = 'config-recorder';
const RULE = 'public-buckets';

const roleArn = ({ configuration: { partition }, member }: AttackTargets): string =>
  `arn:${partition}:iam::${member}:role/${ROLE}`;
const bucketOf = ({ member }: AttackTargets): string => `config-of-${member}`;

function inMember(
  service: AttackCall['service'],
  operation: string,
  input: (targets: AttackTargets) => object,
): AttackCall {
  return { service, operation, from: 'member', input };
}

function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
}

/** The role of a recorder, and the bucket that it may write into, as whoever runs AWS Config has made them. */
const GROUND: readonly AttackCall[] = [
  inMember('iam', 'CreateRole', () => ({
    RoleName: ROLE,
    AssumeRolePolicyDocument: document({ Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  })),
  inMember('iam', 'PutRolePolicy', (targets) => ({
    RoleName: ROLE,
    PolicyName: 'deliver',
    PolicyDocument: document({
      Action: 's3:PutObject',
      Resource: `arn:${targets.configuration.partition}:s3:::${bucketOf(targets)}/*`,
    }),
  })),
  inMember('s3', 'CreateBucket', (targets) => ({ Bucket: bucketOf(targets) })),
];
const RECORDER = inMember('config', 'PutConfigurationRecorder', (targets) => ({
  ConfigurationRecorder: { name: NAME, roleARN: roleArn(targets) },
}));
const CHANNEL = inMember('config', 'PutDeliveryChannel', (targets) => ({
  DeliveryChannel: { name: NAME, s3BucketName: bucketOf(targets) },
}));
const START = inMember('config', 'StartConfigurationRecorder', () => ({ ConfigurationRecorderName: NAME }));

function configAttack(event: string, { input, prepare = [], title }: ConfigAttack): CatalogueAttack {
  return { event, ...inMember('config', event, input), title, expected: 'alerted', prepare: [...GROUND, ...prepare] };
}

export const CONFIG_ATTACKS: readonly CatalogueAttack[] = [
  configAttack('StopConfigurationRecorder', {
    title: 'Stop the recorder of AWS Config',
    prepare: [RECORDER, CHANNEL, START],
    input: () => ({ ConfigurationRecorderName: NAME }),
  }),
  configAttack('DeleteConfigurationRecorder', {
    title: 'Delete the recorder of AWS Config',
    prepare: [RECORDER, CHANNEL, START],
    input: () => ({ ConfigurationRecorderName: NAME }),
  }),
  configAttack('PutConfigurationRecorder', {
    title: 'Have AWS Config record one type of resources',
    input: (targets) => ({
      ConfigurationRecorder: {
        name: 'addresses',
        roleARN: roleArn(targets),
        recordingGroup: { resourceTypes: ['AWS::EC2::EIP'] },
      },
    }),
  }),
  configAttack('DeleteDeliveryChannel', {
    title: 'Have AWS Config deliver nothing',
    prepare: [RECORDER, CHANNEL],
    input: () => ({ DeliveryChannelName: NAME }),
  }),
  configAttack('PutDeliveryChannel', {
    title: 'Have AWS Config deliver into another folder',
    prepare: [RECORDER],
    input: (targets) => ({
      DeliveryChannel: { name: 'elsewhere', s3BucketName: bucketOf(targets), s3KeyPrefix: 'elsewhere' },
    }),
  }),
  configAttack('DeleteConfigRule', {
    title: 'Delete a rule of AWS Config',
    prepare: [
      RECORDER,
      inMember('config', 'PutConfigRule', () => ({
        ConfigRule: {
          ConfigRuleName: RULE,
          Source: { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_PUBLIC_READ_PROHIBITED' },
        },
      })),
    ],
    input: () => ({ ConfigRuleName: RULE }),
  }),
];
