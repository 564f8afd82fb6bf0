/** Calls to AWS Config that end or narrow what it records: beside the trail, what else knows who changed what. */
import { ACCOUNT_KINDS } from '../configuration';
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import { DATA_DESTRUCTION, DISABLE_CLOUD_LOG } from './techniques';

type Call = Pick<TamperEntry, 'severity' | 'effect' | 'runbook'> & Partial<TamperEntry>;

/** AWS Config is nobody's in particular, and Trailwarden declares nothing of it: people put it back. */
function config(eventName: string, parameter: string, call: Call): TamperEntry {
  return {
    source: 'aws.config',
    eventSource: 'config.amazonaws.com',
    eventName,
    action: `config:${eventName}`,
    subject: { parameters: [parameter] },
    scope: 'any',
    forwardedFrom: ACCOUNT_KINDS,
    techniques: [DISABLE_CLOUD_LOG],
    response: 'alert',
    ...call,
  };
}

const UNRECORDED =
  'AWS Config knows nothing of what changed meanwhile; the trail has the calls, and AWS Config sees what is left of them.';

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_Operations.html */
export const CONFIG_ENTRIES: readonly TamperEntry[] = [
  config('StopConfigurationRecorder', 'configurationRecorderName', {
    severity: 'high',
    effect: 'AWS Config no longer records how the resources of the account and Region change.',
    loss: UNRECORDED,
    runbook: `${WHO} Start it again: aws configservice start-configuration-recorder.`,
  }),
  config('DeleteConfigurationRecorder', 'configurationRecorderName', {
    severity: 'high',
    effect: 'AWS Config has no recorder in the account and Region any more; what it recorded before stays.',
    loss: UNRECORDED,
    runbook: `${WHO} Make it again, with its role and its delivery channel, by whatever deploys it, and start it.`,
  }),
  config('PutConfigurationRecorder', 'configurationRecorder.name', {
    severity: 'medium',
    effect: 'AWS Config may leave out types of resources, record once a day only, or record with another role.',
    loss: UNRECORDED,
    runbook: `${WHO} Look at what it leaves out: aws configservice describe-configuration-recorders.`,
  }),
  config('DeleteDeliveryChannel', 'deliveryChannelName', {
    severity: 'high',
    effect: 'What AWS Config records is no longer delivered to its bucket.',
    loss: UNRECORDED,
    runbook: `${WHO} Make it again by whatever deploys it, and start the recorder.`,
  }),
  config('PutDeliveryChannel', 'deliveryChannel.name', {
    severity: 'medium',
    effect: 'What AWS Config records may be delivered to another bucket or topic.',
    loss: 'What was delivered elsewhere meanwhile stays there.',
    runbook: `${WHO} Look at where it goes: aws configservice describe-delivery-channels.`,
  }),
  config('DeleteConfigRule', 'configRuleName', {
    severity: 'low',
    techniques: [DISABLE_CLOUD_LOG, DATA_DESTRUCTION],
    effect: 'AWS Config no longer evaluates the rule, and its results are gone.',
    loss: 'The results of the rule cannot be brought back.',
    runbook: `${WHO} Make it again by whatever deploys it: it evaluates everything anew.`,
  }),
];
