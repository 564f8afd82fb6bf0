/** What the roles and users of the accounts below a target may not do: the statements of a service control policy. */
import { arn } from '../../arn';
import type { TamperEntry } from '../../catalogue/entry';
import type { OrganizationConfiguration } from '../../configuration';
import { namesOf, roleArn } from '../../names';
import type { PolicyStatement } from '../../policy-document';
import {
  bucketArns,
  type Condition,
  LOG_FILE_CALLS,
  PREFIX_TAG,
  tamperingWith,
  tamperingWithKeys,
  unlessDeployedOrRepaired,
} from './tampering';

/** Beside the catalogue: what CloudTrail does not record as a call of its own, or not for Trailwarden. */
const MORE: Readonly<Record<string, readonly string[]>> = { s3: LOG_FILE_CALLS, iam: ['iam:PassRole'] };

/**
 * Whoever gave himself the name of an exempt role would be exempt, in an account that has none yet. Only the deployment
 * role itself can be made by anybody: somebody has to, before the first deployment.
 */
const CREATE_ROLE = 'iam:CreateRole';

/**
 * Tampering with Trailwarden's resources is refused to everybody but the deployment role and the repair role, and
 * leaving the organization to these as well. Service-linked roles, and all of the management account, are free.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function callerStatements(
  configuration: OrganizationConfiguration,
  catalogue: readonly TamperEntry[],
): PolicyStatement[] {
  const { partition, namePrefix } = configuration;
  const others = unlessDeployedOrRepaired(configuration, '*');
  const tampering = Object.entries(namedResources(configuration)).flatMap(([service, resources]) => {
    const actions = [...tamperingWith(service, catalogue).filter(isAboutNames), ...(MORE[service] ?? [])];
    return actions.length === 0 ? [] : [deny(`Keep${capitalized(service)}`, actions, resources, others)];
  });
  return [
    deny('StayInTheOrganization', ['organizations:LeaveOrganization'], ['*']),
    deny('KeepTheAccounts', ['account:CloseAccount'], accountArns(configuration)),
    ...tampering,
    deny('KeepKeys', tamperingWithKeys(catalogue), [everywhere(partition, 'kms', 'key/*')], {
      StringEquals: { [PREFIX_TAG]: namePrefix },
      ...others,
    }),
    deny('KeepTheNamesOfRoles', [CREATE_ROLE], roleArns(configuration), others),
    keepTheGuardrails(configuration),
  ];
}

/** Not about names are calls that take a key, and the one that makes a role. */
function isAboutNames(action: string): boolean {
  return action.startsWith('kms:') ? action.endsWith('Alias') : action !== CREATE_ROLE;
}

/** The ARNs of everything that bears the prefix, in every account and Region, by the service as IAM calls it. */
function namedResources(configuration: OrganizationConfiguration): Readonly<Record<string, readonly string[]>> {
  const { partition, namePrefix, deploymentRoleName } = configuration;
  const named = (service: string, ...resources: string[]): string[] =>
    resources.map((resource) => everywhere(partition, service, resource));
  const roles = [`${namePrefix}-*`, ...(deploymentRoleName === undefined ? [] : [deploymentRoleName])];
  return {
    cloudtrail: named('cloudtrail', `trail/${namePrefix}-*`),
    s3: bucketArns(configuration),
    kms: named('kms', `alias/${namePrefix}-*`),
    logs: named('logs', `log-group:/${namePrefix}/*`, `log-group:/aws/lambda/${namePrefix}-*`),
    events: named(
      'events',
      `rule/${namePrefix}-*`,
      `event-bus/${namePrefix}-*`,
      `archive/${namePrefix}-*`,
      `replay/${namePrefix}-*`,
    ),
    sqs: named('sqs', `${namePrefix}-*`),
    sns: named('sns', `${namePrefix}-*`),
    lambda: named('lambda', `function:${namePrefix}-*`),
    iam: roles.map((name) => roleArn(partition, '*', name)),
    cloudwatch: named('cloudwatch', `alarm:${namePrefix}-*`),
  };
}

/** The accounts that hold the evidence and the responder: to close one is to lose both. */
function accountArns({ partition, logArchiveAccountId, securityAccountId }: OrganizationConfiguration): string[] {
  return [logArchiveAccountId, securityAccountId].map((account) =>
    arn({ partition, service: 'account', account, resource: 'account' }),
  );
}

function roleArns(configuration: OrganizationConfiguration): string[] {
  return Object.entries(namesOf(configuration))
    .filter(([key]) => key.endsWith('Role'))
    .map(([, name]) => roleArn(configuration.partition, '*', name));
}

/** A member may administer the organization's policies on behalf of the management account. These are not among them. */
function keepTheGuardrails(configuration: OrganizationConfiguration): PolicyStatement {
  const { partition, organizationId, managementAccountId, namePrefix } = configuration;
  const resource = `policy/${organizationId}/*`;
  return deny(
    'KeepTheGuardrails',
    ['DeletePolicy', 'DetachPolicy', 'TagResource', 'UntagResource', 'UpdatePolicy'].map(
      (name) => `organizations:${name}`,
    ),
    [arn({ partition, service: 'organizations', account: managementAccountId, resource })],
    { StringEquals: { [PREFIX_TAG]: namePrefix } },
  );
}

function deny(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): PolicyStatement {
  return {
    Sid: sid,
    Effect: 'Deny',
    Action: [...actions],
    Resource: [...resources],
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function everywhere(partition: string, service: string, resource: string): string {
  return arn({ partition, service, region: '*', account: '*', resource });
}

/** Statement ids take letters and digits only. */
function capitalized(service: string): string {
  return service.charAt(0).toUpperCase() + service.slice(1);
}
