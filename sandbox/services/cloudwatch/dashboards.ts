/** Dashboards: put, read, listed, deleted. */
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import type { Access, CallContext, Operations } from '../../core/service';
import { type Dashboard, dashboardArn, dashboardsOf } from './state';
import { tagMap } from './tags';

type Sdk = typeof import('@aws-sdk/client-cloudwatch');

export const dashboards = {
  PutDashboard: {
    access: (input, context) => dashboardAccess('PutDashboard', [input.DashboardName ?? ''], context),
    handle: (input, { state, account, clock }) => {
      const name = input.DashboardName ?? '';
      const body = input.DashboardBody ?? '';
      if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
        throw invalid('The dashboard name may have letters, digits, hyphens and underscores, up to 255 characters.');
      if (!isObject(body)) throw invalid('The field DashboardBody must be a valid JSON object.');
      const existing = dashboardsOf(state, account).get(name);
      dashboardsOf(state, account).set(name, {
        name,
        arn: dashboardArn(account, name),
        body,
        modifiedAt: clock.now(),
        tags: existing?.tags ?? tagMap(input.Tags),
      });
      return { DashboardValidationMessages: [] };
    },
  },
  GetDashboard: {
    access: (input, context) => dashboardAccess('GetDashboard', [input.DashboardName ?? ''], context),
    handle: (input, context) => {
      const { name, arn, body } = requireDashboard(context, input.DashboardName);
      return { DashboardName: name, DashboardArn: arn, DashboardBody: body };
    },
  },
  ListDashboards: {
    handle: (input, { state, account }) => {
      const found = [...dashboardsOf(state, account).values()].filter(({ name }) =>
        name.startsWith(input.DashboardNamePrefix ?? ''),
      );
      const part = page(found, { token: input.NextToken }, 1000, 'InvalidParameterValueException');
      return {
        DashboardEntries: part.items.map(({ name, arn, body, modifiedAt }) => ({
          DashboardName: name,
          DashboardArn: arn,
          LastModified: modifiedAt,
          Size: Buffer.byteLength(body),
        })),
        ...(part.next === undefined ? {} : { NextToken: part.next }),
      };
    },
  },
  /** All or nothing: an unknown name among them keeps every dashboard. */
  DeleteDashboards: {
    access: (input, context) => dashboardAccess('DeleteDashboards', input.DashboardNames, context),
    handle: (input, context) => {
      const found = (input.DashboardNames ?? []).map((name) => requireDashboard(context, name));
      for (const { name } of found) dashboardsOf(context.state, context.account).delete(name);
      return {};
    },
  },
} satisfies Operations<Sdk>;

function dashboardAccess(action: string, names: readonly string[] | undefined, { account }: CallContext): Access[] {
  return (names ?? []).map((name) => ({ action: `cloudwatch:${action}`, resource: dashboardArn(account, name) }));
}

/** @throws AwsError `DashboardNotFoundError` */
function requireDashboard({ state, account }: CallContext, name: string | undefined): Dashboard {
  const dashboard = dashboardsOf(state, account).get(name ?? '');
  if (dashboard === undefined) throw new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`);
  return dashboard;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function invalid(message: string): AwsError {
  return new AwsError('DashboardInvalidInputError', message);
}
