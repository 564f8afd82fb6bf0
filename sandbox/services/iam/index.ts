/** AWS Identity and Access Management: global, recorded in us-east-1. */
import { service } from '../../core/service';
import { policyOperations } from './policies';
import { rolePolicyOperations } from './role-policies';
import { roleOperations } from './roles';
import { serviceLinkedRoleOperations } from './service-linked-roles';
import { simulationOperations } from './simulation';

export const iam = service<typeof import('@aws-sdk/client-iam')>({
  name: 'iam',
  actionPrefix: 'iam',
  eventSource: 'iam.amazonaws.com',
  sdk: () => require('@aws-sdk/client-iam'),
  globalRegion: 'us-east-1',
  operations: {
    ...roleOperations,
    ...rolePolicyOperations,
    ...policyOperations,
    ...serviceLinkedRoleOperations,
    ...simulationOperations,
  },
});
