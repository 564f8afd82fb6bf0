import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callAlert, unreadableAlert } from '../../../functions/responder/alert';
import { decide } from '../../../functions/responder/decision';
import type { Reconciliation } from '../../../functions/responder/reconcile';
import { parseReport, type ReportedCall } from '../../../functions/responder/report';
import { DECLARED, stopLoggingEvent, TRAIL_ARN } from './events';

const [TRAIL] = DECLARED.resources;
assert.ok(TRAIL !== undefined);

const START = {
  service: 'cloudtrail',
  account: '111111111111',
  region: 'us-east-1',
  input: { Name: TRAIL_ARN },
} as const;

const REPAIR: Reconciliation = {
  resource: TRAIL,
  outcome: 'repaired',
  found: [{ setting: 'IsLogging', declared: 'true', found: 'false' }],
  calls: [{ call: { ...START, operation: 'StartLogging' }, undo: { ...START, operation: 'StopLogging' } }],
  left: [],
  losses: [],
  gone: false,
};

function alertOn(record: Readonly<Record<string, unknown>> = {}, repairs: readonly Reconciliation[] = [REPAIR]) {
  const call = parseReport(stopLoggingEvent(record)) as ReportedCall;
  return callAlert(call, decide(call, DECLARED), DECLARED, repairs);
}

describe('an alert', () => {
  it('says who, from where, what, which resource, when, what was found, done and verified', () => {
    assert.deepEqual(alertOn(), {
      subject: '[critical] StopLogging in 111111111111 repaired: mallory@example.com',
      body: `It was repaired.

What       StopLogging (cloudtrail.amazonaws.com)
Effect     The trail stops recording in every account and Region.
Resource   arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization
Who        arn:aws:sts::111111111111:assumed-role/OnCallAdministrator/mallory
Person     mallory@example.com (source identity)
From       203.0.113.7, aws-cli/2.31.0
When       2026-01-02T03:04:05Z
Account    111111111111 (management), us-east-1
Answer     AWS carried it out.
Found      IsLogging: declared true, found false
Done       cloudtrail:StartLogging
Verified   Every setting is as declared.
Undo       aws cloudtrail stop-logging --region us-east-1 --cli-input-json '{"Name":"${TRAIL_ARN}"}'
Lost       What happened between the stop and the repair is in no log file; the event history of each account has it for 90 days.
To do      Find out whether the caller meant to, and revoke his sessions if not. Look at the event history of the accounts for what happened while the trail was silent.
Meant it?  If this was a deployment: run "pulumi up -s security" first, and then deploy again. The responder puts back what security was deployed with.
Severity   critical
Technique  T1685.002 (formerly T1562.008) Disable or Modify Cloud Log
Event      e0000000-0000-4000-8000-000000000001
Record     https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/d0000000-0000-4000-8000-000000000001
`,
      severity: 'critical',
      outcome: 'repaired',
    });
  });

  it('says that a call was refused, and why', () => {
    const { subject, body } = alertOn({ errorCode: 'AccessDenied', errorMessage: 'no', requestParameters: null }, []);
    assert.equal(subject, '[medium] StopLogging in 111111111111 refused: mallory@example.com');
    assert.match(body, /^AWS refused the call: nothing changed\.$/m);
    assert.match(body, /^Answer {5}AWS refused it: AccessDenied, no$/m);
    assert.match(body, /^Done {7}Nothing\.$/m);
  });

  it('says of a call that nothing undoes that it was not repaired, and what to do', () => {
    const { outcome, body } = alertOn({ eventName: 'CreateTrail' }, []);
    assert.equal(outcome, 'not-repaired');
    assert.match(body, /^It was NOT repaired: nothing could put it back\./);
    assert.match(body, /^To do {6}Ask its owner what it is for/m);
  });

  it('shows everything that was found and done, a line each', () => {
    const found = ['S3BucketName', 'KmsKeyId'].map((setting) => ({ setting, declared: '"a"', found: '"b"' }));
    const { body } = alertOn({ eventName: 'UpdateTrail' }, [{ ...REPAIR, found }]);
    assert.match(body, /^Found {6}S3BucketName: declared "a", found "b"\n {11}KmsKeyId: declared "a", found "b"$/m);
  });

  it('is critical when a repair failed, and shows what still differs and why', () => {
    const error = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    const failed: Reconciliation = { ...REPAIR, outcome: 'failed', left: REPAIR.found, error };
    const { severity, body } = alertOn({ eventName: 'AddTags', requestParameters: { resourceId: TRAIL_ARN } }, [
      failed,
    ]);
    assert.equal(severity, 'critical');
    assert.match(body, /^Verified {3}Still IsLogging: declared true, found false$/m);
    assert.match(body, /^Why {8}ThrottlingException: Rate exceeded$/m);
  });

  it('names the person by the session where nothing better is recorded, and says so', () => {
    const { body } = alertOn({
      userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_1/ann' },
    });
    assert.match(body, /^Person {5}ann \(session name, chosen by the caller unless set by an identity provider\)$/m);
  });

  it('does not let what an attacker writes start a line', () => {
    const forged = 'x\nVerified   The trail is logging.\r\nDone       Nothing.\u2028Who        nobody';
    const { body } = alertOn({ userAgent: forged });
    assert.equal(body.split('\n').filter((line) => line.startsWith('Verified')).length, 1);
    assert.equal(body.split(/[\r\u2028]/).length, 1);
  });

  it('has a subject that SNS takes, whatever the caller is called', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (sourceIdentity, eventName) => {
        const call = parseReport(stopLoggingEvent()) as ReportedCall;
        const strange = { ...call, eventName, actor: { ...call.actor, sourceIdentity } };
        const { subject } = callAlert(strange, decide(call, DECLARED), DECLARED, [REPAIR]);
        return subject.length > 0 && subject.length < 100 && /^[\x21-\x7e][\x20-\x7e]*$/.test(subject);
      }),
    );
  });

  it('stays small, whatever the record holds', () => {
    const { body } = alertOn({
      userAgent: 'x'.repeat(100_000),
      errorCode: 'x'.repeat(100_000),
      errorMessage: 'y'.repeat(9_999),
    });
    assert.ok(body.length < 10_000);
  });

  it('shows what could not be read, and why', () => {
    const report = parseReport({ id: 'e1', account: '444444444444' });
    assert.ok(report.kind === 'unreadable');
    const { subject, body, outcome } = unreadableAlert(report);
    assert.equal(subject, '[high] Unreadable report from 444444444444');
    assert.match(body, /^Why {8}The event could not be read: it has no "region"\.$/m);
    assert.match(body, /^Excerpt {4}\{"id":"e1","account":"444444444444"\}$/m);
    assert.equal(outcome, 'unreadable');
  });
});
