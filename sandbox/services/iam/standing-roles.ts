/** The roles that every account of the sandbox has from the start: its administrator's, and the one that deploys. */
import type { State } from '../../core/state';
import { newId } from './id';
import { accountOf, type Role } from './state';

/** The role behind an access key id of twelve digits, as IAM Identity Center would provision it. */
export const ADMINISTRATOR_ROLE = 'AWSReservedSSO_AdministratorAccess_0123456789abcdef';
/** The role as which stacks are deployed. */
export const DEPLOYMENT_ROLE = 'trailwarden-deployment';

const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';

/**
 * Gives an account its administrator and its deployment role, unless it has them.
 *
 * @param deploymentRoleName a further role that deploys, which stacks take on
 */
export function foundStandingRoles(
  state: State,
  account: string,
  now: Date,
  deploymentRoleName = DEPLOYMENT_ROLE,
): void {
  const { roles } = accountOf(state, account);
  if (roles.has(ADMINISTRATOR_ROLE)) return;
  const saml = `arn:aws:iam::${account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;
  roles.set(
    ADMINISTRATOR_ROLE,
    standingRole(account, ADMINISTRATOR_ROLE, '/aws-reserved/sso.amazonaws.com/', now, {
      Effect: 'Allow',
      Principal: { Federated: saml },
      Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
      Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
    }),
  );
  for (const name of new Set([DEPLOYMENT_ROLE, deploymentRoleName]))
    roles.set(
      name,
      standingRole(account, name, '/', now, {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'sts:AssumeRole',
      }),
    );
}

function standingRole(account: string, name: string, path: string, now: Date, trust: object): Role {
  return {
    account,
    name,
    path,
    id: newId('AROA'),
    createdAt: now,
    description: undefined,
    maxSessionDuration: 43_200,
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    trustedRoles: new Map(),
    tags: new Map(),
    inlinePolicies: new Map(),
    attachedPolicies: new Set([ADMINISTRATOR_ACCESS]),
    permissionsBoundary: undefined,
  };
}
