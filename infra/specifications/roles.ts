/** The roles as declared: what each is for, who may take it on, and what it may do. */
import type { AccountKind, OrganizationConfiguration } from '../configuration';
import { namesOf } from '../names';
import type { PolicyDocument } from '../policy-document';
import { directReportPolicy, directReportTrust } from './direct-report';
import { forwarderPolicy, forwarderTrust } from './forwarding';
import { type KeptPermissions, repairRolePolicy, repairRoleTrust, responderPolicy, responderTrust } from './repair';
import { trailLogRolePolicy, trailLogRoleTrust } from './trail';

export interface RoleSpecification {
  readonly name: string;
  readonly description: string;
  readonly trust: PolicyDocument;
  /** Its one inline policy. */
  readonly permission: { readonly name: string; readonly policy: PolicyDocument };
}

/** Every account's: it carries reports to the central bus. */
export function forwarderRole(configuration: OrganizationConfiguration, account: string): RoleSpecification {
  return {
    name: namesOf(configuration).forwarderRole,
    description: 'Carries reports of tampering to the central bus.',
    trust: forwarderTrust(configuration, account),
    permission: { name: 'send-to-the-central-bus', policy: forwarderPolicy(configuration) },
  };
}

/** Every account's: what the responder puts back there, it puts back with this role. */
export function repairRole(configuration: OrganizationConfiguration, permissions: KeptPermissions): RoleSpecification {
  return {
    name: namesOf(configuration).repairRole,
    description: 'Taken on by the responder alone, to put back what was tampered with.',
    trust: repairRoleTrust(configuration),
    permission: { name: 'repair', policy: repairRolePolicy(permissions) },
  };
}

export function responderRole(configuration: OrganizationConfiguration): RoleSpecification {
  return {
    name: namesOf(configuration).responderRole,
    description: 'Runs the responder.',
    trust: responderTrust(),
    permission: { name: 'respond', policy: responderPolicy(configuration) },
  };
}

export function trailLogRole(configuration: OrganizationConfiguration): RoleSpecification {
  return {
    name: namesOf(configuration).trailLogRole,
    description: 'Lets CloudTrail fill the log group of the organization trail.',
    trust: trailLogRoleTrust(),
    permission: { name: 'fill-the-log-group', policy: trailLogRolePolicy(configuration) },
  };
}

/** The security account's: it tells people what the responder may not be able to. */
export function directReportRole(configuration: OrganizationConfiguration): RoleSpecification {
  return {
    name: namesOf(configuration).directReportRole,
    description: 'Carries reports of what may silence the responder to the alert topic.',
    trust: directReportTrust(configuration),
    permission: { name: 'tell-people', policy: directReportPolicy(configuration) },
  };
}

/** The roles of an account that its repair role puts back: every one but itself. */
export function repairedRoles(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
): RoleSpecification[] {
  return [
    forwarderRole(configuration, account),
    ...(kind === 'management' ? [trailLogRole(configuration)] : []),
    ...(kind === 'security' ? [responderRole(configuration), directReportRole(configuration)] : []),
  ];
}
