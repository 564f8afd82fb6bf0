/** Calls to AWS Lambda about the responder. What still runs repairs itself; of the others, people hear without it. */
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import { ACCOUNT_MANIPULATION, DISABLE_TOOLS, SERVICE_STOP } from './techniques';

type Call = Pick<TamperEntry, 'severity' | 'effect' | 'runbook'> & Partial<TamperEntry>;

/**
 * Lambda's records carry the version of its API behind some names, and only behind some.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
 */
function responder(eventName: string, call: Call): TamperEntry {
  return {
    source: 'aws.lambda',
    eventSource: 'lambda.amazonaws.com',
    eventName,
    action: `lambda:${eventName.replace(/\d{8}(v\d+)?$/, '')}`,
    subject: { resource: 'function', parameters: ['functionName'] },
    scope: 'own',
    forwardedFrom: ['security'],
    techniques: [DISABLE_TOOLS],
    response: 'repair',
    ...call,
  };
}

const REDEPLOY = 'Deploy the responder again at once: pulumi up -s security --refresh.';
const UNTIL_THEN =
  'Until then nothing is repaired. Look at what happened since: the archive of the central bus has the reports.';
const NOT_RUNNING = 'If no other alert says that it repaired itself, it does not run.';
const UNDONE =
  'Look into its failure queue and for its alarms: events that it failed at meanwhile were not tried as often.';

export const LAMBDA_ENTRIES: readonly TamperEntry[] = [
  responder('DeleteFunction20150331', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, SERVICE_STOP],
    effect: 'The responder is gone: nothing is repaired any more.',
    response: 'alert',
    loss: 'Reports that came until it is back are in the archive and the dead-letter queue of the central bus.',
    runbook: `${WHO} ${REDEPLOY} ${UNTIL_THEN}`,
    direct: true,
  }),
  responder('UpdateFunctionCode20150331v2', {
    severity: 'critical',
    effect:
      'The responder runs other code, with its permissions in every account: nothing that it says can be trusted.',
    response: 'alert',
    runbook:
      `${WHO} If it was no deployment of yours, stop it first: aws lambda put-function-concurrency with none reserved. ` +
      `${REDEPLOY} ${UNTIL_THEN}`,
    direct: true,
  }),
  responder('UpdateFunctionConfiguration20150331v2', {
    severity: 'critical',
    effect:
      'The responder may run with another role, other code from a layer or a variable, too little time, or not at all.',
    runbook: `${WHO} ${NOT_RUNNING} ${REDEPLOY}`,
    direct: true,
  }),
  responder('PutFunctionConcurrency20171031', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, SERVICE_STOP],
    effect: 'The responder may answer few reports at once, or none.',
    runbook:
      `${WHO} ${NOT_RUNNING} Then give it its concurrency back: aws lambda delete-function-concurrency in the security ` +
      'account. At a concurrency of zero, reports go to the failure queue: read them there.',
    direct: true,
  }),
  responder('AddPermission20150331v2', {
    severity: 'high',
    techniques: [ACCOUNT_MANIPULATION],
    effect: 'Somebody else may wake the responder, with events of his own.',
    runbook: `${WHO} Trust no alert that came meanwhile without a record in the trail.`,
  }),
  responder('RemovePermission20150331v2', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, SERVICE_STOP],
    effect: 'A rule may no longer wake the responder, so that reports of its kind are not answered.',
    loss: 'Reports that came meanwhile are in the dead-letter queue of the central bus; the sweep repairs what they were about.',
    runbook: `${WHO} Look into the dead-letter queue of the central bus for reports that were not answered.`,
    direct: true,
  }),
  responder('PutFunctionEventInvokeConfig', {
    severity: 'high',
    effect: 'What the responder fails at may not be tried again, may not be kept, or may go to somebody else.',
    runbook: `${WHO} ${UNDONE}`,
  }),
  responder('UpdateFunctionEventInvokeConfig', {
    severity: 'high',
    effect: 'What the responder fails at may not be tried again, may not be kept, or may go to somebody else.',
    runbook: `${WHO} ${UNDONE}`,
  }),
  responder('DeleteFunctionEventInvokeConfig', {
    severity: 'high',
    effect: 'What the responder gives up on is kept nowhere.',
    runbook: `${WHO} ${UNDONE}`,
  }),
  responder('PutFunctionRecursionConfig', {
    severity: 'low',
    effect: 'Lambda no longer ends a loop in which the responder would wake itself.',
    runbook: WHO,
  }),
  responder('PutRuntimeManagementConfig', {
    severity: 'medium',
    effect: 'The responder may run on an old version of its runtime, with the holes that were found in it since.',
    runbook: WHO,
  }),
  responder('PutFunctionCodeSigningConfig', {
    severity: 'high',
    effect: 'The responder may take signed packages only, so that nobody can deploy it again.',
    runbook: `${WHO} Look at what else was done to the responder: this is what keeps you from undoing it.`,
  }),
];
