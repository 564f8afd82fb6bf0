/** `aws.cloudwatch.Dashboard`. */
import type { cloudwatch } from '@pulumi/aws';
import { adapter, jsonText, type Plain, unless } from './adapter';
import { asWritten, changes } from './change';
import type { ProviderCloud } from './provider-cloud';

export const dashboard = adapter<cloudwatch.DashboardArgs, cloudwatch.DashboardState>({
  type: 'aws:cloudwatch/dashboard:Dashboard',
  inputs: ['dashboardBody', 'dashboardName', 'region'],
  required: ['dashboardBody', 'dashboardName'],
  replacedBy: ['dashboardName', 'region'],

  async create(cloud, inputs) {
    await put(cloud, inputs.dashboardName, inputs);
    return inputs.dashboardName;
  },

  async update(cloud, id, news, olds) {
    if (changes({}, news, olds)('dashboardBody')) await put(cloud, id, news);
  },

  async delete(cloud, id) {
    await unless(ABSENT, () => cloud.call('monitoring', 'DeleteDashboards', { DashboardNames: [id] }));
  },

  async read(cloud, id, { dashboardBody }) {
    const found = await unless(ABSENT, () => cloud.call('monitoring', 'GetDashboard', { DashboardName: id }));
    return (
      found && {
        dashboardArn: found.DashboardArn,
        dashboardBody: asWritten(dashboardBody, found.DashboardBody),
        dashboardName: id,
      }
    );
  },
});

const ABSENT = ['DashboardNotFoundError', 'ResourceNotFound'];

async function put(
  cloud: ProviderCloud,
  DashboardName: string,
  { dashboardBody }: Plain<cloudwatch.DashboardArgs>,
): Promise<void> {
  await cloud.call('monitoring', 'PutDashboard', { DashboardBody: jsonText(dashboardBody), DashboardName });
}
