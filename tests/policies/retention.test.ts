import assert from 'node:assert/strict';
import { retention } from '../../policies/retention';
import { changed, declared, messages, reports } from './support';

const lifecycle = (rule: object) => ({ rules: [{ status: 'Enabled', ...rule }] });
const tooShort = (property: string, days: number, least: number): string =>
  `"${property}" is ${days}: what happened longer ago could no longer be looked up. Set it to ${least} or more days.`;

describe('the rule about retention', () => {
  reports(retention, 'log-archive', 'aws.s3.BucketLifecycleConfiguration trail-bucket-lifecycle', [
    ['objects that expire early', lifecycle({ expiration: { days: 364 } }), [tooShort('expiration.days', 364, 365)]],
    [
      'former versions that expire early',
      lifecycle({ expiration: { days: 365 }, noncurrentVersionExpiration: { noncurrentDays: 1 } }),
      [tooShort('noncurrentVersionExpiration.noncurrentDays', 1, 365)],
    ],
  ]);
  reports(retention, 'log-archive', 'aws.s3.BucketObjectLockConfiguration trail-bucket-object-lock', [
    [
      'a short lock',
      { rule: { defaultRetention: { mode: 'GOVERNANCE', days: 30 } } },
      [tooShort('defaultRetention.days', 30, 365)],
    ],
  ]);
  reports(retention, 'management', 'aws.cloudwatch.LogGroup organization-log-group', [
    ['a log group that forgets', { retentionInDays: 30 }, [tooShort('retentionInDays', 30, 365)]],
  ]);
  reports(retention, 'security', 'aws.cloudwatch.EventArchive central-archive', [
    ['an archive that forgets', { retentionDays: 7 }, [tooShort('retentionDays', 7, 90)]],
  ]);

  it('takes the days that are configured', async () => {
    const group = await declared('management', 'aws.cloudwatch.LogGroup organization-log-group');
    const minimumLogRetentionInDays = 400;
    assert.deepEqual(messages(retention, group, { minimumLogRetentionInDays }), [
      tooShort('retentionInDays', 365, 400),
    ]);
    assert.deepEqual(messages(retention, changed(group, { retentionInDays: 400 }), { minimumLogRetentionInDays }), []);
  });

  it('takes what is kept for ever, and rules that are disabled', async () => {
    const group = await declared('management', 'aws.cloudwatch.LogGroup organization-log-group');
    for (const retentionInDays of [0, undefined])
      assert.deepEqual(messages(retention, changed(group, { retentionInDays })), []);
    const archive = await declared('security', 'aws.cloudwatch.EventArchive central-archive');
    assert.deepEqual(messages(retention, changed(archive, { retentionDays: 0 })), []);
    const rules = await declared('log-archive', 'aws.s3.BucketLifecycleConfiguration trail-bucket-lifecycle');
    const disabled = { rules: [{ status: 'Disabled', expiration: { days: 1 } }] };
    assert.deepEqual(messages(retention, changed(rules, disabled)), []);
  });

  it('takes a lock of years', async () => {
    const lock = await declared('log-archive', 'aws.s3.BucketObjectLockConfiguration trail-bucket-object-lock');
    const years = { rule: { defaultRetention: { mode: 'COMPLIANCE', years: 1 } } };
    assert.deepEqual(messages(retention, changed(lock, years)), []);
  });
});
