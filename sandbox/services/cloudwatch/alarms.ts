/** Alarms: put, described, deleted, switched, and put into a state by hand. */
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import type { Access, CallContext, Operations } from '../../core/service';
import { alarmSettings, describedAlarm } from './alarm-settings';
import { enterState } from './alarm-state';
import { startEvaluation } from './evaluation';
import { type Alarm, alarmArn, alarmsOf } from './state';
import { tagMap } from './tags';

type Sdk = typeof import('@aws-sdk/client-cloudwatch');

export const alarms = {
  PutMetricAlarm: {
    access: (input, context) => alarmAccess('PutMetricAlarm', [input.AlarmName ?? ''], context),
    handle: (input, context) => {
      const { state, account, region, clock } = context;
      const name = input.AlarmName ?? '';
      if (name === '' || name.length > 255)
        throw new AwsError('ValidationError', 'AlarmName must have between 1 and 255 characters.');
      const settings = alarmSettings(input);
      const all = alarmsOf(state, account, region);
      const existing = all.get(name);
      if (existing !== undefined) {
        existing.settings = settings;
        existing.configuredAt = clock.now();
      } else {
        all.set(name, {
          name,
          arn: alarmArn(account, region, name),
          account,
          region,
          settings,
          tags: tagMap(input.Tags),
          configuredAt: clock.now(),
          state: 'INSUFFICIENT_DATA',
          stateReason: 'Unchecked: Initial alarm creation',
          stateUpdatedAt: clock.now(),
        });
      }
      startEvaluation(context);
      return {};
    },
  },
  DescribeAlarms: {
    access: (_input, context) => alarmAccess('DescribeAlarms', ['*'], context),
    handle: (input, context) => {
      const { AlarmNames: names, AlarmNamePrefix: prefix = '', ActionPrefix: action } = input;
      if (names !== undefined && input.AlarmNamePrefix !== undefined)
        throw new AwsError('ValidationError', 'AlarmNames and AlarmNamePrefix cannot be specified together.');
      const found = [...alarmsOf(context.state, context.account, context.region).values()]
        .filter(
          (alarm) =>
            (names === undefined || names.includes(alarm.name)) &&
            alarm.name.startsWith(prefix) &&
            (input.StateValue === undefined || alarm.state === input.StateValue) &&
            (action === undefined ||
              Object.values(alarm.settings.actions)
                .flat()
                .some((arn) => arn.startsWith(action))),
        )
        .sort((left, right) => (left.name < right.name ? -1 : 1));
      const wanted = input.AlarmTypes === undefined || input.AlarmTypes.includes('MetricAlarm') ? found : [];
      const part = page(wanted, { size: input.MaxRecords, token: input.NextToken }, 100, 'InvalidNextToken');
      return {
        MetricAlarms: part.items.map(describedAlarm),
        CompositeAlarms: [],
        ...(part.next === undefined ? {} : { NextToken: part.next }),
      };
    },
  },
  /** All or nothing: an unknown name among them keeps every alarm. */
  DeleteAlarms: {
    access: (input, context) => alarmAccess('DeleteAlarms', input.AlarmNames, context),
    handle: (input, context) => {
      const found = (input.AlarmNames ?? []).map((name) => requireAlarm(context, name));
      for (const alarm of found) alarmsOf(context.state, context.account, context.region).delete(alarm.name);
      return {};
    },
  },
  EnableAlarmActions: {
    access: (input, context) => alarmAccess('EnableAlarmActions', input.AlarmNames, context),
    handle: (input, context) => switchActions(context, input.AlarmNames, true),
  },
  DisableAlarmActions: {
    access: (input, context) => alarmAccess('DisableAlarmActions', input.AlarmNames, context),
    handle: (input, context) => switchActions(context, input.AlarmNames, false),
  },
  /** The state lasts until the next evaluation finds another one. */
  SetAlarmState: {
    access: (input, context) => alarmAccess('SetAlarmState', [input.AlarmName ?? ''], context),
    handle: (input, context) => {
      const alarm = requireAlarm(context, input.AlarmName);
      const { StateValue: state, StateReason: reason = '', StateReasonData: data } = input;
      if (state !== 'OK' && state !== 'ALARM' && state !== 'INSUFFICIENT_DATA')
        throw new AwsError('ValidationError', `${state} is not a state of an alarm.`);
      if (data !== undefined && !isJson(data))
        throw new AwsError('InvalidFormatFault', 'StateReasonData is not valid JSON.');
      enterState(context, alarm, state, reason, data);
      return {};
    },
  },
} satisfies Operations<Sdk>;

function alarmAccess(action: string, names: readonly string[] | undefined, context: CallContext): Access[] {
  const { state, account, region } = context;
  return (names ?? []).map((name) => ({
    action: `cloudwatch:${action}`,
    resource: alarmArn(account, region, name),
    context: Object.fromEntries(
      [...(alarmsOf(state, account, region).get(name)?.tags ?? [])].map(([key, value]) => [
        `aws:ResourceTag/${key}`,
        value,
      ]),
    ),
  }));
}

/** @throws AwsError `ResourceNotFound` */
function requireAlarm({ state, account, region }: CallContext, name: string | undefined): Alarm {
  const alarm = alarmsOf(state, account, region).get(name ?? '');
  if (alarm === undefined) throw new AwsError('ResourceNotFound', `Alarm ${name} does not exist.`);
  return alarm;
}

/** Names of alarms that do not exist are passed over. */
function switchActions({ state, account, region }: CallContext, names: readonly string[] | undefined, on: boolean) {
  for (const name of names ?? []) {
    const alarm = alarmsOf(state, account, region).get(name);
    if (alarm !== undefined) alarm.settings.actionsEnabled = on;
  }
  return {};
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
