import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesOf, isEnding, isMarked, resourceOf } from '../../../sandbox/preview/change';
import { parseDigest } from '../../../sandbox/preview/digest';
import { parseViolations } from '../../../sandbox/preview/violation';

const DIGEST = parseDigest(readFileSync(join(__dirname, 'log-archive-preview.json'), 'utf8'));

describe('the digest of a preview', () => {
  it('is read with its steps, counts and diagnostics', () => {
    assert.deepEqual(
      DIGEST.steps.map(({ operation, before, after }) => [operation, before?.isProtected, after?.isProtected]),
      [
        ['same', false, false],
        ['replace', true, true],
        ['update', false, false],
        ['same', true, false],
        ['create', undefined, false],
        ['delete', false, undefined],
      ],
    );
    assert.deepEqual(DIGEST.counts, { create: 1, delete: 1, replace: 1, same: 21, update: 1 });
    assert.deepEqual(DIGEST.diagnostics, [
      {
        severity: 'error',
        message: 'unable to replace resource "trail-bucket"\nas it is currently marked for protection.',
      },
      { severity: 'info', message: 'bundled the responder' },
    ]);
  });

  it('may be empty, as it is when the program failed', () => {
    assert.deepEqual(parseDigest('{}'), { steps: [], counts: {}, diagnostics: [] });
  });

  it('is refused when it is no JSON', () => {
    assert.throws(() => parseDigest('error: no stack'), SyntaxError);
  });
});

describe('the changes of a preview', () => {
  const changes = changesOf(DIGEST);

  it('leave out what stays as it is, except where protection is lost', () => {
    assert.deepEqual(
      changes.map(({ operation, resource }) => `${operation} ${resource}`),
      [
        'replace aws.s3.Bucket trail-bucket',
        'update aws.s3.BucketPolicy trail-bucket-policy',
        'same aws.kms.Key trail-key',
        'create aws.sqs.Queue forwarder-us-west-2-dead-letters',
        'delete aws.iam.Role former',
      ],
    );
  });

  it('are marked where something protected would be gone, or protected no longer', () => {
    assert.deepEqual(changes.map(isMarked), [true, false, true, false, false]);
    assert.deepEqual(changes.map(isEnding), [true, false, false, false, true]);
  });

  it('tell what differs, leaf by leaf, policies as what they say', () => {
    assert.deepEqual(changes[0]?.differences, [
      {
        path: 'bucket',
        before: '"trailwarden-trail-222222222222-us-east-1"',
        after: '"guarded-trail-222222222222-us-east-1"',
      },
    ]);
    assert.deepEqual(changes[1]?.differences, [
      { path: 'bucket', before: '"trailwarden-trail-222222222222-us-east-1"', after: '(known after the deployment)' },
      { path: 'policy.Statement[0].Condition.StringEquals["aws:SourceArn"]', before: '"one"', after: '"two"' },
    ]);
    assert.deepEqual(changes[4]?.differences, [{ path: 'name', before: '"former"' }]);
  });

  it('tell what was changed behind the back of Pulumi, which shows in the state alone', () => {
    const state = (outputs: object) => ({ inputs: { status: 'Enabled' }, outputs });
    const step = {
      op: 'update',
      urn: 'urn:pulumi:s::p::aws:s3/bucketVersioning:BucketVersioning::v',
      oldState: state({ status: 'Suspended' }),
      newState: state({ status: 'Enabled' }),
      detailedDiff: { 'status[0].deep': { kind: 'update', inputDiff: false } },
    };
    assert.deepEqual(changesOf(parseDigest(JSON.stringify({ steps: [step] })))[0]?.differences, [
      { path: 'status', before: '"Suspended"', after: '"Enabled"' },
    ]);
  });

  it('name resources as sources do', () => {
    assert.equal(resourceOf('urn:pulumi:s::p::a:b:C$aws:sns/topic:Topic::alerts'), 'aws.sns.Topic alerts');
    assert.equal(resourceOf('urn:pulumi:s::p::a:b:C::with::colons'), 'a.b.C with::colons');
    assert.equal(resourceOf(''), '');
  });
});

describe('the violations of policies', () => {
  it('are read from the log of events, whose last line may be cut off', () => {
    const event = {
      sequence: 4,
      timestamp: 1,
      policyEvent: {
        resourceUrn: 'urn:pulumi:s::p::aws:kms/key:Key::k',
        message: '<{%fg 4%}>Keys rotate.\n"enableKeyRotation" is false.<{%reset%}>\n',
        color: 'raw',
        policyName: 'key',
        policyPackName: 'trailwarden',
        policyPackVersion: '0.1.0',
        enforcementLevel: 'mandatory',
      },
    };
    const log = [{ sequence: 1, preludeEvent: { config: {} } }, event].map((each) => JSON.stringify(each)).join('\n');
    assert.deepEqual(parseViolations(`${log}\n{"sequence":5,"policyEv`), [
      {
        policy: 'key',
        level: 'mandatory',
        urn: 'urn:pulumi:s::p::aws:kms/key:Key::k',
        message: 'Keys rotate.\n"enableKeyRotation" is false.',
      },
    ]);
  });
});
