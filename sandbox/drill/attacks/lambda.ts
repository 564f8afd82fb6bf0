/** Attacks on the responder itself. */
import { zipSync } from 'fflate';
import type { AttackTargets, CatalogueAttack } from './attack';

type FunctionAttack = Pick<CatalogueAttack, 'title' | 'expected'> & {
  readonly input?: (targets: AttackTargets) => object;
  readonly variant?: string;
};

/** By an administrator of the security account. @param event the recorded name, which the version of the API may end */
function responderAttack(event: string, { input, ...attack }: FunctionAttack): CatalogueAttack {
  return {
    event,
    service: 'lambda',
    operation: event.replace(/\d{8}(v\d+)?$/, ''),
    from: 'security',
    input: (targets) => ({ FunctionName: targets.names.responder, ...input?.(targets) }),
    ...attack,
  };
}

export const LAMBDA_ATTACKS: readonly CatalogueAttack[] = [
  responderAttack('DeleteFunction20150331', {
    title: 'Delete the responder',
    expected: 'alerted',
  }),
  responderAttack('UpdateFunctionCode20150331v2', {
    title: 'Have the responder do nothing',
    input: () => ({ ZipFile: zipSync({ 'index.mjs': Buffer.from('export const handler = async () => {};') }) }),
    expected: 'alerted',
  }),
  responderAttack('UpdateFunctionConfiguration20150331v2', {
    title: 'Give the responder less time and memory',
    input: () => ({ Timeout: 30, MemorySize: 256 }),
    expected: 'repaired',
  }),
  responderAttack('UpdateFunctionConfiguration20150331v2', {
    variant: 'of-handler',
    title: 'Have the responder begin where nothing is',
    input: () => ({ Handler: 'index.nothing' }),
    expected: 'alerted',
  }),
  responderAttack('PutFunctionConcurrency20171031', {
    title: 'Leave the responder no concurrency',
    input: () => ({ ReservedConcurrentExecutions: 0 }),
    expected: 'alerted',
  }),
  responderAttack('AddPermission20150331v2', {
    title: 'Let everybody wake the responder',
    input: () => ({ StatementId: 'everybody', Action: 'lambda:InvokeFunction', Principal: '*' }),
    expected: 'repaired',
  }),
  responderAttack('RemovePermission20150331v2', {
    title: 'Keep the reports about CloudTrail from the responder',
    input: () => ({ StatementId: 'rule-cloudtrail' }),
    expected: 'repaired',
  }),
  responderAttack('PutFunctionEventInvokeConfig', {
    title: 'Have the responder try once and forget',
    input: () => ({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 }),
    expected: 'repaired',
  }),
  responderAttack('UpdateFunctionEventInvokeConfig', {
    title: 'Have the responder try once',
    input: () => ({ MaximumRetryAttempts: 0 }),
    expected: 'repaired',
  }),
  responderAttack('DeleteFunctionEventInvokeConfig', {
    title: 'Have nothing kept of what the responder gives up on',
    expected: 'repaired',
  }),
  responderAttack('PutFunctionRecursionConfig', {
    title: 'Have loops of the responder go on',
    input: () => ({ RecursiveLoop: 'Allow' }),
    expected: 'repaired',
  }),
  responderAttack('PutRuntimeManagementConfig', {
    title: 'Keep the runtime of the responder as it is',
    input: () => ({ UpdateRuntimeOn: 'FunctionUpdate' }),
    expected: 'repaired',
  }),
  responderAttack('PutFunctionCodeSigningConfig', {
    title: 'Have the responder take signed packages, by a configuration that is not there',
    input: ({ configuration: { partition, homeRegion, securityAccountId } }) => ({
      CodeSigningConfigArn: `arn:${partition}:lambda:${homeRegion}:${securityAccountId}:code-signing-config:csc-0123456789abcdef0`,
    }),
    expected: 'refused',
  }),
];
