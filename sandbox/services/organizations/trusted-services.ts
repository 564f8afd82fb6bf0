/** The services that the organization trusts, and the accounts that administer it for them. */
import { AwsError } from '../../core/aws-error';
import { CLOUDTRAIL } from '../cloudtrail/service-principal';
import { endOrganizationTrails } from '../cloudtrail/state';
import { entityAccess, type OrganizationsOperations, requireManagement, requireReader } from './access';
import { organizationsPage, requireAccount, shownAccount } from './accounts';
import { organizationData } from './state';

const SERVICE_KEY = 'organizations:ServicePrincipal';

export const trustedServiceOperations = {
  EnableAWSServiceAccess: {
    access: (input) => serviceAccess('EnableAWSServiceAccess', input.ServicePrincipal),
    handle: (input, context) => {
      requireManagement(context);
      const { serviceAccess: trusted } = organizationData(context.state);
      const service = requireService(input.ServicePrincipal);
      if (!trusted.has(service)) trusted.set(service, context.clock.now());
      return {};
    },
  },
  DisableAWSServiceAccess: {
    access: (input) => serviceAccess('DisableAWSServiceAccess', input.ServicePrincipal),
    handle: (input, context) => {
      const { managementAccount } = requireManagement(context);
      const service = requireService(input.ServicePrincipal);
      organizationData(context.state).serviceAccess.delete(service);
      if (service === CLOUDTRAIL) endOrganizationTrails(context.state, managementAccount);
      return {};
    },
  },
  ListAWSServiceAccessForOrganization: {
    handle: (input, context) => {
      requireReader(context);
      const trusted = [...organizationData(context.state).serviceAccess];
      const { items, next } = organizationsPage(trusted, input);
      return {
        EnabledServicePrincipals: items.map(([ServicePrincipal, DateEnabled]) => ({ ServicePrincipal, DateEnabled })),
        NextToken: next,
      };
    },
  },
  RegisterDelegatedAdministrator: {
    access: (input, context) =>
      entityAccess(context, 'RegisterDelegatedAdministrator', input.AccountId, {
        [SERVICE_KEY]: input.ServicePrincipal ?? '',
      }),
    handle: (input, context) => {
      const { managementAccount } = requireManagement(context);
      const service = requireService(input.ServicePrincipal);
      const { id } = requireAccount(context.state, input.AccountId);
      const { serviceAccess: trusted, delegations } = organizationData(context.state);
      if (id === managementAccount)
        throw new AwsError(
          'ConstraintViolationException',
          'You cannot register the management account as a delegated administrator.',
          { Reason: 'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR' },
        );
      if (!trusted.has(service))
        throw new AwsError(
          'ConstraintViolationException',
          'You must enable service access before you register a delegated administrator.',
          { Reason: 'SERVICE_ACCESS_NOT_ENABLED' },
        );
      const services = delegations.get(id) ?? new Map<string, Date>();
      if (services.has(service))
        throw new AwsError(
          'AccountAlreadyRegisteredException',
          'The provided account is already a delegated administrator for your organization.',
        );
      services.set(service, context.clock.now());
      delegations.set(id, services);
      return {};
    },
  },
  DeregisterDelegatedAdministrator: {
    access: (input, context) =>
      entityAccess(context, 'DeregisterDelegatedAdministrator', input.AccountId, {
        [SERVICE_KEY]: input.ServicePrincipal ?? '',
      }),
    handle: (input, context) => {
      requireManagement(context);
      const { id } = requireAccount(context.state, input.AccountId);
      const { delegations } = organizationData(context.state);
      const services = delegations.get(id);
      if (services?.delete(input.ServicePrincipal ?? '') !== true)
        throw new AwsError(
          'AccountNotRegisteredException',
          'The provided account is not a registered delegated administrator for your organization.',
        );
      if (services.size === 0) delegations.delete(id);
      return {};
    },
  },
  ListDelegatedAdministrators: {
    access: (input) => serviceAccess('ListDelegatedAdministrators', input.ServicePrincipal),
    handle: (input, context) => {
      requireReader(context);
      const { delegations } = organizationData(context.state);
      const wanted = input.ServicePrincipal;
      const listed = [...delegations].filter(([, services]) => wanted === undefined || services.has(wanted));
      const { items, next } = organizationsPage(listed, input);
      return {
        DelegatedAdministrators: items.map(([account, services]) => ({
          ...shownAccount(context.state, requireAccount(context.state, account)),
          DelegationEnabledDate: wanted === undefined ? [...services.values()][0] : services.get(wanted),
        })),
        NextToken: next,
      };
    },
  },
  ListDelegatedServicesForAccount: {
    access: (input, context) => entityAccess(context, 'ListDelegatedServicesForAccount', input.AccountId),
    handle: (input, context) => {
      requireReader(context);
      const { id } = requireAccount(context.state, input.AccountId);
      const services = organizationData(context.state).delegations.get(id);
      if (services === undefined)
        throw new AwsError(
          'AccountNotRegisteredException',
          'The provided account is not a registered delegated administrator for your organization.',
        );
      const { items, next } = organizationsPage([...services], input);
      return {
        DelegatedServices: items.map(([ServicePrincipal, DelegationEnabledDate]) => ({
          ServicePrincipal,
          DelegationEnabledDate,
        })),
        NextToken: next,
      };
    },
  },
} satisfies OrganizationsOperations;

function serviceAccess(action: string, service: string | undefined) {
  const context = service === undefined ? {} : { [SERVICE_KEY]: service };
  return [{ action: `organizations:${action}`, resource: '*', context }];
}

function requireService(service: string | undefined): string {
  if (service !== undefined && /^[a-z0-9.-]+\.amazonaws\.com$/.test(service)) return service;
  throw new AwsError('InvalidInputException', 'You specified an unrecognized service principal.', {
    Reason: 'UNRECOGNIZED_SERVICE_PRINCIPAL',
  });
}
