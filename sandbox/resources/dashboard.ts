/** `aws.cloudwatch.Dashboard`. */
import type { cloudwatch } from '@pulumi/aws';
import { adapter, jsonText, unless } from './adapter';

export const dashboard = adapter<cloudwatch.DashboardArgs, cloudwatch.DashboardState>({
  type: 'aws:cloudwatch/dashboard:Dashboard',
  inputs: ['dashboardBody', 'dashboardName', 'region'],

  async create(cloud, { dashboardBody, dashboardName }) {
    await cloud.call('monitoring', 'PutDashboard', {
      DashboardBody: jsonText(dashboardBody),
      DashboardName: dashboardName,
    });
    return dashboardName;
  },

  async read(cloud, id) {
    const found = await unless(['DashboardNotFoundError', 'ResourceNotFound'], () =>
      cloud.call('monitoring', 'GetDashboard', { DashboardName: id }),
    );
    return found && { dashboardArn: found.DashboardArn, dashboardBody: found.DashboardBody, dashboardName: id };
  },
});
