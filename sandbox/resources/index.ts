/** Every resource type that the sandbox can deploy. */
import type { ResourceAdapter } from './adapter';
import { bucket } from './bucket';
import { bucketOwnershipControls, bucketPolicy, bucketPublicAccessBlock } from './bucket-access';
import { bucketLifecycle } from './bucket-lifecycle';
import { bucketEncryption, bucketLogging, bucketObjectLock, bucketVersioning } from './bucket-protection';
import { dashboard } from './dashboard';
import { eventArchive } from './event-archive';
import { eventBus, eventBusPolicy } from './event-bus';
import { eventRule } from './event-rule';
import { eventTarget } from './event-target';
import { lambdaFunction } from './function';
import { functionInvokeConfig } from './function-invoke-config';
import { functionPermission } from './function-permission';
import { alias, key } from './key';
import { logGroup } from './log-group';
import { logMetricFilter } from './log-metric-filter';
import { metricAlarm } from './metric-alarm';
import { organizationPolicy, organizationPolicyAttachment } from './organization-policy';
import { queue, queuePolicy } from './queue';
import { role } from './role';
import { managedPolicy, rolePolicy, rolePolicyAttachment } from './role-permissions';
import { serviceAccess } from './service-access';
import { topic, topicPolicy } from './topic';
import { topicSubscription } from './topic-subscription';
import { trail } from './trail';

const ADAPTERS: ReadonlyMap<string, ResourceAdapter> = new Map(
  [
    alias,
    bucket,
    bucketEncryption,
    bucketLifecycle,
    bucketLogging,
    bucketObjectLock,
    bucketOwnershipControls,
    bucketPolicy,
    bucketPublicAccessBlock,
    bucketVersioning,
    dashboard,
    eventArchive,
    eventBus,
    eventBusPolicy,
    eventRule,
    eventTarget,
    functionInvokeConfig,
    functionPermission,
    key,
    lambdaFunction,
    logGroup,
    logMetricFilter,
    managedPolicy,
    metricAlarm,
    organizationPolicy,
    organizationPolicyAttachment,
    queue,
    queuePolicy,
    role,
    rolePolicy,
    rolePolicyAttachment,
    serviceAccess,
    topic,
    topicPolicy,
    topicSubscription,
    trail,
  ].map((adapter) => [adapter.type, adapter]),
);

/** The tokens of all types that the sandbox can deploy. */
export const resourceTypes: readonly string[] = [...ADAPTERS.keys()];

/**
 * The adapter of a resource type.
 *
 * @throws Error naming a type that has none
 */
export function adapterOf(type: string): ResourceAdapter {
  const found = ADAPTERS.get(type);
  if (found !== undefined) return found;
  throw new Error(
    `The sandbox cannot deploy "${type}". Write an adapter for it in sandbox/resources, the calls that the AWS ` +
      `provider makes for it, and list it in sandbox/resources/index.ts.`,
  );
}
