import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseReport } from '../../../functions/responder/report';
import { SWEEP_REQUEST } from '../../../infra/specifications/sweep';
import { stopLoggingEvent } from './events';

describe('parseReport', () => {
  it('reads who, from where, what, and when', () => {
    assert.deepEqual(parseReport(stopLoggingEvent()), {
      kind: 'call',
      eventId: 'e0000000-0000-4000-8000-000000000001',
      account: '111111111111',
      region: 'us-east-1',
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      time: '2026-01-02T03:04:05Z',
      actor: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111111111111:assumed-role/OnCallAdministrator/mallory',
        roleArn: 'arn:aws:iam::111111111111:role/OnCallAdministrator',
        sessionName: 'mallory',
        sourceIdentity: 'mallory@example.com',
      },
      recordId: 'd0000000-0000-4000-8000-000000000001',
      resourceArns: [],
      sourceIpAddress: '203.0.113.7',
      userAgent: 'aws-cli/2.31.0',
      parameters: { name: 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization' },
    });
  });

  it('takes the account from the envelope, whatever the record says', () => {
    const report = parseReport(stopLoggingEvent({ recipientAccountId: '222222222222' }, { account: '444444444444' }));
    assert.ok(report.kind === 'call');
    assert.equal(report.account, '444444444444');
  });

  it('reads the service that called by itself or for somebody, what the call was about, and which records are of one call', () => {
    const report = parseReport(
      stopLoggingEvent({
        userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
        resources: [{ ARN: 'arn:aws:kms:us-east-1:222222222222:key/1', accountId: '222222222222' }, { type: 'x' }, 7],
        sharedEventID: 'f0000000-0000-4000-8000-000000000001',
      }),
    );
    assert.ok(report.kind === 'call');
    assert.deepEqual(report.actor, { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' });
    assert.deepEqual(report.resourceArns, ['arn:aws:kms:us-east-1:222222222222:key/1']);
    assert.equal(report.sharedId, 'f0000000-0000-4000-8000-000000000001');
  });

  it('knows a replayed event by its envelope, and by nothing in the record', () => {
    const replayed = parseReport(stopLoggingEvent({}, { 'replay-name': 'look-back' }));
    assert.ok(replayed.kind === 'call');
    assert.equal(replayed.replayName, 'look-back');
    const pretended = parseReport(stopLoggingEvent({ 'replay-name': 'look-back' }));
    assert.equal('replayName' in pretended, false);
  });

  it('takes what the schedule sends for a request to sweep', () => {
    assert.deepEqual(parseReport(SWEEP_REQUEST), { kind: 'sweep' });
  });

  it('takes no event for a request to sweep, whatever stands in it', () => {
    assert.equal(parseReport(stopLoggingEvent({ request: 'sweep' })).kind, 'call');
    assert.equal(parseReport(stopLoggingEvent({}, { request: 'sweep' })).kind, 'call');
    assert.equal(parseReport({ source: 'com.example', request: 'sweep' }).kind, 'unreadable');
    assert.equal(parseReport({ request: 'everything' }).kind, 'unreadable');
  });

  it('reads a refused call, which has no parameters', () => {
    const report = parseReport(stopLoggingEvent({ errorCode: 'AccessDenied', requestParameters: null }));
    assert.ok(report.kind === 'call');
    assert.equal(report.errorCode, 'AccessDenied');
    assert.equal('parameters' in report, false);
  });

  const unreadable: [promise: string, event: unknown, reason: string][] = [
    ['no object', 'StopLogging', 'it is not an object'],
    ['nothing', undefined, 'it is not an object'],
    ['a list', [], 'it is not an object'],
    ['no account', stopLoggingEvent({}, { account: undefined }), 'its "account" is not an account id'],
    ['an account that is none', stopLoggingEvent({}, { account: '1' }), 'its "account" is not an account id'],
    ['no Region', stopLoggingEvent({}, { region: 7 }), 'it has no "region"'],
    ['no id', stopLoggingEvent({}, { id: '' }), 'it has no "id"'],
    [
      'another detail-type',
      stopLoggingEvent({}, { 'detail-type': 'AWS Service Event via CloudTrail' }),
      'its "detail-type" is not "AWS API Call via CloudTrail"',
    ],
    ['no detail', stopLoggingEvent({}, { detail: null }), 'its "detail" is not an object'],
    ['no call', stopLoggingEvent({ eventName: null }), 'its record names no call'],
    [
      "a source that is not the record's service",
      stopLoggingEvent({}, { source: 'aws.config' }),
      'its "source" is not the one of cloudtrail.amazonaws.com',
    ],
  ];
  for (const [promise, event, reason] of unreadable)
    it(`says why it cannot read an event with ${promise}`, () => {
      const report = parseReport(event);
      assert.ok(report.kind === 'unreadable');
      assert.equal(report.reason, reason);
    });

  it('keeps the beginning of what it cannot read', () => {
    const report = parseReport({ text: 'x'.repeat(10_000) });
    assert.ok(report.kind === 'unreadable');
    assert.equal(report.excerpt.length, 2_000);
  });

  it('survives an event that refers to itself', () => {
    const event: Record<string, unknown> = {};
    event.self = event;
    assert.equal(parseReport(event).kind, 'unreadable');
  });

  it('never throws, whatever arrives', () => {
    fc.assert(fc.property(fc.anything(), (event) => ['call', 'unreadable'].includes(parseReport(event).kind)));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (record) =>
        ['call', 'unreadable'].includes(parseReport(stopLoggingEvent(record)).kind),
      ),
    );
  });
});
