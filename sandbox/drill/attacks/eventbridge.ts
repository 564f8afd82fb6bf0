/** Attacks on what carries the reports: rules, their targets, the central bus and its archive. */
import { ruleArn, ruleName } from '../../../infra/names';
import type { AttackTargets, CatalogueAttack } from './attack';

type EventAttack = Pick<CatalogueAttack, 'title' | 'expected' | 'input'> & Partial<CatalogueAttack>;

function eventAttack(event: string, attack: EventAttack): CatalogueAttack {
  return { event, service: 'events', operation: event, from: 'member', ...attack };
}

/** What reports tampering with CloudTrail. Whatever is done to it is reported by the rule for EventBridge. */
const reportingRule = ({ configuration }: AttackTargets): string =>
  ruleName(configuration.namePrefix, 'forward-cloudtrail');

const reportingRuleArn = (targets: AttackTargets): string => {
  const { partition, homeRegion } = targets.configuration;
  return ruleArn(partition, homeRegion, targets.member, reportingRule(targets));
};

const NOTHING = JSON.stringify({ source: ['aws.nothing'] });

export const EVENTBRIDGE_ATTACKS: readonly CatalogueAttack[] = [
  eventAttack('DisableRule', {
    title: 'Disable the rule that reports tampering with CloudTrail',
    input: (targets) => ({ Name: reportingRule(targets) }),
    expected: 'repaired',
  }),
  eventAttack('DisableRule', {
    variant: 'in-another-region',
    title: 'Disable the same rule where nobody looks',
    region: 'eu-west-1',
    input: (targets) => ({ Name: reportingRule(targets) }),
    expected: 'repaired',
  }),
  eventAttack('DeleteRule', {
    title: 'Delete a rule that still has a target',
    input: (targets) => ({ Name: reportingRule(targets) }),
    expected: 'refused',
  }),
  eventAttack('PutRule', {
    title: 'Disable a rule without DisableRule, and have it match nothing',
    input: (targets) => ({ Name: reportingRule(targets), EventPattern: NOTHING, State: 'DISABLED' }),
    expected: 'repaired',
  }),
  eventAttack('PutRule', {
    variant: 'on-the-central-bus',
    title: 'Have one more rule see every report',
    from: 'security',
    input: ({ names }) => ({
      Name: 'holiday-photos',
      EventBusName: names.centralBus,
      EventPattern: JSON.stringify({ source: [{ prefix: 'aws.' }] }),
    }),
    expected: 'alerted',
  }),
  eventAttack('RemoveTargets', {
    title: 'Take the target from the rule that reports tampering with CloudTrail',
    input: (targets) => ({ Rule: reportingRule(targets), Ids: ['central-bus'] }),
    expected: 'repaired',
  }),
  eventAttack('PutTargets', {
    title: 'Send a copy of every report to a queue of one’s own',
    input: (targets) => ({
      Rule: reportingRule(targets),
      Targets: [{ Id: 'copy', Arn: `arn:aws:sqs:${targets.configuration.homeRegion}:${targets.member}:copies` }],
    }),
    expected: 'repaired',
  }),
  eventAttack('PutTargets', {
    variant: 'elsewhere',
    title: 'Send the reports to a queue of one’s own, and no longer to the central bus',
    input: (targets) => ({
      Rule: reportingRule(targets),
      Targets: [{ Id: 'central-bus', Arn: `arn:aws:sqs:${targets.configuration.homeRegion}:${targets.member}:copies` }],
    }),
    expected: 'repaired',
  }),
  eventAttack('PutPermission', {
    title: 'Let everybody put events on the central bus',
    from: 'security',
    input: ({ names }) => ({
      EventBusName: names.centralBus,
      StatementId: 'everybody',
      Principal: '*',
      Action: 'events:PutEvents',
    }),
    expected: 'repaired',
  }),
  eventAttack('RemovePermission', {
    title: 'Keep the forwarders of the organization from the central bus',
    from: 'security',
    input: ({ names }) => ({ EventBusName: names.centralBus, RemoveAllPermissions: true }),
    expected: 'repaired',
  }),
  eventAttack('UpdateEventBus', {
    title: 'Encrypt the central bus with a key of one’s own',
    from: 'security',
    input: ({ names, configuration, outsider }) => ({
      Name: names.centralBus,
      KmsKeyIdentifier: `arn:aws:kms:${configuration.homeRegion}:${outsider}:key/00000000-0000-4000-8000-000000000000`,
    }),
    expected: 'repaired',
  }),
  eventAttack('DeleteEventBus', {
    title: 'Delete the central bus with its rules',
    from: 'security',
    input: ({ names }) => ({ Name: names.centralBus }),
    expected: 'refused',
  }),
  eventAttack('DeleteArchive', {
    title: 'Delete the reports that are kept for looking back',
    from: 'security',
    input: ({ names }) => ({ ArchiveName: names.centralArchive }),
    expected: 'repaired',
  }),
  eventAttack('UpdateArchive', {
    title: 'Have the archive forget after a day',
    from: 'security',
    input: ({ names }) => ({ ArchiveName: names.centralArchive, RetentionDays: 1 }),
    expected: 'repaired',
  }),
  eventAttack('CancelReplay', {
    title: 'Cancel the replay of somebody who looks back',
    from: 'security',
    input: () => ({ ReplayName: 'investigation' }),
    expected: 'refused',
  }),
  eventAttack('TagResource', {
    title: 'Change a tag of the rule that reports tampering with CloudTrail',
    input: (targets) => ({
      ResourceARN: reportingRuleArn(targets),
      Tags: [{ Key: 'trailwarden:account-kind', Value: 'nobody' }],
    }),
    expected: 'repaired',
  }),
  eventAttack('UntagResource', {
    title: 'Take a tag from the central bus',
    from: 'security',
    input: ({ arns }) => ({ ResourceARN: arns.centralBus, TagKeys: ['trailwarden:prefix'] }),
    expected: 'repaired',
  }),
];
