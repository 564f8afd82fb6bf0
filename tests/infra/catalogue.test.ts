import assert from 'node:assert/strict';
import { TAMPER_CATALOGUE, tamperEntryOf } from '../../infra/catalogue';
import { SEVERITIES, type TamperEntry } from '../../infra/catalogue/entry';
import type { Service } from '../../sandbox/core/service';
import { serviceModel } from '../../sandbox/protocol/service-model';
import { allServices } from '../../sandbox/services/index';
import { LambdaRuntime } from '../../sandbox/services/lambda/runtime';

/** The services of the sandbox, by the `eventSource` of their records. */
const SERVICES: ReadonlyMap<string, Service> = new Map(
  allServices(new LambdaRuntime()).map((service) => [service.eventSource, service]),
);

/**
 * Names that no call of the sandbox is recorded under: where the sources disagree on a name, both are in the catalogue; and
 * the calls of S3 Control are recorded as S3's, but belong to a client of their own.
 */
const ALTERNATIVES: readonly string[] = [
  'PutObjectLockConfiguration',
  'PutBucketObjectLockConfiguration',
  'PutAccountPublicAccessBlock',
  'DeleteAccountPublicAccessBlock',
];

/** What S3 calls a bucket in its records. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html */
const RECORDED_AS: Readonly<Record<string, string>> = { Bucket: 'bucketName' };

function operationOf({ eventSource, eventName }: TamperEntry): string | undefined {
  const service = SERVICES.get(eventSource);
  if (service === undefined) return undefined;
  return [...serviceModel(service).operations.keys()].find(
    (operation) => (service.operations[operation]?.record?.eventName ?? operation) === eventName,
  );
}

describe('the tamper catalogue', () => {
  for (const entry of TAMPER_CATALOGUE) {
    const { source, eventSource, eventName, action, subject, scope, response } = entry;

    it(`names ${eventName} of ${source} as its service records it, so that its pattern can match`, () => {
      assert.ok(SERVICES.has(eventSource), `No service of the sandbox writes ${eventSource}.`);
      if (!ALTERNATIVES.includes(eventName))
        assert.ok(operationOf(entry), `${eventName} is no call of ${eventSource}.`);
      assert.equal(source, `aws.${eventSource.replace(/\.amazonaws\.com$/, '')}`);
    });

    it(`finds what ${eventName} of ${source} is about under keys that its record has`, () => {
      const service = SERVICES.get(eventSource) as Service;
      const operation = operationOf(entry);
      if (operation === undefined) return assert.ok(ALTERNATIVES.includes(eventName));
      const members = Object.keys(serviceModel(service).operations.get(operation)?.input.getMemberSchemas() ?? {});
      const recorded = members.map((member) => RECORDED_AS[member] ?? member.charAt(0).toLowerCase() + member.slice(1));
      for (const parameter of subject.parameters) {
        const [key = ''] = parameter.split('.');
        assert.ok(recorded.includes(key), `${key} is none of ${recorded.join(', ')}.`);
      }
    });

    it(`says what ${eventName} of ${source} does, how bad it is, how it is known, and what to do`, () => {
      assert.match(entry.effect, /^[A-Z].{20,}\.$/);
      assert.match(entry.runbook, /^[A-Z].{20,}\.$/);
      assert.match(entry.loss ?? 'Nothing is lost at all.', /^[A-Z].{10,}\.$/);
      assert.ok(SEVERITIES.includes(entry.severity));
      assert.match(action, /^[a-z0-9-]+:[A-Z][A-Za-z]+$/);
      assert.ok(entry.techniques.length > 0);
      assert.ok(entry.forwardedFrom.length > 0);
      for (const { id, name } of entry.techniques) {
        assert.match(id, /^T\d{4}(\.\d{3})?$/);
        assert.match(name, /^[A-Z]/);
      }
    });

    it(`can tell whether ${eventName} of ${source} is about something of its own, where it has to`, () => {
      if (scope === 'own') assert.ok(subject.parameters.length > 0);
      if (response === 'repair') assert.ok(subject.resource !== undefined);
    });
  }

  it('is about calls that write: read-only ones reach no rule that is merely enabled', () => {
    for (const { eventName } of TAMPER_CATALOGUE) assert.doesNotMatch(eventName, /^(Get|List|Describe|Lookup|Head)/);
  });

  it("watches in members what is Trailwarden's, CloudTrail, Config, and leaving the organization, and nothing else", () => {
    const everybodys = TAMPER_CATALOGUE.filter(
      ({ forwardedFrom, scope }) => scope === 'any' && forwardedFrom.includes('member'),
    );
    assert.deepEqual([...new Set(everybodys.map(({ source }) => source))].sort(), [
      'aws.cloudtrail',
      'aws.config',
      'aws.organizations',
    ]);
    const ofOrganizations = everybodys.filter(({ source }) => source === 'aws.organizations');
    assert.deepEqual(
      ofOrganizations.map(({ eventName }) => eventName),
      ['LeaveOrganization'],
    );
  });

  it('holds each call once', () => {
    const calls = TAMPER_CATALOGUE.map(({ eventSource, eventName }) => `${eventSource} ${eventName}`);
    assert.equal(new Set(calls).size, calls.length);
  });

  it('finds an entry by source and name, and none by half of them', () => {
    assert.equal(tamperEntryOf('cloudtrail.amazonaws.com', 'StopLogging')?.severity, 'critical');
    assert.equal(tamperEntryOf('config.amazonaws.com', 'StopLogging'), undefined);
    assert.equal(tamperEntryOf('cloudtrail.amazonaws.com', 'stopLogging'), undefined);
  });
});
