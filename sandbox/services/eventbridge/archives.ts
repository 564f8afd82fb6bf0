/** The operations on archives. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { Access, CallContext, Operations } from '../../core/service';
import { busAccess } from './access';
import { archiveRuleName, archiveRulePattern, archiveTargetArn, contents, expire } from './archive-store';
import { archiveArn, type BusReference, busArn, busIn } from './arn';
import { invalid, NAME, overLimit, required, text, within } from './parameters';
import { checkPattern } from './pattern';
import { newRule } from './rules';
import { type Archive, archivesOf, findBus, requireBus } from './state';

/** The service that AWS names as the manager of the rules that feed archives. */
const ARCHIVER = 'prod.vhs.events.aws.internal';
const RULES_PER_BUS = 300;

export const archiveOperations: Operations<typeof EventBridge> = {
  CreateArchive: {
    access: (input, context) => [
      ...accessOf('CreateArchive', input, context),
      busAccess('events:CreateArchive', sourceIn(input.EventSourceArn, context), context),
    ],
    handle: (input, context) => {
      const name = archiveName(input);
      const source = sourceIn(input.EventSourceArn, context);
      const bus = requireBus(context.state, source);
      const archives = archivesOf(context.state, context.account, context.region);
      if (archives.has(name)) throw new AwsError('ResourceAlreadyExistsException', `Archive ${name} already exists.`);
      within(input.RetentionDays, 'retentionDays', 0, Number.MAX_SAFE_INTEGER);
      if (input.EventPattern !== undefined) checkPattern(input.EventPattern);
      if (bus.rules.size >= RULES_PER_BUS) throw overLimit();
      const { Description, EventPattern, KmsKeyIdentifier, RetentionDays = 0 } = input;
      const settings = { Description, EventPattern, KmsKeyIdentifier, RetentionDays };
      const archive: Archive = { name, source, createdAt: context.clock.now(), settings, events: [] };
      archives.set(name, archive);
      feed(archive, context);
      return state(archive, context);
    },
  },
  DescribeArchive: {
    access: (input, context) => accessOf('DescribeArchive', input, context),
    handle: (input, context) => {
      const archive = requireArchive(archiveName(input), context);
      const { Description, EventPattern, KmsKeyIdentifier } = archive.settings;
      const { ArchiveArn } = state(archive, context);
      return { ArchiveArn, ...summary(archive, context), Description, EventPattern, KmsKeyIdentifier };
    },
  },
  ListArchives: {
    handle: ({ NamePrefix = '', EventSourceArn, State, NextToken, Limit = 100 }, context) => {
      if ([NamePrefix !== '', EventSourceArn !== undefined, State !== undefined].filter(Boolean).length > 1)
        throw new AwsError('ValidationException', 'At most one filter is allowed for ListArchives.');
      const source = EventSourceArn === undefined ? undefined : sourceIn(EventSourceArn, context);
      if (source !== undefined) requireBus(context.state, source);
      const wanted = [...archivesOf(context.state, context.account, context.region).values()].filter(
        (archive) =>
          archive.name.startsWith(NamePrefix) &&
          (source === undefined || archive.source.name === source.name) &&
          (State === undefined || State === 'ENABLED'),
      );
      const page = pageOf(wanted, ({ name }) => name, Limit, NextToken, 'ValidationException');
      return { Archives: page.items.map((archive) => summary(archive, context)), NextToken: page.next };
    },
  },
  UpdateArchive: {
    access: (input, context) => accessOf('UpdateArchive', input, context),
    handle: (input, context) => {
      const { Description, EventPattern, KmsKeyIdentifier, RetentionDays } = input;
      if ([Description, EventPattern, KmsKeyIdentifier, RetentionDays].every((value) => value === undefined))
        throw new AwsError(
          'ValidationException',
          'At least one of EventPattern, RetentionDays or Description must be provided.',
        );
      const archive = requireArchive(archiveName(input), context);
      within(RetentionDays, 'retentionDays', 0, Number.MAX_SAFE_INTEGER);
      if (EventPattern !== undefined) checkPattern(EventPattern);
      archive.settings = {
        Description: Description ?? archive.settings.Description,
        EventPattern: EventPattern ?? archive.settings.EventPattern,
        KmsKeyIdentifier: KmsKeyIdentifier ?? archive.settings.KmsKeyIdentifier,
        RetentionDays: RetentionDays ?? archive.settings.RetentionDays,
      };
      if (EventPattern !== undefined) feed(archive, context);
      return state(archive, context);
    },
  },
  DeleteArchive: {
    access: (input, context) => accessOf('DeleteArchive', input, context),
    handle: (input, context) => {
      const archive = requireArchive(archiveName(input), context);
      archivesOf(context.state, context.account, context.region).delete(archive.name);
      findBus(context.state, archive.source)?.rules.delete(archiveRuleName(archive.name));
      return {};
    },
  },
};

/** @throws AwsError `ResourceNotFoundException` */
function requireArchive(name: string, context: CallContext): Archive {
  const archive = archivesOf(context.state, context.account, context.region).get(name);
  if (archive === undefined) throw new AwsError('ResourceNotFoundException', `Archive ${name} does not exist.`);
  expire(archive, context.clock.now());
  return archive;
}

/** Makes the managed rule that feeds the archive, or puts the archive's new pattern into it. */
function feed(archive: Archive, context: CallContext): void {
  const name = archiveRuleName(archive.name);
  const { rules } = requireBus(context.state, archive.source);
  const rule = rules.get(name) ?? newRule(name, context.account, [], ARCHIVER);
  rule.settings = { EventPattern: archiveRulePattern(archive.settings.EventPattern) };
  rule.targets.set(name, { Id: name, Arn: archiveTargetArn(context.region) });
  rules.set(name, rule);
}

/** Archives keep the events of a bus of their own account and Region. */
function sourceIn(arn: string | undefined, { account, region }: CallContext): BusReference {
  const bus = busIn(required(arn, 'eventSourceArn'));
  if (bus === undefined || bus.account !== account || bus.region !== region)
    throw invalid('EventSourceArn', 'It must be the ARN of an event bus of this account and Region.');
  return bus;
}

function archiveName({ ArchiveName }: { readonly ArchiveName?: string | undefined }): string {
  return text(ArchiveName, 'archiveName', 48, NAME);
}

function accessOf(
  operation: string,
  input: { readonly ArchiveName?: string | undefined },
  context: CallContext,
): Access[] {
  const resource = archiveArn(context.account, context.region, archiveName(input));
  return [{ action: `events:${operation}`, resource }];
}

function state(archive: Archive, { account, region }: CallContext): EventBridge.CreateArchiveResponse {
  return { ArchiveArn: archiveArn(account, region, archive.name), State: 'ENABLED', CreationTime: archive.createdAt };
}

function summary(archive: Archive, context: CallContext): EventBridge.Archive {
  expire(archive, context.clock.now());
  return {
    ArchiveName: archive.name,
    EventSourceArn: busArn(archive.source),
    State: 'ENABLED',
    RetentionDays: archive.settings.RetentionDays,
    ...contents(archive),
    CreationTime: archive.createdAt,
  };
}
