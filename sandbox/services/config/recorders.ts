/** The configuration recorder: put, described, started, stopped, deleted. It records nothing: nobody asks it what changed. */
import type {
  ConfigurationRecorder,
  ConfigurationRecorderStatus,
  RecordingGroup,
} from '@aws-sdk/client-config-service';
import { AwsError } from '../../core/aws-error';
import type { Access, CallContext, Operations } from '../../core/service';
import { passRole } from '../iam/pass-role';
import { findRoleByArn } from '../iam/state';
import { type ConfigSdk, configOf, type Recorder, recorderArn, requireRecorder } from './state';

const DEFAULT_NAME = 'default';
const EVERYTHING = 'ALL_SUPPORTED_RESOURCE_TYPES';

export const recorderOperations = {
  PutConfigurationRecorder: {
    access: ({ ConfigurationRecorder: given }, context) =>
      recorderAccess('PutConfigurationRecorder', given?.name ?? DEFAULT_NAME, context),
    handle: async ({ ConfigurationRecorder: given }, context) => {
      const name = given?.name ?? DEFAULT_NAME;
      if (name === '' || name.length > 256)
        throw new AwsError(
          'InvalidConfigurationRecorderNameException',
          `The configuration recorder name '${name}' is not valid, blank string.`,
        );
      const { recorders } = configOf(context.state, context.account, context.region);
      const current = recorders.get(name);
      if (current === undefined && recorders.size > 0)
        throw new AwsError(
          'MaxNumberOfConfigurationRecordersExceededException',
          `Failed to put configuration recorder '${name}' because the maximum number of configuration recorders: 1 is reached.`,
        );
      const roleArn = given?.roleARN ?? current?.roleArn ?? '';
      if (given?.roleARN !== undefined || current === undefined) await requireRole(context, roleArn);
      const settings = {
        roleArn,
        recordingGroup: recordingGroup(given?.recordingGroup),
        recordingMode: given?.recordingMode ?? { recordingFrequency: 'CONTINUOUS' as const },
      };
      if (current !== undefined) Object.assign(current, settings);
      else recorders.set(name, { name, ...settings, recording: false });
      return {};
    },
  },
  DescribeConfigurationRecorders: {
    handle: ({ ConfigurationRecorderNames: names }, context) => ({
      ConfigurationRecorders: named(context, names).map((each) => described(context, each)),
    }),
  },
  DescribeConfigurationRecorderStatus: {
    handle: ({ ConfigurationRecorderNames: names }, context) => ({
      ConfigurationRecordersStatus: named(context, names).map((each) => statusOf(context, each)),
    }),
  },
  /** @see https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigurationRecorder.html */
  StartConfigurationRecorder: {
    access: ({ ConfigurationRecorderName: name }, context) =>
      recorderAccess('StartConfigurationRecorder', name, context),
    handle: ({ ConfigurationRecorderName: name }, context) => {
      const recorder = requireRecorder(context, name);
      if (configOf(context.state, context.account, context.region).channels.size === 0)
        throw new AwsError(
          'NoAvailableDeliveryChannelException',
          'Delivery channel is not available to start configuration recorder.',
        );
      if (!recorder.recording) recorder.startedAt = context.clock.now();
      recorder.recording = true;
      return {};
    },
  },
  StopConfigurationRecorder: {
    access: ({ ConfigurationRecorderName: name }, context) =>
      recorderAccess('StopConfigurationRecorder', name, context),
    handle: ({ ConfigurationRecorderName: name }, context) => {
      const recorder = requireRecorder(context, name);
      if (recorder.recording) recorder.stoppedAt = context.clock.now();
      recorder.recording = false;
      return {};
    },
  },
  DeleteConfigurationRecorder: {
    access: ({ ConfigurationRecorderName: name }, context) =>
      recorderAccess('DeleteConfigurationRecorder', name, context),
    handle: ({ ConfigurationRecorderName: name }, context) => {
      const recorder = requireRecorder(context, name);
      configOf(context.state, context.account, context.region).recorders.delete(recorder.name);
      return {};
    },
  },
} satisfies Operations<ConfigSdk>;

function recorderAccess(action: string, name: string | undefined, context: CallContext): Access[] {
  return [{ action: `config:${action}`, resource: recorderArn(context, name ?? '') }];
}

/** @throws AwsError `InvalidRoleException`, `AccessDenied` for `iam:PassRole` */
async function requireRole(context: CallContext, roleArn: string): Promise<void> {
  if (findRoleByArn(context.state, roleArn) === undefined)
    throw new AwsError('InvalidRoleException', `The role ARN '${roleArn}' is not that of a role.`);
  await passRole(context, roleArn, 'config.amazonaws.com');
}

/** Everything but IAM's global types, unless somebody says otherwise. */
function recordingGroup(given: RecordingGroup | undefined): RecordingGroup {
  if (given === undefined)
    return {
      allSupported: true,
      includeGlobalResourceTypes: false,
      resourceTypes: [],
      recordingStrategy: { useOnly: EVERYTHING },
    };
  const { allSupported = false, includeGlobalResourceTypes = false, resourceTypes = [] } = given;
  const strategy = given.recordingStrategy?.useOnly ?? (allSupported ? EVERYTHING : 'INCLUSION_BY_RESOURCE_TYPES');
  const excluded = given.exclusionByResourceTypes?.resourceTypes ?? [];
  const isWhole = allSupported && resourceTypes.length === 0 && excluded.length === 0 && strategy === EVERYTHING;
  const isPart = !allSupported && !includeGlobalResourceTypes && resourceTypes.length > 0 !== excluded.length > 0;
  if (!isWhole && !isPart)
    throw new AwsError('InvalidRecordingGroupException', 'The recording group provided is not valid');
  return {
    ...given,
    allSupported,
    includeGlobalResourceTypes,
    resourceTypes,
    recordingStrategy: { useOnly: strategy },
  };
}

function named(context: CallContext, names: readonly string[] | undefined): Recorder[] {
  if (names !== undefined && names.length > 0) return names.map((name) => requireRecorder(context, name));
  return [...configOf(context.state, context.account, context.region).recorders.values()];
}

function described(context: CallContext, recorder: Recorder): ConfigurationRecorder {
  return {
    arn: recorderArn(context, recorder.name),
    name: recorder.name,
    roleARN: recorder.roleArn,
    recordingGroup: recorder.recordingGroup,
    recordingMode: recorder.recordingMode,
    recordingScope: 'PAID',
  };
}

function statusOf(context: CallContext, recorder: Recorder): ConfigurationRecorderStatus {
  const { name, recording, startedAt, stoppedAt } = recorder;
  return {
    arn: recorderArn(context, name),
    name,
    recording,
    ...(startedAt === undefined ? {} : { lastStartTime: startedAt, lastStatusChangeTime: startedAt }),
    ...(stoppedAt === undefined ? {} : { lastStopTime: stoppedAt }),
    lastStatus: startedAt === undefined ? 'Pending' : 'Success',
  };
}
