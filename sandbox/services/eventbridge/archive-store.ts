/** The content of archives: what comes in through an archive's managed rule, and how long it stays. */
import type { Cloud } from '../../core/service';
import { arnParts } from './arn';
import type { Delivery } from './delivery';
import { DeliveryFailure } from './delivery-failure';
import { type Archive, archivesOf } from './state';

/** The name of the rule that feeds an archive. */
export function archiveRuleName(archiveName: string): string {
  return `Events-Archive-${archiveName}`;
}

/** The target of the rules that feed archives: a place of EventBridge's own. */
export function archiveTargetArn(region: string): string {
  return `arn:aws:events:${region}:::`;
}

/**
 * The pattern of the rule that feeds an archive: the archive's, for events that no replay brought back.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
 */
export function archiveRulePattern(pattern: string | undefined): string {
  const wanted = pattern === undefined ? {} : (JSON.parse(pattern) as Record<string, unknown>);
  return JSON.stringify({ ...wanted, 'replay-name': [{ exists: false }] });
}

/** Keeps the event in the archive whose managed rule sent it. */
export async function storeInArchive(cloud: Cloud, delivery: Delivery): Promise<undefined> {
  const { account, region } = delivery.bus;
  const archive = [...archivesOf(cloud.state, account, region).values()].find(
    ({ name, source }) => archiveRuleName(name) === delivery.ruleName && source.name === delivery.bus.name,
  );
  if (archive === undefined || arnParts(delivery.target.Arn)?.region !== region)
    throw new DeliveryFailure('NO_RESOURCE', 'The archive does not exist.');
  archive.events.push({ event: delivery.event, archivedAt: cloud.clock.now(), forwarded: delivery.forwarded });
  return undefined;
}

/** Lets go of what an archive has kept for longer than it was told to. */
export function expire(archive: Archive, now: Date): void {
  const days = archive.settings.RetentionDays;
  if (days === 0) return;
  const oldest = now.getTime() - days * 86_400_000;
  const kept = archive.events.filter(({ archivedAt }) => archivedAt.getTime() > oldest);
  archive.events.splice(0, archive.events.length, ...kept);
}

/** How much an archive holds. */
export function contents(archive: Archive): { EventCount: number; SizeBytes: number } {
  const sizes = archive.events.map(({ event }) => Buffer.byteLength(JSON.stringify(event)));
  return { EventCount: sizes.length, SizeBytes: sizes.reduce((sum, size) => sum + size, 0) };
}
