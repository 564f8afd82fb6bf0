import assert from 'node:assert/strict';
import { ACCOUNT_KINDS } from '../../infra/configuration';
import { REPAIRS } from '../../infra/repairs';
import { SEVERITIES, TAMPER_CATALOGUE, tamperEntryOf } from '../../infra/tamper-catalogue';
import type { Service } from '../../sandbox/core/service';
import { serviceModel } from '../../sandbox/protocol/service-model';
import { cloudtrail } from '../../sandbox/services/cloudtrail/index';

/** The services of the catalogue, by the `eventSource` of their records. */
const SERVICES: ReadonlyMap<string, Service> = new Map([[cloudtrail.eventSource, cloudtrail]]);

describe('the tamper catalogue', () => {
  for (const { source, eventSource, eventName, subject, techniques, effect, severity } of TAMPER_CATALOGUE) {
    const service = SERVICES.get(eventSource);

    it(`names ${eventName} as its service does, so that its pattern can match`, () => {
      assert.ok(service, `No service of the sandbox writes ${eventSource}.`);
      const names = [...serviceModel(service).operations.keys()].map(
        (operation) => service.operations[operation]?.record?.eventName ?? operation,
      );
      assert.ok(names.includes(eventName));
      assert.equal(source, `aws.${eventSource.replace(/\.amazonaws\.com$/, '')}`);
    });

    it(`finds what ${eventName} is about under a key that its record has`, () => {
      assert.ok(service);
      const members = serviceModel(service).operations.get(eventName)?.input.getMemberSchemas() ?? {};
      const recorded = Object.keys(members).map((member) => member.charAt(0).toLowerCase() + member.slice(1));
      assert.ok(recorded.includes(subject.parameter), `${subject.parameter} is none of ${recorded.join(', ')}.`);
    });

    it(`tells people what ${eventName} does, how bad that is, and under which technique it is known`, () => {
      assert.match(effect, /^[A-Z].{20,}\.$/);
      assert.ok(SEVERITIES.includes(severity));
      assert.ok(techniques.length > 0);
      for (const { id, name } of techniques) {
        assert.match(id, /^T\d{4}(\.\d{3})?$/);
        assert.match(name, /^[A-Z]/);
      }
    });
  }

  it('is about calls that write: read-only ones reach no rule that is merely enabled', () => {
    for (const { eventName } of TAMPER_CATALOGUE) assert.doesNotMatch(eventName, /^(Get|List|Describe|Lookup|Head)/);
  });

  it('watches all of CloudTrail from every kind of account', () => {
    for (const { forwardedFrom, eventName } of TAMPER_CATALOGUE)
      assert.deepEqual([...forwardedFrom].sort(), [...ACCOUNT_KINDS].sort(), eventName);
  });

  it('repairs a stopped trail, and only reports the other calls', () => {
    const repaired = TAMPER_CATALOGUE.flatMap(({ eventName, repair }) =>
      repair === undefined ? [] : [[eventName, repair]],
    );
    assert.deepEqual(repaired, [['StopLogging', 'start-logging']]);
    assert.deepEqual(Object.keys(REPAIRS), ['start-logging']);
  });

  it('finds an entry by source and name, and none by half of them', () => {
    assert.equal(tamperEntryOf('cloudtrail.amazonaws.com', 'StopLogging')?.severity, 'critical');
    assert.equal(tamperEntryOf('config.amazonaws.com', 'StopLogging'), undefined);
    assert.equal(tamperEntryOf('cloudtrail.amazonaws.com', 'stopLogging'), undefined);
  });
});
