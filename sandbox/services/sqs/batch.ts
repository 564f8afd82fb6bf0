/** Batches: up to ten entries, each of which succeeds or fails by itself. */
import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws-error';

/**
 * Does `act` for every entry and sorts the answers.
 *
 * @throws AwsError `EmptyBatchRequest`, `TooManyEntriesInBatchRequest`, `InvalidBatchEntryId`, `BatchEntryIdsNotDistinct`
 */
export function eachEntry<Entry extends { readonly Id: string | undefined }, Answer extends object>(
  entries: readonly Entry[],
  act: (entry: Entry) => Answer,
): { Successful: (Answer & { Id: string })[]; Failed: BatchResultErrorEntry[] } {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10)
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  const ids = new Set<string>();
  for (const { Id: id = '' } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(id))
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    if (ids.has(id)) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    ids.add(id);
  }
  const answer = { Successful: [] as (Answer & { Id: string })[], Failed: [] as BatchResultErrorEntry[] };
  for (const entry of entries) {
    const Id = entry.Id ?? '';
    try {
      answer.Successful.push({ ...act(entry), Id });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answer.Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return answer;
}
