/** The managed policies of AWS that the organization uses; every account can attach them, none can change them. */
import type { ManagedPolicy } from './state';

const DOCUMENTS: Readonly<Record<string, unknown>> = {
  AdministratorAccess: { Effect: 'Allow', Action: '*', Resource: '*' },
  'service-role/AWSLambdaBasicExecutionRole': {
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: '*',
  },
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudTrailServiceRolePolicy.html
  'aws-service-role/CloudTrailServiceRolePolicy': {
    Effect: 'Allow',
    Action: [
      'cloudtrail:*',
      'organizations:DescribeAccount',
      'organizations:DescribeOrganization',
      'organizations:ListAccounts',
      'organizations:ListAWSServiceAccessForOrganization',
      'organizations:ListDelegatedAdministrators',
    ],
    Resource: '*',
  },
};

const PUBLISHED = new Date('2015-02-06T18:39:46Z');

export const awsManagedPolicies: ReadonlyMap<string, ManagedPolicy> = new Map(
  Object.entries(DOCUMENTS).map(([pathAndName, statement], index) => {
    const slash = pathAndName.lastIndexOf('/') + 1;
    const arn = `arn:aws:iam::aws:policy/${pathAndName}`;
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const policy: ManagedPolicy = {
      arn,
      name: pathAndName.slice(slash),
      path: `/${pathAndName.slice(0, slash)}`,
      id: `ANPAAWSMANAGED${String(index).padStart(7, '0')}`,
      description: undefined,
      createdAt: PUBLISHED,
      updatedAt: PUBLISHED,
      versions: new Map([['v1', { document, createdAt: PUBLISHED }]]),
      defaultVersion: 'v1',
      nextVersion: 2,
      tags: new Map(),
    };
    return [arn, policy];
  }),
);
